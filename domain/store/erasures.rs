//! Which members' words are erased, or were.

use std::sync::Arc;

use super::document::{Document, Documents};
use super::events::{Change, Recorded};
use super::{Facets, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::erasure::{Erasure, record_id};
use crate::error::Outcome;
use crate::event::{EventLog, EventWatcher};
use crate::ids::UserId;

/// The erasures of one bot in a guild's database.
#[derive(Debug, Clone)]
pub struct Erasures {
    documents: Documents,
    at: Place,
    watcher: Arc<dyn EventWatcher>,
}

impl Document for Erasure {
    const KIND: &'static str = "erasure";

    fn id(&self) -> String {
        record_id(self.bot, self.user)
    }

    fn at(&self) -> Timestamp {
        self.asked_at
    }

    fn facets(&self) -> Facets {
        Facets::default().with("bot", self.bot)
    }
}

impl Recorded for Erasure {
    fn log(&mut self) -> &mut EventLog {
        &mut self.log
    }
}

impl Erasures {
    /// Those in a guild's database that are a bot's, whose events the watcher sees.
    pub fn new(documents: Documents, at: Place, watcher: Arc<dyn EventWatcher>) -> Self {
        Self { documents, at, watcher }
    }

    /// The last one of a member.
    pub async fn of(&self, user: UserId) -> StoreResult<Option<Erasure>> {
        Ok(self.documents.get(&record_id(self.at.bot, user)).await?.map(|stored| stored.value))
    }

    /// Changes a member's, with its events; where there is none, a new one is changed.
    pub async fn change(
        &self,
        user: UserId,
        mut change: impl FnMut(&mut Erasure) -> Outcome<()> + Send,
    ) -> Outcome<Erasure> {
        loop {
            if let Some(mut known) = self.documents.get::<Erasure>(&record_id(self.at.bot, user)).await? {
                self.documents.relay(&mut known.value).await?;
                match self.documents.update_recorded(known, &mut change).await? {
                    Some(changed) => return Ok(self.told(changed)),
                    None => continue,
                }
            }
            let mut new = Erasure::new(self.at.bot, user);
            change(&mut new)?;
            match self.documents.insert_recorded(new).await {
                Ok(changed) => return Ok(self.told(changed)),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn told(&self, change: Change<Erasure>) -> Erasure {
        for event in &change.events {
            self.watcher.saw(self.at, event);
        }
        change.stored.value
    }
}
