//! Bots of the configuration that Discord does not let in yet: shown with the reason, and asked about no more often than
//! Discord wants.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use serde_json::Value;
use tickit_domain::clock::Timestamp;
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep};

use crate::support::{TestWorld, health};

/// Longer than the pause after which it was asked again.
const PAUSE: Duration = Duration::from_secs(17);

/// The configured bots in health, once each has a reason.
async fn with_reasons(url: &str, bots: usize) -> Vec<Value> {
    let deadline = Instant::now() + Duration::from_secs(15);
    loop {
        let health = health(url).await.1;
        let list = health["bots"]["list"].as_array().unwrap().clone();
        if list.len() == bots && list.iter().all(|bot| bot["reason"].is_string()) {
            return list;
        }
        assert!(Instant::now() < deadline, "{health}");
        sleep(Duration::from_millis(50)).await;
    }
}

fn seconds_until(bot: &Value) -> u64 {
    let at = Timestamp::parse_rfc3339(bot["next_try"].as_str().unwrap()).unwrap();
    at.since(tickit_domain::clock::Clock::now(&tickit::clock::SystemClock)).as_secs()
}

#[tokio::test]
async fn a_bot_that_discord_has_wait_is_shown_and_not_asked_about_again_before_its_time() {
    let world = TestWorld::seeded(7).await;
    let long = Fault::RateLimited { scope: "user", retry_after: Duration::from_secs(82_721) };
    let plan = world.discord.faults().respond(Match::any().path("/applications/@me"), long, 100);
    let service = world.settings.start_unready().await;
    let bots = with_reasons(&format!("http://{}", service.address()), 1).await;
    assert_eq!((&bots[0]["state"], &bots[0]["reason"]), (&"waiting".into(), &"rate_limited".into()));
    assert_eq!((&bots[0]["id"], &bots[0]["name"]), (&Value::Null, &"bot 0".into()));
    assert!((82_600..=82_721).contains(&seconds_until(&bots[0])), "{bots:?}");
    sleep(PAUSE).await;
    assert_eq!(plan.happened(), 1);
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test]
async fn a_token_that_discord_does_not_know_is_shown() {
    let world = TestWorld::seeded(7).await;
    world.bot.reset_token();
    let service = world.settings.start_unready().await;
    let bots = with_reasons(&format!("http://{}", service.address()), 1).await;
    assert_eq!((&bots[0]["state"], &bots[0]["reason"]), (&"stopped".into(), &"token_revoked".into()));
    service.stop().await;
    world.discord.finish().await.unwrap();
}

/// Discord's edge answers whatever is asked with a page for people.
#[tokio::test]
async fn a_ban_of_the_address_holds_every_bot_for_its_time_and_says_so() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let edge = axum::Router::new().fallback(move || {
        count.fetch_add(1, Ordering::SeqCst);
        async {
            (axum::http::StatusCode::TOO_MANY_REQUESTS, [("retry-after", "3600")], "<html>error code: 1015</html>")
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/api/v10", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, edge).await });
    let mut world = TestWorld::seeded(7).await;
    let other = crate::support::application(&world.discord, "Other");
    world.settings =
        crate::support::Settings::new(&world.discord, &[&world.bot, &other]).with("DISCORD_API_BASE", base);
    let service = world.settings.start_unready().await;
    let bots = with_reasons(&format!("http://{}", service.address()), 2).await;
    let health = health(&format!("http://{}", service.address())).await.1;
    assert!(health["discord"]["address_banned_until"].is_string(), "{health}");
    for bot in &bots {
        assert_eq!(bot["reason"], "address_banned", "{bot}");
        assert!((3_500..=3_600).contains(&seconds_until(bot)), "{bot}");
    }
    sleep(PAUSE).await;
    // Both may have been on their way when the first answer came.
    assert!(asked.load(Ordering::SeqCst) <= 2, "asked {asked:?} times");
    server.abort();
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test]
async fn a_bot_that_is_registered_is_not_asked_about_again_at_the_next_start() {
    let world = TestWorld::seeded(7).await;
    world.settings.start().await.stop().await;
    let asked = world.discord.request_count("GET", "/applications/@me");
    world.settings.start().await.stop().await;
    assert_eq!(world.discord.request_count("GET", "/applications/@me"), asked + 1, "once by its session");
    world.discord.finish().await.unwrap();
}
