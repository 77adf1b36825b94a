//! Where the pieces meet: opens the databases, starts what works on them, and stops it all in order.

use std::sync::Arc;

use anyhow::Context as _;
use async_trait::async_trait;
use tickit_domain::bot::{Bot, BotState};
use tickit_domain::ids::BotId;
use tokio::net::TcpListener;

use crate::config::Config;
use crate::foundation::Foundation;
use crate::http::{self, BotRoster, BotStatus, HttpPorts, HttpState, ReconnectError};
use crate::metrics::Metrics;
use crate::shutdown;

/// Runs the service until Ctrl-C or SIGTERM.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let stop = shutdown::on_signal()?;
    let foundation = Foundation::lay(&config).await?;
    let bots = foundation.bots().all().await.context("reading the bots")?;
    let roster = Arc::new(Sessions { bots: bots.into_iter().map(status).collect() });
    let ports = HttpPorts {
        roster: roster.clone(),
        stores: Arc::clone(&foundation.stores),
        clock: Arc::clone(&foundation.clock),
        metrics: Arc::new(Metrics::default()),
    };
    let state = HttpState::new(ports, &config.http, &config.security.operator_key);
    let address = config.http.address;
    let listener = TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))?;
    announce(&listener, &roster.bots)?;
    let served = http::serve(listener, http::router(state), stop, config.http.shutdown).await;
    foundation.stores.close().await;
    tracing::info!("stopped");
    Ok(served?)
}

fn announce(listener: &TcpListener, bots: &[BotStatus]) -> anyhow::Result<()> {
    let address = listener.local_addr().context("asking for the port")?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), bots = bots.len(), "listening on http://{address}");
    for bot in bots {
        tracing::info!(bot = %bot.id, name = %bot.name, state = ?bot.state, "bot");
    }
    if bots.is_empty() {
        tracing::info!("no bots yet: `tickit bots add` registers one");
    }
    Ok(())
}

/// Stands in for the gateway's sessions until they are connected here.
#[derive(Debug)]
struct Sessions {
    bots: Vec<BotStatus>,
}

fn status(bot: Bot) -> BotStatus {
    BotStatus { id: bot.id, name: bot.name, state: bot.stopped.map_or(BotState::Waiting, BotState::Stopped) }
}

#[async_trait]
impl BotRoster for Sessions {
    fn states(&self) -> Vec<BotStatus> {
        self.bots.clone()
    }

    async fn reconnect(&self, bot: BotId) -> Result<(), ReconnectError> {
        match self.bots.iter().find(|status| status.id == bot).map(|status| status.state) {
            None => Err(ReconnectError::NotFound),
            Some(BotState::Stopped(reason)) => Err(ReconnectError::Stopped(reason)),
            Some(_) => Ok(()),
        }
    }

    async fn reconnect_all(&self) -> usize {
        self.bots.iter().filter(|bot| !matches!(bot.state, BotState::Stopped(_))).count()
    }
}
