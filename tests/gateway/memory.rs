//! Sessions outlive their connection, their supervisor and failures of the store.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tickit::gateway::{Held, Seal, SessionMemory, Shard};
use tickit_domain::bot::BotState;
use tickit_domain::ids::BotId;
use tickit_domain::seal::Sealed;

use super::{House, Reversed, id, quick, session_ids};

#[tokio::test]
async fn the_next_process_resumes_what_this_one_left() {
    let mut house = House::open().await;
    let bot = house.discord.application("Helper");
    let guild = house.discord.guild("Acme");
    guild.invite(&bot, discord_simulator::Permissions::ADMINISTRATOR);
    house.start(&bot);
    house.event(&bot, "GUILD_CREATE").await;
    let sessions = session_ids(&house, &bot);
    house.supervisor.stop_all().await;
    guild.text_channel("meanwhile");
    house.reopen(Arc::new(Reversed), quick());
    house.start(&bot);
    house.event(&bot, "CHANNEL_CREATE").await;
    house.until_began(&bot, 1, 1).await;
    assert_eq!(session_ids(&house, &bot), sessions);
    house.close().await;
}

#[tokio::test]
async fn a_process_that_was_killed_is_resumed_from_what_it_saved_last() {
    let mut house = House::open().await;
    let bot = house.application("Helper");
    let process = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    {
        let _inside = process.enter();
        house.start(&bot);
    }
    let saved = || house.stores.memory_core().contents().contains_key(&format!("session:{}:0", bot.id()));
    assert!(super::eventually(saved).await);
    process.shutdown_background();
    house.reopen(Arc::new(Reversed), quick());
    house.start(&bot);
    house.until_began(&bot, 1, 1).await;
    house.close().await;
}

#[tokio::test]
async fn a_supervisor_that_is_dropped_leaves_no_session_behind() {
    let mut house = House::open().await;
    let bot = house.bot("Helper").await;
    house.reopen(Arc::new(Reversed), quick());
    let gone = || house.discord.sessions(&bot).iter().all(|session| !session.connected);
    assert!(house.discord.until(super::PATIENCE, gone).await);
    assert!(house.events.is_empty() && house.supervisor.states().is_empty());
    house.close().await;
}

#[tokio::test]
async fn restarts_resume() {
    let house = House::open().await;
    let bots = [house.bot("One").await, house.bot("Two").await];
    assert!(house.supervisor.restart(id(&bots[0])));
    house.until_began(&bots[0], 1, 1).await;
    house.supervisor.restart_all();
    house.until_began(&bots[0], 2, 1).await;
    house.until_began(&bots[1], 1, 1).await;
    assert!(!house.supervisor.restart(BotId::new(1)));
    house.close().await;
}

#[tokio::test]
async fn a_session_is_stored_sealed_and_one_that_cannot_be_opened_is_begun_anew() {
    #[derive(Debug)]
    struct Lost;
    impl Seal for Lost {
        fn seal(&self, place: &str, secret: &SecretString) -> anyhow::Result<Sealed> {
            Reversed.seal(place, secret)
        }
        fn open(&self, _: &str, _: &Sealed) -> anyhow::Result<SecretString> {
            anyhow::bail!("the key is lost")
        }
    }
    let mut house = House::open().await;
    let bot = house.bot("Helper").await;
    house.supervisor.stop_all().await;
    let stored = format!("{:?}", house.stores.memory_core().contents());
    let session = session_ids(&house, &bot).into_iter().next().unwrap();
    assert!(stored.contains(&session.chars().rev().collect::<String>()) && !stored.contains(&session));
    assert!(!stored.contains(&bot.token()));
    house.reopen(Arc::new(Lost), quick());
    house.start(&bot);
    house.until_began(&bot, 0, 2).await;
    house.close().await;
}

#[tokio::test]
async fn without_a_store_nobody_identifies_and_sessions_live_on() {
    use tickit::store::memory::Faults;
    let house = House::open().await;
    let (bot, new) = (house.bot("Old").await, house.application("New"));
    house.stores.memory_core().set_faults(Faults { away: true, ..Faults::default() });
    house.start(&new);
    house.until(&new, BotState::Waiting).await;
    house.discord.faults().gateway(&bot).drop_tcp();
    house.until_began(&bot, 1, 1).await;
    assert_eq!(house.discord.identify_count(&new), 0);
    house.stores.memory_core().set_faults(Faults::default());
    house.until_began(&new, 0, 1).await;
    house.close().await;
}

#[tokio::test]
async fn several_shards_identify_in_turn_and_are_one_bot() {
    let mut house = House::open().await;
    let mut events = std::mem::replace(&mut house.events, tokio::sync::mpsc::channel(1).1);
    // Somebody handles the 2,001 guilds: a shard goes no further than its share of the queue.
    let handled = tokio::spawn(async move { while events.recv().await.is_some() {} });
    let bot = house.discord.application("Large");
    bot.set_max_concurrency(2);
    for number in 0..2_001 {
        house.discord.guild(&number.to_string()).invite(&bot, discord_simulator::Permissions::ADMINISTRATOR);
    }
    house.start(&bot);
    house.until_began(&bot, 0, 3).await;
    let mut shards: Vec<_> = house.discord.sessions(&bot).into_iter().map(|session| session.shard).collect();
    shards.sort_unstable();
    assert_eq!(shards, [(0, 3), (1, 3), (2, 3)]);
    house.supervisor.restart(id(&bot));
    house.until_began(&bot, 3, 3).await;
    house.close().await;
    handled.await.unwrap();
}

/// A memory whose first answer is a panic.
#[derive(Debug, Default)]
struct Panics(std::sync::atomic::AtomicBool);

#[async_trait::async_trait]
impl SessionMemory for Panics {
    async fn recall(&self, _: BotId, _: Shard) -> anyhow::Result<Option<Held>> {
        assert!(self.0.swap(true, std::sync::atomic::Ordering::SeqCst), "as it was told to");
        Ok(None)
    }
    async fn remember(&self, _: BotId, _: Shard, _: &Held) -> anyhow::Result<()> {
        Ok(())
    }
    async fn forget(&self, _: BotId, _: Shard) -> anyhow::Result<()> {
        Ok(())
    }
    async fn spend_identify(&self, _: BotId, _: u32) -> anyhow::Result<bool> {
        Ok(true)
    }
}

#[tokio::test]
async fn a_session_that_panics_is_begun_again() {
    let mut house = House::open().await;
    let listener = Arc::clone(&house.listener);
    (house.supervisor, house.events) = super::supervisor(&house.rest, Arc::new(Panics::default()), listener, quick());
    let bot = house.bot("Helper").await;
    assert_eq!(house.supervisor.counters().panics.get(), 1);
    assert_eq!(house.discord.identify_count(&bot), 1);
    tokio::time::timeout(Duration::from_secs(1), house.supervisor.stop(id(&bot))).await.unwrap();
    house.close().await;
}

/// A clock that a test moves.
#[derive(Debug)]
struct Moved(std::sync::atomic::AtomicI64);

impl tickit_domain::clock::Clock for Moved {
    fn now(&self) -> tickit_domain::clock::Timestamp {
        tickit_domain::clock::Timestamp::from_millis(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}

#[tokio::test]
async fn identifies_are_counted_over_a_day_and_then_forgotten() {
    use std::sync::atomic::{AtomicI64, Ordering};
    use tickit::store::MemoryStores;
    use tickit_domain::store::sessions::Sessions;
    const HOUR: i64 = 3_600_000;
    let (stores, clock) = (MemoryStores::default(), Arc::new(Moved(AtomicI64::new(1_772_366_400_000))));
    let sessions = Sessions::new(super::ledger(&stores), clock.clone());
    let (bot, other) = (BotId::new(1), BotId::new(2));
    for _ in 0..3 {
        assert!(sessions.spend_identify(bot, 3).await.unwrap());
    }
    assert!(!sessions.spend_identify(bot, 3).await.unwrap());
    assert!(sessions.spend_identify(other, 3).await.unwrap(), "bots share their count");
    clock.0.fetch_add(23 * HOUR, Ordering::SeqCst);
    assert!(!sessions.spend_identify(bot, 3).await.unwrap());
    clock.0.fetch_add(2 * HOUR, Ordering::SeqCst);
    assert!(sessions.spend_identify(bot, 3).await.unwrap());
    for _ in 0..100 {
        clock.0.fetch_add(HOUR, Ordering::SeqCst);
        assert!(sessions.spend_identify(bot, 900).await.unwrap());
    }
    let kept = stores.memory_core().contents()["identifies:1"].body["hours"].as_array().unwrap().len();
    assert!(kept <= 25, "{kept} hours are kept");
}
