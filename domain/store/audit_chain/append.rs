//! Appending events that are not in the chain yet.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::super::document::{Document, Documents, MOST_TRIES, decode};
use super::super::events::{SETTLED, UNLINKED, UNLINKED_AND_UNTOLD, UNTOLD};
use super::super::{Cursor, Filter, List, Order, Page, Record, Selection, StoreError, StoreResult};
use super::head::Heads;
use super::link::{ChainSeal, Link, Maker};
use crate::error::{Error, Outcome};
use crate::event::Event;
use crate::ids::GuildId;

/// So many events are appended at once, and so many links are looked at first. A process that died left no more than these
/// without their events' saying so.
const PAGE: usize = 25;

/// The chain of one database.
#[derive(Debug)]
pub struct AuditChain<'a> {
    pub(super) documents: Documents,
    pub(super) heads: Heads,
    pub(super) maker: Maker<'a>,
}

/// Notes that the events that were there before there was a chain are in it.
#[derive(Debug, Serialize, Deserialize)]
struct Adopted {}

impl Document for Adopted {
    const KIND: &'static str = "audit_adopted";

    fn id(&self) -> String {
        Self::KIND.to_owned()
    }
}

impl<'a> AuditChain<'a> {
    /// That of a guild's database, or of the service's own.
    pub const fn new(documents: Documents, heads: Heads, seal: &'a dyn ChainSeal, guild: Option<GuildId>) -> Self {
        Self { documents, heads, maker: Maker { seal, guild } }
    }

    /// Appends the events that became records and are not in the chain; how many. Others may do the same meanwhile.
    pub async fn append_new(&self) -> Outcome<u64> {
        let states = [UNLINKED, UNLINKED_AND_UNTOLD].map(str::to_owned).into();
        let new = Filter { kind: Event::KIND.into(), states, ..Filter::default() };
        self.append_all(Selection::Filter(new)).await
    }

    /// Appends the events of before there was a chain; how many. Mostly that was done long ago.
    pub async fn adopt_earlier(&self) -> Outcome<u64> {
        if self.documents.get::<Adopted>(&Adopted {}.id()).await?.is_some() {
            return Ok(0);
        }
        let all = Filter { kind: Event::KIND.into(), ..Filter::default() };
        let adopted = self.append_all(Selection::Filter(all)).await?;
        match self.documents.insert(&Adopted {}).await {
            Ok(_) | Err(StoreError::Conflict) => Ok(adopted),
            Err(error) => Err(error.into()),
        }
    }

    /// Appends all events of a selection that are in no link, page by page.
    async fn append_all(&self, selection: Selection) -> Outcome<u64> {
        let (mut appended, mut after, mut tries) = (0, None, 0);
        loop {
            match self.append_page(&selection, after.clone()).await {
                Ok((links, next)) => {
                    (appended, tries) = (appended + links, 0);
                    after = next;
                    if after.is_none() {
                        return Ok(appended);
                    }
                }
                // Somebody else appended meanwhile.
                Err(Error::Failed(error)) if is_conflict(&error) && tries < MOST_TRIES => tries += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Appends a page of events; how many, and where the next begins. What the chain was noted to be is read first, then
    /// its end, and then what is new: whatever others do meanwhile, no link is taken for one that is missing, and no event
    /// for one that has none.
    async fn append_page(&self, selection: &Selection, after: Option<Cursor>) -> Outcome<(u64, Option<Cursor>)> {
        let (selection, order) = (selection.clone(), Order::Ascending);
        let list = List { selection, order, limit: PAGE, after };
        let head = self.heads.get(self.maker.guild).await?;
        let tail = self.tail().await?;
        let Page { records, next } = self.documents.store().list(&list).await?;
        if records.is_empty() {
            return Ok((0, None));
        }
        let mut records: Vec<Record> = records.into_iter().filter(is_new).collect();
        if next.is_some() || list.after.is_some() {
            let ids: Vec<String> = tail.iter().map(|link| link.event.clone()).collect();
            let left = self.documents.store().get_many(&ids).await?;
            let left =
                left.into_iter().filter(|left| is_new(left) && records.iter().all(|record| record.id != left.id));
            records.extend(left.collect::<Vec<_>>());
        }
        let positions: HashMap<&str, u64> = tail.iter().map(|link| (link.event.as_str(), link.position)).collect();
        let (linked, new): (Vec<Record>, Vec<Record>) =
            records.into_iter().partition(|record| positions.contains_key(record.id.as_str()));
        for record in linked {
            let position = positions.get(record.id.as_str()).copied().unwrap_or_default();
            self.mark(record, position).await?;
        }
        let end = tail.into_iter().next();
        let cut = head.filter(|head| head.is_missed_by(end.as_ref()));
        if let Some(head) = &cut {
            tracing::error!(guild = ?self.maker.guild, noted = head.position, "the audit log was cut: run `tickit audit verify`");
        }
        let cut = cut.map(|head| format!("{}:{}", head.position, head.code));
        Ok((self.append(new, end, cut).await?, next))
    }

    /// Appends these events after the last link, in one call of the store's.
    async fn append(&self, new: Vec<Record>, mut last: Option<Link>, mut cut: Option<String>) -> Outcome<u64> {
        let mut links = Vec::with_capacity(new.len());
        for record in &new {
            let link = self.maker.link(record, last.as_ref(), cut.take())?;
            last = Some(link.clone());
            links.push(link);
        }
        let Some(last) = last.filter(|_| !links.is_empty()) else { return Ok(0) };
        let mut batch = self.documents.batch();
        for link in &links {
            batch.insert(link)?;
        }
        for (record, link) in new.iter().zip(&links) {
            batch.replace_record(marked(record, link.position));
        }
        let written = batch.write().await;
        let done = written.revs.len();
        if done < links.len() {
            return Err(written.refused.unwrap_or(StoreError::Conflict).into());
        }
        if written.refused.is_some() {
            for (record, link) in new.into_iter().zip(&links).skip(done - links.len()) {
                self.mark(record, link.position).await?;
            }
        }
        self.heads.raise(self.maker.guild, &last).await?;
        Ok(links.len() as u64)
    }

    /// The newest links, the last one first.
    async fn tail(&self) -> StoreResult<Vec<Link>> {
        let selection = Selection::Prefix(format!("{}:", Link::KIND));
        let list = List { selection, order: Order::Descending, limit: PAGE, after: None };
        let page = self.documents.store().list(&list).await?;
        page.records.into_iter().map(|record| decode::<Link>(record).map(|stored| stored.value)).collect()
    }

    /// Has an event say where it stands, unless somebody else has, or it is gone with its ticket.
    async fn mark(&self, record: Record, position: u64) -> StoreResult<()> {
        self.documents.rewrite(record, |record| is_new(record).then(|| marked(record, position))).await
    }
}

/// The record of an event that says where it stands. All else stays as it was written.
fn marked(record: &Record, position: u64) -> Record {
    let state = match record.state.as_str() {
        UNTOLD | UNLINKED_AND_UNTOLD => UNTOLD,
        _ => SETTLED,
    };
    let body = record.body.with(&json!({ "position": position }));
    Record { state: state.to_owned(), body, ..record.clone() }
}

/// Whether an event is not known to be in the chain, and can be read. One that cannot is in nobody's way.
fn is_new(record: &Record) -> bool {
    match decode::<Event>(record.clone()) {
        Ok(event) => event.value.position.is_none(),
        Err(error) => {
            tracing::warn!(id = record.id, %error, "an event cannot be read, and is not in the audit log's chain");
            false
        }
    }
}

fn is_conflict(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(StoreError::Conflict))
}
