//! Who looks at a ticket type's page, and which type.

use std::ops::Deref;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::Deserialize;
use tickit_domain::error::Refusal;
use tickit_domain::settings::{TicketType, TypeId};

use crate::http::pages::frame::Link;
use crate::http::pages::instead::Instead;
use crate::http::pages::settings::in_settings::{Again, InSettings};
use crate::http::state::HttpState;

/// Whoever may change settings, and which of the types the address names.
#[derive(Debug)]
pub(in crate::http::pages) struct OnType {
    pub(super) on: InSettings,
    pub(super) kind: TicketType,
}

#[derive(Debug, Deserialize)]
struct TypePath {
    #[serde(rename = "type")]
    kind: String,
}

impl FromRequestParts<HttpState> for OnType {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Instead> {
        let on = InSettings::from_request_parts(parts, state).await?;
        let path = Path::<TypePath>::from_request_parts(parts, state).await.ok();
        // A number that is none is no type's.
        let id = path.and_then(|Path(TypePath { kind })| kind.parse().ok()).map(TypeId);
        let kind = id.ok_or(Refusal::NoSuchType).and_then(|id| on.settings.ticket_type(id).cloned());
        let kind = kind.map_err(|refused| on.instead(refused))?;
        Ok(Self { on, kind })
    }
}

impl Deref for OnType {
    type Target = InSettings;

    fn deref(&self) -> &InSettings {
        &self.on
    }
}

impl OnType {
    /// The end of the address of its page, and of what is below it.
    pub(super) fn rest(&self, below: &str) -> String {
        format!("/types/{}{below}", self.kind.id.0)
    }

    /// The same after a form about it was refused; it may have gone meanwhile.
    pub(super) fn after(again: &Again, id: TypeId) -> Result<&TicketType, Instead> {
        again.on.settings.ticket_type(id).map_err(|refused| again.on.instead(refused))
    }
}

/// Back to a type's page.
pub(super) fn back(on: &InSettings, kind: &TicketType) -> Link {
    let address = on.address(&format!("/types/{}", kind.id.0));
    Link { address, text: on.name("page-back", &kind.name), is_here: false }
}
