//! `tickit keys`: makes, lists and revokes the API keys that bots' owners register with.

use std::collections::BTreeSet;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use tickit_domain::api_key::{KeyId, KeyPermission, LONGEST_NAME};
use tickit_domain::ids::BotId;

use super::bots::operator;
use super::key_access::{Keys, RunningService};
use super::{Shared, runtime, seal};
use crate::app::KeyRing;
use crate::foundation::Foundation;
use crate::store::OpenError;

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
    /// Seals anew what an old encryption key sealed, as `tickit seal` does; a service that runs does so by itself
    Rotate,
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
    /// What it may do; register and forward where nothing is said
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
    /// Read the tickets of the bot's guilds
    Viewer,
    /// Work on the tickets of the bot's guilds
    Agent,
    /// Do in the bot's guilds what their admins do
    Admin,
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
    if matches!(command, Command::Rotate) {
        return seal::run(shared);
    }
    let config = shared.load()?;
    runtime()?.block_on(async {
        match Foundation::lay(&config).await {
            Ok(foundation) => {
                let ours = Keys::Ours { keys: KeyRing::of(&foundation), actor: Box::new(operator(&foundation)) };
                let done = act(command, &ours).await;
                foundation.stores.close().await;
                done
            }
            // A service that runs has the databases to itself, and does the same for its operator.
            Err(error) if matches!(error.downcast_ref(), Some(OpenError::InUse { .. })) => {
                act(command, &Keys::OfRunning(RunningService::of(&config)?)).await
            }
            Err(error) => Err(error),
        }
    })
}

async fn act(command: &Command, keys: &Keys) -> anyhow::Result<()> {
    match command {
        Command::Create(options) => create(keys, options).await,
        Command::List => list(keys).await,
        Command::Revoke(options) => revoke(keys, options).await,
        // Asked for before any key is looked at.
        Command::Rotate => Ok(()),
    }
}

async fn create(keys: &Keys, options: &CreateOptions) -> anyhow::Result<()> {
    let bot = options.scope.bot;
    let usual = || bot.map_or_else(|| "invitation".to_owned(), |bot| format!("bot {bot}"));
    let name = Some(options.name.trim().to_owned()).filter(|name| !name.is_empty()).unwrap_or_else(usual);
    if name.chars().count() > LONGEST_NAME {
        bail!("a key's name has at most {LONGEST_NAME} characters");
    }
    let may: BTreeSet<KeyPermission> = options.may.iter().copied().map(KeyPermission::from).collect();
    let may = if may.is_empty() { KeyPermission::HOST.into() } else { may };
    let (key, text) = keys.create(&name, bot, may, options.days).await.context("making the key")?;
    println!("{text}");
    eprintln!("Made {} ({}). It is not shown again: hand it over as TICKIT_KEY.", key.id, key.name);
    Ok(())
}

async fn list(keys: &Keys) -> anyhow::Result<()> {
    let (mut page, mut next) = keys.page(None).await.context("reading the keys")?;
    if page.is_empty() {
        println!("No keys yet: `tickit keys create` makes one.");
    }
    loop {
        for key in &page {
            println!("{key}");
        }
        let Some(after) = next else { return Ok(()) };
        (page, next) = keys.page(Some(after)).await.context("reading the keys")?;
    }
}

async fn revoke(keys: &Keys, options: &RevokeOptions) -> anyhow::Result<()> {
    let revoked = keys.revoke(&options.key, options.forget_token).await.context("revoking the key")?;
    let Some((key, forgotten)) = revoked else {
        bail!("there is no key {}; `tickit keys list` shows those that are", options.key)
    };
    println!("Revoked {} ({}).", key.id, key.name);
    for bot in forgotten {
        println!("Forgot the token of bot {bot}; its tickets stay.");
    }
    Ok(())
}

impl From<May> for KeyPermission {
    fn from(may: May) -> Self {
        match may {
            May::Register => Self::Register,
            May::Forward => Self::Forward,
            May::Viewer => Self::Viewer,
            May::Agent => Self::Agent,
            May::Admin => Self::Admin,
        }
    }
}
