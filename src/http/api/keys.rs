//! `/api/keys`: the operator makes, lists and revokes API keys.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use tickit_domain::api_key::{ApiKey, KeyId, KeyPermission, KeyScope, LONGEST_NAME};
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::BotId;
use utoipa::ToSchema;

use super::super::access::Operator;
use super::super::body::Body;
use super::super::ports::{NewKey, Revoked};
use super::super::problem::{Problem, ProblemOut};
use super::super::state::HttpState;

/// So many keys are a page.
const PAGE: usize = 100;

/// The longest that a key may be good for, in days.
pub(in crate::http) const MOST_DAYS: u32 = 3_650;

/// Makes a key. Its text is in this answer and nowhere else.
#[utoipa::path(post, path = "/api/keys", tag = "keys", security(("operator" = [])), request_body = NewKeyIn,
    responses(
        (status = 201, description = "The key, with its text", body = NewKeyOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn create(
    Operator(actor): Operator,
    State(state): State<HttpState>,
    Body(body): Body<NewKeyIn>,
) -> Result<(StatusCode, Json<NewKeyOut>), Problem> {
    let (key, text) = state.desk()?.keys.create(body.try_into()?, &actor).await?;
    Ok((StatusCode::CREATED, Json(NewKeyOut { text: text.expose_secret().to_owned(), key: key.into() })))
}

/// Lists keys, those that were revoked among them.
#[utoipa::path(get, path = "/api/keys", tag = "keys", security(("operator" = [])), 
    params(("after" = Option<String>, Query, description = "What the page before named as `next`")),
    responses(
        (status = 200, description = "A page of keys, by id", body = KeysOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(
    _: Operator,
    State(state): State<HttpState>,
    query: Result<Query<PageIn>, QueryRejection>,
) -> Result<Json<KeysOut>, Problem> {
    let invalid = || Problem::invalid_query("The place in the list is none.").in_field("after");
    let Query(PageIn { after }) = query.map_err(|_| invalid())?;
    let after = after.map(|after| after.parse()).transpose().map_err(|_| invalid())?;
    let page = state.desk()?.keys.page(PAGE, after).await?;
    let next = page.next.map(|next| next.to_string());
    Ok(Json(KeysOut { keys: page.keys.into_iter().map(KeyOut::from).collect(), next }))
}

/// Revokes a key, at once; also the token that was registered with it is forgotten, if that is asked for.
#[utoipa::path(delete, path = "/api/keys/{key_id}", tag = "keys", security(("operator" = [])),
    params(
        ("key_id" = String, Path, description = "The key's id"),
        ("forget_token" = Option<bool>, Query, description = "Whether the token that was registered with it is forgotten"),
    ),
    responses(
        (status = 200, description = "The key, which opens nothing any more", body = RevokedOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn revoke(
    Operator(actor): Operator,
    State(state): State<HttpState>,
    Path(id): Path<String>,
    query: Result<Query<RevokeIn>, QueryRejection>,
) -> Result<Json<RevokedOut>, Problem> {
    let Query(RevokeIn { forget_token }) =
        query.map_err(|_| Problem::invalid_query("It is true or false.").in_field("forget_token"))?;
    let id: KeyId = id.parse().map_err(|_| no_such_key())?;
    let revoked = state.desk()?.keys.revoke(&id, forget_token, &actor).await?.ok_or_else(no_such_key)?;
    Ok(Json(revoked.into()))
}

/// A key to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewKeyIn {
    /// What it is called, in at most 100 characters.
    name: String,
    /// The bot that it is for; an invitation for one bot where none is named.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    bot: Option<BotId>,
    /// What it may do; register and forward where nothing is said.
    #[serde(default)]
    may: Option<BTreeSet<PermissionInOut>>,
    /// How many days it is good for, 3,650 at most; for ever where nothing is said.
    #[serde(default)]
    days: Option<u32>,
}

/// What a key may do for its bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = KeyPermission)]
enum PermissionInOut {
    /// Register it, ask how it is doing, and have it forgotten.
    Register,
    /// Hand over interactions and events, and follow its tickets.
    Forward,
    /// Read the tickets of its guilds.
    Viewer,
    /// Work on the tickets of its guilds.
    Agent,
    /// Do in its guilds what their admins do.
    Admin,
}

/// Where a page begins.
#[derive(Debug, Deserialize)]
pub(in crate::http) struct PageIn {
    /// What the page before named as `next`.
    after: Option<String>,
}

/// What else goes with a key.
#[derive(Debug, Deserialize)]
pub(in crate::http) struct RevokeIn {
    /// Whether the token that was registered with it is forgotten, so that its bot is not hosted any more.
    #[serde(default)]
    forget_token: bool,
}

/// A key.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Key)]
struct KeyOut {
    #[schema(value_type = String)]
    id: KeyId,
    name: String,
    /// The bot that it is for; none of an invitation that was not used yet.
    #[schema(value_type = Option<String>)]
    bot: Option<BotId>,
    may: BTreeSet<PermissionInOut>,
    created_at: String,
    expires_at: Option<String>,
    revoked_at: Option<String>,
    /// To the minute.
    last_used_at: Option<String>,
}

/// A new key.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewKey)]
pub(in crate::http) struct NewKeyOut {
    /// The key itself, which is not shown again.
    text: String,
    key: KeyOut,
}

/// A page of keys.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Keys)]
pub(in crate::http) struct KeysOut {
    keys: Vec<KeyOut>,
    /// Where the next page begins; none at the end.
    next: Option<String>,
}

/// A key that was revoked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RevokedKey)]
pub(in crate::http) struct RevokedOut {
    key: KeyOut,
    /// The bots whose tokens were forgotten.
    #[schema(value_type = Vec<String>)]
    forgotten_bots: Vec<BotId>,
}

/// A key to be, of what somebody asks for.
pub(in crate::http) fn checked(
    name: &str,
    bot: Option<BotId>,
    may: BTreeSet<KeyPermission>,
    days: Option<u32>,
) -> Result<NewKey, Problem> {
    let name = name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Problem::invalid_body(format!("A name has 1 to {LONGEST_NAME} characters.")).in_field("name"));
    }
    if days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
        return Err(Problem::invalid_body(format!("1 to {MOST_DAYS} days.")).in_field("days"));
    }
    if may.is_empty() {
        return Err(Problem::invalid_body("A key that may do nothing is of no use.").in_field("may"));
    }
    let lives = days.map(|days| Duration::from_hours(u64::from(days) * 24));
    Ok(NewKey { name, scope: bot.map_or(KeyScope::Invitation, KeyScope::Bot), may, lives })
}

pub(in crate::http) fn no_such_key() -> Problem {
    let detail = "GET /api/keys lists those that there are.";
    Problem::new(StatusCode::NOT_FOUND, "no_such_key", "There is no such key", detail)
}

impl TryFrom<NewKeyIn> for NewKey {
    type Error = Problem;

    fn try_from(NewKeyIn { name, bot, may, days }: NewKeyIn) -> Result<Self, Problem> {
        let may = may.map(|may| may.into_iter().map(KeyPermission::from).collect());
        checked(&name, bot, may.unwrap_or_else(|| KeyPermission::HOST.into()), days)
    }
}

impl From<ApiKey> for KeyOut {
    fn from(key: ApiKey) -> Self {
        let bot = match key.scope {
            KeyScope::Bot(bot) => Some(bot),
            KeyScope::Invitation => None,
        };
        Self {
            id: key.id,
            name: key.name,
            bot,
            may: key.may.into_iter().map(PermissionInOut::from).collect(),
            created_at: key.created_at.to_rfc3339(),
            expires_at: key.expires_at.map(Timestamp::to_rfc3339),
            revoked_at: key.revoked_at.map(Timestamp::to_rfc3339),
            last_used_at: key.last_used_at.map(Timestamp::to_rfc3339),
        }
    }
}

impl From<Revoked> for RevokedOut {
    fn from(Revoked { key, forgotten }: Revoked) -> Self {
        Self { key: key.into(), forgotten_bots: forgotten }
    }
}

impl From<PermissionInOut> for KeyPermission {
    fn from(permission: PermissionInOut) -> Self {
        match permission {
            PermissionInOut::Register => Self::Register,
            PermissionInOut::Forward => Self::Forward,
            PermissionInOut::Viewer => Self::Viewer,
            PermissionInOut::Agent => Self::Agent,
            PermissionInOut::Admin => Self::Admin,
        }
    }
}

impl From<KeyPermission> for PermissionInOut {
    fn from(permission: KeyPermission) -> Self {
        match permission {
            KeyPermission::Register => Self::Register,
            KeyPermission::Forward => Self::Forward,
            KeyPermission::Viewer => Self::Viewer,
            KeyPermission::Agent => Self::Agent,
            KeyPermission::Admin => Self::Admin,
        }
    }
}
