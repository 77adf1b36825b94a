//! Every route on one screen, and the document that is made of them.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state, map_response_with_state};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::address::{self, Parameters};
use super::api::{
    audit, auth, blacklist, bot_events, bot_interactions, bot_ready, bots, config, discord_interactions,
    erasure_requests, errors, health, jobs, keys, limits, measurements, members, panels, reconnect, reference, removed,
    sessions, sign_in_application, staff, statistics, tags, texts, tickets, types, webhooks,
};
use super::problem::Problem;
use super::state::HttpState;
use super::{failures, idempotency, limits as request_limits, pages, protocol, visit};

/// How large the body of a batch of events may be, in bytes.
const EVENTS_LIMIT: usize = 1 << 20;

/// What the document says besides the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tickit",
        description = "Support tickets for many Discord bots. Errors are application/problem+json with a stable code; \
                       times are RFC 3339 in UTC; ids are strings.",
        license(name = "MIT")
    ),
    modifiers(&Keys),
    tags(
        (name = "bots", description = "Bots and the programs that they live in"),
        (name = "auth", description = "People who sign in with Discord"),
        (name = "guilds", description = "What a guild's admins chose, and what became of it"),
        (name = "tickets", description = "The tickets of a guild"),
        (name = "keys", description = "API keys, for the operator"),
        (name = "jobs", description = "What is to be done, for the operator"),
        (name = "errors", description = "What failed, by the numbers that people were told"),
        (name = "service", description = "How the service is doing")
    )
)]
struct Document;

/// The keys that open routes.
struct Keys;

impl Modify for Keys {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let bearer = |what: &str| {
            let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(what)).build();
            SecurityScheme::Http(scheme)
        };
        let components = openapi.components.get_or_insert_with(Default::default);
        components.add_security_scheme("key", bearer("An API key of the bot, or an invitation."));
        components.add_security_scheme("person", bearer("The access token of somebody who is signed in."));
        components.add_security_scheme("operator", bearer("The operator's key."));
    }
}

/// Everything that is served.
pub fn router(state: HttpState) -> Router {
    let (router, document) = all().split_for_parts();
    let parameters = Parameters::of(&document);
    router
        .merge(pages::routes())
        .fallback(pages::missing)
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .layer(from_fn_with_state(state.clone(), idempotency::once))
        .layer(from_fn_with_state((state.clone(), parameters), address::must_be_read))
        .layer(DefaultBodyLimit::max(state.0.body_limit_bytes))
        .layer(from_fn_with_state(state.clone(), request_limits::within_time))
        .layer(from_fn_with_state(state.clone(), failures::give_numbers))
        .layer(from_fn_with_state(state.clone(), pages::as_page))
        .layer(from_fn_with_state(state.clone(), visit::counted))
        .layer(map_response_with_state(state.clone(), request_limits::security_headers))
        .with_state(state)
}

/// The document of all routes, OpenAPI 3.1, as JSON.
pub fn document() -> serde_json::Result<String> {
    let mut document = openapi();
    env!("CARGO_PKG_VERSION").clone_into(&mut document.info.version);
    document.to_pretty_json()
}

/// The same, to look things up in.
pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    all().split_for_parts().1
}

fn all() -> OpenApiRouter<HttpState> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(health::health))
        .routes(routes!(health::live))
        .routes(routes!(reconnect::reconnect))
        .routes(routes!(measurements::metrics))
        .routes(routes!(reference::page))
        .routes(routes!(reference::document))
        .routes(routes!(discord_interactions::receive))
        .merge(of_people())
        .merge(of_operators())
        .merge(of_guilds())
        .merge(of_webhooks())
        .merge(of_hosts())
}

/// Who is signed in.
fn of_people() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(auth::login))
        .routes(routes!(auth::callback))
        .routes(routes!(auth::make_link))
        .routes(routes!(auth::show_link, auth::open_link))
        .routes(routes!(auth::refresh))
        .routes(routes!(auth::logout))
        .routes(routes!(auth::me))
        .routes(routes!(sign_in_application::show))
        .routes(routes!(sessions::list, sessions::end_all))
        .routes(routes!(sessions::end))
        .routes(routes!(sessions::list_of, sessions::end_all_of))
        .routes(routes!(sessions::end_of))
}

/// What whoever runs the service looks after.
fn of_operators() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(keys::create, keys::list))
        .routes(routes!(keys::revoke))
        .routes(routes!(audit::list::list_of_service))
        .routes(routes!(audit::export::export_of_service))
        .routes(routes!(errors::list))
        .routes(routes!(errors::groups))
        .routes(routes!(jobs::list))
        .routes(routes!(jobs::show, jobs::discard))
        .routes(routes!(jobs::retry))
}

/// What belongs to a guild.
fn of_guilds() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(audit::list::list))
        .routes(routes!(audit::export::export))
        .routes(routes!(blacklist::list))
        .routes(routes!(blacklist::add, blacklist::remove))
        .routes(routes!(config::show, config::update))
        .routes(routes!(errors::of_guild))
        .routes(routes!(limits::list))
        .routes(routes!(limits::limit, limits::unlimit))
        .routes(routes!(staff::list))
        .routes(routes!(staff::add, staff::remove))
        .routes(routes!(statistics::show))
        .merge(of_members())
        .merge(of_tags())
        .merge(of_types_and_panels())
        .merge(of_tickets())
}

/// What is kept of a member.
fn of_members() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(members::export))
        .routes(routes!(members::erase, members::show))
        .routes(routes!(erasure_requests::list))
        .routes(routes!(erasure_requests::decline))
        .routes(routes!(erasure_requests::show_own, erasure_requests::ask, erasure_requests::take_back))
}

/// The answers that staff keeps ready, and what of all that admins removed comes back.
fn of_tags() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(tags::list, tags::add))
        .routes(routes!(tags::edit, tags::delete))
        .routes(routes!(tags::restore))
        .routes(routes!(removed::list))
}

/// Who is told what becomes of tickets.
fn of_webhooks() -> OpenApiRouter<HttpState> {
    use webhooks::{of_bots, of_guilds};
    OpenApiRouter::new()
        .routes(routes!(of_guilds::list, of_guilds::add))
        .routes(routes!(of_guilds::show, of_guilds::edit, of_guilds::remove))
        .routes(routes!(of_guilds::rotate))
        .routes(routes!(of_guilds::test))
        .routes(routes!(of_guilds::deliveries))
        .routes(routes!(of_guilds::redeliver))
        .routes(routes!(of_bots::list, of_bots::add))
        .routes(routes!(of_bots::show, of_bots::edit, of_bots::remove))
        .routes(routes!(of_bots::rotate))
        .routes(routes!(of_bots::test))
        .routes(routes!(of_bots::deliveries))
        .routes(routes!(of_bots::redeliver))
}

/// What tickets a guild has, the messages by which they are opened, and what is said where they are not.
fn of_types_and_panels() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(texts::list))
        .routes(routes!(texts::save, texts::take_back))
        .routes(routes!(panels::list, panels::create))
        .routes(routes!(panels::show, panels::edit, panels::delete))
        .routes(routes!(panels::send))
        .routes(routes!(panels::restore))
        .routes(routes!(types::list, types::add))
        .routes(routes!(types::show, types::edit, types::remove))
        .routes(routes!(types::restore))
        .routes(routes!(types::teams::edit))
        .routes(routes!(types::questions::list, types::questions::add))
        .routes(routes!(types::questions::edit, types::questions::remove))
        .routes(routes!(types::questions::move_to))
}

/// What belongs to a guild's tickets.
fn of_tickets() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(tickets::list::list, tickets::open::open))
        .routes(routes!(tickets::show::show, tickets::update::update, tickets::close::delete))
        .routes(routes!(tickets::close::close))
        .routes(routes!(tickets::close_all::close))
        .routes(routes!(tickets::close::request))
        .routes(routes!(tickets::close::reopen))
        .routes(routes!(tickets::claim::claim, tickets::claim::unclaim))
        .routes(routes!(tickets::claim::transfer))
        .routes(routes!(tickets::labels::add))
        .routes(routes!(tickets::labels::remove))
        .routes(routes!(tickets::notes::list, tickets::notes::add))
        .routes(routes!(tickets::participants::add, tickets::participants::remove))
        .routes(routes!(tickets::messages::list, tickets::messages::post))
        .routes(routes!(tickets::attachments::list))
        .routes(routes!(tickets::attachments::read))
        .routes(routes!(tickets::transcript::read))
}

/// What bots' hosts ask, in a version of the protocol that both sides speak.
fn of_hosts() -> OpenApiRouter<HttpState> {
    let events = OpenApiRouter::new()
        .routes(routes!(bot_events::take, bot_events::follow))
        .layer(DefaultBodyLimit::max(EVENTS_LIMIT));
    OpenApiRouter::new()
        .routes(routes!(bots::list))
        .routes(routes!(bots::register, bots::show, bots::forget))
        .routes(routes!(bots::stop))
        .routes(routes!(bots::start))
        .routes(routes!(bot_ready::ready))
        .routes(routes!(bot_interactions::forward))
        .merge(events)
        .layer(from_fn(protocol::negotiate))
}
