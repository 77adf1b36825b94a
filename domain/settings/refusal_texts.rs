//! What members read in the guild's own words where they may not open a ticket.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::change::must_fit;
use crate::error::Refusal;
use crate::text::is_blank;

/// The most characters of such a text.
pub const MOST_REFUSAL_CHARACTERS: usize = 500;

/// Why somebody may not open a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalReason {
    /// They have as many open as they may.
    Limit,
    /// Their roles do not let them.
    Roles,
    /// They are on the blacklist.
    Blacklist,
    /// Their account or their membership is too new.
    Newcomer,
    /// They opened one just now.
    Cooldown,
}

/// What is said instead of Tickit's own words, with placeholders. Read when somebody is refused.
pub type RefusalTexts = BTreeMap<RefusalReason, String>;

impl RefusalReason {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Limit, Self::Roles, Self::Blacklist, Self::Newcomer, Self::Cooldown];

    /// Which of them a refusal is, if any.
    pub const fn of(refusal: &Refusal) -> Option<Self> {
        match refusal {
            Refusal::LimitReached { .. } | Refusal::LimitOfAllReached { .. } => Some(Self::Limit),
            Refusal::TypeNotAllowed { .. } => Some(Self::Roles),
            Refusal::Blacklisted { .. } => Some(Self::Blacklist),
            Refusal::AccountTooYoung { .. } | Refusal::MemberTooNew { .. } => Some(Self::Newcomer),
            Refusal::CoolingDown { .. } => Some(Self::Cooldown),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Roles => "roles",
            Self::Blacklist => "blacklist",
            Self::Newcomer => "newcomer",
            Self::Cooldown => "cooldown",
        }
    }

    /// Saves what is said for it; an empty text takes that back.
    pub(crate) fn save(self, text: &str, texts: &mut RefusalTexts) -> Result<(), Refusal> {
        let text = text.trim();
        if is_blank(text) {
            texts.remove(&self);
            return Ok(());
        }
        must_fit(text, MOST_REFUSAL_CHARACTERS)?;
        texts.insert(self, text.to_owned());
        Ok(())
    }
}

impl fmt::Display for RefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for RefusalReason {
    type Err = Refusal;

    fn from_str(name: &str) -> Result<Self, Refusal> {
        Self::ALL.into_iter().find(|reason| reason.name() == name).ok_or(Refusal::StaleControl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_saved_and_an_empty_one_takes_it_back() {
        let mut texts = RefusalTexts::new();
        RefusalReason::Limit.save(" Enough! ", &mut texts).unwrap();
        assert_eq!(texts.get(&RefusalReason::Limit).map(String::as_str), Some("Enough!"));
        let too_long = RefusalReason::Limit.save(&"x".repeat(501), &mut texts);
        assert_eq!(too_long, Err(Refusal::TextLength { limit: 500 }));
        RefusalReason::Limit.save("\u{200b}", &mut texts).unwrap();
        assert!(texts.is_empty());
    }

    #[test]
    fn each_reason_is_found_by_its_name_and_is_that_of_a_refusal() {
        for reason in RefusalReason::ALL {
            assert_eq!(reason.to_string().parse(), Ok(reason));
            assert!(Refusal::examples().iter().any(|refusal| RefusalReason::of(refusal) == Some(reason)));
        }
    }
}
