//! Adding a question to the form of a type.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::form::Question;
use crate::settings::{TicketType, TypeId};

impl Desk {
    /// Adds a question at the end of the form of a type; the type as it is then.
    pub async fn add_question(&self, at: Place, actor: &Actor, kind: TypeId, new: &Question) -> Outcome<TicketType> {
        self.add_question_if(None, at, actor, kind, new).await
    }

    /// The same, as long as the guild's settings were changed `after` so often, where that is said.
    pub async fn add_question_if(
        &self,
        after: Option<u32>,
        at: Place,
        actor: &Actor,
        kind: TypeId,
        new: &Question,
    ) -> Outcome<TicketType> {
        self.change_form(after, at, actor, kind, |form| form.add(new.clone())).await
    }
}
