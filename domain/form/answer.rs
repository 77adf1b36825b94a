//! What is answered to a question: what came in, and what is kept of it once it answers the question.

use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};

use super::kind::{MOST_ANSWER_CHARACTERS, QuestionKind};
use super::question::Question;
use crate::error::Refusal;
use crate::ids::{ChannelId, RoleId, UserId};
use crate::text::is_blank;
use crate::whom::Whom;

/// One answer, kept with its question, because questions change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was asked.
    pub question: String,
    /// What was answered; empty where an optional question was left out.
    pub answer: AnswerValue,
}

/// What was answered. A text is stored as such, as ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerValue {
    /// A number.
    Number(Finite),
    /// Options, by what they are called.
    Choices(Vec<String>),
    /// Users.
    Users(Vec<Picked<UserId>>),
    /// Roles.
    Roles(Vec<Picked<RoleId>>),
    /// Users and roles.
    Mentionables(Vec<Picked<Whom>>),
    /// Channels.
    Channels(Vec<Picked<ChannelId>>),
    /// Files.
    Files(Vec<AnsweredFile>),
    /// Whether a box was ticked.
    Checked(bool),
    /// A text.
    #[serde(untagged)]
    Text(String),
}

/// A number that is neither infinite nor no number at all.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Finite(f64);

/// Somebody or something of the guild's, and what it was called then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked<Id> {
    /// Who or which.
    pub id: Id,
    /// The name; empty where it is not known.
    pub name: String,
}

/// A file that was handed in with a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredFile {
    /// Its name.
    pub name: String,
    /// Where Discord has it.
    pub url: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// A number is equal to itself, as it is one.
impl Eq for Finite {}

impl Finite {
    /// A number as members write it, with a point or a comma before its decimals.
    fn read(text: &str) -> Option<Self> {
        let plain = |letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '+' | '.' | ',');
        let number = text.replacen(',', ".", 1).parse::<f64>().ok()?;
        (text.chars().all(plain) && number.is_finite()).then_some(Self(number))
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl AnswerValue {
    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => is_blank(text),
            Self::Number(_) => false,
            Self::Checked(checked) => !checked,
            Self::Choices(all) => all.is_empty(),
            Self::Users(all) => all.is_empty(),
            Self::Roles(all) => all.is_empty(),
            Self::Mentionables(all) => all.is_empty(),
            Self::Channels(all) => all.is_empty(),
            Self::Files(all) => all.is_empty(),
        }
    }

    /// How many were chosen or handed in.
    fn count(&self) -> usize {
        match self {
            Self::Choices(all) => all.len(),
            Self::Users(all) => all.len(),
            Self::Roles(all) => all.len(),
            Self::Mentionables(all) => all.len(),
            Self::Channels(all) => all.len(),
            Self::Files(all) => all.len(),
            Self::Text(_) | Self::Number(_) | Self::Checked(_) => 1,
        }
    }

    /// What was answered, each thing by itself, for whoever does not see the guild: by names.
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Text(text) => vec![text.clone()],
            Self::Number(number) => vec![number.to_string()],
            Self::Checked(checked) => vec![if *checked { "☑" } else { "☐" }.to_owned()],
            Self::Choices(labels) => labels.clone(),
            Self::Users(users) => users.iter().map(|user| user.called('@')).collect(),
            Self::Roles(roles) => roles.iter().map(|role| role.called('@')).collect(),
            Self::Mentionables(all) => all.iter().map(|one| one.called('@')).collect(),
            Self::Channels(channels) => channels.iter().map(|channel| channel.called('#')).collect(),
            Self::Files(files) => files.iter().map(ToString::to_string).collect(),
        }
    }
}

impl Question {
    /// What is kept of what came in, as long as it answers this question.
    pub(super) fn answer(&self, given: &AnswerValue) -> Result<AnswerValue, Refusal> {
        let question = || self.label.clone();
        let answer = match (self.kind, given) {
            (QuestionKind::Short | QuestionKind::Paragraph, AnswerValue::Text(text)) => self.text_answer(text)?,
            (QuestionKind::Number, AnswerValue::Text(text)) => self.number_answer(text)?,
            (QuestionKind::Select | QuestionKind::Radio | QuestionKind::Checkboxes, AnswerValue::Choices(labels)) => {
                let offered = |label: &&String| self.options.iter().any(|option| option.label == **label);
                if !labels.iter().all(|label| offered(&label)) {
                    return Err(Refusal::FormChanged { question: Some(question()) });
                }
                given.clone()
            }
            (QuestionKind::Users, AnswerValue::Users(_))
            | (QuestionKind::Roles, AnswerValue::Roles(_))
            | (QuestionKind::Mentionables, AnswerValue::Mentionables(_))
            | (QuestionKind::Channels, AnswerValue::Channels(_))
            | (QuestionKind::Files, AnswerValue::Files(_))
            | (QuestionKind::Checkbox, AnswerValue::Checked(_)) => given.clone(),
            _ => return Err(Refusal::FormChanged { question: Some(question()) }),
        };
        if answer.is_empty() {
            return if self.required { Err(Refusal::AnswerMissing { question: question() }) } else { Ok(answer) };
        }
        self.must_be_enough(answer.count())?;
        Ok(answer)
    }

    fn text_answer(&self, text: &str) -> Result<AnswerValue, Refusal> {
        let (text, question) = (text.trim(), || self.label.clone());
        let (length, most) = (text.chars().count(), self.most().map_or(MOST_ANSWER_CHARACTERS, shown));
        if length > most.min(MOST_ANSWER_CHARACTERS) as usize {
            return Err(Refusal::AnswerTooLong { question: question(), limit: most });
        }
        if is_blank(text) {
            return Ok(AnswerValue::Text(String::new()));
        }
        let least = self.least().map_or(0, shown);
        if length < least as usize {
            return Err(Refusal::AnswerTooShort { question: question(), limit: least });
        }
        match &self.pattern {
            Some(pattern) if !pattern.matches(text) => {
                Err(Refusal::AnswerUnfit { question: question(), message: pattern.message.clone() })
            }
            _ => Ok(AnswerValue::Text(text.to_owned())),
        }
    }

    fn number_answer(&self, text: &str) -> Result<AnswerValue, Refusal> {
        let (text, question) = (text.trim(), || self.label.clone());
        if is_blank(text) {
            return Ok(AnswerValue::Text(String::new()));
        }
        let number = Finite::read(text).ok_or_else(|| Refusal::AnswerNoNumber { question: question() })?;
        let (below, above) = (self.least.map(beyond), self.most.map(beyond));
        if below.is_some_and(|least| number.0 < least) || above.is_some_and(|most| number.0 > most) {
            return Err(Refusal::AnswerRange { question: question(), range: range(self) });
        }
        Ok(AnswerValue::Number(number))
    }

    /// Of what is counted, which a text, a number and a box are not.
    fn must_be_enough(&self, count: usize) -> Result<(), Refusal> {
        let counts = !matches!(
            self.kind,
            QuestionKind::Short | QuestionKind::Paragraph | QuestionKind::Number | QuestionKind::Checkbox
        );
        let (least, limit) = (self.least().map_or(0, shown), self.most().map_or(1, shown));
        if counts && !(least as usize..=limit as usize).contains(&count) {
            return Err(Refusal::AnswerCount { question: self.label.clone(), least, limit });
        }
        Ok(())
    }
}

#[expect(clippy::cast_precision_loss, reason = "no bound has so many digits")]
const fn beyond(bound: i64) -> f64 {
    bound as f64
}

/// From where to where a number may be.
fn range(question: &Question) -> String {
    match (question.least, question.most) {
        (Some(least), Some(most)) => format!("{least} … {most}"),
        (Some(least), None) => format!("≥ {least}"),
        (None, Some(most)) => format!("≤ {most}"),
        (None, None) => String::new(),
    }
}

fn shown(bound: i64) -> u32 {
    u32::try_from(bound).unwrap_or(0)
}

impl<Id: Display> Picked<Id> {
    fn called(&self, sign: char) -> String {
        if self.name.is_empty() { format!("{sign}{}", self.id) } else { format!("{sign}{}", self.name) }
    }
}

impl Display for AnswerValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let between = if matches!(self, Self::Files(_)) { "\n" } else { ", " };
        f.write_str(&self.names().join(between))
    }
}

impl Display for Finite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Display for AnsweredFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} B) {}", self.name, self.bytes, self.url)
    }
}

impl From<&str> for AnswerValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for AnswerValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
