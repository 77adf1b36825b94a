//! How far each chain goes, as the service's own database notes it.

use serde::{Deserialize, Serialize};

use super::super::StoreResult;
use super::super::document::{Document, Documents};
use super::link::{Link, name};
use crate::error::Outcome;
use crate::ids::GuildId;

/// How far a chain goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    chain: String,
    /// The position of the last link.
    pub position: u64,
    /// Its code.
    pub code: String,
}

impl Document for Head {
    const KIND: &'static str = "audit_head";

    fn id(&self) -> String {
        head_id(&self.chain)
    }
}

fn head_id(chain: &str) -> String {
    format!("{}:{chain}", Head::KIND)
}

/// The heads of all chains, in the core database.
#[derive(Debug, Clone)]
pub struct Heads {
    documents: Documents,
}

impl Heads {
    /// Those in the core database.
    pub const fn new(core: Documents) -> Self {
        Self { documents: core }
    }

    /// How far a guild's chain goes, or that of the service's own database; `None` where nothing is noted.
    pub async fn get(&self, guild: Option<GuildId>) -> StoreResult<Option<Head>> {
        Ok(self.documents.get::<Head>(&head_id(&name(guild))).await?.map(|stored| stored.value))
    }

    /// Notes that a chain goes as far as this link, unless it is known to go farther.
    pub(super) async fn raise(&self, guild: Option<GuildId>, link: &Link) -> Outcome<()> {
        let chain = name(guild);
        let none = || Head { chain: chain.clone(), position: 0, code: String::new() };
        let raising = self.documents.update_or_insert(head_id(&chain), none, |head| {
            if head.position < link.position {
                (head.position, head.code) = (link.position, link.code.clone());
            }
            Ok(())
        });
        raising.await.map(drop)
    }
}

impl Head {
    /// Whether a chain whose last link is this is shorter than it was, or another.
    pub(super) fn is_missed_by(&self, last: Option<&Link>) -> bool {
        match last {
            None => true,
            Some(last) if last.position == self.position => last.code != self.code,
            Some(last) => last.position < self.position,
        }
    }
}
