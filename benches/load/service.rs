//! A Discord, guilds that are set up, and a service that has their bots.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use discord_simulator::Simulator;
use tokio::time::{Instant, sleep};

use crate::Options;
use crate::engine::EngineUnderTest;
use crate::support::guilds::{BenchGuild, OpenGuild, all_ready, open_all};
use crate::support::process::{Api, Service, Usage, own_binary, own_usage};
use crate::support::report::{mebibytes, say};

/// Everything that a scenario plays on.
pub struct BenchService {
    /// Discord.
    pub discord: Arc<Simulator>,
    /// The guilds.
    pub guilds: Arc<Vec<OpenGuild>>,
    /// The service.
    pub service: Service,
    prefix: String,
}

/// What both processes had used at some moment.
#[derive(Clone, Copy)]
pub struct Mark {
    /// When.
    pub at: Instant,
    service: Usage,
    discord: Usage,
}

impl BenchService {
    /// Sets the service for so many bots.
    pub async fn set(engine: &EngineUnderTest, bots: usize, options: &Options) -> anyhow::Result<Self> {
        static STAGES: AtomicUsize = AtomicUsize::new(0);
        let prefix = format!("load-{}-{}", std::process::id(), STAGES.fetch_add(1, Ordering::Relaxed));
        let discord = Arc::new(Simulator::builder().seed(7).start().await?);
        let guilds: Vec<BenchGuild> = (0..bots).map(|number| BenchGuild::build(&discord, number)).collect();
        let tokens: Vec<String> = guilds.iter().map(|guild| guild.bot.token()).collect();
        let began = Instant::now();
        let binary = options.service.first().cloned().unwrap_or_else(own_binary);
        let api = Api { base: discord.api_base(), authority: None };
        let service = Service::start(&binary, &api, &tokens, &engine.engine, &options.directory, &prefix)?;
        let ready = all_ready(&discord, &guilds, began).await?;
        let guilds = Arc::new(open_all(guilds).await?);
        say(&format!("  {bots} bots ready within {:.1} s", ready.as_secs_f64()));
        Ok(Self { discord, guilds, service, prefix })
    }

    /// What was used so far.
    pub fn mark(&self) -> Mark {
        Mark { at: Instant::now(), service: self.service.usage(), discord: own_usage() }
    }

    /// Says what was used since.
    pub fn say_usage(&self, what: &str, since: Mark) {
        let (now, seconds) = (self.mark(), since.at.elapsed().as_secs_f64());
        let service = (now.service.cpu.saturating_sub(since.service.cpu)).as_secs_f64();
        let discord = (now.discord.cpu.saturating_sub(since.discord.cpu)).as_secs_f64();
        let resident = mebibytes(now.service.resident);
        say(&format!(
            "  {what}: {seconds:.1} s; service {service:.2} s of CPU, {resident} MiB; simulator {discord:.2} s of CPU"
        ));
    }

    /// How many tickets have a channel, over all guilds.
    pub fn tickets(&self) -> usize {
        self.guilds.iter().map(|guild| guild.tickets(&self.discord)).sum()
    }

    /// Waits until so many tickets have a channel, or nothing happened for ten seconds; how many have.
    pub async fn tickets_reach(&self, wanted: usize, every: Duration) -> usize {
        let (mut reached, mut changed) = (self.tickets(), Instant::now());
        while reached < wanted && changed.elapsed() < Duration::from_secs(10) {
            sleep(every).await;
            let now = self.tickets();
            if now != reached {
                (reached, changed) = (now, Instant::now());
            }
        }
        reached
    }

    /// Ends it all, and says what the service complained of.
    pub async fn strike(self, engine: &EngineUnderTest) -> anyhow::Result<()> {
        let (complaints, last) = self.service.complaints();
        if let Some(last) = last {
            say(&format!("  {complaints} warnings in the service's log, the last: {last}"));
        }
        drop(self.service);
        // A server may still be at what the service asked last.
        sleep(Duration::from_secs(1)).await;
        if let Err(error) = engine.clear(&self.prefix).await {
            say(&format!("  databases that begin with {} are left behind: {error}", self.prefix));
        }
        Ok(())
    }
}
