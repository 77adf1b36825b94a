//! Who is given what: the pieces of the service, each made once.

use std::sync::Arc;

use async_trait::async_trait;
use tickit_commands::presenter::LocalPresenter;
use tickit_commands::transcript::LocalScribe;
use tickit_commands::words::Words;
use tickit_commands::{ACTIONS, Actions};
use tickit_domain::desk::{Desk, DeskParts, JobQueue};
use tickit_domain::store::sessions::Sessions;
use tickit_domain::store::{StoreHealth, StoreResult, Stores};
use tokio_util::task::TaskTracker;

use super::enrolment::Enrolment;
use super::hosted_bots::{HostedBots, KnownBots};
use super::post::Post;
use super::registration::Registration;
use super::seals::{SessionSeal, TokenSeal};
use crate::config::Config;
use crate::discord::intents::Intents;
use crate::discord::{DiscordApi, Rest, RestSettings};
use crate::entropy::random_seed;
use crate::foundation::Foundation;
use crate::gateway::{self, EventQueue, GatewaySettings, StoredMemory, Supervisor};
use crate::guild_events::{GuildEvents, is_heard};
use crate::http::{BotControl, Database, HttpPorts};
use crate::interactions::{self, Callback, Interactions};
use crate::metrics::Metrics;

/// What several pieces share.
pub(super) struct Wiring<'a> {
    pub(super) desk: Desk,
    pub(super) metrics: Arc<Metrics>,
    foundation: &'a Foundation,
    words: Arc<Words>,
    rest: Rest,
    tokens: Arc<TokenSeal>,
}

impl<'a> Wiring<'a> {
    pub(super) fn new(
        config: &Config,
        foundation: &'a Foundation,
        queue: impl JobQueue + 'static,
    ) -> anyhow::Result<Self> {
        let words = Arc::new(Words::load()?);
        let base = config.discord.api_base.clone();
        let metrics = Arc::<Metrics>::default();
        let rest = Rest::new(RestSettings { base, seed: random_seed()?, ..RestSettings::default() }, metrics.clone())?;
        let tokens = Arc::new(TokenSeal(Arc::clone(&foundation.vault)));
        let desk = Desk::new(DeskParts {
            stores: Arc::clone(&foundation.stores),
            discord: Arc::new(DiscordApi::new(rest.clone(), tokens.clone())),
            presenter: Arc::new(LocalPresenter::new(Arc::clone(&words))),
            scribe: Arc::new(LocalScribe::new(Arc::clone(&words))),
            clock: Arc::clone(&foundation.clock),
            write_tokens: Arc::clone(&foundation.write_tokens),
            queue: Arc::new(queue),
            watcher: metrics.clone(),
        });
        Ok(Self { desk, metrics, foundation, words, rest, tokens })
    }

    /// The bots, whose events go into this queue.
    pub(super) fn hosted(&self, config: &Config, queue: EventQueue) -> anyhow::Result<Arc<HostedBots>> {
        let foundation = self.foundation;
        let sessions = Sessions::new(foundation.core(), Arc::clone(&foundation.clock));
        let known_bots = Arc::new(KnownBots::new(foundation.bots()));
        let supervisor = Supervisor::new(gateway::Parts {
            rest: self.rest.clone(),
            memory: Arc::new(StoredMemory::new(sessions, Arc::new(SessionSeal(Arc::clone(&foundation.vault))))),
            queue,
            listener: known_bots.clone(),
            settings: GatewaySettings {
                handshakes: config.gateway.concurrent_handshakes,
                identify_limit: u32::try_from(config.gateway.identifies_per_day).unwrap_or(u32::MAX),
                intents: Intents::NEEDED,
                wanted: |name| matches!(name, "INTERACTION_CREATE" | "READY") || is_heard(name),
                ..GatewaySettings::default()
            },
            seed: random_seed()?,
        })?;
        let (vault, clock) = (Arc::clone(&foundation.vault), Arc::clone(&foundation.clock));
        Ok(Arc::new(HostedBots::new(known_bots, vault, self.rest.clone(), clock, supervisor)))
    }

    /// Who registers the bots of the configuration.
    pub(super) fn enrolment(&self) -> Enrolment {
        Enrolment {
            rest: self.rest.clone(),
            bots: self.foundation.bots(),
            vault: Arc::clone(&self.foundation.vault),
            clock: Arc::clone(&self.foundation.clock),
        }
    }

    /// Where events are delivered.
    pub(super) fn post(&self, config: &Config, handlers: TaskTracker) -> Post {
        let interactions = Interactions::new(interactions::Parts {
            desk: self.desk.clone(),
            words: Arc::clone(&self.words),
            actions: Actions::new(ACTIONS, Arc::clone(&self.words)),
            tokens: self.tokens.clone(),
            metrics: Arc::clone(&self.metrics),
            deadline: config.tickets.deadline,
        });
        let registration = Registration::new(self.rest.clone(), self.foundation.bots(), &self.words);
        let guild_events = GuildEvents::new(self.desk.clone(), handlers.clone());
        Post { interactions, callback: Callback::new(self.rest.clone()), guild_events, registration, handlers }
    }

    /// What the HTTP door is connected to.
    pub(super) fn http_ports(&self, bots: Arc<dyn BotControl>) -> HttpPorts {
        HttpPorts {
            bots,
            database: Arc::new(CoreDatabase(Arc::clone(&self.foundation.stores))),
            clock: Arc::clone(&self.foundation.clock),
            metrics: Arc::clone(&self.metrics),
        }
    }
}

/// Health is that of the service's own database: without it nothing goes.
#[derive(Debug)]
struct CoreDatabase(Arc<dyn Stores>);

#[async_trait]
impl Database for CoreDatabase {
    async fn health(&self) -> StoreResult<StoreHealth> {
        self.0.core().health().await
    }
}
