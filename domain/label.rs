//! Labels: short texts by which staff sort tickets.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::Refusal;
use crate::text::one_line;

/// The most labels of one ticket.
pub const MOST_LABELS: usize = 20;

/// The most characters of a label.
pub const MOST_LABEL_CHARACTERS: usize = 32;

/// A label. Two that differ in the case of letters only are one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Label(String);

/// What becomes of a ticket's labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabelChange {
    /// Some come, some go; what it has already or has not is no mistake.
    Some {
        /// Those that come.
        added: Vec<Label>,
        /// Those that go.
        removed: Vec<Label>,
    },
    /// It has exactly these.
    Exactly(Vec<Label>),
}

impl Label {
    /// A label of this text; refused where it is empty or longer than [`MOST_LABEL_CHARACTERS`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        one_line(text, MOST_LABEL_CHARACTERS).map(Self)
    }

    /// The labels of a text, separated by commas.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, Refusal> {
        text.split(',').filter(|label| !label.trim().is_empty()).map(Self::parse).collect()
    }

    /// What tells it from others, and what it is found by.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl PartialEq for Label {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Label {}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Label {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_differ_in_case_only_are_one() {
        let labels = Label::parse_all("Refund, REFUND,, vip ,").unwrap();
        assert_eq!(labels.iter().collect::<std::collections::BTreeSet<_>>().len(), 2);
        assert!(Label::parse(&"x".repeat(33)).is_err() && Label::parse("\u{200b}").is_err());
    }
}
