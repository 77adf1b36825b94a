//! A guild's tickets.

use std::sync::Arc;

use serde_json::Value;

use super::document::{Document, Documents, Stored, decode};
use super::events::{Change, Recorded};
use super::messages::TicketChannel;
use super::numbers::Numbers;
use super::slots::{MOST_HELD, Slot};
use super::{Facets, Filter, List, Order, Selection, StoreError, StoreResult};
use crate::actor::Cause;
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::event::{EventLog, EventWatcher};
use crate::ids::{BotId, TicketId, UserId};
use crate::label::Label;
use crate::settings::TypeId;
use crate::ticket::{Ticket, TicketState, record_id};

/// What counts a guild's tickets.
pub(super) const SEQUENCE: &str = "sequence:ticket";

/// What a ticket is found by that Discord refuses to show something of.
const TROUBLED: &str = "in_part";

/// The tickets of one guild that came through one bot.
#[derive(Debug, Clone)]
pub struct Tickets {
    pub(super) documents: Documents,
    pub(super) at: Place,
    numbers: Arc<Numbers>,
    watcher: Arc<dyn EventWatcher>,
}

impl Document for Ticket {
    const KIND: &'static str = "ticket";
    const VERSION: u16 = 4;

    fn upgrade(from: u16, body: Value) -> Value {
        crate::ticket::upgrade(from, body)
    }

    fn id(&self) -> String {
        record_id(self.id)
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

    fn facets(&self) -> Facets {
        let facets = Facets::default().with("bot", self.bot).with("type", self.kind.0).with("opener", self.opener);
        let facets = facets.with("opened_by", &self.opened_by).with("priority", self.priority.name());
        let facets = facets
            .with_each("claimed_by", self.claimed_by)
            .with_each("team", self.team_id().map(|team| team.0))
            .with("waiting_for", self.waiting_for.name());
        let facets = facets.with_each("label", self.labels.iter().map(Label::key));
        let trouble = (!self.shown.troubles.is_empty()).then_some(TROUBLED);
        let facets = facets.with_each("shown", trouble);
        // A member waits for an opening's write, and each word is one in an index: its words come with its channel.
        if self.state == TicketState::Opening { facets } else { facets.with_words(&self.texts()) }
    }
}

impl Recorded for Ticket {
    const UNTOLD: &'static [&'static str] = &["shown", "locale", "slot", "failed_at", "turned_at", "told_staff"];

    fn log(&mut self) -> &mut EventLog {
        &mut self.log
    }
}

impl Tickets {
    /// Those in a guild's database that came through a bot, whose events the watcher sees.
    pub fn new(documents: Documents, at: Place, numbers: Arc<Numbers>, watcher: Arc<dyn EventWatcher>) -> Self {
        Self { documents, at, numbers, watcher }
    }

    /// The next number: unique and increasing, gaps allowed.
    pub async fn next_number(&self) -> StoreResult<TicketId> {
        let number = self.documents.next(SEQUENCE).await?;
        let number =
            u32::try_from(number).map_err(|_| StoreError::Corrupt(format!("the ticket sequence is at {number}")))?;
        self.numbers.counted(self.at.guild, number);
        Ok(TicketId::new(number))
    }

    /// The ticket of this number; `None` also where it belongs to another bot.
    pub async fn get(&self, id: TicketId) -> StoreResult<Option<Stored<Ticket>>> {
        let stored: Option<Stored<Ticket>> = self.documents.get(&record_id(id)).await?;
        Ok(stored.filter(|stored| stored.value.bot == self.at.bot))
    }

    /// The ticket that this cause opened.
    pub async fn opened_by(&self, cause: &Cause) -> StoreResult<Option<Stored<Ticket>>> {
        let selection = Selection::Filter(Filter {
            kind: Ticket::KIND.into(),
            facets: Facets::facet("opened_by", cause).into_iter().chain(Facets::facet("bot", self.at.bot)).collect(),
            ..Filter::default()
        });
        let list = List { selection, order: Order::Descending, limit: 1, after: None };
        self.documents.store().list(&list).await?.records.pop().map(decode).transpose()
    }

    /// The last ticket of a type that a member opened, as long as it got a channel or may still get one.
    pub async fn last_opened(&self, opener: UserId, kind: TypeId) -> StoreResult<Option<Ticket>> {
        let states = [TicketState::Opening, TicketState::Open, TicketState::Closing, TicketState::Closed];
        let facets =
            [Facets::facet("opener", opener), Facets::facet("type", kind.0), Facets::facet("bot", self.at.bot)];
        let selection = Selection::Filter(Filter {
            kind: Ticket::KIND.into(),
            states: states.map(|state| state.name().to_owned()).into(),
            facets: facets.into_iter().flatten().collect(),
            ..Filter::default()
        });
        let list = List { selection, order: Order::Descending, limit: 1, after: None };
        let mut found = self.documents.store().list(&list).await?.records;
        Ok(found.pop().map(decode::<Ticket>).transpose()?.map(|stored| stored.value))
    }

    /// The newest thousand of those that are open and that a member opened.
    pub async fn open_of(&self, opener: UserId) -> StoreResult<Vec<Stored<Ticket>>> {
        open_with(&self.documents, self.at.bot, Facets::facet("opener", opener)).await
    }

    /// The newest of those of a member that are open or being opened, as many as count towards a limit.
    pub async fn counted_of(&self, opener: UserId) -> StoreResult<Vec<Ticket>> {
        let states = [TicketState::Opening, TicketState::Open];
        let facets = [Facets::facet("opener", opener), Facets::facet("bot", self.at.bot)];
        let selection = Selection::Filter(Filter {
            kind: Ticket::KIND.into(),
            states: states.map(|state| state.name().to_owned()).into(),
            facets: facets.into_iter().flatten().collect(),
            ..Filter::default()
        });
        let list = List { selection, order: Order::Descending, limit: MOST_HELD as usize, after: None };
        let found = self.documents.store().list(&list).await?.records.into_iter().map(decode::<Ticket>);
        found.map(|stored| Ok(stored?.value)).collect()
    }

    /// The newest thousand of those that are open and that Discord refuses to show something of.
    pub async fn troubled(&self) -> StoreResult<Vec<Stored<Ticket>>> {
        troubled(&self.documents, self.at.bot).await
    }

    /// The newest tickets in a state, at most `limit`.
    pub async fn newest(&self, state: TicketState, limit: usize) -> StoreResult<Vec<Ticket>> {
        let selection = Selection::Filter(Filter {
            kind: Ticket::KIND.into(),
            states: vec![state.name().into()],
            facets: Facets::facet("bot", self.at.bot).into_iter().collect(),
            ..Filter::default()
        });
        let list = List { selection, order: Order::Descending, limit, after: None };
        let tickets = self.documents.store().list(&list).await?.records.into_iter().map(decode::<Ticket>);
        tickets.map(|stored| Ok(stored?.value)).collect()
    }

    /// All tickets in one of these states. One that cannot be read is left out, and said.
    pub async fn in_states(&self, states: &[TicketState]) -> StoreResult<Vec<Ticket>> {
        let states = states.iter().map(|state| state.name().to_owned()).collect();
        let selection = Selection::Filter(Filter { kind: Ticket::KIND.into(), states, ..Filter::default() });
        let mut list = List { selection, order: Order::Ascending, limit: 200, after: None };
        let mut found = Vec::new();
        loop {
            let page = self.documents.store().list(&list).await?;
            for record in page.records {
                match decode::<Ticket>(record) {
                    Ok(stored) => found.extend(Some(stored.value).filter(|ticket| ticket.bot == self.at.bot)),
                    Err(error) => tracing::error!(guild = %self.at.guild, %error, "a ticket cannot be read"),
                }
            }
            match page.next {
                None => return Ok(found),
                after => list.after = after,
            }
        }
    }

    /// Takes a slot that nobody holds, the next number, and stores the ticket of that number, in one call. `None` where
    /// somebody has the slot or was given the number, or where the number is not known here: then it takes a step at a
    /// time to find out.
    pub async fn insert_at_once(
        &self,
        slot: Slot,
        ticket: impl FnOnce(TicketId) -> Ticket,
    ) -> Outcome<Option<Stored<Ticket>>> {
        let Some(number) = self.numbers.next(self.at.guild) else { return Ok(None) };
        let id = TicketId::new(number);
        let mut batch = self.documents.batch();
        batch.insert(&Slot { ticket: Some(id), ..slot })?.count(SEQUENCE, number)?;
        match batch.insert_recorded(ticket(id)).await {
            Ok(change) => Ok(Some(self.told(change))),
            Err(StoreError::Conflict | StoreError::NotFound) => {
                self.numbers.give_back(self.at.guild, number);
                Ok(None)
            }
            Err(error) => {
                self.numbers.forget(self.at.guild);
                Err(error.into())
            }
        }
    }

    /// Stores a new ticket in slots that were taken for it; `Conflict` where its number exists, or a slot was freed.
    pub async fn insert(
        &self,
        slots: impl IntoIterator<Item = &Stored<Slot>> + Send,
        ticket: Ticket,
    ) -> StoreResult<Stored<Ticket>> {
        let mut batch = self.documents.batch();
        for slot in slots {
            batch.replace(&Slot { ticket: Some(ticket.id), ..slot.value.clone() }, slot.rev)?;
        }
        Ok(self.told(batch.insert_recorded(ticket).await?))
    }

    /// Changes a ticket by compare-and-set, beginning with what was read of it last; refused with
    /// [`Refusal::NoSuchTicket`] where it is gone.
    pub async fn update(
        &self,
        known: Stored<Ticket>,
        change: impl FnMut(&mut Ticket) -> Outcome<()> + Send,
    ) -> Outcome<Stored<Ticket>> {
        let changed = self.documents.update_recorded(known, change).await?;
        Ok(self.told(changed.ok_or(Refusal::NoSuchTicket)?))
    }

    /// The same, and notes in the same call that a channel is the ticket's.
    pub async fn update_with_channel(
        &self,
        channel: &TicketChannel,
        known: Stored<Ticket>,
        change: impl FnMut(&mut Ticket) -> Outcome<()> + Send,
    ) -> Outcome<Stored<Ticket>> {
        let changed = self.documents.update_recorded_with(channel, known, change).await?;
        Ok(self.told(changed.ok_or(Refusal::NoSuchTicket)?))
    }

    /// Makes records of a ticket's events where a process died before it could.
    pub async fn relay(&self, mut ticket: Stored<Ticket>) -> StoreResult<Stored<Ticket>> {
        for event in self.documents.relay(&mut ticket.value).await? {
            self.watcher.saw(self.at, &event);
        }
        Ok(ticket)
    }

    /// Deletes a ticket's record; `Conflict` where it has changed since it was read.
    pub async fn delete(&self, ticket: &Stored<Ticket>) -> StoreResult<()> {
        self.documents.delete(&record_id(ticket.value.id), ticket.rev).await.map(drop)
    }

    /// Tells the watcher what became a record.
    fn told(&self, change: Change<Ticket>) -> Stored<Ticket> {
        for event in &change.events {
            self.watcher.saw(self.at, event);
        }
        change.stored
    }
}

/// The newest thousand of a bot's tickets in one guild that are open and that Discord refuses to show something of.
pub(crate) async fn troubled(documents: &Documents, bot: BotId) -> StoreResult<Vec<Stored<Ticket>>> {
    open_with(documents, bot, Facets::facet("shown", TROUBLED)).await
}

/// The newest thousand of a bot's tickets that are open and have a facet.
async fn open_with(documents: &Documents, bot: BotId, facet: Option<String>) -> StoreResult<Vec<Stored<Ticket>>> {
    let facets = [facet, Facets::facet("bot", bot)];
    let selection = Selection::Filter(Filter {
        kind: Ticket::KIND.into(),
        states: vec![TicketState::Open.name().into()],
        facets: facets.into_iter().flatten().collect(),
        ..Filter::default()
    });
    let list = List { selection, order: Order::Descending, limit: 1000, after: None };
    documents.store().list(&list).await?.records.into_iter().map(decode).collect()
}
