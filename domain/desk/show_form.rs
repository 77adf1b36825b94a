//! Showing the form of a type to those who make it, and letting them try it: nothing is kept and nothing is opened.

use super::Desk;
use super::fill_in::{Filled, must_have};
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::form::Given;
use crate::permission::Permission;
use crate::settings::{TicketType, TypeId};

impl Desk {
    /// The type whose form is shown, which has a page of this number, from 0.
    pub async fn show_form(&self, at: Place, actor: &Actor, kind: TypeId, page: usize) -> Outcome<TicketType> {
        let settings = self.repositories(at).await?.settings.get().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        let kind = settings.ticket_type(kind)?;
        must_have(&kind.form, page)?;
        Ok(kind.clone())
    }

    /// What would become of a page if a member sent it.
    pub async fn try_form(
        &self,
        at: Place,
        actor: &Actor,
        kind: TypeId,
        (page, given): (usize, &[Given]),
    ) -> Outcome<Filled> {
        let form = self.show_form(at, actor, kind, page).await?.form;
        form.must_ask(page, given)?;
        Ok(match form.answer_page(page, given) {
            Err(refusal) => Filled::Refused(refusal),
            Ok(_) if page + 1 < form.pages() => Filled::Next(page + 1),
            Ok(_) => Filled::Complete,
        })
    }
}
