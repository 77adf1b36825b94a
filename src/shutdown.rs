//! When to stop: Ctrl-C at a terminal, SIGTERM from a supervisor.

use anyhow::Context as _;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// A token that the first Ctrl-C or SIGTERM cancels.
pub fn on_signal() -> anyhow::Result<CancellationToken> {
    let mut interrupted = signal(SignalKind::interrupt()).context("listening for Ctrl-C")?;
    let mut terminated = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    let stop = CancellationToken::new();
    let stopping = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupted.recv() => tracing::info!("stopping: Ctrl-C"),
            _ = terminated.recv() => tracing::info!("stopping: SIGTERM"),
        }
        stopping.cancel();
    });
    Ok(stop)
}
