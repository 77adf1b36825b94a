//! Puts what happened into the audit log's chain, some seconds after it happened and on nobody's way, and has it counted.

use std::sync::Arc;
use std::time::Duration;

use tickit_domain::desk::{Appending, AuditChains};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::store::NewEvents;

/// What happens within this time is appended together.
const TOGETHER: Duration = Duration::from_secs(2);

/// How long it is waited after a database did not answer.
const AFTER_FAILURE: Duration = Duration::from_secs(30);

/// How long appending may take when the service stops. What is left is appended after the next start.
const AT_THE_END: Duration = Duration::from_secs(5);

/// Appends until `stop`, and then once more.
pub(super) async fn keep(chains: AuditChains, new: Arc<NewEvents>, stop: CancellationToken) {
    new.note(None, Appending::Earlier);
    while stop.run_until_cancelled(new.wait()).await.is_some() {
        if stop.run_until_cancelled(sleep(TOGETHER)).await.is_none() {
            break;
        }
        if !append(&chains, &new).await && stop.run_until_cancelled(sleep(AFTER_FAILURE)).await.is_none() {
            break;
        }
    }
    let _ = timeout(AT_THE_END, append(&chains, &new)).await;
}

/// Appends what was noted; whether all of it was. The rest is noted again.
async fn append(chains: &AuditChains, new: &NewEvents) -> bool {
    let mut done = true;
    for (guild, how) in new.take() {
        let counted = match (chains.append(guild, how).await, guild) {
            (Ok(_), Some(guild)) => chains.count(guild).await,
            (appended, _) => appended.map(drop),
        };
        if let Err(error) = counted {
            let guild = guild.map(|guild| guild.to_string());
            tracing::warn!(
                guild,
                error = format!("{error:#}"),
                "what happened is not in the audit log's chain yet, or not counted"
            );
            new.note(guild.and_then(|guild| guild.parse().ok()), how);
            done = false;
        }
    }
    done
}
