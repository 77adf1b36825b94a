//! What was said in a ticket, with edits and deletions, and the transcript that it becomes.

mod attachments;
mod files;
mod names;
mod outline;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::attachments::{AttachmentFate, KeptAttachment, KeptAttachments, MOST_ATTACHMENTS, PictureKind};
pub use self::files::{
    AttachmentFile, FileSize, MOST_UPLOADED, PART_BYTES, Portion, Rendered, Transcript, TranscriptFile,
    TranscriptFormat,
};
pub use self::names::{GuildNames, KnownNames};
pub use self::outline::{Day, Outline, Participants};
use crate::clock::Timestamp;
use crate::ids::{MessageId, UserId};
use crate::text::ERASED;

/// One message of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketMessage {
    /// Its id, by which messages are in order.
    pub id: MessageId,
    /// Who wrote it; `None` where that could not be read.
    #[serde(default)]
    pub author: Option<UserId>,
    /// What they were called in the guild then; empty where that could not be read.
    pub author_name: String,
    /// Their username then, where it was another.
    #[serde(default)]
    pub username: Option<String>,
    /// Whether a bot or a webhook wrote it.
    pub by_bot: bool,
    /// When it was written.
    pub sent_at: Timestamp,
    /// When it was last edited, as Discord says.
    #[serde(default)]
    pub edited_at: Option<Timestamp>,
    /// Whether Discord kept from the bot what it says, because the bot lacked the message-content intent.
    #[serde(default)]
    pub withheld: bool,
    /// What it says now, or said last. Where there is no `raw`, embeds' texts follow the content, a line each.
    pub content: String,
    /// What it said before, oldest first.
    pub earlier: Vec<Edit>,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
    /// The files with it.
    pub attachments: Vec<Attachment>,
    /// Who is mentioned in it.
    #[serde(default)]
    pub mentioned: Vec<Mentioned>,
    /// All else that Discord said of it, as the text of a JSON object of at most [`LONGEST_RAW`] bytes. Messages that were
    /// kept before this was have none.
    #[serde(default)]
    pub raw: Option<String>,
}

/// Some messages of a conversation that follow each other, with what is known of the whole of it.
#[derive(Debug, Clone, Copy)]
pub struct Excerpt<'a> {
    /// The messages, oldest first.
    pub messages: &'a [TicketMessage],
    /// What is called how.
    pub names: &'a KnownNames,
    /// On which days something was said.
    pub outline: &'a Outline,
    /// What became of files.
    pub attachments: &'a KeptAttachments,
    /// The content of those that are pictures and shown.
    pub pictures: &'a Pictures,
}

/// Pictures, by their message and which of its files they are.
pub type Pictures = BTreeMap<(MessageId, usize), Vec<u8>>;

/// What Discord says of a message that is kept already. What it did not say is `None`, and stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageUpdate {
    /// The message.
    pub id: MessageId,
    /// What it says now.
    pub content: Option<String>,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// Whether what it says is kept from the bot.
    pub withheld: bool,
    /// The files with it now.
    pub attachments: Option<Vec<Attachment>>,
    /// Who is mentioned in it now.
    pub mentioned: Option<Vec<Mentioned>>,
    /// The text of a JSON object with whatever else was said.
    pub raw: Option<String>,
}

/// Somebody who is mentioned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentioned {
    /// Who.
    pub user: UserId,
    /// Their name then.
    pub name: String,
}

/// What a message said before it was edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// What it said.
    pub content: String,
    /// When it was changed.
    pub until: Timestamp,
}

/// A file with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// How large it is, in bytes.
    pub bytes: u64,
    /// Where Discord kept it.
    pub url: String,
}

/// The most edits of one message that are kept; the oldest go first.
const MOST_EDITS: usize = 50;

/// The most bytes of a message that are kept as Discord said them.
pub const LONGEST_RAW: usize = 64 * 1024;

impl TicketMessage {
    /// Whether it may name a role or a channel, whose names the guild knows and the message does not.
    pub fn names_guild_parts(&self) -> bool {
        let raw = self.raw.as_deref().unwrap_or_default();
        [self.content.as_str(), raw].iter().any(|text| text.contains("<@&") || text.contains("<#"))
    }

    /// Takes over what Discord says of it now. That is an edit where it names a later edit than was known: a link's
    /// preview that comes later is none. What a bot's message said before is not kept: bots change theirs all the time.
    pub fn update(&mut self, update: MessageUpdate) {
        let late = update.content.is_some() && update.edited_at < self.edited_at;
        if late || (update.withheld && !self.withheld) {
            return;
        }
        let MessageUpdate { content, edited_at, attachments, mentioned, raw, withheld, .. } = update;
        if let Some(content) = content {
            self.say(content, edited_at);
            self.withheld = withheld;
        }
        self.attachments = attachments.unwrap_or_else(|| std::mem::take(&mut self.attachments));
        self.mentioned = mentioned.unwrap_or_else(|| std::mem::take(&mut self.mentioned));
        self.raw = overlaid(self.raw.take(), raw);
    }

    /// Replaces what it says and ever said. What whoever wrote it is called is forgotten, unless that is a bot.
    pub fn erase(&mut self) {
        ERASED.clone_into(&mut self.content);
        self.earlier.clear();
        self.attachments.clear();
        self.mentioned.clear();
        self.raw = None;
        if !self.by_bot {
            self.author_name.clear();
            self.username = None;
        }
    }

    fn say(&mut self, content: String, edited_at: Option<Timestamp>) {
        // Without `raw`, embeds' texts stand behind the content, which is no earlier wording.
        let same = content == self.content || (self.raw.is_none() && self.content.starts_with(&content));
        let before = std::mem::replace(&mut self.content, content);
        if let Some(until) = edited_at.filter(|_| edited_at > self.edited_at && !same && !self.by_bot) {
            self.earlier.push(Edit { content: before, until });
            if self.earlier.len() > MOST_EDITS {
                self.earlier.remove(0);
            }
        }
        self.edited_at = self.edited_at.max(edited_at);
    }
}

impl From<TicketMessage> for MessageUpdate {
    fn from(message: TicketMessage) -> Self {
        Self {
            id: message.id,
            content: Some(message.content),
            edited_at: message.edited_at,
            withheld: message.withheld,
            attachments: Some(message.attachments),
            mentioned: Some(message.mentioned),
            raw: message.raw,
        }
    }
}

/// Two JSON objects as one, the second over the first; the first where that would be too long.
fn overlaid(known: Option<String>, said: Option<String>) -> Option<String> {
    let (Some(known), Some(said)) = (&known, &said) else { return said.or(known) };
    let fields = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let mut both = fields(known);
    both.extend(fields(said));
    let both = Value::Object(both).to_string();
    Some(if both.len() <= LONGEST_RAW { both } else { known.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_millis(minute * 60_000)
    }

    /// As messages were stored before they had `raw`, with an embed's title behind the content.
    fn of_old() -> TicketMessage {
        let old = r#"{"id":"5","author":"7","author_name":"alice","by_bot":false,"sent_at":"2026-03-01T12:00:00Z",
            "content":"look: http://x\nA preview","earlier":[],"deleted_at":null,"attachments":[],"mentioned":[]}"#;
        serde_json::from_str(old).unwrap()
    }

    fn update(content: &str, edited_at: Option<Timestamp>) -> MessageUpdate {
        let message = TicketMessage { edited_at, content: content.to_owned(), ..of_old() };
        MessageUpdate { raw: Some(r#"{"type":0}"#.into()), ..message.into() }
    }

    #[test]
    fn an_edit_is_what_discord_says_is_one() {
        let mut message = of_old();
        message.update(update("look: http://x", None));
        assert_eq!((message.content.as_str(), message.earlier.len()), ("look: http://x", 0));
        message.update(update("look there", Some(at(1))));
        message.update(update("look there", Some(at(1))));
        message.update(update("look: http://x", None));
        assert_eq!((message.content.as_str(), message.earlier.len()), ("look there", 1));
        assert_eq!(message.earlier[0], Edit { content: "look: http://x".into(), until: at(1) });
    }

    #[test]
    fn what_discord_does_not_say_stays() {
        let mut message = TicketMessage { raw: Some(r#"{"type":0,"flags":4}"#.into()), ..of_old() };
        let preview = Some(r#"{"embeds":[{"title":"x"}],"flags":0}"#.to_owned());
        let none =
            MessageUpdate { content: None, attachments: None, mentioned: None, raw: preview, ..update("", None) };
        message.update(none);
        assert_eq!(message.content, of_old().content);
        let raw: Value = serde_json::from_str(&message.raw.clone().unwrap()).unwrap();
        assert_eq!(raw, serde_json::json!({ "type": 0, "embeds": [{ "title": "x" }], "flags": 0 }));
        message.update(MessageUpdate { withheld: true, ..update("", Some(at(2))) });
        assert_eq!(message.content, of_old().content, "a bot that lost its intent takes nothing away");
    }
}
