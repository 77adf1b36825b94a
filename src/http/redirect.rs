//! Plain HTTP beside HTTPS: everybody is sent on to the public address.

use axum::Router;
use axum::http::header::LOCATION;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};

/// Sends everything on, by whichever name it was asked for: the address is the operator's word alone.
pub(super) fn to(public_url: String) -> Router {
    Router::new().fallback(async move |uri: Uri| on_to(&public_url, &uri))
}

fn on_to(public_url: &str, uri: &Uri) -> Response {
    let path = uri.path_and_query().map(PathAndQuery::as_str).filter(|path| path.starts_with('/')).unwrap_or("/");
    match HeaderValue::from_str(&format!("{public_url}{path}")) {
        Ok(address) => (StatusCode::PERMANENT_REDIRECT, [(LOCATION, address)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}
