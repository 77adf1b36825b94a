//! The port, on a database with one collection.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::bson::{DateTime, Document, doc};
use mongodb::options::ReturnDocument;
use mongodb::{Collection, Database};
use serde_json::Value;
use tickit_domain::store::{
    Claim, DocumentStore, List, Page, Record, Selection, StoreError, StoreHealth, StoreResult, Write, Written,
};

use super::batch::Batch;
use super::deadline::Admission;
use super::documents::{document, moment, record};
use super::failure::Failure;
use super::filters;
use super::growth::Growth;
use crate::store::{limits, pages};

/// One database.
#[derive(Debug)]
pub(super) struct MongoStore {
    database: Database,
    records: Collection<Document>,
    admission: Arc<Admission>,
    growth: Arc<Growth>,
}

impl MongoStore {
    pub(super) fn new(database: Database, admission: Arc<Admission>, growth: Arc<Growth>) -> Self {
        Self { records: database.collection("records"), database, admission, growth }
    }

    async fn find(&self, filter: Document) -> StoreResult<Option<Record>> {
        let records = self.records.clone();
        let found =
            self.admission.run(async move { records.find_one(filter).await }).await.map_err(Failure::of_read)?;
        found.map(record).transpose()
    }

    async fn add(&self, id: &str, by: i64) -> StoreResult<i64> {
        let (records, id) = (self.records.clone(), id.to_owned());
        let adding = async move {
            let first = doc! { "state": "", "owner": "", "at": DateTime::from_millis(0), "write": "", "schema": 1 };
            let change = doc! { "$inc": { "body.value": by, "rev": 1_i64 }, "$setOnInsert": first };
            let counter = doc! { "_id": id, "kind": "sequence" };
            records.find_one_and_update(counter, change).upsert(true).return_document(ReturnDocument::After).await
        };
        let counter = self.admission.run(adding).await.map_err(Failure::of_write)?;
        let counter = counter.map(record).transpose()?;
        let value = counter.and_then(|counter| counter.body.read::<Value>().ok()?.get("value")?.as_i64());
        value.ok_or_else(|| StoreError::Corrupt("a counter has no value".into()))
    }

    async fn claim_one(&self, claim: &Claim) -> StoreResult<Option<Record>> {
        let (records, filter) = (self.records.clone(), filters::of_claim(claim));
        let taken = doc! { "state": &claim.state, "owner": &claim.owner, "at": moment(claim.until) };
        let claiming = async move {
            let change = doc! { "$set": taken, "$inc": { "rev": 1_i64 } };
            let oldest = doc! { "at": 1, "_id": 1 };
            records.find_one_and_update(filter, change).sort(oldest).return_document(ReturnDocument::After).await
        };
        self.admission.run(claiming).await.map_err(Failure::of_write)?.map(record).transpose()
    }
}

#[async_trait]
impl DocumentStore for MongoStore {
    async fn get(&self, id: &str) -> StoreResult<Option<Record>> {
        if limits::is_id(id) { self.find(filters::of_id(id, None)).await } else { Ok(None) }
    }

    async fn get_many(&self, ids: &[String]) -> StoreResult<Vec<Record>> {
        let ids: Vec<&String> = ids.iter().filter(|id| limits::is_id(id)).collect();
        let (records, filter) = (self.records.clone(), doc! { "_id": { "$in": ids } });
        let finding = async move { records.find(filter).await?.try_collect::<Vec<_>>().await };
        let found = self.admission.run(finding).await.map_err(Failure::of_read)?;
        found.into_iter().map(record).collect()
    }

    async fn insert(&self, record: Record) -> StoreResult<Record> {
        limits::check(&record)?;
        let record = Record { rev: record.rev.saturating_add(1), ..record };
        let (records, document) = (self.records.clone(), document(&record)?);
        self.admission.run(async move { records.insert_one(document).await }).await.map_err(Failure::of_write)?;
        self.growth.note_inserts(1, &self.records);
        Ok(record)
    }

    async fn replace(&self, record: Record, expected: u64) -> StoreResult<Record> {
        limits::check(&record)?;
        let record = Record { rev: expected.saturating_add(1), ..record };
        let (records, document) = (self.records.clone(), document(&record)?);
        let filter = filters::of_id(&record.id, Some(expected));
        let replacing = async move { records.replace_one(filter, document).await };
        if self.admission.run(replacing).await.map_err(Failure::of_write)?.matched_count > 0 {
            return Ok(record);
        }
        let found = self.get(&record.id).await?;
        Err(if found.is_some() { StoreError::Conflict } else { StoreError::NotFound })
    }

    async fn delete(&self, id: &str, expected: Option<u64>) -> StoreResult<bool> {
        if !limits::is_id(id) {
            return Ok(false);
        }
        let (records, filter) = (self.records.clone(), filters::of_id(id, expected));
        let deleting = async move { records.delete_one(filter).await };
        if self.admission.run(deleting).await.map_err(Failure::of_write)?.deleted_count > 0 {
            return Ok(true);
        }
        let other_revision = expected.is_some() && self.get(id).await?.is_some();
        if other_revision { Err(StoreError::Conflict) } else { Ok(false) }
    }

    async fn write_all(&self, writes: Vec<Write>) -> Written {
        if let Err(error) = limits::check_batch(&writes) {
            return Written::nothing(error);
        }
        let inserts = writes.iter().filter(|write| matches!(write, Write::Insert(_))).count() as u64;
        let batch = match Batch::new(self.records.clone(), writes) {
            Ok(batch) => batch,
            Err(error) => return Written::nothing(error),
        };
        let progress = batch.progress();
        let writing = async move {
            batch.write().await;
            Ok(())
        };
        let written = progress.end(self.admission.run(writing).await.map_err(Failure::of_write));
        self.growth.note_inserts(inserts, &self.records);
        written
    }

    async fn increment(&self, id: &str, by: i64) -> StoreResult<i64> {
        limits::check_id(id)?;
        match self.add(id, by).await {
            // Two first increments may meet; the second finds the counter when it tries again.
            Err(StoreError::Conflict) => self.add(id, by).await,
            outcome => outcome,
        }
    }

    async fn list(&self, list: &List) -> StoreResult<Page> {
        pages::check(list)?;
        let (records, (filter, sort)) = (self.records.clone(), filters::of_page(list));
        let most = u32::try_from(list.limit + 1).unwrap_or(u32::MAX);
        let finding = async move {
            let found = records.find(filter).sort(sort).limit(i64::from(most)).batch_size(most).await?;
            found.try_collect::<Vec<_>>().await
        };
        let found = self.admission.run(finding).await.map_err(Failure::of_read)?;
        Ok(pages::page(found.into_iter().map(record).collect::<StoreResult<_>>()?, list.limit))
    }

    async fn count(&self, selection: &Selection) -> StoreResult<u64> {
        limits::check_selection(selection)?;
        let (records, filter) = (self.records.clone(), filters::of_selection(selection));
        self.admission.run(async move { records.count_documents(filter).await }).await.map_err(Failure::of_read)
    }

    /// Takes one after the other: the server takes only one at a time atomically.
    async fn claim(&self, claim: &Claim) -> StoreResult<Vec<Record>> {
        let claim = limits::check_claim(claim)?;
        let began = Instant::now();
        let mut claimed = Vec::new();
        while claimed.len() < claim.limit && (claimed.is_empty() || began.elapsed() < self.admission.patience()) {
            match self.claim_one(&claim).await {
                Ok(Some(record)) => claimed.push(record),
                Ok(None) => break,
                // What was taken before is the caller's all the same.
                Err(_) if !claimed.is_empty() => break,
                Err(error) => return Err(error),
            }
        }
        Ok(claimed)
    }

    /// Deletes what is not there: a write that only a primary with a majority confirms, and that makes no database.
    async fn health(&self) -> StoreResult<StoreHealth> {
        let (records, database) = (self.records.clone(), self.database.clone());
        let version = async move { database.run_command(doc! { "buildInfo": 1 }).await };
        let version = self.admission.run(version).await.map_err(Failure::of_read)?;
        let began = Instant::now();
        let nothing = async move { records.delete_one(doc! { "_id": "", "rev": -1_i64 }).await };
        self.admission.run(nothing).await.map_err(Failure::of_read)?;
        let engine = format!("MongoDB {}", version.get_str("version").unwrap_or("of unknown version"));
        Ok(StoreHealth { engine, latency: began.elapsed(), broken: Vec::new() })
    }

    async fn destroy(&self) -> StoreResult<()> {
        let database = self.database.clone();
        self.admission.run(async move { database.drop().await }).await.map_err(Failure::of_write)?;
        self.growth.note_drop();
        Ok(())
    }
}
