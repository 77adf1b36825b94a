//! A table of a period as CSV.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tickit_domain::statistics::Statistics;

use super::chosen::Chosen;
use super::table::Table;
use super::{heat, tables};
use crate::http::pages::frame::Section;
use crate::http::pages::in_place::InPlace;
use crate::http::pages::instead::Instead;
use crate::http::problem::Problem;

#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct TablePath {
    table: String,
}

/// Hands a table over.
pub(in crate::http::pages) async fn export(
    place: InPlace,
    Path(TablePath { table: name }): Path<TablePath>,
    query: Result<Query<Chosen>, QueryRejection>,
) -> Result<Response, Instead> {
    let settings = place.desk.known_settings(place.at).await.map_err(|error| place.instead(error))?;
    let clock = settings.time_zone.clock();
    let period = query.ok().and_then(|Query(chosen)| chosen.period(place.desk.now(), &clock));
    let period = period.ok_or_else(|| place.problem(Problem::invalid_query("This is no period.")))?;
    let counted = place.desk.statistics(place.at, &place.actor, period).await.map_err(|error| place.instead(error))?;
    let found = table(&place, &counted, name.trim_end_matches(".csv")).await?;
    let found = found.ok_or_else(|| place.problem(Problem::no_such_route()))?;
    let file = format!("attachment; filename=\"tickit-{}.csv\"", found.name);
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, file)];
    Ok((headers, found.csv()).into_response())
}

async fn table(place: &InPlace, counted: &Statistics, name: &str) -> Result<Option<Table>, Instead> {
    let settings = place.desk.known_settings(place.at).await.map_err(|error| place.instead(error))?;
    let frame = place.frame(Section::Analytics).await?;
    let mut all = tables::trends(&frame, counted);
    all.extend(tables::groups(&frame, counted, &settings));
    all.extend([
        tables::staff(place, &frame, counted).await,
        tables::stars(&frame, counted),
        heat::table(&frame, &counted.counted),
    ]);
    Ok(all.into_iter().find(|table| table.name == name))
}
