//! `/sign-in` and `/sign-out`.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse as _, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::frame::{Frame, Section, page};
use super::instead::Instead;
use super::is_page;
use super::reader::Reader;
use super::visitor::Visitor;
use crate::http::api::auth::SECRET;
use crate::http::origin::Origin;
use crate::http::state::HttpState;

/// Where somebody wants to go.
#[derive(Debug, Default, Deserialize)]
pub(super) struct SignInIn {
    to: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage {
    frame: Frame,
    /// Where they say who they are; none where nobody can sign in here.
    address: Option<String>,
}

/// Asks somebody to sign in.
pub(super) async fn show(
    reader: Reader,
    State(state): State<HttpState>,
    query: Result<Query<SignInIn>, QueryRejection>,
) -> Response {
    let to = query.ok().and_then(|Query(asked)| asked.to).filter(|to| is_page(to));
    let to = to.map(|to| format!("?to={}", utf8_percent_encode(&to, NON_ALPHANUMERIC))).unwrap_or_default();
    let address = can_sign_in(&state).await.then(|| format!("/api/auth/login{to}"));
    page(&SignInPage { frame: Frame::of(reader, Section::None, None), address })
}

/// Whether somebody can. Where that cannot be looked up, they read why once they try.
async fn can_sign_in(state: &HttpState) -> bool {
    let (Ok(_), Ok(behind)) = (Origin::of(state), state.desk()) else { return false };
    behind.people.is_configured().await.unwrap_or(true)
}

/// Signs somebody out, at once.
pub(super) async fn out(visitor: Visitor) -> Result<Response, Instead> {
    let ended = async {
        visitor.state.desk()?.people.end(&visitor.sign_in.id).await?;
        Origin::of(&visitor.state).map(|origin| origin.cookie(SECRET, "", 0, "Lax"))
    };
    let cookie: HeaderValue = ended.await.map_err(|problem| visitor.instead(problem))?;
    Ok(([(SET_COOKIE, cookie)], Redirect::to("/sign-in")).into_response())
}
