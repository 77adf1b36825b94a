//! Which interactions were taken, so that of several processes that are handed one of them one answers it.

use serde::{Deserialize, Serialize};

use super::document::{Document, Documents};
use super::{Filter, List, Order, Selection, StoreError, StoreResult, Write};
use crate::clock::Timestamp;
use crate::ids::InteractionId;

/// How many claims are forgotten at once.
pub const FORGOTTEN_AT_ONCE: usize = 500;

/// The claims, in the core database.
#[derive(Debug, Clone)]
pub struct Claims {
    documents: Documents,
}

/// That somebody has taken an interaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct InteractionClaim {
    interaction: InteractionId,
    at: Timestamp,
}

impl Document for InteractionClaim {
    const KIND: &'static str = "claim";

    fn id(&self) -> String {
        format!("{}:{}", Self::KIND, self.interaction)
    }

    fn at(&self) -> Timestamp {
        self.at
    }
}

impl Claims {
    /// The claims in the core database.
    pub const fn new(core: Documents) -> Self {
        Self { documents: core }
    }

    /// Takes an interaction; whether nobody had before.
    pub async fn take(&self, interaction: InteractionId, now: Timestamp) -> StoreResult<bool> {
        match self.documents.insert(&InteractionClaim { interaction, at: now }).await {
            Ok(_) => Ok(true),
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Forgets claims that were made before; how many, [`FORGOTTEN_AT_ONCE`] at most.
    pub async fn forget(&self, before: Timestamp) -> StoreResult<usize> {
        let kind = InteractionClaim::KIND.to_owned();
        let selection = Selection::Filter(Filter { kind, until: Some(before), ..Filter::default() });
        let list = List { selection, order: Order::Ascending, limit: FORGOTTEN_AT_ONCE, after: None };
        let page = self.documents.store().list(&list).await?;
        let found = page.records.len();
        let removals = page.records.into_iter().map(|record| Write::Delete { id: record.id, expected: None });
        self.documents.store().write_all(removals.collect()).await.all()?;
        Ok(found)
    }
}
