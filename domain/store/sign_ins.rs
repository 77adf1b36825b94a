//! Who is signed in, in the core database.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::StoreResult;
use super::document::{Document, Documents, Stored};
use super::events::Recorded;
use super::forgetting::forget_older;
use crate::actor::{Actor, Cause, Door};
use crate::clock::Timestamp;
use crate::error::Outcome;
use crate::event::{EventKind, EventLog};
use crate::sign_in::{Renewal, SIGN_IN_HOLDS, SignIn};

/// A sign-in and its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SignInDocument {
    #[serde(flatten)]
    sign_in: SignIn,
    log: EventLog,
}

impl Document for SignInDocument {
    const KIND: &'static str = "sign_in";
    const VERSION: u16 = 2;

    /// Version 1 had no events.
    fn upgrade(_: u16, mut body: Value) -> Value {
        if let Some(fields) = body.as_object_mut() {
            fields.insert("log".into(), serde_json::to_value(EventLog::default()).unwrap_or_default());
        }
        body
    }

    fn id(&self) -> String {
        record_id(&self.sign_in.id)
    }

    fn owner(&self) -> String {
        self.sign_in.whose.subject()
    }

    fn at(&self) -> Timestamp {
        self.sign_in.renewed_at
    }
}

impl Recorded for SignInDocument {
    const UNTOLD: &'static [&'static str] = &["digest", "spent", "renewed_at"];

    fn log(&mut self) -> &mut EventLog {
        &mut self.log
    }
}

fn record_id(id: &str) -> String {
    format!("{}:{id}", SignInDocument::KIND)
}

/// The sign-ins. Each that begins or ends makes an event in the core database.
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
        forget_older(&self.documents, SignInDocument::KIND, SIGN_IN_HOLDS, sign_in.since).await?;
        let mut document = SignInDocument { sign_in: sign_in.clone(), log: EventLog::default() };
        document.record(EventKind::SignedIn, sign_in.since);
        self.documents.insert_recorded(document).await.map(drop)
    }

    /// One of them, also where it is over.
    pub async fn get(&self, id: &str) -> StoreResult<Option<SignIn>> {
        let stored: Option<Stored<SignInDocument>> = self.documents.get(&record_id(id)).await?;
        Ok(stored.map(|stored| stored.value.sign_in))
    }

    /// Renews one with its secret; the digests of the secret that was shown and of the next.
    pub async fn renew(&self, id: &str, shown: &str, next: &str, now: Timestamp) -> Outcome<(Option<SignIn>, Renewal)> {
        let mut renewal = Renewal::Refused;
        let renewed = self.change(id, |document| {
            renewal = document.sign_in.renew(shown, next, now);
            if renewal == Renewal::Stolen {
                document.record(EventKind::SignInStolen, now);
            }
        });
        let sign_in = renewed.await?;
        Ok((sign_in, renewal))
    }

    /// Ends one at once.
    pub async fn end(&self, id: &str, now: Timestamp) -> Outcome<()> {
        let ended = self.change(id, |document| {
            if document.sign_in.ended_at.is_none() {
                document.sign_in.ended_at = Some(now);
                document.record(EventKind::SignedOut, now);
            }
        });
        ended.await.map(drop)
    }

    async fn change(&self, id: &str, mut change: impl FnMut(&mut SignInDocument) + Send) -> Outcome<Option<SignIn>> {
        let Some(mut known) = self.documents.get::<SignInDocument>(&record_id(id)).await? else { return Ok(None) };
        self.documents.relay(&mut known.value).await?;
        let changing = self.documents.update_recorded(known, |document| {
            change(document);
            Ok(())
        });
        Ok(changing.await?.map(|changed| changed.stored.value.sign_in))
    }
}

impl SignInDocument {
    /// Writes down what became of it: its own doing, but for a secret that somebody else used.
    fn record(&mut self, kind: EventKind, now: Timestamp) {
        let (id, cause) = (record_id(&self.sign_in.id), Cause::Request(format!("{}:{}", kind.name(), self.sign_in.id)));
        let mut actor = Actor::tickit(Door::Api, cause);
        if kind != EventKind::SignInStolen {
            actor.who = self.sign_in.whose.who();
        }
        self.log.record(&id, kind, &actor, now);
    }
}
