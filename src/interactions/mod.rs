//! Interactions, whichever way they come: each is taken once, and answered by the action that its command, control or
//! form belongs to. How the answer travels is another matter: see [`Callback`].

mod callback;
mod envelope;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use moka::sync::Cache;
use secrecy::SecretString;
use tickit_commands::context::Visit;
use tickit_commands::interaction::Interaction;
use tickit_commands::reply::Reply;
use tickit_commands::words::Words;
use tickit_commands::{Actions, Answered};
use tickit_domain::desk::Desk;
use tickit_domain::discord::{Place, ReplyTo};
use tickit_domain::error::{Error, Refusal};
use tickit_domain::ids::{BotId, InteractionId};
use tickit_domain::store::StoreError;
use tokio::time::{Instant, timeout_at};

use crate::discord::SealToken;
use crate::metrics::{InteractionKind, InteractionOutcome, Metrics};

pub use callback::Callback;
use envelope::Envelope;

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
    /// What members can do.
    pub actions: Actions,
    /// Seals the tokens that jobs keep.
    pub tokens: Arc<dyn SealToken>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// How long an action may take before the member is told that it may not have worked.
    pub deadline: Duration,
}

/// The first answer to an interaction, on its way to Discord.
#[derive(Debug)]
pub struct FirstAnswer {
    /// The bot that it came through.
    pub bot: BotId,
    /// The interaction.
    pub interaction: InteractionId,
    /// What the answer is.
    pub reply: Reply,
    token: SecretString,
    received: Instant,
    kind: InteractionKind,
    outcome: InteractionOutcome,
}

impl Interactions {
    /// Interactions handled with these parts.
    pub fn new(parts: Parts) -> Self {
        let seen = Cache::builder().max_capacity(KNOWN).time_to_live(Duration::from_mins(20)).build();
        Self { parts, seen }
    }

    /// Takes an interaction that came through a bot and answers it; `None` where it is none of ours, or was taken before.
    /// Whoever delivers the answer says by [`delivered`](Self::delivered) what came of it.
    pub async fn answer(&self, bot: BotId, raw: &str, received: Instant) -> Option<FirstAnswer> {
        let envelope = match Envelope::read(bot, raw) {
            Ok(envelope) => envelope,
            Err(error) => {
                tracing::warn!(%bot, %error, "an interaction cannot be read");
                return None;
            }
        };
        let (interaction, kind) = self.take(&envelope)?;
        let answered = Box::pin(self.act(&envelope, interaction, received)).await;
        let outcome = match &answered {
            Ok(_) => InteractionOutcome::Done,
            Err(Error::Refused(_)) => InteractionOutcome::Refused,
            Err(Error::Failed(_)) => InteractionOutcome::Failed,
        };
        let reply = answered.unwrap_or_else(|error| self.explain(&envelope, interaction, error));
        let Envelope { id, token, .. } = envelope;
        Some(FirstAnswer { bot, interaction: id, reply, token, received, kind, outcome })
    }

    /// Counts an answer that reached Discord, or did not.
    pub fn delivered(&self, answer: &FirstAnswer, reached: bool) {
        self.parts.metrics.interaction(answer.kind, if reached { answer.outcome } else { InteractionOutcome::Dropped });
        if reached {
            self.parts.metrics.acknowledged(answer.received.elapsed());
        }
    }

    /// Takes an interaction that is ours and was not seen before.
    fn take<'a>(&self, envelope: &'a Envelope) -> Option<(&'a Interaction, InteractionKind)> {
        let interaction = envelope.interaction.as_ref().filter(|interaction| self.parts.actions.own(interaction))?;
        let kind = match interaction {
            Interaction::Slash(_) | Interaction::UserMenu { .. } | Interaction::MessageMenu { .. } => {
                InteractionKind::Command
            }
            Interaction::Complete(..) => InteractionKind::Autocomplete,
            Interaction::Press { .. } | Interaction::Choose { .. } => InteractionKind::Component,
            Interaction::Submit(_) => InteractionKind::Modal,
        };
        #[expect(
            clippy::unwrap_or_default,
            reason = "only `or_insert_with` lets one of two that come at once be first"
        )]
        let entry = self.seen.entry(envelope.id).or_insert_with(Default::default);
        if !entry.is_fresh() {
            self.parts.metrics.interaction(kind, InteractionOutcome::Duplicate);
            return None;
        }
        Some((interaction, kind))
    }

    async fn act(&self, envelope: &Envelope, interaction: &Interaction, received: Instant) -> Answered {
        let visit = self.visit(envelope, interaction).await?;
        let acting = self.parts.actions.answer(&visit, interaction);
        let late = || Error::Failed(anyhow::Error::new(StoreError::Ambiguous("the deadline passed".into())));
        let acting = AssertUnwindSafe(timeout_at(received + self.parts.deadline, acting)).catch_unwind();
        match acting.await {
            Ok(in_time) => in_time.unwrap_or_else(|_| Err(late())),
            Err(_) => Err(Error::Failed(anyhow::anyhow!("the action panicked"))),
        }
    }

    async fn visit(&self, envelope: &Envelope, interaction: &Interaction) -> Result<Visit, Error> {
        let at = match envelope.place() {
            Some(at) => at,
            None => self.place_outside(envelope, interaction).await?,
        };
        let (now, tokens) = (self.parts.desk.now(), Arc::clone(&self.parts.tokens));
        let (id, token, locale) = (envelope.id, envelope.token.clone(), envelope.locale.clone());
        Ok(Visit {
            at,
            channel: envelope.channel.ok_or(Refusal::GuildOnly)?,
            actor: envelope.actor().ok_or(Refusal::GuildOnly)?,
            desk: self.parts.desk.clone(),
            words: Arc::clone(&self.parts.words),
            later: Box::new(move || {
                let (token, until) = (tokens.seal(id, &token)?, now.plus(ReplyTo::LIFE));
                Ok(ReplyTo { interaction: id, token, until, locale: locale.clone(), told_of_delay: false })
            }),
        })
    }

    /// Which guild a control in a direct message is about: one that is known, through the bot that it came through.
    async fn place_outside(&self, envelope: &Envelope, interaction: &Interaction) -> Result<Place, Error> {
        let at = self.parts.actions.place_outside(interaction)?;
        if at.bot != envelope.bot {
            return Err(Refusal::StaleControl.into());
        }
        if self.parts.desk.has_guild(at.guild).await? { Ok(at) } else { Err(Refusal::NoSuchTicket.into()) }
    }

    /// What a member reads in place of an error. Ours is logged here, once.
    fn explain(&self, envelope: &Envelope, interaction: &Interaction, error: Error) -> Reply {
        let speech = self.parts.words.speak(&envelope.locale);
        let reply = match error {
            Error::Refused(refusal) => Reply::refused(&refusal, speech),
            Error::Failed(failure) => {
                let (bot, interaction) = (envelope.bot, envelope.id);
                tracing::error!(%bot, %interaction, error = format!("{failure:#}"), "an interaction failed");
                match failure.downcast_ref::<StoreError>() {
                    Some(StoreError::Unavailable(_)) => Reply::unavailable(speech),
                    Some(StoreError::Ambiguous(_)) => Reply::uncertain(speech),
                    _ => Reply::failed(envelope.id, speech),
                }
            }
        };
        // Discord takes nothing but choices while somebody types.
        if matches!(interaction, Interaction::Complete(..)) { Reply::Choices(Vec::new()) } else { reply }
    }
}
