//! Searching a guild's tickets by words: of what they are called and about, of what was said in them, and of notes on them.

use std::collections::BTreeSet;

use super::document::{Document, decode};
use super::messages::KeptMessage;
use super::tickets::Tickets;
use super::{Facets, Filter, List, Order, Record, Selection, StoreResult};
use crate::ids::TicketId;
use crate::note::Note;
use crate::ticket::{Ticket, record_id};

/// So many records are found by a word at most, the newest.
const MOST_FOUND: usize = 500;

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Searched {
    /// What tickets are called, whose they are, what they are about, and what was answered.
    Tickets,
    /// What was said in them.
    Messages,
    /// What staff noted.
    Notes,
}

impl Tickets {
    /// The bot's tickets in which one text has all of these words, in no promised order, each once; none where there is no word.
    /// Words are whole: a part of one finds nothing.
    pub async fn with_words(&self, searched: Searched, text: &str) -> StoreResult<Vec<Ticket>> {
        let words = Facets::of_words(text);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let found = match searched {
            Searched::Tickets => {
                self.found::<Ticket>(words.into_iter().chain(Facets::facet("bot", self.at.bot))).await?
            }
            Searched::Messages => self.those_of(self.found::<KeptMessage>(words.into_iter()).await?).await?,
            Searched::Notes => self.those_of(self.found::<Note>(words.into_iter()).await?).await?,
        };
        let tickets = found.into_iter().map(|record| Ok(decode::<Ticket>(record)?.value));
        let tickets = tickets.collect::<StoreResult<Vec<_>>>()?;
        Ok(tickets.into_iter().filter(|ticket| ticket.bot == self.at.bot).collect())
    }

    async fn found<T: Document>(&self, facets: impl Iterator<Item = String>) -> StoreResult<Vec<Record>> {
        let filter = Filter { kind: T::KIND.into(), facets: facets.collect(), ..Filter::default() };
        let selection = Selection::Filter(filter);
        let list = List { selection, order: Order::Descending, limit: MOST_FOUND, after: None };
        Ok(self.documents.store().list(&list).await?.records)
    }

    /// The tickets that these records are about, each once.
    async fn those_of(&self, about: Vec<Record>) -> StoreResult<Vec<Record>> {
        let numbers: BTreeSet<TicketId> = about.iter().filter_map(|record| record.owner.parse().ok()).collect();
        let ids: Vec<String> = numbers.into_iter().map(record_id).collect();
        if ids.is_empty() { Ok(Vec::new()) } else { self.documents.store().get_many(&ids).await }
    }
}
