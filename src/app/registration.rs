//! Telling Discord of the slash commands, one by one, so that a bot's other commands stay as they are; some bots at a
//! time, and again later where Discord does not answer.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tickit_commands::definitions;
use tickit_commands::words::Words;
use tickit_domain::ids::BotId;
use tickit_domain::store::bots::Bots;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::discord::backoff::Backoff;
use crate::discord::{Request, Rest, RestError};

/// How long registering one command may take. Discord allows 200 new ones a day.
const DEADLINE: Duration = Duration::from_secs(30);

/// For so many bots at a time: the start of a thousand must not keep members waiting.
const AT_ONCE: usize = 8;

/// Pauses between two tries for a bot. They are longer where Discord asks for it.
const PAUSES: Backoff = Backoff { shortest: Duration::from_secs(15), longest: Duration::from_mins(30) };

/// The commands that each bot shall have.
#[derive(Debug)]
pub(super) struct Registration {
    rest: Rest,
    bots: Bots,
    definitions: Vec<Value>,
    digest: String,
    pauses: Backoff,
}

/// Where bots are named whose commands may have to be registered.
#[derive(Debug, Clone)]
pub(super) struct RegistrationQueue(mpsc::UnboundedSender<BotId>);

/// The bots that wait for their registration: each once, however often it is named.
#[derive(Debug, Default)]
struct Waiting {
    due: BTreeSet<(Instant, BotId)>,
    /// How often each of them, and of those that are being registered, was tried in vain.
    tries: HashMap<BotId, u32>,
}

impl RegistrationQueue {
    /// Names a bot.
    pub(super) fn push(&self, bot: BotId) {
        let _ = self.0.send(bot);
    }
}

impl Registration {
    pub(super) fn new(rest: Rest, bots: Bots, words: &Words) -> Self {
        let definitions = definitions(words);
        let digest = Sha256::digest(Value::from(definitions.clone()).to_string());
        Self { rest, bots, definitions, digest: BASE64.encode(digest), pauses: PAUSES }
    }

    /// A queue, and what works on it until `stop`.
    pub(super) fn run(self, stop: CancellationToken) -> (RegistrationQueue, impl Future<Output = ()> + Send + use<>) {
        let (sender, named) = mpsc::unbounded_channel();
        (RegistrationQueue(sender), Arc::new(self).work(named, stop))
    }

    async fn work(self: Arc<Self>, mut named: mpsc::UnboundedReceiver<BotId>, stop: CancellationToken) {
        let (mut waiting, mut under_way) = (Waiting::default(), JoinSet::new());
        loop {
            let due = waiting.due.first().copied().filter(|_| under_way.len() < AT_ONCE);
            tokio::select! {
                () = stop.cancelled() => return,
                Some(bot) = named.recv() => waiting.name(bot),
                Some(Ok((bot, again))) = under_way.join_next() => waiting.tried(bot, again, self.pauses),
                () = sleep_until(due.map_or_else(Instant::now, |(at, _)| at)), if due.is_some() => {
                    if let Some((_, bot)) = waiting.due.pop_first() {
                        under_way.spawn(Arc::clone(&self).try_bot(bot));
                    }
                }
                else => return,
            }
        }
    }

    /// Registers a bot's commands; with how long a pause it is to be tried again, if it is.
    async fn try_bot(self: Arc<Self>, bot: BotId) -> (BotId, Option<Duration>) {
        let Err(error) = self.bring_up_to_date(bot).await else { return (bot, None) };
        let rest_error = error.downcast_ref::<RestError>();
        let again = rest_error.is_none_or(RestError::is_temporary);
        tracing::warn!(%bot, again, error = format!("{error:#}"), "slash commands are not registered");
        (bot, again.then(|| rest_error.map_or(Duration::ZERO, RestError::retry_after)))
    }

    /// Registers the commands for a bot, unless these were registered for it last.
    async fn bring_up_to_date(&self, bot: BotId) -> anyhow::Result<()> {
        let known = self.bots.get(bot).await.context("reading the bot")?;
        if known.is_none_or(|known| known.commands.as_deref() == Some(&self.digest)) {
            return Ok(());
        }
        for definition in &self.definitions {
            let request = Request::post(format!("/applications/{bot}/commands"), definition.clone());
            self.rest.request(bot, &request, Instant::now() + DEADLINE).await.context("registering a command")?;
        }
        self.bots.set_commands(bot, &self.digest).await.context("noting the commands")?;
        tracing::info!(%bot, commands = self.definitions.len(), "slash commands are registered");
        Ok(())
    }
}

impl Waiting {
    fn name(&mut self, bot: BotId) {
        if let Entry::Vacant(vacant) = self.tries.entry(bot) {
            vacant.insert(0);
            self.due.insert((Instant::now(), bot));
        }
    }

    fn tried(&mut self, bot: BotId, again: Option<Duration>, pauses: Backoff) {
        let Some(at_least) = again else {
            self.tries.remove(&bot);
            return;
        };
        let tries = self.tries.entry(bot).or_default();
        self.due.insert((Instant::now() + pauses.bound(*tries).max(at_least), bot));
        *tries = tries.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOT: BotId = BotId::new(7);

    #[tokio::test(start_paused = true)]
    async fn a_bot_waits_once_however_often_it_is_named() {
        let mut waiting = Waiting::default();
        for _ in 0..100 {
            waiting.name(BOT);
        }
        assert_eq!(waiting.due.len(), 1);
        waiting.due.pop_first();
        waiting.name(BOT);
        assert!(waiting.due.is_empty(), "it is being registered");
        waiting.tried(BOT, None, PAUSES);
        waiting.name(BOT);
        assert_eq!(waiting.due.len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_and_are_as_long_as_discord_asks() {
        let mut waiting = Waiting::default();
        waiting.name(BOT);
        let mut pauses = Vec::new();
        for at_least in [0, 0, 0, 82_721] {
            waiting.due.pop_first();
            waiting.tried(BOT, Some(Duration::from_secs(at_least)), PAUSES);
            pauses.push(waiting.due.first().unwrap().0.duration_since(Instant::now()).as_secs());
        }
        assert_eq!(pauses, [15, 30, 60, 82_721]);
    }
}
