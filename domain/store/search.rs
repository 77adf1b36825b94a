//! Searching a guild's tickets by words: of what they are called and about, of what was said in them, and of notes on them.

use std::collections::BTreeSet;

use super::document::{Document, decode, listed};
use super::messages::KeptMessage;
use super::ticket_pages::Wanted;
use super::tickets::Tickets;
use super::{Cursor, Facets, Filter, List, Order, Record, Selection, StoreResult};
use crate::ids::TicketId;
use crate::note::Note;
use crate::ticket::{Ticket, record_id};

/// So many records are found in one place at most, the newest: more than a page has.
const MOST_FOUND: usize = 200;

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Searched {
    /// What tickets are called, whose they are, what they are about, and what was answered.
    Tickets,
    /// What was said in them: the newest messages, whichever tickets are wanted.
    Messages,
    /// What staff noted: the newest notes.
    Notes,
}

impl Tickets {
    /// Of the tickets that are wanted, and come after a place in their list, the first in which one text has all of these words;
    /// in no promised order, each once. Words are whole: a part of one finds nothing, and no word does not either.
    pub async fn with_words(
        &self,
        searched: Searched,
        text: &str,
        wanted: &Wanted,
        after: Option<&Cursor>,
    ) -> StoreResult<Vec<Ticket>> {
        let words = Facets::of_words(text);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let of_kind = |kind: &str| Filter { kind: kind.into(), facets: words.clone(), ..Filter::default() };
        match searched {
            Searched::Tickets => {
                let mut filter = wanted.filter(self.at.bot);
                filter.facets.extend(words);
                tickets(self.found(filter, after).await?)
            }
            Searched::Messages => self.those_of(of_kind(KeptMessage::KIND), wanted, after).await,
            Searched::Notes => self.those_of(of_kind(Note::KIND), wanted, after).await,
        }
    }

    async fn found(&self, filter: Filter, after: Option<&Cursor>) -> StoreResult<Vec<Record>> {
        let selection = Selection::Filter(filter);
        let list = List { selection, order: Order::Descending, limit: MOST_FOUND, after: after.cloned() };
        Ok(self.documents.store().list(&list).await?.records)
    }

    /// The tickets that the newest records of a kind are about.
    async fn those_of(&self, about: Filter, wanted: &Wanted, after: Option<&Cursor>) -> StoreResult<Vec<Ticket>> {
        let about = self.found(about, None).await?;
        let numbers: BTreeSet<TicketId> = about.iter().filter_map(|record| record.owner.parse().ok()).collect();
        let ids: Vec<String> = numbers.into_iter().map(record_id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = tickets(self.documents.store().get_many(&ids).await?)?;
        let selection = Selection::Filter(wanted.filter(self.at.bot));
        found.retain(|ticket| {
            let record = listed(ticket);
            selection.selects(&record) && after.is_none_or(|after| (record.at, &record.id) < (after.at, &after.id))
        });
        Ok(found)
    }
}

fn tickets(records: Vec<Record>) -> StoreResult<Vec<Ticket>> {
    records.into_iter().map(|record| Ok(decode::<Ticket>(record)?.value)).collect()
}
