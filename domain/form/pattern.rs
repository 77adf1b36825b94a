//! Patterns: regular expressions that answers have to match as a whole, in a time that grows with the answer's length and
//! no faster.

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

use crate::error::Refusal;
use crate::refusal::Field;

/// The most characters of one.
pub const MOST_PATTERN_CHARACTERS: usize = 200;

/// The most characters of what is said where an answer does not match.
pub const MOST_MESSAGE_CHARACTERS: usize = 200;

/// The most bytes that one may become: what an answer of 4,000 characters takes in the worst case grows with it.
const MOST_BYTES: usize = 256 * 1024;

/// How deep its groups may be.
const DEEPEST: u32 = 20;

/// What an answer has to look like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The regular expression.
    pub text: String,
    /// What is said where an answer does not match it.
    pub message: Option<String>,
}

impl Pattern {
    /// Refused where it cannot be understood or would be too much work.
    pub(super) fn must_work(&self) -> Result<(), Refusal> {
        super::must_fit(Field::Pattern, &self.text, 1, MOST_PATTERN_CHARACTERS)?;
        super::must_fit(Field::PatternMessage, self.message.as_deref().unwrap_or("-"), 1, MOST_MESSAGE_CHARACTERS)?;
        // On its own first, so that it cannot end the group that it is put into.
        for text in [self.text.clone(), self.whole()] {
            compiled(&text).map_err(|error| Refusal::PatternRefused { reason: in_short(&error) })?;
        }
        Ok(())
    }

    /// Whether all of a text is what it describes.
    pub fn matches(&self, text: &str) -> bool {
        compiled(&self.whole()).is_ok_and(|regex| regex.is_match(text))
    }

    fn whole(&self) -> String {
        format!(r"\A(?:{})\z", self.text)
    }
}

fn compiled(text: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).size_limit(MOST_BYTES).dfa_size_limit(MOST_BYTES).nest_limit(DEEPEST).build()
}

/// The last line of an error, which says what is wrong; those above show where.
fn in_short(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern { text: text.into(), message: None }
    }

    #[test]
    fn an_answer_matches_as_a_whole_or_not_at_all() {
        let order = pattern(r"[A-Z]{2}-\d+|none");
        assert!(order.must_work().is_ok() && order.matches("AB-12") && order.matches("none"));
        assert!(!order.matches("AB-12 or so") && !order.matches("see AB-12") && !order.matches("none\n"));
        assert!(pattern(r"\w+@\w+\.\w+").must_work().is_ok());
    }

    #[test]
    fn one_that_cannot_be_understood_is_refused_with_the_reason() {
        for text in ["(", "a)(b", "[", "a{2,1}", r"\", r"(?=look)", r"(a)\1", "(?<name>x"] {
            let refused = pattern(text).must_work();
            assert!(matches!(&refused, Err(Refusal::PatternRefused { reason }) if !reason.is_empty()), "{text}");
        }
        assert!(matches!(pattern("").must_work(), Err(Refusal::FieldLength { field: Field::Pattern, .. })));
        assert!(matches!(pattern(&"x".repeat(201)).must_work(), Err(Refusal::FieldLength { limit: 200, .. })));
    }

    #[test]
    fn no_pattern_runs_for_ever() {
        let long = format!("{}!", "a".repeat(3999));
        let hostile = [
            "(a+)+$",
            "(a|aa)+b",
            "(.*)*x",
            r"(\w+\s?)*\d",
            "a{1000}{1000}",
            r"(?:\pL{1,90}){1,90}",
            r"((((((((((a*)*)*)*)*)*)*)*)*)*)*b",
            r"(?i)(x+x+)+y",
            r".{0,900}a.{0,900}b",
        ];
        for text in hostile {
            let (begun, pattern) = (Instant::now(), pattern(text));
            if pattern.must_work().is_ok() {
                pattern.matches(&long);
            }
            assert!(begun.elapsed() < Duration::from_secs(2), "{text} took {:?}", begun.elapsed());
        }
    }
}
