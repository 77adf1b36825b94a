//! Bodies as they come in: read whole within their limits of size and time, and parsed with the field at fault.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;
use tokio::time::timeout;

use super::problem::Problem;
use super::state::HttpState;

/// A body as it came, byte for byte.
pub(super) struct Raw(pub Bytes);

/// A body of JSON, whatever its content type says.
pub(super) struct Body<T>(pub T);

impl FromRequest<HttpState> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &HttpState) -> Result<Self, Problem> {
        let reading = timeout(state.0.request_timeout, Bytes::from_request(request, state));
        let read = reading.await.map_err(|_| Problem::timeout())?;
        read.map(Self).map_err(|rejection| match rejection {
            BytesRejection::FailedToBufferBody(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Problem::body_too_large()
            }
            _ => Problem::invalid_body("The body could not be read."),
        })
    }
}

impl<T: DeserializeOwned> FromRequest<HttpState> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &HttpState) -> Result<Self, Problem> {
        let Raw(bytes) = Raw::from_request(request, state).await?;
        parse(&bytes).map(Self)
    }
}

/// Parses a body, which is an object. What is said of a mistake never quotes a value, which may be a secret.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // serde would take an array for one, field by field, and an empty array for one that says nothing.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        serde_json::from_slice::<IgnoredAny>(bytes).map_err(|error| no_json(&error))?;
        return Err(Problem::invalid_body("The body is no object."));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let parsed = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let (field, inner) = (error.path().to_string(), error.inner());
        if inner.classify() != Category::Data {
            return no_json(inner).in_field(field);
        }
        let what = if field == "." { "The body" } else { field.as_str() };
        Problem::invalid_body(format!("{what} does not have the expected form.")).in_field(field)
    })?;
    // Nothing follows it.
    json.end().map_err(|error| no_json(&error))?;
    Ok(parsed)
}

fn no_json(error: &serde_json::Error) -> Problem {
    Problem::invalid_body(format!("This is not JSON, at line {} column {}.", error.line(), error.column()))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Reason {
        #[serde(default)]
        reason: String,
    }

    #[test]
    fn a_body_is_one_object_and_nothing_else() {
        assert_eq!(parse::<Reason>(b" {\"reason\": \"Sent again\"}\n").unwrap().reason, "Sent again");
        assert_eq!(parse::<Reason>(b"{}").unwrap().reason, "");
        for wrong in ["", " ", "[]", "[\"Sent again\"]", "null", "7", "\"{}\"", "{} x", "{}{}", "{", "{\"reason\": [}"]
        {
            assert!(parse::<Reason>(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
