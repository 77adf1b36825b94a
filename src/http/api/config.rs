//! `/api/guilds/{guild}/config`: what a guild's admins chose for all tickets.

use std::collections::BTreeMap;

use axum::Json;
use serde::{Deserialize, Serialize};
use tickit_domain::desk::{Expiring, RetentionShown};
use tickit_domain::error::Refusal;
use tickit_domain::ids::{ChannelId, RoleId};
use tickit_domain::permission::Permission;
use tickit_domain::roles::Standing;
use tickit_domain::settings::{Change, PriorityShown, Settings, SettingsChange, Team, TicketType};
use utoipa::ToSchema;

use super::super::body::Body;
use super::super::guild_access::{BotQuery, GuildPath, InGuild};
use super::super::problem::{Problem, ProblemOut};
use super::patch::{IfMatch, Version, change, list, version};

/// A guild's settings for all tickets. Their version is in the header `ETag`.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = Config)]
pub(in crate::http) struct ConfigOut {
    /// The roles that work on tickets of every type.
    #[schema(value_type = Vec<String>)]
    staff: Vec<RoleId>,
    /// The category in which ticket channels are made; none: at the top.
    #[schema(value_type = Option<String>)]
    category: Option<ChannelId>,
    /// Where transcripts are posted.
    #[schema(value_type = Option<String>)]
    log_channel: Option<ChannelId>,
    /// How channels are named, from `{number}`, `{type}` and `{username}`.
    name_template: String,
    /// Where the priority is shown besides the first message: `nowhere`, `name` or `topic`.
    #[schema(value_type = String)]
    priority_shown: PriorityShown,
    /// The largest file that is kept with a ticket, in MiB.
    attachment_limit: u32,
    /// How large all files of a ticket may be together, in MiB.
    attachments_limit: u32,
    /// How many tickets a member may have open, of all types together.
    limit: Option<u32>,
    /// How many days old the account of whoever opens a ticket has to be.
    account_days: u32,
    /// For how many days whoever opens a ticket has to have been in the server.
    member_days: u32,
    /// Whether who opened a ticket is asked for one to five stars.
    feedback: bool,
    /// For how many days tickets are kept after they were closed; none: for ever.
    retention_days: Option<u32>,
    /// A shorter time that was chosen and does not hold yet.
    retention_change: Option<RetentionChangeOut>,
    /// By which clock its days begin: a name of the IANA's, such as `Europe/Berlin`.
    time_zone: String,
    /// Which permissions are kept for others than usual, such as `{ "close_ticket": "admin" }`.
    #[schema(value_type = Object)]
    roles: BTreeMap<Permission, Standing>,
    teams: Vec<TeamOut>,
    types: Vec<TypeOut>,
}

/// A shorter time for which closed tickets are kept, until it holds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetentionChange)]
struct RetentionChangeOut {
    days: u32,
    /// When it begins to hold. Until then nothing is removed by it, and a longer time, or `null`, takes it back.
    from: String,
    /// How many tickets it removes then, of those that are closed now.
    tickets: usize,
    /// Whether there are more than were counted.
    more: bool,
}

/// A team.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Team)]
struct TeamOut {
    number: u16,
    name: String,
}

/// A ticket type.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketType)]
struct TypeOut {
    number: u16,
    name: String,
    emoji: Option<String>,
    description: Option<String>,
    #[schema(value_type = Option<String>)]
    category: Option<ChannelId>,
    /// The roles that work on it, besides those of all types.
    #[schema(value_type = Vec<String>)]
    staff: Vec<RoleId>,
    /// How many of it a member may have open.
    limit: u32,
    /// How many seconds a member waits for the next.
    cooldown: u32,
    /// What is asked before one is opened.
    questions: Vec<String>,
}

/// What becomes of a guild's settings (RFC 7396): what is left out stays, and `null` takes back what was chosen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct ConfigIn {
    /// All roles that work on tickets of every type from now on.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<Vec<String>>)]
    staff: Change<Vec<RoleId>>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    category: Change<ChannelId>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    log_channel: Change<ChannelId>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    name_template: Change<String>,
    /// `nowhere`, `name` or `topic`.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    priority_shown: Change<PriorityShown>,
    /// In MiB, 10 at most.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<u32>)]
    attachment_limit: Change<u32>,
    /// In MiB, 1,024 at most.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<u32>)]
    attachments_limit: Change<u32>,
    /// 1 to 50.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<u32>)]
    limit: Change<u32>,
    /// 365 at most.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<u32>)]
    account_days: Change<u32>,
    /// 365 at most.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<u32>)]
    member_days: Change<u32>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<bool>)]
    feedback: Change<bool>,
    /// 1 to 3,650; `null`: for ever. A shorter time holds a day later.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<u32>)]
    retention_days: Change<u32>,
    /// A name of the IANA's, such as `Europe/Berlin`; `null`: UTC.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    time_zone: Change<String>,
    /// Permissions, each with who has it at least: `viewer`, `trainee`, `agent` or `admin`, and never less than usual; as usual
    /// where it is `null`.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<Object>)]
    roles: Change<BTreeMap<Permission, Option<Standing>>>,
}

/// The settings, and which version of them they are.
type Answer = Result<(Version, Json<ConfigOut>), Problem>;

/// Shows a guild's settings.
#[utoipa::path(get, path = "/api/guilds/{guild}/config", operation_id = "show_config", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), responses(
        (status = 200, description = "The settings", body = ConfigOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show(asked: InGuild) -> Answer {
    let shown = asked.desk.show_settings(asked.at, &asked.actor).await;
    let (settings, changes) = shown.map_err(|error| asked.problem(error))?;
    let kept = asked.desk.show_retention(asked.at, &asked.actor).await.map_err(|error| asked.problem(error))?;
    Ok((version(changes), Json(ConfigOut::of(settings, kept))))
}

/// Changes of a guild's settings what the body names; with `If-Match`, as long as they are of that version.
#[utoipa::path(patch, path = "/api/guilds/{guild}/config", operation_id = "update_config", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])),
    params(GuildPath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of the settings that were read")),
    request_body = ConfigIn,
    responses(
        (status = 200, description = "The settings as they are now", body = ConfigOut),
        (status = 412, description = "They were changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn update(asked: InGuild, IfMatch(after): IfMatch, Body(body): Body<ConfigIn>) -> Answer {
    let body = body.try_into().map_err(|refusal: Refusal| asked.problem(refusal.into()))?;
    let changed = asked.desk.set_up_if(after, asked.at, &asked.actor, &body).await;
    changed.map_err(|error| asked.problem(error))?;
    show(asked).await
}

impl TryFrom<ConfigIn> for SettingsChange {
    type Error = Refusal;

    fn try_from(given: ConfigIn) -> Result<Self, Refusal> {
        Ok(Self {
            staff: list(given.staff),
            category: given.category,
            log_channel: given.log_channel,
            name_template: given.name_template,
            priority_shown: given.priority_shown,
            attachment_limit: given.attachment_limit,
            attachments_limit: given.attachments_limit,
            limit: given.limit,
            account_days: given.account_days,
            member_days: given.member_days,
            feedback: given.feedback,
            retention: given.retention_days,
            time_zone: given.time_zone.parsed()?,
            narrowed: given.roles,
        })
    }
}

impl From<Expiring> for RetentionChangeOut {
    fn from(Expiring { days, from, tickets, more }: Expiring) -> Self {
        Self { days, from: from.to_rfc3339(), tickets, more }
    }
}

impl ConfigOut {
    fn of(settings: Settings, kept: RetentionShown) -> Self {
        let retention_change = kept.expiring.map(RetentionChangeOut::from);
        Self { retention_days: kept.days, retention_change, ..Self::from(settings) }
    }
}

/// All but for how long closed tickets are kept, which is not what was chosen last until it holds.
impl From<Settings> for ConfigOut {
    fn from(settings: Settings) -> Self {
        Self {
            staff: settings.staff,
            category: settings.category,
            log_channel: settings.log_channel,
            name_template: settings.name_template,
            priority_shown: settings.priority_shown,
            attachment_limit: settings.attachment_limit,
            attachments_limit: settings.attachments_limit,
            limit: settings.open_limits.each,
            account_days: settings.account_days,
            member_days: settings.member_days,
            feedback: settings.feedback,
            time_zone: settings.time_zone.to_string(),
            roles: settings.narrowed,
            teams: settings.teams.into_iter().map(TeamOut::from).collect(),
            types: settings.types.iter().map(TypeOut::from).collect(),
            ..Self::default()
        }
    }
}

impl From<Team> for TeamOut {
    fn from(team: Team) -> Self {
        Self { number: team.id.0, name: team.name }
    }
}

impl From<&TicketType> for TypeOut {
    fn from(kind: &TicketType) -> Self {
        let questions = kind.form.questions().iter().map(|question| question.label.clone());
        Self {
            number: kind.id.0,
            name: kind.name.clone(),
            emoji: kind.emoji.clone(),
            description: kind.description.clone(),
            category: kind.category,
            staff: kind.staff.clone(),
            limit: kind.limit,
            cooldown: kind.cooldown,
            questions: questions.collect(),
        }
    }
}
