//! Notes: what staff writes about a ticket for staff alone.

use serde::{Deserialize, Serialize};

use crate::actor::{Cause, Who};
use crate::clock::Timestamp;
use crate::event::Whose;
use crate::ids::{TicketId, UserId};
use crate::text::ERASED;

/// The most characters of a note: what a form's input takes
/// (<https://docs.discord.com/developers/components/reference#text-input>).
pub const MOST_NOTE_CHARACTERS: usize = 4000;

/// The most notes on one ticket.
pub const MOST_NOTES: u32 = 500;

/// A note on a ticket. Whoever opened the ticket never sees one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The ticket.
    pub ticket: TicketId,
    /// Who wrote it.
    pub by: Who,
    /// When.
    pub at: Timestamp,
    /// What it says.
    pub text: String,
    /// What it was written by.
    pub cause: Cause,
}

impl Note {
    /// Whether somebody wrote it, or it is about them: it stands on a ticket that they opened, or names them.
    pub(crate) fn is_about(&self, user: UserId, whose: Whose) -> bool {
        let is_whole = self.by.user() == Some(user) || whose == Whose::Theirs;
        (is_whole && self.text != ERASED) || self.text.contains(&user.to_string())
    }

    /// Replaces all of it where they wrote it or the ticket is theirs, and otherwise what names them. Who of staff wrote it
    /// stays, unless it was them.
    pub(crate) fn erase(&mut self, user: UserId, whose: Whose) {
        let is_own = self.by.user() == Some(user);
        if is_own {
            self.by.forget_name();
        }
        if is_own || whose == Whose::Theirs {
            ERASED.clone_into(&mut self.text);
        } else {
            let id = user.to_string();
            let named = [format!("<@{id}>"), format!("<@!{id}>"), id];
            self.text = named.iter().fold(std::mem::take(&mut self.text), |text, name| text.replace(name, ERASED));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(by: u64, text: &str) -> Note {
        let by = Who::Member { user: UserId::new(by), name: "bob".into() };
        let cause = Cause::Request("x".into());
        Note { ticket: TicketId::new(1), by, at: Timestamp::default(), text: text.into(), cause }
    }

    #[test]
    fn what_is_about_somebody_goes_and_what_is_about_others_stays() {
        let user = UserId::new(77);
        for (by, text, whose, left) in [
            (5, "rude again", Whose::Theirs, ERASED),
            (77, "mine", Whose::Others, ERASED),
            (5, "<@77> and <@!77>, id 77, know each other", Whose::Others, "[…] and […], id […], know each other"),
            (5, "paid twice", Whose::Others, "paid twice"),
        ] {
            let mut note = note(by, text);
            assert_eq!(note.is_about(user, whose), text != left, "{text}");
            note.erase(user, whose);
            assert_eq!(note.text, left);
            assert!(!note.is_about(user, whose), "once is enough");
        }
    }
}
