//! `/dashboard/{bot}/{guild}/settings/roles`: which permissions a guild keeps for those who are more than usual.

use std::collections::BTreeMap;

use axum::response::Response;
use tickit_domain::permission::Permission;
use tickit_domain::roles::Standing;
use tickit_domain::settings::{Change, Settings, SettingsChange};

use super::entered::Entered;
use super::form::{Field, Form, Input};
use super::in_settings::InSettings;
use super::page::{Page, Section};
use crate::http::pages::choice::Choice;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Shows them.
pub(super) async fn list(on: InSettings) -> Result<Response, Instead> {
    on.show(page(&on)).await
}

/// Saves them.
pub(super) async fn save(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let (actor, narrowed) = (on.sender(&entered), changes(&on.settings, &entered));
    let change = SettingsChange { narrowed, ..SettingsChange::default() };
    let done = on.desk.set_up_if(entered.changes(), on.at, &actor, &change).await.map(drop);
    let again = on.once_more(done, &entered, "/roles").await?;
    again.show(page(&again.on), &entered).await
}

/// What was chosen otherwise than it is. What the form does not have stays.
fn changes(now: &Settings, entered: &Entered) -> Change<BTreeMap<Permission, Option<Standing>>> {
    let chosen = Permission::ALL.into_iter().filter_map(|permission| {
        let name = name(permission);
        let least = match entered.text(&name).as_str() {
            "" => entered.is_on(&name).then_some(None)?,
            _ => Some(entered.named::<Standing>(&name)?),
        };
        (least.as_ref() != now.narrowed.get(&permission)).then_some((permission, least))
    });
    let chosen: BTreeMap<_, _> = chosen.collect();
    if chosen.is_empty() { Change::Keep } else { Change::Set(chosen) }
}

fn page(on: &InSettings) -> Page {
    // What only admins may cannot be kept for fewer.
    let usual = |permission: &Permission| on.settings.roles.least(*permission);
    let mut narrowable: Vec<Permission> =
        Permission::ALL.into_iter().filter(|permission| usual(permission) < Standing::Admin).collect();
    narrowable.sort_by_key(usual);
    let fields = narrowable.into_iter().map(|permission| field(on, permission)).collect();
    let form = on.versioned(Form::new("roles", on.address("/roles"), on.say("page-save"), fields));
    let (title, about) = (on.say("page-roles"), on.say("page-roles-about"));
    Page { title, about, sections: vec![Section::of_forms(vec![form])], ..Page::default() }
}

/// Who has a permission at least.
fn field(on: &InSettings, permission: Permission) -> Field {
    let (name, usual) = (name(permission), on.settings.roles.least(permission));
    let says = |standing: Standing| on.say(&format!("page-standing-{}", standing.name()));
    let more = Standing::ALL.into_iter().filter(|standing| *standing > usual);
    let more = more.map(|standing| (standing.name(), says(standing)));
    let all = std::iter::once(("", on.name("page-roles-usual", &says(usual)))).chain(more);
    // What the service's configuration asks for by now counts where that is more.
    let chosen = on.settings.narrowed.get(&permission).filter(|least| **least > usual);
    let choices = Choice::among(all, chosen.map_or("", |least| least.name()));
    let hint = if permission.is_openers() { on.say("page-roles-openers") } else { String::new() };
    let label = on.say(&format!("page-may-{}", name.replace('_', "-")));
    Field::new(name, label, Input::One(choices)).hint(hint)
}

/// A permission as configurations name it.
fn name(permission: Permission) -> String {
    let name = serde_json::to_value(permission).ok().and_then(|name| name.as_str().map(str::to_owned));
    name.unwrap_or_default()
}
