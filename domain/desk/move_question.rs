//! Moving a question to another place in the form of a type.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::form::QuestionId;
use crate::settings::{TicketType, TypeId};

impl Desk {
    /// Moves a question to a place, from 1; the type as it is then.
    pub async fn move_question(
        &self,
        at: Place,
        actor: &Actor,
        of: (TypeId, QuestionId),
        place: usize,
    ) -> Outcome<TicketType> {
        self.move_question_if(None, at, actor, of, place).await
    }

    /// The same, as long as the guild's settings were changed `after` so often, where that is said.
    pub async fn move_question_if(
        &self,
        after: Option<u32>,
        at: Place,
        actor: &Actor,
        (kind, id): (TypeId, QuestionId),
        place: usize,
    ) -> Outcome<TicketType> {
        self.change_form(after, at, actor, kind, |form| form.move_to(id, place)).await
    }
}
