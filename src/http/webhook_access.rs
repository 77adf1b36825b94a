//! Who may look after webhooks: admins after those of their guild, and whoever may follow a bot's tickets after that bot's.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use tickit_commands::words::Words;
use tickit_domain::actor::Actor;
use tickit_domain::desk::Desk;
use tickit_domain::error::Error;
use tickit_domain::webhook::{WebhookId, WebhookOwner, WebhookTarget};

use super::access::{BotKey, Forward};
use super::guild_access::{InGuild, language, problem};
use super::ports::WebhookMaking;
use super::problem::Problem;
use super::state::{DeskPorts, HttpState};

/// The webhooks of a guild, for whoever may look into it. What else they may, the desk decides.
#[derive(Debug)]
pub(super) struct GuildWebhooks(pub(super) WebhooksOf);

/// The webhooks of a bot for all its guilds, for whoever may follow its tickets.
#[derive(Debug)]
pub(super) struct BotWebhooks(pub(super) WebhooksOf);

/// Webhooks, and who asks for them.
#[derive(Debug)]
pub(super) struct WebhooksOf {
    /// Whose they are.
    pub(super) owner: WebhookOwner,
    /// Who asks.
    pub(super) actor: Actor,
    /// What decides.
    pub(super) desk: Desk,
    /// What new ones are made of.
    pub(super) making: Arc<dyn WebhookMaking>,
    words: Arc<Words>,
}

impl FromRequestParts<HttpState> for GuildWebhooks {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let InGuild { at, actor, .. } = InGuild::from_request_parts(parts, state).await?;
        WebhooksOf::new(at.into(), actor, state).map(Self)
    }
}

impl FromRequestParts<HttpState> for BotWebhooks {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let BotKey { bot, actor, .. } = BotKey::<Forward>::from_request_parts(parts, state).await?;
        state.desk()?.hosting.is_stopped(bot).ok_or_else(Problem::no_such_bot)?;
        let actor = Actor { locale: language(parts), ..actor };
        WebhooksOf::new(WebhookOwner { bot, guild: None }, actor, state).map(Self)
    }
}

impl WebhooksOf {
    fn new(owner: WebhookOwner, actor: Actor, state: &HttpState) -> Result<Self, Problem> {
        let DeskPorts { desk, webhooks: making, .. } = state.desk()?.clone();
        let words = Arc::clone(&state.0.ports.words);
        Ok(Self { owner, actor, desk, making, words })
    }

    /// What the caller reads of an error: of a refusal its text, in their language.
    pub(super) fn problem(&self, error: impl Into<Error>) -> Problem {
        problem(error.into(), &self.words, &self.actor.locale)
    }

    /// The webhook of an id in the address.
    pub(super) fn id(&self, text: &str) -> Result<WebhookId, Problem> {
        text.parse().map_err(|refused: tickit_domain::error::Refusal| self.problem(refused))
    }

    /// An address as a target.
    pub(super) fn target(&self, address: &str) -> Result<WebhookTarget, Problem> {
        self.making.target(address).map_err(|why| Problem::webhook_target(why).in_field("url"))
    }
}
