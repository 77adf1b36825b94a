//! Presses at one rate for a while, and at rising rates until members would notice.

use std::time::Duration;

use crate::Options;
use crate::engine::EngineUnderTest;
use crate::service::BenchService;
use crate::support::guilds::{ASKING, AT_ONCE};
use crate::support::report::say;

/// From which p99 on a ramp ends, in microseconds.
const NOTICED: u64 = 100_000;

/// One rate.
pub async fn steady(engine: &EngineUnderTest, options: &Options) -> anyhow::Result<()> {
    let service = BenchService::set(engine, options.bots, options).await?;
    let count = presses_in(options.rate, options.seconds);
    let presses = service.presses(label(options)?, 0, count);
    let since = service.mark();
    let outcome = service.play(presses, f64::from(options.rate)).await?;
    let during = service.tickets();
    say(&format!("  {} presses/s: {}", options.rate, outcome.line()));
    service.say_usage("while pressing", since);
    if options.press == "open" {
        let tickets = service.tickets_reach(outcome.accepted, Duration::from_millis(100)).await;
        let rate = f64::from(u32::try_from(tickets)?) / since.at.elapsed().as_secs_f64();
        say(&format!("  {during} tickets had their channel by then, {tickets} in the end: {rate:.0} tickets/s"));
        service.say_usage("until all were open", since);
    }
    service.strike(engine).await
}

/// Rising rates, each with new members.
pub async fn ramp(engine: &EngineUnderTest, options: &Options) -> anyhow::Result<()> {
    let service = BenchService::set(engine, options.bots, options).await?;
    let mut pressed = 0;
    for &rate in &options.steps {
        let count = presses_in(rate, options.step_seconds);
        let plan = service.presses(label(options)?, pressed, count);
        let since = service.mark();
        let before = service.tickets();
        let outcome = service.play(plan, f64::from(rate)).await?;
        pressed += count;
        let tickets = service.tickets() - before;
        say(&format!("  {rate} presses/s: {} · {tickets} tickets opened meanwhile", outcome.line()));
        service.say_usage("of which", since);
        if outcome.latencies.value_at_quantile(0.99) > NOTICED {
            break;
        }
    }
    service.strike(engine).await
}

/// How many presses a rate makes in so many seconds.
pub fn presses_in(rate: u32, seconds: f64) -> usize {
    let count = Duration::from_secs_f64(f64::from(rate) * seconds).as_secs();
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// What the button says that is pressed.
pub fn label(options: &Options) -> anyhow::Result<&'static str> {
    match options.press.as_str() {
        "open" => Ok(AT_ONCE),
        "ask" => Ok(ASKING),
        other => anyhow::bail!("{other:?} cannot be pressed: open, ask"),
    }
}
