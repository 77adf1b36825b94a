//! A guild's panels.

use super::document::{Document, Documents, Stored, decode};
use super::events::{Events, Recorded};
use super::{List, Order, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::{Error, Outcome, Refusal};
use crate::event::EventLog;
use crate::panel::{Panel, PanelId, record_id};
use crate::restorable::{MOST_RESTORABLE, is_restorable};

/// The most panels that are read at once: more than there may be, with those that are being deleted.
const MOST_READ: usize = 1000;

/// The panels of one bot in a guild.
#[derive(Debug, Clone)]
pub struct Panels {
    documents: Documents,
    at: Place,
}

impl Document for Panel {
    const KIND: &'static str = "panel";

    fn id(&self) -> String {
        record_id(self.bot, self.id)
    }
}

impl Recorded for Panel {
    const UNTOLD: &'static [&'static str] = &["published", "locale", "removed_at"];

    fn log(&mut self) -> &mut EventLog {
        &mut self.log
    }
}

impl Panels {
    /// Those in a guild's database that are a bot's.
    pub const fn new(documents: Documents, at: Place) -> Self {
        Self { documents, at }
    }

    /// All of them, those too that are being deleted, oldest first.
    pub async fn all(&self) -> StoreResult<Vec<Stored<Panel>>> {
        let selection = Selection::Prefix(format!("panel:{}:", self.at.bot));
        let list = List { selection, order: Order::Ascending, limit: MOST_READ, after: None };
        self.documents.store().list(&list).await?.records.into_iter().map(decode).collect()
    }

    /// Those that are not being deleted.
    pub async fn standing(&self) -> StoreResult<Vec<Stored<Panel>>> {
        let mut panels = self.all().await?;
        panels.retain(|panel| !panel.value.deleted);
        Ok(panels)
    }

    /// The panel of a number; refused where it was deleted.
    pub async fn get(&self, id: PanelId) -> Outcome<Stored<Panel>> {
        let found: Option<Stored<Panel>> = self.documents.get(&record_id(self.at.bot, id)).await?;
        Ok(found.filter(|panel| !panel.value.deleted).ok_or(Refusal::PanelGone)?)
    }

    /// The panel of a name.
    pub async fn called(&self, name: &str) -> Outcome<Stored<Panel>> {
        let unknown = || Refusal::UnknownPanel { name: name.trim().to_owned() };
        let found = self.standing().await?.into_iter().find(|panel| panel.value.is_called(name));
        Ok(found.ok_or_else(unknown)?)
    }

    /// The number of the next panel, to be read before those that there are.
    pub async fn next_number(&self) -> StoreResult<PanelId> {
        Ok(PanelId(self.documents.counted(&self.sequence()).await?.saturating_add(1)))
    }

    /// Stores a new panel of the next number; `None` where another one was made since that was read, so that whoever
    /// makes it has to look again whether there is room, and whether its name is free.
    pub async fn insert(&self, panel: Panel) -> StoreResult<Option<Stored<Panel>>> {
        let mut batch = self.documents.batch();
        batch.count(&self.sequence(), panel.id.0)?;
        match batch.insert_recorded(panel).await {
            Ok(change) => Ok(Some(change.stored)),
            Err(StoreError::Conflict | StoreError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn sequence(&self) -> String {
        format!("sequence:panel:{}", self.at.bot)
    }

    /// Changes a panel by compare-and-set, beginning with what was read of it last; refused where it is gone.
    pub async fn update(
        &self,
        known: Stored<Panel>,
        change: impl FnMut(&mut Panel) -> Outcome<()> + Send,
    ) -> Outcome<Stored<Panel>> {
        self.update_if(None, known, change).await
    }

    /// The same, as long as it was changed `after` so often, where that is said.
    pub async fn update_if(
        &self,
        after: Option<u32>,
        known: Stored<Panel>,
        mut change: impl FnMut(&mut Panel) -> Outcome<()> + Send,
    ) -> Outcome<Stored<Panel>> {
        let id = known.value.id();
        let changing = self.documents.update_recorded(known, |panel| match after {
            Some(after) if after != panel.log.changes() => {
                Err(Refusal::ChangedMeanwhile { fields: String::new() }.into())
            }
            _ => change(panel),
        });
        let changed = match (changing.await, after) {
            (Err(Error::Refused(Refusal::ChangedMeanwhile { .. })), Some(after)) => {
                let fields = Events::new(self.documents.clone()).fields_after(&id, after).await?;
                let fields = fields.into_iter().collect::<Vec<_>>().join(", ");
                return Err(Refusal::ChangedMeanwhile { fields }.into());
            }
            (changed, _) => changed?,
        };
        Ok(changed.ok_or(Refusal::PanelGone)?.stored)
    }

    /// Makes records of events where a process died before it could, and forgets the panels that were deleted and whose
    /// messages are gone, once that cannot be taken back: after its time, or where many were deleted since.
    pub async fn relay(&self, now: Timestamp) -> StoreResult<()> {
        let is_former = |panel: &Stored<Panel>| panel.value.deleted && panel.value.published.is_empty();
        let (mut former, mut there): (Vec<_>, Vec<_>) = self.all().await?.into_iter().partition(is_former);
        former.sort_by_key(|panel| std::cmp::Reverse(panel.value.removed_at));
        let ends = |index: usize, panel: &Panel| index >= MOST_RESTORABLE || !is_restorable(panel.removed_at, now);
        for (index, mut panel) in former.into_iter().enumerate() {
            if ends(index, &panel.value) {
                self.documents.relay(&mut panel.value).await?;
                self.documents.delete(&panel.value.id(), panel.rev).await?;
            } else {
                there.push(panel);
            }
        }
        for mut panel in there {
            self.documents.relay(&mut panel.value).await?;
        }
        Ok(())
    }
}
