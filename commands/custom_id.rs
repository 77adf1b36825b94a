//! Custom ids: what a button or a form tells us when it comes back, `tickit:1:close:42`.
//!
//! Anybody can send any custom id, so one is only ever a word and what it is about; every rule is asked again.

use std::fmt;
use std::str::FromStr;

use tickit_domain::error::Refusal;

/// The most characters of a custom id
/// (<https://docs.discord.com/developers/components/reference#anatomy-of-a-component-custom-id>).
const MOST_CHARACTERS: usize = 100;

/// The version of the form below. One that is not ours is stale.
const VERSION: &str = "1";

/// The first part of every custom id of ours.
const PREFIX: &str = "tickit";

/// A word and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomId {
    word: String,
    subject: String,
}

impl CustomId {
    /// The control that does `word` to `subject`.
    pub fn new(word: &str, subject: impl fmt::Display) -> Self {
        Self { word: word.to_owned(), subject: subject.to_string() }
    }

    /// The action's word.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// What it is about; refused as stale where it is not of that kind.
    pub fn subject<T: FromStr>(&self) -> Result<T, Refusal> {
        self.subject.parse().map_err(|_| Refusal::StaleControl)
    }
}

impl fmt::Display for CustomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}:{VERSION}:{}:{}", self.word, self.subject)
    }
}

impl FromStr for CustomId {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let mut parts = text.split(':');
        let parsed = match (parts.next(), parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(PREFIX), Some(VERSION), Some(word), Some(subject), None) => Self::new(word, subject),
            _ => return Err(Refusal::StaleControl),
        };
        if text.len() > MOST_CHARACTERS { Err(Refusal::StaleControl) } else { Ok(parsed) }
    }
}

/// Whether a custom id is meant for us at all: a bot may have components of its own.
pub fn is_ours(custom_id: &str) -> bool {
    custom_id.split(':').next() == Some(PREFIX)
}

#[cfg(test)]
mod tests {
    use tickit_domain::ids::TicketId;

    use super::*;

    #[test]
    fn a_custom_id_comes_back_as_it_went() {
        let id = CustomId::new("close", TicketId::new(42));
        assert_eq!(id.to_string(), "tickit:1:close:42");
        assert_eq!("tickit:1:close:42".parse(), Ok(id.clone()));
        assert_eq!(id.subject(), Ok(TicketId::new(42)));
    }

    #[test]
    fn forged_ones_are_stale() {
        for forged in ["", "tickit", "tickit:1:close", "tickit:2:close:42", "tickit:1:close:42:1", "other:1:close:42"] {
            assert_eq!(forged.parse::<CustomId>(), Err(Refusal::StaleControl), "{forged}");
        }
        assert_eq!(format!("tickit:1:close:{}", "4".repeat(100)).parse::<CustomId>(), Err(Refusal::StaleControl));
        let id: CustomId = "tickit:1:close:-1".parse().unwrap();
        assert_eq!(id.subject::<TicketId>(), Err(Refusal::StaleControl));
    }
}
