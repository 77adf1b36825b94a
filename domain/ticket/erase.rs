//! Taking out of a ticket what a member said, and what they are called.

use super::Ticket;
use crate::event::Whose;
use crate::form::AnswerValue;
use crate::ids::UserId;
use crate::text::ERASED;

impl Ticket {
    /// Whether its record holds something that they said.
    pub fn holds_words_of(&self, user: UserId) -> bool {
        let closed = self.closing.as_ref().is_some_and(|closing| closing.by.user() == Some(user));
        self.opener == user || closed || self.quoted.as_ref().is_some_and(|quoted| quoted.author == user)
    }

    /// Whose it is, seen from them.
    pub(crate) fn whose(&self, user: UserId) -> Whose {
        if self.opener == user { Whose::Theirs } else { Whose::Others }
    }

    /// Replaces what they said. That they had it, when and of which type, stays, and how many stars they gave.
    pub fn erase(&mut self, user: UserId) {
        self.log.erase(user, self.whose(user));
        if self.opener == user {
            self.opener_name.clear();
            self.name = format!("ticket-{:04}", self.id.get());
            for answer in &mut self.answers {
                answer.answer = AnswerValue::Text(ERASED.to_owned());
            }
            for rating in &mut self.ratings {
                replace(&mut rating.comment);
            }
        }
        if let Some(quoted) = self.quoted.as_mut().filter(|quoted| quoted.author == user) {
            replace(&mut quoted.text);
            quoted.files.clear();
        }
        if let Some(closing) = self.closing.as_mut().filter(|closing| closing.by.user() == Some(user)) {
            replace(&mut closing.reason);
            closing.by.forget_name();
        }
    }
}

/// What was left empty stays so.
fn replace(text: &mut String) {
    if !text.is_empty() {
        ERASED.clone_into(text);
    }
}
