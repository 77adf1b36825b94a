//! Who looks at a page about a ticket, and which.

use std::ops::Deref;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tickit_domain::error::Outcome;
use tickit_domain::ids::TicketId;

use crate::http::pages::frame::base;
use crate::http::pages::in_place::InPlace;
use crate::http::pages::instead::Instead;
use crate::http::problem::Problem;
use crate::http::state::HttpState;

/// Whoever looks into the address's guild, and which of its tickets the address names. Whether it is there, and whether
/// they may see it, the desk says.
#[derive(Debug)]
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

    /// Back to its page, where what was sent is done.
    pub(super) fn back<T>(&self, done: Outcome<T>) -> Result<Response, Instead> {
        done.map(|_| Redirect::to(&self.address()).into_response()).map_err(|error| self.instead(error))
    }
}
