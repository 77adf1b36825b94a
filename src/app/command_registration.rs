//! Telling Discord of the slash commands, one by one, so that a bot's other commands stay as they are; some bots at a
//! time, and again later where Discord does not answer.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tickit_commands::definitions;
use tickit_commands::words::Words;
use tickit_domain::ids::BotId;
use tickit_domain::json_text::JsonText;
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
pub(super) struct CommandRegistration {
    rest: Rest,
    bots: Bots,
    definitions: Vec<Definition>,
    pauses: Backoff,
}

/// A command as Discord is told of it. All of them are some hundred kilobytes, many times that as parsed JSON: so they are
/// kept as text.
#[derive(Debug)]
struct Definition {
    heading: Heading,
    body: JsonText,
}

/// What a command is known by at Discord, and whom it is for.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Heading {
    name: String,
    /// Discord's type of it; a slash command where nothing is said.
    #[serde(rename = "type", default = "slash")]
    kind: u64,
    #[serde(default)]
    default_member_permissions: Option<String>,
}

/// Where bots are named whose commands may have to be registered.
#[derive(Debug, Clone)]
pub(super) struct CommandQueue {
    named: mpsc::UnboundedSender<Named>,
    known: Arc<[(String, u64)]>,
}

/// A bot that was named.
#[derive(Debug, Clone, Copy)]
enum Named {
    /// Its session is ready.
    Ready(BotId),
    /// Its host registered it, and may have written its own commands over all that were there.
    ByHost(BotId),
}

/// The bots that wait for their registration: each once, however often it is named.
#[derive(Debug, Default)]
struct Waiting {
    due: BTreeSet<(Instant, BotId)>,
    /// How often each of them, and of those that are being registered, was tried in vain.
    tries: HashMap<BotId, u32>,
    /// Those of them whose commands may be gone at Discord.
    doubted: HashSet<BotId>,
}

impl CommandQueue {
    /// Names a bot whose session is ready.
    pub(super) fn push(&self, bot: BotId) {
        let _ = self.named.send(Named::Ready(bot));
    }

    /// Names a bot that its host registered.
    pub(super) fn push_from_host(&self, bot: BotId) {
        let _ = self.named.send(Named::ByHost(bot));
    }

    /// The commands that there are, by name and by Discord's type.
    pub(super) fn known(&self) -> &[(String, u64)] {
        &self.known
    }
}

impl CommandRegistration {
    pub(super) fn new(rest: Rest, bots: Bots, words: &Words) -> Self {
        let definitions = definitions(words).into_iter().filter_map(Definition::of).collect();
        Self { rest, bots, definitions, pauses: PAUSES }
    }

    /// A queue, and what works on it until `stop`.
    pub(super) fn run(self, stop: CancellationToken) -> (CommandQueue, impl Future<Output = ()> + Send + use<>) {
        let (sender, named) = mpsc::unbounded_channel();
        let known = self.definitions.iter().map(|Definition { heading, .. }| (heading.name.clone(), heading.kind));
        let queue = CommandQueue { named: sender, known: known.collect() };
        (queue, Arc::new(self).work(named, stop))
    }

    async fn work(self: Arc<Self>, mut named: mpsc::UnboundedReceiver<Named>, stop: CancellationToken) {
        let (mut waiting, mut under_way) = (Waiting::default(), JoinSet::new());
        loop {
            let due = waiting.due.first().copied().filter(|_| under_way.len() < AT_ONCE);
            tokio::select! {
                () = stop.cancelled() => return,
                Some(bot) = named.recv() => waiting.name(bot),
                Some(Ok((bot, again))) = under_way.join_next() => waiting.tried(bot, again, self.pauses),
                () = sleep_until(due.map_or_else(Instant::now, |(at, _)| at)), if due.is_some() => {
                    if let Some((_, bot)) = waiting.due.pop_first() {
                        let doubted = waiting.doubted.remove(&bot);
                        under_way.spawn(Arc::clone(&self).try_bot(bot, doubted));
                    }
                }
                else => return,
            }
        }
    }

    /// Registers a bot's commands; with how long a pause it is to be tried again, if it is.
    async fn try_bot(self: Arc<Self>, bot: BotId, doubted: bool) -> (BotId, Option<Duration>) {
        let Err(error) = self.bring_up_to_date(bot, doubted).await else { return (bot, None) };
        let rest_error = error.downcast_ref::<RestError>();
        let again = rest_error.is_none_or(RestError::is_temporary);
        tracing::warn!(%bot, again, error = format!("{error:#}"), "slash commands are not registered");
        (bot, again.then(|| rest_error.map_or(Duration::ZERO, RestError::retry_after)))
    }

    /// Registers those commands for a bot that its owner leaves to Tickit, unless these were registered for it last and
    /// nobody doubts that they are there.
    async fn bring_up_to_date(&self, bot: BotId, doubted: bool) -> anyhow::Result<()> {
        let Some(known) = self.bots.get(bot).await.context("reading the bot")? else { return Ok(()) };
        let takes = |definition: &&Definition| {
            known.takes_over.as_ref().is_none_or(|names| names.contains(definition.heading.name.as_str()))
        };
        let wanted: Vec<&Definition> = self.definitions.iter().filter(takes).collect();
        let digest = digest(&wanted);
        let is_noted = known.commands.as_deref() == Some(&digest);
        if is_noted && !doubted {
            return Ok(());
        }
        for request in self.requests(bot, &wanted, is_noted).await? {
            self.rest.request(bot, &request, Instant::now() + DEADLINE).await.context("registering commands")?;
        }
        self.bots.set_commands(bot, &digest).await.context("noting the commands")?;
        tracing::info!(%bot, commands = wanted.len(), "slash commands are registered");
        Ok(())
    }

    /// What to ask of Discord so that it has these commands. All of them in one request where the bot has no others, which
    /// would be gone then: of single ones Discord takes some five in twenty seconds. Where these were registered before,
    /// only those that Discord lacks, or shows to others than those whom they are for: not every host's framework can say
    /// for whom a command is.
    async fn requests(
        &self,
        bot: BotId,
        wanted: &[&Definition],
        were_registered: bool,
    ) -> anyhow::Result<Vec<Request>> {
        let path = format!("/applications/{bot}/commands");
        let (asked, deadline) = (Request::get(path.clone()), Instant::now() + DEADLINE);
        let there: Vec<Heading> =
            self.rest.request_as(bot, &asked, deadline).await.context("asking for the commands")?;
        let lacks = |wanted: &&&Definition| !were_registered || !there.contains(&wanted.heading);
        let lacking: Vec<&Definition> = wanted.iter().filter(lacks).copied().collect();
        let is_ours = |there: &Heading| wanted.iter().any(|wanted| there.is_called_like(&wanted.heading));
        if lacking.len() > 1 && there.iter().all(is_ours) {
            return Ok(vec![Request::put(path, list(wanted))]);
        }
        Ok(lacking.into_iter().map(|definition| Request::post(path.clone(), definition.body.clone())).collect())
    }
}

impl Definition {
    fn of(definition: Value) -> Option<Self> {
        Some(Self { heading: Heading::deserialize(&definition).ok()?, body: definition.into() })
    }
}

impl Heading {
    fn is_called_like(&self, other: &Self) -> bool {
        (&self.name, self.kind) == (&other.name, other.kind)
    }
}

const fn slash() -> u64 {
    1
}

/// Definitions as one JSON document.
fn list(definitions: &[&Definition]) -> JsonText {
    let bodies: Vec<&str> = definitions.iter().map(|definition| definition.body.text()).collect();
    JsonText::kept(&format!("[{}]", bodies.join(",")))
}

fn digest(definitions: &[&Definition]) -> String {
    BASE64.encode(Sha256::digest(list(definitions).text()))
}

impl Waiting {
    fn name(&mut self, named: Named) {
        let (Named::Ready(bot) | Named::ByHost(bot)) = named;
        if matches!(named, Named::ByHost(_)) {
            self.doubted.insert(bot);
        }
        if let Entry::Vacant(vacant) = self.tries.entry(bot) {
            vacant.insert(0);
            self.due.insert((Instant::now(), bot));
        }
    }

    fn tried(&mut self, bot: BotId, again: Option<Duration>, pauses: Backoff) {
        let Some(at_least) = again else {
            self.tries.remove(&bot);
            // Its host registered it meanwhile, and may have written over what was registered just now.
            if self.doubted.contains(&bot) {
                self.name(Named::ByHost(bot));
            }
            return;
        };
        // What was not looked at is still doubted.
        self.doubted.insert(bot);
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
            waiting.name(Named::Ready(BOT));
        }
        assert_eq!(waiting.due.len(), 1);
        waiting.due.pop_first();
        waiting.name(Named::Ready(BOT));
        assert!(waiting.due.is_empty(), "it is being registered");
        waiting.tried(BOT, None, PAUSES);
        waiting.name(Named::Ready(BOT));
        assert_eq!(waiting.due.len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_bot_that_its_host_names_while_it_is_being_registered_is_looked_at_again() {
        let mut waiting = Waiting::default();
        waiting.name(Named::Ready(BOT));
        waiting.due.pop_first();
        waiting.name(Named::ByHost(BOT));
        waiting.tried(BOT, None, PAUSES);
        assert!(waiting.due.pop_first().is_some() && waiting.doubted.remove(&BOT));
        waiting.tried(BOT, Some(Duration::ZERO), PAUSES);
        assert!(waiting.doubted.contains(&BOT), "Discord did not say what it has");
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_and_are_as_long_as_discord_asks() {
        let mut waiting = Waiting::default();
        waiting.name(Named::Ready(BOT));
        let mut pauses = Vec::new();
        for at_least in [0, 0, 0, 82_721] {
            waiting.due.pop_first();
            waiting.tried(BOT, Some(Duration::from_secs(at_least)), PAUSES);
            pauses.push(waiting.due.first().unwrap().0.duration_since(Instant::now()).as_secs());
        }
        assert_eq!(pauses, [15, 30, 60, 82_721]);
    }
}
