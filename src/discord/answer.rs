//! Reading an answer: what Discord said of the request, and what of its limits.

use std::time::{Duration, UNIX_EPOCH};

use bytes::{Bytes, BytesMut};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Method, Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tickit_domain::clock::Timestamp;
use tickit_domain::json_text::Unread;

use super::bucket::Limits;
use super::{FieldError, RestError};

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its `X-RateLimit-*` headers.
    pub limits: Option<Limits>,
    /// Where it is a 429: of what, and for how long.
    pub refusal: Option<Refusal>,
    /// When Discord gave it, to the second.
    pub date: Option<Timestamp>,
    /// Its body.
    pub body: Bytes,
}

/// A 429.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// What is limited.
    pub scope: Scope,
    /// Until it no longer is.
    pub retry_after: Duration,
}

/// What a 429 is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// This bot's bucket.
    User,
    /// Everything that this bot sends.
    Global,
    /// The resource, whoever asks. Not counted as an invalid request.
    Shared,
    /// The address: the answer comes from Discord's edge.
    Address,
}

/// No answer is longer: a hundred messages of the longest kind are a tenth of this.
const LONGEST: usize = 32 << 20;

impl Answer {
    /// Reads the rest of the response. An error here came after Discord had begun to answer.
    pub async fn read(mut response: Response) -> Result<Self, String> {
        let (status, limits) = (response.status(), limits(response.headers()));
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| error.without_url().to_string())? {
            if body.len() + chunk.len() > LONGEST {
                return Err("the answer is too long".into());
            }
            body.extend_from_slice(&chunk);
        }
        let refusal = refusal(status, response.headers(), &body);
        let date = text(response.headers(), "date").and_then(date);
        Ok(Self { status, limits, refusal, date, body: body.freeze() })
    }

    /// Whether it counts towards Discord's 10,000 invalid requests.
    pub fn is_invalid_request(&self) -> bool {
        matches!(self.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
            || self.refusal.is_some_and(|refusal| refusal.scope != Scope::Shared)
    }

    /// The body of a success, or what went wrong.
    pub fn outcome(self, method: &Method) -> Result<Bytes, RestError> {
        if self.status.is_success() {
            return Ok(self.body);
        }
        if let Some(refusal) = self.refusal {
            let retry_after = refusal.retry_after;
            return Err(match refusal.scope {
                Scope::Address => RestError::AddressBanned { retry_after },
                _ => RestError::RateLimited { retry_after },
            });
        }
        let status = self.status.as_u16();
        match status {
            401 => Err(RestError::Unauthorized),
            400..500 => Err(refused(status, &self.body)),
            // Cloudflare's and the load balancer's words for "the request never reached Discord".
            503 | 521..=523 => Err(RestError::Unavailable(format!("HTTP {status}"))),
            _ if *method == Method::GET => Err(RestError::Unavailable(format!("HTTP {status}"))),
            _ => Err(RestError::Ambiguous(format!("HTTP {status}"))),
        }
    }
}

/// Reads a success's body; `null` where there is none.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, RestError> {
    let body = if body.is_empty() { b"null" } else { body };
    serde_json::from_slice(body).map_err(|error| RestError::Unreadable(Unread::from(error).to_string()))
}

/// A moment as HTTP writes it.
fn date(text: &str) -> Option<Timestamp> {
    let since = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Timestamp::from_millis)
}

fn limits(headers: &HeaderMap) -> Option<Limits> {
    Some(Limits {
        bucket: text(headers, "x-ratelimit-bucket").map(Into::into),
        limit: text(headers, "x-ratelimit-limit")?.parse().ok()?,
        remaining: text(headers, "x-ratelimit-remaining")?.parse().ok()?,
        reset_after: seconds(text(headers, "x-ratelimit-reset-after")?.parse().ok()?),
    })
}

#[derive(Deserialize)]
struct TooMany {
    retry_after: Option<f64>,
    #[serde(default)]
    global: bool,
}

fn refusal(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<Refusal> {
    if status != StatusCode::TOO_MANY_REQUESTS {
        return None;
    }
    let header = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let Ok(too_many) = serde_json::from_slice::<TooMany>(body) else {
        return Some(Refusal { scope: Scope::Address, retry_after: seconds(header.unwrap_or(60.0)).max(MINUTE) });
    };
    let scope = match text(headers, "x-ratelimit-scope") {
        Some("shared") => Scope::Shared,
        Some("global") => Scope::Global,
        _ if too_many.global => Scope::Global,
        _ => Scope::User,
    };
    // The header is the body's number in whole seconds, rounded up.
    let rounded = header.unwrap_or(1.0);
    let exact = too_many.retry_after.unwrap_or(rounded);
    Some(Refusal { scope, retry_after: seconds(if rounded - exact > 1.0 { rounded } else { exact }) })
}

const MINUTE: Duration = Duration::from_mins(1);

#[derive(Deserialize)]
struct Objection {
    #[serde(default)]
    code: u32,
    #[serde(default)]
    message: String,
    errors: Option<serde_json::Value>,
}

/// Discord's own words, kept short, with what it says about single fields.
fn refused(status: u16, body: &[u8]) -> RestError {
    let Ok(Objection { code, message, errors }) = serde_json::from_slice(body) else {
        return RestError::Refused { status, code: 0, message: format!("HTTP {status}"), fields: Vec::new() };
    };
    let fields = errors.as_ref().map(FieldError::all).unwrap_or_default();
    RestError::Refused { status, code, message: message.chars().take(1000).collect(), fields }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Seconds as Discord writes them; nonsense is a second, and nothing is longer than a day.
fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds.clamp(0.0, 86_400.0)).unwrap_or(Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        let status = StatusCode::from_u16(status).unwrap();
        let refusal = refusal(status, &HeaderMap::new(), body.as_bytes());
        Answer { status, limits: None, refusal, date: None, body: Bytes::copy_from_slice(body.as_bytes()) }
    }

    #[test]
    fn discords_own_words_are_kept() {
        let error = answer(404, r#"{"message":"Unknown Channel","code":10003}"#).outcome(&Method::GET).unwrap_err();
        assert!(error.is_unknown(10003) && !error.is_unknown(10008));
        let error =
            answer(400, r#"{"message":"Invalid Form Body","code":50035,"errors":{"name":{"_errors":[{"code":"X"}]}}}"#);
        let error = error.outcome(&Method::POST).unwrap_err();
        assert!(matches!(&error, RestError::Refused { fields, .. } if fields.iter().any(|field| field.path == "name")));
        assert!(error.to_string().contains("name"), "{error}");
    }

    #[test]
    fn a_write_that_may_have_been_applied_is_said_to_be() {
        for (status, method, ambiguous) in [
            (500, Method::POST, true),
            (502, Method::PATCH, true),
            (504, Method::DELETE, true),
            (524, Method::PUT, true),
            (503, Method::POST, false),
            (521, Method::POST, false),
            (502, Method::GET, false),
        ] {
            let error = answer(status, "").outcome(&method).unwrap_err();
            assert_eq!(error.may_have_been_applied(), ambiguous, "{status} {method}");
        }
    }

    #[test]
    fn the_longer_of_header_and_body_is_waited_for() {
        let body = |retry_after: f64| format!(r#"{{"retry_after":{retry_after},"global":false}}"#);
        for (header, retry_after, waited) in
            [("1", 0.25, 0.25), ("82721", 0.25, 82_721.0), ("2", 1.5, 1.5), ("2", 60.0, 60.0)]
        {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, header.parse().unwrap())]);
            let refusal = refusal(StatusCode::TOO_MANY_REQUESTS, &headers, body(retry_after).as_bytes()).unwrap();
            assert_eq!(refusal.retry_after, Duration::from_secs_f64(waited), "{header} {retry_after}");
        }
    }

    #[test]
    fn refusals_are_told_apart() {
        let of = |body| answer(429, body).refusal.unwrap();
        assert_eq!(
            of(r#"{"retry_after":0.25,"global":true}"#),
            Refusal { scope: Scope::Global, retry_after: Duration::from_millis(250) }
        );
        assert_eq!(of(r#"{"retry_after":1.5,"global":false}"#).scope, Scope::User);
        assert_eq!(of("<html>error code: 1015</html>"), Refusal { scope: Scope::Address, retry_after: MINUTE });
        assert_eq!(
            of(r#"{"message":"slow down"}"#),
            Refusal { scope: Scope::User, retry_after: Duration::from_secs(1) }
        );
        assert!(answer(403, "").is_invalid_request() && !answer(404, "").is_invalid_request());
    }
}
