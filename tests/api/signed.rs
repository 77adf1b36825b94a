//! Discord's Interactions Endpoint: what Discord signed is answered, once, and nothing else is.

use serde_json::json;
use tokio::net::TcpListener;

use super::host::{Answer, Hosting, answer};
use super::interactions::{a_whole_ticket, each_was_answered_once};
use crate::support::{application, eventually_async};

impl Hosting {
    /// A service that knows its own address, as a proxy in front of it would have it.
    async fn with_address() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        let public = format!("http://{address}");
        Self::with(&[("TICKIT_HTTP_ADDRESS", &address), ("TICKIT_PUBLIC_URL", &public)]).await
    }

    /// Posts a body, signed by the bot's application at a time.
    async fn posts(&self, timestamp: &str, signed: &[u8], body: &[u8]) -> Answer {
        let signature = self.world.bot.sign(timestamp, signed);
        self.posts_with(&[("x-signature-ed25519", &signature), ("x-signature-timestamp", timestamp)], body).await
    }

    async fn posts_with(&self, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let url = format!("{}/discord/{}", self.url(), self.world.bot.id());
        let request = headers.iter().fold(self.http.post(url), |request, (name, value)| request.header(*name, *value));
        answer(request.body(body.to_vec()).send().await.unwrap()).await
    }

    /// What Discord sends to see whether somebody is there.
    fn ping(&self) -> Vec<u8> {
        let bot = self.world.bot.id().to_string();
        json!({ "type": 1, "id": "1", "application_id": bot, "token": "t", "version": 1 }).to_string().into_bytes()
    }

    fn seconds(&self, away: i64) -> String {
        (self.service.desk().now().as_seconds() + away).to_string()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_goes_from_press_to_transcript_though_discord_posts_everything() {
    let hosting = Hosting::with_address().await;
    let key = hosting.bot_key().await;
    let registered = hosting.registers(&key, "endpoint").await;
    assert_eq!((registered.status, &registered.body["mode"]), (200, &json!("endpoint")), "{registered:?}");
    assert_eq!(hosting.world.bot.interactions_endpoint().as_deref(), registered.body["endpoint_url"].as_str());
    hosting.world.set_up().await;
    a_whole_ticket(&hosting.world).await;
    each_was_answered_once(&hosting.world).await;
    assert_eq!(hosting.world.bot.pings_endpoint().await, Some(200));
    assert_eq!(hosting.world.bot.pings_endpoint_with_bad_signature().await, Some(401));
    assert_eq!(hosting.world.discord.identify_count(&hosting.world.bot), 0);
    // Whoever changes the mode has Discord send them over the gateway again.
    assert_eq!(hosting.registers(&key, "forward").await.body["mode"], "forward");
    assert_eq!(hosting.world.bot.interactions_endpoint(), None);
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_endpoint_that_discord_cannot_reach_leaves_the_bot_as_it_was() {
    let hosting = Hosting::with(&[("TICKIT_PUBLIC_URL", "http://127.0.0.1:9")]).await;
    let key = hosting.bot_key().await;
    let refused = hosting.registers(&key, "endpoint").await;
    assert_eq!(refused.problem(), (422, "endpoint_refused"), "{refused:?}");
    assert_eq!(hosting.bot().await["mode"], "forward");
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_discord_signed_is_taken_byte_for_byte_and_answered_once() {
    let hosting = Hosting::with_address().await;
    hosting.registers(&hosting.bot_key().await, "forward").await;
    let press = hosting.interaction(3, &json!({ "component_type": 2, "custom_id": "tickit:2:close:1" }));
    // Odd spacing, another order of keys, and a letter that is written otherwise.
    let fields = press.as_object().unwrap().iter().rev().map(|(name, value)| format!("\"{name}\" : {value} ,"));
    let odd = format!("{{ {}\n\t\"x\": \"\\u00e9\" }}", fields.collect::<String>()).into_bytes();
    let now = hosting.seconds(0);
    let answered = hosting.posts(&now, &odd, &odd).await;
    assert_eq!((answered.status, &answered.body["type"]), (200, &json!(4)), "{answered:?}");
    let repeated = hosting.posts(&now, &odd, &odd).await;
    assert_eq!(repeated.problem(), (409, "interaction_taken"));
    let ping = hosting.ping();
    for away in [-40, 0, 40] {
        let answered = hosting.posts(&hosting.seconds(away), &ping, &ping).await;
        assert_eq!((answered.status, answered.body), (200, json!({ "type": 1 })), "{away} s");
    }
    // Signed, and still none that can be answered.
    for body in [&b"nonsense"[..], b"{}", &[0xff, 0xfe]] {
        let answered = hosting.posts(&now, body, body).await;
        assert_eq!(answered.problem(), (400, "invalid_interaction"));
    }
    let huge = vec![b' '; 1 << 20];
    assert_eq!(hosting.posts(&now, &huge, &huge).await.problem(), (413, "body_too_large"));
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_discord_did_not_sign_is_refused_whatever_is_wrong_with_it() {
    let hosting = Hosting::with_address().await;
    hosting.registers(&hosting.bot_key().await, "forward").await;
    let (now, ping) = (hosting.seconds(0), hosting.ping());
    let (before, signature) = (hosting.seconds(-1), hosting.world.bot.sign(&now, &ping));
    let other = application(&hosting.world.discord, "Other").sign(&now, &ping);
    let mut flipped = ping.clone();
    flipped[10] ^= 1;
    for (signature, timestamp, body) in [
        (Some(&*signature), Some(&*now), &flipped),
        (Some(&signature), Some(&before), &ping),
        (Some(&other), Some(&now), &ping),
        (Some(&signature[..126]), Some(&now), &ping),
        (Some(&"zz".repeat(64)), Some(&now), &ping),
        (Some(""), Some(""), &ping),
        (Some(&signature), None, &ping),
        (None, Some(&now), &ping),
        (None, None, &Vec::new()),
    ] {
        let headers = signature.map(|text| ("x-signature-ed25519", text)).into_iter();
        let headers: Vec<_> = headers.chain(timestamp.map(|text| ("x-signature-timestamp", text))).collect();
        let answered = hosting.posts_with(&headers, body).await;
        assert_eq!(answered.problem(), (401, "invalid_signature"), "{headers:?}");
    }
    let old = hosting.seconds(-3_600);
    assert_eq!(hosting.posts(&old, &ping, &ping).await.problem(), (401, "invalid_signature"));
    for path in ["/discord/1", "/discord/nonsense", "/discord/%ff"] {
        let request = hosting.http.post(format!("{}{path}", hosting.url())).body("{}");
        assert_eq!(answer(request.send().await.unwrap()).await.problem(), (401, "invalid_signature"), "{path}");
    }
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_told_that_the_bots_token_was_revoked() {
    let hosting = Hosting::with_address().await;
    let (key, world) = (hosting.bot_key().await, &hosting.world);
    hosting.registers(&key, "endpoint").await;
    world.set_up().await;
    world.bot.reset_token();
    // Whoever asks Discord for something next finds out, and is told so; others are told at once from the next look on.
    let alice = world.member("alice");
    let first = alice.press(&world.panel().button("Support")).await.finished().await;
    assert!(first.text().contains("out of order"), "{}", first.text());
    eventually_async("the bot is stopped", async || {
        hosting.service.look_for_bots().await.unwrap();
        hosting.bot().await["state"] == "stopped"
    })
    .await;
    let answer = alice.press(&world.panel().button("Support")).await;
    assert!(answer.text().contains("out of order"), "{}", answer.text());
    hosting.service.stop().await;
}
