//! Changing a question of the form of a type.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::form::{Question, QuestionId};
use crate::settings::{TicketType, TypeId};

impl Desk {
    /// Puts a question in the place of another; the type as it is then.
    pub async fn edit_question(
        &self,
        at: Place,
        actor: &Actor,
        of: (TypeId, QuestionId),
        now: &Question,
    ) -> Outcome<TicketType> {
        self.edit_question_if(None, at, actor, of, now).await
    }

    /// The same, as long as the guild's settings were changed `after` so often, where that is said.
    pub async fn edit_question_if(
        &self,
        after: Option<u32>,
        at: Place,
        actor: &Actor,
        (kind, id): (TypeId, QuestionId),
        now: &Question,
    ) -> Outcome<TicketType> {
        self.change_form(after, at, actor, kind, |form| form.edit(id, now.clone())).await
    }
}
