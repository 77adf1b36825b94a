//! `tickit seal`: seals what the databases hold already, with the key that seals now.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use super::bots::explained;
use super::{Shared, runtime};
use crate::app::seal_tokens_anew;
use crate::foundation::Foundation;
use crate::store::sealed::Progress;

/// How often it is said how far it is.
const TOLD: Duration = Duration::from_secs(2);

pub(super) fn run(shared: &Shared) -> anyhow::Result<()> {
    let config = shared.load()?;
    runtime()?.block_on(async {
        let foundation = Foundation::lay(&config).await.map_err(|error| explained(error, &config))?;
        let done = seal(&foundation, config.security.seal_contents).await;
        foundation.stores.close().await;
        done
    })
}

async fn seal(foundation: &Foundation, seals: bool) -> anyhow::Result<()> {
    let tokens = seal_tokens_anew(foundation).await.context("sealing bots' tokens")?;
    let mut told = Instant::now();
    let tell = |progress: &Progress| {
        if told.elapsed() >= TOLD {
            told = Instant::now();
            eprintln!(
                "{} records in {} databases so far, {} of them written anew",
                progress.records, progress.databases, progress.written
            );
        }
    };
    let progress = foundation
        .sealed
        .convert(&foundation.write_tokens, Duration::ZERO, tell)
        .await
        .context("reading the databases")?;
    let how = if seals { "Sealed" } else { "Made readable" };
    println!(
        "{how} {} of {} records in {} databases, and {tokens} tokens.",
        progress.written, progress.records, progress.databases
    );
    match progress {
        Progress { unreadable: 0, failed: 0, .. } => foundation.needs_no_old_key().await.context("sealing the canary"),
        Progress { unreadable, failed, .. } => bail!(
            "{unreadable} records cannot be opened with the keys that are set, and {failed} databases were not looked \
             through to the end: keep the old key, and see to them"
        ),
    }
}
