//! The bots of this process: started from the core database, kept in step with it, and stopped for good where Discord
//! says so.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use serde::Deserialize;
use tickit_domain::bot::{Bot, BotState, StopReason};
use tickit_domain::error::Outcome;
use tickit_domain::ids::BotId;
use tickit_domain::seal::Sealed;
use tickit_domain::store::bots::Bots;
use tokio::time::{Instant, interval};
use tokio_util::sync::CancellationToken;

use super::enrolment::Enrolment;
use crate::config::BotSettings;
use crate::crypto::{Purpose, Vault, bot_token_place};
use crate::discord::{Request, Rest, RestError};
use crate::gateway::{StopListener, Supervisor};
use crate::http::{BotRoster, BotStatus, ReconnectError};

/// How often the core database is looked at for bots that were added or removed.
const LOOK: Duration = Duration::from_secs(15);

/// How long a bot's start waits to hear which intents it may ask for.
const FLAGS: Duration = Duration::from_secs(5);

/// Guilds and their channels, and messages in guilds
/// (<https://docs.discord.com/developers/events/gateway#list-of-intents>).
const INTENTS: u64 = 1 | (1 << 9);

/// What messages say: privileged, asked for only where the application has it.
const MESSAGE_CONTENT: u64 = 1 << 15;

/// The application's flags for that intent, limited and full
/// (<https://docs.discord.com/developers/resources/application#application-object-application-flags>).
const MESSAGE_CONTENT_FLAGS: u64 = (1 << 18) | (1 << 19);

/// The bots of this process.
#[derive(Debug)]
pub(super) struct Fleet {
    pub(super) supervisor: Supervisor,
    roll: Arc<Roll>,
    vault: Arc<Vault>,
    rest: Rest,
    /// Held while catching up, so that no bot is started twice.
    catching_up: tokio::sync::Mutex<()>,
}

/// The bots that this process knows of, as the core database last had them.
#[derive(Debug)]
pub(super) struct Roll {
    bots: Bots,
    known: Mutex<HashMap<BotId, Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    name: String,
    token: Sealed,
    stopped: Option<StopReason>,
}

#[derive(Deserialize)]
struct Application {
    #[serde(default)]
    flags: u64,
}

impl Fleet {
    pub(super) fn new(roll: Arc<Roll>, vault: Arc<Vault>, rest: Rest, supervisor: Supervisor) -> Self {
        Self { supervisor, roll, vault, rest, catching_up: tokio::sync::Mutex::default() }
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
    pub(super) async fn catch_up(self: &Arc<Self>) -> Outcome<()> {
        let _alone = self.catching_up.lock().await;
        let wanted: HashMap<BotId, Bot> = self.roll.bots.all().await?.into_iter().map(|bot| (bot.id, bot)).collect();
        let before = self.roll.known().clone();
        for gone in before.keys().filter(|bot| !wanted.contains_key(bot)) {
            self.roll.known().remove(gone);
            self.supervisor.stop(*gone).await;
            self.rest.unregister(*gone);
        }
        for (id, bot) in wanted {
            let now = Known { name: bot.name.clone(), token: bot.token.clone(), stopped: bot.stopped };
            let same = before.get(&id).is_some_and(|known| known.token == now.token && known.stopped == now.stopped);
            self.roll.known().insert(id, now);
            if !same && bot.stopped.is_none() {
                tokio::spawn(Arc::clone(self).start(bot));
            }
        }
        Ok(())
    }

    async fn start(self: Arc<Self>, bot: Bot) {
        let token = match self.vault.open(Purpose::BotToken, &bot_token_place(bot.id), &bot.token) {
            Ok(token) => token,
            Err(error) => {
                tracing::error!(bot = %bot.id, %error, "the bot's token cannot be opened: register it again");
                return;
            }
        };
        self.rest.register(bot.id, token.clone());
        match self.intents(bot.id).await {
            Some(intents) => self.supervisor.start(bot.id, token, intents),
            None => self.roll.stopped(bot.id, StopReason::TokenRevoked).await,
        }
    }

    /// The intents that the bot may ask for; `None` where its token is no longer valid. Without an answer it does
    /// without the privileged one.
    async fn intents(&self, bot: BotId) -> Option<u64> {
        let request = Request::get("/applications/@me");
        match self.rest.request_as::<Application>(bot, &request, Instant::now() + FLAGS).await {
            Ok(Application { flags }) if flags & MESSAGE_CONTENT_FLAGS != 0 => Some(INTENTS | MESSAGE_CONTENT),
            Err(RestError::Unauthorized) => None,
            Ok(_) => Some(INTENTS),
            Err(error) => {
                tracing::warn!(%bot, %error, "the bot's intents cannot be asked for: it does without message content");
                Some(INTENTS)
            }
        }
    }
}

impl Roll {
    pub(super) fn new(bots: Bots) -> Self {
        Self { bots, known: Mutex::default() }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<BotId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl StopListener for Roll {
    async fn stopped(&self, bot: BotId, reason: StopReason) {
        tracing::error!(%bot, ?reason, "the bot is stopped for good, until it is registered again");
        if let Some(known) = self.known().get_mut(&bot) {
            known.stopped = Some(reason);
        }
        if let Err(error) = self.bots.set_stopped(bot, Some(reason)).await {
            tracing::warn!(%bot, error = format!("{error:#}"), "it cannot be noted that the bot is stopped");
        }
    }
}

#[async_trait]
impl BotRoster for Fleet {
    fn states(&self) -> Vec<BotStatus> {
        let running: HashMap<BotId, BotState> = self.supervisor.states().into_iter().collect();
        let known = self.roll.known();
        let mut states: Vec<BotStatus> = known
            .iter()
            .map(|(&id, known)| {
                let state = known.stopped.map(BotState::Stopped).or_else(|| running.get(&id).copied());
                BotStatus { id, name: known.name.clone(), state: state.unwrap_or(BotState::Connecting) }
            })
            .collect();
        states.sort_by_key(|status| status.id);
        states
    }

    async fn reconnect(&self, bot: BotId) -> Result<(), ReconnectError> {
        let known = self.roll.known().get(&bot).cloned().ok_or(ReconnectError::NotFound)?;
        known.stopped.map_or(Ok(()), |reason| Err(ReconnectError::Stopped(reason)))?;
        if self.supervisor.restart(bot) { Ok(()) } else { Err(ReconnectError::NotFound) }
    }

    async fn reconnect_all(&self) -> usize {
        self.supervisor.restart_all();
        self.roll.known().values().filter(|known| known.stopped.is_none()).count()
    }
}
