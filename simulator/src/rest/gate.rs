//! What every request passes: the OpenAPI document, bans, faults, rate limits, and the record.
use std::sync::Arc;

use axum::{
    Json,
    body::{Body, to_bytes},
    extract::{ConnectInfo, MatchedPath, Query, Request, State},
    http::{StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{
    answer,
    call::{Caller, Sent, percent_decoded},
    limits::{Pass, Permit},
    multipart,
};
use crate::{
    DiscordError, Peer, Requested, Shared,
    faults::{Fault, decide},
    openapi::Arrived,
    world::ApplicationId,
};

/// The largest body: ten files and their form.
const LARGEST_BODY: usize = 26 * 1024 * 1024;
/// The largest body that is remembered.
const LARGEST_KEPT: usize = 8 * 1024;

/// A request as far as faults and limits look at it.
#[derive(Debug, Clone)]
pub struct RequestInfo {
    /// The method.
    pub method: String,
    /// The path after `/api/v10`, without the query.
    pub path: String,
    /// The route that it matches, with `{}` for parameters; `None` if there is none.
    pub template: Option<String>,
    /// The bot whose token came with it; of an interaction's token, its bot.
    pub bot: Option<ApplicationId>,
    /// Whether an interaction's token in the path authorizes it.
    pub by_interaction: bool,
}

/// Lets a request through to its route, or not.
pub(super) async fn pass(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    matched: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let info = RequestInfo::new(&shared, &parts, matched.as_ref());
    let Ok(bytes) = to_bytes(body, LARGEST_BODY).await else {
        return DiscordError::too_large().into_response();
    };
    let sent = Arc::new(multipart::read(&parts.headers, &bytes).await);
    hold_against_document(&shared, &parts, &info, &sent);
    if let Some(seconds) = shared.limits.banned(peer.address.ip(), shared.clock.now()) {
        return answer::banned(seconds);
    }
    let (path, reason) = (path_and_query(&parts), reason(&parts));
    let mut visit = Visit { shared: &shared, peer: &peer, info, path, reason, sent };
    shared.faults.travel(&shared.clock).await;
    let response = visit.answer(parts, bytes.into(), next).await;
    shared.faults.travel(&shared.clock).await;
    response
}

/// Whatever becomes of a request, it is to be as documented.
fn hold_against_document(shared: &Shared, parts: &Parts, info: &RequestInfo, sent: &Sent) {
    let query = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).ok().map(|Query(pairs)| pairs);
    let body = Some(&sent.body).filter(|_| !sent.unreadable);
    shared.openapi.check(&Arrived { method: &info.method, path: &info.path, query: query.as_deref(), body });
}

/// A request on its way.
struct Visit<'gate> {
    shared: &'gate Shared,
    peer: &'gate Peer,
    info: RequestInfo,
    path: String,
    reason: Option<String>,
    sent: Arc<Sent>,
}

impl Visit<'_> {
    async fn answer(&mut self, parts: Parts, body: Body, next: Next) -> Response {
        let fault = decide(self.shared, &self.info);
        let response = match &fault {
            Some(Fault::CutBefore) => return self.cut(),
            Some(Fault::Status(status)) => DiscordError::new(*status, 0, "fault").into_response(),
            Some(Fault::RateLimited { scope, retry_after }) => Pass::refused(scope, *retry_after),
            Some(Fault::Forbidden) => DiscordError::missing_permissions().into_response(),
            Some(Fault::Refused { status, code, message }) => {
                DiscordError::new(*status, *code, *message).into_response()
            }
            Some(Fault::Answer(body)) => Json(body.clone()).into_response(),
            Some(Fault::Delay(length)) => {
                self.shared.clock.sleep(*length).await;
                self.run(parts, body, next).await
            }
            Some(Fault::CutAfter) | None => self.run(parts, body, next).await,
        };
        if fault == Some(Fault::CutAfter) {
            return self.cut();
        }
        self.record(response.status().as_u16());
        let scope = response.headers().get("x-ratelimit-scope").is_some_and(|scope| scope == "shared");
        if matches!(response.status().as_u16(), 401 | 403 | 429) && !scope {
            self.shared.limits.count_invalid(self.peer.address.ip(), self.shared.clock.now());
        }
        response
    }

    async fn run(&self, parts: Parts, body: Body, next: Next) -> Response {
        let permit = match self.shared.limits.take(&self.info, &self.sent.body, self.shared.clock.now()) {
            Pass::Granted(permit) => permit,
            Pass::Refused(response) => return *response,
        };
        let mut request = Request::from_parts(parts, body);
        request.extensions_mut().insert(Caller { bot: self.info.bot, sent: Arc::clone(&self.sent) });
        let mut response = next.run(request).await;
        if response.status().is_client_error() {
            self.shared.limits.give_back(&self.info, &self.sent.body);
        }
        if let Some(permit) = permit {
            Permit::write(&permit, response.headers_mut());
        }
        response
    }

    /// Nothing that is returned now reaches anybody: the connection fails at the first byte.
    fn cut(&self) -> Response {
        self.peer.cut();
        self.record(0);
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }

    fn record(&self, status: u16) {
        let body = (!self.sent.body.is_null()).then(|| self.sent.body.to_string());
        self.shared.requests.record(Requested {
            method: self.info.method.clone(),
            path: self.path.clone(),
            bot: self.info.bot,
            status,
            at: self.shared.clock.now(),
            body: body.filter(|body| body.len() <= LARGEST_KEPT),
            reason: self.reason.clone(),
        });
        self.shared.touch();
    }
}

impl RequestInfo {
    fn new(shared: &Shared, parts: &Parts, matched: Option<&MatchedPath>) -> Self {
        // The nesting router has already taken the version away.
        let path = parts.uri.path().to_owned();
        let template = matched.map(|matched| nameless(without_version(matched.as_str())));
        let token = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let by_interaction = path.starts_with("/interactions/") || path.starts_with("/webhooks/");
        let bot = shared.read(|world| {
            let by_token = token.and_then(|token| world.authorize(token));
            by_token.or_else(|| {
                let in_path = path.split('/').nth(3).filter(|_| by_interaction)?;
                let interaction = world.interaction_tokens.get(in_path)?;
                world.interactions.get(interaction).map(|interaction| interaction.application)
            })
        });
        Self { method: parts.method.to_string(), path, template, bot, by_interaction }
    }
}

/// `X-Audit-Log-Reason`, decoded.
pub(super) fn reason(parts: &Parts) -> Option<String> {
    parts.headers.get("x-audit-log-reason").and_then(|value| value.to_str().ok()).map(percent_decoded)
}

fn path_and_query(parts: &Parts) -> String {
    parts.uri.path_and_query().map_or_else(String::new, ToString::to_string)
}

fn without_version(path: &str) -> &str {
    let rest = path.strip_prefix("/api").unwrap_or(path);
    rest.strip_prefix("/v10").or_else(|| rest.strip_prefix("/v9")).unwrap_or(rest)
}

/// `/channels/{channel}` becomes `/channels/{}`.
pub(crate) fn nameless(template: &str) -> String {
    let segments = template.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}
