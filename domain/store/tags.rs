//! A guild's tags.

use super::document::{Document, Documents, Stored, decode};
use super::events::Recorded;
use super::{List, Order, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::event::EventLog;
use crate::restorable::MOST_RESTORABLE;
use crate::tag::{MOST_TAG_NAME_CHARACTERS, Tag, TagId, record_id};
use crate::text::one_line;

/// The most tags that are read at once: more than there may be, with those whose records are to go.
const MOST_READ: usize = 1000;

/// The tags of one bot in a guild.
#[derive(Debug, Clone)]
pub struct Tags {
    documents: Documents,
    at: Place,
}

impl Document for Tag {
    const KIND: &'static str = "tag";

    fn id(&self) -> String {
        record_id(self.bot, &self.name)
    }
}

impl Recorded for Tag {
    const UNTOLD: &'static [&'static str] = &["deleted", "removed"];

    fn log(&mut self) -> &mut EventLog {
        &mut self.log
    }
}

impl Tags {
    /// Those in a guild's database that are a bot's.
    pub const fn new(documents: Documents, at: Place) -> Self {
        Self { documents, at }
    }

    /// All of them, in the order of their names.
    pub async fn all(&self) -> StoreResult<Vec<Stored<Tag>>> {
        let mut tags = self.read().await?;
        tags.retain(|tag| !tag.value.deleted);
        Ok(tags)
    }

    /// Those that were deleted, as long as that is remembered.
    pub async fn former(&self) -> StoreResult<Vec<Stored<Tag>>> {
        let mut tags = self.read().await?;
        tags.retain(|tag| tag.value.deleted);
        Ok(tags)
    }

    /// The tag of a name.
    pub async fn called(&self, name: &str) -> Outcome<Stored<Tag>> {
        let unknown = || Refusal::UnknownTag { name: name.trim().to_owned() };
        let line = one_line(name, MOST_TAG_NAME_CHARACTERS).map_err(|_| unknown())?;
        let found: Option<Stored<Tag>> = self.documents.get(&record_id(self.at.bot, &line)).await?;
        Ok(found.filter(|tag| !tag.value.deleted).ok_or_else(unknown)?)
    }

    /// The tag of a number; refused where it was deleted.
    pub async fn numbered(&self, id: TagId) -> Outcome<Stored<Tag>> {
        Ok(self.all().await?.into_iter().find(|tag| tag.value.id == id).ok_or(Refusal::TagGone)?)
    }

    /// The number of the next tag, to be read before those that there are.
    pub async fn next_number(&self) -> StoreResult<TagId> {
        Ok(TagId(self.documents.counted(&self.sequence()).await?.saturating_add(1)))
    }

    /// Stores a new tag of the next number; refused where there is one of that name. `None` where another one was added
    /// since the number was read, so that whoever adds it has to look again whether there is room.
    pub async fn insert(&self, tag: Tag) -> Outcome<Option<Tag>> {
        match self.documents.get::<Tag>(&tag.id()).await? {
            Some(left) if left.value.deleted => self.forget(left).await?,
            Some(_) => return Err(Refusal::TagExists { name: tag.name }.into()),
            None => {}
        }
        let mut batch = self.documents.batch();
        batch.count(&self.sequence(), tag.id.0)?;
        match batch.insert_recorded(tag).await {
            Ok(inserted) => Ok(Some(inserted.stored.value)),
            Err(StoreError::Conflict | StoreError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn sequence(&self) -> String {
        format!("sequence:tag:{}", self.at.bot)
    }

    /// Changes a tag by compare-and-set, beginning with what was read of it last; refused where it is gone, or another one
    /// has its name by now.
    pub async fn update(
        &self,
        known: Stored<Tag>,
        mut change: impl FnMut(&mut Tag) -> Outcome<()> + Send,
    ) -> Outcome<Stored<Tag>> {
        let id = known.value.id;
        let changed = self.documents.update_recorded(known, |tag| {
            if tag.deleted || tag.id != id {
                return Err(Refusal::TagGone.into());
            }
            change(tag)
        });
        Ok(changed.await?.ok_or(Refusal::TagGone)?.stored)
    }

    /// Takes back by compare-and-set that a tag was deleted; refused where another one has its name by now.
    pub async fn restore(
        &self,
        known: Stored<Tag>,
        mut change: impl FnMut(&mut Tag) -> Outcome<()> + Send,
    ) -> Outcome<Stored<Tag>> {
        let id = known.value.id;
        let restored = self.documents.update_recorded(known, |tag| {
            if tag.id != id {
                return Err(Refusal::TagExists { name: tag.name.clone() }.into());
            }
            change(tag)
        });
        Ok(restored.await?.ok_or(Refusal::TagGone)?.stored)
    }

    /// Lets the record go of a tag that was deleted, once each of its events is a record.
    async fn forget(&self, mut tag: Stored<Tag>) -> StoreResult<()> {
        self.documents.relay(&mut tag.value).await?;
        self.documents.delete(&tag.value.id(), tag.rev).await.map(drop)
    }

    /// Makes records of events where a process died before it could, and forgets what was deleted, once that cannot be taken
    /// back: after its time, or where much was deleted since.
    pub async fn relay(&self, now: Timestamp) -> StoreResult<()> {
        let (mut former, mut there): (Vec<_>, Vec<_>) =
            self.read().await?.into_iter().partition(|tag| tag.value.deleted);
        former.sort_by_key(|tag| std::cmp::Reverse(tag.value.removed_at()));
        for (index, tag) in former.into_iter().enumerate() {
            if index < MOST_RESTORABLE && tag.value.is_restorable(now) {
                there.push(tag);
            } else {
                self.forget(tag).await?;
            }
        }
        for mut tag in there {
            self.documents.relay(&mut tag.value).await?;
        }
        Ok(())
    }

    async fn read(&self) -> StoreResult<Vec<Stored<Tag>>> {
        let selection = Selection::Prefix(format!("tag:{}:", self.at.bot));
        let list = List { selection, order: Order::Ascending, limit: MOST_READ, after: None };
        self.documents.store().list(&list).await?.records.into_iter().map(decode).collect()
    }
}
