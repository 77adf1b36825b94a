//! The form that a ticket type asks: its questions in order, on pages, and what answers them.

mod answer;
mod earlier;
mod kind;
mod pattern;
mod question;

use serde::{Deserialize, Serialize};

pub use self::answer::{Answer, AnswerValue, AnsweredFile, Finite, Picked};
use self::earlier::StoredForm;
pub use self::kind::{MOST_ANSWER_CHARACTERS, QuestionKind, Takes};
pub use self::pattern::Pattern;
pub use self::question::{MOST_LABEL_CHARACTERS, Question, QuestionId, QuestionOption};
use crate::error::Refusal;
use crate::refusal::Field;
use crate::text::is_blank;

/// The most questions of a form: five pages.
pub const MOST_QUESTIONS: usize = 25;

/// The most characters of all that a form says: a guild's types are one record, which is read at each press.
pub const MOST_FORM_CHARACTERS: usize = 50_000;

/// The most questions that one modal holds
/// (<https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal>).
pub const ON_A_PAGE: usize = 5;

/// The questions of a ticket type, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredForm")]
pub struct Form {
    questions: Vec<Question>,
    /// The number of the next question.
    next: u16,
}

/// What came in for one question.
pub type Given = (QuestionId, AnswerValue);

impl Default for Form {
    fn default() -> Self {
        Self { questions: Vec::new(), next: 1 }
    }
}

impl Form {
    /// Reads questions as an admin types them in one line: separated by `|`, an `?` at the start for an optional one.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let mut form = Self::default();
        for question in text.split('|').map(str::trim).filter(|question| !question.is_empty()) {
            form.add(Question::parse(question)?)?;
        }
        Ok(form)
    }

    /// All questions.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// Whether there is nothing to ask and nothing to say.
    pub const fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    /// How many pages it has.
    pub const fn pages(&self) -> usize {
        self.questions.len().div_ceil(ON_A_PAGE)
    }

    /// The questions of a page, from 0; none where it has fewer.
    pub fn page(&self, page: usize) -> &[Question] {
        self.questions.chunks(ON_A_PAGE).nth(page).unwrap_or_default()
    }

    /// The question of this number.
    pub fn question(&self, id: QuestionId) -> Result<&Question, Refusal> {
        self.questions.iter().find(|question| question.id == id).ok_or(Refusal::NoSuchQuestion)
    }

    /// Adds a question at the end.
    pub fn add(&mut self, question: Question) -> Result<(), Refusal> {
        if self.questions.len() >= MOST_QUESTIONS {
            return Err(Refusal::TooManyQuestions { limit: MOST_QUESTIONS });
        }
        let question = question.checked()?;
        self.must_hold(&question, 0)?;
        self.push(question);
        Ok(())
    }

    /// Puts a question in the place of another, under a number of its own where it asks something else.
    pub fn edit(&mut self, id: QuestionId, question: Question) -> Result<(), Refusal> {
        let (place, question) = (self.place(id)?, Question { id, ..question.checked()? });
        let known = self.questions.get(place);
        if known != Some(&question) {
            self.must_hold(&question, known.map_or(0, Question::characters))?;
            self.push(question);
            self.questions.swap_remove(place);
        }
        Ok(())
    }

    /// Moves a question to a place, from 1; one behind the last is the last.
    pub fn move_to(&mut self, id: QuestionId, place: usize) -> Result<(), Refusal> {
        let question = self.take(id)?;
        self.questions.insert(place.saturating_sub(1).min(self.questions.len()), question);
        Ok(())
    }

    /// Removes a question.
    pub fn remove(&mut self, id: QuestionId) -> Result<(), Refusal> {
        self.take(id).map(drop)
    }

    /// Asks what another form asks, and nothing else. What was asked before keeps its number; no other is given twice.
    pub fn become_like(&mut self, other: Self) {
        let mut before = std::mem::take(&mut self.questions);
        for question in other.questions {
            let same = before.iter().position(|known| *known == Question { id: known.id, ..question.clone() });
            match same.map(|place| before.swap_remove(place)) {
                Some(known) => self.questions.push(known),
                None => self.push(question),
            }
        }
    }

    /// Refused unless what came in is for the questions of this page, each once: a form may be changed while a member
    /// fills it in.
    pub fn must_ask(&self, page: usize, given: &[Given]) -> Result<(), Refusal> {
        let asked = || self.page(page).iter().filter(|question| question.asks());
        let unanswered = asked().find(|question| given.iter().all(|(id, _)| *id != question.id));
        if let Some(question) = unanswered {
            return Err(Refusal::FormChanged { question: Some(question.label.clone()) });
        }
        if given.len() == asked().count() { Ok(()) } else { Err(Refusal::FormChanged { question: None }) }
    }

    /// The answers of a page, as long as each answers its question.
    pub fn answer_page(&self, page: usize, given: &[Given]) -> Result<Vec<Answer>, Refusal> {
        let asked = self.page(page).iter().filter(|question| question.asks());
        let answer = |question: &Question| {
            let found = given.iter().find(|(id, _)| *id == question.id);
            let (_, given) = found.ok_or_else(|| Refusal::FormChanged { question: Some(question.label.clone()) })?;
            Ok(Answer { question: question.label.clone(), answer: question.answer(given)? })
        };
        asked.map(answer).collect()
    }

    /// The answers of all pages, as long as each answers its question.
    pub fn answer(&self, given: &[Given]) -> Result<Vec<Answer>, Refusal> {
        let pages = (0..self.pages()).map(|page| self.answer_page(page, given));
        Ok(pages.collect::<Result<Vec<_>, _>>()?.concat())
    }

    /// The first page that these do not answer.
    pub fn first_unanswered(&self, given: &[Given]) -> Option<usize> {
        (0..self.pages()).find(|page| self.answer_page(*page, given).is_err())
    }

    /// Adds a question that is known to be sound, under the next number.
    fn push(&mut self, question: Question) {
        self.questions.push(Question { id: QuestionId(self.next), ..question });
        self.next = self.next.saturating_add(1);
    }

    /// Refused where a question is one too many of long ones; so many characters go for it.
    fn must_hold(&self, question: &Question, without: usize) -> Result<(), Refusal> {
        let together: usize = self.questions.iter().chain([question]).map(Question::characters).sum();
        if together.saturating_sub(without) > MOST_FORM_CHARACTERS {
            return Err(Refusal::FormTooLong { limit: MOST_FORM_CHARACTERS });
        }
        Ok(())
    }

    fn place(&self, id: QuestionId) -> Result<usize, Refusal> {
        self.questions.iter().position(|question| question.id == id).ok_or(Refusal::NoSuchQuestion)
    }

    fn take(&mut self, id: QuestionId) -> Result<Question, Refusal> {
        self.place(id).map(|place| self.questions.remove(place))
    }
}

/// Refused where a part of a question is shorter or longer than it may be, or where nobody would see it.
fn must_fit(field: Field, text: &str, least: usize, most: usize) -> Result<(), Refusal> {
    let unseen = is_blank(text) && (least > 0 || !text.is_empty());
    if unseen || !(least..=most).contains(&text.chars().count()) {
        return Err(Refusal::FieldLength { field, least, limit: most });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
