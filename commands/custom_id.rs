//! Custom ids: what a button, a menu or a form tells us when it comes back, `tickit:2:close:42`.
//!
//! Outside a guild, where Discord does not say which guild a control is about, the custom id does, after an `@`:
//! `tickit:2:close:42@<bot>@<guild>`.
//!
//! Anybody can send any custom id, so one is only ever a word and what it is about; every rule is asked again.

use std::fmt::{self, Display};
use std::str::FromStr;

use tickit_domain::discord::Place;
use tickit_domain::error::Refusal;

/// The most characters of a custom id
/// (<https://docs.discord.com/developers/components/reference#anatomy-of-a-component-custom-id>).
const MOST_CHARACTERS: usize = 100;

/// The most things that one custom id is about: with more, ids of Discord's would not fit.
const MOST_SUBJECTS: usize = 4;

/// The version of the form that is written. One that is neither this nor the one before is stale.
const VERSION: &str = "2";

/// The version before: exactly one subject, and some words shorter. Messages that carry it stay in channels for ever.
const VERSION_ONE: &str = "1";

/// The words that version 1 had otherwise, and what they are called now.
const WORDS_OF_VERSION_ONE: [(&str, &str); 2] = [("add", "add_member"), ("remove", "remove_member")];

/// The first part of every custom id of ours.
const PREFIX: &str = "tickit";

/// A word and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomId {
    word: String,
    subjects: Vec<String>,
    outside: Option<Place>,
}

/// What a custom id is about, read from its parts.
pub trait Subjects: Sized {
    /// Refused as stale where there are more or fewer, or one is not of its kind.
    fn read(parts: &[String]) -> Result<Self, Refusal>;
}

impl CustomId {
    /// The control that does `word`, about nothing yet.
    pub fn of(word: &str) -> Self {
        Self { word: word.to_owned(), subjects: Vec::new(), outside: None }
    }

    /// The control that does `word` to `subject`.
    pub fn new(word: &str, subject: impl Display) -> Self {
        Self::of(word).about(subject)
    }

    /// The same, about one thing more.
    #[must_use]
    pub fn about(mut self, subject: impl Display) -> Self {
        self.subjects.push(subject.to_string());
        self
    }

    /// The same, for a message outside the guild that it is about.
    #[must_use]
    pub const fn outside(mut self, of: Place) -> Self {
        self.outside = Some(of);
        self
    }

    /// For which bot and guild it says that it is, where it was made for outside of that.
    pub const fn outside_of(&self) -> Option<Place> {
        self.outside
    }

    /// The action's word.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// The one thing that it is about; refused as stale where it is not one, or not of that kind.
    pub fn subject<T: FromStr>(&self) -> Result<T, Refusal> {
        self.subjects::<(T,)>().map(|(subject,)| subject)
    }

    /// All that it is about, as a tuple of types; refused as stale where it is anything else.
    pub fn subjects<S: Subjects>(&self) -> Result<S, Refusal> {
        S::read(&self.subjects)
    }
}

impl Display for CustomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}:{VERSION}:{}", self.word)?;
        self.subjects.iter().try_for_each(|subject| write!(f, ":{subject}"))?;
        self.outside.map_or(Ok(()), |at| write!(f, "@{}@{}", at.bot, at.guild))
    }
}

impl FromStr for CustomId {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        if text.chars().count() > MOST_CHARACTERS {
            return Err(Refusal::StaleControl);
        }
        let (id, outside) = match text.split('@').collect::<Vec<_>>()[..] {
            [id] => (id, None),
            [id, bot, guild] => (id, Some(Place { bot: one(bot)?, guild: one(guild)? })),
            _ => return Err(Refusal::StaleControl),
        };
        match id.split(':').collect::<Vec<_>>()[..] {
            [PREFIX, VERSION_ONE, word, subject] if outside.is_none() => Ok(Self::new(current(word), subject)),
            [PREFIX, VERSION, word, ref subjects @ ..] if subjects.len() <= MOST_SUBJECTS => {
                let subjects = subjects.iter().map(ToString::to_string).collect();
                Ok(Self { word: word.to_owned(), subjects, outside })
            }
            _ => Err(Refusal::StaleControl),
        }
    }
}

/// What a word of version 1 is called now.
fn current(word: &str) -> &str {
    WORDS_OF_VERSION_ONE.iter().find(|(then, _)| *then == word).map_or(word, |(_, now)| now)
}

fn one<T: FromStr>(part: &str) -> Result<T, Refusal> {
    part.parse().map_err(|_| Refusal::StaleControl)
}

macro_rules! subjects {
    ($($kind:ident $part:ident),+) => {
        impl<$($kind: FromStr),+> Subjects for ($($kind,)+) {
            fn read(parts: &[String]) -> Result<Self, Refusal> {
                let [$($part),+] = parts else { return Err(Refusal::StaleControl) };
                Ok(($(one($part)?,)+))
            }
        }
    };
}

subjects!(A a);
subjects!(A a, B b);
subjects!(A a, B b, C c);
subjects!(A a, B b, C c, D d);

/// Whether a custom id is meant for us at all: a bot may have components of its own.
pub fn is_ours(custom_id: &str) -> bool {
    custom_id.split(':').next() == Some(PREFIX)
}

#[cfg(test)]
mod tests {
    use tickit_domain::ids::{BotId, GuildId, TicketId, UserId};

    use super::*;
    use crate::ACTIONS;

    #[test]
    fn a_custom_id_comes_back_as_it_went() {
        let id = CustomId::new("close", TicketId::new(42));
        assert_eq!(id.to_string(), "tickit:2:close:42");
        assert_eq!("tickit:2:close:42".parse(), Ok(id.clone()));
        assert_eq!(id.subject(), Ok(TicketId::new(42)));
    }

    #[test]
    fn one_is_about_as_much_as_its_action_says() {
        let id: CustomId = "tickit:2:assign:42:7".parse().unwrap();
        assert_eq!(id, CustomId::new("assign", 42).about(7));
        assert_eq!(id.subjects(), Ok((TicketId::new(42), UserId::new(7))));
        assert_eq!(id.subject::<TicketId>(), Err(Refusal::StaleControl));
        assert_eq!(id.subjects::<(TicketId, UserId, UserId)>(), Err(Refusal::StaleControl));
        assert_eq!("tickit:2:assign".parse::<CustomId>().unwrap().subject::<TicketId>(), Err(Refusal::StaleControl));
    }

    #[test]
    fn one_for_outside_a_guild_says_which_it_is_about() {
        let at = Place { bot: BotId::new(5), guild: GuildId::new(6) };
        let id = CustomId::new("close", TicketId::new(42)).outside(at);
        assert_eq!(id.to_string(), "tickit:2:close:42@5@6");
        let back: CustomId = "tickit:2:close:42@5@6".parse().unwrap();
        assert_eq!((back.outside_of(), back.subject()), (Some(at), Ok(TicketId::new(42))));
        for forged in ["tickit:2:close:42@5", "tickit:2:close:42@5@", "tickit:2:close:42@0@6", "tickit:1:close:42@5@6"]
        {
            assert_eq!(forged.parse::<CustomId>(), Err(Refusal::StaleControl), "{forged}");
        }
    }

    #[test]
    fn the_controls_of_version_one_are_understood_for_ever() {
        for (then, now) in [
            ("tickit:1:open:3", CustomId::new("open", 3)),
            ("tickit:1:close:42", CustomId::new("close", 42)),
            ("tickit:1:add:42", CustomId::new("add_member", 42)),
            ("tickit:1:remove:42", CustomId::new("remove_member", 42)),
        ] {
            assert_eq!(then.parse(), Ok(now), "{then}");
        }
    }

    #[test]
    fn forged_ones_are_stale() {
        for forged in [
            "",
            "tickit",
            "tickit:1:close",
            "tickit:2",
            "tickit:3:close:42",
            "tickit:1:close:42:1",
            "tickit:2:close:1:2:3:4:5",
            "other:1:close:42",
        ] {
            assert_eq!(forged.parse::<CustomId>(), Err(Refusal::StaleControl), "{forged}");
        }
        assert_eq!(format!("tickit:1:close:{}", "4".repeat(100)).parse::<CustomId>(), Err(Refusal::StaleControl));
        let id: CustomId = "tickit:1:close:-1".parse().unwrap();
        assert_eq!(id.subject::<TicketId>(), Err(Refusal::StaleControl));
    }

    #[test]
    fn every_action_has_room_for_a_bot_a_guild_and_a_ticket() {
        for action in ACTIONS {
            let at = Place { bot: BotId::new(u64::MAX), guild: GuildId::new(u64::MAX) };
            let id = CustomId::new(action.word, u32::MAX).outside(at);
            assert!(id.to_string().len() <= MOST_CHARACTERS, "{id}");
        }
    }
}
