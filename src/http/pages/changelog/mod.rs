//! `/dashboard/changelog`: what is new, version by version, as CHANGELOG.md says it.

mod read;

use askama::Template;
use axum::response::Response;

use self::read::{Block, Span, Version, versions};
use super::frame::{Frame, Section, page};
use super::visitor::Visitor;

/// All that a user can see of each version.
const CHANGELOG: &str = include_str!("../../../../CHANGELOG.md");

#[derive(Template)]
#[template(path = "pages/changelog.html")]
struct ChangelogPage {
    frame: Frame,
    version: &'static str,
    versions: Vec<Version<'static>>,
}

/// Shows it.
pub(super) async fn show(visitor: Visitor) -> Response {
    let (frame, versions) = (visitor.frame(Section::Changelog), versions(CHANGELOG));
    page(&ChangelogPage { frame, version: env!("CARGO_PKG_VERSION"), versions })
}
