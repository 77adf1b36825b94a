//! Many members of one guild press at the same moment.

use std::time::Duration;

use crate::Options;
use crate::engine::EngineUnderTest;
use crate::stage::Stage;
use crate::support::houses::AT_ONCE;
use crate::support::report::say;

/// All of them at once; until each has a channel.
pub async fn at_once(engine: &EngineUnderTest, options: &Options) -> anyhow::Result<()> {
    let stage = Stage::set(engine, 1, options).await?;
    let presses = stage.presses(AT_ONCE, 0, options.members);
    let since = stage.mark();
    let outcome = stage.play(presses, f64::INFINITY).await?;
    say(&format!("  {} members at once: {}", options.members, outcome.line()));
    let tickets = stage.tickets_reach(outcome.accepted, Duration::from_millis(10)).await;
    let seconds = since.at.elapsed().as_secs_f64();
    say(&format!("  {tickets} of {} had their channel after {seconds:.2} s", options.members));
    stage.say_usage("altogether", since);
    stage.strike(engine).await
}
