//! The bots of this process: started from the core database, kept in step with it, and stopped for good where Discord
//! says so.

mod control;
mod enrolment;
mod hosts;
mod interactions_endpoint;
mod known_bots;
mod register;
mod registrar;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use tickit_domain::actor::{Actor, Door};
use tickit_domain::bot::{Bot, BotMode, BotState, StopReason};
use tickit_domain::clock::Clock;
use tickit_domain::error::Outcome;
use tickit_domain::ids::BotId;
use tickit_domain::store::sessions::Sessions;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::command_registration::CommandQueue;
use super::key_ring::KeyRing;
use crate::discord::Rest;
use crate::gateway::{Condition, StopListener as _, Supervisor};
use crate::interactions::Elsewhere;

pub(super) use self::enrolment::{Candidate, Enrolment};
use self::hosts::Hosts;
pub(super) use self::known_bots::KnownBots;
use self::known_bots::{Known, about};
pub(super) use self::registrar::Registrar;

/// How often the core database is looked at for bots that were added or removed.
const LOOK: Duration = Duration::from_secs(15);

/// How often all bots are read although none is said to have changed.
const READ_ANYWAY: Duration = Duration::from_mins(10);

/// So many bots are registered at once, each one wish after the other.
const REGISTERING: u64 = 10_000;

/// How long a session of ours waits for the host's own, where both are about to identify with one token.
const HOST_IDENTIFIES: Duration = Duration::from_secs(6);

/// The bots of this process.
#[derive(Debug)]
pub(super) struct HostedBots {
    parts: HostingParts,
    hosts: Hosts,
    /// Held while a bot is registered, so that of two wishes at once the second is the one that stands.
    registering: Cache<BotId, Arc<tokio::sync::Mutex<()>>>,
    /// Held while catching up, so that no bot is started twice; what was seen the last time.
    caught_up: tokio::sync::Mutex<Option<Seen>>,
}

/// What bots are hosted with.
#[derive(Debug)]
pub(super) struct HostingParts {
    pub(super) supervisor: Supervisor,
    pub(super) known_bots: Arc<KnownBots>,
    pub(super) sessions: Sessions,
    pub(super) rest: Rest,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) enrolment: Enrolment,
    pub(super) registrar: Arc<Registrar>,
    pub(super) keys: KeyRing,
    pub(super) commands: CommandQueue,
    pub(super) elsewhere: Elsewhere,
    /// Where Discord and hosts reach this service, without a slash at the end.
    pub(super) public_url: Option<String>,
}

/// When all bots were read last, and what their count of changes was just before.
#[derive(Debug, Clone, Copy)]
struct Seen {
    changes: u64,
    at: Instant,
}

impl HostedBots {
    pub(super) fn new(parts: HostingParts) -> Self {
        let registering = Cache::builder().max_capacity(REGISTERING).time_to_idle(Duration::from_mins(1)).build();
        Self { parts, hosts: Hosts::default(), registering, caught_up: tokio::sync::Mutex::default() }
    }

    /// The sessions.
    pub(super) const fn supervisor(&self) -> &Supervisor {
        &self.parts.supervisor
    }

    /// How many of Discord's limits are remembered; those that nobody asked for of late are let go by asking.
    pub(super) fn remembered_limits(&self) -> usize {
        self.parts.rest.remembered_limits()
    }

    /// Registers the bots of the configuration, and keeps in step with the core database until `stop`.
    pub(super) async fn follow(self: Arc<Self>, stop: CancellationToken) {
        let enrolment = &self.parts.enrolment;
        loop {
            let enrolled = enrolment.enrol().await;
            match self.look().await {
                Ok(()) => enrolment.forget(&enrolled),
                Err(error) => tracing::warn!(error = format!("{error:#}"), "the bots cannot be read"),
            }
            let look = Instant::now() + LOOK;
            tokio::select! {
                () = stop.cancelled() => return,
                () = sleep_until(enrolment.due().map_or(look, |due| due.min(look))) => {}
            }
        }
    }

    /// Catches up with the core database, and notes there how the bots are doing.
    pub(super) async fn look(&self) -> Outcome<()> {
        self.catch_up().await?;
        self.note_conditions().await;
        Ok(())
    }

    /// Starts bots that were added or got another token, and stops those that were removed.
    async fn catch_up(&self) -> Outcome<()> {
        let (known_bots, bots) = (&self.parts.known_bots, &self.parts.known_bots.bots);
        let mut caught_up = self.caught_up.lock().await;
        let now = Seen { changes: bots.changes().await?, at: Instant::now() };
        if caught_up.is_some_and(|seen| seen.changes == now.changes && seen.at.elapsed() < READ_ANYWAY) {
            return Ok(());
        }
        let mut wanted: HashMap<BotId, Bot> = bots.all().await?.into_iter().map(|bot| (bot.id, bot)).collect();
        if caught_up.is_none() {
            bots.relay().await?;
            self.give_another_chance(wanted.values_mut()).await?;
        }
        // Set before the bots are started: those that are known by then are not started again.
        *caught_up = Some(now);
        let before = known_bots.all();
        for gone in before.keys().filter(|bot| !wanted.contains_key(bot)) {
            self.let_go(*gone).await?;
        }
        for (id, bot) in wanted {
            let known = before.get(&id);
            let unreadable = match known.filter(|known| is_same(&known.bot, &bot)) {
                Some(known) => known.unreadable,
                None if bot.stopped.is_none() => !self.start(&bot).await,
                None => {
                    self.hold(&bot).await;
                    false
                }
            };
            known_bots.note(Known { bot, unreadable });
        }
        Ok(())
    }

    /// Nothing goes out for a bot that somebody stopped. Its sessions are resumed if it is started again soon.
    async fn hold(&self, bot: &Bot) {
        if bot.stopped == Some(StopReason::ByHand) {
            self.parts.supervisor.stop(bot.id).await;
            self.parts.rest.unregister(bot.id);
        }
    }

    /// A bot is not hosted any more. What would resume its sessions goes with its token.
    async fn let_go(&self, bot: BotId) -> Outcome<()> {
        self.parts.known_bots.forget(bot);
        self.hosts.forget(bot);
        self.parts.supervisor.stop(bot).await;
        self.parts.rest.unregister(bot);
        Ok(self.parts.sessions.forget_all(bot).await?)
    }

    /// A new process tries those again that something else than their token stopped: the owner may have switched the
    /// intent on, and the operator may have updated Tickit.
    async fn give_another_chance(&self, bots: impl Iterator<Item = &mut Bot>) -> Outcome<()> {
        let stays = [StopReason::TokenRevoked, StopReason::ByHand];
        for bot in bots.filter(|bot| bot.stopped.is_some_and(|reason| !stays.contains(&reason))) {
            let actor = Actor::tickit(Door::Start, about(bot.id));
            self.parts.known_bots.bots.set_stopped(bot.id, None, &actor, self.parts.clock.now()).await?;
            bot.stopped = None;
        }
        Ok(())
    }

    /// Notes which bots do not get past their trouble since the last look, and which did. Who tells of a token that
    /// Discord refuses is a session; a bot without one is looked at here.
    async fn note_conditions(&self) {
        let running: HashMap<BotId, Condition> = self.parts.supervisor.conditions().into_iter().collect();
        for (bot, known) in self.parts.known_bots.all() {
            let is = match known.condition(running.get(&bot).copied(), &self.parts.rest).state {
                BotState::Stopped(reason) if known.bot.stopped.is_none() && known.bot.mode != BotMode::Delegate => {
                    self.parts.known_bots.stopped(bot, reason).await;
                    continue;
                }
                BotState::Degraded(trouble) => Some(trouble),
                BotState::Ready => None,
                BotState::Connecting | BotState::Waiting | BotState::Stopped(_) => continue,
            };
            if is != known.bot.degraded {
                self.parts.known_bots.note_degraded(bot, is).await;
            }
        }
    }

    /// Has a bot's requests sent, and starts its sessions where it is to have some; whether its token can be read.
    async fn start(&self, bot: &Bot) -> bool {
        let token = match self.parts.registrar.open(bot) {
            Ok(token) => token,
            Err(error) => {
                tracing::error!(bot = %bot.id, %error, "the bot's token cannot be opened: register it again");
                return false;
            }
        };
        match bot.mode {
            BotMode::Delegate if self.hosts.identifies(bot.id) => {
                self.parts.supervisor.start_beside(bot.id, token, HOST_IDENTIFIES);
            }
            BotMode::Delegate => self.parts.supervisor.start(bot.id, token),
            BotMode::Forward | BotMode::Endpoint => {
                self.parts.supervisor.stop(bot.id).await;
                self.parts.rest.register(bot.id, token);
            }
        }
        true
    }
}

/// Whether nothing is to be started anew.
fn is_same(known: &Bot, bot: &Bot) -> bool {
    known.token == bot.token && known.stopped == bot.stopped && known.mode == bot.mode
}
