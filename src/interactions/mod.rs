//! Interactions, whichever way they come: each is taken once, answered within Discord's three seconds, and handled by
//! the action that its command, button or form belongs to.

mod envelope;
mod slash;

use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use secrecy::ExposeSecret;
use tickit_commands::context::Visit;
use tickit_commands::reply::Reply;
use tickit_commands::words::Words;
use tickit_commands::{Answered, custom_id, press, submit};
use tickit_domain::desk::Desk;
use tickit_domain::error::{Error, Refusal};
use tickit_domain::ids::{BotId, InteractionId};
use tickit_domain::store::StoreError;
use tokio::time::{Instant, timeout_at};

use crate::discord::{Request, Rest, RestError, SealToken};
use crate::metrics::{InteractionKind, InteractionOutcome, Metrics};

pub use envelope::{Envelope, InteractionData};
pub use slash::Slash;

/// Discord gives an interaction up after 3 seconds
/// (<https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages>).
const FIRST_ANSWER: Duration = Duration::from_millis(2900);

/// So many interactions are known again, without asking the database, when they come a second time. Older ones are known
/// by their job or by their ticket's history.
const KNOWN: u64 = 20_000;

/// What interactions are handled with.
#[derive(Debug)]
pub struct Interactions {
    parts: Parts,
    seen: Cache<InteractionId, ()>,
}

/// What [`Interactions`] are made of.
#[derive(Debug)]
pub struct Parts {
    /// The desk.
    pub desk: Desk,
    /// What members read.
    pub words: Arc<Words>,
    /// Slash commands.
    pub slash: Slash,
    /// The way to Discord.
    pub rest: Rest,
    /// Seals the tokens that jobs keep.
    pub tokens: Arc<dyn SealToken>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// How long an action may take before the member is told that it may not have worked.
    pub deadline: Duration,
}

impl Interactions {
    /// Interactions handled with these parts.
    pub fn new(parts: Parts) -> Self {
        let seen = Cache::builder().max_capacity(KNOWN).time_to_live(Duration::from_mins(20)).build();
        Self { parts, seen }
    }

    /// Handles an interaction that came through a bot and answers it by callback.
    pub async fn handle(&self, bot: BotId, raw: &str, received: Instant) {
        let envelope = match Envelope::read(bot, raw) {
            Ok(envelope) => envelope,
            Err(error) => {
                tracing::warn!(%bot, %error, "an interaction cannot be read");
                return;
            }
        };
        let Some(kind) = self.take(&envelope) else { return };
        let answered = Box::pin(self.answer(&envelope, raw, received)).await;
        let outcome = match &answered {
            Ok(_) => InteractionOutcome::Done,
            Err(Error::Refused(_)) => InteractionOutcome::Refused,
            Err(Error::Failed(_)) => InteractionOutcome::Failed,
        };
        let reply = answered.unwrap_or_else(|error| self.explain(&envelope, error));
        let sent = self.send(&envelope, &reply, received + FIRST_ANSWER).await;
        self.parts.metrics.interaction(kind, if sent { outcome } else { InteractionOutcome::Dropped });
        if sent {
            self.parts.metrics.acknowledged(received.elapsed());
        }
    }

    /// Takes an interaction that is ours and was not seen before.
    fn take(&self, envelope: &Envelope) -> Option<InteractionKind> {
        let (kind, ours) = match &envelope.asked {
            InteractionData::Command { name } => (InteractionKind::Command, self.parts.slash.has(name)),
            InteractionData::Press { custom_id } => (InteractionKind::Component, custom_id::is_ours(custom_id)),
            InteractionData::Form(form) => (InteractionKind::Modal, custom_id::is_ours(&form.custom_id)),
            InteractionData::Other => return None,
        };
        if !ours {
            return None;
        }
        #[expect(
            clippy::unwrap_or_default,
            reason = "only `or_insert_with` lets one of two that come at once be first"
        )]
        let entry = self.seen.entry(envelope.id).or_insert_with(Default::default);
        if !entry.is_fresh() {
            self.parts.metrics.interaction(kind, InteractionOutcome::Duplicate);
            return None;
        }
        Some(kind)
    }

    async fn answer(&self, envelope: &Envelope, raw: &str, received: Instant) -> Answered {
        let visit = self.visit(envelope)?;
        let acting = async {
            match &envelope.asked {
                InteractionData::Command { .. } => self.parts.slash.run(raw, visit).await,
                InteractionData::Press { custom_id } => press(&visit, custom_id).await,
                InteractionData::Form(form) => submit(&visit, form).await,
                InteractionData::Other => Err(Refusal::StaleControl.into()),
            }
        };
        let late = || Error::Failed(anyhow::Error::new(StoreError::Ambiguous("the deadline passed".into())));
        timeout_at(received + self.parts.deadline, acting).await.unwrap_or_else(|_| Err(late()))
    }

    fn visit(&self, envelope: &Envelope) -> Result<Visit, Error> {
        let (at, channel) = envelope.place().ok_or(Refusal::GuildOnly)?;
        let actor = envelope.actor().ok_or(Refusal::GuildOnly)?;
        let now = self.parts.desk.now();
        let reply_to = envelope.reply_to(self.parts.tokens.seal(envelope.id, &envelope.token)?, now);
        Ok(Visit::new(at, channel, actor, reply_to, self.parts.desk.clone(), Arc::clone(&self.parts.words)))
    }

    /// What a member reads in place of an error. Ours is logged here, once.
    fn explain(&self, envelope: &Envelope, error: Error) -> Reply {
        let speech = self.parts.words.speak(&envelope.locale);
        let failure = match error {
            Error::Refused(refusal) => return Reply::refused(&refusal, speech),
            Error::Failed(failure) => failure,
        };
        let (bot, interaction) = (envelope.bot, envelope.id);
        tracing::error!(%bot, %interaction, error = format!("{failure:#}"), "an interaction failed");
        match failure.downcast_ref::<StoreError>() {
            Some(StoreError::Unavailable(_)) => Reply::unavailable(speech),
            Some(StoreError::Ambiguous(_)) => Reply::uncertain(speech),
            _ => Reply::failed(envelope.id, speech),
        }
    }

    /// Sends the first answer; whether Discord took it, or another of ours before it. A callback that may have been
    /// lost is sent again: the second is refused with 40060 where the first was heard.
    async fn send(&self, envelope: &Envelope, reply: &Reply, deadline: Instant) -> bool {
        let path = format!("/interactions/{}/{}/callback", envelope.id, envelope.token.expose_secret());
        let request = Request::post(path, reply.to_json());
        let mut sent = self.parts.rest.request(envelope.bot, &request, deadline).await;
        if let Err(RestError::Ambiguous(_)) = sent {
            sent = self.parts.rest.request(envelope.bot, &request, deadline).await;
        }
        match sent {
            Ok(_) => true,
            Err(error) if error.is_code(40060) => true,
            Err(error) => {
                tracing::warn!(bot = %envelope.bot, interaction = %envelope.id, %error, "an answer was not taken");
                false
            }
        }
    }
}
