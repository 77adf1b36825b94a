//! `/dashboard/{bot}/{guild}/settings/types/{type}`: one ticket type, and what is asked before one opens.

use axum::response::Response;
use tickit_domain::settings::TicketType;

use super::super::entered::Entered;
use super::super::in_settings::InSettings;
use super::super::page::{Page, Section};
use super::fields::{change, forms};
use super::on_type::OnType;
use super::{questions, teams};
use crate::http::pages::frame::Link;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Shows it.
pub(in crate::http::pages::settings) async fn show(on: OnType) -> Result<Response, Instead> {
    on.show(page(&on, &on.kind).await).await
}

/// Saves one form of it.
pub(in crate::http::pages::settings) async fn save(
    on: OnType,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let (id, to) = (on.kind.id, on.rest(""));
    let done = match change(&on.kind, &entered) {
        Ok(change) => on.desk.edit_type_if(entered.changes(), on.at, &on.sender(&entered), id, &change).await,
        Err(refused) => Err(refused.into()),
    };
    let again = on.on.once_more(done, &entered, &to).await?;
    again.show(page(&again.on, OnType::after(&again, id)?).await, &entered).await
}

/// Removes it.
pub(in crate::http::pages::settings) async fn remove(
    on: OnType,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let removed = on.desk.remove_type(on.at, &on.sender(&entered), on.kind.id).await;
    Err(on.on.pressed(removed, &entered, "/types").await)
}

/// Its page.
pub(super) async fn page(on: &InSettings, kind: &TicketType) -> Page {
    let back =
        Link { address: on.address("/types"), text: on.name("page-back", &on.say("page-types")), is_here: false };
    let mut forms = forms(on, kind, &on.choices().await);
    forms.push(teams::form(on, kind));
    let sections = vec![questions::section(on, kind), Section::of_forms(forms)];
    Page { title: kind.name.clone(), back: Some(back), sections, ..Page::default() }
}
