//! Forms as settings of versions 1 and 2 held them: a list of texts to be written, without numbers.

use serde::Deserialize;

use super::Form;
use super::kind::QuestionKind;
use super::question::{Question, QuestionId};

/// From how many characters on a text input had several lines.
const SHORT: u32 = 100;

/// A form in either shape.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum StoredForm {
    Earlier(Vec<EarlierQuestion>),
    Now { questions: Vec<Question>, next: u16 },
}

#[derive(Debug, Deserialize)]
pub(super) struct EarlierQuestion {
    text: String,
    required: bool,
    longest: u32,
}

impl From<StoredForm> for Form {
    fn from(stored: StoredForm) -> Self {
        match stored {
            StoredForm::Now { questions, next } => Self { questions, next },
            StoredForm::Earlier(questions) => {
                let mut form = Self::default();
                for question in questions {
                    form.push(question.into());
                }
                form
            }
        }
    }
}

impl From<EarlierQuestion> for Question {
    fn from(earlier: EarlierQuestion) -> Self {
        let EarlierQuestion { text, required, longest } = earlier;
        let kind = if longest <= SHORT { QuestionKind::Short } else { QuestionKind::Paragraph };
        Self { id: QuestionId(0), required, most: Some(longest.into()), ..Self::new(kind, text) }
    }
}
