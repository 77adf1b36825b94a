//! How much one bot that misbehaves costs the members of the others.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use discord_simulator::{ApplicationHandle, Simulator};
use tokio::time::sleep;

use crate::Options;
use crate::engine::EngineUnderTest;
use crate::rates::{label, presses_in};
use crate::stage::Stage;
use crate::support::report::say;

/// How often quiet and trouble take turns.
const ROUNDS: usize = 5;

/// Close codes of Discord's that a bot survives.
const CODES: [u16; 8] = [1000, 1001, 4000, 4001, 4002, 4003, 4007, 4009];

/// The same presses in quiet and beside trouble, in turn.
pub async fn beside_a_bad_one(engine: &EngineUnderTest, options: &Options) -> anyhow::Result<()> {
    let mut stage = Stage::set(engine, options.bots + 1, options).await?;
    let mut houses = Arc::into_inner(std::mem::take(&mut stage.houses)).context("the guilds are in use")?;
    let bad = houses.pop().context("there is no bot to misbehave")?.house.bot;
    stage.houses = Arc::new(houses);
    let count = presses_in(options.rate, options.step_seconds);
    let mut ratios = Vec::new();
    for round in 0..ROUNDS {
        let mut p99 = [0_u64; 2];
        for (turn, slot) in p99.iter_mut().enumerate() {
            let presses = stage.presses(label(options)?, (round * 2 + turn) * count, count);
            let trouble = (turn == 1).then(|| tokio::spawn(misbehave(Arc::clone(&stage.discord), bad.clone())));
            let outcome = stage.play(presses, f64::from(options.rate)).await?;
            if let Some(trouble) = trouble {
                trouble.abort();
            }
            *slot = outcome.latencies.value_at_quantile(0.99);
            say(&format!("  {}: {}", ["in quiet", "beside trouble"][turn], outcome.line()));
        }
        ratios.push(f64::from(u32::try_from(p99[1])?) / f64::from(u32::try_from(p99[0].max(1))?));
    }
    ratios.sort_by(f64::total_cmp);
    say(&format!("  p99 beside trouble over p99 in quiet, median of {ROUNDS}: {:.2}", ratios[ROUNDS / 2]));
    stage.strike(engine).await
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
