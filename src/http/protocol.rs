//! The version of what bots' hosts and Tickit say to each other. A host says which one it speaks; the service speaks it and
//! the one before, so that either side can be updated first.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;

/// The header that names the version, in requests and in answers.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-tickit-protocol");

/// The newest version.
pub(super) const NEWEST: u32 = 1;

/// Which versions the service speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ProtocolOut {
    newest: u32,
    oldest: u32,
}

impl ProtocolOut {
    /// Those of this service.
    pub(super) const OWN: Self = Self::of(NEWEST);

    /// The newest one and the one before, where there is one: versions count from 1.
    const fn of(newest: u32) -> Self {
        Self { newest, oldest: if newest > 1 { newest - 1 } else { 1 } }
    }

    /// Whether a host's version is spoken. Whoever names none speaks the newest.
    fn check(self, header: Option<&HeaderValue>) -> Result<(), Problem> {
        let Self { newest, oldest } = self;
        let Some(header) = header else { return Ok(()) };
        let version = header.to_str().ok().and_then(|text| text.trim().parse::<u32>().ok());
        let (code, title, update) = match version {
            Some(version) if (oldest..=newest).contains(&version) => return Ok(()),
            Some(version) if version > newest => ("protocol_too_new", "The service is too old", "Tickit"),
            _ => ("protocol_too_old", "The host's protocol is too old", "the plugin"),
        };
        let detail = format!("This service speaks protocol {oldest} to {newest}: update {update}.");
        Err(Problem::new(StatusCode::BAD_REQUEST, code, title, detail))
    }
}

/// Refuses versions that are not spoken, and says in each answer which is.
pub(super) async fn negotiate(request: Request, next: Next) -> Response {
    let checked = ProtocolOut::OWN.check(request.headers().get(HEADER));
    let mut response = match checked {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    response.headers_mut().insert(HEADER, HeaderValue::from(NEWEST));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_and_the_one_before_are_spoken() {
        let third = ProtocolOut::of(3);
        let checked = |version: &'static str| third.check(Some(&HeaderValue::from_static(version)));
        assert_eq!(third.check(None), Ok(()));
        assert_eq!(["2", "3"].map(checked), [Ok(()), Ok(())]);
        for version in ["1", "4", "", "three"] {
            assert!(checked(version).is_err(), "{version}");
        }
        assert_eq!(ProtocolOut::of(1), ProtocolOut { newest: 1, oldest: 1 });
    }
}
