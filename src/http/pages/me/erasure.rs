//! `/dashboard/me/{bot}/{guild}/erasure`: asking to have erased what is kept of oneself in a server, and taking that back.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tickit_domain::erasure_request::{ErasureRequest, RequestStatus};
use tickit_domain::error::{Error, Outcome, Refusal};

use super::address;
use super::guild::shown;
use crate::http::pages::frame::page;
use crate::http::pages::in_place::InPlace;
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::pages::sent::Sent;

/// What both forms send.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct ErasureIn {
    once: String,
}

/// What somebody asked for last in a server.
pub(super) struct OwnErasure {
    pub(super) address: String,
    pub(super) once: String,
    /// How it stands, and since when; none where they never asked, or took it back.
    pub(super) state: Option<(String, Moment)>,
    /// Why it was declined.
    pub(super) reason: String,
    pub(super) is_open: bool,
}

impl OwnErasure {
    /// None for whoever is no member of anything.
    pub(super) async fn of(place: &InPlace) -> Outcome<Option<Self>> {
        if place.actor.who.user().is_none() {
            return Ok(None);
        }
        let request = match place.desk.show_erasure_request(place.at, &place.actor).await {
            Ok(request) => Some(request),
            Err(Error::Refused(Refusal::NoErasureRequest)) => None,
            Err(error) => return Err(error),
        };
        let (address, once) = (format!("{}/erasure", address(place.at)), place.once());
        let state = request.as_ref().and_then(|request| state(place, request));
        let is_open = request.as_ref().is_some_and(ErasureRequest::is_open);
        let reason = request.map(|request| request.reason).unwrap_or_default();
        Ok(Some(Self { address, once, state, reason, is_open }))
    }
}

/// How a request stands, and since when.
fn state(place: &InPlace, request: &ErasureRequest) -> Option<(String, Moment)> {
    let key = match request.status {
        RequestStatus::Open => "page-me-erasure-open",
        RequestStatus::Declined => "page-me-erasure-declined",
        RequestStatus::Granted => "page-me-erasure-granted",
        RequestStatus::TakenBack => return None,
    };
    let since = request.answered_at.unwrap_or(request.asked_at);
    Some((place.visitor.reader.say(key), Moment(since)))
}

/// Asks.
pub(in crate::http::pages) async fn ask(place: InPlace, Sent(form): Sent<ErasureIn>) -> Result<Response, Instead> {
    let done = place.desk.request_erasure(place.at, &place.sending(&form.once)).await;
    answered(&place, done).await
}

/// Takes it back.
pub(in crate::http::pages) async fn take_back(
    place: InPlace,
    Sent(form): Sent<ErasureIn>,
) -> Result<Response, Instead> {
    let done = place.desk.take_back_erasure_request(place.at, &place.sending(&form.once)).await;
    answered(&place, done).await
}

/// The page of the server, with why it was refused where it was.
async fn answered(place: &InPlace, done: Outcome<ErasureRequest>) -> Result<Response, Instead> {
    match done {
        Ok(_) => Ok(Redirect::to(&address(place.at)).into_response()),
        Err(Error::Refused(refused)) => {
            let shown = shown(place, None, Some(place.refusal_text(&refused))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&shown)).into_response())
        }
        Err(failed @ Error::Failed(_)) => Err(place.instead(failed)),
    }
}
