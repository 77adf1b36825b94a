//! Pages of a guild's tickets, by what they are found by.

use super::document::{Document, Stored, decode};
use super::tickets::Tickets;
use super::{Cursor, Facets, Filter, List, Order, Selection, StoreResult};
use crate::clock::Timestamp;
use crate::ids::{BotId, TicketId, UserId};
use crate::label::Label;
use crate::settings::TypeId;
use crate::ticket::{Priority, Ticket, TicketState, WaitingFor, record_id};

/// What tickets are wanted. The default wants all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// In one of these states; in any where none is named.
    pub states: Vec<TicketState>,
    /// Opened by this member.
    pub opener: Option<UserId>,
    /// Taken on by this one.
    pub claimed_by: Option<UserId>,
    /// Of this type.
    pub kind: Option<TypeId>,
    /// So urgent.
    pub priority: Option<Priority>,
    /// With this label.
    pub label: Option<Label>,
    /// Where it is this side's turn.
    pub waiting_for: Option<WaitingFor>,
    /// Opened at or after this moment.
    pub from: Option<Timestamp>,
    /// Opened before this moment.
    pub until: Option<Timestamp>,
    /// Such as nobody has taken on. Lists leave out others as they read them: a page of these may hold fewer than were asked for.
    pub unclaimed: bool,
    /// Which come first. What is searched for by words has the newest first, whatever this says.
    pub sorted: Sorted,
}

/// Which tickets come first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sorted {
    /// The newest.
    #[default]
    NewestFirst,
    /// The oldest.
    OldestFirst,
}

/// A page of tickets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TicketPage {
    /// The tickets, newest first.
    pub tickets: Vec<Ticket>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

impl Wanted {
    /// Whether it wants a ticket as far as no list can be asked for that.
    pub fn takes(&self, ticket: &Ticket) -> bool {
        !self.unclaimed || ticket.claimed_by.is_none()
    }

    /// What a list asks for that means them.
    pub(super) fn filter(&self, bot: BotId) -> Filter {
        let facets = [
            Facets::facet("bot", bot),
            self.opener.and_then(|opener| Facets::facet("opener", opener)),
            self.claimed_by.and_then(|user| Facets::facet("claimed_by", user)),
            self.kind.and_then(|kind| Facets::facet("type", kind.0)),
            self.priority.and_then(|priority| Facets::facet("priority", priority.name())),
            self.label.as_ref().and_then(|label| Facets::facet("label", label.key())),
            self.waiting_for.and_then(|side| Facets::facet("waiting_for", side.name())),
        ];
        Filter {
            kind: Ticket::KIND.into(),
            states: self.states.iter().map(|state| state.name().to_owned()).collect(),
            facets: facets.into_iter().flatten().collect(),
            from: self.from,
            until: self.until,
            ..Filter::default()
        }
    }
}

impl Sorted {
    const fn order(self) -> Order {
        match self {
            Self::NewestFirst => Order::Descending,
            Self::OldestFirst => Order::Ascending,
        }
    }

    const fn backwards(self) -> Self {
        match self {
            Self::NewestFirst => Self::OldestFirst,
            Self::OldestFirst => Self::NewestFirst,
        }
    }
}

impl TicketPage {
    /// Where a ticket stands in lists.
    pub fn place(ticket: &Ticket) -> Cursor {
        Cursor { at: ticket.opened_at, id: record_id(ticket.id) }
    }

    /// The first of these tickets, which are in the order of pages.
    pub fn of(mut tickets: Vec<Ticket>, limit: usize) -> Self {
        let more = tickets.len() > limit;
        tickets.truncate(limit);
        let next = tickets.last().filter(|_| more).map(Self::place);
        Self { tickets, next }
    }
}

impl Tickets {
    /// The bot's ticket that follows one, or the first, by their numbers. One that cannot be read is left out, and said.
    pub async fn next_after(&self, after: Option<TicketId>) -> StoreResult<Option<Stored<Ticket>>> {
        let after = after.map(|after| Cursor { at: Timestamp::default(), id: record_id(after) });
        let selection = Selection::Prefix(format!("{}:", Ticket::KIND));
        let mut list = List { selection, order: Order::Ascending, limit: 1, after };
        loop {
            let page = self.documents.store().list(&list).await?;
            match page.records.into_iter().next().map(decode::<Ticket>) {
                Some(Ok(ticket)) if ticket.value.bot == self.at.bot => return Ok(Some(ticket)),
                Some(Err(error)) => tracing::error!(guild = %self.at.guild, %error, "a ticket cannot be read"),
                Some(Ok(_)) | None => {}
            }
            match page.next {
                None => return Ok(None),
                after => list.after = after,
            }
        }
    }

    /// How many of the bot's tickets are wanted.
    pub async fn count(&self, wanted: &Wanted) -> StoreResult<u64> {
        self.documents.store().count(&Selection::Filter(wanted.filter(self.at.bot))).await
    }

    /// A page of the bot's tickets, in the order that is wanted.
    pub async fn page(&self, wanted: &Wanted, limit: usize, after: Option<Cursor>) -> StoreResult<TicketPage> {
        let (selection, order) = (Selection::Filter(wanted.filter(self.at.bot)), wanted.sorted.order());
        let page = self.documents.store().list(&List { selection, order, limit, after }).await?;
        let tickets = page.records.into_iter().map(|record| decode::<Ticket>(record).map(|stored| stored.value));
        let tickets = tickets.filter(|ticket| ticket.as_ref().map_or(true, |ticket| wanted.takes(ticket)));
        Ok(TicketPage { tickets: tickets.collect::<StoreResult<_>>()?, next: page.next })
    }

    /// The page that stands before a place, in the same order; its `next` is where the one before it ends.
    pub async fn page_before(&self, wanted: &Wanted, limit: usize, before: Cursor) -> StoreResult<TicketPage> {
        let wanted = Wanted { sorted: wanted.sorted.backwards(), ..wanted.clone() };
        let mut page = self.page(&wanted, limit, Some(before)).await?;
        page.tickets.reverse();
        Ok(page)
    }
}
