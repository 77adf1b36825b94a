//! `/dashboard/sessions`: where somebody is signed in, and how they sign out there or everywhere.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tickit_domain::sign_in::SignIn;
use tickit_domain::store::Cursor;

use super::frame::{Frame, Section, page};
use super::instead::Instead;
use super::moment::Moment;
use super::visitor::Visitor;
use crate::http::api::auth::SECRET;
use crate::http::origin::Origin;
use crate::http::problem::Problem;

/// So many are a page.
const A_PAGE: usize = 50;

/// Where the page is.
const ADDRESS: &str = "/dashboard/sessions";

/// Where the list begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SessionsIn {
    after: String,
}

#[derive(Template)]
#[template(path = "pages/sessions.html")]
struct SessionsPage {
    frame: Frame,
    rows: Vec<SessionRow>,
    next: Option<String>,
}

struct SessionRow {
    id: String,
    since: Moment,
    renewed_at: Moment,
    over_at: Moment,
    /// Whether it is the one that asks.
    is_here: bool,
}

/// Lists their sign-ins, the one first that was used last.
pub(super) async fn show(
    visitor: Visitor,
    query: Result<Query<SessionsIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let strange = |_| visitor.instead(Problem::invalid_query("The list begins elsewhere."));
    let Query(asked) = query.map_err(strange)?;
    let (subject, after) = (visitor.sign_in.whose.subject(), asked.after.parse::<Cursor>().ok());
    let people = &visitor.state.desk().map_err(|problem| visitor.instead(problem))?.people;
    let found = people.page(&subject, A_PAGE, after).await.map_err(|error| visitor.instead(error.into()))?;
    let rows = found.sign_ins.into_iter().map(|one| SessionRow::of(one, &visitor.sign_in.id)).collect();
    let next = found.next.map(|next| format!("{ADDRESS}?after={next}"));
    Ok(page(&SessionsPage { frame: visitor.frame(Section::Sessions), rows, next }))
}

/// Ends one of them, at once. One that is over already is not there any more.
pub(super) async fn end(visitor: Visitor, Path(session): Path<String>) -> Result<Response, Instead> {
    let subject = visitor.sign_in.whose.subject();
    let people = &visitor.state.desk().map_err(|problem| visitor.instead(problem))?.people;
    people.end_of(&subject, &session).await.map_err(|error| visitor.instead(error.into()))?;
    if session == visitor.sign_in.id { signed_out(&visitor) } else { Ok(Redirect::to(ADDRESS).into_response()) }
}

/// Ends all of them, here as well.
pub(super) async fn end_all(visitor: Visitor) -> Result<Response, Instead> {
    let subject = visitor.sign_in.whose.subject();
    let people = &visitor.state.desk().map_err(|problem| visitor.instead(problem))?.people;
    people.end_all(&subject).await.map_err(|error| visitor.instead(error.into()))?;
    signed_out(&visitor)
}

/// Whoever asks has nothing left to renew with.
fn signed_out(visitor: &Visitor) -> Result<Response, Instead> {
    let origin = Origin::of(&visitor.state).map_err(|problem| visitor.instead(problem))?;
    Ok(([(SET_COOKIE, origin.cookie(SECRET, "", 0, "Lax"))], Redirect::to("/sign-in")).into_response())
}

impl SessionRow {
    fn of(sign_in: SignIn, current: &str) -> Self {
        Self {
            since: Moment(sign_in.since),
            renewed_at: Moment(sign_in.renewed_at),
            over_at: Moment(sign_in.over_at()),
            is_here: sign_in.id == current,
            id: sign_in.id,
        }
    }
}
