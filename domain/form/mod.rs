//! The form that a ticket type asks, and the answers to it.

use serde::{Deserialize, Serialize};

use crate::error::Refusal;

/// The most questions that one modal holds
/// (<https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal>).
pub const MOST_QUESTIONS: usize = 5;

/// The most characters of a text input's value
/// (<https://docs.discord.com/developers/components/reference#text-input>).
pub const MOST_ANSWER_CHARACTERS: u32 = 4000;

/// The most characters of a question, which is a label
/// (<https://docs.discord.com/developers/components/reference#label>).
pub const MOST_QUESTION_CHARACTERS: usize = 45;

/// One question of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// Whether it must be answered.
    pub required: bool,
    /// The most characters of an answer.
    pub longest: u32,
}

/// One answer, kept with its question, because questions change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was asked.
    pub question: String,
    /// What was answered; empty where an optional question was left out.
    pub answer: String,
}

/// The questions of a ticket type, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Form(pub Vec<Question>);

impl Form {
    /// Reads questions as an admin types them: separated by `|`, an `?` at the start for an optional one.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let questions: Vec<&str> = text.split('|').map(str::trim).filter(|question| !question.is_empty()).collect();
        if questions.len() > MOST_QUESTIONS {
            return Err(Refusal::TooManyQuestions { limit: u32::try_from(MOST_QUESTIONS).unwrap_or(u32::MAX) });
        }
        questions.into_iter().map(Question::parse).collect::<Result<_, _>>().map(Self)
    }

    /// Whether there is nothing to ask.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes what came in, one text a question in order, as long as it answers this form.
    ///
    /// Refused where a required answer is missing or blank, one is too long, or there are more or fewer answers than
    /// questions, which happens when the form was changed while a member filled it in.
    pub fn answer(&self, given: &[String]) -> Result<Vec<Answer>, Refusal> {
        if given.len() != self.0.len() {
            let unanswered = self.0.get(given.len()).map(|question| question.text.clone());
            return Err(Refusal::FormChanged { question: unanswered });
        }
        self.0.iter().zip(given).map(|(question, answer)| question.answer(answer)).collect()
    }
}

impl Question {
    fn parse(text: &str) -> Result<Self, Refusal> {
        let (required, text) = text.strip_prefix('?').map_or((true, text), |optional| (false, optional.trim()));
        if text.is_empty() || text.chars().count() > MOST_QUESTION_CHARACTERS {
            let limit = u32::try_from(MOST_QUESTION_CHARACTERS).unwrap_or(u32::MAX);
            return Err(Refusal::QuestionLength { question: text.to_owned(), limit });
        }
        Ok(Self { text: text.to_owned(), required, longest: MOST_ANSWER_CHARACTERS })
    }

    fn answer(&self, given: &str) -> Result<Answer, Refusal> {
        let answer = given.trim();
        if self.required && answer.is_empty() {
            return Err(Refusal::AnswerMissing { question: self.text.clone() });
        }
        if answer.chars().count() > self.longest.min(MOST_ANSWER_CHARACTERS) as usize {
            return Err(Refusal::AnswerTooLong { question: self.text.clone(), limit: self.longest });
        }
        Ok(Answer { question: self.text.clone(), answer: answer.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        Form::parse("Order number | ? Anything else").unwrap()
    }

    #[test]
    fn an_optional_question_may_stay_blank() {
        let answers = form().answer(&["17".into(), String::new()]).unwrap();
        assert_eq!(answers[0], Answer { question: "Order number".into(), answer: "17".into() });
        assert_eq!(answers[1].answer, "");
    }

    #[test]
    fn what_does_not_answer_the_form_is_refused() {
        let missing = Refusal::FormChanged { question: Some("Anything else".into()) };
        assert_eq!(form().answer(&["17".into()]), Err(missing));
        let gone = Refusal::FormChanged { question: None };
        assert_eq!(form().answer(&["1".into(), "2".into(), "3".into()]), Err(gone));
        assert!(matches!(form().answer(&["  ".into(), "x".into()]), Err(Refusal::AnswerMissing { .. })));
        assert!(matches!(form().answer(&["é".repeat(4001), String::new()]), Err(Refusal::AnswerTooLong { .. })));
        assert!(form().answer(&["é".repeat(4000), String::new()]).is_ok());
        assert!(Form::parse("1|2|3|4|5|6").is_err());
    }
}
