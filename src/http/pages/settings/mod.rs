//! `/dashboard/{bot}/{guild}/settings`: what admins choose, a page a file.
//!
//! A page is made of sections, rows and forms (`page`, `form`), which one template writes. A form is answered by a way back, or
//! by itself with what was entered and why it was refused (`in_settings`).

mod blacklist;
mod choices;
mod entered;
mod erasure_requests;
mod form;
mod general;
mod in_settings;
mod limits;
mod page;
mod panel;
mod panels;
mod preview;
mod roles;
mod someone;
mod staff;
mod tags;
mod texts;
mod types;
mod webhooks;

use axum::Router;
use axum::routing::{get, post};

use crate::http::state::HttpState;

/// All pages of settings.
pub(super) fn routes() -> Router<HttpState> {
    let general = Router::new().route(&at(""), get(general::show).post(general::save));
    general.merge(of_types()).merge(of_panels_and_tags()).merge(of_people()).merge(of_webhooks())
}

fn at(rest: &str) -> String {
    format!("/dashboard/{{bot}}/{{guild}}/settings{rest}")
}

fn of_types() -> Router<HttpState> {
    Router::new()
        .route(&at("/types"), get(types::list).post(types::add))
        .route(&at("/types/{type}"), get(types::show).post(types::save))
        .route(&at("/types/{type}/remove"), post(types::remove))
        .route(&at("/types/{type}/teams"), post(types::save_teams))
        .route(&at("/types/{type}/questions"), get(types::new_question).post(types::add_question))
        .route(&at("/types/{type}/questions/{question}"), get(types::show_question).post(types::save_question))
        .route(&at("/types/{type}/questions/{question}/move"), post(types::move_question))
        .route(&at("/types/{type}/questions/{question}/remove"), post(types::remove_question))
        .route(&at("/types/{type}/restore"), post(types::restore))
}

fn of_panels_and_tags() -> Router<HttpState> {
    Router::new()
        .route(&at("/panels"), get(panels::list).post(panels::create))
        .route(&at("/panels/{panel}"), get(panel::show).post(panel::save))
        .route(&at("/panels/{panel}/send"), post(panel::send))
        .route(&at("/panels/{panel}/delete"), post(panel::delete))
        .route(&at("/tags"), get(tags::list).post(tags::add))
        .route(&at("/tags/{tag}"), get(tags::show).post(tags::save))
        .route(&at("/tags/{tag}/delete"), post(tags::delete))
        .route(&at("/panels/{panel}/restore"), post(panels::restore))
        .route(&at("/tags/{tag}/restore"), post(tags::restore))
}

fn of_people() -> Router<HttpState> {
    Router::new()
        .route(&at("/staff"), get(staff::list).post(staff::add))
        .route(&at("/staff/remove"), post(staff::remove))
        .route(&at("/roles"), get(roles::list).post(roles::save))
        .route(&at("/limits"), get(limits::list).post(limits::save))
        .route(&at("/limits/remove"), post(limits::remove))
        .route(&at("/blacklist"), get(blacklist::list).post(blacklist::add))
        .route(&at("/blacklist/remove"), post(blacklist::remove))
        .route(&at("/texts"), get(texts::list).post(texts::save))
        .route(&at("/erasure-requests"), get(erasure_requests::list))
        .route(&at("/erasure-requests/{user}"), get(erasure_requests::show))
        .route(&at("/erasure-requests/{user}/erase"), post(erasure_requests::erase))
        .route(&at("/erasure-requests/{user}/decline"), post(erasure_requests::decline))
}

fn of_webhooks() -> Router<HttpState> {
    Router::new()
        .route(&at("/webhooks"), get(webhooks::list).post(webhooks::add))
        .route(&at("/webhooks/{webhook}"), get(webhooks::show).post(webhooks::save))
        .route(&at("/webhooks/{webhook}/rotate"), post(webhooks::rotate))
        .route(&at("/webhooks/{webhook}/test"), post(webhooks::test))
        .route(&at("/webhooks/{webhook}/remove"), post(webhooks::remove))
        .route(&at("/webhooks/{webhook}/deliveries/{delivery}/redeliver"), post(webhooks::redeliver))
}
