//! The repository of bots, on a store in memory and on one that loses answers.

use std::sync::Arc;

use serde_json::json;
use tickit::store::MemoryStores;
use tickit_domain::actor::{Actor, Cause, Door, Who};
use tickit_domain::bot::{Application, Bot, StopReason, Trouble};
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::BotId;
use tickit_domain::seal::Sealed;
use tickit_domain::store::Stores;
use tickit_domain::store::bots::Bots;
use tickit_domain::store::document::{Documents, WriteTokens};
use tickit_domain::store::events::Events;

fn bots(stores: &MemoryStores) -> Bots {
    Bots::new(Documents::new(stores.core(), Arc::new(WriteTokens::new("test".to_owned()))))
}

const NOW: Timestamp = Timestamp::from_millis(2_000);

fn operator() -> Actor {
    Actor::operator(Door::CommandLine, Cause::Request("run".into()))
}

fn bot(id: u64, name: &str) -> Bot {
    let token = Sealed::from_ciphertext(format!("sealed {name}"));
    let application = Application { id: BotId::new(id), name: name.to_owned(), verify_key: String::new() };
    Bot::registered(None, application, token, Timestamp::from_millis(1_000))
}

#[tokio::test]
async fn a_bot_is_kept_renewed_and_forgotten() {
    let bots = bots(&MemoryStores::default());
    assert!(!bots.put(bot(7, "first"), &operator(), NOW).await.unwrap());
    assert_eq!(bots.get(BotId::new(7)).await.unwrap(), Some(bot(7, "first")));
    assert!(bots.put(bot(7, "renewed"), &operator(), NOW).await.unwrap());
    assert_eq!(bots.all().await.unwrap(), [bot(7, "renewed")]);
    assert!(bots.remove(BotId::new(7), &operator(), NOW).await.unwrap());
    assert!(!bots.remove(BotId::new(7), &operator(), NOW).await.unwrap());
    assert_eq!(bots.get(BotId::new(7)).await.unwrap(), None);
}

#[tokio::test]
async fn a_stopped_bot_stays_stopped_until_it_is_registered_anew() {
    let bots = bots(&MemoryStores::default());
    bots.put(bot(7, "first"), &operator(), NOW).await.unwrap();
    assert!(bots.set_stopped(BotId::new(7), Some(StopReason::TokenRevoked), &operator(), NOW).await.unwrap());
    assert_eq!(bots.get(BotId::new(7)).await.unwrap().unwrap().stopped, Some(StopReason::TokenRevoked));
    bots.put(bot(7, "first"), &operator(), NOW).await.unwrap();
    assert_eq!(bots.get(BotId::new(7)).await.unwrap().unwrap().stopped, None);
    assert!(!bots.set_stopped(BotId::new(8), None, &operator(), NOW).await.unwrap());
}

#[tokio::test]
async fn all_bots_come_though_they_fill_several_pages() {
    let bots = bots(&MemoryStores::default());
    for id in 1..=1_203 {
        bots.put(bot(id, "one of many"), &operator(), NOW).await.unwrap();
    }
    let all = bots.all().await.unwrap();
    let ids: std::collections::BTreeSet<u64> = all.iter().map(|bot| bot.id.get()).collect();
    assert_eq!((all.len(), ids.len()), (1_203, 1_203));
    assert_eq!(bots.page(2, None).await.unwrap().bots.len(), 2);
}

#[tokio::test]
async fn what_concerns_those_who_host_bots_is_counted_and_read_alone() {
    let stores = MemoryStores::default();
    let bots = bots(&stores);
    let mut seen = vec![bots.changes().await.unwrap()];
    bots.put(bot(7, "first"), &operator(), NOW).await.unwrap();
    seen.push(bots.changes().await.unwrap());
    bots.put(bot(7, "renewed"), &operator(), NOW).await.unwrap();
    seen.push(bots.changes().await.unwrap());
    bots.set_stopped(BotId::new(7), Some(StopReason::TokenRevoked), &operator(), NOW).await.unwrap();
    seen.push(bots.changes().await.unwrap());
    bots.remove(BotId::new(7), &operator(), NOW).await.unwrap();
    seen.push(bots.changes().await.unwrap());
    assert!(seen.is_sorted_by(|before, after| before < after), "{seen:?}");
    bots.put(bot(8, "other"), &operator(), NOW).await.unwrap();
    let before = bots.changes().await.unwrap();
    bots.set_commands(BotId::new(8), "digest").await.unwrap();
    let calls = stores.memory_core().calls();
    assert_eq!(bots.changes().await.unwrap(), before, "what is a bot's own business is counted");
    assert_eq!(stores.memory_core().calls(), calls + 1);
}

async fn events(stores: &MemoryStores) -> Vec<(u32, &'static str)> {
    let core = Documents::new(stores.core(), Arc::new(WriteTokens::new("reader".to_owned())));
    let events = Events::new(core).of("bot:7").await.unwrap();
    events.iter().map(|event| (event.number, event.kind.name())).collect()
}

#[tokio::test]
async fn each_change_of_a_bot_makes_an_event_that_tells_no_token() {
    let stores = MemoryStores::default();
    let (bots, id) = (bots(&stores), BotId::new(7));
    bots.put(bot(7, "first"), &operator(), NOW).await.unwrap();
    bots.set_commands(id, "digest").await.unwrap();
    bots.put(bot(7, "renewed"), &operator(), NOW).await.unwrap();
    for degraded in [Some(Trouble::ConnectionLost), Some(Trouble::ConnectionLost), None] {
        assert!(bots.set_degraded(id, degraded, &operator(), NOW).await.unwrap());
    }
    for stopped in [Some(StopReason::TokenRevoked), None, None] {
        bots.set_stopped(id, stopped, &operator(), NOW).await.unwrap();
    }
    for _ in 0..2 {
        bots.remove(id, &operator(), NOW).await.unwrap();
    }
    assert!(!bots.set_degraded(id, None, &operator(), NOW).await.unwrap(), "it is registered no more");
    assert!(!bots.put(bot(7, "again"), &operator(), NOW).await.unwrap());
    let expected = [
        "bot.added",
        "bot.token_changed",
        "bot.degraded",
        "bot.recovered",
        "bot.stopped",
        "bot.started",
        "bot.removed",
        "bot.added",
    ];
    assert_eq!(events(&stores).await, (1..).zip(expected).collect::<Vec<_>>());
    let core = stores.memory_core().contents();
    let event = |number: u32| core[&format!("event:bot:7:{number:07}")].body.read::<serde_json::Value>().unwrap();
    let degraded = event(3);
    assert_eq!((&degraded["before"], &degraded["after"]), (&json!({}), &json!({ "degraded": "connection_lost" })));
    assert_eq!(degraded["actor"], serde_json::to_value(Who::Operator).unwrap());
    let told: Vec<String> = (1..=8).map(|number| event(number).to_string()).collect();
    assert!(told.iter().all(|event| !event.contains("sealed") && !event.contains("digest")), "{told:?}");
}

#[tokio::test]
async fn nothing_that_opens_a_removed_bots_token_is_kept() {
    let stores = MemoryStores::default();
    let bots = bots(&stores);
    bots.put(bot(7, "first"), &operator(), NOW).await.unwrap();
    bots.remove(BotId::new(7), &operator(), NOW).await.unwrap();
    assert!(bots.all().await.unwrap().is_empty());
    let left = stores.memory_core().contents();
    assert!(left.values().all(|record| !format!("{:?}", record.body).contains("sealed")), "{left:?}");
}

/// The process dies after the bot was changed and before its event is a record.
#[tokio::test]
async fn an_event_that_a_process_left_in_a_bot_becomes_a_record_after_the_next_start() {
    let stores = MemoryStores::default();
    let bots = bots(&stores);
    bots.put(bot(7, "first"), &operator(), NOW).await.unwrap();
    stores.core().delete("event:bot:7:0000001", None).await.unwrap();
    assert!(events(&stores).await.is_empty());
    for _ in 0..2 {
        bots.relay().await.unwrap();
        assert_eq!(events(&stores).await, [(1, "bot.added")]);
    }
}
