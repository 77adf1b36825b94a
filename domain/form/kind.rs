//! The kinds of question, and the one table of what each takes and within which limits.
//!
//! Limits by <https://docs.discord.com/developers/components/reference>.

use serde::{Deserialize, Serialize};

/// The most characters of a text input's value
/// (<https://docs.discord.com/developers/components/reference#text-input>).
pub const MOST_ANSWER_CHARACTERS: u32 = 4000;

/// How a question is asked: each is a component of Discord's, but for [`QuestionKind::Number`], which is a short text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// A text of one line.
    Short,
    /// A text of several lines.
    Paragraph,
    /// A number.
    Number,
    /// Options in a menu.
    Select,
    /// Users.
    Users,
    /// Roles.
    Roles,
    /// Users and roles.
    Mentionables,
    /// Channels.
    Channels,
    /// One of some options, all of which are seen.
    Radio,
    /// Any of some options, all of which are seen.
    Checkboxes,
    /// A yes or a no.
    Checkbox,
    /// Files.
    Files,
    /// Nothing: a text to be read.
    Display,
}

/// What a question of one kind takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Takes {
    /// How many options, at least and at most; none where it has none.
    pub options: Option<(usize, usize)>,
    /// Between what its least and its most have to be; none where it has none.
    pub bounds: Option<(i64, i64)>,
    /// The least and the most where nobody says so.
    pub usual: (Option<i64>, Option<i64>),
    /// The most characters of a placeholder; 0 where it has none.
    pub placeholder: usize,
    /// The most characters of its text, which is what an input holds at first or what a text display says; 0 where it has
    /// none.
    pub text: usize,
    /// Whether answers may have to look like something.
    pub pattern: bool,
}

/// What takes nothing besides a label and a description.
const NOTHING: Takes =
    Takes { options: None, bounds: None, usual: (None, None), placeholder: 0, text: 0, pattern: false };

const WRITING: Takes = Takes {
    bounds: Some((0, MOST_ANSWER_CHARACTERS as i64)),
    usual: (Some(0), Some(MOST_ANSWER_CHARACTERS as i64)),
    placeholder: 100,
    text: MOST_ANSWER_CHARACTERS as usize,
    pattern: true,
    ..NOTHING
};

const PICKING: Takes = Takes { bounds: Some((0, 25)), usual: (Some(1), Some(1)), placeholder: 150, ..NOTHING };

/// A number may be no larger, so that it is kept as it was written.
const LARGEST: i64 = 1_000_000_000_000;

impl QuestionKind {
    /// All kinds, as they are offered.
    pub const ALL: [Self; 13] = [
        Self::Short,
        Self::Paragraph,
        Self::Number,
        Self::Select,
        Self::Radio,
        Self::Checkboxes,
        Self::Checkbox,
        Self::Users,
        Self::Roles,
        Self::Mentionables,
        Self::Channels,
        Self::Files,
        Self::Display,
    ];

    /// What it takes: the one table.
    pub const fn takes(self) -> Takes {
        match self {
            Self::Short | Self::Paragraph => WRITING,
            Self::Number => {
                Takes { bounds: Some((-LARGEST, LARGEST)), usual: (None, None), placeholder: 100, text: 30, ..NOTHING }
            }
            Self::Select => Takes { options: Some((1, 25)), ..PICKING },
            Self::Users | Self::Roles | Self::Mentionables | Self::Channels => PICKING,
            Self::Radio => Takes { options: Some((2, 10)), ..NOTHING },
            Self::Checkboxes => {
                Takes { options: Some((1, 10)), bounds: Some((0, 10)), usual: (Some(0), None), ..NOTHING }
            }
            Self::Checkbox => Takes { text: 3, ..NOTHING },
            Self::Files => Takes { bounds: Some((0, 10)), usual: (Some(1), Some(1)), ..NOTHING },
            Self::Display => Takes { text: 2000, ..NOTHING },
        }
    }

    /// Its name, as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Paragraph => "paragraph",
            Self::Number => "number",
            Self::Select => "select",
            Self::Users => "users",
            Self::Roles => "roles",
            Self::Mentionables => "mentionables",
            Self::Channels => "channels",
            Self::Radio => "radio",
            Self::Checkboxes => "checkboxes",
            Self::Checkbox => "checkbox",
            Self::Files => "files",
            Self::Display => "display",
        }
    }

    /// The kind of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
