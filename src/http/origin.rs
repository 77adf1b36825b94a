//! Where people reach the service, by the operator's word alone: no header of a request changes it.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::header::ORIGIN;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri};

use super::peer::Peer;
use super::problem::Problem;
use super::state::HttpState;
use super::visit::Visit;

/// What somebody reads who came by plain HTTP, or through a proxy that nobody listed.
const PLAIN: &str = "What is sent could be read on its way. Come by HTTPS, at http.public_url; whoever runs the service \
                     sets http.tls, or names the proxy that speaks HTTPS in http.trusted_proxies.";

/// The address that `http.public_url` says. As an extractor it is for whoever signs in: those are counted, and refused where
/// what they send could be read on its way.
#[derive(Debug)]
pub(super) struct Origin {
    address: String,
    is_secure: bool,
}

impl FromRequestParts<HttpState> for Origin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        state.count_sign_in(&Visit::of_request(&parts.extensions))?;
        let origin = Self::of(state)?;
        let is_private = Peer::of_request(&parts.extensions).is_private(&parts.headers, &state.0.trusted_proxies);
        if is_private { Ok(origin) } else { Err(Problem::not_secure(PLAIN)) }
    }
}

impl Origin {
    /// As it is configured. Refused where it is not, and where somebody between could read what is sent.
    pub(super) fn of(state: &HttpState) -> Result<Self, Problem> {
        let address = state.0.public_url.clone().ok_or_else(Problem::sign_in_not_configured)?;
        let uri: Uri = address.parse().map_err(|_| Problem::sign_in_not_configured())?;
        let is_secure = uri.scheme_str() == Some("https");
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if is_secure || is_here {
            Ok(Self { address, is_secure })
        } else {
            Err(Problem::not_secure("Set http.public_url to an address with https."))
        }
    }

    /// Where Discord sends people back to.
    pub(super) fn callback(&self) -> String {
        format!("{}/api/auth/callback", self.address)
    }

    /// A link that signs in whoever runs the service.
    pub(super) fn login_link(&self, link: &str) -> String {
        login_link(&self.address, link)
    }

    /// What a cookie is called: behind TLS no other host can set it.
    pub(super) fn cookie_name(&self, name: &str) -> String {
        if self.is_secure { format!("__Host-{name}") } else { name.to_owned() }
    }

    /// A cookie that scripts do not see, for so many seconds; none for 0.
    pub(super) fn cookie(&self, name: &str, value: &str, seconds: u64, same_site: &str) -> HeaderValue {
        let (name, secure) = (self.cookie_name(name), if self.is_secure { "; Secure" } else { "" });
        let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite={same_site}{secure}");
        HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("tickit=; Max-Age=0"))
    }

    /// Refuses what another site's page asks for in somebody's name.
    pub(super) fn must_be_asked_by_itself(&self, headers: &HeaderMap) -> Result<(), Problem> {
        match headers.get(ORIGIN) {
            Some(origin) if origin.as_bytes() != self.address.as_bytes() => Err(Problem::another_site()),
            _ => Ok(()),
        }
    }
}

/// A link that signs in whoever runs the service, at its public address.
pub fn login_link(public_url: &str, link: &str) -> String {
    format!("{public_url}/api/auth/links/{link}")
}
