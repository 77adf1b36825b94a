//! A key is revoked, and the token that was registered with it is forgotten where that is asked for.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tickit_domain::api_key::KeyId;

use super::super::operator::Operator;
use super::ADDRESS;
use crate::http::api::keys::no_such_key;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct RevokeIn {
    /// There where the box is checked.
    forget_token: Option<String>,
}

/// Revokes it, at once. The same again changes nothing.
pub(in crate::http::pages) async fn revoke(
    operator: Operator,
    Path(key): Path<String>,
    Sent(form): Sent<RevokeIn>,
) -> Result<Response, Instead> {
    let id: KeyId = key.parse().map_err(|_| operator.problem(no_such_key()))?;
    let revoked = operator.behind.keys.revoke(&id, form.forget_token.is_some(), &operator.actor).await;
    match revoked.map_err(|error| operator.instead(error))? {
        Some(_) => Ok(Redirect::to(ADDRESS).into_response()),
        None => Err(operator.problem(no_such_key())),
    }
}
