//! `/assets/…`: the style, the scripts and the pictures of pages, which are in the binary.
//!
//! An asset's name has a digest of what is in it, so that browsers keep it for good and get another where it changes.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use sha2::{Digest as _, Sha256};

use crate::http::state::HttpState;

/// For a year: what has this name never changes.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Each asset's name, what it is, and what is in it.
const ASSETS: [(&str, &str, &[u8]); 11] = [
    ("charts.js", SCRIPT, include_bytes!("../../../dashboard/assets/charts.js")),
    ("copy.js", SCRIPT, include_bytes!("../../../dashboard/assets/copy.js")),
    ("dashboard.css", CSS, include_bytes!("../../../dashboard/assets/dashboard.css")),
    ("dashboard.js", SCRIPT, include_bytes!("../../../dashboard/assets/dashboard.js")),
    ("htmx.js", SCRIPT, include_bytes!("../../../dashboard/assets/htmx.js")),
    ("icon.svg", "image/svg+xml", include_bytes!("../../../dashboard/assets/icon.svg")),
    ("reorder.js", SCRIPT, include_bytes!("../../../dashboard/assets/reorder.js")),
    ("ticket.js", SCRIPT, include_bytes!("../../../dashboard/assets/ticket.js")),
    ("tickets.js", SCRIPT, include_bytes!("../../../dashboard/assets/tickets.js")),
    ("uplot.css", CSS, include_bytes!("../../../dashboard/assets/uplot.css")),
    ("uplot.js", SCRIPT, include_bytes!("../../../dashboard/assets/uplot.js")),
];

/// What each asset is called with its digest.
#[derive(Debug)]
pub(in crate::http) struct Assets([String; ASSETS.len()]);

impl Default for Assets {
    fn default() -> Self {
        Self(ASSETS.map(|(name, _, bytes)| with_digest(name, &digest(bytes))))
    }
}

impl Assets {
    /// Where an asset is; a name that is none's has no address.
    pub(super) fn address(&self, name: &str) -> String {
        let known = ASSETS.iter().zip(&self.0).find(|((known, ..), _)| *known == name);
        known.map(|(_, name)| format!("/assets/{name}")).unwrap_or_default()
    }
}

/// An asset by its name and digest.
pub(super) async fn serve(
    State(state): State<HttpState>,
    Path(name): Path<String>,
) -> Result<([(HeaderName, &'static str); 2], &'static [u8]), StatusCode> {
    let asset = ASSETS.iter().zip(&state.0.known.assets.0).find(|(_, known)| **known == name);
    let ((_, kind, bytes), _) = asset.ok_or(StatusCode::NOT_FOUND)?;
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, FOR_GOOD)], bytes))
}

fn with_digest(name: &str, digest: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{stem}.{digest}.{ending}")
}

/// So much of an asset's SHA-256 that no two versions have the same.
fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let beginning = digest.iter().take(6).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("{beginning:012x}")
}
