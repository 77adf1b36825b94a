//! What becomes of a record when it is counted or claimed: the same in every engine that does it itself; and how counters
//! are used.

use serde_json::{Value, json};

use super::document::Documents;
use super::{Claim, Record, StoreError, StoreResult, settled};
use crate::clock::Timestamp;

/// The kind of a counter.
const KIND: &str = "sequence";

impl Record {
    /// A counter that was never counted.
    pub fn counter(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            kind: KIND.into(),
            state: String::new(),
            owner: String::new(),
            at: Timestamp::default(),
            rev: 0,
            write: String::new(),
            schema: 1,
            facets: Vec::new(),
            body: json!({ "value": 0 }).into(),
        }
    }

    /// A counter with so much more, one revision on, and what it says then. `Conflict` where the record is no counter.
    pub fn counted(self, by: i64) -> StoreResult<(Self, i64)> {
        if self.kind != KIND {
            return Err(StoreError::Conflict);
        }
        let body: Value = self.body.read().map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let before = body.get("value").and_then(Value::as_i64).unwrap_or(0);
        let value = before.checked_add(by).ok_or_else(|| StoreError::Invalid("the counter is at its end".into()))?;
        Ok((Self { rev: self.rev + 1, body: json!({ "value": value }).into(), ..self }, value))
    }
}

impl Claim {
    /// A record as it is once it is taken.
    pub fn taken(&self, record: Record) -> Record {
        let (state, owner) = (self.state.clone(), self.owner.clone());
        Record { rev: record.rev + 1, state, owner, at: self.until, ..record }
    }
}

impl Documents {
    /// Adds one to a counter; unique and increasing, gaps allowed.
    pub(crate) async fn next(&self, id: &str) -> StoreResult<i64> {
        settled::increment(&**self.store(), id, 1).await
    }

    /// How far a counter has counted.
    pub(crate) async fn counted(&self, id: &str) -> StoreResult<u32> {
        let Some(counter) = self.store().get(id).await? else { return Ok(0) };
        let count = counter.counted(0)?.1;
        u32::try_from(count).map_err(|_| StoreError::Corrupt(format!("{id} is at {count}")))
    }
}
