//! After a change of the key: what the old one sealed is sealed anew while the service runs.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::crypto::{Purpose, bot_token_place};
use crate::foundation::Foundation;
use crate::store::sealed::Progress;

/// The pause after each page, so that others do not wait for the databases.
const PAUSE: Duration = Duration::from_millis(20);

/// How often it is said how far it is.
const TOLD: Duration = Duration::from_secs(30);

/// Seals bots' tokens anew that an old key sealed; how many.
pub async fn seal_tokens_anew(foundation: &Foundation) -> anyhow::Result<usize> {
    let (bots, vault, mut sealed) = (foundation.bots(), &foundation.vault, 0);
    for bot in bots.all().await?.into_iter().filter(|bot| vault.is_outdated(&bot.token)) {
        let place = bot_token_place(bot.id);
        let token = vault.open(Purpose::BotToken, &place, &bot.token).with_context(|| bot.name.clone())?;
        let anew = vault.seal(Purpose::BotToken, &place, &token)?;
        bots.seal_token_anew(bot.id, &bot.token, &anew).await?;
        sealed += 1;
    }
    Ok(sealed)
}

/// Seals bots' tokens anew before any bot is looked at, so that no session takes its bot's for another token, and begins
/// with all else. Does nothing where there is no old key.
pub(super) async fn begin(config: &Config, foundation: &Foundation, stop: CancellationToken) -> JoinHandle<()> {
    if config.security.encryption_keys_old.is_empty() {
        return tokio::spawn(async {});
    }
    if let Err(error) = seal_tokens_anew(foundation).await {
        tracing::warn!(%error, "not all tokens were sealed anew: keep ENCRYPTION_KEYS_OLD");
    }
    tokio::spawn(seal_anew(foundation.clone(), stop))
}

/// Has the databases sealed with the key that seals now, until `stop`: the next start goes on with what is left.
async fn seal_anew(foundation: Foundation, stop: CancellationToken) {
    let mut told = Instant::now();
    let tell = |progress: &Progress| {
        if told.elapsed() >= TOLD {
            told = Instant::now();
            tracing::info!(?progress, "sealing anew what an old key sealed");
        }
    };
    let converting = foundation.sealed.convert(&foundation.write_tokens, PAUSE, tell);
    let Some(converted) = stop.run_until_cancelled(converting).await else { return };
    match converted {
        Ok(progress @ Progress { failed: 0, unreadable: 0, .. }) => {
            if let Err(error) = foundation.needs_no_old_key().await {
                tracing::warn!(%error, "all is sealed anew but for the canary: keep ENCRYPTION_KEYS_OLD");
                return;
            }
            tracing::info!(?progress, "all is sealed with ENCRYPTION_KEY: ENCRYPTION_KEYS_OLD may go");
        }
        Ok(progress) => tracing::warn!(?progress, "not all was sealed anew: keep ENCRYPTION_KEYS_OLD"),
        Err(error) => tracing::warn!(%error, "not all was sealed anew: keep ENCRYPTION_KEYS_OLD"),
    }
}
