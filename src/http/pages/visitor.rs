//! Who looks at a page: whoever is signed in, by the cookie of their sign-in.

use axum::extract::FromRequestParts;
use axum::http::Method;
use axum::http::header::REFERER;
use axum::http::request::Parts;
use tickit_domain::sign_in::SignIn;

use super::frame::{Frame, Section};
use super::instead::Instead;
use super::reader::Reader;
use crate::http::api::auth::{SECRET, cookie};
use crate::http::failures::route;
use crate::http::origin::Origin;
use crate::http::problem::Problem;
use crate::http::shown::Shown;
use crate::http::state::HttpState;
use crate::http::visit::Visit;

/// Whoever is signed in. Others are led to where they sign in, and from there back.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    /// Their sign-in.
    pub(super) sign_in: SignIn,
    /// Their language.
    pub(super) reader: Reader,
    /// What they wanted.
    pub(super) route: String,
    pub(super) state: HttpState,
}

impl FromRequestParts<HttpState> for Visitor {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Instead> {
        let reader = Reader::of(parts, state);
        let instead = |problem: Problem| Instead::problem(problem, reader.clone());
        let origin = Origin::of(state).map_err(instead)?;
        if !parts.method.is_safe() {
            origin.must_be_asked_by_itself(&parts.headers).map_err(instead)?;
        }
        match signed_in(parts, state, &origin).await.map_err(instead)? {
            Some(sign_in) => Ok(Self { sign_in, reader, route: route(parts), state: state.clone() }),
            None => Err(Instead::sign_in(where_from(parts))),
        }
    }
}

impl Visitor {
    /// What is around a page.
    pub(super) fn frame(&self, section: Section) -> Frame {
        Frame::of(self.reader.clone(), section, Some(&self.sign_in.whose))
    }

    /// What they see where the page is not to be had. What is ours gets its number here.
    pub(super) fn instead(&self, problem: Problem) -> Instead {
        let numbered = match self.state.desk() {
            Ok(behind) => crate::http::failures::numbered(problem, &behind.desk, None, &self.route),
            Err(_) => problem,
        };
        Instead::problem(numbered, self.reader.clone())
    }
}

/// The sign-in whose cookie came. Their request counts for them, and any other for the address.
async fn signed_in(parts: &Parts, state: &HttpState, origin: &Origin) -> Result<Option<SignIn>, Problem> {
    let visit = Visit::of_request(&parts.extensions);
    let found = match cookie(&parts.headers, origin, SECRET) {
        Some(secret) => state.desk()?.people.holder(&secret.to_owned().into()).await?,
        None => None,
    };
    let Some(sign_in) = found else {
        state.count_stranger(&visit)?;
        return Ok(None);
    };
    state.count(&visit, &Shown::by(sign_in.whose.clone()).counts_as())?;
    Ok(Some(sign_in))
}

/// The page that somebody is led back to: the one that they wanted, or where they sent a form.
fn where_from(parts: &Parts) -> String {
    let asked = || parts.uri.path_and_query().map(ToString::to_string);
    let referer = || {
        let address: axum::http::Uri = parts.headers.get(REFERER)?.to_str().ok()?.parse().ok()?;
        address.path_and_query().map(ToString::to_string)
    };
    let path = if parts.method == Method::GET { asked() } else { referer() };
    path.unwrap_or_default()
}
