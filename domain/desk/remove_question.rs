//! Removing a question from the form of a type.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::form::QuestionId;
use crate::settings::{TicketType, TypeId};

impl Desk {
    /// Removes a question; the type as it is then.
    pub async fn remove_question(
        &self,
        at: Place,
        actor: &Actor,
        (kind, id): (TypeId, QuestionId),
    ) -> Outcome<TicketType> {
        self.change_form(at, actor, kind, |form| form.remove(id)).await
    }
}
