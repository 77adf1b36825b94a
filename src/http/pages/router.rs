//! Every page on one screen.

use axum::Router;
use axum::response::Redirect;
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;

use super::service::{audit as service_audit, bots, errors, first_run, health, jobs, keys, sign_in as application};
use super::{
    analytics, assets, audit, changelog, events, guilds, me, overview, sessions, settings, sign_in, ticket, tickets,
};
use crate::http::state::HttpState;

/// Where somebody is sent who wants no other page.
pub(in crate::http) const FIRST_PAGE: &str = "/dashboard";

/// The most characters of a page's path that somebody is sent back to.
const MOST_CHARACTERS: usize = 512;

/// All pages. What they link to stands beside them.
pub(in crate::http) fn routes() -> Router<HttpState> {
    Router::new()
        .route("/", get(async || Redirect::to(FIRST_PAGE)))
        .route("/assets/{name}", get(assets::serve))
        .route("/sign-in", get(sign_in::show))
        .route("/sign-out", post(sign_in::out))
        .route("/dashboard", get(guilds::show))
        .merge(of_guild())
        .merge(settings::routes())
        .merge(of_ticket())
        .merge(to_ticket())
        .merge(of_service())
        .layer(CompressionLayer::new())
}

/// One guild.
fn of_guild() -> Router<HttpState> {
    Router::new()
        .route("/dashboard/{bot}/{guild}", get(overview::show))
        .route("/dashboard/{bot}/{guild}/analytics", get(analytics::show))
        .route("/dashboard/{bot}/{guild}/analytics/{table}", get(analytics::export))
        .route("/dashboard/{bot}/{guild}/events", get(events::follow))
        .route("/dashboard/{bot}/{guild}/tickets", get(tickets::show).post(tickets::change))
        .route("/dashboard/{bot}/{guild}/tickets/export", get(tickets::export))
        .route("/dashboard/{bot}/{guild}/tickets/views", post(tickets::save_view))
        .route("/dashboard/{bot}/{guild}/tickets/views/replace", post(tickets::replace_view))
        .route("/dashboard/{bot}/{guild}/tickets/views/{view}/remove", post(tickets::remove_view))
        .route("/dashboard/{bot}/{guild}/tickets/views/{view}/rename", post(tickets::rename_view))
        .route("/dashboard/{bot}/{guild}/audit", get(audit::show))
        .route("/dashboard/{bot}/{guild}/audit/export", get(audit::export))
}

/// One ticket.
fn of_ticket() -> Router<HttpState> {
    Router::new()
        .route(&at(""), get(ticket::show))
        .route(&at("/files/{file}"), get(ticket::file))
        .route(&at("/note"), post(ticket::note))
        .route(&at("/reply"), post(ticket::reply))
        .route(&at("/transcript"), get(ticket::transcript))
}

/// What is done to one ticket.
fn to_ticket() -> Router<HttpState> {
    Router::new()
        .route(&at("/answer"), post(ticket::answer))
        .route(&at("/assign"), post(ticket::assign))
        .route(&at("/claim"), post(ticket::claim))
        .route(&at("/close"), post(ticket::close))
        .route(&at("/delete"), post(ticket::delete))
        .route(&at("/force-close"), post(ticket::force_close))
        .route(&at("/labels"), post(ticket::labels))
        .route(&at("/looking"), post(ticket::looking))
        .route(&at("/move"), post(ticket::move_to))
        .route(&at("/priority"), post(ticket::priority))
        .route(&at("/rename"), post(ticket::rename))
        .route(&at("/reopen"), post(ticket::reopen))
        .route(&at("/request"), post(ticket::request))
        .route(&at("/topic"), post(ticket::topic))
        .route(&at("/transfer"), post(ticket::transfer))
        .route(&at("/unclaim"), post(ticket::unclaim))
}

/// Below the address of a ticket.
fn at(form: &str) -> String {
    format!("/dashboard/{{bot}}/{{guild}}/tickets/{{ticket}}{form}")
}

/// Those that are about the service, and about whoever is signed in.
fn of_service() -> Router<HttpState> {
    Router::new()
        .route("/dashboard/health", get(health::show))
        .route("/dashboard/errors", get(errors::show))
        .route("/dashboard/errors/causes", get(errors::causes))
        .route("/dashboard/{bot}/{guild}/errors", get(errors::in_guild))
        .route("/dashboard/jobs", get(jobs::show))
        .route("/dashboard/jobs/{job}/retry", post(jobs::retry))
        .route("/dashboard/jobs/{job}/discard", post(jobs::discard))
        .route("/dashboard/audit", get(service_audit::show))
        .route("/dashboard/audit/export", get(service_audit::export))
        .route("/dashboard/keys", get(keys::list).post(keys::create))
        .route("/dashboard/keys/{key}/revoke", post(keys::revoke))
        .route("/dashboard/sign-in", get(application::show).post(application::save))
        .route("/dashboard/sign-in/forget", post(application::forget))
        .merge(of_bots())
        .merge(of_people())
}

fn of_bots() -> Router<HttpState> {
    Router::new()
        .route("/dashboard/bots", get(bots::list).post(bots::add))
        .route("/dashboard/bots/{application}", get(bots::show))
        .route("/dashboard/bots/{application}/start", post(bots::start))
        .route("/dashboard/bots/{application}/stop", post(bots::stop))
        .route("/dashboard/bots/{application}/reconnect", post(bots::reconnect))
        .route("/dashboard/bots/{application}/register", post(bots::register))
        .route("/dashboard/bots/{application}/forget", post(bots::forget))
}

/// What is somebody's own.
fn of_people() -> Router<HttpState> {
    Router::new()
        .route("/dashboard/first-run", get(first_run::show).post(first_run::add_bot))
        .route("/dashboard/first-run/sign-in", post(first_run::save_application))
        .route("/dashboard/me", get(me::show))
        .route("/dashboard/me/{bot}/{guild}", get(me::in_guild))
        .route("/dashboard/me/{bot}/{guild}/erasure", post(me::ask_for_erasure))
        .route("/dashboard/me/{bot}/{guild}/erasure/take-back", post(me::take_back_erasure))
        .route("/dashboard/me/{bot}/{guild}/export", get(me::export))
        .route("/dashboard/me/{bot}/{guild}/{ticket}", get(me::one))
        .route("/dashboard/me/{bot}/{guild}/{ticket}/transcript", get(me::transcript))
        .route("/dashboard/me/{bot}/{guild}/{ticket}/rate", post(me::rate))
        .route("/dashboard/changelog", get(changelog::show))
        .route("/dashboard/sessions", get(sessions::show))
        .route("/dashboard/sessions/end-all", post(sessions::end_all))
        .route("/dashboard/sessions/{session}/end", post(sessions::end))
}

/// Whether a path is one of a page, and of no other site's.
pub(in crate::http) fn is_page(path: &str) -> bool {
    let below = path.strip_prefix(FIRST_PAGE);
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
        && path.len() <= MOST_CHARACTERS
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for page in ["/dashboard", "/dashboard/1/2/tickets?status=open", "/dashboard?x"] {
            assert!(is_page(page), "{page}");
        }
        for other in [
            "",
            "/",
            "//evil.example",
            "https://evil.example/dashboard",
            "/dashboards",
            "/dashboard/\\evil",
            "/dashboard/ä",
        ] {
            assert!(!is_page(other), "{other}");
        }
    }
}
