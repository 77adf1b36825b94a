//! A question of a form as it is told, and as it comes in.

use serde::{Deserialize, Serialize};
use tickit_domain::form::{Pattern, Question, QuestionKind, QuestionOption};
use tickit_domain::settings::Change;
use utoipa::ToSchema;

use crate::http::api::patch::{change, some};

/// A question.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Question)]
pub(in crate::http) struct QuestionOut {
    /// Another one after each change of it.
    number: u16,
    /// How it is asked: `short`, `paragraph`, `number`, `select`, `radio`, `checkboxes`, `checkbox`, `users`, `roles`,
    /// `mentionables`, `channels`, `files`, or `display` where it is a text to be read.
    #[schema(value_type = String)]
    kind: QuestionKind,
    label: String,
    description: String,
    required: bool,
    /// The fewest characters, choices or files, or the smallest number.
    least: Option<i64>,
    /// The most of them, or the largest number.
    most: Option<i64>,
    placeholder: String,
    /// What an input holds at first, or what is to be read.
    text: String,
    /// The regular expression that an answer has to match as a whole.
    pattern: Option<String>,
    /// What is said where it does not.
    pattern_message: Option<String>,
    options: Vec<OptionJson>,
}

/// Something that can be chosen.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = QuestionOption)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct OptionJson {
    label: String,
    #[serde(default)]
    description: String,
    /// Whether it is chosen at first.
    #[serde(default)]
    default: bool,
}

/// A question to be asked, or what becomes of one (RFC 7396): what is left out stays, and `null` takes it back. Of a new
/// one `kind` and `label` have to be there. What its kind does not take is left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct QuestionIn {
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<String>)]
    kind: Option<QuestionKind>,
    /// 1 to 45 characters.
    #[serde(default, deserialize_with = "some")]
    label: Option<String>,
    /// 100 characters at most.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    description: Change<String>,
    #[serde(default, deserialize_with = "some")]
    required: Option<bool>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<i64>)]
    least: Change<i64>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<i64>)]
    most: Change<i64>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    placeholder: Change<String>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    text: Change<String>,
    /// A regular expression of 200 characters at most.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    pattern: Change<String>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    pattern_message: Change<String>,
    /// All that can be chosen from now on.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<Vec<OptionJson>>)]
    options: Change<Vec<OptionJson>>,
}

impl QuestionIn {
    /// The new question that it describes; `None` where it does not say how is asked.
    pub(super) fn new_question(self) -> Option<Question> {
        let new = Question::new(self.kind?, String::new());
        Some(self.applied_to(new))
    }

    /// A question as it is after it.
    pub(super) fn applied_to(self, known: Question) -> Question {
        Question {
            id: known.id,
            kind: self.kind.unwrap_or(known.kind),
            label: self.label.unwrap_or(known.label),
            description: self.description.after(Some(known.description)).unwrap_or_default(),
            required: self.required.unwrap_or(known.required),
            least: self.least.after(known.least),
            most: self.most.after(known.most),
            placeholder: self.placeholder.after(Some(known.placeholder)).unwrap_or_default(),
            text: self.text.after(Some(known.text)).unwrap_or_default(),
            pattern: pattern((self.pattern, self.pattern_message), known.pattern),
            options: options(self.options, known.options),
        }
    }
}

/// What an answer has to look like after it.
fn pattern((text, message): (Change<String>, Change<String>), known: Option<Pattern>) -> Option<Pattern> {
    let (known_text, known_message) = known.map_or((None, None), |known| (Some(known.text), known.message));
    let message = message.after(known_message);
    text.after(known_text).map(|text| Pattern { text, message })
}

/// What can be chosen after it.
fn options(change: Change<Vec<OptionJson>>, known: Vec<QuestionOption>) -> Vec<QuestionOption> {
    match change {
        Change::Keep => known,
        Change::Clear => Vec::new(),
        Change::Set(options) => options.into_iter().map(QuestionOption::from).collect(),
    }
}

impl From<&Question> for QuestionOut {
    fn from(question: &Question) -> Self {
        let options = question.options.iter().cloned().map(OptionJson::from);
        Self {
            number: question.id.0,
            kind: question.kind,
            label: question.label.clone(),
            description: question.description.clone(),
            required: question.required,
            least: question.least,
            most: question.most,
            placeholder: question.placeholder.clone(),
            text: question.text.clone(),
            pattern: question.pattern.as_ref().map(|pattern| pattern.text.clone()),
            pattern_message: question.pattern.as_ref().and_then(|pattern| pattern.message.clone()),
            options: options.collect(),
        }
    }
}

impl From<QuestionOption> for OptionJson {
    fn from(QuestionOption { label, description, default }: QuestionOption) -> Self {
        Self { label, description, default }
    }
}

impl From<OptionJson> for QuestionOption {
    fn from(OptionJson { label, description, default }: OptionJson) -> Self {
        Self { label: label.trim().to_owned(), description: description.trim().to_owned(), default }
    }
}
