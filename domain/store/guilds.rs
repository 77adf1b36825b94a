//! The guilds that have a database, as the service's directory lists them.

use std::sync::Arc;

use super::{Cursor, DocumentStore, Filter, List, Order, Selection, StoreResult};
use crate::ids::GuildId;

/// How many guilds are a page.
const PAGE: usize = 100;

/// The directory, to be read only.
#[derive(Debug)]
pub struct Guilds {
    core: Arc<dyn DocumentStore>,
}

/// Some guilds.
#[derive(Debug)]
pub struct GuildPage {
    /// The guilds.
    pub guilds: Vec<GuildId>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

impl Guilds {
    /// Those in the service's own database.
    pub const fn new(core: Arc<dyn DocumentStore>) -> Self {
        Self { core }
    }

    /// Whether a guild has a database.
    pub async fn has(&self, guild: GuildId) -> StoreResult<bool> {
        Ok(self.core.get(&format!("directory:{guild}")).await?.is_some())
    }

    /// A page of them.
    pub async fn page(&self, after: Option<Cursor>) -> StoreResult<GuildPage> {
        let selection = Selection::Filter(Filter { kind: "directory".into(), ..Filter::default() });
        let page = self.core.list(&List { selection, order: Order::Ascending, limit: PAGE, after }).await?;
        let guilds = page.records.iter().filter_map(|record| record.owner.parse().ok()).collect();
        Ok(GuildPage { guilds, next: page.next })
    }
}
