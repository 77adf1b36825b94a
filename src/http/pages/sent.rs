//! A form that somebody sent.

use axum::Form;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use serde::de::DeserializeOwned;

use super::instead::Instead;
use super::reader::Reader;
use crate::http::problem::Problem;
use crate::http::state::HttpState;

/// What stands in a form.
#[derive(Debug)]
pub(super) struct Sent<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<HttpState> for Sent<T> {
    type Rejection = Instead;

    async fn from_request(request: Request, state: &HttpState) -> Result<Self, Instead> {
        let (mut parts, body) = request.into_parts();
        let Ok(reader) = Reader::from_request_parts(&mut parts, state).await;
        let sent = Form::<T>::from_request(Request::from_parts(parts, body), state).await;
        let strange = |_| Instead::problem(Problem::invalid_body("The form has not the expected fields."), reader);
        sent.map(|Form(sent)| Self(sent)).map_err(strange)
    }
}
