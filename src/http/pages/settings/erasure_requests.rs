//! `/dashboard/{bot}/{guild}/settings/erasure-requests`: what members ask to have erased, each answered on a page of its own.

use std::ops::Deref;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use serde::Deserialize;
use tickit_domain::erasure_request::{ErasureRequest, MOST_DECLINE_CHARACTERS};
use tickit_domain::error::{Error, Outcome, Refusal};
use tickit_domain::ids::UserId;

use super::entered::Entered;
use super::form::{Field, Form, Input};
use super::in_settings::InSettings;
use super::page::{Page, Row, Section};
use crate::http::pages::frame::Link;
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::pages::sent::Sent;
use crate::http::state::HttpState;

/// Where they are.
const HERE: &str = "/erasure-requests";

/// The most that are shown, those that wait longest.
const MOST_SHOWN: usize = 100;

/// Who looks, and at which request that nobody has answered yet. Whoever comes too late sees those that there are.
#[derive(Debug)]
pub(in crate::http::pages) struct OnRequest {
    on: InSettings,
    request: ErasureRequest,
}

#[derive(Debug, Deserialize)]
struct RequestPath {
    user: UserId,
}

impl FromRequestParts<HttpState> for OnRequest {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Instead> {
        let on = InSettings::from_request_parts(parts, state).await?;
        let path = Path::<RequestPath>::from_request_parts(parts, state).await;
        let Ok(Path(RequestPath { user })) = path else { return Err(Instead::Elsewhere(on.address(HERE))) };
        match on.desk.erasure_request_of(on.at, &on.actor, user).await {
            Ok(request) => Ok(Self { on, request }),
            Err(Error::Refused(Refusal::NoErasureRequest)) => Err(Instead::Elsewhere(on.address(HERE))),
            Err(error) => Err(on.instead(error)),
        }
    }
}

impl Deref for OnRequest {
    type Target = InSettings;

    fn deref(&self) -> &InSettings {
        &self.on
    }
}

/// Lists them.
pub(super) async fn list(on: InSettings) -> Result<Response, Instead> {
    let found = on.desk.erasure_requests(on.at, &on.actor, MOST_SHOWN, None).await;
    let found = found.map_err(|error| on.instead(error))?;
    let mut rows = Vec::new();
    for request in &found.requests {
        rows.push(row(&on, request).await);
    }
    let all = Section { rows, none: on.say("page-erasures-none"), ..Section::default() };
    let (title, about) = (on.say("page-erasures"), on.say("page-erasures-about"));
    on.show(Page { title, about, sections: vec![all], ..Page::default() }).await
}

/// Shows one, with both answers.
pub(super) async fn show(on: OnRequest) -> Result<Response, Instead> {
    on.show(page(&on, on.request.user).await).await
}

/// Erases what the member said, once that is confirmed.
pub(super) async fn erase(on: OnRequest, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let user = on.request.user;
    let done = if entered.is_on("confirm") {
        on.desk.erase_member(on.at, &on.sender(&entered), user).await.map(drop)
    } else {
        Err(Refusal::NotConfirmed.into())
    };
    on.answered(done, &entered).await
}

/// Declines it, for a reason.
pub(super) async fn decline(on: OnRequest, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let (user, reason) = (on.request.user, entered.text("reason"));
    let done = on.desk.decline_erasure(on.at, &on.sender(&entered), user, &reason).await.map(drop);
    on.answered(done, &entered).await
}

impl OnRequest {
    /// The list once it is answered, by whomever; the page with what was entered where that was refused.
    async fn answered(self, done: Outcome<()>, entered: &Entered) -> Result<Response, Instead> {
        let user = self.request.user;
        let done = match done {
            Err(Error::Refused(Refusal::NoErasureRequest)) => Ok(()),
            done => done,
        };
        let again = self.on.once_more(done, entered, HERE).await?;
        again.show(page(&again.on, user).await, entered).await
    }
}

async fn row(on: &InSettings, request: &ErasureRequest) -> Row {
    let asked = on.name("page-erasures-asked", &Moment(request.asked_at).text());
    Row {
        name: on.name_of(request.user).await,
        address: Some(on.address(&format!("{HERE}/{}", request.user))),
        about: vec![asked],
        ..Row::default()
    }
}

async fn page(on: &InSettings, user: UserId) -> Page {
    let address = |end: &str| on.address(&format!("{HERE}/{user}/{end}"));
    let name = on.name_of(user).await;
    let confirm = Field::new("confirm", on.name("page-erasures-confirm", &name), Input::Box(false));
    let erase = Form::new("erase", address("erase"), on.say("page-erasures-erase-do"), vec![confirm]);
    let reason = Field::lines("reason", on.say("page-erasures-reason"), "", MOST_DECLINE_CHARACTERS);
    let reason = reason.hint(on.say("page-erasures-reason-hint"));
    let decline = Form::new("decline", address("decline"), on.say("page-erasures-decline-do"), vec![reason]);
    let forms = vec![
        on.once_only(erase.titled(on.say("page-erasures-erase"), on.say("page-erasures-erase-about"))),
        on.once_only(decline.titled(on.say("page-erasures-decline"), String::new())),
    ];
    Page {
        title: on.name("page-erasures-of", &name),
        back: Some(Link { address: on.address(HERE), text: on.say("page-erasures"), is_here: false }),
        sections: vec![Section::of_forms(forms)],
        ..Page::default()
    }
}
