//! Starts, stops and watches the sessions of all bots.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use secrecy::SecretString;
use tickit_domain::bot::BotState;
use tickit_domain::ids::BotId;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::Command;
use super::board::{Board, Condition};
use super::bot::BotTask;
use super::counters::Counters;
use super::hold::Hold;
use super::hosting::{Hosting, Parts};
use super::session::Who;

/// The sessions of all bots of this process. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Supervisor(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    hosting: Arc<Hosting>,
    bots: Mutex<HashMap<BotId, Running>>,
}

#[derive(Debug)]
struct Running {
    who: Who,
    board: Arc<Board>,
    state: watch::Receiver<BotState>,
    hold: Hold,
    stop: CancellationToken,
    /// Boxed, because a channel keeps room for 32 of what it carries.
    commands: mpsc::Sender<Box<Command>>,
    task: JoinHandle<()>,
}

/// A stop that takes longer is cut short: the session is resumed from what was saved before.
const PATIENCE: Duration = Duration::from_secs(15);
const COMMANDS: usize = 16;

impl Supervisor {
    /// A supervisor without bots; fails where TLS cannot be set up.
    pub fn new(parts: Parts) -> anyhow::Result<Self> {
        let hosting = Arc::new(Hosting::new(parts)?);
        Ok(Self(Arc::new(Inner { hosting, bots: Mutex::default() })))
    }

    /// Starts a bot's sessions, in place of those that it has, and returns at once. Registers the token with the REST
    /// client.
    pub fn start(&self, bot: BotId, token: SecretString) {
        self.start_beside(bot, token, Duration::ZERO);
    }

    /// The same for a bot whose token another program is about to identify with: a session that has to be begun anew waits
    /// until [`Supervisor::release`] says that the other is ready, and no longer than `patience`.
    pub fn start_beside(&self, bot: BotId, token: SecretString, patience: Duration) {
        self.0.hosting.rest.register(bot, token.clone());
        let mut bots = self.bots();
        let before = bots.remove(&bot).map(Running::end);
        bots.insert(bot, self.run(Who { bot, token }, before, patience));
    }

    /// The other program's session is ready.
    pub fn release(&self, bot: BotId) {
        if let Some(running) = self.bots().get(&bot) {
            running.hold.release();
        }
    }

    /// Stops a bot's sessions so that they can be resumed, and waits for that; whether there were any.
    pub async fn stop(&self, bot: BotId) -> bool {
        let Some(running) = self.bots().remove(&bot) else { return false };
        finish(running.end()).await;
        true
    }

    /// Lets a bot's sessions go and resumes them; whether there are any.
    pub fn restart(&self, bot: BotId) -> bool {
        let mut bots = self.bots();
        let Some(running) = bots.remove(&bot) else { return false };
        let who = running.who.clone();
        bots.insert(bot, self.run(who, Some(running.end()), Duration::ZERO));
        true
    }

    /// Does so for all bots that were not stopped for good; how many.
    pub fn restart_all(&self) -> usize {
        let alive = |running: &Running| !matches!(*running.state.borrow(), BotState::Stopped(_));
        let all: Vec<_> = self.bots().iter().filter(|(_, running)| alive(running)).map(|(bot, _)| *bot).collect();
        all.into_iter().filter(|bot| self.restart(*bot)).count()
    }

    /// Stops all bots at once, so that their sessions can be resumed by the next process, and waits for that.
    pub async fn stop_all(&self) {
        let all: Vec<_> = self.bots().drain().map(|(_, running)| running.end()).collect();
        futures_util::future::join_all(all.into_iter().map(finish)).await;
    }

    /// How each bot is doing. A bot that was stopped for good stays until it is started or stopped.
    pub fn states(&self) -> Vec<(BotId, BotState)> {
        self.bots().iter().map(|(bot, running)| (*bot, *running.state.borrow())).collect()
    }

    /// The same, with what went wrong last and when it is tried again.
    pub fn conditions(&self) -> Vec<(BotId, Condition)> {
        self.bots().iter().map(|(bot, running)| (*bot, running.board.condition())).collect()
    }

    /// The same of one bot; `None` where it was not started.
    pub fn condition(&self, bot: BotId) -> Option<Condition> {
        self.bots().get(&bot).map(|running| running.board.condition())
    }

    /// How each of a bot's shards is doing, from the first; none where they are not known yet.
    pub fn shards(&self, bot: BotId) -> Vec<Condition> {
        self.bots().get(&bot).map(|running| running.board.each_shard()).unwrap_or_default()
    }

    /// How many IDENTIFYs of how many a bot's token has left today, whoever uses it, as Discord last said.
    pub fn identifies(&self, bot: BotId) -> Option<(u32, u32)> {
        self.bots().get(&bot)?.board.identifies()
    }

    /// How one bot is doing, from now on; ends when it is stopped or begun anew. `None` where it was not started.
    pub fn watch(&self, bot: BotId) -> Option<watch::Receiver<BotState>> {
        self.bots().get(&bot).map(|running| running.state.clone())
    }

    /// Says something to the gateway on the bot's first shard; whether there was room for it. It is lost with the
    /// connection.
    pub fn send(&self, bot: BotId, command: Command) -> bool {
        self.bots().get(&bot).is_some_and(|running| running.commands.try_send(Box::new(command)).is_ok())
    }

    /// What the gateway counted.
    pub fn counters(&self) -> &Counters {
        &self.0.hosting.counters
    }

    fn run(&self, who: Who, before: Option<JoinHandle<()>>, patience: Duration) -> Running {
        let ((board, state), stop) = (Board::new(), CancellationToken::new());
        let hold = Hold::of(patience, self.0.hosting.settings.identify_spacing);
        let board = Arc::new(board);
        let (commands, heard) = mpsc::channel(COMMANDS);
        let task = BotTask {
            who: who.clone(),
            hosting: Arc::clone(&self.0.hosting),
            board: Arc::clone(&board),
            hold: hold.clone(),
            stop: stop.clone(),
            commands: heard,
        };
        Running { who, board, state, hold, stop, commands, task: tokio::spawn(task.run(before)) }
    }

    fn bots(&self) -> MutexGuard<'_, HashMap<BotId, Running>> {
        self.0.bots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    /// Nobody is left who could stop them: sessions end by themselves, saved, and leave no task behind.
    fn drop(&mut self) {
        for (_, running) in self.bots.get_mut().unwrap_or_else(PoisonError::into_inner).drain() {
            drop(running.end());
        }
    }
}

impl Running {
    fn end(self) -> JoinHandle<()> {
        self.stop.cancel();
        self.task
    }
}

async fn finish(mut task: JoinHandle<()>) {
    if timeout(PATIENCE, &mut task).await.is_err() {
        task.abort();
        tracing::warn!("a bot did not stop in time");
    }
}
