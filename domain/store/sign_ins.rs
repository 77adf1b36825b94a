//! Who is signed in, in the core database.

use super::StoreResult;
use super::document::{Document, Documents};
use super::forgetting::forget_older;
use crate::clock::Timestamp;
use crate::error::Outcome;
use crate::sign_in::{Renewal, SIGN_IN_HOLDS, SignIn};

impl Document for SignIn {
    const KIND: &'static str = "sign_in";

    fn id(&self) -> String {
        record_id(&self.id)
    }

    fn owner(&self) -> String {
        self.whose.subject()
    }

    fn at(&self) -> Timestamp {
        self.renewed_at
    }
}

fn record_id(id: &str) -> String {
    format!("sign_in:{id}")
}

/// The sign-ins.
#[derive(Debug, Clone)]
pub struct SignIns {
    documents: Documents,
}

impl SignIns {
    /// Those in the core database.
    pub const fn new(core: Documents) -> Self {
        Self { documents: core }
    }

    /// Keeps a new one, and forgets some of those that are over.
    pub async fn create(&self, sign_in: &SignIn) -> StoreResult<()> {
        forget_older(&self.documents, SignIn::KIND, SIGN_IN_HOLDS, sign_in.since).await?;
        self.documents.insert(sign_in).await.map(drop)
    }

    /// One of them, also where it is over.
    pub async fn get(&self, id: &str) -> StoreResult<Option<SignIn>> {
        Ok(self.documents.get::<SignIn>(&record_id(id)).await?.map(|stored| stored.value))
    }

    /// Renews one with its secret; the digests of the secret that was shown and of the next.
    pub async fn renew(&self, id: &str, shown: &str, next: &str, now: Timestamp) -> Outcome<(Option<SignIn>, Renewal)> {
        let renewing = self.documents.update(record_id(id), |sign_in: &mut SignIn| Ok(sign_in.renew(shown, next, now)));
        Ok(renewing.await?.map_or((None, Renewal::Refused), |(sign_in, renewal)| (Some(sign_in), renewal)))
    }

    /// Ends one at once.
    pub async fn end(&self, id: &str, now: Timestamp) -> Outcome<()> {
        let ending = self.documents.update(record_id(id), |sign_in: &mut SignIn| {
            sign_in.ended_at.get_or_insert(now);
            Ok(())
        });
        ending.await.map(drop)
    }
}
