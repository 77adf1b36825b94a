//! The notes on a guild's tickets.

use super::document::{Document, Documents, Stored, decode};
use super::{Facets, List, Order, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::error::Outcome;
use crate::event::Whose;
use crate::ids::{TicketId, UserId};
use crate::note::{MOST_NOTES, Note};

/// The notes in one guild's database.
#[derive(Debug, Clone)]
pub struct Notes {
    documents: Documents,
}

impl Document for Note {
    const KIND: &'static str = "note";
    const VERSION: u16 = 2;

    /// In the order of writing; one cause writes one note.
    fn id(&self) -> String {
        format!("{}{:015}:{}", prefix(self.ticket), self.at.as_millis(), self.cause)
    }

    fn owner(&self) -> String {
        self.ticket.to_string()
    }

    fn at(&self) -> Timestamp {
        self.at
    }

    fn facets(&self) -> Facets {
        Facets::default().with_words(&self.text)
    }
}

fn prefix(ticket: TicketId) -> String {
    format!("note:{:08}:", ticket.get())
}

impl Notes {
    /// Those in a guild's database.
    pub const fn new(documents: Documents) -> Self {
        Self { documents }
    }

    /// Keeps a note; one that is kept already stays as it is.
    pub async fn keep(&self, note: &Note) -> StoreResult<()> {
        match self.documents.insert(note).await {
            Ok(_) | Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Deletes a note.
    pub async fn delete(&self, note: &Note) -> StoreResult<()> {
        self.documents.store().delete(&note.id(), None).await.map(drop)
    }

    /// Whether there are notes on a ticket that somebody wrote, or that are about them.
    pub(crate) async fn are_about(&self, ticket: TicketId, user: UserId, whose: Whose) -> StoreResult<bool> {
        Ok(self.newest(ticket, MOST_NOTES as usize).await?.iter().any(|note| note.is_about(user, whose)))
    }

    /// Replaces what somebody wrote in a ticket's notes, and what they are called; and what others wrote about them.
    pub(crate) async fn erase(&self, ticket: TicketId, user: UserId, whose: Whose) -> Outcome<()> {
        let notes = self.newest(ticket, MOST_NOTES as usize).await?;
        for note in notes.into_iter().filter(|note| note.is_about(user, whose)) {
            let erasing = self.documents.update(note.id(), |note: &mut Note| {
                note.erase(user, whose);
                Ok(())
            });
            erasing.await?;
        }
        Ok(())
    }

    /// A ticket's newest notes, newest first.
    pub async fn newest(&self, ticket: TicketId, limit: usize) -> StoreResult<Vec<Note>> {
        let list = List { selection: Selection::Prefix(prefix(ticket)), order: Order::Descending, limit, after: None };
        let records = self.documents.store().list(&list).await?.records;
        records.into_iter().map(|record| decode(record).map(|Stored { value, .. }| value)).collect()
    }
}
