//! One request as the limits see it: from where it comes, what it counts as, and what its answer says of that.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tickit_domain::access_refusal::AccessRefusal;

use super::network::Network;
use super::pages::is_page;
use super::peer::Peer;
use super::ports::SignInError;
use super::problem::Problem;
use super::rates::{Caller, Share};
use super::state::HttpState;

/// The headers of every answer of the API, as programs read them: how many in one go, how many are left, and after how many
/// seconds all are there again.
const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// Routes that ask nobody who they are, so that the address counts whatever is shown there.
const OPEN_TO_ALL: [&str; 8] = [
    "/api/auth/callback",
    "/api/auth/links/{link}",
    "/api/auth/login",
    "/api/auth/refresh",
    "/api/docs",
    "/api/health",
    "/api/openapi.json",
    "/metrics",
];

/// Whoever keeps the process alive is never sent away.
const NEVER_COUNTED: &str = "/api/health/live";

/// One request.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    from: Network,
    kind: Kind,
    /// The tightest of what it was counted as.
    share: Arc<Mutex<Option<Share>>>,
}

/// What a request counts as besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing. What bots' hosts hand over is of this kind too: it comes as Discord sends it.
    Read,
    /// It changes something.
    Write,
    /// It hands over a whole conversation, or record.
    Export,
}

/// Counts whoever shows nothing by their address, and says of every answer what is left. Whoever shows something is counted
/// where it is known who they are.
pub(super) async fn counted(State(state): State<HttpState>, mut request: Request, next: Next) -> Response {
    let visit = Visit::of(&request, &state);
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    if path == Some(NEVER_COUNTED) {
        return next.run(request).await;
    }
    let is_anybodys = path.is_none_or(|path| OPEN_TO_ALL.contains(&path));
    // Of a page it is found out who asks by their cookie, and counted there.
    let is_silent =
        !request.headers().contains_key(AUTHORIZATION) && !path.is_some_and(|path| is_signed(path) || is_page(path));
    if (is_anybodys || is_silent)
        && let Err(problem) = state.count(&visit, &Caller::Address(visit.from))
    {
        return visit.told(problem.into_response());
    }
    request.extensions_mut().insert(visit.clone());
    visit.told(next.run(request).await)
}

/// Whether Discord signs what comes there, from a few addresses for all bots.
pub(super) fn is_signed(path: &str) -> bool {
    path.starts_with("/discord/")
}

impl Visit {
    fn of(request: &Request, state: &HttpState) -> Self {
        let client = Peer::of_request(request.extensions()).client(request.headers(), &state.0.trusted_proxies);
        let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
        let kind = if path.ends_with("/transcript") || path.ends_with("/export") {
            Kind::Export
        } else if request.method().is_safe() || path.starts_with("/api/bots/") || is_signed(path) {
            Kind::Read
        } else {
            Kind::Write
        };
        Self { from: client.into(), kind, share: Arc::default() }
    }

    /// The request's own.
    pub(super) fn of_request(extensions: &Extensions) -> Self {
        let nobody = || Self { from: Network::V4(0), kind: Kind::Write, share: Arc::default() };
        extensions.get().cloned().unwrap_or_else(nobody)
    }

    /// Keeps what is left where it is less than of what was counted before. Fails where nothing was.
    fn take(&self, share: Share) -> Result<(), Problem> {
        let mut tightest = self.share.lock().unwrap_or_else(PoisonError::into_inner);
        if tightest.is_none_or(|before| share.wait.is_some() || share.remaining < before.remaining) {
            *tightest = Some(share);
        }
        share.wait.map_or(Ok(()), |wait| Err(Problem::too_many_requests(wait)))
    }

    fn told(&self, mut response: Response) -> Response {
        let share = *self.share.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Share { limit, remaining, reset, .. }) = share {
            let reset = reset.as_secs() + u64::from(reset.subsec_nanos() > 0);
            let headers = response.headers_mut();
            headers.insert(LIMIT, HeaderValue::from(limit));
            headers.insert(REMAINING, HeaderValue::from(remaining));
            headers.insert(RESET, HeaderValue::from(reset));
        }
        response
    }
}

impl FromRequestParts<HttpState> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &HttpState) -> Result<Self, Infallible> {
        Ok(Self::of_request(&parts.extensions))
    }
}

impl HttpState {
    /// Counts a request for whoever makes it; refused where that is too many.
    pub(super) fn count(&self, visit: &Visit, caller: &Caller) -> Result<(), Problem> {
        let rates = &self.0.rates;
        visit.take(rates.requests.take(caller))?;
        match (visit.kind, caller) {
            // Whoever shows nothing changes nothing.
            (Kind::Read, _) | (_, Caller::Address(_)) => Ok(()),
            (Kind::Write, _) => visit.take(rates.writes.take(caller)),
            (Kind::Export, _) => visit.take(rates.exports.take(caller)),
        }
    }

    /// Counts an interaction of a bot.
    pub(super) fn count_interaction(&self, visit: &Visit, caller: &Caller) -> Result<(), Problem> {
        visit.take(self.0.rates.interactions.take(caller))
    }

    /// Counts a step of a sign-in, by its address.
    pub(super) fn count_sign_in(&self, visit: &Visit) -> Result<(), Problem> {
        visit.take(self.0.rates.sign_ins.take(&Caller::Address(visit.from)))
    }

    /// Counts a request of whoever showed nothing, or nothing that is known, for a page.
    pub(super) fn count_stranger(&self, visit: &Visit) -> Result<(), Problem> {
        self.count(visit, &Caller::Address(visit.from))
    }

    /// Tells of what somebody showed that opens nothing; the public id of the key where there is such a key.
    pub(super) fn note_refused(&self, visit: &Visit, refusal: AccessRefusal, key: Option<&str>) {
        if let Ok(desk) = self.desk() {
            desk.access.refused(refusal, key, &visit.from.to_string());
        }
    }

    /// What somebody reads who was not signed in, which is told of where they showed what nobody was given.
    pub(super) fn not_signed_in(&self, visit: &Visit, error: SignInError) -> Problem {
        let refusal = match &error {
            SignInError::Strange => Some(AccessRefusal::StrangeSignIn),
            SignInError::Used => Some(AccessRefusal::UsedCode),
            SignInError::LinkOver => Some(AccessRefusal::DeadLink),
            SignInError::Unknown => Some(AccessRefusal::UnknownSecret),
            _ => None,
        };
        if let Some(refusal) = refusal {
            self.note_refused(visit, refusal, None);
        }
        error.into()
    }

    /// What somebody reads who showed what nobody knows, which counts for their address.
    pub(super) fn stranger(&self, visit: &Visit, problem: Problem) -> Problem {
        if !problem.is_unauthenticated() {
            return problem;
        }
        self.unread(visit, problem)
    }

    /// What somebody reads of whom nothing else was read, which counts for their address.
    pub(super) fn unread(&self, visit: &Visit, problem: Problem) -> Problem {
        self.count(visit, &Caller::Address(visit.from)).err().unwrap_or(problem)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn every_route_that_asks_nobody_who_they_are_counts_by_address() {
        let document: Value = serde_json::from_str(&crate::http::document().unwrap()).unwrap();
        let paths = document["paths"].as_object().unwrap();
        let is_open = |operation: &Value| operation.is_object() && operation.get("security").is_none();
        let open = paths.iter().filter(|(_, operations)| operations.as_object().unwrap().values().any(is_open));
        let open = open.map(|(path, _)| path.as_str()).filter(|path| *path != NEVER_COUNTED && !is_signed(path));
        assert_eq!(open.collect::<Vec<_>>(), OPEN_TO_ALL);
    }
}
