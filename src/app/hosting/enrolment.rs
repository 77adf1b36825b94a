//! Bots that the operator's file names: found out whose their tokens are, and registered like any other.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use futures_util::{StreamExt as _, stream};
use secrecy::SecretString;
use tickit_domain::actor::{Actor, Cause, Door};
use tickit_domain::bot::{Bot, BotState, StopReason, Trouble};
use tickit_domain::clock::Clock;
use tickit_domain::ids::BotId;
use tickit_domain::store::bots::Bots;
use tokio::time::Instant;

use super::Registrar;
use crate::config::{BotSettings, bot_named_in};
use crate::discord::RestError;
use crate::discord::backoff::Backoff;
use crate::gateway::Condition;

/// How many are asked about at once.
const AT_ONCE: usize = 16;

/// Pauses between two tries with a bot. They are longer where Discord asks for it.
const PAUSES: Backoff = Backoff { shortest: Duration::from_secs(15), longest: Duration::from_mins(5) };

/// Registers the bots of the configuration.
#[derive(Debug)]
pub(in crate::app) struct Enrolment {
    pub(in crate::app) registrar: Arc<Registrar>,
    pub(in crate::app) bots: Bots,
    pub(in crate::app) clock: Arc<dyn Clock>,
    pub(in crate::app) candidates: Mutex<Vec<Candidate>>,
}

/// A bot of the configuration of which it is not known yet whose it is.
#[derive(Debug, Clone)]
pub(in crate::app) struct Candidate {
    /// Which of the configuration's bots it is: names need not differ.
    number: usize,
    settings: BotSettings,
    tries: u32,
    /// When Discord is asked next; never again where it refused the token.
    due: Option<Instant>,
    condition: Condition,
}

impl Candidate {
    /// A bot that was not asked about yet.
    pub(in crate::app) fn new(number: usize, settings: BotSettings) -> Self {
        Self { number, settings, tries: 0, due: Some(Instant::now()), condition: Condition::of(BotState::Connecting) }
    }

    /// What came of a try, if it does not have the bot registered.
    fn failed(&mut self, error: &anyhow::Error) {
        let (trouble, at_least) = match error.downcast_ref::<RestError>() {
            Some(RestError::Unauthorized) => {
                (self.due, self.condition) = (None, Condition::of(BotState::Stopped(StopReason::TokenRevoked)));
                let name = &self.settings.name;
                return tracing::error!(name, "Discord does not know the token of a bot of the configuration");
            }
            Some(error) => (error.trouble(), error.retry_after()),
            None => (Trouble::StoreUnavailable, Duration::ZERO),
        };
        let pause = PAUSES.bound(self.tries).max(at_least);
        if self.condition.trouble != Some(trouble) {
            let (name, seconds, error) = (&self.settings.name, pause.as_secs(), format!("{error:#}"));
            tracing::error!(
                name,
                ?trouble,
                error,
                "a bot of the configuration is not registered: tried again in {seconds} s"
            );
        }
        self.tries = self.tries.saturating_add(1);
        let due = Instant::now() + pause;
        self.due = Some(due);
        self.condition = Condition { state: BotState::Waiting, trouble: Some(trouble), next_try: Some(due) };
    }
}

impl Enrolment {
    /// Registers each bot whose turn it is. Those that are registered are candidates until they are forgotten.
    pub(super) async fn enrol(&self) -> Vec<usize> {
        let now = Instant::now();
        let due: Vec<Candidate> =
            self.candidates().iter().filter(|candidate| candidate.due.is_some_and(|due| due <= now)).cloned().collect();
        let tried = stream::iter(due).map(|candidate| async move {
            let outcome = self.enrol_one(&candidate.settings).await;
            (candidate.number, outcome)
        });
        let tried: Vec<_> = tried.buffer_unordered(AT_ONCE).collect().await;
        let mut enrolled = Vec::new();
        for (number, outcome) in tried {
            let mut candidates = self.candidates();
            let Some(candidate) = candidates.iter_mut().find(|candidate| candidate.number == number) else { continue };
            match outcome {
                Ok(()) => {
                    candidate.due = Some(Instant::now() + PAUSES.shortest);
                    enrolled.push(number);
                }
                Err(error) => candidate.failed(&error),
            }
        }
        enrolled
    }

    /// These bots are known by their registration from now on.
    pub(super) fn forget(&self, enrolled: &[usize]) {
        self.candidates().retain(|candidate| !enrolled.contains(&candidate.number));
    }

    /// When a bot's turn is next.
    pub(super) fn due(&self) -> Option<Instant> {
        self.candidates().iter().filter_map(|candidate| candidate.due).min()
    }

    /// Each bot that is not registered yet, and how it is doing.
    pub(super) fn conditions(&self) -> Vec<(String, Condition)> {
        let candidates = self.candidates();
        candidates.iter().map(|candidate| (candidate.settings.name.clone(), candidate.condition)).collect()
    }

    async fn enrol_one(&self, bot: &BotSettings) -> anyhow::Result<()> {
        // The token itself says whose it is: one that is registered need not be asked about at each start.
        if let Some(id) = bot_named_in(&bot.token)
            && self.has(id, &bot.token).await?
        {
            return Ok(());
        }
        let owner = self.registrar.whose(&bot.token).await.context("asking whose the token is")?;
        let application = owner.application;
        let (id, before) = (application.id, self.bots.get(application.id).await.context("reading the bot")?);
        if before.as_ref().is_some_and(|known| self.registrar.has(known, &bot.token)) {
            return Ok(());
        }
        let (token, now) = (self.registrar.seal(id, &bot.token)?, self.clock.now());
        let bot = Bot::registered(before, application, token, now);
        let actor = Actor::operator(Door::Start, Cause::Event("configuration".into()));
        self.bots.put(bot, &actor, now).await.context("storing the bot")?;
        Ok(())
    }

    /// Whether the bot is registered with this token.
    async fn has(&self, id: BotId, token: &SecretString) -> anyhow::Result<bool> {
        let known = self.bots.get(id).await.context("reading the bot")?;
        Ok(known.is_some_and(|known| self.registrar.has(&known, token)))
    }

    fn candidates(&self) -> MutexGuard<'_, Vec<Candidate>> {
        self.candidates.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
