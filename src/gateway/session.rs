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
use super::board::{Board, Condition};
use super::close::{Ending, Next};
use super::connection::{Connection, Left};
use super::event::ShardQueue;
use super::failures::{Course, Failures, Opening};
use super::gate::IdentifyTurns;
use super::hold::Hold;
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
    pub hold: Hold,
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
    pub home: Arc<Home>,
    recalled: bool,
    failures: Failures,
    /// What came of the connection so far.
    pub course: Course,
    ready_since: Option<Instant>,
    /// Since when the session that was there is not.
    lost_since: Option<Instant>,
}

/// How a session came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SessionEnd {
    /// It was asked to.
    Stopped,
    /// Discord does not want it.
    Fatal(StopReason),
}

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
        Self {
            who,
            hosting,
            stop,
            commands,
            shard_queue,
            held: None,
            keeper,
            shard,
            home,
            recalled: false,
            failures: Failures::default(),
            course: Course::default(),
            ready_since: None,
            lost_since: None,
        }
    }

    /// Runs until it is stopped or Discord does not want it any more. May be called again after it panicked.
    pub async fn run(&mut self) -> SessionEnd {
        loop {
            self.report_connecting();
            let ending = match self.connect().await {
                Left::Stopped => {
                    Box::pin(self.keeper.save_finally(self.held.as_ref())).await;
                    return SessionEnd::Stopped;
                }
                Left::Ended(ending) => ending,
            };
            self.hosting.counters.disconnects.add();
            let next = self.judge(ending);
            if matches!(next, Next::Stop(_) | Next::Identify) {
                self.held = None;
                Box::pin(self.keeper.forget()).await;
            }
            if let Next::Stop(reason) = next {
                self.report(Condition::of(BotState::Stopped(reason)));
                return SessionEnd::Fatal(reason);
            }
            let pause = self.failures.pause(next, self.held.is_none(), &self.hosting.settings, &self.hosting.jitter);
            self.report_waiting(ending, Instant::now() + pause);
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = sleep(pause) => {}
            }
        }
    }

    /// Decides what follows a connection's end. The log hears of a session that is lost once, and not of each try.
    fn judge(&mut self, ending: Ending) -> Next {
        self.course.lived = self.ready_since.map_or(Duration::ZERO, |since| since.elapsed());
        let next = self.failures.add(ending, self.course, self.hosting.settings.settled);
        let tries = self.failures.tries;
        let was_there = self.ready_since.take().is_some() && self.lost_since.is_none();
        // What is stopped for good is told by whoever is told of it.
        if was_there && !matches!(next, Next::Stop(_)) {
            self.lost_since = Some(Instant::now());
            tracing::info!(?ending, ?next, "the session is lost");
        } else {
            tracing::debug!(?ending, ?next, tries, "the connection ended");
        }
        next
    }

    /// What to answer to HELLO: RESUME, or an IDENTIFY that was counted before.
    pub async fn opening(&mut self) -> Result<String, Ending> {
        if let Some(held) = &self.held {
            self.course.opening = Some(Opening::Resume);
            self.hosting.counters.resumes.add();
            return Ok(payload::resume(&self.who.token, held));
        }
        self.count_identify().await?;
        self.course.opening = Some(Opening::Identify);
        self.hosting.counters.identifies.add();
        Ok(payload::identify(&self.who.token, self.home.intents, self.shard))
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
        let (opening, lost) = (self.course.opening, self.lost_since.take());
        let away = lost.map(|since| since.elapsed());
        match opening {
            Some(Opening::Resume) => tracing::info!(?away, "the session is resumed"),
            _ if lost.is_some() => tracing::info!(?away, "a new session is begun in place of the one that was lost"),
            _ => tracing::debug!("the session is begun"),
        }
        self.report(Condition::of(BotState::Ready));
    }

    /// It panicked, and is begun again at this time.
    pub fn report_panic(&self, next_try: Instant) {
        self.report(Condition { state: BotState::Waiting, trouble: None, next_try: Some(next_try) });
    }

    fn report_connecting(&self) {
        // What was degraded stays so while it is tried again.
        if !self.failures.are_many() {
            self.report(Condition::of(BotState::Connecting));
        }
    }

    fn report_waiting(&self, ending: Ending, next_try: Instant) {
        let trouble = ending.trouble();
        let state = if self.failures.are_many() { BotState::Degraded(trouble) } else { BotState::Waiting };
        if self.home.board.set(self.shard.index, Condition { state, trouble: Some(trouble), next_try: Some(next_try) })
        {
            tracing::warn!(?trouble, ?ending, tries = self.failures.tries, "the bot is degraded: it is tried on");
        }
    }

    fn report(&self, condition: Condition) {
        self.home.board.set(self.shard.index, condition);
    }

    async fn connect(&mut self) -> Left {
        self.course = Course::default();
        let stop = self.stop.clone();
        let opened = tokio::select! {
            biased;
            () = stop.cancelled() => return Left::Stopped,
            // Shaking hands takes kilobytes that a session does not need for the rest of its life.
            opened = Box::pin(self.open()) => opened,
        };
        match opened {
            Ok(mut connection) => connection.serve(self).await,
            Err(ending) => Left::Ended(ending),
        }
    }

    async fn open(&mut self) -> Result<Connection, Ending> {
        if !self.recalled {
            // One that was begun with other intents would go on without those that the bot has got since.
            self.held = self.keeper.recall().await?.filter(|held| held.intents == self.home.intents);
            self.recalled = true;
        }
        if self.held.is_none() {
            self.home.hold.wait().await;
            self.home.turns.wait(self.shard.index).await;
        }
        let _place = self.hosting.gate.enter().await.ok_or(Ending::Unreachable)?;
        let url = self.address();
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
    fn address(&self) -> Url {
        let own = self.held.as_ref().filter(|_| self.failures.trust_own_address());
        match own.map(|held| self.hosting.trust.check(&held.resume_url)) {
            Some(Ok(url)) => url,
            Some(Err(error)) => {
                tracing::warn!(%error, "the session's own address is refused");
                self.home.gateway.clone()
            }
            None => self.home.gateway.clone(),
        }
    }
}
