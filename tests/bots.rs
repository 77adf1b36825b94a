//! The repository of bots, on a store in memory and on one that loses answers.

use std::sync::Arc;

use tickit::store::MemoryStores;
use tickit_domain::bot::{Bot, StopReason};
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::BotId;
use tickit_domain::seal::Sealed;
use tickit_domain::store::Stores;
use tickit_domain::store::bots::Bots;
use tickit_domain::store::document::{Documents, WriteTokens};

fn bots(stores: &MemoryStores) -> Bots {
    Bots::new(Documents::new(stores.core(), Arc::new(WriteTokens::new("test".to_owned()))))
}

fn bot(id: u64, name: &str) -> Bot {
    let token = Sealed::from_ciphertext(format!("sealed {name}"));
    Bot {
        id: BotId::new(id),
        name: name.to_owned(),
        token,
        added_at: Timestamp::from_millis(1_000),
        stopped: None,
        commands: None,
    }
}

#[tokio::test]
async fn a_bot_is_kept_renewed_and_forgotten() {
    let bots = bots(&MemoryStores::default());
    assert!(!bots.put(bot(7, "first")).await.unwrap());
    assert_eq!(bots.get(BotId::new(7)).await.unwrap(), Some(bot(7, "first")));
    assert!(bots.put(bot(7, "renewed")).await.unwrap());
    assert_eq!(bots.all().await.unwrap(), [bot(7, "renewed")]);
    assert!(bots.remove(BotId::new(7)).await.unwrap());
    assert!(!bots.remove(BotId::new(7)).await.unwrap());
    assert_eq!(bots.get(BotId::new(7)).await.unwrap(), None);
}

#[tokio::test]
async fn a_stopped_bot_stays_stopped_until_it_is_registered_anew() {
    let bots = bots(&MemoryStores::default());
    bots.put(bot(7, "first")).await.unwrap();
    assert!(bots.set_stopped(BotId::new(7), Some(StopReason::TokenRevoked)).await.unwrap());
    assert_eq!(bots.get(BotId::new(7)).await.unwrap().unwrap().stopped, Some(StopReason::TokenRevoked));
    bots.put(bot(7, "first")).await.unwrap();
    assert_eq!(bots.get(BotId::new(7)).await.unwrap().unwrap().stopped, None);
    assert!(!bots.set_stopped(BotId::new(8), None).await.unwrap());
}

#[tokio::test]
async fn all_bots_come_though_they_fill_several_pages() {
    let bots = bots(&MemoryStores::default());
    for id in 1..=1_203 {
        bots.put(bot(id, "one of many")).await.unwrap();
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
    bots.put(bot(7, "first")).await.unwrap();
    seen.push(bots.changes().await.unwrap());
    bots.put(bot(7, "renewed")).await.unwrap();
    seen.push(bots.changes().await.unwrap());
    bots.set_stopped(BotId::new(7), Some(StopReason::TokenRevoked)).await.unwrap();
    seen.push(bots.changes().await.unwrap());
    bots.remove(BotId::new(7)).await.unwrap();
    seen.push(bots.changes().await.unwrap());
    assert!(seen.is_sorted_by(|before, after| before < after), "{seen:?}");
    bots.put(bot(8, "other")).await.unwrap();
    let before = bots.changes().await.unwrap();
    bots.set_commands(BotId::new(8), "digest").await.unwrap();
    let calls = stores.memory_core().calls();
    assert_eq!(bots.changes().await.unwrap(), before, "what is a bot's own business is counted");
    assert_eq!(stores.memory_core().calls(), calls + 1);
}
