//! The bots of this process: started from the core database, kept in step with it, and stopped for good where Discord
//! says so.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tickit_domain::actor::{Actor, Cause, Door};
use tickit_domain::bot::{Bot, BotState, StopReason, Trouble};
use tickit_domain::clock::{Clock, Timestamp};
use tickit_domain::error::Outcome;
use tickit_domain::ids::BotId;
use tickit_domain::seal::Sealed;
use tickit_domain::store::bots::Bots;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::enrolment::Enrolment;
use crate::crypto::{Purpose, Vault, bot_token_place};
use crate::discord::Rest;
use crate::discord::intents::ContentIntents;
use crate::gateway::{Condition, StopListener, Supervisor};
use crate::http::{BotControl, BotStatus, ReconnectError};

/// How often the core database is looked at for bots that were added or removed.
const LOOK: Duration = Duration::from_secs(15);

/// How often all bots are read although none is said to have changed.
const READ_ANYWAY: Duration = Duration::from_mins(10);

/// The bots of this process.
#[derive(Debug)]
pub(super) struct HostedBots {
    pub(super) supervisor: Supervisor,
    known_bots: Arc<KnownBots>,
    vault: Arc<Vault>,
    rest: Rest,
    clock: Arc<dyn Clock>,
    enrolment: Enrolment,
    /// Held while catching up, so that no bot is started twice; what was seen the last time.
    caught_up: tokio::sync::Mutex<Option<Seen>>,
}

/// When all bots were read last, and what their count of changes was just before.
#[derive(Debug, Clone, Copy)]
struct Seen {
    changes: u64,
    at: Instant,
}

/// The bots that this process knows of, as the core database last had them.
#[derive(Debug)]
pub(super) struct KnownBots {
    bots: Bots,
    clock: Arc<dyn Clock>,
    known: Mutex<HashMap<BotId, Known>>,
    contents: Arc<ContentIntents>,
}

#[derive(Debug, Clone)]
struct Known {
    name: String,
    token: Sealed,
    stopped: Option<StopReason>,
    /// What was noted last that it does not get past.
    degraded: Option<Trouble>,
    /// Whether the token is sealed with a key that is not known.
    unreadable: bool,
}

impl HostedBots {
    pub(super) fn new(
        known_bots: Arc<KnownBots>,
        vault: Arc<Vault>,
        rest: Rest,
        clock: Arc<dyn Clock>,
        enrolment: Enrolment,
        supervisor: Supervisor,
    ) -> Self {
        Self { supervisor, known_bots, vault, rest, clock, enrolment, caught_up: tokio::sync::Mutex::default() }
    }

    /// Registers the bots of the configuration, and keeps in step with the core database until `stop`.
    pub(super) async fn follow(self: Arc<Self>, stop: CancellationToken) {
        loop {
            let enrolled = self.enrolment.enrol().await;
            match self.look().await {
                Ok(()) => self.enrolment.forget(&enrolled),
                Err(error) => tracing::warn!(error = format!("{error:#}"), "the bots cannot be read"),
            }
            let look = Instant::now() + LOOK;
            tokio::select! {
                () = stop.cancelled() => return,
                () = sleep_until(self.enrolment.due().map_or(look, |due| due.min(look))) => {}
            }
        }
    }

    /// Catches up with the core database, and notes there how the bots are doing.
    pub(super) async fn look(&self) -> Outcome<()> {
        self.catch_up().await?;
        self.note_degraded().await;
        Ok(())
    }

    /// Starts bots that were added or got another token, and stops those that were removed.
    async fn catch_up(&self) -> Outcome<()> {
        let mut caught_up = self.caught_up.lock().await;
        let now = Seen { changes: self.known_bots.bots.changes().await?, at: Instant::now() };
        if caught_up.is_some_and(|seen| seen.changes == now.changes && seen.at.elapsed() < READ_ANYWAY) {
            return Ok(());
        }
        let mut wanted: HashMap<BotId, Bot> =
            self.known_bots.bots.all().await?.into_iter().map(|bot| (bot.id, bot)).collect();
        if caught_up.is_none() {
            self.known_bots.bots.relay().await?;
            self.give_another_chance(wanted.values_mut()).await?;
        }
        // Set before the bots are started: those that are known by then are not started again.
        *caught_up = Some(now);
        let before = self.known_bots.known().clone();
        for gone in before.keys().filter(|bot| !wanted.contains_key(bot)) {
            self.known_bots.known().remove(gone);
            self.supervisor.stop(*gone).await;
            self.rest.unregister(*gone);
            self.known_bots.contents.forget(*gone);
        }
        for (id, bot) in wanted {
            let known = before.get(&id);
            let same = known.is_some_and(|known| known.token == bot.token && known.stopped == bot.stopped);
            let mut unreadable = known.is_some_and(|known| same && known.unreadable);
            if !same && bot.stopped.is_none() {
                unreadable = !self.start(&bot);
            }
            let Bot { name, token, stopped, degraded, .. } = bot;
            self.known_bots.known().insert(id, Known { name, token, stopped, degraded, unreadable });
        }
        Ok(())
    }

    /// A new process tries those again that something else than their token stopped: the owner may have switched the
    /// intent on, and the operator may have updated Tickit.
    async fn give_another_chance(&self, bots: impl Iterator<Item = &mut Bot>) -> Outcome<()> {
        for bot in bots.filter(|bot| bot.stopped.is_some_and(|reason| reason != StopReason::TokenRevoked)) {
            let actor = Actor::tickit(Door::Start, about(bot.id));
            self.known_bots.bots.set_stopped(bot.id, None, &actor, self.clock.now()).await?;
            bot.stopped = None;
        }
        Ok(())
    }

    /// Notes which bots do not get past their trouble since the last look, and which did.
    async fn note_degraded(&self) {
        let running: HashMap<BotId, Condition> = self.supervisor.conditions().into_iter().collect();
        let known = self.known_bots.known().clone();
        for (bot, known) in known {
            let is = match known.condition(running.get(&bot).copied()).state {
                BotState::Degraded(trouble) => Some(trouble),
                BotState::Ready => None,
                BotState::Connecting | BotState::Waiting | BotState::Stopped(_) => continue,
            };
            if is != known.degraded {
                self.known_bots.note_degraded(bot, is).await;
            }
        }
    }

    /// Starts a bot's sessions; whether its token can be read.
    fn start(&self, bot: &Bot) -> bool {
        let token = match self.vault.open(Purpose::BotToken, &bot_token_place(bot.id), &bot.token) {
            Ok(token) => token,
            Err(error) => {
                tracing::error!(bot = %bot.id, %error, "the bot's token cannot be opened: register it again");
                return false;
            }
        };
        self.supervisor.start(bot.id, token);
        true
    }
}

impl HostedBots {
    /// How many of Discord's limits are remembered; those that nobody asked for of late are let go by asking.
    pub(super) fn remembered_limits(&self) -> usize {
        self.rest.remembered_limits()
    }

    fn status(&self, id: Option<BotId>, name: String, condition: Condition) -> BotStatus {
        let Condition { state, trouble, next_try } = condition;
        let next_try = next_try.map(|at| self.clock.now().plus(at.saturating_duration_since(Instant::now())));
        let message_content = id.and_then(|bot| self.known_bots.contents.of(bot));
        BotStatus { id, name, state, trouble, next_try, message_content }
    }
}

impl Known {
    /// How the bot is doing, if its session, where it has one, is doing so.
    fn condition(&self, session: Option<Condition>) -> Condition {
        match self.stopped {
            Some(reason) => Condition::of(BotState::Stopped(reason)),
            None if self.unreadable => Condition::of(BotState::Degraded(Trouble::TokenUnreadable)),
            None => session.unwrap_or(Condition::of(BotState::Connecting)),
        }
    }
}

/// What makes the service act on a bot: what became of that bot.
fn about(bot: BotId) -> Cause {
    Cause::Event(format!("bot:{bot}"))
}

impl KnownBots {
    pub(super) fn new(bots: Bots, clock: Arc<dyn Clock>, contents: Arc<ContentIntents>) -> Self {
        Self { bots, clock, known: Mutex::default(), contents }
    }

    async fn note_degraded(&self, bot: BotId, degraded: Option<Trouble>) {
        let (actor, now) = (Actor::tickit(Door::Gateway, about(bot)), self.clock.now());
        match self.bots.set_degraded(bot, degraded, &actor, now).await {
            Ok(_) => {
                if let Some(known) = self.known().get_mut(&bot) {
                    known.degraded = degraded;
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
        tracing::error!(%bot, ?reason, "the bot is stopped until it is reconnected by name or registered again");
        if let Some(known) = self.known().get_mut(&bot) {
            known.stopped = Some(reason);
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

#[async_trait]
impl BotControl for HostedBots {
    fn states(&self) -> Vec<BotStatus> {
        let running: HashMap<BotId, Condition> = self.supervisor.conditions().into_iter().collect();
        let known = self.known_bots.known().clone();
        let mut states: Vec<BotStatus> = known
            .into_iter()
            .map(|(id, known)| {
                let condition = known.condition(running.get(&id).copied());
                self.status(Some(id), known.name, condition)
            })
            .collect();
        states.sort_by_key(|status| status.id);
        let candidates = self.enrolment.conditions().into_iter();
        states.extend(candidates.map(|(name, condition)| self.status(None, name, condition)));
        states
    }

    fn address_banned_until(&self) -> Option<Timestamp> {
        self.rest.banned_for().map(|left| self.clock.now().plus(left))
    }

    async fn reconnect(&self, bot: BotId) -> Result<(), ReconnectError> {
        let known = self.known_bots.known().get(&bot).cloned().ok_or(ReconnectError::NotFound)?;
        if known.stopped.is_some() {
            let actor = Actor::operator(Door::Api, about(bot));
            self.known_bots.bots.set_stopped(bot, None, &actor, self.clock.now()).await?;
            return Ok(self.catch_up().await?);
        }
        if self.supervisor.restart(bot) { Ok(()) } else { Err(ReconnectError::NotFound) }
    }

    fn reconnect_all(&self) -> usize {
        self.supervisor.restart_all()
    }
}
