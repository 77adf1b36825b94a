//! All that is kept of a ticket besides its record, to be deleted with it.

use super::document::{Documents, decode};
use super::{Facets, List, Order, Selection, StoreResult, Write};
use crate::event::{Event, EventKind};
use crate::ids::TicketId;
use crate::ticket::record_id;

/// How many records are deleted at a time: few, so that other writes do not wait for long.
const DELETED_AT_ONCE: usize = 100;

/// The kinds of record of which a ticket has many: the number of their ticket follows in their ids.
const KINDS: [&str; 6] = ["message", "transcript", "transcript_head", "transcript_names", "attachment", "note"];

/// What is kept of tickets in one guild's database.
#[derive(Debug, Clone)]
pub struct TicketContents {
    documents: Documents,
}

impl TicketContents {
    /// Those in a guild's database.
    pub const fn new(documents: Documents) -> Self {
        Self { documents }
    }

    /// Deletes some of what is kept of a ticket; whether there was anything. Of its events, its deletion remains.
    pub async fn delete_some(&self, ticket: TicketId) -> StoreResult<bool> {
        Ok(self.delete_some_said(ticket).await? || self.delete_page(&format!("event:{}:", record_id(ticket))).await?)
    }

    /// The same, but its events remain, without what they changed.
    pub async fn expire_some(&self, ticket: TicketId) -> StoreResult<bool> {
        if self.delete_some_said(ticket).await? {
            return Ok(true);
        }
        self.change_events(&record_id(ticket), Event::forget_content).await?;
        Ok(false)
    }

    async fn delete_some_said(&self, ticket: TicketId) -> StoreResult<bool> {
        let number = format!("{:08}", ticket.get());
        for kind in KINDS {
            if self.delete_page(&format!("{kind}:{number}:")).await? {
                return Ok(true);
            }
        }
        self.documents.store().delete(&format!("attachments:{number}"), None).await
    }

    /// Deletes all transcripts of a ticket.
    pub async fn delete_transcripts(&self, ticket: TicketId) -> StoreResult<()> {
        for kind in ["transcript_head", "transcript_names", "transcript"] {
            while self.delete_page(&format!("{kind}:{:08}:", ticket.get())).await? {}
        }
        Ok(())
    }

    /// Changes those of a record's events for which `change` says that it did, some at a time.
    pub async fn change_events(
        &self,
        subject: &str,
        mut change: impl FnMut(&mut Event) -> bool + Send,
    ) -> StoreResult<()> {
        let selection = Selection::Prefix(format!("event:{subject}:"));
        let mut list = List { selection, order: Order::Ascending, limit: DELETED_AT_ONCE, after: None };
        loop {
            let page = self.documents.store().list(&list).await?;
            let mut batch = self.documents.batch();
            for record in page.records {
                let mut event = decode::<Event>(record)?;
                if change(&mut event.value) {
                    batch.replace(&event.value, event.rev)?;
                }
            }
            if batch.len() > 0 {
                batch.write().await.all()?;
            }
            match page.next {
                None => return Ok(()),
                after => list.after = after,
            }
        }
    }

    /// Deletes the first page of records whose ids begin so; whether there was one.
    async fn delete_page(&self, prefix: &str) -> StoreResult<bool> {
        let stays = Facets::facet("event", EventKind::Deleted.name());
        let selection = Selection::Prefix(prefix.to_owned());
        let mut list = List { selection, order: Order::Ascending, limit: DELETED_AT_ONCE, after: None };
        loop {
            let page = self.documents.store().list(&list).await?;
            let goes =
                page.records.into_iter().filter(|record| stays.iter().all(|facet| !record.facets.contains(facet)));
            let writes: Vec<Write> = goes.map(|record| Write::Delete { id: record.id, expected: None }).collect();
            if !writes.is_empty() {
                self.documents.store().write_all(writes).await.all()?;
                return Ok(true);
            }
            match page.next {
                None => return Ok(false),
                after => list.after = after,
            }
        }
    }
}
