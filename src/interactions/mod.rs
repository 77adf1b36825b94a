//! Interactions, whichever way they come: each is taken once, and answered by the action that its command, control or
//! form belongs to. How the answer travels is another matter: by [`Callback`], or in place, as an answer over HTTP.

mod callback;
mod elsewhere;
mod envelope;

use std::fmt::Debug;
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
use tickit_domain::error_log::{ErrorKind, NewError};
use tickit_domain::ids::{BotId, InteractionId};
use tickit_domain::notice::Notice;
use tickit_domain::store::StoreError;
use tokio::time::{Instant, timeout_at};

use crate::discord::SealToken;
use crate::discord::time::DiscordTime;
use crate::metrics::{InteractionKind, InteractionOutcome, Metrics};

pub use callback::{Callback, Delivery};
pub use elsewhere::Elsewhere;
use envelope::{Envelope, EnvelopeError};

/// So many interactions are known again, without asking the database, when they come a second time. Older ones are known
/// by their job or by their ticket's history.
const KNOWN: u64 = 20_000;

/// How long Discord waits for a first answer
/// (<https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages>).
const PATIENCE: Duration = Duration::from_secs(3);

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
    /// Who else answers.
    pub elsewhere: Elsewhere,
    /// How bots stand.
    pub bots: Arc<dyn BotTerms>,
    /// What time it is at Discord.
    pub time: Arc<DiscordTime>,
}

/// The port that knows how bots stand, and what their owners leave to Tickit.
pub trait BotTerms: Send + Sync + Debug {
    /// Whether a bot is stopped for good: with its token nothing can be done.
    fn is_stopped(&self, bot: BotId) -> bool;
    /// Whether a command of ours, by its name, is answered by us for this bot. Controls always are.
    fn takes_over(&self, bot: BotId, command: &str) -> bool;
}

/// Why an interaction has no answer of ours.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// It is none, or lacks what it is answered by.
    #[error("it is not an interaction that can be answered: {0}")]
    Unreadable(String),
    /// It is for another application than the one that it came through.
    #[error("it is for application {0}")]
    OtherApplication(BotId),
    /// Discord asks whether somebody is there
    /// (<https://docs.discord.com/developers/interactions/overview#preparing-for-interactions>).
    #[error("it is a ping")]
    Ping,
    /// Its command or its control is none of ours.
    #[error("it is none of ours")]
    NotOurs,
    /// Discord has given it up: it was on its way for too long, or is one of those that a resumed session replays. The
    /// member was told that it failed, and nothing is done.
    #[error("it is older than Discord waits for")]
    TooOld,
    /// Somebody took it before, here or in another process.
    #[error("it was taken before")]
    Taken,
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

    /// Takes an interaction that came through a bot and answers it. Whoever delivers the answer says by
    /// [`delivered`](Self::delivered) what came of it.
    pub async fn answer(&self, bot: BotId, raw: &str, received: Instant) -> Result<FirstAnswer, Unanswered> {
        let envelope = Envelope::read(bot, raw)?;
        if self.parts.time.now().is_some_and(|now| now.since(envelope.id.made_at()) > PATIENCE) {
            return Err(Unanswered::TooOld);
        }
        let (interaction, kind) = self.take(&envelope)?;
        let until = received + self.parts.deadline;
        let answered = match self.claim(envelope.id, until).await {
            Ok(true) => Box::pin(self.act(&envelope, interaction, until)).await,
            Ok(false) => {
                self.parts.metrics.interaction(kind, InteractionOutcome::Duplicate);
                return Err(Unanswered::Taken);
            }
            Err(error) => Err(error),
        };
        let outcome = match &answered {
            Ok(_) => InteractionOutcome::Done,
            Err(Error::Refused(_)) => InteractionOutcome::Refused,
            Err(Error::Failed(_)) => InteractionOutcome::Failed,
        };
        let reply = match answered {
            Ok(reply) => reply,
            Err(Error::Refused(refusal)) => self.refuse(&envelope, interaction, refusal, until).await,
            Err(Error::Failed(failure)) => self.explain(&envelope, interaction, &failure),
        };
        let Envelope { id, token, .. } = envelope;
        Ok(FirstAnswer { bot, interaction: id, reply, token, received, kind, outcome })
    }

    /// Counts what became of an answer.
    pub fn delivered(&self, answer: &FirstAnswer, delivery: Delivery) {
        let is_lost = delivery == Delivery::Lost;
        self.parts.metrics.interaction(answer.kind, if is_lost { InteractionOutcome::Dropped } else { answer.outcome });
        match delivery {
            Delivery::Reached => self.parts.metrics.acknowledged(answer.received.elapsed()),
            Delivery::Elsewhere => self.parts.elsewhere.note(answer.bot),
            Delivery::Lost => {}
        }
    }

    /// Takes an interaction that is ours and that this process has not seen before.
    fn take<'a>(&self, envelope: &'a Envelope) -> Result<(&'a Interaction, InteractionKind), Unanswered> {
        let is_ours = |interaction: &&Interaction| {
            let left = |command| self.parts.bots.takes_over(envelope.bot, command);
            self.parts.actions.own(interaction) && interaction.command().is_none_or(left)
        };
        let interaction = envelope.interaction.as_ref().filter(is_ours).ok_or(Unanswered::NotOurs)?;
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
            return Err(Unanswered::Taken);
        }
        Ok((interaction, kind))
    }

    /// Takes it for this process, of all that may be handed it.
    async fn claim(&self, interaction: InteractionId, until: Instant) -> Result<bool, Error> {
        timeout_at(until, self.parts.desk.claim_interaction(interaction)).await.unwrap_or_else(|_| Err(late()))
    }

    async fn act(&self, envelope: &Envelope, interaction: &Interaction, until: Instant) -> Answered {
        if self.parts.bots.is_stopped(envelope.bot) {
            return Err(Refusal::BotStopped.into());
        }
        let visit = self.visit(envelope, interaction).await?;
        let acting = self.parts.actions.answer(&visit, interaction);
        match AssertUnwindSafe(timeout_at(until, acting)).catch_unwind().await {
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
                Ok(ReplyTo { interaction: id, token, until, locale: locale.clone(), told_of_delay: false, shows: None })
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

    /// What a member reads who is refused: in the guild's own words, where it has some and they are read in time.
    async fn refuse(&self, envelope: &Envelope, interaction: &Interaction, refusal: Refusal, until: Instant) -> Reply {
        let notice = match (envelope.place(), envelope.actor()) {
            (Some(at), Some(actor)) => {
                let asking = self.parts.desk.notice_of(at, &actor.who, refusal.clone());
                timeout_at(until, asking).await.unwrap_or(Notice::Refused(refusal))
            }
            _ => Notice::Refused(refusal),
        };
        in_place_of(interaction, Reply::noticed(&notice, self.parts.words.speak(&envelope.locale)))
    }

    /// What a member reads in place of a failure of ours, which is logged here, once.
    fn explain(&self, envelope: &Envelope, interaction: &Interaction, failure: &anyhow::Error) -> Reply {
        let speech = self.parts.words.speak(&envelope.locale);
        let text = format!("{failure:#}");
        tracing::error!(bot = %envelope.bot, interaction = %envelope.id, error = text, "an interaction failed");
        let guild = envelope.place().map(|at| at.guild);
        let (number, bot) = (Some(envelope.id.into()), Some(envelope.bot));
        self.parts.desk.note_error(NewError { number, bot, guild, ..NewError::new(ErrorKind::Interaction, text) });
        let reply = match failure.downcast_ref::<StoreError>() {
            Some(StoreError::Unavailable(_)) => Reply::unavailable(speech),
            Some(StoreError::Ambiguous(_)) => Reply::uncertain(speech),
            _ => Reply::failed(envelope.id, speech),
        };
        in_place_of(interaction, reply)
    }
}

/// Discord takes nothing but choices while somebody types.
fn in_place_of(interaction: &Interaction, reply: Reply) -> Reply {
    if matches!(interaction, Interaction::Complete(..)) { Reply::Choices(Vec::new()) } else { reply }
}

/// Nobody knows what became of it.
fn late() -> Error {
    Error::Failed(anyhow::Error::new(StoreError::Ambiguous("the deadline passed".into())))
}

impl From<EnvelopeError> for Unanswered {
    fn from(error: EnvelopeError) -> Self {
        match error {
            EnvelopeError::OtherApplication(application) => Self::OtherApplication(application),
            EnvelopeError::Ping => Self::Ping,
            error => Self::Unreadable(error.to_string()),
        }
    }
}
