//! `Idempotency-Key`: a request about a guild that is sent again within a day is answered as it was, and does nothing again.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest as _, FromRequestParts as _, MatchedPath, Request, State};
use axum::http::header::{CONTENT_TYPE, ETAG};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use tickit_domain::actor::Cause;
use tickit_domain::error::Error;
use tickit_domain::store::document::Stored;
use tickit_domain::store::kept_answers::{KeptAnswer, KeptAnswers, Known, KnownRequest};

use super::body::Raw;
use super::guild_access::{IDEMPOTENCY_KEY, InGuild};
use super::problem::Problem;
use super::state::HttpState;

/// What routes it is for.
const ABOUT_GUILDS: &str = "/api/guilds/{guild}";

/// The most bytes of an answer to a change.
const LONGEST_ANSWER: usize = 1 << 20;

/// Answers a request that was answered before as it was. Whoever sends it is asked first who they are.
pub(super) async fn once(State(state): State<HttpState>, request: Request, next: Next) -> Result<Response, Problem> {
    if !is_meant(&request) {
        return Ok(next.run(request).await);
    }
    let (mut parts, body) = request.into_parts();
    let asked = InGuild::from_request_parts(&mut parts, &state).await?;
    let Raw(body) = Raw::from_request(Request::from_parts(parts.clone(), body), &state).await?;
    let answers = asked.desk.kept_answers(asked.at.guild).await?;
    let known = answers.begin(&key(&asked), &asks(&parts, &body), asked.desk.now()).await;
    parts.extensions.insert(asked);
    match known.map_err(|error| Problem::from(Error::from(error)))? {
        Known::Answered(answer) => Ok(again(answer)),
        Known::UnderWay => Err(Problem::under_way()),
        Known::Another => Err(Problem::key_of_another()),
        Known::New(noted) => {
            let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
            Ok(keep(&answers, *noted, answer).await)
        }
    }
}

fn is_meant(request: &Request) -> bool {
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    !request.method().is_safe() && path.starts_with(ABOUT_GUILDS) && request.headers().contains_key(IDEMPOTENCY_KEY)
}

/// What the caller's key for a request is kept under.
fn key(asked: &InGuild) -> String {
    let Cause::Request(cause) = &asked.actor.cause else { return String::new() };
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{}:{cause}", asked.at.bot)))
}

/// What a request asks.
fn asks(parts: &Parts, body: &Bytes) -> String {
    let asks = Sha256::new().chain_update(format!("{} {}\n", parts.method, parts.uri)).chain_update(body);
    URL_SAFE_NO_PAD.encode(asks.finalize())
}

/// Keeps an answer that would be the same if the request came again; of a failure nothing is known.
async fn keep(answers: &KeptAnswers, request: Stored<KnownRequest>, answer: Response) -> Response {
    let is_final = !answer.status().is_server_error() && answer.status() != StatusCode::TOO_MANY_REQUESTS;
    let (parts, body) = answer.into_parts();
    let Ok(body) = to_bytes(body, LONGEST_ANSWER).await else { return Problem::internal().into_response() };
    let text = String::from_utf8(body.to_vec()).ok().filter(|_| is_final);
    let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (status, content_type, etag) = (parts.status.as_u16(), header(CONTENT_TYPE), header(ETAG));
    let kept = match text {
        Some(body) => answers.answer(request, KeptAnswer { status, content_type, etag, body }).await,
        None => answers.forget(&request).await,
    };
    if let Err(error) = kept {
        tracing::warn!(%error, "an answer is not kept: who sends the request again may read another");
    }
    Response::from_parts(parts, Body::from(body))
}

fn again(KeptAnswer { status, content_type, etag, body }: KeptAnswer) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = (status, body).into_response();
    answer.headers_mut().remove(CONTENT_TYPE);
    for (name, text) in [(CONTENT_TYPE, content_type), (ETAG, etag)] {
        if let Some(value) = text.and_then(|text| HeaderValue::from_str(&text).ok()) {
            answer.headers_mut().insert(name, value);
        }
    }
    answer.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    answer
}
