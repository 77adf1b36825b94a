//! `/dashboard/me/{bot}/{guild}`: all of somebody's own tickets in a server, and what is kept of them as a file.

use askama::Template;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;
use serde::Deserialize;
use tickit_domain::store::Cursor;

use super::erasure::OwnErasure;
use super::{OwnTicket, address, own, rows};
use crate::http::api::members::exported;
use crate::http::pages::frame::{Frame, Section, page};
use crate::http::pages::in_place::InPlace;
use crate::http::pages::instead::Instead;
use crate::http::problem::Problem;

/// So many are a page.
const A_PAGE: usize = 50;

/// Where the list begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct OwnIn {
    after: String,
}

#[derive(Template)]
#[template(path = "pages/me/guild.html")]
pub(super) struct OwnGuildPage {
    frame: Frame,
    name: String,
    address: String,
    rows: Vec<OwnTicket>,
    next: Option<String>,
    erasure: Option<OwnErasure>,
    /// Why what they asked for was refused; empty where it was not.
    refused: String,
}

/// Lists them, newest first.
pub(in crate::http::pages) async fn show(
    place: InPlace,
    query: Result<Query<OwnIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let strange = |_| place.problem(Problem::invalid_query("The list begins elsewhere."));
    let Query(asked) = query.map_err(strange)?;
    Ok(page(&shown(&place, asked.after.parse::<Cursor>().ok(), None).await?))
}

/// The page, with why what they asked for was refused.
pub(super) async fn shown(
    place: &InPlace,
    after: Option<Cursor>,
    refused: Option<String>,
) -> Result<OwnGuildPage, Instead> {
    let found = own(place, A_PAGE, after).await.map_err(|error| place.instead(error))?;
    let erasure = OwnErasure::of(place).await.map_err(|error| place.instead(error))?;
    let (frame, address) = (place.visitor.frame(Section::Me), address(place.at));
    let name = place.visitor.state.0.known.names.guild(&place.desk, place.at).await;
    let next = found.next.map(|next| format!("{address}?after={next}"));
    let rows = rows(&frame, place.at, found.tickets);
    let refused = refused.unwrap_or_default();
    Ok(OwnGuildPage { frame, name, address, rows, next, erasure, refused })
}

/// What is kept of them there, a JSON object a line.
pub(in crate::http::pages) async fn export(place: InPlace) -> Result<Response, Instead> {
    let user = place.actor.user().map_err(|error| place.instead(error))?;
    let export = place.desk.export_own(place.at, &place.actor).await.map_err(|error| place.instead(error))?;
    Ok(exported(export, user))
}
