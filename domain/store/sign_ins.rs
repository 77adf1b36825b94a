//! Who is signed in, in the core database.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::document::{Document, Documents, Stored, decode};
use super::events::Recorded;
use super::forgetting::forget_older;
use super::{Cursor, Filter, List, Order, Selection, StoreResult};
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

/// So many are ended in one go.
const ENDED_AT_ONCE: usize = 200;

/// A page of sign-ins. It may hold fewer than were asked for and still not be the last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignInPage {
    /// Those that hold, the one first that was renewed last.
    pub sign_ins: Vec<SignIn>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
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

    /// Notes that somebody is still there who has one.
    pub async fn keep(&self, id: &str, now: Timestamp) -> Outcome<()> {
        self.change(id, |document| document.sign_in.renewed_at = now).await.map(drop)
    }

    /// A page of those of one subject, see [`Whose::subject`](crate::sign_in::Whose::subject), that hold now.
    pub async fn page(
        &self,
        subject: &str,
        now: Timestamp,
        limit: usize,
        after: Option<Cursor>,
    ) -> StoreResult<SignInPage> {
        let filter = Filter { kind: SignInDocument::KIND.into(), owner: Some(subject.to_owned()), ..Filter::default() };
        let list = List { selection: Selection::Filter(filter), order: Order::Descending, limit, after };
        let page = self.documents.store().list(&list).await?;
        let read =
            page.records.into_iter().map(|record| decode::<SignInDocument>(record).map(|stored| stored.value.sign_in));
        let mut sign_ins = read.collect::<StoreResult<Vec<_>>>()?;
        sign_ins.retain(|sign_in| sign_in.holds(now));
        Ok(SignInPage { sign_ins, next: page.next })
    }

    /// Whether anybody ever signed in, as far as that is kept.
    pub async fn is_any(&self) -> StoreResult<bool> {
        let filter = Filter { kind: SignInDocument::KIND.into(), ..Filter::default() };
        Ok(self.documents.store().count(&Selection::Filter(filter)).await? > 0)
    }

    /// Ends all of one subject at once; how many.
    pub async fn end_all(&self, subject: &str, now: Timestamp) -> Outcome<usize> {
        let (mut ended, mut after) = (0, None);
        loop {
            let page = self.page(subject, now, ENDED_AT_ONCE, after).await?;
            for sign_in in &page.sign_ins {
                self.end(&sign_in.id, now).await?;
            }
            ended += page.sign_ins.len();
            after = page.next;
            if after.is_none() {
                return Ok(ended);
            }
        }
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
