//! Slash commands are registered for some bots at a time, and again later where Discord does not answer.

use std::time::Duration;

use discord_simulator::Simulator;
use discord_simulator::faults::{Fault, Match};
use tokio::time::{Instant, sleep};

use crate::support::{Settings, TestGuild, TestWorld, application, eventually, slash_commands};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_of_many_bots_registers_for_a_few_at_a_time() {
    const BOTS: usize = 24;
    let discord = Simulator::builder().seed(7).start().await.unwrap();
    let bots: Vec<_> = (0..BOTS).map(|number| application(&discord, &format!("Bot {number}"))).collect();
    let guilds: Vec<_> = bots.iter().map(|bot| TestGuild::new(&discord, "Acme", &[bot])).collect();
    let slow = Fault::Delay(Duration::from_secs(10));
    let plan = discord.faults().respond(Match::any().method("PUT").path("/commands"), slow, 10_000);
    let bots: Vec<_> = bots.iter().collect();
    let service = Settings::new(&discord, &bots).start_unready().await;
    eventually("the first are registered", || plan.happened() >= 8).await;
    sleep(Duration::from_secs(2)).await;
    assert_eq!(plan.happened(), 8, "so many are registered at once");
    discord.faults().clear();
    let registered =
        || guilds.iter().filter(|guild| guild.guild.owner().commands(&guild.general).len() >= slash_commands()).count();
    let deadline = Instant::now() + Duration::from_mins(1);
    while registered() < BOTS {
        assert!(Instant::now() < deadline, "{} of {BOTS} are registered", registered());
        sleep(Duration::from_millis(50)).await;
    }
    service.stop().await;
    discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_discord_did_not_answer_is_registered_later() {
    let world = TestWorld::seeded(7).await;
    // As often as one request is tried.
    let away = world.discord.faults().respond(Match::any().path("/commands"), Fault::Status(503), 5);
    let service = world.settings.start().await;
    eventually("it is given up for now", || away.happened() == 5).await;
    let deadline = Instant::now() + Duration::from_secs(40);
    while world.guild.owner().commands(&world.general).len() < slash_commands() {
        assert!(Instant::now() < deadline, "the commands were never registered");
        sleep(Duration::from_millis(100)).await;
    }
    service.stop().await;
    world.discord.finish().await.unwrap();
}
