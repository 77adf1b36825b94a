//! The bots of this process: started from the core database, kept in step with it, and stopped for good where Discord
//! says so.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tickit_domain::bot::{Bot, BotState, StopReason};
use tickit_domain::clock::Clock;
use tickit_domain::error::Outcome;
use tickit_domain::ids::BotId;
use tickit_domain::seal::Sealed;
use tickit_domain::store::bots::Bots;
use tokio::time::{Instant, interval};
use tokio_util::sync::CancellationToken;

use super::enrolment::Enrolment;
use crate::config::BotSettings;
use crate::crypto::{Purpose, Vault, bot_token_place};
use crate::discord::Rest;
use crate::gateway::{Condition, StopListener, Supervisor};
use crate::http::{BotControl, BotStatus, ReconnectError};

/// How often the core database is looked at for bots that were added or removed.
const LOOK: Duration = Duration::from_secs(15);

/// The bots of this process.
#[derive(Debug)]
pub(super) struct HostedBots {
    pub(super) supervisor: Supervisor,
    known_bots: Arc<KnownBots>,
    vault: Arc<Vault>,
    rest: Rest,
    clock: Arc<dyn Clock>,
    /// Held while catching up, so that no bot is started twice; whether it was done before.
    caught_up: tokio::sync::Mutex<bool>,
}

/// The bots that this process knows of, as the core database last had them.
#[derive(Debug)]
pub(super) struct KnownBots {
    bots: Bots,
    known: Mutex<HashMap<BotId, Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    name: String,
    token: Sealed,
    stopped: Option<StopReason>,
}

impl HostedBots {
    pub(super) fn new(
        known_bots: Arc<KnownBots>,
        vault: Arc<Vault>,
        rest: Rest,
        clock: Arc<dyn Clock>,
        supervisor: Supervisor,
    ) -> Self {
        Self { supervisor, known_bots, vault, rest, clock, caught_up: tokio::sync::Mutex::default() }
    }

    /// Registers the bots of the configuration, and keeps in step with the core database until `stop`.
    pub(super) async fn follow(
        self: Arc<Self>,
        enrolment: Enrolment,
        mut wanted: Vec<BotSettings>,
        stop: CancellationToken,
    ) {
        let mut look = interval(LOOK);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = look.tick() => {}
            }
            wanted = enrolment.enrol(wanted).await;
            if let Err(error) = self.catch_up().await {
                tracing::warn!(error = format!("{error:#}"), "the bots cannot be read");
            }
        }
    }

    /// Starts bots that were added or got another token, and stops those that were removed.
    pub(super) async fn catch_up(&self) -> Outcome<()> {
        let mut caught_up = self.caught_up.lock().await;
        let mut wanted: HashMap<BotId, Bot> =
            self.known_bots.bots.all().await?.into_iter().map(|bot| (bot.id, bot)).collect();
        if !*caught_up {
            self.give_another_chance(wanted.values_mut()).await?;
            *caught_up = true;
        }
        let before = self.known_bots.known().clone();
        for gone in before.keys().filter(|bot| !wanted.contains_key(bot)) {
            self.known_bots.known().remove(gone);
            self.supervisor.stop(*gone).await;
            self.rest.unregister(*gone);
        }
        for (id, bot) in wanted {
            let now = Known { name: bot.name.clone(), token: bot.token.clone(), stopped: bot.stopped };
            let same = before.get(&id).is_some_and(|known| known.token == now.token && known.stopped == now.stopped);
            self.known_bots.known().insert(id, now);
            if !same && bot.stopped.is_none() {
                self.start(&bot);
            }
        }
        Ok(())
    }

    /// A new process tries those again that something else than their token stopped: the owner may have switched the
    /// intent on, and the operator may have updated Tickit.
    async fn give_another_chance(&self, bots: impl Iterator<Item = &mut Bot>) -> Outcome<()> {
        for bot in bots.filter(|bot| bot.stopped.is_some_and(|reason| reason != StopReason::TokenRevoked)) {
            self.known_bots.bots.set_stopped(bot.id, None).await?;
            bot.stopped = None;
        }
        Ok(())
    }

    fn start(&self, bot: &Bot) {
        let token = match self.vault.open(Purpose::BotToken, &bot_token_place(bot.id), &bot.token) {
            Ok(token) => token,
            Err(error) => {
                tracing::error!(bot = %bot.id, %error, "the bot's token cannot be opened: register it again");
                return;
            }
        };
        self.supervisor.start(bot.id, token);
    }
}

impl KnownBots {
    pub(super) fn new(bots: Bots) -> Self {
        Self { bots, known: Mutex::default() }
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
        if let Err(error) = self.bots.set_stopped(bot, Some(reason)).await {
            tracing::warn!(%bot, error = format!("{error:#}"), "it cannot be noted that the bot is stopped");
        }
    }
}

#[async_trait]
impl BotControl for HostedBots {
    fn states(&self) -> Vec<BotStatus> {
        let running: HashMap<BotId, Condition> = self.supervisor.conditions().into_iter().collect();
        let known = self.known_bots.known();
        let mut states: Vec<BotStatus> = known
            .iter()
            .map(|(&id, known)| {
                let stopped = known.stopped.map(|reason| Condition::of(BotState::Stopped(reason)));
                let condition = stopped.or_else(|| running.get(&id).copied());
                let Condition { state, trouble, next_try } = condition.unwrap_or(Condition::of(BotState::Connecting));
                let next_try = next_try.map(|at| self.clock.now().plus(at.saturating_duration_since(Instant::now())));
                BotStatus { id, name: known.name.clone(), state, trouble, next_try }
            })
            .collect();
        states.sort_by_key(|status| status.id);
        states
    }

    async fn reconnect(&self, bot: BotId) -> Result<(), ReconnectError> {
        let known = self.known_bots.known().get(&bot).cloned().ok_or(ReconnectError::NotFound)?;
        if known.stopped.is_some() {
            self.known_bots.bots.set_stopped(bot, None).await?;
            return Ok(self.catch_up().await?);
        }
        if self.supervisor.restart(bot) { Ok(()) } else { Err(ReconnectError::NotFound) }
    }

    fn reconnect_all(&self) -> usize {
        self.supervisor.restart_all()
    }
}
