//! Tags: texts that staff posts again and again, each found by its name.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::event::{EventKind, EventLog};
use crate::ids::BotId;
use crate::restorable::is_restorable;
use crate::text::{is_blank, one_line};

/// The most tags of a bot in a guild.
pub const MOST_TAGS: usize = 200;

/// The most characters of a tag's name.
pub const MOST_TAG_NAME_CHARACTERS: usize = 32;

/// The most characters of a tag's text: what a message takes
/// (<https://docs.discord.com/developers/resources/message#create-message>).
pub const MOST_TAG_CHARACTERS: usize = 2000;

/// A tag's number, which is never given twice, also not to one that takes the name of another that was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TagId(pub u32);

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Its number.
    pub id: TagId,
    /// The bot whose it is.
    pub bot: BotId,
    /// What it is found by, in one line.
    pub name: String,
    /// What is posted, with placeholders.
    pub text: String,
    /// Whether it was deleted, and its record is to go.
    #[serde(default)]
    pub deleted: bool,
    /// What it said until it was deleted, so that this can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<RemovedTag>,
    /// What happened to it, as far as that is not a record of its own yet.
    #[serde(default)]
    pub log: EventLog,
}

/// What a tag was that was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedTag {
    /// What was posted.
    pub text: String,
    /// When it was deleted.
    pub at: Timestamp,
}

impl Tag {
    /// A new tag; refused where its name or its text is empty or too long.
    pub fn new(bot: BotId, name: &str, text: &str) -> Result<Self, Refusal> {
        let (name, text) = (one_line(name, MOST_TAG_NAME_CHARACTERS)?, fitting(text)?);
        Ok(Self { id: TagId(0), bot, name, text, deleted: false, removed: None, log: EventLog::default() })
    }

    /// Says something else from now on.
    pub fn edit(&mut self, text: &str, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        let text = fitting(text)?;
        if text != self.text {
            self.text = text;
            self.record(EventKind::TagChanged, actor, now);
        }
        Ok(())
    }

    /// Is deleted, and says nothing any more.
    pub fn delete(&mut self, actor: &Actor, now: Timestamp) {
        if !self.deleted {
            self.removed = Some(RemovedTag { text: std::mem::take(&mut self.text), at: now });
            self.deleted = true;
            self.record(EventKind::TagRemoved, actor, now);
        }
    }

    /// Whether it was deleted, and that can be taken back.
    pub fn is_restorable(&self, now: Timestamp) -> bool {
        self.deleted && is_restorable(self.removed_at(), now)
    }

    /// When it was deleted.
    pub fn removed_at(&self) -> Option<Timestamp> {
        self.removed.as_ref().map(|removed| removed.at)
    }

    /// Is there again, and says what it said; refused where that cannot be taken back any more.
    pub fn restore(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        if !self.is_restorable(now) {
            return Err(Refusal::TagGone);
        }
        self.text = self.removed.take().map(|removed| removed.text).unwrap_or_default();
        self.deleted = false;
        self.record(EventKind::TagRestored, actor, now);
        Ok(())
    }

    /// Its events name it by its number, because another one may have its name later.
    pub(crate) fn record(&mut self, kind: EventKind, actor: &Actor, now: Timestamp) {
        let subject = format!("tag:{}:{:06}", self.bot, self.id.0);
        self.log.record(&subject, kind, actor, now);
    }
}

/// The id of the record of the tag of this name: two names that differ in case alone are one.
pub(crate) fn record_id(bot: BotId, name: &str) -> String {
    format!("tag:{bot}:{}", name.to_lowercase())
}

fn fitting(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if is_blank(text) || text.chars().count() > MOST_TAG_CHARACTERS {
        return Err(Refusal::TextLength { limit: MOST_TAG_CHARACTERS });
    }
    Ok(text.to_owned())
}
