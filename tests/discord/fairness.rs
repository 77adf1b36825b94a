//! Jobs that wait for Discord hold no place: neither a guild nor a bot keeps others waiting.

use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use discord_simulator::people::Answer;
use futures_util::future::join_all;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use crate::support::{Settings, TestGuild, TestWorld, application, eventually, welcome};

/// How many press at once in a guild at its limit.
const PRESSES: usize = 30;

/// How long such a guild gets no channel.
const LIMITED: Duration = Duration::from_secs(8);

/// How long somebody waits whose bot and guild are at no limit.
const PROMPT: Duration = Duration::from_secs(5);

fn crowd(guild: &TestGuild) -> Vec<JoinHandle<Answer>> {
    let button = guild.panel().button("Support");
    let presses = (0..PRESSES).map(|number| {
        let (member, button) = (guild.member(&format!("crowd-{number}")), button.clone());
        tokio::spawn(async move { member.press(&button).await })
    });
    presses.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_guilds_at_their_channel_limit_keep_no_other_guild_and_no_other_bot_waiting() {
    let mut world = TestWorld::seeded(7).await;
    let (second, third) = (application(&world.discord, "Second"), application(&world.discord, "Third"));
    world.settings = Settings::new(&world.discord, &[&world.bot, &second, &third]);
    let crowded = TestGuild::new(&world.discord, "Crowded", &[&second]);
    let beside = TestGuild::new(&world.discord, "Beside", &[&second]);
    let calm = TestGuild::new(&world.discord, "Calm", &[&third]);
    let service = world.settings.start().await;
    join_all([&world.home, &crowded, &beside, &calm].map(TestGuild::set_up)).await;
    let alice = crowded.member("alice");
    let ticket = crowded.opens(&alice, "Support").await;

    let limits = [&world.home, &crowded].map(|guild| {
        let channels = Match::any().method("POST").path(&format!("/guilds/{}/channels", guild.guild.id()));
        let limited = Fault::RateLimited { scope: "user", retry_after: LIMITED };
        world.discord.faults().respond(channels, limited, 1)
    });
    let crowds = [crowd(&world.home), crowd(&crowded)];
    eventually("both guilds are at their limit", || limits.iter().all(|limit| limit.happened() > 0)).await;
    sleep(Duration::from_millis(500)).await;
    let began = Instant::now();
    for guild in [&calm, &beside] {
        guild.opens(&guild.member("bob"), "Support").await;
        assert!(began.elapsed() < PROMPT, "another guild waited for {:?}", began.elapsed());
    }
    let asked = alice.press(&welcome(&ticket).button("Close")).await;
    alice.submit(&asked.modal().unwrap(), [("reason", "")]).await;
    eventually("the ticket of the crowded guild is closed", || !ticket.exists()).await;
    assert!(began.elapsed() < PROMPT, "closing waited for {:?}", began.elapsed());
    for press in crowds.into_iter().flatten() {
        let answer = press.await.unwrap();
        assert!(
            answer.finishes_within(Duration::from_mins(1)).await && answer.text().contains("is open"),
            "{answer:?}"
        );
    }
    service.stop().await;
    world.discord.finish().await.unwrap();
}
