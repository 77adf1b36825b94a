//! What is done with webhooks, whoever they belong to.

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::StatusCode;
use serde::Deserialize;
use tickit_domain::ids::BotId;
use tickit_domain::webhook::DeliveryState;

use super::super::super::page::{limit, place};
use super::super::super::problem::Problem;
use super::super::super::webhook_access::WebhooksOf;
use super::shapes::{
    DeliveriesOut, DeliveryOut, NewWebhookIn, WebhookOut, WebhookPatchIn, WebhookWithSecretOut, WebhooksOut, of_ours,
};

/// Which deliveries are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct DeliveriesIn {
    /// The bot's id, where the key is the operator's and the address names none.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here so that it is known")]
    #[param(value_type = Option<String>)]
    bot: Option<BotId>,
    /// `pending`, `delivered` or `failed`; all where nothing is said.
    #[param(value_type = Option<String>)]
    status: Option<DeliveryState>,
    /// How many a page, 100 at most; 50 where nothing is said.
    limit: Option<usize>,
    /// What the page before named as `next`.
    after: Option<String>,
}

impl WebhooksOf {
    pub(super) async fn list(&self) -> Result<Json<WebhooksOut>, Problem> {
        let webhooks = self.desk.list_webhooks(self.owner, &self.actor).await;
        Ok(Json(webhooks.map_err(|error| self.problem(error))?.into()))
    }

    pub(super) async fn show(&self, id: &str) -> Result<Json<WebhookOut>, Problem> {
        let webhook = self.desk.show_webhook(self.owner, &self.actor, &self.id(id)?).await;
        Ok(Json(webhook.map_err(|error| self.problem(error))?.into()))
    }

    pub(super) async fn add(&self, new: NewWebhookIn) -> Result<(StatusCode, Json<WebhookWithSecretOut>), Problem> {
        self.may().await?;
        let added = self.desk.add_webhook(self.owner, &self.actor, new.made(self)?).await;
        Ok((StatusCode::CREATED, Json(added.map_err(|error| self.problem(error))?.into())))
    }

    pub(super) async fn edit(&self, id: &str, patch: WebhookPatchIn) -> Result<Json<WebhookOut>, Problem> {
        self.may().await?;
        let (id, change) = (self.id(id)?, patch.change(self)?);
        let edited = self.desk.edit_webhook(self.owner, &self.actor, &id, &change).await;
        Ok(Json(edited.map_err(|error| self.problem(error))?.into()))
    }

    pub(super) async fn remove(&self, id: &str) -> Result<Json<WebhookOut>, Problem> {
        self.may().await?;
        let removed = self.desk.remove_webhook(self.owner, &self.actor, &self.id(id)?).await;
        Ok(Json(removed.map_err(|error| self.problem(error))?.into()))
    }

    pub(super) async fn rotate(&self, id: &str) -> Result<Json<WebhookWithSecretOut>, Problem> {
        self.may().await?;
        let (id, secret) = (self.id(id)?, self.making.secret().map_err(of_ours)?);
        let rotated = self.desk.rotate_webhook(self.owner, &self.actor, &id, &secret).await;
        Ok(Json(rotated.map_err(|error| self.problem(error))?.into()))
    }

    pub(super) async fn test(&self, id: &str) -> Result<(StatusCode, Json<DeliveryOut>), Problem> {
        self.may().await?;
        let delivery = self.desk.test_webhook(self.owner, &self.actor, &self.id(id)?).await;
        Ok((StatusCode::ACCEPTED, Json(delivery.map_err(|error| self.problem(error))?.into())))
    }

    pub(super) async fn deliveries(
        &self,
        id: &str,
        query: Result<Query<DeliveriesIn>, QueryRejection>,
    ) -> Result<Json<DeliveriesOut>, Problem> {
        self.may().await?;
        let invalid = |_| Problem::invalid_query("This is no question about deliveries.");
        let Query(DeliveriesIn { status, limit: most, after, .. }) = query.map_err(invalid)?;
        let (id, most, after) = (self.id(id)?, limit(most)?, place(after.as_deref())?);
        let page = self.desk.list_deliveries((self.owner, &id), &self.actor, status, most, after).await;
        Ok(Json(page.map_err(|error| self.problem(error))?.into()))
    }

    pub(super) async fn redeliver(&self, id: &str, delivery: &str) -> Result<(StatusCode, Json<DeliveryOut>), Problem> {
        self.may().await?;
        let again = self.desk.redeliver(self.owner, &self.actor, &self.id(id)?, delivery).await;
        Ok((StatusCode::ACCEPTED, Json(again.map_err(|error| self.problem(error))?.into())))
    }

    /// Refuses whoever may not look after them, before they are told anything else.
    async fn may(&self) -> Result<(), Problem> {
        self.desk.may_change_webhooks(self.owner, &self.actor).await.map_err(|error| self.problem(error))
    }
}
