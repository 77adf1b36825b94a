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
        (kind, id): (TypeId, QuestionId),
        place: usize,
    ) -> Outcome<TicketType> {
        self.change_form(at, actor, kind, |form| form.move_to(id, place)).await
    }
}
