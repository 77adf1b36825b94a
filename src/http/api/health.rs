//! `GET /api/health`: how the service is doing; `GET /api/health/live`: that it runs.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::{Value, json};
use tickit_domain::bot::{BotState, StopReason, Trouble};
use tickit_domain::clock::Timestamp;
use tickit_domain::discord::Place;
use tickit_domain::guild::{Gone, Missing};
use tickit_domain::ids::{BotId, ChannelId, GuildId, RoleId};
use utoipa::ToSchema;

use crate::http::access::Onlooker;
use crate::http::certificates::Validity;
use crate::http::database_probe::DatabaseOut;
use crate::http::memory::Memory;
use crate::http::ports::BotStatus;
use crate::http::state::HttpState;
use crate::metrics::{ShownInPart, WhatIsMissing};

/// 200 while the database answers, else 503.
///
/// Reasons, which name files and addresses, are told to whoever shows the operator's key. Everybody else reads a word.
#[utoipa::path(get, path = "/api/health", tag = "service",
    responses(
        (status = 200, description = "The database answers", body = HealthOut),
        (status = 503, description = "It does not", body = HealthOut),
    ))]
pub(in crate::http) async fn health(
    onlooker: Onlooker,
    State(state): State<HttpState>,
) -> (StatusCode, Json<HealthOut>) {
    let out = look(&state, onlooker).await;
    let status = if out.status == "ok" { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(out))
}

/// How the service is doing, as whoever looks is told.
pub(in crate::http) async fn look(state: &HttpState, onlooker: Onlooker) -> HealthOut {
    let shared = &state.0;
    let database = shared.probes.database.ask(state).await.told(onlooker);
    HealthOut {
        status: database.status,
        version: env!("CARGO_PKG_VERSION"),
        uptime_seconds: shared.ports.clock.now().since(shared.started_at).as_secs(),
        database,
        certificate: certificate(state, onlooker),
        memory: shared.probes.memory.look(),
        discord: DiscordOut {
            address_banned_until: shared.ports.bots.address_banned_until().map(Timestamp::to_rfc3339),
        },
        tickets: TicketsOut::from(shared.ports.metrics.shown_in_part()),
        settings: SettingsOut::from(shared.ports.metrics.what_is_missing()),
        bots: BotsOut::from(shared.ports.bots.states()),
    }
}

/// The certificate that is shown, where one is.
fn certificate(state: &HttpState, onlooker: Onlooker) -> Option<CertificateOut> {
    let ports = &state.0.ports;
    let shown = ports.certificates.as_ref()?;
    Some(CertificateOut::told(shown.validity(&*ports.clock), onlooker))
}

/// Always 200: restarting the process would not help against a database that is away.
#[utoipa::path(get, path = "/api/health/live", tag = "service",
    responses((status = 200, description = "It runs", body = Object)))]
pub(in crate::http) async fn live() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct HealthOut {
    pub(in crate::http) status: &'static str,
    pub(in crate::http) version: &'static str,
    pub(in crate::http) uptime_seconds: u64,
    pub(in crate::http) database: DatabaseOut,
    /// `null` where the service speaks plain HTTP.
    pub(in crate::http) certificate: Option<CertificateOut>,
    pub(in crate::http) memory: Memory,
    pub(in crate::http) discord: DiscordOut,
    pub(in crate::http) tickets: TicketsOut,
    pub(in crate::http) settings: SettingsOut,
    pub(in crate::http) bots: BotsOut,
}

/// The certificate that is shown.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct CertificateOut {
    /// When it ends.
    pub(in crate::http) ends_at: Option<String>,
    /// `ok`; `ends_soon` from two weeks before its end; `stale` where its files were changed and cannot be used.
    pub(in crate::http) status: &'static str,
    /// Why they cannot, for the operator.
    pub(in crate::http) error: Option<String>,
}

/// As far as this process has seen: no guild's database is asked.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct TicketsOut {
    pub(in crate::http) shown_in_part: usize,
    guilds: Vec<GuildOut>,
}

#[derive(Debug, Serialize, ToSchema)]
struct GuildOut {
    #[schema(value_type = String)]
    guild: GuildId,
    shown_in_part: usize,
}

/// As far as this process has seen: neither a guild's database nor Discord is asked.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct SettingsOut {
    /// Of how many bots in guilds settings or types name a role or channel that is gone.
    pub(in crate::http) incomplete: usize,
    list: Vec<IncompleteOut>,
}

#[derive(Debug, Serialize, ToSchema)]
struct IncompleteOut {
    #[schema(value_type = String)]
    guild: GuildId,
    #[schema(value_type = String)]
    bot: BotId,
    /// The ids of roles that are gone.
    #[schema(value_type = Vec<String>)]
    roles: Vec<RoleId>,
    /// The ids of channels and categories that are gone.
    #[schema(value_type = Vec<String>)]
    channels: Vec<ChannelId>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(in crate::http) struct DiscordOut {
    /// Until then nothing is asked of Discord, for any bot.
    pub(in crate::http) address_banned_until: Option<String>,
}

#[derive(Debug, Default, Serialize, ToSchema)]
pub(in crate::http) struct BotsOut {
    pub(in crate::http) total: usize,
    pub(in crate::http) ready: usize,
    pub(in crate::http) connecting: usize,
    pub(in crate::http) waiting: usize,
    pub(in crate::http) degraded: usize,
    pub(in crate::http) stopped: usize,
    list: Vec<BotOut>,
}

#[derive(Debug, Serialize, ToSchema)]
struct BotOut {
    #[schema(value_type = Option<String>)]
    id: Option<BotId>,
    name: String,
    state: &'static str,
    #[schema(value_type = Option<String>)]
    reason: Option<Reason>,
    next_try: Option<String>,
    message_content: Option<bool>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Reason {
    Trouble(Trouble),
    Stop(StopReason),
}

impl CertificateOut {
    fn told(Validity { until, ends_soon, trouble }: Validity, onlooker: Onlooker) -> Self {
        let status = match (&trouble, ends_soon) {
            (Some(_), _) => "stale",
            (None, true) => "ends_soon",
            (None, false) => "ok",
        };
        Self { ends_at: until.map(Timestamp::to_rfc3339), status, error: trouble.filter(|_| onlooker.is_operator()) }
    }
}

impl From<ShownInPart> for TicketsOut {
    fn from(ShownInPart { tickets, guilds }: ShownInPart) -> Self {
        let guilds = guilds.into_iter().map(|(guild, shown_in_part)| GuildOut { guild, shown_in_part });
        Self { shown_in_part: tickets, guilds: guilds.collect() }
    }
}

impl From<WhatIsMissing> for SettingsOut {
    fn from(WhatIsMissing { places, named }: WhatIsMissing) -> Self {
        let list = named.into_iter().map(|(Place { guild, bot }, missing)| {
            let mut out = IncompleteOut { guild, bot, roles: Vec::new(), channels: Vec::new() };
            for Missing { what, .. } in missing {
                match what {
                    Gone::Role(role) => out.roles.push(role),
                    Gone::Channel(channel) => out.channels.push(channel),
                }
            }
            out
        });
        Self { incomplete: places, list: list.collect() }
    }
}

impl From<Vec<BotStatus>> for BotsOut {
    fn from(bots: Vec<BotStatus>) -> Self {
        let mut out = Self { total: bots.len(), ..Self::default() };
        for bot in bots {
            *match bot.state {
                BotState::Ready => &mut out.ready,
                BotState::Connecting => &mut out.connecting,
                BotState::Waiting => &mut out.waiting,
                BotState::Degraded(_) => &mut out.degraded,
                BotState::Stopped(_) => &mut out.stopped,
            } += 1;
            out.list.push(bot.into());
        }
        out
    }
}

impl From<BotStatus> for BotOut {
    fn from(bot: BotStatus) -> Self {
        let (state, reason) = match bot.state {
            BotState::Ready => ("ready", None),
            BotState::Connecting => ("connecting", None),
            BotState::Waiting => ("waiting", bot.trouble.map(Reason::Trouble)),
            BotState::Degraded(trouble) => ("degraded", Some(Reason::Trouble(trouble))),
            BotState::Stopped(reason) => ("stopped", Some(Reason::Stop(reason))),
        };
        let (next_try, message_content) = (bot.next_try.map(Timestamp::to_rfc3339), bot.message_content);
        Self { id: bot.id, name: bot.name, state, reason, next_try, message_content }
    }
}
