//! Removing a question from the form of a type.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::form::QuestionId;
use crate::settings::{TicketType, TypeId};

impl Desk {
    /// Removes a question; the type as it is then.
    pub async fn remove_question(&self, at: Place, actor: &Actor, of: (TypeId, QuestionId)) -> Outcome<TicketType> {
        self.remove_question_if(None, at, actor, of).await
    }

    /// The same, as long as the guild's settings were changed `after` so often, where that is said.
    pub async fn remove_question_if(
        &self,
        after: Option<u32>,
        at: Place,
        actor: &Actor,
        (kind, id): (TypeId, QuestionId),
    ) -> Outcome<TicketType> {
        self.change_form(after, at, actor, kind, |form| form.remove(id)).await
    }
}
