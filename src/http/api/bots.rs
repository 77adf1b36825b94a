//! `/api/bots/{application_id}`: a bot is registered, looked at, and let go by whoever owns it.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use tickit_domain::ids::BotId;
use utoipa::ToSchema;

use super::super::access::{BotKey, Look, Operator, Register, Registrant};
use super::super::body::Body;
use super::super::page::limit;
use super::super::ports::{Host, RegisterError, Registration};
use super::super::problem::{Problem, ProblemOut};
use super::super::state::HttpState;
use super::bot_out::{BotOut, ModeInOut};
use crate::config::clean_token;

/// So many versions may be named, and so many characters each of them and of its name may have.
const MOST_VERSIONS: usize = 16;
const LONGEST_VERSION: usize = 64;

/// Registers a bot, or registers it again; the same again changes nothing.
///
/// With a key of the bot or an invitation; where the service's registration is open, with the token alone.
#[utoipa::path(put, path = "/api/bots/{application_id}", tag = "bots", security(("key" = []), ("operator" = []), ()),
    params(("application_id" = String, Path, description = "The application's id")), request_body = RegisterIn,
    responses(
        (status = 200, description = "It is registered", body = BotOut),
        (status = "4XX", description = "It is not; the code says why", body = ProblemOut, content_type = "application/problem+json"),
        (status = "5XX", description = "Try again", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn register(
    Registrant { bot, with, .. }: Registrant,
    State(state): State<HttpState>,
    Body(body): Body<RegisterIn>,
) -> Result<Json<BotOut>, Problem> {
    let (hosting, host) = (&state.desk()?.hosting, body.host()?);
    let (mode, takes_over, identifies) = (body.mode.into(), body.commands, body.identifies);
    let token = body.token.as_ref().map(cleaned).transpose()?;
    let registered = hosting.register(Registration { bot, mode, token, takes_over, identifies, with }).await?;
    hosting.heard_of(bot, host);
    let detail = hosting.detail(bot).ok_or_else(Problem::no_such_bot)?;
    let key = registered.key.map(|key| key.expose_secret().to_owned());
    Ok(Json(BotOut::from(detail).with_key(key)))
}

/// How a bot is doing, and its host's heartbeat.
#[utoipa::path(get, path = "/api/bots/{application_id}", tag = "bots", security(("key" = []), ("operator" = [])),
    params(("application_id" = String, Path, description = "The application's id")),
    responses(
        (status = 200, description = "How it is doing", body = BotOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show(
    BotKey { bot, .. }: BotKey<Look>,
    State(state): State<HttpState>,
    headers: HeaderMap,
) -> Result<Json<BotOut>, Problem> {
    let hosting = &state.desk()?.hosting;
    if let Some(shard) = shard_of(&headers) {
        hosting.heard_of(bot, Host { shard: Some(shard), versions: None });
    }
    Ok(Json(hosting.detail(bot).ok_or_else(Problem::no_such_bot)?.into()))
}

/// Lets a bot go: its sessions end and its token is forgotten. Its tickets stay.
#[utoipa::path(delete, path = "/api/bots/{application_id}", tag = "bots", security(("key" = []), ("operator" = [])),
    params(("application_id" = String, Path, description = "The application's id")),
    responses(
        (status = 204, description = "It is not registered any more"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn forget(
    BotKey { bot, actor, .. }: BotKey<Register>,
    State(state): State<HttpState>,
) -> Result<StatusCode, Problem> {
    let was_registered = state.desk()?.hosting.forget(bot, &actor).await?;
    if was_registered { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::no_such_bot()) }
}

/// Lists bots, by id, each with how it is doing and what to do.
#[utoipa::path(get, path = "/api/bots", operation_id = "list_bots", tag = "bots", security(("operator" = [])),
    params(BotsIn), responses(
        (status = 200, description = "A page of bots", body = BotsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(
    _: Operator,
    State(state): State<HttpState>,
    query: Result<Query<BotsIn>, QueryRejection>,
) -> Result<Json<BotsOut>, Problem> {
    let Query(query) = query.map_err(|_| Problem::invalid_query("A filter has not the expected form."))?;
    let (hosting, most) = (&state.desk()?.hosting, limit(query.limit)?);
    let mut left = state.0.ports.bots.states().into_iter().filter_map(|bot| bot.id).filter(|bot| query.is_after(*bot));
    let page: Vec<BotId> = left.by_ref().take(most).collect();
    let next = page.last().filter(|_| left.next().is_some()).map(BotId::to_string);
    Ok(Json(BotsOut { bots: page.into_iter().filter_map(|bot| hosting.detail(bot)).map(BotOut::from).collect(), next }))
}

/// Stops a bot: its sessions end and nothing is done for it, until it is started again. Registering it starts it not.
#[utoipa::path(post, path = "/api/bots/{application_id}/stop", operation_id = "stop_bot", tag = "bots",
    security(("key" = []), ("operator" = [])),
    params(("application_id" = String, Path, description = "The application's id")),
    responses(
        (status = 200, description = "It is stopped", body = BotOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn stop(
    BotKey { bot, actor, .. }: BotKey<Register>,
    State(state): State<HttpState>,
) -> Result<Json<BotOut>, Problem> {
    let hosting = &state.desk()?.hosting;
    let stopped = hosting.stop(bot, &actor).await?;
    Ok(Json(hosting.detail(bot).filter(|_| stopped).ok_or_else(Problem::no_such_bot)?.into()))
}

/// Has a bot go on that was stopped, for whatever reason.
#[utoipa::path(post, path = "/api/bots/{application_id}/start", operation_id = "start_bot", tag = "bots",
    security(("key" = []), ("operator" = [])),
    params(("application_id" = String, Path, description = "The application's id")),
    responses(
        (status = 200, description = "It goes on", body = BotOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn start(
    BotKey { bot, actor, .. }: BotKey<Register>,
    State(state): State<HttpState>,
) -> Result<Json<BotOut>, Problem> {
    let hosting = &state.desk()?.hosting;
    let started = hosting.start(bot, &actor).await?;
    Ok(Json(hosting.detail(bot).filter(|_| started).ok_or_else(Problem::no_such_bot)?.into()))
}

/// Which bots are listed.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct BotsIn {
    /// How many a page, 100 at most; 50 where nothing is said.
    limit: Option<usize>,
    /// What the page before named as `next`.
    #[param(value_type = Option<String>)]
    after: Option<BotId>,
}

/// A page of bots, by id.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Bots)]
pub(in crate::http) struct BotsOut {
    bots: Vec<BotOut>,
    /// Where the next page begins; none at the end.
    next: Option<String>,
}

impl BotsIn {
    fn is_after(&self, bot: BotId) -> bool {
        self.after.is_none_or(|after| after < bot)
    }
}

/// A registration.
#[derive(Debug, Deserialize, ToSchema)]
pub(in crate::http) struct RegisterIn {
    /// How the bot's interactions shall reach Tickit.
    mode: ModeInOut,
    /// The bot's token, with which Tickit makes channels. It may be left out where the bot was registered before.
    #[schema(value_type = Option<String>, format = Password)]
    #[serde(default)]
    token: Option<SecretString>,
    /// Versions of the plugin and of what it runs in, by name.
    #[serde(default)]
    versions: Option<BTreeMap<String, String>>,
    /// Which of the bot's shards the caller is.
    #[serde(default)]
    shard: Option<ShardIn>,
    /// The names of those of Tickit's commands that Tickit shall answer; all of them where nothing is said.
    #[serde(default)]
    commands: Option<BTreeSet<String>>,
    /// Whether the caller is about to IDENTIFY with the same token: a session of Tickit's own waits for
    /// `POST …/ready`, or 6 seconds.
    #[serde(default)]
    identifies: bool,
}

/// One of a host's shards.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub(in crate::http) struct ShardIn {
    /// Which one, from 0.
    index: u16,
    /// Of how many.
    total: u16,
}

impl RegisterIn {
    fn host(&self) -> Result<Host, Problem> {
        let shard = self.shard.map(|ShardIn { index, total }| (index, total));
        if shard.is_some_and(|(index, total)| index >= total) {
            return Err(Problem::invalid_body("A shard's index is below the total.").in_field("shard"));
        }
        let is_long = |text: &String| text.chars().count() > LONGEST_VERSION;
        let versions = self.versions.iter().flatten();
        if versions.clone().count() > MOST_VERSIONS || versions.clone().any(|(name, at)| is_long(name) || is_long(at)) {
            let limits = format!("At most {MOST_VERSIONS} versions, each of {LONGEST_VERSION} characters.");
            return Err(Problem::invalid_body(limits).in_field("versions"));
        }
        Ok(Host { shard, versions: self.versions.clone() })
    }
}

fn cleaned(token: &SecretString) -> Result<SecretString, Problem> {
    clean_token(token.expose_secret()).map_err(|wrong| {
        let detail =
            format!("This is no bot's token: {wrong}. Copy it from the developer portal: your application, Bot.");
        unprocessable("token_malformed", "The token is none", detail).in_field("token")
    })
}

/// Which shard speaks, as a header says it: `0/2`.
pub(super) fn shard_of(headers: &HeaderMap) -> Option<(u16, u16)> {
    let (index, total) = headers.get("x-tickit-shard")?.to_str().ok()?.split_once('/')?;
    let shard = (index.parse().ok()?, total.parse().ok()?);
    (shard.0 < shard.1).then_some(shard)
}

fn unprocessable(code: &'static str, title: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, title, detail.into())
}

impl From<RegisterError> for Problem {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::TokenMissing => token_missing().in_field("token"),
            RegisterError::TokenRefused => token_refused().in_field("token"),
            RegisterError::TokenOfAnotherBot(bot) => token_of_another_bot(bot).in_field("token"),
            RegisterError::InvitationUsed => {
                Self::forbidden("The invitation was used for another bot: ask for one more.")
            }
            RegisterError::NoSuchCommand(name) => {
                Self::invalid_body(format!("Tickit has no command {name:?}.")).in_field("commands")
            }
            RegisterError::PublicUrlMissing => public_url_missing(),
            RegisterError::EndpointRefused(why) => endpoint_refused(&why),
            RegisterError::DiscordUnavailable(wait) => discord_unavailable().after(wait),
            RegisterError::Busy(wait) => Self::too_many_requests(wait),
            RegisterError::Failed(error) => error.into(),
        }
    }
}

fn token_missing() -> Problem {
    let detail = "An interaction's token can answer it, and cannot make channels: send the bot's token, in every mode.";
    unprocessable("token_missing", "The bot's token is missing", detail)
}

fn token_refused() -> Problem {
    let detail = "Send a bot's token (not a user's) that is valid: in the developer portal, your application, Bot, Reset \
                  Token.";
    unprocessable("token_refused", "Discord does not know this token", detail)
}

fn token_of_another_bot(bot: BotId) -> Problem {
    let detail =
        format!("It is that of application {bot}: use the token of this one, or the other's id in the address.");
    unprocessable("token_of_another_bot", "The token is another bot's", detail)
}

fn public_url_missing() -> Problem {
    let detail = "Whoever runs it says so by `tickit serve --public-url https://…` or TICKIT_PUBLIC_URL; or use another \
                  mode.";
    unprocessable("public_url_missing", "The service does not know its public address", detail)
}

fn endpoint_refused(why: &str) -> Problem {
    let detail = format!("Discord has to reach it by HTTPS from outside. It says: {why}");
    unprocessable("endpoint_refused", "Discord does not take the Interactions Endpoint", detail)
}

fn discord_unavailable() -> Problem {
    let (title, detail) = ("Discord does not answer", "The token cannot be checked at present. Try again.");
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "discord_unavailable", title, detail)
}
