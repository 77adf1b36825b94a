//! The gateway goes away for everybody and comes back.

use std::sync::Arc;
use std::time::Duration;

use tickit::discord::backoff::Backoff;
use tickit::gateway::GatewaySettings;
use tickit_domain::bot::BotState;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::{PATIENCE, Reversed, TestGateway, id, quick};

const BOTS: usize = 120;

/// So often bots try in vain before the gateway is back: the next pause is up to 800 ms.
const TRIES: u64 = 4;

/// Thirty seconds of Discord's, a second and a half of ours: the pauses are twenty times shorter too.
#[tokio::test]
async fn after_an_outage_every_session_is_resumed_and_not_all_at_once() {
    let mut gateway = TestGateway::open().await;
    let backoff = Backoff { shortest: Duration::from_millis(50), longest: Duration::from_secs(3) };
    gateway.reopen(Arc::new(Reversed), GatewaySettings { backoff, ..quick() });
    let mut bots = Vec::new();
    for number in 0..BOTS {
        let bot = gateway.application(&number.to_string());
        gateway.start(&bot);
        bots.push(bot);
    }
    for bot in &bots {
        gateway.until(bot, BotState::Ready).await;
    }
    gateway.discord.faults().gateway_away(Duration::from_secs(30));
    for bot in &bots {
        let mut watch = gateway.supervisor.watch(id(bot)).unwrap();
        timeout(PATIENCE, watch.wait_for(|state| *state != BotState::Ready)).await.unwrap().unwrap();
    }
    sleep(Duration::from_millis(1500)).await;
    // On a busy machine tries take longer: the pauses are what they are after so many of them.
    let tried = || gateway.supervisor.counters().disconnects.get() >= TRIES * BOTS as u64;
    assert!(super::eventually(tried).await, "they do not try again");
    let back = Instant::now();
    gateway.discord.clock().advance(Duration::from_secs(30));
    let mut returns = JoinSet::new();
    for bot in &bots {
        let mut watch = gateway.supervisor.watch(id(bot)).unwrap();
        returns.spawn(async move {
            timeout(PATIENCE, watch.wait_for(|state| *state == BotState::Ready)).await.unwrap().unwrap();
            back.elapsed()
        });
    }
    let mut returned = returns.join_all().await;
    returned.sort_unstable();
    let resumed: u64 = bots.iter().map(|bot| gateway.discord.resume_count(bot)).sum();
    let identified: u64 = bots.iter().map(|bot| gateway.discord.identify_count(bot)).sum();
    assert_eq!((resumed, identified), (BOTS as u64, BOTS as u64), "resumed, identified");
    let (early, late) = (returned[BOTS / 10], returned[BOTS * 9 / 10]);
    assert!(late > early + Duration::from_millis(100), "nine of ten came back between {early:?} and {late:?}");
    gateway.close().await;
}

#[tokio::test]
async fn a_bot_whose_gateway_was_never_there_can_be_stopped() {
    let gateway = TestGateway::open().await;
    gateway.discord.faults().gateway_away(Duration::from_hours(1));
    let bot = gateway.application("Helper");
    gateway.start(&bot);
    gateway.until(&bot, BotState::Waiting).await;
    assert!(timeout(Duration::from_secs(1), gateway.supervisor.stop(id(&bot))).await.unwrap());
    assert!(gateway.supervisor.states().is_empty());
    assert!(!gateway.supervisor.stop(id(&bot)).await);
    gateway.close().await;
}

#[tokio::test]
async fn bots_come_and_go_at_once() {
    let gateway = TestGateway::open().await;
    let mut worst = Duration::ZERO;
    for number in 0..20 {
        let bot = gateway.bot(&number.to_string()).await;
        let before = Instant::now();
        assert!(gateway.supervisor.stop(id(&bot)).await);
        worst = worst.max(before.elapsed());
        let session = gateway.discord.sessions(&bot).pop().expect("the session was not left to be resumed");
        assert!(gateway.discord.until(PATIENCE, || !gateway.discord.sessions(&bot)[0].connected).await, "{session:?}");
    }
    assert!(worst < Duration::from_millis(50), "it took {worst:?} to stop a bot");
    gateway.close().await;
}
