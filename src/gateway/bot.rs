//! One bot: finds its gateway, runs its shards, and begins those again that panic.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use serde::de::DeserializeOwned;
use tickit_domain::bot::{BotState, StopReason, Trouble};
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use super::Command;
use super::address::{Application, GatewayForBot};
use super::board::{Board, Condition};
use super::failures::DEGRADED;
use super::gate::IdentifyTurns;
use super::hold::Hold;
use super::hosting::Hosting;
use super::memory::Shard;
use super::session::{Home, Session, SessionEnd, Who};
use crate::discord::{Request, RestError};

/// A bot and what it runs with.
#[derive(Debug)]
pub(super) struct BotTask {
    pub who: Who,
    pub hosting: Arc<Hosting>,
    pub board: Arc<Board>,
    pub hold: Hold,
    pub stop: CancellationToken,
    /// Commands for the first shard, which speaks for the bot.
    pub commands: mpsc::Receiver<Box<Command>>,
}

impl BotTask {
    /// Runs until the bot is stopped, by its owner or for good. What ran for it before is waited for: it saves what
    /// this resumes.
    pub async fn run(self, before: Option<JoinHandle<()>>) {
        if let Some(before) = before {
            let _ = before.await;
        }
        let (hosting, board, bot, stop) =
            (Arc::clone(&self.hosting), Arc::clone(&self.board), self.who.bot, self.stop.clone());
        let found = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            found = Box::pin(self.find_gateway()) => found,
        };
        let outcome = match found {
            Ok(gateway) => self.run_shards(gateway).await,
            Err(reason) => SessionEnd::Fatal(reason),
        };
        if let SessionEnd::Fatal(reason) = outcome {
            board.set_all(Condition::of(BotState::Stopped(reason)));
            let told = hosting.listener.stopped(bot, reason);
            if timeout(hosting.settings.memory_timeout, told).await.is_err() {
                tracing::error!(%bot, "why the bot was stopped could not be told in time");
            }
        }
    }

    /// Asks for the bot's gateway, and what the bot may be told there, until there is an answer.
    async fn find_gateway(&self) -> Result<Found, StopReason> {
        let mut tries = 0;
        self.board.set_all(Condition::of(BotState::Connecting));
        loop {
            let (trouble, wait) = match self.ask_for_gateway().await {
                Ok(found) => return Ok(found),
                Err(StartFailure::Unauthorized) => return Err(StopReason::TokenRevoked),
                Err(StartFailure::Untrusted(why)) => {
                    tracing::warn!(bot = %self.who.bot, why = format!("{why:#}"), tries, "no gateway yet");
                    (Trouble::GatewayUntrusted, Duration::ZERO)
                }
                Err(StartFailure::Unanswered(error)) => {
                    tracing::warn!(bot = %self.who.bot, %error, tries, "no gateway yet");
                    (error.trouble(), error.retry_after())
                }
            };
            let backoff = self.hosting.settings.backoff;
            let pause = wait + self.hosting.jitter.up_to(backoff.bound(tries));
            tries += 1;
            let state = if tries < DEGRADED { BotState::Waiting } else { BotState::Degraded(trouble) };
            let next_try = Some(Instant::now() + pause);
            self.board.set_all(Condition { state, trouble: Some(trouble), next_try });
            sleep(pause).await;
        }
    }

    async fn ask_for_gateway(&self) -> Result<Found, StartFailure> {
        let _place = self.hosting.gate.permit().await;
        let application: Application = self.ask("/applications/@me").await?;
        let answer: GatewayForBot = self.ask("/gateway/bot").await?;
        let gateway = self.hosting.trust.check(&answer.url).map_err(StartFailure::Untrusted)?;
        let limit = answer.session_start_limit;
        self.board.note_identifies(limit.remaining, limit.total);
        let turns = IdentifyTurns::new(limit, self.hosting.settings.identify_spacing);
        let wanted = self.hosting.settings.intents;
        if wanted.privileged != 0 {
            self.hosting.listener.privileged(self.who.bot, application.flags & wanted.flags != 0);
        }
        let intents = wanted.granted(application.flags);
        let (board, hold) = (Arc::clone(&self.board), self.hold.clone());
        let home = Home { gateway, intents, turns, hold, board };
        Ok(Found { home: Arc::new(home), shards: answer.shards.max(1) })
    }

    async fn ask<T: DeserializeOwned>(&self, path: &str) -> Result<T, StartFailure> {
        let deadline = Instant::now() + self.hosting.settings.connect_timeout;
        let asked = self.hosting.rest.request_as(self.who.bot, &Request::get(path), deadline).await;
        asked.map_err(|error| match error {
            RestError::Unauthorized => StartFailure::Unauthorized,
            error => StartFailure::Unanswered(error),
        })
    }

    async fn run_shards(self, found: Found) -> SessionEnd {
        self.board.has_shards(found.shards);
        // One shard that is stopped for good ends the others, and only them.
        let stop = self.stop.child_token();
        let (mut commands, mut tasks) = (Some(self.commands), JoinSet::new());
        for index in 0..found.shards {
            let heard = commands.take().unwrap_or_else(|| mpsc::channel(1).1);
            let shard = Shard { index, total: found.shards };
            let (home, hosting) = (Arc::clone(&found.home), Arc::clone(&self.hosting));
            let session = Session::new(self.who.clone(), shard, home, hosting, stop.clone(), heard);
            let span = tracing::info_span!("session", bot = %self.who.bot, shard = index);
            tasks.spawn(run_caught(session).instrument(span));
        }
        let mut outcome = SessionEnd::Stopped;
        while let Some(ended) = tasks.join_next().await {
            if let Ok(SessionEnd::Fatal(reason)) = ended {
                outcome = SessionEnd::Fatal(reason);
                stop.cancel();
            }
        }
        outcome
    }
}

struct Found {
    home: Arc<Home>,
    shards: u16,
}

enum StartFailure {
    Unauthorized,
    Untrusted(anyhow::Error),
    Unanswered(RestError),
}

/// Runs a session; one that panics is begun again after a pause, with all that it held.
async fn run_caught(mut session: Session) -> SessionEnd {
    let mut panics = 0;
    loop {
        if let Ok(outcome) = AssertUnwindSafe(session.run()).catch_unwind().await {
            return outcome;
        }
        let hosting = &session.hosting;
        hosting.counters.panics.add();
        tracing::error!(panics, "a session panicked: it is begun again");
        let backoff = hosting.settings.backoff;
        let pause = backoff.shortest + hosting.jitter.up_to(backoff.bound(panics));
        session.report_panic(Instant::now() + pause);
        tokio::select! {
            () = session.stop.cancelled() => return SessionEnd::Stopped,
            () = sleep(pause) => {}
        }
        panics += 1;
    }
}
