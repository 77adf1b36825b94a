//! `/api/guilds/{guild}/webhooks`: programs that are told what becomes of a guild's tickets.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use serde::Deserialize;

use super::super::super::body::Body;
use super::super::super::guild_access::{BotQuery, GuildPath};
use super::super::super::problem::{Problem, ProblemOut};
use super::super::super::webhook_access::GuildWebhooks;
use super::shapes::{
    DeliveriesOut, DeliveryOut, NewWebhookIn, WebhookOut, WebhookPatchIn, WebhookWithSecretOut, WebhooksOut,
};
use super::verbs::DeliveriesIn;

/// Which webhook.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct WebhookPath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// Its id.
    webhook: String,
}

/// Which delivery.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct DeliveryPath {
    /// The guild's id.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here for the document")]
    guild: String,
    /// The webhook's id.
    webhook: String,
    /// Its id.
    delivery: String,
}

/// Lists the webhooks of a guild.
#[utoipa::path(get, path = "/api/guilds/{guild}/webhooks", operation_id = "list_webhooks", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), responses(
        (status = 200, description = "The webhooks", body = WebhooksOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(GuildWebhooks(of): GuildWebhooks) -> Result<Json<WebhooksOut>, Problem> {
    of.list().await
}

/// Makes a webhook. Its secret is in this answer and in no later one.
#[utoipa::path(post, path = "/api/guilds/{guild}/webhooks", operation_id = "add_webhook", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, BotQuery), request_body = NewWebhookIn, responses(
        (status = 201, description = "The webhook, with its secret", body = WebhookWithSecretOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn add(
    GuildWebhooks(of): GuildWebhooks,
    Body(new): Body<NewWebhookIn>,
) -> Result<(StatusCode, Json<WebhookWithSecretOut>), Problem> {
    of.add(new).await
}

/// Shows a webhook.
#[utoipa::path(get, path = "/api/guilds/{guild}/webhooks/{webhook}", operation_id = "show_webhook", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(WebhookPath, BotQuery), responses(
        (status = 200, description = "The webhook", body = WebhookOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show(
    GuildWebhooks(of): GuildWebhooks,
    Path(path): Path<WebhookPath>,
) -> Result<Json<WebhookOut>, Problem> {
    of.show(&path.webhook).await
}

/// Changes a webhook; one that Tickit turned off is turned on by `enabled`.
#[utoipa::path(patch, path = "/api/guilds/{guild}/webhooks/{webhook}", operation_id = "edit_webhook", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(WebhookPath, BotQuery), request_body = WebhookPatchIn, responses(
        (status = 200, description = "The webhook", body = WebhookOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn edit(
    GuildWebhooks(of): GuildWebhooks,
    Path(path): Path<WebhookPath>,
    Body(change): Body<WebhookPatchIn>,
) -> Result<Json<WebhookOut>, Problem> {
    of.edit(&path.webhook, change).await
}

/// Removes a webhook, with all that waits for it.
#[utoipa::path(delete, path = "/api/guilds/{guild}/webhooks/{webhook}", operation_id = "remove_webhook", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(WebhookPath, BotQuery), responses(
        (status = 200, description = "The webhook as it was", body = WebhookOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn remove(
    GuildWebhooks(of): GuildWebhooks,
    Path(path): Path<WebhookPath>,
) -> Result<Json<WebhookOut>, Problem> {
    of.remove(&path.webhook).await
}

/// Gives a webhook a new secret. The one before signs beside it for a day.
#[utoipa::path(post, path = "/api/guilds/{guild}/webhooks/{webhook}/secret", operation_id = "rotate_webhook", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(WebhookPath, BotQuery), responses(
        (status = 200, description = "The webhook, with its new secret", body = WebhookWithSecretOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn rotate(
    GuildWebhooks(of): GuildWebhooks,
    Path(path): Path<WebhookPath>,
) -> Result<Json<WebhookWithSecretOut>, Problem> {
    of.rotate(&path.webhook).await
}

/// Sends a webhook something to try it out, of type `webhook.test`.
#[utoipa::path(post, path = "/api/guilds/{guild}/webhooks/{webhook}/test", operation_id = "test_webhook", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(WebhookPath, BotQuery), responses(
        (status = 202, description = "The delivery, which is on its way", body = DeliveryOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn test(
    GuildWebhooks(of): GuildWebhooks,
    Path(path): Path<WebhookPath>,
) -> Result<(StatusCode, Json<DeliveryOut>), Problem> {
    of.test(&path.webhook).await
}

/// Lists what a webhook was told in the last week, and what waits for it.
#[utoipa::path(get, path = "/api/guilds/{guild}/webhooks/{webhook}/deliveries", operation_id = "list_deliveries", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(WebhookPath, DeliveriesIn), responses(
        (status = 200, description = "A page of deliveries", body = DeliveriesOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn deliveries(
    GuildWebhooks(of): GuildWebhooks,
    Path(path): Path<WebhookPath>,
    query: Result<Query<DeliveriesIn>, QueryRejection>,
) -> Result<Json<DeliveriesOut>, Problem> {
    of.deliveries(&path.webhook, query).await
}

/// Sends something once more, at once.
#[utoipa::path(post, path = "/api/guilds/{guild}/webhooks/{webhook}/deliveries/{delivery}/redeliver", operation_id = "redeliver", tag = "guilds",
    security(("key" = []), ("person" = []), ("operator" = [])), params(DeliveryPath, BotQuery), responses(
        (status = 202, description = "The delivery, which is on its way", body = DeliveryOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn redeliver(
    GuildWebhooks(of): GuildWebhooks,
    Path(path): Path<DeliveryPath>,
) -> Result<(StatusCode, Json<DeliveryOut>), Problem> {
    of.redeliver(&path.webhook, &path.delivery).await
}
