//! Who may: an extractor in a handler's signature is the rule.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::error::ApiError;
use super::state::HttpState;

/// Whoever bears the operator's key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operator;

impl FromRequestParts<HttpState> for Operator {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, ApiError> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, key) = header.and_then(|value| value.split_once(' ')).ok_or(ApiError::Unauthenticated)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(ApiError::Unauthenticated);
        }
        // Digests have one length, so that the comparison tells neither length nor beginning of the key.
        let digest: [u8; 32] = Sha256::digest(key.trim()).into();
        if digest.ct_eq(&state.0.operator_key_digest).into() { Ok(Self) } else { Err(ApiError::Forbidden) }
    }
}
