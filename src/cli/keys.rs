//! `tickit keys`: makes, lists and revokes the API keys that bots' owners register with.

use std::collections::BTreeSet;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use secrecy::ExposeSecret as _;
use tickit_domain::actor::Actor;
use tickit_domain::api_key::{ApiKey, KeyId, KeyPermission, KeyScope, LONGEST_NAME};
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::BotId;

use super::bots::operator;
use super::{Shared, runtime};
use crate::app::KeyRing;
use crate::config::Config;
use crate::foundation::Foundation;
use crate::http::{KeyControl as _, NewKey};
use crate::store::OpenError;

/// So many keys are read at once.
const PAGE: usize = 500;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Makes a key and shows it, this once
    #[command(after_help = "Examples:\n  tickit keys create --bot 81384788765712384 --name \"Acme's bot\"\n  \
        tickit keys create --invitation --days 7       registers one bot, whichever it is")]
    Create(CreateOptions),
    /// Lists the keys, with when each was used last
    List,
    /// Revokes a key
    #[command(after_help = "Example:\n  tickit keys revoke 5f0c2a9d1b7e4833 --forget-token")]
    Revoke(RevokeOptions),
}

#[derive(Debug, Args)]
pub(super) struct CreateOptions {
    #[command(flatten)]
    scope: Scope,
    /// What the key is called in lists
    #[arg(long, default_value = "")]
    name: String,
    /// How many days it is good for; for ever where nothing is said
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3_650))]
    days: Option<u32>,
    /// What it may do; everything where nothing is said
    #[arg(long, value_enum, value_delimiter = ',')]
    may: Vec<May>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Scope {
    /// The bot that the key is for, by its application's id
    #[arg(long, value_name = "ID")]
    bot: Option<BotId>,
    /// For one bot, whichever is registered with it first
    #[arg(long)]
    invitation: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum May {
    /// Register the bot, ask how it is doing, have it forgotten
    Register,
    /// Hand over interactions and events
    Forward,
}

#[derive(Debug, Args)]
pub(super) struct RevokeOptions {
    /// The key's id, as `tickit keys list` shows it
    #[arg(value_name = "KEY")]
    key: KeyId,
    /// Forgets the token that was registered with it as well, so that its bot is not hosted any more
    #[arg(long)]
    forget_token: bool,
}

pub(super) fn run(shared: &Shared, command: &Command) -> anyhow::Result<()> {
    let config = shared.load()?;
    runtime()?.block_on(async {
        let foundation = match Foundation::lay(&config).await {
            Ok(foundation) => foundation,
            Err(error) => return Err(explained(error, &config)),
        };
        let done = act(command, &foundation).await;
        foundation.stores.close().await;
        done
    })
}

async fn act(command: &Command, foundation: &Foundation) -> anyhow::Result<()> {
    let (keys, actor) = (KeyRing::of(foundation), operator(foundation));
    match command {
        Command::Create(options) => create(&keys, options, &actor).await,
        Command::List => list(&keys, foundation.clock.now()).await,
        Command::Revoke(options) => revoke(&keys, options, &actor).await,
    }
}

async fn create(keys: &KeyRing, options: &CreateOptions, actor: &Actor) -> anyhow::Result<()> {
    let scope = options.scope.bot.map_or(KeyScope::Invitation, KeyScope::Bot);
    let usual = || options.scope.bot.map_or_else(|| "invitation".to_owned(), |bot| format!("bot {bot}"));
    let name = Some(options.name.trim().to_owned()).filter(|name| !name.is_empty()).unwrap_or_else(usual);
    if name.chars().count() > LONGEST_NAME {
        bail!("a key's name has at most {LONGEST_NAME} characters");
    }
    let may: BTreeSet<KeyPermission> = options.may.iter().copied().map(KeyPermission::from).collect();
    let may = if may.is_empty() { KeyPermission::ALL.into() } else { may };
    let lives = options.days.map(|days| Duration::from_hours(u64::from(days) * 24));
    let (key, text) = keys.create(NewKey { name, scope, may, lives }, actor).await.context("making the key")?;
    println!("{}", text.expose_secret());
    eprintln!("Made {} ({}). It is not shown again: hand it over as TICKIT_KEY.", key.id, key.name);
    Ok(())
}

async fn list(keys: &KeyRing, now: Timestamp) -> anyhow::Result<()> {
    let mut page = keys.page(PAGE, None).await.context("reading the keys")?;
    if page.keys.is_empty() {
        println!("No keys yet: `tickit keys create` makes one.");
    }
    loop {
        page.keys.iter().for_each(|key| println!("{}", line(key, now)));
        let Some(next) = page.next else { return Ok(()) };
        page = keys.page(PAGE, Some(next)).await.context("reading the keys")?;
    }
}

fn line(key: &ApiKey, now: Timestamp) -> String {
    let scope = match key.scope {
        KeyScope::Bot(bot) => bot.to_string(),
        KeyScope::Invitation => "invitation".to_owned(),
    };
    let state = match (key.is_live(now), key.expires_at) {
        (Err(refusal), _) => refusal.to_string().replace("this key ", ""),
        (Ok(()), Some(end)) => format!("until {}", end.to_rfc3339()),
        (Ok(()), None) => "live".to_owned(),
    };
    let used = key.last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("used {}", at.to_rfc3339()));
    format!("{}  {scope:<20}  {:<32}  {state}, {used}", key.id, key.name)
}

async fn revoke(keys: &KeyRing, options: &RevokeOptions, actor: &Actor) -> anyhow::Result<()> {
    let revoked = keys.revoke(&options.key, options.forget_token, actor).await.context("revoking the key")?;
    let Some(revoked) = revoked else {
        bail!("there is no key {}; `tickit keys list` shows those that are", options.key)
    };
    println!("Revoked {} ({}).", revoked.key.id, revoked.key.name);
    for bot in &revoked.forgotten {
        println!("Forgot the token of bot {bot}; its tickets stay.");
    }
    Ok(())
}

/// Says what to do where a running service holds the databases.
fn explained(error: anyhow::Error, config: &Config) -> anyhow::Error {
    match error.downcast_ref() {
        Some(OpenError::InUse { .. }) => anyhow::anyhow!(
            "Tickit is running, and the embedded store serves one process at a time.\n  Ask the service itself: \
             POST, GET and DELETE http://{}/api/keys with the operator's key (docs/BOTS.md has the commands).",
            config.http.address
        ),
        _ => error,
    }
}

impl From<May> for KeyPermission {
    fn from(may: May) -> Self {
        match may {
            May::Register => Self::Register,
            May::Forward => Self::Forward,
        }
    }
}
