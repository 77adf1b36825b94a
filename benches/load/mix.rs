//! Members who go all the way: press, fill the form in, are helped by somebody who claims, and close.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use discord_simulator::people::{Answer, AnswerKind, MessageHandle};
use discord_simulator::{ChannelHandle, Permissions};
use hdrhistogram::Histogram;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::Options;
use crate::engine::EngineUnderTest;
use crate::service::BenchService;
use crate::support::guilds::{ASKING, OpenGuild};
use crate::support::report::{histogram, quantiles, record, say};

/// How long a visit may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// The steps of a visit that are answered.
const STEPS: [&str; 5] = ["press", "form", "claim", "close", "reason"];

/// How long each step of a visit took.
type Visit = [Duration; STEPS.len()];

/// Visits begin at a fixed rate, over the guilds in turn.
pub async fn visits(engine: &EngineUnderTest, options: &Options) -> anyhow::Result<()> {
    let service = BenchService::set(engine, options.bots, options).await?;
    let since = service.mark();
    let begin = Instant::now();
    let count = (f64::from(options.visitors) * options.seconds).max(1.0);
    let mut under_way = JoinSet::new();
    for number in (0_u32..).take_while(|&number| f64::from(number) < count) {
        let due = begin + Duration::from_secs_f64(f64::from(number) / f64::from(options.visitors));
        let guilds = Arc::clone(&service.guilds);
        under_way.spawn(async move {
            sleep_until(due).await;
            let number = usize::try_from(number)?;
            let guild = guilds.get(number % guilds.len()).context("there is no guild")?;
            timeout(PATIENCE, visit(guild, number)).await.context("a visit took too long")?
        });
    }
    let (mut latencies, mut lost) = (Vec::new(), 0);
    for _ in STEPS {
        latencies.push(histogram()?);
    }
    while let Some(visit) = under_way.join_next().await {
        match visit? {
            Ok(visit) => take(&mut latencies, &visit),
            Err(error) => {
                lost += 1;
                say(&format!("  a visit failed: {error:#}"));
            }
        }
    }
    for (step, latencies) in STEPS.iter().zip(&latencies) {
        say(&format!("  {step}: {}", quantiles(latencies)));
    }
    let finished = latencies.first().map_or(0, Histogram::len);
    let rate = Duration::from_secs(finished).as_secs_f64() / begin.elapsed().as_secs_f64();
    say(&format!("  {finished} tickets opened and closed, {lost} lost: {rate:.1} tickets/s"));
    service.say_usage("altogether", since);
    service.strike(engine).await
}

fn take(latencies: &mut [Histogram<u64>], visit: &Visit) {
    for (latencies, took) in latencies.iter_mut().zip(visit) {
        record(latencies, *took);
    }
}

async fn visit(guild: &OpenGuild, number: usize) -> anyhow::Result<Visit> {
    let member = guild.member(number);
    let staff = guild.guild.guild.role("Support", Permissions::empty());
    let agent = guild.guild.guild.member("agent").with_role(&staff);
    let asked = member.press(&guild.panel.button(ASKING)).await;
    let form = asked.modal().with_context(|| format!("no form: {asked:?}"))?;
    let promised = member.submit(&form, [("0", "It does not work")]).await;
    let opened = promised.finished().await.text();
    let channel = channel_in(guild, &opened).with_context(|| format!("not opened: {opened}"))?;
    let welcome = welcome_in(&channel).await;
    let claimed = agent.press(&welcome.button("Claim")).await;
    let closing = member.press(&welcome.button("Close")).await;
    let reason = closing.modal().with_context(|| format!("no form: {closing:?}"))?;
    let closed = member.submit(&reason, [("reason", "It works now")]).await;
    anyhow::ensure!(closed.kind() == AnswerKind::Message, "not closed: {closed:?}");
    while channel.exists() {
        sleep(Duration::from_millis(20)).await;
    }
    Ok([&asked, &promised, &claimed, &closing, &closed].map(Answer::acknowledged_after))
}

/// The channel that an answer names.
fn channel_in(guild: &OpenGuild, text: &str) -> Option<ChannelHandle> {
    let mut channels = guild.guild.guild.channels().into_iter();
    channels.find(|channel| text.contains(&format!("<#{}>", channel.id())))
}

async fn welcome_in(channel: &ChannelHandle) -> MessageHandle {
    loop {
        if let Some(message) = channel.messages().into_iter().find(|message| !message.buttons().is_empty()) {
            return message;
        }
        sleep(Duration::from_millis(10)).await;
    }
}
