//! `/api/bots/{application_id}/webhooks`: programs that are told what becomes of a bot's tickets, in all guilds.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use serde::Deserialize;

use super::super::super::body::Body;
use super::super::super::problem::{Problem, ProblemOut};
use super::super::super::webhook_access::BotWebhooks;
use super::shapes::{
    DeliveriesOut, DeliveryOut, NewWebhookIn, WebhookOut, WebhookPatchIn, WebhookWithSecretOut, WebhooksOut,
};
use super::verbs::DeliveriesIn;

/// Which webhook.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct BotWebhookPath {
    /// The application's id.
    #[expect(dead_code, reason = "it is read by `BotKey`, and stands here for the document")]
    application_id: String,
    /// Its id.
    webhook: String,
}

/// Which delivery.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::http) struct BotDeliveryPath {
    /// The application's id.
    #[expect(dead_code, reason = "it is read by `BotKey`, and stands here for the document")]
    application_id: String,
    /// The webhook's id.
    webhook: String,
    /// Its id.
    delivery: String,
}

/// Lists the webhooks of a bot, which are told of all its guilds.
#[utoipa::path(get, path = "/api/bots/{application_id}/webhooks", operation_id = "list_bot_webhooks", tag = "bots",
    security(("key" = []), ("operator" = [])), params(("application_id" = String, Path, description = "The application's id")), responses(
        (status = 200, description = "The webhooks", body = WebhooksOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(BotWebhooks(of): BotWebhooks) -> Result<Json<WebhooksOut>, Problem> {
    of.list().await
}

/// Makes a webhook that is told of all guilds of a bot. Its secret is in this answer and in no later one.
#[utoipa::path(post, path = "/api/bots/{application_id}/webhooks", operation_id = "add_bot_webhook", tag = "bots",
    security(("key" = []), ("operator" = [])), params(("application_id" = String, Path, description = "The application's id")), request_body = NewWebhookIn, responses(
        (status = 201, description = "The webhook, with its secret", body = WebhookWithSecretOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn add(
    BotWebhooks(of): BotWebhooks,
    Body(new): Body<NewWebhookIn>,
) -> Result<(StatusCode, Json<WebhookWithSecretOut>), Problem> {
    of.add(new).await
}

/// Shows a webhook.
#[utoipa::path(get, path = "/api/bots/{application_id}/webhooks/{webhook}", operation_id = "show_bot_webhook", tag = "bots",
    security(("key" = []), ("operator" = [])), params(BotWebhookPath), responses(
        (status = 200, description = "The webhook", body = WebhookOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show(
    BotWebhooks(of): BotWebhooks,
    Path(path): Path<BotWebhookPath>,
) -> Result<Json<WebhookOut>, Problem> {
    of.show(&path.webhook).await
}

/// Changes a webhook; one that Tickit turned off is turned on by `enabled`.
#[utoipa::path(patch, path = "/api/bots/{application_id}/webhooks/{webhook}", operation_id = "edit_bot_webhook", tag = "bots",
    security(("key" = []), ("operator" = [])), params(BotWebhookPath), request_body = WebhookPatchIn, responses(
        (status = 200, description = "The webhook", body = WebhookOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn edit(
    BotWebhooks(of): BotWebhooks,
    Path(path): Path<BotWebhookPath>,
    Body(change): Body<WebhookPatchIn>,
) -> Result<Json<WebhookOut>, Problem> {
    of.edit(&path.webhook, change).await
}

/// Removes a webhook, with all that waits for it.
#[utoipa::path(delete, path = "/api/bots/{application_id}/webhooks/{webhook}", operation_id = "remove_bot_webhook", tag = "bots",
    security(("key" = []), ("operator" = [])), params(BotWebhookPath), responses(
        (status = 200, description = "The webhook as it was", body = WebhookOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn remove(
    BotWebhooks(of): BotWebhooks,
    Path(path): Path<BotWebhookPath>,
) -> Result<Json<WebhookOut>, Problem> {
    of.remove(&path.webhook).await
}

/// Gives a webhook a new secret. The one before signs beside it for a day.
#[utoipa::path(post, path = "/api/bots/{application_id}/webhooks/{webhook}/secret", operation_id = "rotate_bot_webhook", tag = "bots",
    security(("key" = []), ("operator" = [])), params(BotWebhookPath), responses(
        (status = 200, description = "The webhook, with its new secret", body = WebhookWithSecretOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn rotate(
    BotWebhooks(of): BotWebhooks,
    Path(path): Path<BotWebhookPath>,
) -> Result<Json<WebhookWithSecretOut>, Problem> {
    of.rotate(&path.webhook).await
}

/// Sends a webhook something to try it out, of type `webhook.test`.
#[utoipa::path(post, path = "/api/bots/{application_id}/webhooks/{webhook}/test", operation_id = "test_bot_webhook", tag = "bots",
    security(("key" = []), ("operator" = [])), params(BotWebhookPath), responses(
        (status = 202, description = "The delivery, which is on its way", body = DeliveryOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn test(
    BotWebhooks(of): BotWebhooks,
    Path(path): Path<BotWebhookPath>,
) -> Result<(StatusCode, Json<DeliveryOut>), Problem> {
    of.test(&path.webhook).await
}

/// Lists what a webhook was told in the last week, and what waits for it.
#[utoipa::path(get, path = "/api/bots/{application_id}/webhooks/{webhook}/deliveries", operation_id = "list_bot_deliveries", tag = "bots",
    security(("key" = []), ("operator" = [])), params(BotWebhookPath, DeliveriesIn), responses(
        (status = 200, description = "A page of deliveries", body = DeliveriesOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn deliveries(
    BotWebhooks(of): BotWebhooks,
    Path(path): Path<BotWebhookPath>,
    query: Result<Query<DeliveriesIn>, QueryRejection>,
) -> Result<Json<DeliveriesOut>, Problem> {
    of.deliveries(&path.webhook, query).await
}

/// Sends something once more, at once.
#[utoipa::path(post, path = "/api/bots/{application_id}/webhooks/{webhook}/deliveries/{delivery}/redeliver", operation_id = "redeliver_of_bot", tag = "bots",
    security(("key" = []), ("operator" = [])), params(BotDeliveryPath), responses(
        (status = 202, description = "The delivery, which is on its way", body = DeliveryOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn redeliver(
    BotWebhooks(of): BotWebhooks,
    Path(path): Path<BotDeliveryPath>,
) -> Result<(StatusCode, Json<DeliveryOut>), Problem> {
    of.redeliver(&path.webhook, &path.delivery).await
}
