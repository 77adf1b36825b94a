//! A ticket from press to transcript in each of the plugin's modes, with one answer an interaction.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use tokio::task::JoinHandle;

use super::relay::Relay;
use super::robo::is_packed;
use super::stage::Stage;
use crate::api::interactions::{a_whole_ticket, each_was_answered_once};
use crate::api::sessions::HostSession;
use crate::support::{TestWorld, eventually};

/// What the gateway sends to every session of a bot, byte for byte.
struct Watched {
    payloads: Arc<Mutex<HashSet<String>>>,
    watching: JoinHandle<()>,
}

impl Watched {
    async fn of(world: &TestWorld) -> Self {
        let payloads = Arc::<Mutex<HashSet<String>>>::default();
        let (mut session, seen) = (HostSession::of(world).await, Arc::clone(&payloads));
        let watching = tokio::spawn(async move {
            while let Some(payload) = session.next_interaction().await {
                seen.lock().unwrap().insert(payload);
            }
        });
        Self { payloads, watching }
    }

    fn has(&self, payload: &[u8]) -> bool {
        self.payloads.lock().unwrap().contains(std::str::from_utf8(payload).unwrap())
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.watching.abort();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forwarding_robo_hands_over_what_the_gateway_sent_byte_for_byte_and_keeps_what_is_its_own() {
    if !is_packed() {
        return;
    }
    let stage = Stage::new().await;
    let (world, relay) = (&stage.world, Relay::of(&stage.url).await);
    let robo = stage.robo(&relay.url, "forward").await;
    let watched = Watched::of(world).await;
    let alice = world.member("alice");
    stage.own_things_work(&alice).await;
    assert!(relay.handed().is_empty(), "what is the bot's own was handed over");
    world.set_up().await;
    a_whole_ticket(world).await;
    stage.own_things_work(&alice).await;
    each_was_answered_once(world).await;
    let handed = relay.handed();
    // Three commands of the owner's, and a press, a claim, a press and a form.
    assert_eq!(handed.iter().map(|one| one.status).collect::<Vec<_>>(), [202; 7], "{}", robo.log());
    eventually("the gateway sent these very bytes", || handed.iter().all(|one| watched.has(&one.body))).await;
    assert_eq!(world.discord.identify_count(&world.bot), 2, "the robo's session and the one that watches");
    assert!(!robo.log().contains(&stage.key) && !robo.log().contains(&world.bot.token()), "a secret is logged");
    stage.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_delegating_robo_leaves_tickets_to_the_session_of_tickits_own() {
    if !is_packed() {
        return;
    }
    let stage = Stage::new().await;
    let (world, relay) = (&stage.world, Relay::of(&stage.url).await);
    let robo = stage.robo(&relay.url, "delegate").await;
    assert_eq!(world.discord.identify_count(&world.bot), 2);
    let alice = world.member("alice");
    stage.own_things_work(&alice).await;
    world.set_up().await;
    a_whole_ticket(world).await;
    stage.own_things_work(&alice).await;
    robo.until("each is asked for a second later", || relay.handed().len() == 7).await;
    let statuses: Vec<u16> = relay.handed().iter().map(|one| one.status).collect();
    assert_eq!(statuses, [409; 7], "the session had answered: {}", robo.log());
    each_was_answered_once(world).await;
    stage.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_robo_without_commands_has_discord_post_everything_to_tickit() {
    if !is_packed() {
        return;
    }
    let stage = Stage::new().await;
    let world = &stage.world;
    let robo = stage.project(&stage.url, "endpoint").without_commands().start().await;
    robo.says("is registered with Tickit, mode endpoint: ready").await;
    robo.says(r#"{"ready":"#).await;
    assert_eq!(world.bot.interactions_endpoint(), Some(format!("{}/discord/{}", stage.url, world.bot.id())));
    world.set_up().await;
    a_whole_ticket(world).await;
    each_was_answered_once(world).await;
    assert_eq!(world.bot.deliveries().len(), 7);
    assert_eq!(world.discord.identify_count(&world.bot), 1, "only the robo has a session");
    stage.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_robo_with_commands_keeps_them_though_it_asks_for_an_endpoint() {
    if !is_packed() {
        return;
    }
    let stage = Stage::new().await;
    let robo = stage.project(&stage.url, "endpoint").start().await;
    robo.says("is registered with Tickit, mode forward: ready").await;
    robo.says(r#"{"ready":"#).await;
    assert_eq!(stage.world.bot.interactions_endpoint(), None);
    stage.own_things_work(&stage.world.member("alice")).await;
    let told = robo.lines().into_iter().filter(|line| line.contains("Mode endpoint")).count();
    assert_eq!(told, 1, "{}", robo.log());
    stage.finish().await;
}
