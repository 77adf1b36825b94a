//! The error log: failures of ours, each by the number that somebody was told or by one of its own.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use crate::api_key::digest;
use crate::clock::Timestamp;
use crate::ids::{BotId, ErrorNumber, GuildId};

/// The most characters that are kept of what went wrong.
const LONGEST_TEXT: usize = 1_000;

/// The most characters of what it happened to.
const LONGEST_SUBJECT: usize = 200;

/// Words with so many letters of which tokens and keys are made are not kept.
const LIKE_A_SECRET: usize = 40;

/// How many digits of hex name a cause.
const CAUSE_DIGITS: usize = 16;

/// The port of the error log. Notes at once and without waiting for anything.
pub trait ErrorLog: Send + Sync + Debug {
    /// Keeps a failure, unless too many came before it; its number.
    fn note(&self, error: NewError) -> ErrorNumber;
}

/// A failure as it is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewError {
    /// What failed.
    pub kind: ErrorKind,
    /// What went wrong, as an error says it.
    pub text: String,
    /// The number that somebody was told already.
    pub number: Option<ErrorNumber>,
    /// What it happened to: a job's key, a route.
    pub subject: String,
    /// The bot that it is about.
    pub bot: Option<BotId>,
    /// The guild that it is about.
    pub guild: Option<GuildId>,
}

/// A failure as it is kept: without secrets, and without what people said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedError {
    /// Its number.
    pub number: ErrorNumber,
    /// When it happened.
    pub at: Timestamp,
    /// What failed.
    pub kind: ErrorKind,
    /// What those have in common that failed for one reason: digits of hex.
    pub cause: String,
    /// What went wrong.
    pub text: String,
    /// What it happened to: a job's key, a route.
    pub subject: String,
    /// The bot that it is about.
    pub bot: Option<BotId>,
    /// The guild that it is about.
    pub guild: Option<GuildId>,
}

/// All failures of one cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorGroup {
    /// The cause: digits of hex.
    pub cause: String,
    /// What failed.
    pub kind: ErrorKind,
    /// What went wrong, as it was said last.
    pub text: String,
    /// How often.
    pub count: u64,
    /// When it happened first.
    pub first: Timestamp,
    /// When it happened last.
    pub last: Timestamp,
}

/// What failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// An interaction: a member was told the number.
    Interaction,
    /// A request over HTTP: the caller was told the number.
    Request,
    /// A job, which was given up.
    Job,
    /// An event of Discord's, which was not kept.
    Event,
    /// A bot, which is stopped until somebody does something.
    BotStopped,
}

impl ErrorKind {
    /// Its name, as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Interaction => "interaction",
            Self::Request => "request",
            Self::Job => "job",
            Self::Event => "event",
            Self::BotStopped => "bot_stopped",
        }
    }
}

impl NewError {
    /// A failure of which nobody was told a number yet.
    pub fn new(kind: ErrorKind, text: impl Into<String>) -> Self {
        let (text, subject) = (text.into(), String::new());
        Self { kind, text, number: None, subject, bot: None, guild: None }
    }

    /// The failure as it is kept.
    pub fn logged(self, number: ErrorNumber, at: Timestamp) -> LoggedError {
        let Self { kind, text, subject, bot, guild, .. } = self;
        let text = harmless(&text);
        let cause = digest(&format!("{} {}", kind.name(), pattern(&text))).chars().take(CAUSE_DIGITS).collect();
        let subject = subject.chars().filter(|letter| !letter.is_control()).take(LONGEST_SUBJECT).collect();
        LoggedError { number, at, kind, cause, text, subject, bot, guild }
    }
}

/// A text without what may be a secret or somebody's own words: what stands in quotes, what looks like a token, and where
/// addresses and files lead to.
pub fn harmless(text: &str) -> String {
    let text: String =
        without_quoted(text).chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let words: Vec<String> = text.split(' ').filter(|word| !word.is_empty()).map(harmless_word).collect();
    words.join(" ").chars().take(LONGEST_TEXT).collect()
}

/// A text with nothing between its quotes; without its rest where a quote has no end.
fn without_quoted(text: &str) -> String {
    let (mut kept, mut quoted, mut escaped) = (String::with_capacity(text.len()), false, false);
    for letter in text.chars() {
        match letter {
            '"' if !escaped => {
                kept.push_str(if quoted { "\"" } else { "\"…" });
                quoted = !quoted;
            }
            _ if !quoted => kept.push(letter),
            _ => {}
        }
        escaped = quoted && letter == '\\' && !escaped;
    }
    kept
}

fn harmless_word(word: &str) -> String {
    if let Some((scheme, _)) = word.split_once("://") {
        return format!("{scheme}://…");
    }
    let is_path = word.trim_start_matches(['(', '\'', '`']).starts_with(['/', '\\']);
    if let Some((_, name)) = word.rsplit_once(['/', '\\']).filter(|_| is_path) {
        return format!("…/{name}");
    }
    let longest = word.split(|letter: char| !letter.is_ascii_alphanumeric() && !"-_.+=".contains(letter));
    if longest.map(str::len).max().unwrap_or_default() >= LIKE_A_SECRET { "…".to_owned() } else { word.to_owned() }
}

/// What texts have in common that differ in numbers only: each word with a digit in it is one sign.
fn pattern(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let same = |word: &str| word.chars().any(|letter| letter.is_ascii_digit());
    words.map(|word| if same(word) { "#" } else { word }).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(text: &str) -> LoggedError {
        NewError::new(ErrorKind::Request, text).logged(ErrorNumber::new(1), Timestamp::default())
    }

    #[test]
    fn nothing_is_kept_that_may_be_a_secret_or_was_said() {
        for (said, kept) in [
            (r#"invalid value: string "my card is 4111", expected u64"#, r#"invalid value: string "…", expected u64"#),
            (r#"said "a \" b" twice "c"#, r#"said "…" twice "…"#),
            ("mongodb://user:pass@host/db is away", "mongodb://… is away"),
            ("no such file: /var/lib/tickit/guild-7.db (os error 2)", "no such file: …/guild-7.db (os error 2)"),
            ("token MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz012", "token …"),
            ("a\n\u{0}b", "a b"),
            ("", ""),
        ] {
            assert_eq!(logged(said).text, kept, "{said}");
        }
        assert_eq!(logged(&"é ".repeat(5_000)).text.chars().count(), LONGEST_TEXT);
    }

    #[test]
    fn failures_that_differ_in_numbers_have_one_cause_and_others_do_not() {
        let cause = |text: &str| logged(text).cause;
        assert_eq!(cause("ticket 7 of guild 12: the disk is full"), cause("ticket 12345 of guild 9: the disk is full"));
        assert_ne!(cause("ticket 7: the disk is full"), cause("ticket 7: the disk is broken"));
        let job = NewError::new(ErrorKind::Job, "late").logged(ErrorNumber::new(1), Timestamp::default());
        assert_ne!(job.cause, cause("late"));
        assert_eq!(job.cause.len(), CAUSE_DIGITS);
    }

    #[test]
    fn numbers_tell_their_moment_and_differ() {
        let moment = Timestamp::from_millis(1_772_366_400_123);
        let (one, other) = (ErrorNumber::at(moment, 1), ErrorNumber::at(moment, 2));
        assert_eq!((one.made_at(), one == other), (moment, false));
    }
}
