//! Secrets never reach the log, however much is logged.

use std::time::Duration;

use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY, OPERATOR_KEY};
use crate::support::{TestWorld, eventually, health, welcome};
use tokio::time::{Instant, sleep};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_ticket_at_trace_level_logs_no_secret() {
    let mut world = TestWorld::seeded(7).await;
    world.settings = world
        .settings
        .with("ENCRYPTION_KEY", ENCRYPTION_KEY)
        .with("ENCRYPTION_IV", ENCRYPTION_IV)
        .with("TICKIT_OPERATOR_KEY", OPERATOR_KEY)
        .with("TICKIT_LOG", "trace");
    let installation = world.settings.installation();
    let token = world.bot.token();
    let added = installation.run_with_input(&["bots", "add"], &token).await;
    assert_eq!(added.code, Some(0), "{}", added.all());
    let service = installation.serve().await;
    let deadline = Instant::now() + Duration::from_secs(30);
    while health(&service.url).await.1["bots"]["ready"] != 1 {
        assert!(Instant::now() < deadline, "the bot is not ready");
        sleep(Duration::from_millis(50)).await;
    }
    world.set_up().await;
    let alice = world.member("alice");
    let refused = world.discord.faults();
    refused.respond(
        discord_simulator::faults::Match::any().method("PATCH").path("/webhooks/"),
        discord_simulator::faults::Fault::CutAfter,
        1,
    );
    let ticket = world.opens(&alice, "Support").await;
    alice.says(&ticket, "a word in confidence").await;
    let again = alice.press(&world.panel().button("Support")).await.finished().await;
    assert!(again.text().contains("already"), "{}", again.text());
    world.agent("bob").press(&welcome(&ticket).button("Claim")).await;
    world.closes(&alice, &ticket, "secretive").await;
    eventually("the transcript is posted", || !world.transcripts().is_empty()).await;
    let (_, log) = service.stop().await;
    let log = format!("{}{log}", added.all());

    assert!(log.len() > 2_000 && log.contains("DEBUG"), "{} bytes of log", log.len());
    let tokens: Vec<String> = world
        .discord
        .shared()
        .read(|world| world.interactions.values().map(|interaction| interaction.token.clone()).collect());
    assert!(tokens.len() > 5);
    let secrets = tokens.iter().map(String::as_str).chain([&*token, ENCRYPTION_KEY, OPERATOR_KEY]);
    for secret in secrets {
        if let Some(at) = log.find(secret) {
            let from = log[..at].rfind('\n').map_or(0, |line| line + 1);
            panic!("a secret is in the log: {}", log[from..].lines().next().unwrap());
        }
    }
    println!("{} lines of log, none of {} secrets", log.lines().count(), tokens.len() + 3);
    world.discord.finish().await.unwrap();
}
