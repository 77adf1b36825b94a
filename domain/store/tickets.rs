//! A guild's tickets.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::document::{Document, Documents, Stored, decode};
use super::{Filter, List, Order, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::event::{EventWatcher, TicketEvent};
use crate::ids::{InteractionId, TicketId, UserId};
use crate::ticket::Ticket;

/// How many events a ticket carries itself before the older half moves to a record of its own.
const MOST_HISTORY: usize = 100;

/// How many of a member's tickets are looked through for one that an interaction opened.
const NEWEST: usize = 50;

/// The tickets of one guild that came through one bot.
#[derive(Debug, Clone)]
pub struct Tickets {
    documents: Documents,
    at: Place,
    watcher: Arc<dyn EventWatcher>,
}

impl Document for Ticket {
    const KIND: &'static str = "ticket";

    fn id(&self) -> String {
        key(self.id)
    }

    fn state(&self) -> &'static str {
        self.state.name()
    }

    fn owner(&self) -> String {
        self.opener.to_string()
    }

    fn at(&self) -> Timestamp {
        self.opened_at
    }
}

/// Events that a ticket no longer carries itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct HistoryPage {
    ticket: TicketId,
    first: usize,
    events: Vec<TicketEvent>,
}

impl Document for HistoryPage {
    const KIND: &'static str = "history";

    fn id(&self) -> String {
        format!("history:{:08}:{:08}", self.ticket.get(), self.first)
    }
}

fn key(id: TicketId) -> String {
    format!("ticket:{:08}", id.get())
}

impl Tickets {
    /// Those in a guild's database that came through a bot, whose events the watcher sees.
    pub fn new(documents: Documents, at: Place, watcher: Arc<dyn EventWatcher>) -> Self {
        Self { documents, at, watcher }
    }

    /// The next number: unique and increasing, gaps allowed.
    pub async fn next_number(&self) -> StoreResult<TicketId> {
        let number = self.documents.next("sequence:ticket").await?;
        u32::try_from(number)
            .map(TicketId::new)
            .map_err(|_| StoreError::Corrupt(format!("the ticket sequence is at {number}")))
    }

    /// The ticket of this number; `None` also where it belongs to another bot.
    pub async fn get(&self, id: TicketId) -> StoreResult<Option<Stored<Ticket>>> {
        let stored: Option<Stored<Ticket>> = self.documents.get(&key(id)).await?;
        Ok(stored.filter(|stored| stored.value.bot == self.at.bot))
    }

    /// The ticket that an interaction of a member's opened, if it is one of their newest. Not indexed: for second attempts.
    pub async fn opened_by(&self, opener: UserId, interaction: InteractionId) -> StoreResult<Option<Stored<Ticket>>> {
        let (kind, owner) = (Ticket::KIND.into(), Some(opener.to_string()));
        let selection = Selection::Filter(Filter { kind, owner, ..Filter::default() });
        let list = List { selection, order: Order::Descending, limit: NEWEST, after: None };
        for record in self.documents.store().list(&list).await?.records {
            let stored: Stored<Ticket> = decode(record)?;
            if stored.value.opened_by == interaction && stored.value.bot == self.at.bot {
                return Ok(Some(stored));
            }
        }
        Ok(None)
    }

    /// Stores a new ticket; `Conflict` where its number exists.
    pub async fn insert(&self, ticket: Ticket) -> StoreResult<Stored<Ticket>> {
        let rev = self.documents.insert(&ticket).await?;
        Ok(Stored { value: ticket, rev })
    }

    /// Changes a ticket by compare-and-set, beginning with what was read of it last; refused with
    /// [`Refusal::NoSuchTicket`] where it is gone.
    pub async fn update(
        &self,
        known: Stored<Ticket>,
        mut change: impl FnMut(&mut Ticket) -> Outcome<()> + Send,
    ) -> Outcome<Stored<Ticket>> {
        let mut seen = 0;
        let changing = self.documents.update_known(known, |ticket: &mut Ticket| {
            seen = ticket.archived + ticket.history.len();
            change(ticket)
        });
        let (stored, ()) = changing.await?.ok_or(Refusal::NoSuchTicket)?;
        let ticket = &stored.value;
        for event in ticket.history.iter().skip(seen.saturating_sub(ticket.archived)) {
            self.watcher.saw(self.at, event);
        }
        if ticket.history.len() > MOST_HISTORY
            && let Err(error) = self.archive(ticket).await
        {
            // The change is made all the same, and the next one tries this again.
            tracing::warn!(ticket = %ticket.id, error = format!("{error:#}"), "a ticket's older events stay in it");
        }
        Ok(stored)
    }

    /// Moves the older half of a ticket's events to a record of their own: first there, then away from here.
    async fn archive(&self, ticket: &Ticket) -> Outcome<()> {
        let first = ticket.archived;
        let events: Vec<_> = ticket.history.iter().take(MOST_HISTORY / 2).cloned().collect();
        let moved = events.len();
        match self.documents.insert(&HistoryPage { ticket: ticket.id, first, events }).await {
            Ok(_) | Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
        let shortened = self.documents.update(key(ticket.id), |ticket: &mut Ticket| {
            if ticket.archived == first {
                ticket.history.drain(..moved);
                ticket.archived = first + moved;
            }
            Ok(())
        });
        shortened.await.map(|_| ())
    }
}
