//! What requests were answered that are known by a key of their caller's, for a day: one that is sent again gets the same.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::document::{Document, Documents, Stored};
use super::forgetting::forget_older;
use super::{StoreError, StoreResult};
use crate::clock::Timestamp;

/// How long an answer is kept.
pub const ANSWERS_KEPT: Duration = Duration::from_hours(24);

/// After so long whoever was at a request is not heard of any more: no request may take as long.
const ABANDONED: Duration = Duration::from_mins(2);

/// An answer as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// The status.
    pub status: u16,
    /// What its body is; none where there is no body.
    #[serde(default)]
    pub content_type: Option<String>,
    /// Of which version what it tells of is.
    #[serde(default)]
    pub etag: Option<String>,
    /// The body.
    pub body: String,
}

/// A request, and what it was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownRequest {
    key: String,
    /// What tells it from another request with the same key.
    asks: String,
    at: Timestamp,
    answer: Option<KeptAnswer>,
}

/// What is known of a request that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// It is new, and noted as under way.
    New(Box<Stored<KnownRequest>>),
    /// Somebody is answering it.
    UnderWay,
    /// Its key was another request's.
    Another,
    /// It was answered.
    Answered(KeptAnswer),
}

impl Document for KnownRequest {
    const KIND: &'static str = "request";

    fn id(&self) -> String {
        format!("request:{}", self.key)
    }

    fn at(&self) -> Timestamp {
        self.at
    }
}

/// The answers in one guild's database.
#[derive(Debug, Clone)]
pub struct KeptAnswers {
    documents: Documents,
}

impl KeptAnswers {
    /// Those in a guild's database.
    pub const fn new(documents: Documents) -> Self {
        Self { documents }
    }

    /// Notes that a request is under way, unless it is known. `key` is an identifier, unique to the caller and their own key
    /// for the request; `asks` is what the request asks.
    pub async fn begin(&self, key: &str, asks: &str, now: Timestamp) -> StoreResult<Known> {
        let new = KnownRequest { key: key.to_owned(), asks: asks.to_owned(), at: now, answer: None };
        loop {
            match self.documents.insert(&new).await {
                Ok(rev) => return Ok(Known::New(Box::new(Stored { value: new, rev }))),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error),
            }
            let Some(there) = self.documents.get::<KnownRequest>(&new.id()).await? else { continue };
            let kept = if there.value.answer.is_some() { ANSWERS_KEPT } else { ABANDONED };
            let is_fresh = now.since(there.value.at) <= kept;
            match there.value.answer {
                _ if is_fresh && there.value.asks != asks => return Ok(Known::Another),
                Some(answer) if is_fresh => return Ok(Known::Answered(answer)),
                None if is_fresh => return Ok(Known::UnderWay),
                _ => {}
            }
            match self.documents.replace(&new, there.rev).await {
                Ok(rev) => return Ok(Known::New(Box::new(Stored { value: new, rev }))),
                Err(StoreError::Conflict | StoreError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Keeps what a request was answered.
    pub async fn answer(&self, request: Stored<KnownRequest>, answer: KeptAnswer) -> StoreResult<()> {
        let answered = KnownRequest { answer: Some(answer), ..request.value };
        self.documents.replace(&answered, request.rev).await.map(drop)
    }

    /// Forgets a request that was not answered, so that it may be sent again.
    pub async fn forget(&self, request: &Stored<KnownRequest>) -> StoreResult<()> {
        self.documents.delete(&request.value.id(), request.rev).await.map(drop)
    }

    /// Forgets answers that are older than they are kept.
    pub async fn forget_old(&self, now: Timestamp) -> StoreResult<()> {
        forget_older(&self.documents, KnownRequest::KIND, ANSWERS_KEPT, now).await
    }
}
