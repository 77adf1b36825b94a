//! Bodies as they come in: read whole within their limits of size and time, and parsed with the field at fault.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;
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

/// Parses a body. What is said of a mistake never quotes a value, which may be a secret.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let (field, inner) = (error.path().to_string(), error.inner());
        let detail = match inner.classify() {
            serde_json::error::Category::Data => {
                format!("{} does not have the expected form.", if field == "." { "The body" } else { field.as_str() })
            }
            _ => format!("This is not JSON, at line {} column {}.", inner.line(), inner.column()),
        };
        Problem::invalid_body(detail).in_field(field)
    })
}
