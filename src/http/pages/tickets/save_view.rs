//! Saving what the list of tickets is filtered by as a view, and changing and removing views.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tickit_domain::error::{Error, Outcome, Refusal};
use tickit_domain::view::{View, ViewId};

use super::filter::FilterIn;
use super::list::{self, PlaceIn, Told};
use super::views::Draft;
use crate::http::pages::frame::base;
use crate::http::pages::in_place::InPlace;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// What somebody fills in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct ViewIn {
    once: String,
    name: String,
    /// What the list is filtered by.
    query: String,
    /// The number of the view that shall filter by it.
    view: String,
}

/// Which view.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct ViewPath {
    view: String,
}

/// Saves what the list is filtered by under a name.
pub(in crate::http::pages) async fn save_view(place: InPlace, Sent(form): Sent<ViewIn>) -> Result<Response, Instead> {
    let (filter, actor) = (FilterIn::read(&form.query), place.sending(&form.once));
    let done = place.desk.save_view(place.at, &actor, &form.name, &filter.query()).await;
    answer(&place, done, filter, Draft { name: form.name, ..Draft::default() }).await
}

/// Has a view filter by what the list is filtered by.
pub(in crate::http::pages) async fn replace_view(
    place: InPlace,
    Sent(form): Sent<ViewIn>,
) -> Result<Response, Instead> {
    let filter = FilterIn::read(&form.query);
    let done = match id(&form.view) {
        Ok(id) => place.desk.replace_view(place.at, &place.actor, id, &filter.query()).await,
        Err(refused) => Err(refused.into()),
    };
    answer(&place, done, filter, Draft { name: form.name, ..Draft::default() }).await
}

/// Gives a view another name.
pub(in crate::http::pages) async fn rename_view(
    place: InPlace,
    Path(ViewPath { view }): Path<ViewPath>,
    Sent(form): Sent<ViewIn>,
) -> Result<Response, Instead> {
    let (id, filter) = (id(&view), FilterIn::read(&form.query));
    let draft = Draft { view: id.as_ref().ok().copied(), name: form.name, refused: None };
    let done = match id {
        Ok(id) => place.desk.rename_view(place.at, &place.actor, id, &draft.name).await,
        Err(refused) => Err(refused.into()),
    };
    answer(&place, done, filter, draft).await
}

/// Removes a view, and says how to get it back.
pub(in crate::http::pages) async fn remove_view(
    place: InPlace,
    Path(ViewPath { view }): Path<ViewPath>,
    Sent(form): Sent<ViewIn>,
) -> Result<Response, Instead> {
    let done = match id(&view) {
        Ok(id) => place.desk.remove_view(place.at, &place.actor, id).await,
        Err(refused) => Err(refused.into()),
    };
    match done {
        Ok(view) => Ok(to(&place, &format!("removed={}", view.id.0))),
        refused => answer(&place, refused, FilterIn::read(&form.query), Draft::default()).await,
    }
}

/// A number that is none is no view's.
fn id(text: &str) -> Result<ViewId, Refusal> {
    text.parse().map(ViewId).map_err(|_| Refusal::NoSuchView)
}

/// To the list as a view has it. What is refused is said above the list, with what was filled in.
async fn answer(place: &InPlace, done: Outcome<View>, filter: FilterIn, draft: Draft) -> Result<Response, Instead> {
    match done {
        Ok(view) => Ok(to(place, &view.query)),
        Err(Error::Refused(refused)) => {
            let (status, said) = place.refused(&refused);
            let told = Told { view: Draft { refused: Some(said), ..draft }, ..Told::default() };
            Ok((status, list::page_with(place, filter, PlaceIn::default(), told).await?).into_response())
        }
        Err(failed @ Error::Failed(_)) => Err(place.instead(failed)),
    }
}

fn to(place: &InPlace, query: &str) -> Response {
    Redirect::to(&format!("{}/tickets?{query}", base(place.at))).into_response()
}
