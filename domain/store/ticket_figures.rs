//! The figures of a guild's tickets, on sheets of some hundred, so that they are counted without reading the tickets.
//!
//! A sheet has the tickets of neighbouring numbers. What it says of a ticket is read from the ticket and its events, never
//! reckoned on: done twice it says the same, and a process that dies loses nothing. Which tickets changed is followed by
//! the chain of events (`audit:<position>`), which has each once: how far, `figures_progress` says, after the sheets are
//! written. A ticket is read after its sheet, which is replaced only as it was read: nobody writes over what is newer.
//! What is not in the chain yet, some seconds of it, is read from the tickets themselves.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::audit_chain::{events_after, length};
use super::document::{Document, Documents, MOST_TRIES, decode};
use super::events::{Events, UNLINKED, UNLINKED_AND_UNTOLD};
use super::tickets::SEQUENCE;
use super::{Cursor, Filter, List, Order, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::error::Outcome;
use crate::event::Event;
use crate::ids::TicketId;
use crate::statistics::Figures;
use crate::ticket::{Ticket, record_id};

/// So many numbers of tickets are on a sheet.
const ON_A_SHEET: u32 = 500;

/// So many sheets are read at once.
const READ_AT_ONCE: usize = 10;

/// So many events are followed in one go.
const FOLLOWED_AT_ONCE: usize = 200;

/// So many events that are not in the chain yet are looked at.
const MOST_UNLINKED: usize = 1000;

/// The events of one ticket that are read at once.
const EVENTS_AT_ONCE: usize = 1000;

/// What a sheet with a ticket that is open is listed by, and any other.
const OPEN: &str = "open";
const OVER: &str = "over";

/// The figures of the tickets in one guild, whichever bot they came through.
#[derive(Debug, Clone)]
pub struct TicketFigures {
    documents: Documents,
}

/// Figures of tickets with neighbouring numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Sheet {
    number: u32,
    figures: Vec<Figures>,
}

/// How far what happened is on the sheets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Progress {
    /// The last event's position in the chain.
    position: u64,
    /// The sheet that is to be written next from the tickets there were at the beginning; none where all were.
    next: Option<u32>,
}

impl Document for Sheet {
    const KIND: &'static str = "figures";

    fn id(&self) -> String {
        sheet_id(self.number)
    }

    fn state(&self) -> &'static str {
        if self.figures.iter().any(|figures| figures.open_since().is_some()) { OPEN } else { OVER }
    }

    fn at(&self) -> Timestamp {
        Timestamp::from_millis(self.figures.iter().map(Figures::newest).max().unwrap_or_default())
    }
}

impl Document for Progress {
    const KIND: &'static str = "figures_progress";

    fn id(&self) -> String {
        Self::KIND.to_owned()
    }
}

fn sheet_id(number: u32) -> String {
    format!("{}:{number:08}", Sheet::KIND)
}

impl TicketFigures {
    /// Those in a guild's database.
    pub const fn new(documents: Documents) -> Self {
        Self { documents }
    }

    /// Writes some of what happened down; whether there may be more.
    pub async fn follow(&self) -> Outcome<bool> {
        let progress = self.progress().await?;
        match progress.next {
            Some(sheet) => self.begin(sheet).await,
            None => self.follow_from(progress.position).await,
        }
    }

    async fn progress(&self) -> StoreResult<Progress> {
        if let Some(known) = self.documents.get::<Progress>(Progress::KIND).await? {
            return Ok(known.value);
        }
        let begun = Progress { position: length(&self.documents).await?, next: Some(0) };
        match self.documents.insert(&begun).await {
            Ok(_) | Err(StoreError::Conflict) => Ok(begun),
            Err(error) => Err(error),
        }
    }

    /// Writes a sheet of those that were there at the beginning.
    async fn begin(&self, sheet: u32) -> Outcome<bool> {
        let first = sheet.saturating_mul(ON_A_SHEET);
        let more = first <= self.documents.counted(SEQUENCE).await?;
        if more {
            self.renew(sheet, (first..first.saturating_add(ON_A_SHEET)).map(TicketId::new).collect()).await?;
        }
        let next = more.then(|| sheet.saturating_add(1));
        self.note(|progress| progress.next = progress.next.and_then(|now| next.map(|next| next.max(now)))).await?;
        Ok(true)
    }

    async fn follow_from(&self, position: u64) -> Outcome<bool> {
        let (events, last) = events_after(&self.documents, position, FOLLOWED_AT_ONCE).await?;
        let Some(last) = last else { return Ok(false) };
        let mut sheets: BTreeMap<u32, BTreeSet<TicketId>> = BTreeMap::new();
        for ticket in events.iter().filter_map(|event| ticket_of(event)) {
            sheets.entry(ticket.get() / ON_A_SHEET).or_default().insert(ticket);
        }
        for (sheet, tickets) in sheets {
            self.renew(sheet, tickets).await?;
        }
        self.note(|progress| progress.position = progress.position.max(last)).await?;
        Ok(events.len() == FOLLOWED_AT_ONCE)
    }

    async fn note(&self, change: impl Fn(&mut Progress) + Send) -> Outcome<()> {
        let noted = self.documents.update::<Progress, ()>(Progress::KIND.to_owned(), |progress| {
            change(progress);
            Ok(())
        });
        noted.await.map(drop)
    }

    /// Has a sheet say what these tickets are now.
    async fn renew(&self, number: u32, tickets: BTreeSet<TicketId>) -> StoreResult<()> {
        for _ in 0..MOST_TRIES {
            let known = self.documents.get::<Sheet>(&sheet_id(number)).await?;
            let before = known.as_ref().map_or(&[][..], |known| &known.value.figures);
            let mut figures = self.read(&tickets).await?;
            figures.extend(before.iter().filter(|figures| !tickets.contains(&figures.ticket)).cloned());
            figures.sort_unstable_by_key(|figures| figures.ticket);
            let sheet = Sheet { number, figures };
            let written = match known {
                Some(known) if known.value == sheet => return Ok(()),
                Some(known) => self.documents.replace(&sheet, known.rev).await,
                None if sheet.figures.is_empty() => return Ok(()),
                None => self.documents.insert(&sheet).await,
            };
            match written {
                Err(StoreError::Conflict | StoreError::NotFound) => {}
                written => return written.map(drop),
            }
        }
        Err(StoreError::Unavailable(format!("{} is changed by too many at once", sheet_id(number))))
    }

    /// The figures of those of these tickets that are there. One that cannot be read is left out, and said.
    async fn read(&self, tickets: &BTreeSet<TicketId>) -> StoreResult<Vec<Figures>> {
        let ids: Vec<String> = tickets.iter().copied().map(record_id).collect();
        let mut read = Vec::with_capacity(ids.len());
        for record in self.documents.store().get_many(&ids).await? {
            match decode::<Ticket>(record) {
                Ok(ticket) => read.extend(self.figures(&ticket.value).await?),
                Err(error) => tracing::error!(%error, "a ticket cannot be read, and is not counted"),
            }
        }
        Ok(read)
    }

    async fn figures(&self, ticket: &Ticket) -> StoreResult<Option<Figures>> {
        if ticket.round == 1 {
            return Ok(Figures::of(ticket, &[]));
        }
        let (subject, events) = (record_id(ticket.id), Events::new(self.documents.clone()));
        let mut all: Vec<Event> = Vec::new();
        loop {
            let page = events.after(&subject, all.last().map_or(0, |last| last.number), EVENTS_AT_ONCE).await?;
            let is_last = page.len() < EVENTS_AT_ONCE;
            all.extend(page);
            if is_last {
                break;
            }
        }
        // Those that a process could not make records of before it died are in the ticket.
        let after = all.last().map_or(0, |last| last.number);
        all.extend(ticket.log.pending().iter().filter(|event| event.number > after).cloned());
        Ok(Figures::of(ticket, &all))
    }

    /// The figures of tickets that changed and may not be on their sheets yet, by ticket; `None` of one that is gone.
    pub async fn changed(&self) -> StoreResult<BTreeMap<TicketId, Option<Figures>>> {
        let states = [UNLINKED, UNLINKED_AND_UNTOLD].map(str::to_owned).into();
        let selection = Selection::Filter(Filter { kind: Event::KIND.into(), states, ..Filter::default() });
        let list = List { selection, order: Order::Descending, limit: MOST_UNLINKED, after: None };
        let records = self.documents.store().list(&list).await?.records;
        let tickets: BTreeSet<TicketId> = records.iter().filter_map(|record| ticket_of(&record.id)).collect();
        let read = self.read(&tickets).await?;
        let mut changed: BTreeMap<TicketId, Option<Figures>> = tickets.into_iter().map(|id| (id, None)).collect();
        changed.extend(read.into_iter().map(|figures| (figures.ticket, Some(figures))));
        Ok(changed)
    }

    /// Tells the figures of each ticket that is open, or of which something happened since a moment, and of others too.
    pub async fn each(&self, since: Timestamp, mut tell: impl FnMut(&Figures) + Send) -> StoreResult<()> {
        let kind = || Sheet::KIND.to_owned();
        // A sheet that changes meanwhile goes from the first list to the second, and never back.
        let open = Filter { kind: kind(), states: vec![OPEN.into()], until: Some(since), ..Filter::default() };
        let all = [OPEN, OVER].map(str::to_owned).into();
        let newer = Filter { kind: kind(), states: all, from: Some(since), ..Filter::default() };
        let mut told = BTreeSet::new();
        for filter in [open, newer] {
            let mut after: Option<Cursor> = None;
            loop {
                let selection = Selection::Filter(filter.clone());
                let list = List { selection, order: Order::Ascending, limit: READ_AT_ONCE, after };
                let page = self.documents.store().list(&list).await?;
                for record in page.records {
                    let sheet = decode::<Sheet>(record)?.value;
                    if told.insert(sheet.number) {
                        sheet.figures.iter().for_each(&mut tell);
                    }
                }
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Which ticket an event's record is about: `event:ticket:00000042:0000001`.
fn ticket_of(event: &str) -> Option<TicketId> {
    event.strip_prefix("event:ticket:")?.split(':').next()?.parse().ok().map(TicketId::new)
}
