//! One request to Discord, in the terms of its callers.

use std::time::Duration;

use bytes::Bytes;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::multipart::{Form, Part};
use tickit_domain::json_text::JsonText;
use tokio::time::Instant;

use super::RestError;

/// A request: what is asked of which path.
#[derive(Debug, Clone)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The path under the API base, beginning with a slash and with its query, such as `/channels/1/messages?limit=1`.
    pub path: String,
    /// What is sent.
    pub body: Body,
    /// What the guild's audit log says about it.
    pub reason: Option<String>,
}

/// What a request sends.
#[derive(Debug, Clone, Default)]
pub enum Body {
    /// Nothing.
    #[default]
    Empty,
    /// A JSON document.
    Json(JsonText),
    /// A JSON document as `payload_json`, and files as `files[0]`, `files[1]` and so on.
    Multipart(JsonText, Vec<File>),
}

/// A file to upload.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name, with its extension.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// Its content.
    pub content: Bytes,
}

/// How long somebody waits for an answer.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until when, with everything that comes before it.
    pub deadline: Instant,
    /// For how much of it one of Discord's limits may hold: where it holds for longer, the request is not sent, and fails
    /// with [`RestError::RateLimited`] at once. Until the deadline where nothing is said.
    pub longest_wait: Option<Duration>,
    /// The line that it waits in for the bot's next request, a guild's id say. Lines take turns.
    pub line: u64,
}

impl Patience {
    /// Until a deadline, in the line of what belongs to no guild.
    pub const fn until(deadline: Instant) -> Self {
        Self { deadline, longest_wait: None, line: 0 }
    }

    /// When it has to be the request's turn.
    pub(super) fn turn_by(self) -> Instant {
        self.longest_wait.map_or(self.deadline, |wait| self.deadline.min(Instant::now() + wait))
    }
}

impl Request {
    /// A request without a body.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: Body::Empty, reason: None }
    }

    /// A GET.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// A POST of a JSON document.
    pub fn post(path: impl Into<String>, body: impl Into<JsonText>) -> Self {
        Self::new(Method::POST, path).json(body)
    }

    /// A PUT of a JSON document.
    pub fn put(path: impl Into<String>, body: impl Into<JsonText>) -> Self {
        Self::new(Method::PUT, path).json(body)
    }

    /// A PATCH with a JSON document.
    pub fn patch(path: impl Into<String>, body: impl Into<JsonText>) -> Self {
        Self::new(Method::PATCH, path).json(body)
    }

    /// A DELETE.
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// The same with a JSON document.
    #[must_use]
    pub fn json(mut self, body: impl Into<JsonText>) -> Self {
        self.body = Body::Json(body.into());
        self
    }

    /// The same with files: the JSON document so far becomes their `payload_json`. Without any it stays as it is.
    #[must_use]
    pub fn files(mut self, files: Vec<File>) -> Self {
        if files.is_empty() {
            return self;
        }
        let payload = match std::mem::take(&mut self.body) {
            Body::Empty => JsonText::kept("{}"),
            Body::Json(payload) | Body::Multipart(payload, _) => payload,
        };
        self.body = Body::Multipart(payload, files);
        self
    }

    /// The same with a reason for the audit log; Discord keeps 512 characters of it.
    #[must_use]
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Puts body and reason on a request of the HTTP client.
    pub(super) fn dress(&self, mut http: reqwest::RequestBuilder) -> Result<reqwest::RequestBuilder, RestError> {
        if let Some(reason) = &self.reason {
            http = http.header("X-Audit-Log-Reason", encode_reason(reason));
        }
        Ok(match &self.body {
            Body::Empty => http,
            Body::Json(document) => http.header(CONTENT_TYPE, JSON).body(document.text().to_owned()),
            Body::Multipart(payload, files) => http.multipart(form(payload, files)?),
        })
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// As JavaScript's `encodeURIComponent` does it, which is what Discord's header expects.
const REASON: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'$')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b',')
    .add(b'/')
    .add(b':')
    .add(b';')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'?')
    .add(b'@')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

fn encode_reason(reason: &str) -> String {
    let kept: String = reason.chars().take(512).collect();
    utf8_percent_encode(&kept, REASON).to_string()
}

fn form(payload: &JsonText, files: &[File]) -> Result<Form, RestError> {
    let payload =
        Part::text(payload.text().to_owned()).mime_str("application/json").map_err(|error| unsendable(&error))?;
    let mut form = Form::new().part("payload_json", payload);
    for (index, file) in files.iter().enumerate() {
        let length = u64::try_from(file.content.len()).unwrap_or(u64::MAX);
        let part = Part::stream_with_length(file.content.clone(), length)
            .file_name(file.name.clone())
            .mime_str(&file.content_type)
            .map_err(|error| unsendable(&error))?;
        form = form.part(format!("files[{index}]"), part);
    }
    Ok(form)
}

fn unsendable(error: &reqwest::Error) -> RestError {
    let message = format!("the request cannot be sent: {error}");
    RestError::Refused { status: 400, code: 0, message, fields: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_may_hold_any_text() {
        assert_eq!(encode_reason("closed by Zoë / #42\n"), "closed%20by%20Zo%C3%AB%20%2F%20%2342%0A");
        assert_eq!(encode_reason(&"x".repeat(600)).len(), 512);
    }
}
