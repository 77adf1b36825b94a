//! The operator's one-time links, in the core database.

use super::StoreResult;
use super::document::{Document, Documents};
use super::forgetting::forget_older;
use crate::clock::Timestamp;
use crate::error::Outcome;
use crate::login_link::{LINK_HOLDS, LoginLink};

impl Document for LoginLink {
    const KIND: &'static str = "login_link";

    fn id(&self) -> String {
        record_id(&self.id)
    }

    fn at(&self) -> Timestamp {
        self.made_at
    }
}

fn record_id(id: &str) -> String {
    format!("login_link:{id}")
}

/// The links.
#[derive(Debug, Clone)]
pub struct LoginLinks {
    documents: Documents,
}

impl LoginLinks {
    /// Those in the core database.
    pub const fn new(core: Documents) -> Self {
        Self { documents: core }
    }

    /// Keeps a new one, and forgets those whose time is over.
    pub async fn create(&self, link: &LoginLink) -> StoreResult<()> {
        forget_older(&self.documents, LoginLink::KIND, LINK_HOLDS, link.made_at).await?;
        self.documents.insert(link).await.map(drop)
    }

    /// Uses one up with its secret, as a digest; whether it was good. Of several at once one is.
    pub async fn open(&self, id: &str, shown: &str, now: Timestamp) -> Outcome<bool> {
        let opening = self.documents.update(record_id(id), |link: &mut LoginLink| Ok(link.open(shown, now)));
        Ok(opening.await?.is_some_and(|(_, was_good)| was_good))
    }
}
