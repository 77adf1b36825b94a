//! The gateway goes away for everybody and comes back.

use std::sync::Arc;
use std::time::Duration;

use tickit::discord::backoff::Backoff;
use tickit::gateway::GatewaySettings;
use tickit_domain::bot::BotState;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::{House, PATIENCE, Reversed, id, quick};

const BOTS: usize = 120;

/// So often bots try in vain before the gateway is back: the next pause is up to 800 ms.
const TRIES: u64 = 4;

/// Thirty seconds of Discord's, a second and a half of ours: the pauses are twenty times shorter too.
#[tokio::test]
async fn after_an_outage_every_session_is_resumed_and_not_all_at_once() {
    let mut house = House::open().await;
    let backoff = Backoff { shortest: Duration::from_millis(50), longest: Duration::from_secs(3) };
    house.reopen(Arc::new(Reversed), GatewaySettings { backoff, ..quick() });
    let mut bots = Vec::new();
    for number in 0..BOTS {
        let bot = house.application(&number.to_string());
        house.start(&bot);
        bots.push(bot);
    }
    for bot in &bots {
        house.until(bot, BotState::Ready).await;
    }
    house.discord.faults().gateway_away(Duration::from_secs(30));
    for bot in &bots {
        let mut watch = house.supervisor.watch(id(bot)).unwrap();
        timeout(PATIENCE, watch.wait_for(|state| *state != BotState::Ready)).await.unwrap().unwrap();
    }
    sleep(Duration::from_millis(1500)).await;
    // On a busy machine tries take longer: the pauses are what they are after so many of them.
    let tried = || house.supervisor.counters().disconnects.get() >= TRIES * BOTS as u64;
    assert!(super::eventually(tried).await, "they do not try again");
    let back = Instant::now();
    house.discord.clock().advance(Duration::from_secs(30));
    let mut returns = JoinSet::new();
    for bot in &bots {
        let mut watch = house.supervisor.watch(id(bot)).unwrap();
        returns.spawn(async move {
            timeout(PATIENCE, watch.wait_for(|state| *state == BotState::Ready)).await.unwrap().unwrap();
            back.elapsed()
        });
    }
    let mut returned = returns.join_all().await;
    returned.sort_unstable();
    let resumed: u64 = bots.iter().map(|bot| house.discord.resume_count(bot)).sum();
    let identified: u64 = bots.iter().map(|bot| house.discord.identify_count(bot)).sum();
    assert_eq!((resumed, identified), (BOTS as u64, BOTS as u64), "resumed, identified");
    let (early, late) = (returned[BOTS / 10], returned[BOTS * 9 / 10]);
    assert!(late > early + Duration::from_millis(100), "nine of ten came back between {early:?} and {late:?}");
    house.close().await;
}

#[tokio::test]
async fn a_bot_whose_gateway_was_never_there_can_be_stopped() {
    let house = House::open().await;
    house.discord.faults().gateway_away(Duration::from_hours(1));
    let bot = house.application("Helper");
    house.start(&bot);
    house.until(&bot, BotState::Waiting).await;
    assert!(timeout(Duration::from_secs(1), house.supervisor.stop(id(&bot))).await.unwrap());
    assert!(house.supervisor.states().is_empty());
    assert!(!house.supervisor.stop(id(&bot)).await);
    house.close().await;
}

#[tokio::test]
async fn bots_come_and_go_at_once() {
    let house = House::open().await;
    let mut worst = Duration::ZERO;
    for number in 0..20 {
        let bot = house.bot(&number.to_string()).await;
        let before = Instant::now();
        assert!(house.supervisor.stop(id(&bot)).await);
        worst = worst.max(before.elapsed());
        let session = house.discord.sessions(&bot).pop().expect("the session was not left to be resumed");
        assert!(house.discord.until(PATIENCE, || !house.discord.sessions(&bot)[0].connected).await, "{session:?}");
    }
    assert!(worst < Duration::from_millis(50), "it took {worst:?} to stop a bot");
    house.close().await;
}
