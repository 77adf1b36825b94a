//! What webhooks are told is lost by no failure: not where the database is away, not where the process ends in between.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tickit::store::MemoryStores;
use tickit::store::memory::{Fault, Faults};
use tickit_domain::ids::GuildId;

use super::host::Hosting;
use super::receiver::{INSIDE, Receiver, Reply};
use crate::installation::OPERATOR_KEY;
use crate::support::{MovedClock, Settings, TestWorld, eventually, eventually_async};

/// A guild with a webhook, on databases that can be made to fail.
struct Fragile {
    hosting: Hosting,
    stores: Arc<MemoryStores>,
    clock: Arc<MovedClock>,
    receiver: Receiver,
    admin: String,
    id: String,
}

impl Fragile {
    async fn set_up() -> Self {
        let mut world = TestWorld::seeded(7).await;
        let settings = Settings::new(&world.discord, &[&world.bot]);
        world.settings = settings.with("TICKIT_OPERATOR_KEY", OPERATOR_KEY).with(INSIDE.0, INSIDE.1);
        let stores = Arc::new(MemoryStores::default());
        let clock = Arc::new(MovedClock::default());
        let service = world.settings.start_on_by(stores.clone(), clock.clone()).await;
        world.set_up().await;
        let hosting = Hosting { world, service, http: reqwest::Client::new() };
        let (receiver, admin) = (Receiver::new().await, hosting.admin_key().await);
        let path = format!("/api/guilds/{}/webhooks", hosting.world.guild.id());
        let made = hosting.asks(Method::POST, &path, &admin, Some(json!({ "url": receiver.url }))).await;
        let id = made.body["webhook"]["id"].as_str().unwrap().to_owned();
        Self { hosting, stores, clock, receiver, admin, id }
    }

    async fn log(&self) -> Vec<Value> {
        let path = format!("/api/guilds/{}/webhooks/{}/deliveries", self.hosting.world.guild.id(), self.id);
        let listed = self.hosting.asks(Method::GET, &path, &self.admin, None).await;
        listed.body["deliveries"].as_array().cloned().unwrap_or_default()
    }

    /// What was told, by its id: how often does not matter.
    fn told(&self) -> BTreeSet<String> {
        self.receiver.got().iter().map(|got| got.header("webhook-id").to_owned()).collect()
    }

    /// Every event of tickets in the guild's database.
    fn events(&self) -> usize {
        let guild = self.stores.memory_guild(GuildId::new(self.hosting.world.guild.id().0));
        guild.contents().into_iter().filter(|(id, _)| id.starts_with("event:ticket:")).count()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happened_while_nothing_could_be_written_down_for_webhooks_is_told_by_the_next_process() {
    let fragile = Fragile::set_up().await;
    let world = &fragile.hosting.world;
    let core = fragile.stores.memory_core();
    let channel = world.opens(&world.member("alice"), "Support").await;
    eventually("the opening is told", || fragile.told().len() == 2).await;
    // The receiver is away, and so is the database, for as long as this process lives.
    fragile.receiver.answers(|_| Reply::status(500));
    world.closes(&world.agent("bob"), &channel, "done").await;
    core.set_faults(Faults { unavailable: 1.0, ..Faults::default() });
    let Fragile { hosting: Hosting { world, service, http }, stores, clock, receiver, admin, id } = fragile;
    service.stop().await;
    core.set_faults(Faults::default());
    receiver.answers(|_| Reply::status(200));
    // What was being sent or done when the process ended is another one's as soon as its lease is over.
    clock.moves_on(Duration::from_mins(2));
    let service = world.settings.start_on_by(stores.clone(), clock.clone()).await;
    let fragile = Fragile { hosting: Hosting { world, service, http }, stores, clock, receiver, admin, id };
    fragile.receiver.gets("ticket.closed").await;
    let events = fragile.events();
    eventually("all is told", || fragile.told().len() == events).await;
    fragile.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_call_of_the_database_fails_every_event_is_told() {
    let fragile = Fragile::set_up().await;
    let world = &fragile.hosting.world;
    let (core, guild) = (fragile.stores.memory_core(), fragile.stores.memory_guild(GuildId::new(world.guild.id().0)));
    for seed in 0..4 {
        for store in [&core, &guild] {
            let faults = Faults { seed, unavailable: 0.02, answer_lost: 0.02, request_lost: 0.02, ..Faults::default() };
            store.set_faults(faults);
        }
        let member = world.member(&format!("member-{seed}"));
        let number = seed + 1;
        // Whom the database fails is told so, and presses again.
        eventually_async("its ticket is there", async || {
            member.press(&world.panel().button("Support")).await;
            world.ticket_channels().len() as u64 >= number
        })
        .await;
        for store in [&core, &guild] {
            store.set_faults(Faults { at_call: [(3, Fault::AnswerLost)].into(), ..Faults::default() });
        }
    }
    // A lease whose taker never knew that it was theirs ends, and so does the pause of what failed.
    for store in [&core, &guild] {
        store.set_faults(Faults::default());
    }
    fragile.clock.moves_on(Duration::from_mins(2));
    eventually_async("all that happened is told", async || {
        let pending = fragile.log().await.iter().any(|one| one["status"] != "delivered");
        !pending && fragile.told().len() == fragile.events() && fragile.told().len() >= 8
    })
    .await;
    fragile.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_kept_of_a_webhook_that_was_removed_and_of_a_ticket_that_is_deleted_all_is_told_first() {
    let fragile = Fragile::set_up().await;
    let (hosting, world) = (&fragile.hosting, &fragile.hosting.world);
    let channel = world.opens(&world.member("alice"), "Support").await;
    world.closes(&world.agent("bob"), &channel, "done").await;
    fragile.receiver.gets("ticket.closed").await;
    let ticket = format!("/api/guilds/{}/tickets/1", world.guild.id());
    let deleted = hosting.asks(Method::DELETE, &ticket, &fragile.admin, None).await;
    assert!(deleted.status < 300, "{deleted:?}");
    let told = fragile.receiver.gets("ticket.deleted").await.json();
    assert_eq!((&told["data"]["ticket"], &told["data"]["bot"]), (&json!(1), &json!(world.bot.id().to_string())));

    fragile.receiver.answers(|_| Reply::status(500));
    let webhook = format!("/api/guilds/{}/webhooks/{}", world.guild.id(), fragile.id);
    let test = hosting.asks(Method::POST, &format!("{webhook}/test"), &fragile.admin, None).await;
    assert_eq!(test.status, 202, "{test:?}");
    assert_eq!(hosting.asks(Method::DELETE, &webhook, &fragile.admin, None).await.status, 200);
    let core = fragile.stores.memory_core();
    let is_left =
        || core.contents().into_iter().any(|(id, _)| id.starts_with("delivery:") || id.starts_with("webhook_"));
    eventually("nothing of it is left", || !is_left()).await;
    let guild = fragile.stores.memory_guild(GuildId::new(world.guild.id().0));
    assert!(guild.contents().into_iter().all(|(id, _)| !id.starts_with("webhook:")), "its record stays");
    fragile.hosting.finish().await;
}
