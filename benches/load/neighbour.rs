//! How much one bot that misbehaves costs the members of the others.
//!
//! The trouble itself takes CPU, which the simulated Discord shares with the service here and Discord does not. So the
//! same trouble is also made for a bot that a stand-in hosts: what is left between the two is the service's own doing.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use discord_simulator::{ApplicationHandle, Simulator};
use hdrhistogram::Histogram;
use tokio::time::sleep;

use crate::Options;
use crate::engine::EngineUnderTest;
use crate::rates::{label, presses_in};
use crate::service::BenchService;
use crate::stand_in;
use crate::support::report::{histogram, quantiles, say};

/// How often quiet and trouble take turns.
const ROUNDS: usize = 10;

/// Close codes of Discord's that a bot survives.
const CODES: [u16; 8] = [1000, 1001, 4000, 4001, 4002, 4003, 4007, 4009];

/// Where the trouble is.
const PLACES: [&str; 3] =
    ["in quiet", "beside trouble of a bot that a stand-in hosts", "beside trouble of a bot of ours"];

/// The same presses in quiet and beside trouble, in turn.
pub async fn beside_a_bad_one(engine: &EngineUnderTest, options: &Options) -> anyhow::Result<()> {
    let mut service = BenchService::set(engine, options.bots + 1, options).await?;
    let mut guilds = Arc::into_inner(std::mem::take(&mut service.guilds)).context("the guilds are in use")?;
    let ours = guilds.pop().context("there is no bot to misbehave")?.guild.bot;
    service.guilds = Arc::new(guilds);
    let elsewhere = service.discord.application("Elsewhere");
    let (discord, hosted) = (Arc::clone(&service.discord), elsewhere.clone());
    let host = tokio::spawn(async move { stand_in::host(&discord, &hosted).await });
    let count = presses_in(options.rate, options.step_seconds);
    let mut latencies = [histogram()?, histogram()?, histogram()?];
    for round in 0..ROUNDS {
        for (place, seen) in latencies.iter_mut().enumerate() {
            let presses = service.presses(label(options)?, (round * PLACES.len() + place) * count, count);
            let bad = [None, Some(&elsewhere), Some(&ours)][place];
            let trouble = bad.map(|bot| tokio::spawn(misbehave(Arc::clone(&service.discord), bot.clone())));
            let outcome = service.play(presses, f64::from(options.rate)).await?;
            if let Some(trouble) = trouble {
                trouble.abort();
                // What was made of it is still being read.
                sleep(Duration::from_millis(500)).await;
            }
            anyhow::ensure!(outcome.refused + outcome.unanswered == 0, "{}: {}", PLACES[place], outcome.line());
            seen.add(&outcome.latencies)?;
        }
    }
    host.abort();
    for (place, seen) in PLACES.iter().zip(&latencies) {
        say(&format!("  {place}: {} of {} presses", quantiles(seen), seen.len()));
    }
    let [quiet, there, here] = latencies.each_ref().map(p99);
    say(&format!(
        "  p99 beside ours over p99 in quiet: {:.2}; over p99 beside the stand-in's: {:.2}",
        here / quiet,
        here / there
    ));
    service.strike(engine).await
}

fn p99(latencies: &Histogram<u64>) -> f64 {
    Duration::from_micros(latencies.value_at_quantile(0.99)).as_secs_f64()
}

/// Everything that a session can do to its host, over and over.
async fn misbehave(discord: Arc<Simulator>, bot: ApplicationHandle) {
    let faults = discord.faults();
    let gateway = faults.gateway(&bot);
    for code in CODES.iter().cycle() {
        gateway.close_without_code();
        sleep(Duration::from_millis(300)).await;
        gateway.garbage();
        sleep(Duration::from_millis(300)).await;
        gateway.flood(200).await;
        gateway.oversized();
        sleep(Duration::from_millis(300)).await;
        gateway.close(*code);
        sleep(Duration::from_millis(300)).await;
    }
}
