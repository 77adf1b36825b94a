//! Sessions of Tickit's own beside those of a bot's host, with one token.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::Method;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::host::Hosting;
use crate::support::{TestWorld, eventually};

/// A session of the host's own, of the plainest kind.
pub struct HostSession(WebSocketStream<MaybeTlsStream<TcpStream>>);

#[derive(serde::Deserialize)]
struct Frame<'a> {
    op: u8,
    #[serde(borrow)]
    t: Option<std::borrow::Cow<'a, str>>,
    #[serde(borrow)]
    d: Option<&'a RawValue>,
}

impl HostSession {
    /// Identifies as the world's bot, without any intent, and waits until it is ready. Discord takes one IDENTIFY in five
    /// seconds, whoever else identifies.
    pub async fn of(world: &TestWorld) -> Self {
        let base = world.discord.api_base().replace("http://", "ws://");
        let url = format!("{}/gateway?v=10&encoding=json", base.split("/api").next().unwrap());
        let identify = json!({ "op": 2, "d": { "token": world.bot.token(), "intents": 0,
            "properties": { "os": "linux", "browser": "host", "device": "host" } } });
        for _ in 0..10 {
            let (mut socket, _) = connect_async(&url).await.unwrap();
            socket.send(Message::text(identify.to_string())).await.unwrap();
            let mut session = Self(socket);
            if session.until("READY").await.is_some() {
                return session;
            }
            sleep(Duration::from_secs(1)).await;
        }
        panic!("no session for the host");
    }

    /// The next interaction's payload, as it came; `None` once the session is closed.
    pub async fn next_interaction(&mut self) -> Option<String> {
        self.until("INTERACTION_CREATE").await
    }

    async fn until(&mut self, name: &str) -> Option<String> {
        loop {
            let Message::Text(text) = self.0.next().await?.ok()? else { return None };
            let frame: Frame<'_> = serde_json::from_str(&text).unwrap();
            if frame.op == 9 {
                return None;
            }
            if frame.t.as_deref() == Some(name) {
                return Some(frame.d.unwrap().get().to_owned());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_waits_for_the_hosts_own_and_begins_when_that_is_ready() {
    let hosting = Hosting::usual().await;
    let (key, world) = (hosting.bot_key().await, &hosting.world);
    let body = json!({ "mode": "delegate", "token": world.bot.token(), "identifies": true });
    assert_eq!(hosting.asks(Method::PUT, &hosting.bot_path(""), &key, Some(body.clone())).await.status, 200);
    let _host = HostSession::of(world).await;
    assert_eq!(hosting.asks(Method::POST, &hosting.bot_path("/ready"), &key, None).await.status, 204);
    let ready = Instant::now();
    let connected = || world.discord.sessions(&world.bot).iter().filter(|one| one.connected).count();
    eventually("Tickit has a session too", || connected() == 2).await;
    // Discord takes one IDENTIFY in five seconds, and the host's came first.
    assert!(ready.elapsed() >= Duration::from_secs(4), "after {:?}", ready.elapsed());
    assert_eq!(world.discord.identify_count(&world.bot), 2);
    // The host starts again and again: our session stays.
    for _ in 0..10 {
        assert_eq!(hosting.asks(Method::PUT, &hosting.bot_path(""), &key, Some(body.clone())).await.status, 200);
    }
    sleep(Duration::from_millis(200)).await;
    assert_eq!((connected(), world.discord.identify_count(&world.bot)), (2, 2));
    let state = hosting.bot().await;
    assert_eq!((&state["state"], &state["shards"][0]["state"]), (&json!("ready"), &json!("ready")));
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_restarts_cost_one_identify_a_shard() {
    let Hosting { world, service, http } = Hosting::usual().await;
    let hosting = Hosting { world, service, http };
    let key = hosting.bot_key().await;
    hosting.registers(&key, "delegate").await;
    let Hosting { world, mut service, http } = hosting;
    let connected = |world: &TestWorld| world.discord.sessions(&world.bot).iter().any(|one| one.connected);
    eventually("there is a session", || connected(&world)).await;
    for restart in 1..=20 {
        service.stop().await;
        service = world.settings.start_unready().await;
        eventually("the session is resumed", || world.discord.resume_count(&world.bot) == restart).await;
    }
    assert_eq!((world.discord.identify_count(&world.bot), world.discord.resume_count(&world.bot)), (1, 20));
    Hosting { world, service, http }.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_is_told_that_the_bot_itself_answers_too() {
    let hosting = Hosting::usual().await;
    let (key, world) = (hosting.bot_key().await, &hosting.world);
    hosting.registers(&key, "delegate").await;
    world.set_up().await;
    // A rude host answers everything, and is nearer.
    let mut session = HostSession::of(world).await;
    let (http, base) = (hosting.http.clone(), world.discord.api_base());
    let rude = tokio::spawn(async move {
        while let Some(interaction) = session.next_interaction().await {
            let interaction: Value = serde_json::from_str(&interaction).unwrap();
            let (id, token) = (interaction["id"].as_str().unwrap(), interaction["token"].as_str().unwrap());
            let url = format!("{base}/interactions/{id}/{token}/callback");
            let _ = http.post(url).json(&json!({ "type": 4, "data": { "content": "Me too" } })).send().await;
        }
    });
    let owner = world.guild.owner();
    let mut notices = Value::Null;
    for _ in 0..100 {
        crate::support::says(&owner, &world.general, "/ticket claim").await;
        notices = hosting.bot().await["notices"].clone();
        if notices[0]["code"] == "answered_elsewhere" {
            break;
        }
    }
    assert_eq!(notices[0]["code"], "answered_elsewhere");
    rude.abort();
    hosting.service.stop().await;
}
