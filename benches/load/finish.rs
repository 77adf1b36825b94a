//! Tickets until they are finished: channel, first message, and the answer changed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::Options;
use crate::clicks::LEAD;
use crate::engine::EngineUnderTest;
use crate::service::BenchService;
use crate::support::guilds::AT_ONCE;
use crate::support::report::{histogram, quantiles, record, say};

/// How long finishing may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Far from Discord: how long each of its answers takes.
const ROUND_TRIP: Duration = Duration::from_millis(150);

/// Far from Discord: bots, and tickets over all of them.
const FAR: (usize, usize) = (20, 200);

/// Lone tickets, each when nothing else is to be done.
const LONE: usize = 20;

/// One ticket after another, with pauses; how long each takes from its press.
pub async fn alone(engine: &EngineUnderTest, options: &Options) -> anyhow::Result<()> {
    let service = BenchService::set(engine, 1, options).await?;
    let mut took = histogram()?;
    for number in 0..LONE {
        sleep(Duration::from_millis(1_500)).await;
        let wanted = changed_answers(&service) + 1;
        let presses = service.presses(AT_ONCE, number, 1);
        let (played, seconds) = tokio::join!(service.play(presses, f64::INFINITY), answers_reach(&service, wanted));
        played?;
        record(&mut took, seconds.saturating_sub(LEAD));
    }
    say(&format!("  a lone ticket, from its press: {}", quantiles(&took)));
    service.strike(engine).await
}

/// Members of many guilds press at once, and Discord is far away.
pub async fn far_away(engine: &EngineUnderTest, options: &Options) -> anyhow::Result<()> {
    let (bots, tickets) = if options.bench { FAR } else { (2, 4) };
    let service = BenchService::set(engine, bots, options).await?;
    service.discord.faults().distance(ROUND_TRIP);
    let since = service.mark();
    let wanted = changed_answers(&service) + tickets;
    let presses = service.presses(AT_ONCE, 0, tickets);
    let (played, took) = tokio::join!(service.play(presses, f64::INFINITY), answers_reach(&service, wanted));
    say(&format!("  {tickets} tickets of {bots} bots, answers take {ROUND_TRIP:?}: {}", played?.line()));
    let finished = tickets.saturating_sub(wanted.saturating_sub(changed_answers(&service)));
    let limited = service.discord.requests().iter().filter(|request| request.status == 429).count();
    say(&format!("  {finished} finished after {:.2} s, {limited} times 429", took.as_secs_f64()));
    service.say_usage("altogether", since);
    service.strike(engine).await
}

/// How many answers were changed, which is the last that is done for a ticket.
fn changed_answers(service: &BenchService) -> usize {
    service.discord.request_count("PATCH", "/messages/@original")
}

/// Waits until so many answers were changed; how long that took.
async fn answers_reach(service: &BenchService, wanted: usize) -> Duration {
    let (began, shared) = (Instant::now(), Arc::clone(service.discord.shared()));
    let reached = shared.until_any(PATIENCE, || (changed_answers(service) >= wanted).then_some(())).await;
    if reached.is_none() {
        say("  not all were finished in time");
    }
    began.elapsed()
}
