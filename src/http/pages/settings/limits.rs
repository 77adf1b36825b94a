//! `/dashboard/{bot}/{guild}/settings/limits`: how many tickets members of a role may have open, of all types together.

use axum::response::Response;
use tickit_domain::error::{Error, Refusal};
use tickit_domain::ids::RoleId;
use tickit_domain::settings::{Change, MOST_OPEN_OF_ALL};

use super::entered::Entered;
use super::form::{Field, Form, Input};
use super::in_settings::InSettings;
use super::page::{Page, Row, Section};
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Lists them.
pub(super) async fn list(on: InSettings) -> Result<Response, Instead> {
    on.show(page(&on).await).await
}

/// Says how many members of a role may have.
pub(super) async fn save(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let done = match wanted(&entered) {
        Ok((role, limit)) => {
            on.desk.limit_role_if(entered.changes(), on.at, &on.sender(&entered), role, Some(limit)).await
        }
        Err(refused) => Err(Error::from(refused)),
    };
    let again = on.once_more(done, &entered, "/limits").await?;
    again.show(page(&again.on).await, &entered).await
}

/// Takes a role's limit back.
pub(super) async fn remove(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let done = match role(&entered) {
        Ok(role) => on.desk.limit_role(on.at, &on.sender(&entered), role, None).await,
        Err(refused) => Err(Error::from(refused)),
    };
    Err(on.pressed(done, &entered, "/limits").await)
}

fn role(entered: &Entered) -> Result<RoleId, Refusal> {
    entered.text("role").parse().map_err(|_| Refusal::NoSuchRole)
}

fn wanted(entered: &Entered) -> Result<(RoleId, u32), Refusal> {
    match entered.number("limit", MOST_OPEN_OF_ALL)? {
        Change::Set(limit) => Ok((role(entered)?, limit)),
        _ => Err(Refusal::TooHigh { limit: MOST_OPEN_OF_ALL }),
    }
}

async fn page(on: &InSettings) -> Page {
    let choices = on.choices().await;
    let rows = on.settings.open_limits.roles.iter().map(|limited| {
        let name = choices.role(limited.role);
        let mut remove = on.deed("/limits/remove", "page-remove", "page-remove-named", &name);
        remove.hidden.push(("role", limited.role.to_string()));
        let count = usize::try_from(limited.limit).unwrap_or(usize::MAX);
        Row { name, about: vec![on.count("page-limits-count", count)], deeds: vec![remove], ..Row::default() }
    });
    let rows = rows.collect();
    let fields = vec![
        Field::new("role", on.say("page-role"), Input::One(choices.roles(&[]))),
        Field::number("limit", on.say("page-limits-limit"), Some(1), MOST_OPEN_OF_ALL),
    ];
    let form = Form::new("limit", on.address("/limits"), on.say("page-save"), fields);
    let form = on.versioned(form.titled(on.say("page-limits-new"), String::new()));
    let all = Section { rows, none: on.say("page-limits-none"), ..Section::default() };
    let (title, about) = (on.say("page-limits"), on.say("page-limits-about"));
    Page { title, about, sections: vec![all, Section::of_forms(vec![form])], ..Page::default() }
}
