//! One question of a form: what it asks, how, and what it takes for an answer.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::kind::{QuestionKind, Takes};
use super::must_fit;
use super::pattern::Pattern;
use crate::error::Refusal;
use crate::refusal::Field;
use crate::text::is_blank;

/// The most characters of a question, which is a label
/// (<https://docs.discord.com/developers/components/reference#label>).
pub const MOST_LABEL_CHARACTERS: usize = 45;

/// The most characters of what is said below it.
pub const MOST_DESCRIPTION_CHARACTERS: usize = 100;

/// The most characters of an option's name, and of its description
/// (<https://docs.discord.com/developers/components/reference#string-select>).
pub const MOST_OPTION_CHARACTERS: usize = 100;

/// A question's number in its form: short, and never given twice. One that is changed gets another, so that an answer to
/// what was asked before is not taken for one to what is asked now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuestionId(pub u16);

/// One question of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its number.
    pub id: QuestionId,
    /// How it is asked.
    pub kind: QuestionKind,
    /// What is asked; of a text display, what it is called in lists.
    pub label: String,
    /// What is said below the label; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether it must be answered; a checkbox, whether it must be ticked.
    pub required: bool,
    /// The fewest characters, choices or files, or the smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<i64>,
    /// The most characters, choices or files, or the largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<i64>,
    /// What an empty input shows; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub placeholder: String,
    /// What a text input holds at first, or what a text display says; a checkbox is ticked at first where it is not empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What an answer has to look like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Pattern>,
    /// What can be chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<QuestionOption>,
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionOption {
    /// What it is called, as nothing else of the question's is.
    pub label: String,
    /// What is said about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether it is chosen at first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub default: bool,
}

impl Question {
    /// A question of which only the kind and the label are chosen.
    pub fn new(kind: QuestionKind, label: impl Into<String>) -> Self {
        Self {
            id: QuestionId(0),
            kind,
            label: label.into(),
            description: String::new(),
            required: true,
            least: None,
            most: None,
            placeholder: String::new(),
            text: String::new(),
            pattern: None,
            options: Vec::new(),
        }
    }

    /// Reads a question as an admin types it in a list: an `?` at the start for an optional one.
    pub(super) fn parse(text: &str) -> Result<Self, Refusal> {
        let (required, text) = text.strip_prefix('?').map_or((true, text), |optional| (false, optional.trim()));
        if is_blank(text) || text.chars().count() > MOST_LABEL_CHARACTERS {
            let limit = MOST_LABEL_CHARACTERS;
            return Err(Refusal::QuestionLength { question: text.to_owned(), limit });
        }
        Ok(Self { required, ..Self::new(QuestionKind::Paragraph, text) })
    }

    /// How many characters all that it says has.
    pub(super) fn characters(&self) -> usize {
        let pattern = self.pattern.iter().flat_map(|pattern| [Some(&pattern.text), pattern.message.as_ref()]).flatten();
        let options = self.options.iter().flat_map(|option| [&option.label, &option.description]);
        let own = [&self.label, &self.description, &self.placeholder, &self.text];
        own.into_iter().chain(pattern).chain(options).map(|text| text.chars().count()).sum()
    }

    /// Whether it takes an answer.
    pub fn asks(&self) -> bool {
        self.kind != QuestionKind::Display
    }

    /// The least that an answer that is given may be, where there is such.
    pub fn least(&self) -> Option<i64> {
        self.least.or(self.kind.takes().usual.0)
    }

    /// The most that an answer may be, where there is such.
    pub fn most(&self) -> Option<i64> {
        let usual = self.kind.takes().usual.1;
        let all = || {
            (self.kind == QuestionKind::Checkboxes).then_some(self.options.len()).and_then(|all| all.try_into().ok())
        };
        self.most.or(usual).or_else(all)
    }

    /// The same without what its kind does not take; refused where anything is more or less than Discord takes.
    pub(super) fn checked(mut self) -> Result<Self, Refusal> {
        let takes = self.kind.takes();
        for text in [&mut self.label, &mut self.description, &mut self.placeholder, &mut self.text] {
            *text = text.trim().to_owned();
        }
        must_fit(Field::Label, &self.label, 1, MOST_LABEL_CHARACTERS)?;
        must_fit(Field::Description, &self.description, 0, MOST_DESCRIPTION_CHARACTERS)?;
        must_fit(Field::Placeholder, &self.placeholder, 0, takes.placeholder)?;
        let (field, least) = if self.kind == QuestionKind::Display { (Field::Text, 1) } else { (Field::Default, 0) };
        must_fit(field, &self.text, least, takes.text)?;
        self.pattern = self.pattern.filter(|_| takes.pattern);
        self.pattern.as_ref().map_or(Ok(()), Pattern::must_work)?;
        self.check_options(takes)?;
        self.check_bounds(takes)?;
        Ok(self)
    }

    fn check_options(&mut self, takes: Takes) -> Result<(), Refusal> {
        let Some((least, most)) = takes.options else {
            self.options.clear();
            return Ok(());
        };
        if !(least..=most).contains(&self.options.len()) {
            return Err(range(Field::Options, least, most));
        }
        let mut labels = BTreeSet::new();
        for option in &self.options {
            must_fit(Field::Option, &option.label, 1, MOST_OPTION_CHARACTERS)?;
            must_fit(Field::OptionDescription, &option.description, 0, MOST_OPTION_CHARACTERS)?;
            if !labels.insert(option.label.as_str()) {
                return Err(Refusal::OptionTwice { option: option.label.clone() });
            }
        }
        let most_chosen = if self.kind == QuestionKind::Radio { 1 } else { most };
        let chosen = self.options.iter().filter(|option| option.default).count();
        if chosen > most_chosen { Err(range(Field::Default, 0, most_chosen)) } else { Ok(()) }
    }

    fn check_bounds(&mut self, takes: Takes) -> Result<(), Refusal> {
        let Some((least, most)) = takes.bounds else {
            (self.least, self.most) = (None, None);
            return Ok(());
        };
        let most = if takes.options.is_some() { most.min(self.options.len().try_into().unwrap_or(most)) } else { most };
        // Nobody can answer with at most nothing.
        let counts = self.kind != QuestionKind::Number;
        for (field, given, from) in
            [(Field::Least, self.least, least), (Field::Most, self.most, if counts { 1 } else { least })]
        {
            if given.is_some_and(|given| !(from..=most).contains(&given)) {
                return Err(range(field, from, most));
            }
        }
        if self.least().zip(self.most()).is_some_and(|(least, most)| least > most) {
            return Err(Refusal::BoundsCrossed);
        }
        let length = i64::try_from(self.text.chars().count()).unwrap_or(i64::MAX);
        if takes.pattern && self.most().is_some_and(|most| length > most) {
            return Err(range(Field::Default, 0, self.most().unwrap_or_default()));
        }
        Ok(())
    }
}

fn range(field: Field, least: impl TryInto<i64>, most: impl TryInto<i64>) -> Refusal {
    let (least, limit) = (least.try_into().unwrap_or(0), most.try_into().unwrap_or(i64::MAX));
    Refusal::FieldRange { field, least, limit }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for QuestionId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}
