//! Interactions as they come from elsewhere than a client: answered without a request, changed by Discord one day, forged.

use std::sync::Arc;
use std::time::Duration;

use discord_simulator::Member;
use discord_simulator::people::AnswerKind;
use secrecy::SecretString;
use serde_json::{Value, json};
use tickit::clock::SystemClock;
use tickit::discord::SealToken;
use tickit::discord::time::DiscordTime;
use tickit::interactions::{BotTerms, Elsewhere, FirstAnswer, Interactions, Parts, Unanswered};
use tickit_commands::reply::Reply;
use tickit_commands::words::Words;
use tickit_commands::{ACTIONS, Action, Actions};
use tickit_domain::ids::{BotId, InteractionId};
use tickit_domain::seal::Sealed;
use tokio::time::{Instant, sleep};

use crate::support::{TestService, eventually, says};

/// The service's desk behind a door that answers in place, as an HTTP endpoint does.
struct Endpoint {
    app: TestService,
    interactions: Interactions,
}

#[derive(Debug)]
struct Plain;

/// A bot that leaves all of Tickit's commands to Tickit.
#[derive(Debug)]
struct AllOfThem;

impl BotTerms for AllOfThem {
    fn is_stopped(&self, _: BotId) -> bool {
        false
    }

    fn takes_over(&self, _: BotId, _: &str) -> bool {
        true
    }
}

impl SealToken for Plain {
    fn seal(&self, _: InteractionId, _: &SecretString) -> anyhow::Result<Sealed> {
        Ok(Sealed::from_ciphertext("sealed".into()))
    }
}

impl Endpoint {
    async fn ready(actions: &'static [Action]) -> Self {
        let app = TestService::ready().await;
        let words = Arc::new(Words::load().unwrap());
        let interactions = Interactions::new(Parts {
            desk: app.service.desk().clone(),
            actions: Actions::new(actions, Arc::clone(&words)),
            words,
            tokens: Arc::new(Plain),
            metrics: Arc::default(),
            deadline: Duration::from_millis(1500),
            elsewhere: Elsewhere::default(),
            bots: Arc::new(AllOfThem),
            time: Arc::new(DiscordTime::new(Arc::new(SystemClock))),
        });
        Self { app, interactions }
    }

    /// An interaction as Discord sends it, of a member in #general.
    fn interaction(&self, member: &Member, kind: u8, data: &Value) -> Value {
        let id = self.app.discord.shared().change(discord_simulator::world::World::next_id);
        json!({
            "id": id.to_string(), "application_id": self.app.bot.id().to_string(), "type": kind, "token": "secret",
            "guild_id": self.app.guild.id().to_string(), "channel_id": self.app.general.id().to_string(),
            "member": { "user": { "id": member.id().to_string(), "username": member.name }, "permissions": "0" },
            "locale": "en-US", "data": data,
        })
    }

    async fn answer(&self, interaction: &Value) -> Result<FirstAnswer, Unanswered> {
        let bot = self.app.bot.id().to_string().parse().unwrap();
        self.interactions.answer(bot, &interaction.to_string(), Instant::now()).await
    }

    /// The text of the answer.
    async fn says(&self, interaction: &Value) -> String {
        let answer = self.answer(interaction).await.unwrap_or_else(|why| panic!("no answer to {interaction}: {why}"));
        answer.reply.to_json()["data"]["content"].as_str().unwrap_or_default().to_owned()
    }
}

fn press(custom_id: &str) -> Value {
    json!({ "component_type": 2, "custom_id": custom_id })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interaction_is_answered_in_place_and_once() {
    let endpoint = Endpoint::ready(ACTIONS).await;
    let alice = endpoint.app.member("alice");
    let press = endpoint.interaction(&alice, 3, &press("tickit:2:open:1"));
    let first = endpoint.answer(&press).await.unwrap();
    assert_eq!(first.reply.to_json(), json!({ "type": 5, "data": { "flags": 64 } }));
    assert!(matches!(endpoint.answer(&press).await, Err(Unanswered::Taken)), "the same one again has its answer");
    eventually("alice has a ticket", || endpoint.app.ticket_channels().len() == 1).await;
    endpoint.app.service.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_discord_adds_or_leaves_out_breaks_nothing() {
    let endpoint = Endpoint::ready(ACTIONS).await;
    let owner = endpoint.app.guild.owner();
    let setup =
        json!({ "id": "1", "name": "setup", "type": 1, "options": [{ "name": "names", "type": 3, "value": "x" }] });
    let whole = endpoint.interaction(&owner, 2, &setup);
    let said = endpoint.says(&whole).await;
    assert!(said.contains("allowed to manage the server"), "{said}");

    for (change, value) in [
        ("locale", Value::Null),
        ("locale", json!(7)),
        (
            "member",
            json!({ "user": { "id": owner.id().to_string(), "username": null }, "roles": "none", "permissions": 8 }),
        ),
        ("member", json!({ "user": { "id": owner.id().to_string() }, "roles": [null, 7, "x"], "new": {} })),
        ("guild", json!("not an object")),
        ("message", json!([])),
        ("context", json!("somewhere")),
        ("entitlements", json!({ "a": 1 })),
        ("authorizing_integration_owners", json!(null)),
        ("something_new", json!({ "deep": [[[1]]] })),
    ] {
        let mut changed = endpoint.interaction(&owner, 2, &setup);
        changed[change] = value;
        let said = endpoint.says(&changed).await;
        assert!(said.contains("allowed to manage the server"), "{change}: {said}");
    }
    for field in ["locale", "member"] {
        let mut without = endpoint.interaction(&owner, 2, &setup);
        without.as_object_mut().unwrap().remove(field);
        let said = endpoint.says(&without).await;
        assert!(!said.is_empty(), "without {field}");
    }
    endpoint.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_forged_is_refused_or_not_looked_at() {
    let endpoint = Endpoint::ready(ACTIONS).await;
    let mallory = endpoint.app.member("mallory");
    let option = |value: Value| json!({ "name": "rename", "type": 1, "options": [{ "name": "name", "type": 3, "value": value }] });
    let many: Vec<Value> =
        (0..26).map(|number| json!({ "name": format!("o{number}"), "type": 3, "value": "x" })).collect();
    for data in [
        json!({ "name": "ticket", "options": [{ "name": "burn", "type": 1 }] }),
        json!({ "name": "ticket", "options": [{ "name": "note", "type": 2, "options": [{ "name": "add", "type": 1 }] }] }),
        json!({ "name": "ticket", "options": "none" }),
        json!({ "name": "ticket" }),
        json!({ "name": "ticket", "options": [{ "name": "reopen", "type": 1, "options": many }] }),
        json!({ "name": "ticket", "options": [{ "name": "reopen", "type": 1, "options": [{ "name": "ticket", "value": [] }] }] }),
        json!({ "name": "panel", "options": [{ "name": "type", "type": 1, "options": [{ "name": "name", "value": 7 }] }] }),
        json!({ "name": "setup", "options": [{ "name": "staff", "type": 8, "value": "everyone" }] }),
    ] {
        let said = endpoint.says(&endpoint.interaction(&mallory, 2, &data)).await;
        assert!(said.contains("out of date"), "{data}: {said}");
    }
    for value in [json!("x".repeat(100_000)), json!("🦀".repeat(50_000)), json!("\u{0}\n\u{202e}")] {
        let said = endpoint
            .says(&endpoint.interaction(&mallory, 2, &json!({ "name": "ticket", "options": [option(value)] })))
            .await;
        assert!(said.contains("in a ticket's channel"), "{said}");
    }
    for (field, value) in [
        ("application_id", json!("1")),
        ("application_id", Value::Null),
        ("id", json!("me")),
        ("token", json!(7)),
        ("type", json!("2")),
        ("type", json!(99)),
        ("data", json!("setup")),
        ("data", json!({ "name": "somebody-elses" })),
    ] {
        let mut forged = endpoint.interaction(&mallory, 2, &json!({ "name": "setup" }));
        forged[field] = value;
        assert!(endpoint.answer(&forged).await.is_err(), "{field} of {forged}");
    }
    endpoint.app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_has_a_menu_too() {
    /// No action has an entry in the menu of messages yet: this one stands in for the first.
    const WITH_MENU: &[Action] = &[Action {
        message_menu: Some(|_, message, _| Box::pin(async move { Ok(Reply::whisper(message.to_string())) })),
        ..Action::new("claim")
    }];
    let endpoint = Endpoint::ready(WITH_MENU).await;
    let alice = endpoint.app.member("alice");
    let entry = |name: &str, target: Value| json!({ "name": name, "type": 3, "target_id": target, "resolved": {} });
    let menu = endpoint.interaction(&alice, 2, &entry("claim-message-menu", json!("42")));
    assert_eq!(endpoint.says(&menu).await, "42");
    let forged = endpoint.interaction(&alice, 2, &entry("claim-message-menu", json!(null)));
    assert!(endpoint.says(&forged).await.contains("out of date"));
    let another = endpoint.interaction(&alice, 2, &entry("Claim", json!("42")));
    assert!(matches!(endpoint.answer(&another).await, Err(Unanswered::NotOurs)));
    endpoint.app.finish().await;
}

/// Discord tells the member after three seconds that nothing came of it. A session that is resumed is sent it all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_discord_gave_up_is_not_done_when_a_resumed_session_replays_it() {
    let app = TestService::ready().await;
    let (alice, sam) = (app.member("alice"), app.agent("sam"));
    let ticket = app.opens(&alice, "Support").await;
    let world = app.stop_service().await;
    let given_up = sam.slash(&ticket, "/ticket claim").await;
    assert_eq!(given_up.kind(), AnswerKind::Timeout);
    // Discord's time is known to the second.
    sleep(Duration::from_millis(1_500)).await;
    let service = world.settings.start().await;
    eventually("the session is resumed", || world.discord.resume_count(&world.bot) == 1).await;
    let claimed = says(&world.guild.owner(), &ticket, "/ticket unclaim").await;
    assert!(claimed.contains("Nobody"), "{claimed}");
    service.stop().await;
    world.discord.finish().await.unwrap();
}
