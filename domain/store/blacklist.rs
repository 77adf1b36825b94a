//! Who is on a guild's blacklist. An entry stays when it is over, so that each of its events has a number of its own.

use super::document::{Document, Documents, Stored, decode};
use super::events::Recorded;
use super::{Facets, Filter, List, Order, Selection, StoreError, StoreResult};
use crate::actor::Who;
use crate::blacklist::{BlacklistEntry, MOST_BLACKLISTED, record_id};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::Outcome;
use crate::event::EventLog;
use crate::ids::{RoleId, UserId};
use crate::whom::Whom;

/// The state of entries that were not taken off.
const LISTED: &str = "listed";

/// The blacklist of one bot in a guild's database.
#[derive(Debug, Clone)]
pub struct Blacklist {
    documents: Documents,
    at: Place,
}

impl Document for BlacklistEntry {
    const KIND: &'static str = "blacklist";

    fn id(&self) -> String {
        record_id(self.bot, self.whom)
    }

    fn state(&self) -> &'static str {
        if self.removed { "removed" } else { LISTED }
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn facets(&self) -> Facets {
        Facets::default().with("bot", self.bot)
    }
}

impl Recorded for BlacklistEntry {
    fn log(&mut self) -> &mut EventLog {
        &mut self.log
    }
}

impl Blacklist {
    /// The one in a guild's database that is a bot's.
    pub const fn new(documents: Documents, at: Place) -> Self {
        Self { documents, at }
    }

    /// The entries about a member and their roles.
    pub async fn about(&self, user: UserId, roles: &[RoleId]) -> StoreResult<Vec<BlacklistEntry>> {
        let all = std::iter::once(Whom::User(user)).chain(roles.iter().copied().map(Whom::Role));
        let ids: Vec<String> = all.map(|whom| record_id(self.at.bot, whom)).collect();
        let records = self.documents.store().get_many(&ids).await?.into_iter();
        records.map(|record| decode(record).map(|Stored { value, .. }| value)).collect()
    }

    /// The newest entries that were not taken off, newest first, those included whose time is over.
    pub async fn newest(&self) -> StoreResult<Vec<BlacklistEntry>> {
        Ok(self.listed().await?.into_iter().map(|stored| stored.value).collect())
    }

    /// Changes the entry about somebody, with its events; where there is none, a new one is changed.
    pub async fn change(
        &self,
        (whom, by): (Whom, &Who),
        mut change: impl FnMut(&mut BlacklistEntry) -> Outcome<()> + Send,
    ) -> Outcome<BlacklistEntry> {
        loop {
            if let Some(known) = self.documents.get(&record_id(self.at.bot, whom)).await? {
                match self.documents.update_recorded(known, &mut change).await? {
                    Some(changed) => return Ok(changed.stored.value),
                    None => continue,
                }
            }
            let mut new = BlacklistEntry::new(self.at.bot, whom, by.clone());
            change(&mut new)?;
            match self.documents.insert_recorded(new).await {
                Ok(changed) => return Ok(changed.stored.value),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Makes records of events where a process died before it could.
    pub async fn relay(&self) -> StoreResult<()> {
        for mut entry in self.listed().await? {
            self.documents.relay(&mut entry.value).await?;
        }
        Ok(())
    }

    async fn listed(&self) -> StoreResult<Vec<Stored<BlacklistEntry>>> {
        let selection = Selection::Filter(Filter {
            kind: BlacklistEntry::KIND.into(),
            states: vec![LISTED.into()],
            facets: Facets::facet("bot", self.at.bot).into_iter().collect(),
            ..Filter::default()
        });
        let list = List { selection, order: Order::Descending, limit: MOST_BLACKLISTED, after: None };
        self.documents.store().list(&list).await?.records.into_iter().map(decode).collect()
    }
}
