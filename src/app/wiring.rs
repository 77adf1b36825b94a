//! Who is given what: the pieces of the service, each made once.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use tickit_commands::presenter::LocalPresenter;
use tickit_commands::transcript::LocalScribe;
use tickit_commands::words::Words;
use tickit_commands::{ACTIONS, Actions};
use tickit_domain::desk::{Desk, DeskParts, JobQueue};
use tickit_domain::job::Job;
use tickit_domain::presence::GuildPresence;
use tickit_domain::store::document::Stored;
use tickit_domain::store::sessions::Sessions;
use tickit_domain::store::{StoreHealth, StoreResult, Stores};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::access_log::AccessLog;
use super::answerer::Answerer;
use super::command_registration::{CommandQueue, CommandRegistration};
use super::error_log::ErrorQueue;
use super::forwarded_events::ForwardedEvents;
use super::gauges::AnswerWatchers;
use super::hosting::{Candidate, Enrolment, HostedBots, HostingParts, KnownBots, Registrar};
use super::key_ring::KeyRing;
use super::post::Post;
use super::scribe::BesideRuntime;
use super::seals::{SessionSeal, TokenSeal};
use super::sign_ins::People;
use super::ticket_feed::{TicketFeed, Watchers};
use super::webhook_parts::WebhookParts;
use crate::config::{BotSettings, Config};
use crate::discord::intents::{ContentIntents, Intents};
use crate::discord::membership::Memberships;
use crate::discord::time::DiscordTime;
use crate::discord::{DiscordApi, Rest, RestSettings};
use crate::entropy::random_seed;
use crate::foundation::Foundation;
use crate::gateway::{self, EventQueue, GatewaySettings, StoredMemory, Supervisor};
use crate::guild_events::{GuildEvents, PresenceEvents, is_heard};
use crate::http::{Database, DeskPorts, HttpPorts, Listener};
use crate::interactions::{self, Callback, Elsewhere, Interactions};
use crate::jobs::{Gaps, GapsToClose, Worker};
use crate::metrics::Metrics;
use crate::store::NewEvents;
use crate::webhooks::{Egress, Followers, WebhookWorker};

/// How Tickit shows itself to those who have webhooks.
const USER_AGENT: &str = concat!("Tickit/", env!("CARGO_PKG_VERSION"));

/// What several pieces share.
pub(super) struct Wiring<'a> {
    pub(super) desk: Desk,
    pub(super) metrics: Arc<Metrics>,
    foundation: &'a Foundation,
    words: Arc<Words>,
    rest: Rest,
    tokens: Arc<TokenSeal>,
    memberships: Arc<Memberships>,
    authorities: Arc<[u8]>,
    known_bots: Arc<KnownBots>,
    registrar: Arc<Registrar>,
    keys: KeyRing,
    pub(super) people: Arc<People>,
    elsewhere: Elsewhere,
    time: Arc<DiscordTime>,
    feed: Arc<TicketFeed>,
    followers: Arc<Followers>,
    egress: Egress,
    error_log: Arc<ErrorQueue>,
    access_log: Arc<AccessLog>,
}

/// What comes from outside, and where it is handled.
pub(super) struct Doors {
    pub(super) post: Post,
    answering: Arc<Answerer>,
    events: Arc<ForwardedEvents>,
}

impl<'a> Wiring<'a> {
    pub(super) fn new(
        config: &Config,
        foundation: &'a Foundation,
        queue: impl JobQueue + 'static,
        new_events: &Arc<NewEvents>,
    ) -> anyhow::Result<Self> {
        let words = Arc::new(Words::load()?);
        let authorities = config.discord.authorities()?;
        let metrics = Arc::<Metrics>::default();
        let time = Arc::new(DiscordTime::new(Arc::clone(&foundation.clock)));
        let watchers = AnswerWatchers { metrics: metrics.clone(), time: time.clone() };
        let rest = Rest::new(rest_settings(config, &authorities)?, Arc::new(watchers))?;
        let tokens = Arc::new(TokenSeal(Arc::clone(&foundation.vault)));
        let (memberships, contents) = (Arc::<Memberships>::default(), Arc::<ContentIntents>::default());
        let (feed, followers) = (Arc::<TicketFeed>::default(), Arc::<Followers>::default());
        let clock = Arc::clone(&foundation.clock);
        let error_log = ErrorQueue::shared(Arc::clone(&clock), random_seed()?);
        let desk = Desk::new(DeskParts {
            stores: Arc::clone(&foundation.stores),
            discord: Arc::new(DiscordApi::new(rest.clone(), tokens.clone(), memberships.clone(), contents.clone())),
            presenter: Arc::new(LocalPresenter::new(Arc::clone(&words))),
            scribe: Arc::new(BesideRuntime(LocalScribe::new(Arc::clone(&words)))),
            clock: Arc::clone(&foundation.clock),
            write_tokens: Arc::clone(&foundation.write_tokens),
            queue: Arc::new(queue),
            watcher: Arc::new(Watchers::new(&metrics, &feed, &followers, new_events)),
            roles: config.roles.clone(),
            error_log: error_log.clone(),
        });
        let known_bots = Arc::new(KnownBots::new(foundation.bots(), clock, contents.clone(), error_log.clone()));
        let registrar = Arc::new(Registrar::new(rest.clone(), Arc::clone(&foundation.vault)));
        let people = Arc::new(People::new(config, foundation, rest.clone()));
        Ok(Self {
            desk,
            metrics,
            foundation,
            words,
            rest,
            tokens,
            memberships,
            authorities,
            known_bots,
            registrar,
            keys: KeyRing::of(foundation),
            people,
            elsewhere: Elsewhere::default(),
            time,
            feed,
            followers,
            egress: Egress::new(&config.webhooks.allowed_networks, USER_AGENT)?,
            error_log,
            access_log: AccessLog::shared(foundation),
        })
    }

    /// The bots, whose events go into this queue.
    pub(super) fn hosted(
        &self,
        config: &Config,
        queue: EventQueue,
        commands: CommandQueue,
    ) -> anyhow::Result<Arc<HostedBots>> {
        let (foundation, known_bots) = (self.foundation, Arc::clone(&self.known_bots));
        let sessions = Sessions::new(foundation.core(), Arc::clone(&foundation.clock));
        let supervisor = Supervisor::new(gateway::Parts {
            rest: self.rest.clone(),
            memory: Arc::new(StoredMemory::new(sessions.clone(), Arc::new(SessionSeal(Arc::clone(&foundation.vault))))),
            queue,
            listener: known_bots.clone(),
            settings: GatewaySettings {
                handshakes: config.gateway.concurrent_handshakes,
                identify_limit: u32::try_from(config.gateway.identifies_per_day).unwrap_or(u32::MAX),
                authorities: Arc::clone(&self.authorities),
                intents: Intents::NEEDED,
                wanted: |name| {
                    matches!(name, "INTERACTION_CREATE" | "READY") || PresenceEvents::are(name) || is_heard(name)
                },
                brief: |name| name == "READY" || PresenceEvents::are(name),
                ..GatewaySettings::default()
            },
            seed: random_seed()?,
        })?;
        Ok(Arc::new(HostedBots::new(HostingParts {
            supervisor,
            known_bots,
            sessions,
            rest: self.rest.clone(),
            clock: Arc::clone(&foundation.clock),
            enrolment: self.enrolment(&config.bots),
            registrar: Arc::clone(&self.registrar),
            keys: self.keys.clone(),
            commands,
            elsewhere: self.elsewhere.clone(),
            public_url: config.http.public_url.clone(),
        })))
    }

    /// Who registers the bots of the configuration.
    fn enrolment(&self, bots: &[BotSettings]) -> Enrolment {
        let candidates = bots.iter().cloned().enumerate().map(|(number, bot)| Candidate::new(number, bot)).collect();
        Enrolment {
            registrar: Arc::clone(&self.registrar),
            bots: self.foundation.bots(),
            clock: Arc::clone(&self.foundation.clock),
            candidates: Mutex::new(candidates),
        }
    }

    /// Where events and interactions are delivered.
    pub(super) fn doors(&self, config: &Config, handlers: TaskTracker, commands: CommandQueue, gaps: Gaps) -> Doors {
        let interactions = Interactions::new(interactions::Parts {
            desk: self.desk.clone(),
            words: Arc::clone(&self.words),
            actions: Actions::new(ACTIONS, Arc::clone(&self.words)),
            tokens: self.tokens.clone(),
            metrics: Arc::clone(&self.metrics),
            deadline: config.tickets.deadline,
            elsewhere: self.elsewhere.clone(),
            bots: self.known_bots.clone(),
            time: Arc::clone(&self.time),
        });
        let answerer = Arc::new(Answerer { interactions, callback: Callback::new(self.rest.clone()) });
        let guild_events = Arc::new(GuildEvents::new(self.desk.clone(), handlers.clone()));
        // Requests are let through before anybody makes some for a guild that the bot came back to.
        let told: Vec<Arc<dyn GuildPresence>> = vec![self.memberships.clone(), Arc::new(gaps)];
        let presence = Arc::new(PresenceEvents::new(told));
        Doors {
            answering: answerer.clone(),
            events: Arc::new(ForwardedEvents::new(guild_events.clone(), presence.clone())),
            post: Post { answerer, guild_events, presence, commands, handlers },
        }
    }

    /// Who does jobs, until `stop`.
    pub(super) fn worker(
        &self,
        config: &Config,
        fresh: mpsc::Receiver<Stored<Job>>,
        gaps: GapsToClose,
        stop: CancellationToken,
    ) -> Worker {
        let concurrency = config.jobs.concurrency(self.desk.is_alone());
        Worker::new(self.desk.clone(), fresh, gaps, Arc::clone(&self.metrics), concurrency, stop)
    }

    /// Who tells webhooks what happens, until `stop`.
    pub(super) fn webhook_worker(&self, stop: CancellationToken) -> WebhookWorker {
        let (followers, metrics) = (Arc::clone(&self.followers), Arc::clone(&self.metrics));
        WebhookWorker::new(self.desk.clone(), followers, self.egress.clone(), metrics, stop)
    }

    /// Who registers slash commands, and until `stop` works on it.
    pub(super) fn command_registration(
        &self,
        stop: CancellationToken,
    ) -> (CommandQueue, impl Future<Output = ()> + Send + use<>) {
        CommandRegistration::new(self.rest.clone(), self.foundation.bots(), &self.words).run(stop)
    }

    /// Failures on their way into the database.
    pub(super) fn error_log(&self) -> Arc<ErrorQueue> {
        Arc::clone(&self.error_log)
    }

    /// What was shown that opens nothing, on its way into the audit log.
    pub(super) fn access_log(&self) -> Arc<AccessLog> {
        Arc::clone(&self.access_log)
    }

    /// What the HTTP door is connected to.
    pub(super) fn http_ports(
        &self,
        config: &Config,
        bots: &Arc<HostedBots>,
        doors: &Doors,
        listener: &Listener,
    ) -> HttpPorts {
        HttpPorts {
            bots: bots.clone(),
            desk: Some(DeskPorts {
                hosting: bots.clone(),
                keys: Arc::new(self.keys.clone()),
                people: self.people.clone(),
                application: self.people.applications.clone(),
                access: self.access_log.clone(),
                answering: doors.answering.clone(),
                events: doors.events.clone(),
                desk: self.desk.clone(),
                tickets: self.feed.clone(),
                webhooks: Arc::new(WebhookParts { egress: self.egress.clone() }),
            }),
            database: Arc::new(CoreDatabase(Arc::clone(&self.foundation.stores))),
            certificates: listener.certificates(),
            clock: Arc::clone(&self.foundation.clock),
            metrics: Arc::clone(&self.metrics),
            words: Arc::clone(&self.words),
            data_directory: config.store.data_directory.clone(),
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

/// How Discord is asked.
fn rest_settings(config: &Config, authorities: &Arc<[u8]>) -> anyhow::Result<RestSettings> {
    let (base, authorities, seed) = (config.discord.api_base.clone(), Arc::clone(authorities), random_seed()?);
    Ok(RestSettings { base, authorities, seed, ..RestSettings::default() })
}
