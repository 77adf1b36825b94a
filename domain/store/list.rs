//! Lists: which records are meant, in which order, and where a page ends.

use std::fmt::{self, Display};
use std::str::FromStr;

use super::{Record, StoreError};
use crate::clock::Timestamp;

/// Which records a list or a count means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// All whose id begins so, by id.
    Prefix(String),
    /// Those that a filter lets through, by `at` and then by id.
    Filter(Filter),
}

/// What records of one kind have to be. The default asks for no more than the kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// The kind.
    pub kind: String,
    /// In one of these states, at most 16; in any where none is named.
    pub states: Vec<String>,
    /// This owner's. Not indexed: for few records.
    pub owner: Option<String>,
    /// With all of these facets, at most 16.
    pub facets: Vec<String>,
    /// At or after this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

impl Selection {
    /// All of one kind in one state.
    pub fn in_state(kind: &str, state: &str) -> Self {
        Self::Filter(Filter { kind: kind.into(), states: vec![state.into()], ..Filter::default() })
    }

    /// All of one kind with one facet.
    pub fn with_facet(kind: &str, facet: String) -> Self {
        Self::Filter(Filter { kind: kind.into(), facets: vec![facet], ..Filter::default() })
    }

    /// Whether this record is meant.
    pub fn selects(&self, record: &Record) -> bool {
        match self {
            Self::Prefix(prefix) => record.id.starts_with(prefix),
            Self::Filter(filter) => filter.selects(record),
        }
    }
}

impl Filter {
    fn selects(&self, record: &Record) -> bool {
        record.kind == self.kind
            && (self.states.is_empty() || self.states.contains(&record.state))
            && self.owner.as_ref().is_none_or(|owner| record.owner == *owner)
            && self.facets.iter().all(|facet| record.facets.contains(facet))
            && self.from.is_none_or(|from| record.at >= from)
            && self.until.is_none_or(|until| record.at < until)
    }
}

/// First to last, or last to first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Oldest or smallest first.
    Ascending,
    /// Newest or greatest first.
    Descending,
}

/// A question for a page of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Which records.
    pub selection: Selection,
    /// In which order.
    pub order: Order,
    /// At most so many, 1 to 1,000.
    pub limit: usize,
    /// Where the page before ended, as its `next` said.
    pub after: Option<Cursor>,
}

/// A place in a list. It names a place and no record, so it stays true while records change, come and go; and one that
/// was tampered with is another place in the same list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The last record's moment.
    pub at: Timestamp,
    /// The last record's id.
    pub id: String,
}

/// As a text for those who ask for the next page from outside.
impl Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.at.as_millis(), self.id)
    }
}

/// `Invalid` where the text is no cursor's.
impl FromStr for Cursor {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let parsed = text.split_once('.').and_then(|(at, id)| Some((at.parse().ok()?, id)));
        let (at, id) = parsed.ok_or_else(|| StoreError::Invalid("this is no place in a list".into()))?;
        Ok(Self { at: Timestamp::from_millis(at), id: id.to_owned() })
    }
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The records, in the order asked for.
    pub records: Vec<Record>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_as_text_and_garbage_is_none() {
        for id in ["ticket:00000042", "a.b.c", "", "é"] {
            let cursor = Cursor { at: Timestamp::from_millis(-5), id: id.into() };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for text in ["", ".", "ticket:1", "1", "9223372036854775808.x", "1e3.x"] {
            assert!(matches!(text.parse::<Cursor>(), Err(StoreError::Invalid(_))), "{text:?}");
        }
    }
}
