//! What comes in about webhooks, and what goes out.

use serde::{Deserialize, Serialize};
use tickit_domain::clock::Timestamp;
use tickit_domain::event::EventKind;
use tickit_domain::store::deliveries::DeliveryPage;
use tickit_domain::webhook::{
    Delivery, DeliveryState, LastTry, NewWebhook, TurnedOff, Webhook, WebhookChange, WebhookFormat,
};
use utoipa::ToSchema;

use super::super::super::problem::Problem;
use super::super::super::webhook_access::WebhooksOf;

/// What the kinds of events begin with that webhooks are told of.
const TOLD: &str = "ticket.";

/// A webhook to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct NewWebhookIn {
    /// Where its deliveries go: an address that begins with `https://`.
    url: String,
    /// What it is told of, such as `ticket.closed`; of everything where none is named.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    events: Vec<EventKind>,
    /// How its deliveries are written; `standard` where nothing is said.
    #[serde(default)]
    format: FormatInOut,
    /// What is said about it, 200 characters at most.
    #[serde(default)]
    description: String,
}

/// What is to be otherwise of a webhook. What is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct WebhookPatchIn {
    #[serde(default)]
    url: Option<String>,
    /// What it is told of; of everything where the list is empty.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    events: Option<Vec<EventKind>>,
    #[serde(default)]
    format: Option<FormatInOut>,
    #[serde(default)]
    description: Option<String>,
    /// Whether it is told anything.
    #[serde(default)]
    enabled: Option<bool>,
}

/// How deliveries are written.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WebhookFormat)]
enum FormatInOut {
    /// As Standard Webhooks has it, signed.
    #[default]
    Standard,
    /// As messages for a webhook of Discord's.
    Discord,
}

/// All webhooks: 10 at most.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Webhooks)]
pub(in crate::http) struct WebhooksOut {
    webhooks: Vec<WebhookOut>,
}

/// A webhook.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Webhook)]
pub(in crate::http) struct WebhookOut {
    id: String,
    /// Where its deliveries go; of one of Discord's without its token.
    url: String,
    /// What it is told of; of everything where the list is empty.
    #[schema(value_type = Vec<String>)]
    events: Vec<EventKind>,
    format: FormatInOut,
    description: String,
    /// Whether it is told anything.
    enabled: bool,
    /// Why Tickit turned it off, if it did: `gone`, by its receiver's word, or `failing`, for three days.
    #[schema(value_type = Option<String>)]
    turned_off: Option<TurnedOff>,
    created_at: String,
    /// Until when the secret before still signs beside the new one.
    old_secret_signs_until: Option<String>,
}

/// A webhook, and the secret that its deliveries are signed with.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookWithSecret)]
pub(in crate::http) struct WebhookWithSecretOut {
    /// `whsec_` and base64. It is not shown again.
    secret: String,
    webhook: WebhookOut,
}

/// A page of deliveries, newest first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Deliveries)]
pub(in crate::http) struct DeliveriesOut {
    deliveries: Vec<DeliveryOut>,
    /// Where the next page begins; none at the end.
    next: Option<String>,
}

/// Something that a webhook was told, or will be.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Delivery)]
pub(in crate::http) struct DeliveryOut {
    /// What the receiver reads as `webhook-id`, the same in each try.
    id: String,
    /// What it tells of, such as `ticket.closed`.
    event: String,
    /// `pending`, `delivered` or `failed`.
    #[schema(value_type = String)]
    status: DeliveryState,
    created_at: String,
    /// How often it was tried.
    tries: u32,
    /// When it is tried next, if it is.
    next_try_at: Option<String>,
    last_try: Option<LastTryOut>,
    /// What is sent, as text.
    payload: String,
}

/// What became of the last try.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LastTry)]
struct LastTryOut {
    at: String,
    /// How long it took, in milliseconds.
    took_ms: u64,
    /// What the receiver answered, where it did.
    status: Option<u16>,
    /// What went wrong otherwise.
    error: Option<String>,
}

impl NewWebhookIn {
    /// As a webhook with an id and a secret of its own.
    pub(super) fn made(self, of: &WebhooksOf) -> Result<NewWebhook, Problem> {
        let Self { url, events, format, description } = self;
        let target = of.target(&url)?;
        let (id, secret) = (of.making.id().map_err(of_ours)?, of.making.secret().map_err(of_ours)?);
        Ok(NewWebhook { id, target, secret, format: format.into(), description, events: told(events)? })
    }
}

impl WebhookPatchIn {
    /// As a change.
    pub(super) fn change(self, of: &WebhooksOf) -> Result<WebhookChange, Problem> {
        let Self { url, events, format, description, enabled } = self;
        Ok(WebhookChange {
            target: url.map(|url| of.target(&url)).transpose()?,
            events: events.map(told).transpose()?,
            format: format.map(WebhookFormat::from),
            description,
            enabled,
        })
    }
}

/// Refuses kinds that no webhook is told of.
fn told(events: Vec<EventKind>) -> Result<Vec<EventKind>, Problem> {
    let is_told = |kind: &EventKind| kind.name().starts_with(TOLD);
    let refused = || Problem::invalid_body("Webhooks are told of events that begin with ticket.").in_field("events");
    if events.iter().all(is_told) { Ok(events) } else { Err(refused()) }
}

/// The system gave no randomness.
pub(super) fn of_ours(error: anyhow::Error) -> Problem {
    tickit_domain::error::Error::from(error).into()
}

impl From<Vec<Webhook>> for WebhooksOut {
    fn from(webhooks: Vec<Webhook>) -> Self {
        Self { webhooks: webhooks.into_iter().map(WebhookOut::from).collect() }
    }
}

impl From<Webhook> for WebhookOut {
    fn from(webhook: Webhook) -> Self {
        let url = webhook.url.expose();
        let shown = match (webhook.format, url.rsplit_once('/')) {
            (WebhookFormat::Discord, Some((before, _))) => format!("{before}/…"),
            _ => url.to_owned(),
        };
        Self {
            id: webhook.id.to_string(),
            url: shown,
            events: webhook.events,
            format: webhook.format.into(),
            description: webhook.description,
            enabled: webhook.enabled,
            turned_off: webhook.turned_off,
            created_at: webhook.created_at.to_rfc3339(),
            old_secret_signs_until: webhook.old_secret.map(|old| old.until.to_rfc3339()),
        }
    }
}

impl From<Webhook> for WebhookWithSecretOut {
    fn from(webhook: Webhook) -> Self {
        Self { secret: webhook.secret.expose().to_owned(), webhook: webhook.into() }
    }
}

impl From<DeliveryPage> for DeliveriesOut {
    fn from(DeliveryPage { deliveries, next }: DeliveryPage) -> Self {
        let next = next.map(|next| next.to_string());
        Self { deliveries: deliveries.into_iter().map(DeliveryOut::from).collect(), next }
    }
}

impl From<Delivery> for DeliveryOut {
    fn from(delivery: Delivery) -> Self {
        let Delivery { id, event, body, created_at, state, tries, due, last, .. } = delivery;
        let next_try_at = (state == DeliveryState::Pending).then(|| due.to_rfc3339());
        let (created_at, last_try) = (created_at.to_rfc3339(), last.map(LastTryOut::from));
        Self { id, event, status: state, created_at, tries, next_try_at, last_try, payload: body }
    }
}

impl From<LastTry> for LastTryOut {
    fn from(LastTry { at, took_ms, status, error }: LastTry) -> Self {
        Self { at: Timestamp::to_rfc3339(at), took_ms, status, error }
    }
}

impl From<FormatInOut> for WebhookFormat {
    fn from(format: FormatInOut) -> Self {
        match format {
            FormatInOut::Standard => Self::Standard,
            FormatInOut::Discord => Self::Discord,
        }
    }
}

impl From<WebhookFormat> for FormatInOut {
    fn from(format: WebhookFormat) -> Self {
        match format {
            WebhookFormat::Standard => Self::Standard,
            WebhookFormat::Discord => Self::Discord,
        }
    }
}
