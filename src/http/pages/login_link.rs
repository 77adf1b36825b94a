//! The page that a login link opens. It signs nobody in before its button is pressed, so that programs which look at addresses in
//! advance do not use the link up.

use anyhow::Context as _;
use askama::Template;
use axum::http::HeaderName;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::reader::Reader;

/// How the page looks: its policy allows this style and nothing else.
const STYLE: &str = include_str!("../../../templates/pages/login_link.css");

#[derive(Template)]
#[template(path = "pages/login_link.html")]
struct LoginLinkPage<'a> {
    style: &'static str,
    reader: &'a Reader,
}

/// The page in its reader's language, with its headers.
pub(in crate::http) fn login_link_page(reader: &Reader) -> anyhow::Result<([(HeaderName, String); 3], String)> {
    let page = LoginLinkPage { style: STYLE, reader }.render().context("rendering the page of a login link")?;
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    );
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (CONTENT_SECURITY_POLICY, policy),
        // Without any referrer browsers do not say either which site a form is sent by.
        (REFERRER_POLICY, "same-origin".to_owned()),
    ];
    Ok((headers, page))
}
