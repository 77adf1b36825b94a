//! Looking through a chain: whether each link is as it was made, and each event as its link says.

use std::collections::HashMap;
use std::fmt::{self, Display};

use super::super::document::{Document as _, decode};
use super::super::{List, Order, Record, Selection, StoreResult};
use super::append::AuditChain;
use super::head::Head;
use super::link::{Link, link_id};
use crate::erasure::{Erasure, record_id};
use crate::event::Event;
use crate::ids::UserId;
use crate::ticket::Ticket;

/// So many links, or events, are looked at at once.
const PAGE: usize = 100;

/// How far it is, and what was found so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many links were looked at.
    pub links: u64,
    /// How many of their events were deleted with their ticket.
    pub deleted: u64,
    /// How many of their events are there without what they changed, which was removed with their ticket, or erased.
    pub emptied: u64,
    /// How many events were looked for in the chain.
    pub events: u64,
    /// How many of these are in no link yet.
    pub unlinked: u64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What was looked at.
    pub checked: Checked,
    /// The end of the chain, position and code, to be noted elsewhere; `None` where there is no link.
    pub end: Option<(u64, String)>,
    /// The first that does not fit.
    pub misfit: Option<Misfit>,
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// A link is missing.
    Missing(u64),
    /// A link was changed, moved or put in.
    Forged(u64),
    /// The chain was shorter when a link was made than it had been.
    Cut(u64, String),
    /// The event of a link is gone.
    Removed(u64, String),
    /// The event of a link is not what it was.
    Changed(u64, String),
    /// What an event changed is gone, and nothing tells why.
    Emptied(u64, String),
    /// An event says that it stands where another does.
    Added(String),
    /// The chain ends before the position to which it was noted to go, or has another link there.
    Short(u64),
}

impl Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(position) => write!(f, "entry {position} is missing"),
            Self::Forged(position) => write!(f, "entry {position} was changed, moved or put in"),
            Self::Cut(position, noted) => {
                write!(f, "the entries before entry {position} were cut off: the last one was noted to be {noted}")
            }
            Self::Removed(position, event) => write!(f, "entry {position}: {event} was removed"),
            Self::Changed(position, event) => write!(f, "entry {position}: {event} was changed"),
            Self::Emptied(position, event) => {
                write!(f, "entry {position}: what {event} changed was removed, though its ticket was not")
            }
            Self::Added(event) => write!(f, "{event} was put in: it says that it stands where it does not"),
            Self::Short(noted) => write!(f, "the last entries were cut off: entry {noted} was noted to be there"),
        }
    }
}

/// One way through a chain.
struct Walk<'a, T> {
    chain: &'a AuditChain<'a>,
    tell: T,
    checked: Checked,
    last: Option<Link>,
    /// Which entry somebody noted, and its code.
    noted: Vec<(u64, String)>,
}

impl AuditChain<'_> {
    /// Looks through the chain, until something does not fit; tells how far it is after each page. `noted` is an end of
    /// the chain that somebody has seen. Others may append meanwhile.
    pub async fn verify(
        &self,
        noted: Option<(u64, String)>,
        tell: impl FnMut(&Checked) + Send,
    ) -> StoreResult<Verdict> {
        let head = self.heads.get(self.maker.guild).await?.map(|Head { position, code, .. }| (position, code));
        let noted = noted.into_iter().chain(head).collect();
        let mut walk = Walk { chain: self, tell, checked: Checked::default(), last: None, noted };
        let mut misfit = walk.links().await?;
        if misfit.is_none() {
            misfit = walk.events().await?;
        }
        let end = walk.last.map(|link| (link.position, link.code));
        Ok(Verdict { checked: walk.checked, end, misfit })
    }

    /// Whether an event is as its link says it is.
    fn fits(&self, link: &Link, event: &Record) -> StoreResult<Fit> {
        let (frame, content) = self.maker.codes(event)?;
        let position = decode::<Event>(event.clone())?.value;
        if frame != link.frame || position.position.is_some_and(|position| position != link.position) {
            return Ok(Fit::Changed);
        }
        let is_empty = position.before.is_empty() && position.after.is_empty();
        Ok(match (content == link.content, is_empty) {
            (true, _) => Fit::Whole,
            (false, true) => Fit::Emptied,
            (false, false) => Fit::Changed,
        })
    }

    /// Whether it is on record that somebody's words were erased whose event this is, by what they did or by whose ticket.
    async fn was_erased(&self, event: Option<&Record>) -> StoreResult<bool> {
        let Some(event) = event else { return Ok(false) };
        let event = decode::<Event>(event.clone())?.value;
        let ticket = self.documents.store().get(&event.subject).await?.map(decode::<Ticket>);
        let opener = ticket.and_then(Result::ok).map(|ticket| ticket.value.opener);
        let users: Vec<UserId> = event.actor.user().into_iter().chain(opener).collect();
        let selection = Selection::Prefix(format!("{}:", Erasure::KIND));
        let mut list = List { selection, order: Order::Ascending, limit: PAGE, after: None };
        loop {
            let page = self.documents.store().list(&list).await?;
            for record in page.records {
                let erasure = decode::<Erasure>(record)?.value;
                let subject = record_id(erasure.bot, erasure.user);
                if users.contains(&erasure.user) && self.was_deleted(&format!("event:{subject}:0")).await? {
                    return Ok(true);
                }
            }
            list.after = page.next;
            if list.after.is_none() {
                return Ok(false);
            }
        }
    }

    /// Whether it is on record that what was kept of an event's subject was removed.
    async fn was_deleted(&self, event: &str) -> StoreResult<bool> {
        let Some((of_subject, _)) = event.rsplit_once(':') else { return Ok(false) };
        let selection = Selection::Prefix(format!("{of_subject}:"));
        let list = List { selection, order: Order::Descending, limit: PAGE, after: None };
        for record in self.documents.store().list(&list).await?.records {
            let Ok(deletion) = decode::<Event>(record.clone()) else { continue };
            if !deletion.value.kind.takes_contents() {
                continue;
            }
            let Some(position) = deletion.value.position else { return Ok(true) };
            if let Some(link) = self.documents.get::<Link>(&link_id(position)).await?.map(|stored| stored.value)
                && link.event == record.id
                && self.maker.made(&link)
                && self.fits(&link, &record)? != Fit::Changed
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// How an event is, as against its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Whole,
    Emptied,
    Changed,
}

impl<T: FnMut(&Checked) + Send> Walk<'_, T> {
    /// From the first link to the last.
    async fn links(&mut self) -> StoreResult<Option<Misfit>> {
        let (selection, order) = (Selection::Prefix("audit:".to_owned()), Order::Ascending);
        let mut list = List { selection, order, limit: PAGE, after: None };
        loop {
            let page = self.chain.documents.store().list(&list).await?;
            let links: Vec<Link> =
                page.records.into_iter().map(|record| Ok(decode(record)?.value)).collect::<StoreResult<_>>()?;
            let ids: Vec<String> = links.iter().map(|link| link.event.clone()).collect();
            let events = self.chain.documents.store().get_many(&ids).await?;
            let events: HashMap<String, Record> =
                events.into_iter().map(|record| (record.id.clone(), record)).collect();
            for link in links {
                if let Some(misfit) = self.link(link, &events).await? {
                    return Ok(Some(misfit));
                }
            }
            (self.tell)(&self.checked);
            list.after = page.next;
            if list.after.is_none() {
                return Ok(self.ends_early());
            }
        }
    }

    async fn link(&mut self, link: Link, events: &HashMap<String, Record>) -> StoreResult<Option<Misfit>> {
        let (position, expected) = (link.position, self.checked.links + 1);
        let previous = self.last.as_ref().map(|last| last.code.as_str()).unwrap_or_default();
        if position > expected {
            return Ok(Some(Misfit::Missing(expected)));
        }
        if position < expected || !self.chain.maker.made(&link) || link.previous != previous {
            return Ok(Some(Misfit::Forged(expected)));
        }
        if let Some(noted) = link.cut {
            let noted = noted.split_once(':').map(|(position, _)| position.to_owned()).unwrap_or(noted);
            return Ok(Some(Misfit::Cut(position, noted)));
        }
        let event = link.event.clone();
        let fit = match events.get(&event) {
            Some(record) => Some(self.chain.fits(&link, record)?),
            None => None,
        };
        match fit {
            Some(Fit::Whole) => {}
            Some(Fit::Changed) => return Ok(Some(Misfit::Changed(position, event))),
            Some(Fit::Emptied) if self.chain.was_deleted(&event).await? => self.checked.emptied += 1,
            Some(Fit::Emptied) if self.chain.was_erased(events.get(&event)).await? => self.checked.emptied += 1,
            Some(Fit::Emptied) => return Ok(Some(Misfit::Emptied(position, event))),
            None if self.chain.was_deleted(&event).await? => self.checked.deleted += 1,
            None => return Ok(Some(Misfit::Removed(position, event))),
        }
        if self.noted.iter().any(|(noted, code)| *noted == position && *code != link.code) {
            return Ok(Some(Misfit::Short(position)));
        }
        self.checked.links += 1;
        self.last = Some(link);
        Ok(None)
    }

    /// Whether the chain went farther once.
    fn ends_early(&self) -> Option<Misfit> {
        let noted = self.noted.iter().map(|(noted, _)| *noted).max().unwrap_or_default();
        (noted > self.checked.links).then_some(Misfit::Short(noted))
    }

    /// Whether each event that says that it is in the chain is.
    async fn events(&mut self) -> StoreResult<Option<Misfit>> {
        let (selection, order) = (Selection::Prefix("event:".to_owned()), Order::Ascending);
        let mut list = List { selection, order, limit: PAGE, after: None };
        loop {
            let page = self.chain.documents.store().list(&list).await?;
            let mut positions = HashMap::new();
            for record in page.records {
                let id = record.id.clone();
                self.checked.events += 1;
                match decode::<Event>(record)?.value.position {
                    Some(position) => drop(positions.insert(link_id(position), id)),
                    None => self.checked.unlinked += 1,
                }
            }
            let ids: Vec<String> = positions.keys().cloned().collect();
            for record in self.chain.documents.store().get_many(&ids).await? {
                if positions.get(&record.id) == Some(&decode::<Link>(record.clone())?.value.event) {
                    positions.remove(&record.id);
                }
            }
            if let Some(event) = positions.into_values().min() {
                return Ok(Some(Misfit::Added(event)));
            }
            (self.tell)(&self.checked);
            list.after = page.next;
            if list.after.is_none() {
                return Ok(None);
            }
        }
    }
}
