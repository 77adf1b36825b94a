//! Typed documents on top of records: how each repository reads, inserts and changes what is its own.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{DocumentStore, Facets, Record, StoreError, StoreResult, Write, Written, settled};
use crate::clock::Timestamp;
use crate::error::{Error, Outcome};
use crate::json_text::JsonText;

pub(crate) use super::decoded::decode;
pub(super) use super::decoded::listed;
pub use super::write_tokens::WriteTokens;

/// How often a change is decided anew when others change the same document at the same time: of any number at once one gets
/// through each time, so that so many are all kept.
pub(super) const MOST_TRIES: usize = 64;

/// A type that is stored as documents.
pub trait Document: Serialize + DeserializeOwned + Send + Sync {
    /// The kind of its records.
    const KIND: &'static str;

    /// The version of its shape, and of its facets: one more wherever a record of the version before could not be read
    /// any more, or would have other facets.
    const VERSION: u16 = 1;

    /// Brings the body of a record of version `from` to the version after it, where their shapes differ.
    fn upgrade(_from: u16, body: Value) -> Value {
        body
    }

    /// Its id, which begins with its kind.
    fn id(&self) -> String;

    /// Where it is in its life.
    fn state(&self) -> &'static str {
        ""
    }

    /// Whose it is.
    fn owner(&self) -> String {
        String::new()
    }

    /// The moment that orders it among its kind.
    fn at(&self) -> Timestamp {
        Timestamp::default()
    }

    /// What lists find it by besides.
    fn facets(&self) -> Facets {
        Facets::default()
    }
}

/// A document and the revision that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<T> {
    /// The document.
    pub value: T,
    /// Its revision.
    pub rev: u64,
}

/// One database, written with this node's write tokens: each write carries a token that nobody else's does.
#[derive(Debug, Clone)]
pub struct Documents {
    store: Arc<dyn DocumentStore>,
    write_tokens: Arc<WriteTokens>,
    is_followed: bool,
}

/// Writes that are applied in their order, in one call of the store's. Each is atomic by itself: whoever reads meanwhile
/// sees any number of the first ones done, and so does the next process where this one dies amid them.
#[derive(Debug)]
pub struct Batch<'a> {
    documents: &'a Documents,
    writes: Vec<Write>,
}

impl Documents {
    /// A database, and the tokens that writes to it carry.
    pub fn new(store: Arc<dyn DocumentStore>, write_tokens: Arc<WriteTokens>) -> Self {
        Self { store, write_tokens, is_followed: false }
    }

    /// The same, whose new events webhooks have yet to be told of, or need not be.
    #[must_use]
    pub(crate) fn followed(self, is_followed: bool) -> Self {
        Self { is_followed, ..self }
    }

    /// Whether webhooks have yet to be told of new events.
    pub(crate) const fn is_followed(&self) -> bool {
        self.is_followed
    }

    /// The database itself, for what is not about documents.
    pub fn store(&self) -> &Arc<dyn DocumentStore> {
        &self.store
    }

    /// The document of this id, of whatever version; `Newer` where a newer Tickit wrote it.
    pub async fn get<T: Document>(&self, id: &str) -> StoreResult<Option<Stored<T>>> {
        self.store.get(id).await?.map(decode).transpose()
    }

    /// Stores a new document; `Conflict` where its id exists.
    pub(crate) async fn insert<T: Document>(&self, value: &T) -> StoreResult<u64> {
        Ok(settled::insert(&*self.store, self.encode(value)?).await?.rev)
    }

    /// Stores a document over the revision that was read.
    pub(crate) async fn replace<T: Document>(&self, value: &T, rev: u64) -> StoreResult<u64> {
        Ok(settled::replace(&*self.store, self.encode(value)?, rev).await?.rev)
    }

    /// Stores a document, whatever an attempt that did not get to its end left under its id.
    pub(crate) async fn put<T: Document>(&self, value: &T) -> StoreResult<()> {
        match self.insert(value).await {
            Err(StoreError::Conflict) => {}
            inserted => return inserted.map(drop),
        }
        match self.get::<T>(&value.id()).await? {
            Some(left) => self.replace(value, left.rev).await.map(drop),
            None => self.insert(value).await.map(drop),
        }
    }

    /// Stores a record whose body is not understood over the revision that was read.
    pub(crate) async fn replace_record(&self, mut record: Record, rev: u64) -> StoreResult<u64> {
        record.write = self.write_tokens.token();
        Ok(settled::replace(&*self.store, record, rev).await?.rev)
    }

    /// Rewrites a record whose body is not understood, until it is as `rewrite` wants it, which says `None` where it is that. One
    /// that is gone stays gone.
    pub(super) async fn rewrite(
        &self,
        mut record: Record,
        rewrite: impl Fn(&Record) -> Option<Record> + Send,
    ) -> StoreResult<()> {
        for _ in 0..MOST_TRIES {
            let Some(rewritten) = rewrite(&record) else { return Ok(()) };
            match self.replace_record(rewritten, record.rev).await {
                Err(StoreError::Conflict) => {}
                Ok(_) | Err(StoreError::NotFound) => return Ok(()),
                Err(error) => return Err(error),
            }
            match self.store.get(&record.id).await? {
                Some(now) => record = now,
                None => return Ok(()),
            }
        }
        Err(StoreError::Unavailable(format!("{} is changed by too many at once", record.id)))
    }

    /// Changes a document by compare-and-set: `change` decides on what is there, and decides anew where somebody else
    /// was faster. `None` where there is no such document.
    pub(crate) async fn update<T, R>(
        &self,
        id: String,
        change: impl FnMut(&mut T) -> Outcome<R>,
    ) -> Outcome<Option<(T, R)>>
    where
        T: Document + Clone + PartialEq,
    {
        let Some(known) = self.get::<T>(&id).await? else { return Ok(None) };
        let updated = self.update_known(known, change).await?;
        Ok(updated.map(|(stored, result)| (stored.value, result)))
    }

    /// The same for a document that was just read: it is read again only where somebody else was faster.
    pub(crate) async fn update_known<T, R>(
        &self,
        mut known: Stored<T>,
        mut change: impl FnMut(&mut T) -> Outcome<R>,
    ) -> Outcome<Option<(Stored<T>, R)>>
    where
        T: Document + Clone + PartialEq,
    {
        let id = known.value.id();
        for _ in 0..MOST_TRIES {
            let mut value = known.value.clone();
            let result = change(&mut value)?;
            if value == known.value {
                return Ok(Some((known, result)));
            }
            match self.replace(&value, known.rev).await {
                Ok(rev) => return Ok(Some((Stored { value, rev }, result))),
                Err(StoreError::Conflict) => {}
                Err(StoreError::NotFound) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
            known = match self.get(&id).await? {
                Some(now) => now,
                None => return Ok(None),
            };
        }
        Err(Error::from(StoreError::Unavailable(format!("{id} is changed by too many at once"))))
    }

    /// Changes a document as [`Documents::update`] does; where there is none, what `new` makes is changed and stored.
    pub(crate) async fn update_or_insert<T, R>(
        &self,
        id: String,
        new: impl Fn() -> T,
        mut change: impl FnMut(&mut T) -> Outcome<R>,
    ) -> Outcome<(T, R)>
    where
        T: Document + Clone + PartialEq,
    {
        loop {
            if let Some(changed) = self.update(id.clone(), &mut change).await? {
                return Ok(changed);
            }
            let mut value = new();
            let result = change(&mut value)?;
            match self.insert(&value).await {
                Ok(_) => return Ok((value, result)),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Deletes a record at the revision that was read; whether there was one.
    pub(crate) async fn delete(&self, id: &str, rev: u64) -> StoreResult<bool> {
        settled::delete(&*self.store, id, Some(rev)).await
    }

    /// Several writes in one go, none yet.
    pub const fn batch(&self) -> Batch<'_> {
        Batch { documents: self, writes: Vec::new() }
    }

    fn encode<T: Document>(&self, value: &T) -> StoreResult<Record> {
        let (write, rev) = self.write_tokens.next();
        let body = JsonText::of(value).map_err(|error| StoreError::Invalid(error.to_string()))?;
        Ok(Record { rev, write, body, ..listed(value) })
    }
}

impl Batch<'_> {
    /// Adds the insertion of a new document.
    pub fn insert<T: Document>(&mut self, value: &T) -> StoreResult<&mut Self> {
        self.writes.push(Write::Insert(self.documents.encode(value)?));
        Ok(self)
    }

    /// Adds the replacement of the revision that was read.
    pub fn replace<T: Document>(&mut self, value: &T, rev: u64) -> StoreResult<&mut Self> {
        self.writes.push(Write::Replace { record: self.documents.encode(value)?, expected: rev });
        Ok(self)
    }

    /// Adds the replacement of a record whose body is not understood, over the revision that was read with it.
    pub(crate) fn replace_record(&mut self, record: Record) -> &mut Self {
        let (write, expected) = (self.documents.write_tokens.token(), record.rev);
        self.writes.push(Write::Replace { record: Record { write, ..record }, expected });
        self
    }

    /// Adds the counting of a counter that says `count` less one, and was never counted by more than one at a time, so
    /// that its revision says the same. Refused where somebody else has counted it since.
    pub(crate) fn count(&mut self, id: &str, count: u32) -> StoreResult<&mut Self> {
        let (counter, _) = Record::counter(id).counted(count.into())?;
        let record = Record { write: self.documents.write_tokens.token(), ..counter };
        self.writes.push(match u64::from(count).saturating_sub(1) {
            0 => Write::Insert(Record { rev: 0, ..record }),
            expected => Write::Replace { record, expected },
        });
        Ok(self)
    }

    /// Whether webhooks have yet to be told of new events.
    pub(crate) const fn is_followed(&self) -> bool {
        self.documents.is_followed
    }

    /// How many writes there are so far.
    pub(crate) const fn len(&self) -> usize {
        self.writes.len()
    }

    /// Adds the deletion of a record at the revision that was read.
    pub fn delete(&mut self, id: String, rev: u64) -> &mut Self {
        self.writes.push(Write::Delete { id, expected: Some(rev) });
        self
    }

    /// Has the store apply them, up to the first that is refused.
    pub async fn write(self) -> Written {
        settled::write_all(&*self.documents.store, self.writes).await
    }
}
