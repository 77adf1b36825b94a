//! `tickit bots`: adds, lists and removes bots.

use std::io::{IsTerminal as _, Read as _};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use secrecy::{ExposeSecret as _, SecretString};
use tickit_domain::actor::{Actor, Cause, Door};
use tickit_domain::bot::{Bot, BotMode};
use tickit_domain::ids::BotId;

use super::discord_probe::{DiscordProbe, Identity};
use super::{Shared, runtime};
use crate::config::{Config, clean_token, named_variable};
use crate::crypto::{Purpose, bot_token_place};
use crate::discord::permissions;
use crate::foundation::Foundation;
use crate::store::OpenError;

/// A token is about 72 characters; what is much longer is none, and need not be read to its end.
const LONGEST_INPUT: u64 = 4_096;
/// What is shorter is none, whatever it is.
const SHORTEST_TOKEN: usize = 20;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Registers a bot, or gives a registered one a new token
    #[command(after_help = "The token is read from standard input or from an environment variable, never from the \
        command line, where others could see it.\n\nExamples:\n  tickit bots add < token.txt\n  \
        tickit bots add                           asks for the token\n  \
        tickit bots add --token-env SUPPORT_BOT_TOKEN")]
    Add(AddOptions),
    /// Lists the registered bots
    List,
    /// Forgets a bot and its token; its tickets stay
    #[command(after_help = "Example:\n  tickit bots remove 81384788765712384")]
    Remove(RemoveOptions),
}

#[derive(Debug, Args)]
pub(super) struct AddOptions {
    /// The environment variable that holds the token, which may stand in .env.local or .env
    #[arg(long, value_name = "NAME")]
    token_env: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct RemoveOptions {
    /// The bot's application id, as `tickit bots list` shows it
    #[arg(value_name = "ID")]
    bot: BotId,
}

pub(super) fn run(shared: &Shared, command: &Command) -> anyhow::Result<()> {
    let config = shared.load()?;
    runtime()?.block_on(async {
        let token = match command {
            Command::Add(options) => Some(read_token(shared, options)?),
            Command::List | Command::Remove(_) => None,
        };
        let foundation = Foundation::lay(&config).await.map_err(|error| explained(error, &config))?;
        let done = match (command, token) {
            (Command::Remove(options), _) => remove(&foundation, options.bot).await,
            (Command::Add(_), Some(token)) => add(&config, &foundation, &token).await,
            _ => list(&config, &foundation).await,
        };
        foundation.stores.close().await;
        done
    })
}

async fn add(config: &Config, foundation: &Foundation, token: &SecretString) -> anyhow::Result<()> {
    let Identity { application, intents } = DiscordProbe::new(&config.discord)?.identity(token).await?;
    let (id, name, bots) = (application.id, application.name.clone(), foundation.bots());
    let sealed = foundation.vault.seal(Purpose::BotToken, &bot_token_place(id), token).context("sealing the token")?;
    let before = bots.get(id).await.context("reading the bot")?;
    let (now, known) = (foundation.clock.now(), before.is_some());
    let bot = Bot::registered(before, application, sealed, now);
    bots.put(bot, &operator(foundation), now).await.context("storing the bot")?;
    println!("{} {name} ({id}).", if known { "Renewed" } else { "Added" });
    println!("Privileged intents: {}.", if intents.is_empty() { "none".to_owned() } else { intents.join(", ") });
    println!("Invite it: {}", permissions::invitation(id));
    println!("`tickit serve` starts it; `tickit check` tells what it still lacks.");
    Ok(())
}

async fn list(config: &Config, foundation: &Foundation) -> anyhow::Result<()> {
    let bots = foundation.bots().all().await.context("reading the bots")?;
    for bot in &bots {
        let state = bot.stopped.map_or_else(|| "registered".to_owned(), |reason| format!("stopped: {reason:?}"));
        let mode = match bot.mode {
            BotMode::Delegate => "delegate",
            BotMode::Forward => "forward",
            BotMode::Endpoint => "endpoint",
        };
        println!("{:<20}  {:<32}  {}  {mode:<8}  {state}", bot.id, bot.name, bot.added_at.to_rfc3339());
    }
    for bot in &config.bots {
        println!("{:<20}  {:<32}  from the configuration", "", bot.name);
    }
    if bots.is_empty() && config.bots.is_empty() {
        println!("No bots yet: `tickit bots add` registers one.");
    }
    Ok(())
}

async fn remove(foundation: &Foundation, bot: BotId) -> anyhow::Result<()> {
    let bots = foundation.bots();
    if !bots.remove(bot, &operator(foundation), foundation.clock.now()).await.context("removing the bot")? {
        bail!("no bot {bot} is registered; `tickit bots list` shows those that are");
    }
    println!("Removed {bot}. Its token is forgotten; its tickets stay in their guilds' databases.");
    Ok(())
}

/// Each run of the command is a cause of its own.
pub(super) fn operator(foundation: &Foundation) -> Actor {
    Actor::operator(Door::CommandLine, Cause::Request(foundation.write_tokens.node().to_owned()))
}

fn read_token(shared: &Shared, options: &AddOptions) -> anyhow::Result<SecretString> {
    let (origin, text) = match &options.token_env {
        Some(name) => (format!("the environment variable {name}"), variable(shared, name)?),
        None => ("standard input".to_owned(), read_input()?),
    };
    if text.trim().is_empty() {
        bail!("no token came: pipe it in (`tickit bots add < token.txt`) or name its variable with --token-env");
    }
    let token = match clean_token(&text) {
        Ok(token) if token.expose_secret().len() < SHORTEST_TOKEN => Err("it is too short".to_owned()),
        cleaned => cleaned,
    };
    token.map_err(|wrong| {
        anyhow::anyhow!(
            "what {origin} holds is not a bot's token: {wrong}.\n  Expected one word of about 72 letters, digits, dots, \
             - and _"
        )
    })
}

fn variable(shared: &Shared, name: &str) -> anyhow::Result<String> {
    let Some(text) = named_variable(name).filter(|text| !text.is_empty()) else {
        let in_file = shared.inputs().variable(name)?;
        return in_file.with_context(|| format!("the environment variable {name} is not set"));
    };
    let text = text.into_string().ok();
    text.with_context(|| format!("the environment variable {name} is not text: expected a bot's token"))
}

fn read_input() -> anyhow::Result<String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        let mut text = String::new();
        eprintln!("Paste the bot's token and press Enter:");
        input.read_line(&mut text).context("reading the token")?;
        return Ok(text);
    }
    let mut bytes = Vec::new();
    input.take(LONGEST_INPUT).read_to_end(&mut bytes).context("reading the token from standard input")?;
    String::from_utf8(bytes).map_err(|error| match error.as_bytes() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            anyhow::anyhow!("standard input is UTF-16, as PowerShell writes it: save the token as UTF-8 or ASCII")
        }
        _ => anyhow::anyhow!("standard input is not text: expected a bot's token"),
    })
}

/// Says what to do where a running service holds the databases.
pub(super) fn explained(error: anyhow::Error, config: &Config) -> anyhow::Error {
    match error.downcast_ref() {
        Some(OpenError::InUse { pid, .. }) => anyhow::anyhow!(
            "Tickit is running on {} (process {pid}), and the embedded store serves one process at a time.\n  \
             Stop it, run this command again, and start it; or keep the store in MongoDB (MONGODB_URI), which \
             takes both at once.",
            config.store.data_directory.display()
        ),
        _ => error,
    }
}
