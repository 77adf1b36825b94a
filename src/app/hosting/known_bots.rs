//! The bots that this process knows of, as the core database last had them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tickit_domain::actor::{Actor, Cause, Door};
use tickit_domain::bot::{Bot, BotMode, BotState, StopReason, Trouble};
use tickit_domain::clock::Clock;
use tickit_domain::error_log::{ErrorKind, ErrorLog, NewError};
use tickit_domain::ids::BotId;
use tickit_domain::store::bots::Bots;

use crate::discord::Rest;
use crate::discord::intents::ContentIntents;
use crate::gateway::{Condition, StopListener};
use crate::interactions::BotTerms;

/// The bots that this process knows of.
#[derive(Debug)]
pub(in crate::app) struct KnownBots {
    pub(super) bots: Bots,
    pub(super) contents: Arc<ContentIntents>,
    clock: Arc<dyn Clock>,
    error_log: Arc<dyn ErrorLog>,
    known: Mutex<HashMap<BotId, Known>>,
}

/// A bot as it was read last.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) bot: Bot,
    /// Whether the token is sealed with a key that is not known.
    pub(super) unreadable: bool,
}

/// What makes the service act on a bot: what became of that bot.
pub(super) fn about(bot: BotId) -> Cause {
    Cause::Event(format!("bot:{bot}"))
}

impl Known {
    /// How the bot is doing, if its session, where it has one, is doing so.
    pub(super) fn condition(&self, session: Option<Condition>, rest: &Rest) -> Condition {
        match (self.bot.stopped, self.bot.mode) {
            (Some(reason), _) => Condition::of(BotState::Stopped(reason)),
            _ if self.unreadable => Condition::of(BotState::Degraded(Trouble::TokenUnreadable)),
            (None, BotMode::Delegate) => session.unwrap_or(Condition::of(BotState::Connecting)),
            _ if rest.is_revoked(self.bot.id) => Condition::of(BotState::Stopped(StopReason::TokenRevoked)),
            _ => Condition::of(BotState::Ready),
        }
    }
}

impl KnownBots {
    pub(in crate::app) fn new(
        bots: Bots,
        clock: Arc<dyn Clock>,
        contents: Arc<ContentIntents>,
        error_log: Arc<dyn ErrorLog>,
    ) -> Self {
        Self { bots, clock, error_log, known: Mutex::default(), contents }
    }

    /// One bot as it was read last.
    pub(super) fn get(&self, bot: BotId) -> Option<Known> {
        self.look(bot, Known::clone)
    }

    /// Something about one bot, for those who ask at each interaction.
    pub(super) fn look<T>(&self, bot: BotId, look: impl FnOnce(&Known) -> T) -> Option<T> {
        self.known().get(&bot).map(look)
    }

    /// All of them.
    pub(super) fn all(&self) -> HashMap<BotId, Known> {
        self.known().clone()
    }

    pub(super) fn note(&self, known: Known) {
        self.known().insert(known.bot.id, known);
    }

    pub(super) fn forget(&self, bot: BotId) {
        self.known().remove(&bot);
        self.contents.forget(bot);
    }

    pub(super) async fn note_degraded(&self, bot: BotId, degraded: Option<Trouble>) {
        let (actor, now) = (Actor::tickit(Door::Gateway, about(bot)), self.clock.now());
        match self.bots.set_degraded(bot, degraded, &actor, now).await {
            Ok(_) => {
                if let Some(known) = self.known().get_mut(&bot) {
                    known.bot.degraded = degraded;
                }
            }
            Err(error) => {
                tracing::warn!(%bot, error = format!("{error:#}"), "it cannot be noted how the bot is doing");
            }
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<BotId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl StopListener for KnownBots {
    async fn stopped(&self, bot: BotId, reason: StopReason) {
        let error = NewError::new(ErrorKind::BotStopped, why(reason));
        let number = self.error_log.note(NewError { bot: Some(bot), ..error });
        tracing::error!(%bot, ?reason, %number, "the bot is stopped until it is reconnected by name or registered again");
        if let Some(known) = self.known().get_mut(&bot) {
            known.bot.stopped = Some(reason);
        }
        let (actor, now) = (Actor::tickit(Door::Gateway, about(bot)), self.clock.now());
        if let Err(error) = self.bots.set_stopped(bot, Some(reason), &actor, now).await {
            tracing::warn!(%bot, error = format!("{error:#}"), "it cannot be noted that the bot is stopped");
        }
    }

    fn privileged(&self, bot: BotId, granted: bool) {
        if self.contents.note(bot, granted) != Some(granted) && !granted {
            tracing::warn!(
                %bot,
                "the Message Content intent is off, and transcripts lack what members write: switch it on at \
                 https://discord.com/developers/applications/{bot}/bot and restart Tickit"
            );
        }
    }
}

/// Why a bot is stopped, as the error log says it.
const fn why(reason: StopReason) -> &'static str {
    match reason {
        StopReason::TokenRevoked => "the bot is stopped: its token is not valid any more",
        StopReason::ShardingRequired => "the bot is stopped: it is in too many guilds for its shards",
        StopReason::GatewayVersion => "the bot is stopped: Discord does not speak this gateway version any more",
        StopReason::IntentsDisallowed => "the bot is stopped: an intent is switched off for it",
        StopReason::ByHand => "the bot is stopped: somebody did so",
    }
}

impl BotTerms for KnownBots {
    fn is_stopped(&self, bot: BotId) -> bool {
        self.look(bot, |known| known.bot.stopped.is_some()).unwrap_or_default()
    }

    fn takes_over(&self, bot: BotId, command: &str) -> bool {
        let takes = |known: &Known| known.bot.takes_over.as_ref().is_none_or(|commands| commands.contains(command));
        self.look(bot, takes).unwrap_or(true)
    }
}
