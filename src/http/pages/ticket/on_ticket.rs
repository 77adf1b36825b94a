//! Who looks at a page about a ticket, and which.

use std::ops::Deref;

use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use tickit_domain::actor::Actor;
use tickit_domain::error::{Error, Outcome};
use tickit_domain::ids::TicketId;

use super::draft::Draft;
use super::view;
use crate::http::pages::frame::base;
use crate::http::pages::in_place::InPlace;
use crate::http::pages::instead::Instead;
use crate::http::problem::Problem;
use crate::http::state::HttpState;

/// Whoever looks into the address's guild, and which of its tickets the address names. Whether it is there, and whether
/// they may see it, the desk says.
#[derive(Debug, Clone)]
pub(in crate::http::pages) struct OnTicket {
    place: InPlace,
    /// Its number.
    pub(super) id: TicketId,
}

#[derive(Debug, Deserialize)]
struct TicketPath {
    ticket: String,
}

/// What every form of a ticket's page sends.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct FormIn {
    /// What makes it known where it is sent twice.
    #[serde(default)]
    pub(super) once: String,
}

/// What a form with one field sends.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct TextIn {
    /// What makes it known where it is sent twice.
    #[serde(default)]
    pub(super) once: String,
    /// What was filled in.
    #[serde(default)]
    pub(super) text: String,
}

impl FromRequestParts<HttpState> for OnTicket {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Instead> {
        let place = InPlace::from_request_parts(parts, state).await?;
        let path = Path::<TicketPath>::from_request_parts(parts, state).await.ok();
        let Some(id) = path.and_then(|Path(TicketPath { ticket })| ticket.parse().ok()) else {
            return Err(place.problem(Problem::no_such_ticket()));
        };
        Ok(Self { place, id })
    }
}

impl Deref for OnTicket {
    type Target = InPlace;

    fn deref(&self) -> &InPlace {
        &self.place
    }
}

impl OnTicket {
    /// Where its page is.
    pub(super) fn address(&self) -> String {
        format!("{}/tickets/{}", base(self.at), self.id.get())
    }

    /// Who sends something that was written: the same again is the same cause. Whoever goes back and writes something else
    /// sends the same form, and means it.
    pub(super) fn saying(&self, once: &str, text: &str) -> Actor {
        if once.is_empty() {
            return self.actor.clone();
        }
        let digest =
            Sha256::digest(text.as_bytes()).iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        self.sending(&format!("{once}.{digest:016x}"))
    }

    /// Back to its page, where what was sent is done. What is refused is said there, beside what was filled in.
    pub(super) async fn back<T>(&self, done: Outcome<T>, draft: Draft) -> Result<Response, Instead> {
        match done {
            Ok(_) => Ok(Redirect::to(&self.address()).into_response()),
            Err(Error::Refused(refused)) => {
                let (status, said) = self.refused(&refused);
                Ok((status, view::page_with(self, None, draft.refused(said)).await?).into_response())
            }
            Err(failed @ Error::Failed(_)) => Err(self.instead(failed)),
        }
    }

    /// Its page once more, with what was filled in and what is wrong with that.
    pub(super) async fn again(&self, draft: Draft) -> Result<Response, Instead> {
        Ok((StatusCode::UNPROCESSABLE_ENTITY, view::page_with(self, None, draft).await?).into_response())
    }
}
