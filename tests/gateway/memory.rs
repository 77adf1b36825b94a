//! Sessions outlive their connection, their supervisor and failures of the store.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tickit::gateway::{Held, Seal, SessionMemory, Shard};
use tickit_domain::bot::BotState;
use tickit_domain::ids::BotId;
use tickit_domain::seal::Sealed;

use super::{Reversed, TestGateway, id, quick, session_ids};

#[tokio::test]
async fn the_next_process_resumes_what_this_one_left() {
    let mut gateway = TestGateway::open().await;
    let bot = gateway.discord.application("Helper");
    let guild = gateway.discord.guild("Acme");
    guild.invite(&bot, discord_simulator::Permissions::ADMINISTRATOR);
    gateway.start(&bot);
    gateway.event(&bot, "GUILD_CREATE").await;
    let sessions = session_ids(&gateway, &bot);
    gateway.supervisor.stop_all().await;
    guild.text_channel("meanwhile");
    gateway.reopen(Arc::new(Reversed), quick());
    gateway.start(&bot);
    gateway.event(&bot, "CHANNEL_CREATE").await;
    gateway.until_began(&bot, 1, 1).await;
    assert_eq!(session_ids(&gateway, &bot), sessions);
    gateway.close().await;
}

#[tokio::test]
async fn a_process_that_was_killed_is_resumed_from_what_it_saved_last() {
    let mut gateway = TestGateway::open().await;
    let bot = gateway.application("Helper");
    let process = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    {
        let _inside = process.enter();
        gateway.start(&bot);
    }
    let saved = || gateway.stores.memory_core().contents().contains_key(&format!("session:{}:0", bot.id()));
    assert!(super::eventually(saved).await);
    process.shutdown_background();
    gateway.reopen(Arc::new(Reversed), quick());
    gateway.start(&bot);
    gateway.until_began(&bot, 1, 1).await;
    gateway.close().await;
}

#[tokio::test]
async fn a_supervisor_that_is_dropped_leaves_no_session_behind() {
    let mut gateway = TestGateway::open().await;
    let bot = gateway.bot("Helper").await;
    gateway.reopen(Arc::new(Reversed), quick());
    let gone = || gateway.discord.sessions(&bot).iter().all(|session| !session.connected);
    assert!(gateway.discord.until(super::PATIENCE, gone).await);
    assert!(gateway.events.is_empty() && gateway.supervisor.states().is_empty());
    gateway.close().await;
}

#[tokio::test]
async fn restarts_resume() {
    let gateway = TestGateway::open().await;
    let bots = [gateway.bot("One").await, gateway.bot("Two").await];
    assert!(gateway.supervisor.restart(id(&bots[0])));
    gateway.until_began(&bots[0], 1, 1).await;
    gateway.supervisor.restart_all();
    gateway.until_began(&bots[0], 2, 1).await;
    gateway.until_began(&bots[1], 1, 1).await;
    assert!(!gateway.supervisor.restart(BotId::new(1)));
    gateway.close().await;
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
    let mut gateway = TestGateway::open().await;
    let bot = gateway.bot("Helper").await;
    gateway.supervisor.stop_all().await;
    let stored = format!("{:?}", gateway.stores.memory_core().contents());
    let session = session_ids(&gateway, &bot).into_iter().next().unwrap();
    assert!(stored.contains(&session.chars().rev().collect::<String>()) && !stored.contains(&session));
    assert!(!stored.contains(&bot.token()));
    gateway.reopen(Arc::new(Lost), quick());
    gateway.start(&bot);
    gateway.until_began(&bot, 0, 2).await;
    gateway.close().await;
}

#[tokio::test]
async fn without_a_store_nobody_identifies_and_sessions_live_on() {
    use tickit::store::memory::Faults;
    let gateway = TestGateway::open().await;
    let (bot, new) = (gateway.bot("Old").await, gateway.application("New"));
    gateway.stores.memory_core().set_faults(Faults { away: true, ..Faults::default() });
    gateway.start(&new);
    gateway.until(&new, BotState::Waiting).await;
    gateway.discord.faults().gateway(&bot).drop_tcp();
    gateway.until_began(&bot, 1, 1).await;
    assert_eq!(gateway.discord.identify_count(&new), 0);
    gateway.stores.memory_core().set_faults(Faults::default());
    gateway.until_began(&new, 0, 1).await;
    gateway.close().await;
}

#[tokio::test]
async fn several_shards_identify_in_turn_and_are_one_bot() {
    let mut gateway = TestGateway::open().await;
    let mut events = std::mem::replace(&mut gateway.events, tokio::sync::mpsc::channel(1).1);
    // Somebody handles the 2,001 guilds: a shard goes no further than its share of the queue.
    let handled = tokio::spawn(async move { while events.recv().await.is_some() {} });
    let bot = gateway.discord.application("Large");
    bot.set_max_concurrency(2);
    for number in 0..2_001 {
        gateway.discord.guild(&number.to_string()).invite(&bot, discord_simulator::Permissions::ADMINISTRATOR);
    }
    gateway.start(&bot);
    gateway.until_began(&bot, 0, 3).await;
    let mut shards: Vec<_> = gateway.discord.sessions(&bot).into_iter().map(|session| session.shard).collect();
    shards.sort_unstable();
    assert_eq!(shards, [(0, 3), (1, 3), (2, 3)]);
    gateway.supervisor.restart(id(&bot));
    gateway.until_began(&bot, 3, 3).await;
    gateway.close().await;
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
    let mut gateway = TestGateway::open().await;
    let listener = Arc::clone(&gateway.listener);
    (gateway.supervisor, gateway.events) =
        super::supervisor(&gateway.rest, Arc::new(Panics::default()), listener, quick());
    let bot = gateway.bot("Helper").await;
    assert_eq!(gateway.supervisor.counters().panics.get(), 1);
    assert_eq!(gateway.discord.identify_count(&bot), 1);
    tokio::time::timeout(Duration::from_secs(1), gateway.supervisor.stop(id(&bot))).await.unwrap();
    gateway.close().await;
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
    let sessions = Sessions::new(super::documents(&stores), clock.clone());
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
    let kept = stores.memory_core().contents()["identifies:1"].body.read::<serde_json::Value>().unwrap()["hours"]
        .as_array()
        .unwrap()
        .len();
    assert!(kept <= 25, "{kept} hours are kept");
}
