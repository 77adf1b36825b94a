//! `/api/guilds/{guild}/texts`: what members read in the guild's own words where they may not open a ticket.

use axum::Json;
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use tickit_domain::settings::{RefusalReason, RefusalTexts};
use utoipa::ToSchema;

use super::super::body::Body;
use super::super::guild_access::{BotQuery, GuildPath, InGuild};
use super::super::problem::{Problem, ProblemOut};
use super::patch::{IfMatch, Version, version};

/// What is said for each reason; none: Tickit's own words.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Texts)]
pub(in crate::http) struct TextsOut {
    /// They have as many open as they may.
    limit: Option<String>,
    /// Their roles do not let them.
    roles: Option<String>,
    /// They are on the blacklist.
    blacklist: Option<String>,
    /// Their account or their membership is too new.
    newcomer: Option<String>,
    /// They opened one just now.
    cooldown: Option<String>,
}

/// What is said from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct TextIn {
    /// 500 characters at most, with placeholders such as `{user}` and `{until}`; an empty one takes it back.
    text: String,
}

/// The texts, and the version of the settings that they are of.
type TextsAnswer = Result<(Version, Json<TextsOut>), Problem>;

/// For which reason.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct ReasonPath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// `limit`, `roles`, `blacklist`, `newcomer` or `cooldown`.
    reason: String,
}

/// Lists what is said where somebody may not open a ticket.
#[utoipa::path(get, path = "/api/guilds/{guild}/texts", operation_id = "list_texts", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), responses(
        (status = 200, description = "The texts", body = TextsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(asked: InGuild) -> TextsAnswer {
    let shown = asked.desk.show_settings(asked.at, &asked.actor).await;
    let (settings, changes) = shown.map_err(|error| asked.problem(error))?;
    Ok((version(changes), Json(settings.refusal_texts.into())))
}

/// Says what is said for a reason.
#[utoipa::path(put, path = "/api/guilds/{guild}/texts/{reason}", operation_id = "save_text", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(ReasonPath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read")), request_body = TextIn,
    responses(
        (status = 200, description = "The texts as they are now", body = TextsOut),
        (status = 412, description = "It was changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn save(
    asked: InGuild,
    Path(path): Path<ReasonPath>,
    IfMatch(after): IfMatch,
    Body(TextIn { text }): Body<TextIn>,
) -> TextsAnswer {
    saved(asked, after, path.reason()?, &text).await
}

/// Has Tickit's own words be said for a reason again.
#[utoipa::path(delete, path = "/api/guilds/{guild}/texts/{reason}", operation_id = "take_text_back", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(ReasonPath, BotQuery, ("If-Match" = Option<String>, Header, description = "The `ETag` of what was read")), responses(
        (status = 200, description = "The texts as they are now", body = TextsOut),
        (status = 412, description = "It was changed meanwhile; the text says what", body = ProblemOut, content_type = "application/problem+json"),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn take_back(
    asked: InGuild,
    Path(path): Path<ReasonPath>,
    IfMatch(after): IfMatch,
) -> TextsAnswer {
    saved(asked, after, path.reason()?, "").await
}

async fn saved(asked: InGuild, after: Option<u32>, reason: RefusalReason, text: &str) -> TextsAnswer {
    let saved = asked.desk.refusal_text_if(after, asked.at, &asked.actor, reason, text).await;
    saved.map_err(|error| asked.problem(error))?;
    list(asked).await
}

impl ReasonPath {
    fn reason(&self) -> Result<RefusalReason, Problem> {
        let detail = "It is limit, roles, blacklist, newcomer or cooldown.";
        self.reason.parse().map_err(|_| Problem::invalid_query(detail).in_field("reason"))
    }
}

impl From<RefusalTexts> for TextsOut {
    fn from(mut texts: RefusalTexts) -> Self {
        let mut of = |reason| texts.remove(&reason);
        Self {
            limit: of(RefusalReason::Limit),
            roles: of(RefusalReason::Roles),
            blacklist: of(RefusalReason::Blacklist),
            newcomer: of(RefusalReason::Newcomer),
            cooldown: of(RefusalReason::Cooldown),
        }
    }
}
