//! `/dashboard/sign-in`: by which application of Discord's people sign in.

mod form;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

pub(super) use self::form::Entry;
pub(in crate::http::pages) use self::form::SignInIn;
use super::operator::Operator;
use crate::http::pages::frame::{Frame, Section, page};
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Where the page is.
const ADDRESS: &str = "/dashboard/sign-in";

#[derive(Template)]
#[template(path = "pages/service/sign_in.html")]
struct SignInPage {
    frame: Frame,
    entry: Entry,
}

/// Shows it.
pub(in crate::http::pages) async fn show(operator: Operator) -> Result<Response, Instead> {
    let (frame, entry) = (operator.frame(Section::SignIn), Entry::of(&operator, ADDRESS).await?);
    Ok(page(&SignInPage { frame, entry }))
}

/// Has people sign in by another one, or with another secret of it.
pub(in crate::http::pages) async fn save(operator: Operator, Sent(form): Sent<SignInIn>) -> Result<Response, Instead> {
    let Err(refusal) = form.enter(&operator).await? else { return Ok(Redirect::to(ADDRESS).into_response()) };
    let entry = Entry::of(&operator, ADDRESS).await?.refused(&form, refusal);
    let shown = SignInPage { frame: operator.frame(Section::SignIn), entry };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)).into_response())
}

/// Forgets the one that was entered.
pub(in crate::http::pages) async fn forget(operator: Operator) -> Result<Response, Instead> {
    let forgotten = operator.behind.application.forget(&operator.actor).await;
    forgotten.map_err(|error| operator.instead(error))?;
    Ok(Redirect::to(ADDRESS).into_response())
}
