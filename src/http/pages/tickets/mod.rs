//! `/dashboard/{bot}/{guild}/tickets`: a server's tickets, by what they are filtered by.

mod bulk;
mod export;
mod filter;
mod list;
mod save_view;
mod views;

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::response::Response;

pub(super) use self::bulk::change;
pub(super) use self::export::export;
use self::filter::FilterIn;
use self::list::{PlaceIn, Told};
pub(super) use self::save_view::{remove_view, rename_view, replace_view, save_view};
use super::in_place::InPlace;
use super::instead::Instead;
use crate::http::problem::Problem;

/// Lists tickets.
pub(super) async fn show(
    place: InPlace,
    filter: Result<Query<FilterIn>, QueryRejection>,
    at: Result<Query<PlaceIn>, QueryRejection>,
) -> Result<Response, Instead> {
    let strange = |_| place.problem(Problem::invalid_query("A filter has not the expected form."));
    let (Query(filter), Query(at)) = (filter.map_err(strange)?, at.map_err(strange)?);
    list::page_with(&place, filter, at, Told::default()).await
}
