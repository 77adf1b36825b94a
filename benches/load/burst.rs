//! Many members of one guild press at the same moment.

use std::time::Duration;

use crate::Options;
use crate::engine::EngineUnderTest;
use crate::service::BenchService;
use crate::support::guilds::AT_ONCE;
use crate::support::report::say;

/// All of them at once; until each has a channel.
pub async fn at_once(engine: &EngineUnderTest, options: &Options) -> anyhow::Result<()> {
    let service = BenchService::set(engine, 1, options).await?;
    let presses = service.presses(AT_ONCE, 0, options.members);
    let since = service.mark();
    let outcome = service.play(presses, f64::INFINITY).await?;
    say(&format!("  {} members at once: {}", options.members, outcome.line()));
    let tickets = service.tickets_reach(outcome.accepted, Duration::from_millis(10)).await;
    let seconds = since.at.elapsed().as_secs_f64();
    say(&format!("  {tickets} of {} had their channel after {seconds:.2} s", options.members));
    service.say_usage("altogether", since);
    service.strike(engine).await
}
