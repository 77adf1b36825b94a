//! `tickit config`: what is set, and where.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use tickit_domain::ids::BotId;
use tickit_domain::store::sign_in_application::SignInApplications;
use tokio::time::timeout;

use super::key_access::RunningService;
use super::{Shared, runtime};
use crate::config::{Config, Listing};
use crate::foundation::Foundation;
use crate::store::OpenError;

/// How long the databases may take to say what was entered in the dashboard.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where that is named from.
const DASHBOARD: &str = "the database: entered in the dashboard";

/// What `tickit config` takes.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Prints the defaults with an explanation of each key instead, as a file to start from
    #[arg(long)]
    defaults: bool,
}

pub(super) fn run(shared: &Shared, options: &Options) -> anyhow::Result<()> {
    if options.defaults {
        print!("{}", include_str!("../../config/default.toml"));
        return Ok(());
    }
    let listing = Config::list(&shared.inputs())?;
    let key_width = listing.settings.iter().map(|setting| setting.key.len()).max().unwrap_or(0);
    let value_width = listing.settings.iter().map(|setting| setting.value.len()).max().unwrap_or(0).min(40);
    for setting in &listing.settings {
        let source = setting.source.as_ref().map(ToString::to_string).unwrap_or_default();
        println!("{:key_width$}  {:value_width$}  {source}", setting.key, setting.value);
    }
    match entered(shared, &listing) {
        Ok(None) => {}
        Ok(Some(client_id)) => {
            let client_id = format!("\"{client_id}\"");
            println!("{:key_width$}  {client_id:value_width$}  {DASHBOARD}", "discord.client_id");
            println!("{:key_width$}  {:value_width$}  {DASHBOARD}", "discord.client_secret", "(secret)");
        }
        Err(error) => {
            eprintln!("It is not known whether an application for sign-in was entered in the dashboard: {error:#}");
        }
    }
    Ok(())
}

/// The application that somebody entered in the dashboard, where no setting says by which one people sign in. Where there are no
/// databases yet, none are made.
fn entered(shared: &Shared, listing: &Listing) -> anyhow::Result<Option<BotId>> {
    if listing.sets("discord.client_id") && listing.sets("discord.client_secret") {
        return Ok(None);
    }
    let is_there = listing.sets("store.mongodb_uri") || listing.data_directory().is_some_and(|path| has_files(&path));
    if !is_there {
        return Ok(None);
    }
    let config = shared.load()?;
    runtime()?.block_on(async { timeout(PATIENCE, ask(&config)).await.context("the databases do not answer")? })
}

fn has_files(directory: &Path) -> bool {
    directory.join("core.db").exists()
}

async fn ask(config: &Config) -> anyhow::Result<Option<BotId>> {
    match Foundation::lay(config).await {
        Ok(foundation) => {
            let found = SignInApplications::new(foundation.core()).get().await;
            foundation.stores.close().await;
            Ok(found?.map(|application| application.client_id))
        }
        // A service that runs has the databases to itself, and says the same to its operator.
        Err(error) if matches!(error.downcast_ref(), Some(OpenError::InUse { .. })) => {
            RunningService::of(config)?.sign_in_application().await
        }
        Err(error) => Err(error),
    }
}
