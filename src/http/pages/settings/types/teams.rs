//! Which teams work on a ticket type, and what others of staff may do once somebody claimed one.

use axum::response::Response;
use tickit_domain::desk::TypeStaffChange;
use tickit_domain::settings::{ClaimMode, TicketType};

use super::super::choices::or_none;
use super::super::entered::Entered;
use super::super::form::{Field, Form, Input};
use super::super::in_settings::InSettings;
use super::kind::page;
use super::on_type::OnType;
use crate::http::pages::choice::Choice;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

const MODES: [(ClaimMode, &str); 3] =
    [(ClaimMode::Write, "write"), (ClaimMode::Read, "read"), (ClaimMode::Hidden, "hidden")];

/// Saves the form.
pub(in crate::http::pages::settings) async fn save_teams(
    on: OnType,
    Sent(entered): Sent<Entered>,
) -> Result<Response, Instead> {
    let named = |field: &str| Some(entered.text(field)).filter(|name| !name.is_empty());
    let change =
        TypeStaffChange { added: named("add"), removed: named("remove"), claim_mode: entered.named("claim_mode") };
    let (id, to, name) = (on.kind.id, on.rest(""), on.kind.name.clone());
    let done = on.desk.edit_type_staff_if(entered.changes(), on.at, &on.sender(&entered), &name, &change).await;
    let again = on.on.once_more(done, &entered, &to).await?;
    again.show(page(&again.on, OnType::after(&again, id)?).await, &entered).await
}

/// The form.
pub(super) fn form(on: &InSettings, kind: &TicketType) -> Form {
    let mode = MODES.iter().find(|(mode, _)| *mode == kind.claim_mode).map_or("", |(_, name)| name);
    let modes = MODES.map(|(_, name)| (name, on.say(&format!("page-claim-{name}"))));
    let mode = Field::new("claim_mode", on.say("page-type-claim"), Input::One(Choice::among(modes, mode)));
    let add = teams(on, kind, false).map(|teams| Field::new("add", on.say("page-type-team-add"), teams));
    let remove = teams(on, kind, true).map(|teams| Field::new("remove", on.say("page-type-team-remove"), teams));
    let fields = [Some(mode), add, remove].into_iter().flatten().collect();
    let action = on.address(&format!("/types/{}/teams", kind.id.0));
    let form = Form::new("teams", action, on.say("page-save"), fields);
    on.versioned(form.titled(on.say("page-type-teams"), String::new()))
}

/// The teams that work on it, or those that do not, where there are such.
fn teams(on: &InSettings, kind: &TicketType, works: bool) -> Option<Input> {
    let teams = on.settings.teams.iter().filter(|team| kind.teams.contains(&team.id) == works);
    let choices = Choice::among(teams.map(|team| (team.name.as_str(), team.name.as_str())), "");
    (!choices.is_empty()).then(|| Input::One(or_none(choices, on.say("page-type-team-none"))))
}
