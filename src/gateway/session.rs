//! A session of one shard: connects, resumes or identifies, and tries again until it is stopped.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use secrecy::SecretString;
use tickit_domain::bot::{BotState, StopReason};
use tickit_domain::ids::BotId;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::Command;
use super::board::Board;
use super::close::{Ending, Next, after_close};
use super::connection::{Connection, Left};
use super::event::ShardQueue;
use super::gate::IdentifyTurns;
use super::hosting::Hosting;
use super::keeper::Keeper;
use super::memory::{Held, Shard};
use super::payload::{self, Ready};
use super::socket::Socket;

/// Who a session is for.
#[derive(Debug, Clone)]
pub(super) struct Who {
    pub bot: BotId,
    pub token: SecretString,
}

/// What a bot's shards have in common.
#[derive(Debug)]
pub(super) struct Home {
    pub gateway: Url,
    pub intents: u64,
    pub turns: IdentifyTurns,
    pub board: Arc<Board>,
}

/// A session and what it remembers between connections.
#[derive(Debug)]
pub(super) struct Session {
    pub who: Who,
    pub hosting: Arc<Hosting>,
    pub stop: CancellationToken,
    pub commands: mpsc::Receiver<Box<Command>>,
    pub shard_queue: ShardQueue,
    pub held: Option<Held>,
    pub keeper: Keeper,
    shard: Shard,
    home: Arc<Home>,
    recalled: bool,
    ready_since: Option<Instant>,
}

/// How a session came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SessionEnd {
    /// It was asked to.
    Stopped,
    /// Discord does not want it.
    Fatal(StopReason),
}

/// Failures in a row, of all kinds and of the kinds that concern one address.
#[derive(Debug, Default)]
struct Failures {
    tries: u32,
    repeated: u32,
    unreachable: u32,
}

/// So many times a session's own address is tried before the bot's gateway is.
const RESUME_URL_TRIES: u32 = 2;

impl Session {
    pub fn new(
        who: Who,
        shard: Shard,
        home: Arc<Home>,
        hosting: Arc<Hosting>,
        stop: CancellationToken,
        commands: mpsc::Receiver<Box<Command>>,
    ) -> Self {
        let shard_queue = hosting.queue.shard_queue(hosting.settings.events_of_a_shard);
        let keeper = Keeper::new(Arc::clone(&hosting), who.bot, shard);
        let (held, recalled, ready_since) = (None, false, None);
        Self { who, hosting, stop, commands, shard_queue, held, keeper, shard, home, recalled, ready_since }
    }

    /// Runs until it is stopped or Discord does not want it any more. May be called again after it panicked.
    pub async fn run(&mut self) -> SessionEnd {
        let mut failures = Failures::default();
        loop {
            self.report(BotState::Connecting);
            let before = self.held.as_ref().map(|held| held.sequence);
            let ending = match self.connect(&failures).await {
                Left::Stopped => {
                    Box::pin(self.keeper.save_finally(self.held.as_ref())).await;
                    return SessionEnd::Stopped;
                }
                Left::Ended(ending) => ending,
            };
            self.hosting.counters.disconnects.add();
            if self.held.as_ref().map(|held| held.sequence) != before {
                failures.repeated = 0;
            }
            if self.lived() >= self.hosting.settings.settled {
                failures.tries = 0;
            }
            let next = after_close(ending, failures.repeated);
            failures.add(ending);
            tracing::info!(?ending, ?next, tries = failures.tries, "the connection ended");
            if matches!(next, Next::Stop(_) | Next::Identify) {
                self.held = None;
                Box::pin(self.keeper.forget()).await;
            }
            if let Next::Stop(reason) = next {
                self.report(BotState::Stopped(reason));
                return SessionEnd::Fatal(reason);
            }
            self.report(BotState::Waiting);
            let wait = self.wait(next, &failures);
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = sleep(wait) => {}
            }
        }
    }

    /// What to answer to HELLO: RESUME, or an IDENTIFY that was counted before.
    pub async fn opening(&self) -> Result<String, Ending> {
        if let Some(held) = &self.held {
            self.hosting.counters.resumes.add();
            return Ok(payload::resume(&self.who.token, held));
        }
        let spend = self.hosting.memory.spend_identify(self.who.bot, self.hosting.settings.identify_limit);
        match timeout(self.hosting.settings.memory_timeout, spend).await {
            Ok(Ok(true)) if self.home.turns.spend() => {
                self.hosting.counters.identifies.add();
                Ok(payload::identify(&self.who.token, self.home.intents, self.shard))
            }
            Ok(Ok(_)) => {
                tracing::error!("the bot has identified too often today: it waits");
                Err(Ending::NotAllowed)
            }
            Ok(Err(error)) => {
                tracing::warn!(error = format!("{error:#}"), "identifies cannot be counted: the session waits");
                Err(Ending::NotAllowed)
            }
            Err(_) => Err(Ending::NotAllowed),
        }
    }

    /// A new session began, with its first event.
    pub fn begins(&mut self, Ready { session_id, resume_gateway_url: resume_url }: Ready, sequence: u64) {
        let held = Held { session_id, sequence, resume_url, intents: self.home.intents };
        self.keeper.save_anew(&held);
        self.held = Some(held);
    }

    /// Events up to this one were handed on.
    pub fn holds(&mut self, sequence: Option<u64>) {
        if let (Some(held), Some(sequence)) = (&mut self.held, sequence) {
            held.sequence = sequence;
        }
    }

    /// READY or RESUMED came.
    pub fn is_ready(&mut self, now: Instant) {
        self.ready_since = Some(now);
    }

    /// Tells the board.
    pub fn report(&self, state: BotState) {
        self.home.board.set(self.shard.index, state);
    }

    async fn connect(&mut self, failures: &Failures) -> Left {
        self.ready_since = None;
        let stop = self.stop.clone();
        let opened = tokio::select! {
            biased;
            () = stop.cancelled() => return Left::Stopped,
            // Shaking hands takes kilobytes that a session does not need for the rest of its life.
            opened = Box::pin(self.open(failures)) => opened,
        };
        match opened {
            Ok(mut connection) => connection.serve(self).await,
            Err(ending) => Left::Ended(ending),
        }
    }

    async fn open(&mut self, failures: &Failures) -> Result<Connection, Ending> {
        if !self.recalled {
            // One that was begun with other intents would go on without those that the bot has got since.
            self.held = self.keeper.recall().await?.filter(|held| held.intents == self.home.intents);
            self.recalled = true;
        }
        if self.held.is_none() {
            self.home.turns.wait(self.shard.index).await;
        }
        let _place = self.hosting.gate.enter().await.ok_or(Ending::Unreachable)?;
        let url = self.address(failures);
        let settings = &self.hosting.settings;
        let connect = Socket::connect(&url, self.hosting.trust, Arc::clone(&self.hosting.tls), settings);
        let socket = match timeout(settings.connect_timeout, connect).await {
            Ok(Ok(socket)) => socket,
            Ok(Err(error)) => {
                tracing::debug!(error = format!("{error:#}"), "no connection");
                return Err(Ending::Unreachable);
            }
            Err(_) => return Err(Ending::Unreachable),
        };
        Connection::open(socket, self).await
    }

    /// The session's own address, or the bot's gateway where that is not to be had or not to be trusted.
    fn address(&self, failures: &Failures) -> Url {
        let own = self.held.as_ref().filter(|_| failures.unreachable < RESUME_URL_TRIES);
        match own.map(|held| self.hosting.trust.check(&held.resume_url)) {
            Some(Ok(url)) => url,
            Some(Err(error)) => {
                tracing::warn!(%error, "the session's own address is refused");
                self.home.gateway.clone()
            }
            None => self.home.gateway.clone(),
        }
    }

    fn wait(&self, next: Next, failures: &Failures) -> Duration {
        let (backoff, jitter) = (self.hosting.settings.backoff, &self.hosting.jitter);
        let wait = jitter.up_to(backoff.bound(failures.tries.saturating_sub(1)));
        // "Wait a random amount of time between 1 and 5 seconds, then send a fresh identify."
        if next == Next::Identify { wait.max(backoff.shortest + jitter.up_to(backoff.shortest * 4)) } else { wait }
    }

    fn lived(&self) -> Duration {
        self.ready_since.map_or(Duration::ZERO, |since| since.elapsed())
    }
}

impl Failures {
    fn add(&mut self, ending: Ending) {
        self.tries = self.tries.saturating_add(1);
        self.repeated = self.repeated.saturating_add(1);
        self.unreachable = if ending == Ending::Unreachable { self.unreachable.saturating_add(1) } else { 0 };
    }
}
