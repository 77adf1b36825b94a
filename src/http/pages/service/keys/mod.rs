//! `/dashboard/keys`: the API keys that programs show, and how one is made and revoked.

mod create;
mod form;
mod revoke;
mod row;

use askama::Template;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tickit_domain::api_key::KeyPermission;
use tickit_domain::ids::BotId;
use tickit_domain::store::Cursor;

pub(in crate::http::pages) use self::create::create;
use self::form::{KeyForm, KeyIn};
pub(in crate::http::pages) use self::revoke::revoke;
use self::row::KeyRow;
use super::operator::Operator;
use crate::http::pages::frame::{Frame, Section, page};
use crate::http::pages::instead::Instead;
use crate::http::problem::Problem;

/// So many keys are a page.
const A_PAGE: usize = 50;

/// Where the page is.
const ADDRESS: &str = "/dashboard/keys";

/// What a key may do, as forms name it.
const RIGHTS: [(KeyPermission, &str); 5] = [
    (KeyPermission::Register, "register"),
    (KeyPermission::Forward, "forward"),
    (KeyPermission::Viewer, "viewer"),
    (KeyPermission::Agent, "agent"),
    (KeyPermission::Admin, "admin"),
];

/// Where the list begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct KeysIn {
    after: String,
}

#[derive(Template)]
#[template(path = "pages/service/keys.html")]
struct KeysPage {
    frame: Frame,
    rows: Vec<KeyRow>,
    next: Option<String>,
    form: KeyForm,
    made: Option<Made>,
}

/// A key that was made by the form which was sent. Its text is in this answer and nowhere else.
struct Made {
    name: String,
    text: String,
    /// Whether it is for the program that a bot lives in.
    is_hosts: bool,
    /// Whether it opens the tickets of guilds.
    is_in_guilds: bool,
}

/// Lists them.
pub(in crate::http::pages) async fn list(
    operator: Operator,
    query: Result<Query<KeysIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let strange = |_| operator.problem(Problem::invalid_query("The list begins elsewhere."));
    let Query(asked) = query.map_err(strange)?;
    let form = KeyForm::empty(&operator);
    Ok(page(&KeysPage::of(&operator, asked.after.parse().ok(), form, None).await?))
}

impl KeysPage {
    /// With those that open something first, and of these the newest.
    async fn of(
        operator: &Operator,
        after: Option<Cursor>,
        form: KeyForm,
        made: Option<Made>,
    ) -> Result<Self, Instead> {
        let found = operator.behind.keys.page(A_PAGE, after).await.map_err(|error| operator.instead(error))?;
        let (frame, now, bots) = (operator.frame(Section::Keys), operator.desk().now(), bots(operator));
        let mut keys = found.keys;
        keys.sort_by_key(|key| (key.is_live(now).is_err(), std::cmp::Reverse(key.created_at)));
        let rows = keys.into_iter().map(|key| KeyRow::of(key, &bots, now, &frame)).collect();
        let next = found.next.map(|next| super::address_of(ADDRESS, [("after", &*next.to_string())]));
        Ok(Self { frame, rows, next, form, made })
    }

    /// The page for whoever sent a form that was refused; what they entered is still there.
    async fn refused(operator: &Operator, sent: &KeyIn, refusal: String) -> Result<Response, Instead> {
        let shown = Self::of(operator, None, KeyForm::again(operator, sent, refusal), None).await?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)).into_response())
    }
}

/// The bots that are hosted here, and what they are called.
fn bots(operator: &Operator) -> Vec<(BotId, String)> {
    let states = operator.state().0.ports.bots.states();
    states.into_iter().filter_map(|bot| Some((bot.id?, bot.name))).collect()
}
