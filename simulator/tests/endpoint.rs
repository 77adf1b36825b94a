//! Interactions over HTTP: how an endpoint is taken, what is posted to it, and which answers count.
mod service;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use discord_simulator::{
    ApplicationHandle, GuildHandle, Member, Simulator,
    endpoint::{Delivery, Outcome},
    people::AnswerKind,
    world::{FirstAnswer, InteractionId},
};
use tokio::sync::oneshot;

use crate::bot::{Bot, acme, text};
use service::{Manner, Service, bytes, fields, verifies};

const OWN: &str = "/applications/@me";
const UNVERIFIED: &str = "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID";

fn commands() -> Value {
    let reason = json!({ "type": 3, "name": "reason", "description": "Why", "autocomplete": true });
    json!([{ "name": "close", "description": "Close it", "options": [reason] }])
}

/// A bot whose interactions are posted to a service, and somebody to use it.
struct Scene {
    discord: Simulator,
    guild: GuildHandle,
    bot: Bot,
    service: Service,
    alice: Member,
}

impl Scene {
    async fn set() -> Self {
        let (discord, guild, bot) = acme(commands()).await;
        let service = Service::start(&bot.application, Manner::Proper).await;
        bot.application.set_interactions_endpoint(&service.url);
        let alice = guild.member("alice");
        Self { discord, guild, bot, service, alice }
    }

    /// Somebody uses the command; nobody looks at the answer yet.
    fn asks(&self) -> (InteractionId, oneshot::Receiver<FirstAnswer>) {
        let data = json!({ "id": "5", "name": "close", "type": 1 });
        self.discord.interaction(&self.bot.application, &self.guild, &self.alice, data)
    }

    /// The only delivery of an interaction, once it is settled.
    async fn delivery(&self, interaction: InteractionId) -> Delivery {
        let deliveries = || self.bot.application.deliveries_of(interaction);
        let settled = || deliveries().iter().all(|delivery| delivery.outcome != Outcome::Underway);
        assert!(self.discord.until(Duration::from_secs(5), settled).await);
        assert_eq!(deliveries().len(), 1);
        deliveries().remove(0)
    }
}

async fn names(bot: &Bot, url: Value) -> (u16, Value) {
    bot.request(Method::PATCH, OWN, json!({ "interactions_endpoint_url": url })).await
}

#[track_caller]
fn refused_with((status, body): (u16, Value), code: &str) {
    let found = &body["errors"]["interactions_endpoint_url"]["_errors"][0]["code"];
    assert_eq!((status, &body["code"], found), (400, &json!(50035), &json!(code)), "{body}");
}

fn signed_by(application: &ApplicationHandle, timestamp: &str, body: &[u8]) -> bool {
    verifies(&bytes(&application.public_key()), timestamp, body, &application.sign(timestamp, body))
}

#[tokio::test]
async fn an_endpoint_is_taken_that_answers_a_ping_and_refuses_a_bad_signature() {
    let (discord, _guild, bot) = acme(json!([])).await;
    let mut service = Service::start(&bot.application, Manner::Proper).await;
    let (status, body) = names(&bot, json!(service.url)).await;
    assert_eq!((status, &body["interactions_endpoint_url"]), (200, &json!(service.url)));
    assert_eq!(body["verify_key"], bot.application.public_key());
    let problems = discord.shared().openapi.problems_of_answer("PATCH", OWN, status, &body);
    assert_eq!(problems.unwrap_or_default(), Vec::<String>::new());
    let ping = service.posted().await;
    assert_eq!((&ping.body["application_id"], &ping.body["version"]), (&body["id"], &json!(1)));
    assert!(ping.genuine && ping.body["token"].is_string());
    assert_eq!(service.heard(), [(1, false)]);
    assert_eq!(bot.application.pings_endpoint().await, Some(200));
    assert_eq!(bot.application.pings_endpoint_with_bad_signature().await, Some(401));
    for nowhere in [Value::Null, json!("")] {
        bot.application.set_interactions_endpoint(&service.url);
        let (status, body) = names(&bot, nowhere).await;
        assert_eq!((status, &body["interactions_endpoint_url"]), (200, &Value::Null));
        assert_eq!(bot.application.interactions_endpoint(), None);
    }
    assert_eq!(bot.application.pings_endpoint().await, None);
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn an_endpoint_that_cannot_be_verified_is_refused_and_the_one_before_stays() {
    let (discord, _guild, bot) = acme(json!([])).await;
    let before = Service::start(&bot.application, Manner::Proper).await;
    bot.application.set_interactions_endpoint(&before.url);
    for manner in [Manner::Trusting, Manner::Suspicious, Manner::Curt] {
        let service = Service::start(&bot.application, manner).await;
        refused_with(names(&bot, json!(service.url)).await, UNVERIFIED);
    }
    let mut silent = Service::start(&bot.application, Manner::Silent).await;
    let url = json!(silent.url);
    let late = async {
        silent.posted().await;
        // The world is not locked meanwhile.
        assert_eq!(bot.request(Method::GET, OWN, Value::Null).await.0, 200);
        discord.clock().advance(Duration::from_secs(4));
    };
    let (told, ()) = tokio::join!(names(&bot, url), late);
    refused_with(told, UNVERIFIED);
    let gone = Service::start(&bot.application, Manner::Proper).await.url.clone();
    for url in [gone.as_str(), "http://example.com/discord", "https://127.0.0.1/discord"] {
        refused_with(names(&bot, json!(url)).await, UNVERIFIED);
    }
    refused_with(names(&bot, json!("ftp://127.0.0.1/")).await, "URL_TYPE_INVALID_SCHEME");
    refused_with(names(&bot, json!("/discord")).await, "URL_TYPE_INVALID_URL");
    assert_eq!(bot.application.interactions_endpoint(), Some(before.url.clone()));
    assert_eq!(bot.request(Method::PATCH, OWN, json!({})).await.1["interactions_endpoint_url"], before.url);
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn interactions_are_posted_signed_and_do_not_reach_the_gateway() {
    let mut scene = Scene::set().await;
    let answered = async {
        let posted = scene.service.interaction().await;
        let (bytes, headers) = (posted.bytes.clone(), posted.headers.clone());
        (posted.callback(4, json!({ "content": "Closed.", "flags": 64 })), bytes, headers)
    };
    let general = scene.alice.channel("general").unwrap();
    let (answer, (posted, bytes, headers)) = tokio::join!(scene.alice.slash(&general, "/close reason:x"), answered);
    assert_eq!((answer.kind(), answer.text().as_str(), answer.ephemeral()), (AnswerKind::Message, "Closed.", true));
    assert_eq!((&posted["type"], &posted["data"]["options"][0]["value"]), (&json!(2), &json!("x")));
    assert_eq!(headers["content-type"], "application/json");
    let delivery = scene.delivery(answer.interaction_id()).await;
    assert_eq!((delivery.status, &delivery.outcome), (Some(200), &Outcome::Answered));
    assert_eq!((delivery.body.get().as_bytes(), &delivery.url), (&bytes[..], &scene.service.url));
    let edited = scene.bot.edit_original(&posted, json!({ "content": "Closed for good." })).await;
    assert_eq!((edited, answer.text().as_str()), (200, "Closed for good."));

    scene.bot.application.clear_interactions_endpoint();
    let answers = scene.bot.answers(5, json!({}));
    let (answer, heard) = tokio::join!(scene.alice.slash(&general, "/close reason:x"), answers);
    // The gateway heard nothing of the one before, and says the same of this one.
    assert_eq!(answer.interaction_id().to_string(), text(&heard["id"]));
    assert_eq!(fields(&heard), fields(&posted));
    assert!(scene.bot.application.deliveries_of(answer.interaction_id()).is_empty() && scene.service.heard_all());
    scene.discord.finish().await.unwrap();
}

#[tokio::test]
async fn every_answer_in_place_does_what_the_callback_does() {
    let mut scene = Scene::set().await;
    let general = scene.alice.channel("general").unwrap();
    let slash = || scene.alice.slash(&general, "/close reason:x");
    let (answer, interaction) = tokio::join!(slash(), scene.service.answers(5, json!({ "flags": 64 })));
    assert_eq!(answer.kind(), AnswerKind::Deferred);
    assert_eq!(scene.bot.edit_original(&interaction, json!({ "content": "Done." })).await, 200);
    assert_eq!((answer.finished().await.text().as_str(), answer.ephemeral()), ("Done.", true));

    let input = json!({ "type": 18, "label": "Why?", "component": { "type": 4, "custom_id": "why", "style": 1 } });
    let modal = json!({ "custom_id": "form", "title": "Form", "components": [input] });
    let (answer, _) = tokio::join!(slash(), scene.service.answers(9, modal));
    assert_eq!(answer.modal().unwrap().title(), "Form");

    let choices = json!({ "choices": [{ "name": "All done", "value": "done" }] });
    let (offered, _) = tokio::join!(scene.alice.types(&general, "/close reason:a"), scene.service.answers(8, choices));
    assert_eq!(offered[0].name, "All done");

    let button = json!({ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Go", "custom_id": "go" }] });
    scene.bot.says(&general, json!({ "content": "Press", "components": [button] })).await;
    let message = general.last_message().unwrap();
    let go = message.button("Go");
    let update = json!({ "content": "Pressed", "components": [] });
    let (answer, _) = tokio::join!(scene.alice.press(&go), scene.service.answers(7, update));
    assert_eq!((answer.kind(), message.content().as_str()), (AnswerKind::Update, "Pressed"));
    assert_eq!(scene.discord.refused_answers(&scene.bot.application), 0);
    scene.discord.finish().await.unwrap();
}

#[tokio::test]
async fn an_answer_in_place_carries_files() {
    let mut scene = Scene::set().await;
    let payload =
        json!({ "type": 4, "data": { "content": "see", "attachments": [{ "id": "0", "filename": "a.txt" }] } });
    let part = |head: &str, body: &str| format!("--part\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let file = part("name=\"files[0]\"; filename=\"a.txt\"", "lines");
    let form = format!("{}{file}--part--\r\n", part("name=\"payload_json\"", &payload.to_string()));
    let answered =
        async { scene.service.interaction().await.reply_as("multipart/form-data; boundary=part", 200, form) };
    let general = scene.alice.channel("general").unwrap();
    let (answer, _) = tokio::join!(scene.alice.slash(&general, "/close reason:x"), answered);
    assert_eq!(answer.message().unwrap().file("a.txt").unwrap(), b"lines");
    scene.discord.finish().await.unwrap();
}

#[tokio::test]
async fn of_a_callback_and_an_answer_in_place_the_first_counts() {
    let mut scene = Scene::set().await;
    let (id, mut first) = scene.asks();
    let accepted = scene.service.interaction().await.reply(202, "");
    assert_eq!(scene.delivery(id).await.outcome, Outcome::Accepted);
    assert_eq!(scene.bot.answer(&accepted, 4, json!({ "content": "by callback" })).await, 204);
    assert_eq!(first.try_recv().unwrap().kind, 4);
    assert_eq!(scene.bot.answer(&accepted, 4, json!({ "content": "again" })).await, 400);
    assert_eq!(scene.discord.refused_answers(&scene.bot.application), 1);

    let (id, mut first) = scene.asks();
    let posted = scene.service.interaction().await;
    assert_eq!(scene.bot.answer(&posted.body, 5, json!({})).await, 204);
    posted.callback(4, json!({ "content": "too late" }));
    let delivery = scene.delivery(id).await;
    assert!(matches!(&delivery.outcome, Outcome::Refused(error) if error.code == 40060), "{delivery:?}");
    assert_eq!((delivery.status, first.try_recv().unwrap().kind), (Some(200), 5));
    assert_eq!(scene.discord.refused_answers(&scene.bot.application), 2);
    scene.discord.finish().await.unwrap();
}

#[tokio::test]
async fn an_interaction_fails_that_is_not_answered_as_it_must_be() {
    let mut scene = Scene::set().await;
    let bad = json!({ "type": 4, "data": { "content": "x".repeat(2001) } }).to_string();
    let replies = [(500, ""), (204, ""), (202, "{}"), (302, ""), (200, ""), (200, "{"), (200, "[5]"), (200, &bad)];
    for (status, body) in replies {
        let (id, first) = scene.asks();
        let interaction = scene.service.interaction().await.reply(status, body);
        assert!(first.await.is_err(), "{status} {body}");
        let delivery = scene.delivery(id).await;
        let failed = matches!(delivery.outcome, Outcome::Failed(_)) == (status != 200);
        assert!(failed && delivery.status == Some(status), "{delivery:?}");
        assert_eq!(scene.bot.answer(&interaction, 4, json!({ "content": "late" })).await, 404);
    }
    let late = async {
        let posted = scene.service.interaction().await;
        scene.discord.clock().advance(Duration::from_secs(4));
        posted
    };
    let general = scene.alice.channel("general").unwrap();
    let (answer, posted) = tokio::join!(scene.alice.slash(&general, "/close reason:x"), late);
    assert_eq!(answer.text(), "This interaction failed");
    posted.callback(4, json!({ "content": "late" }));
    let delivery = scene.delivery(answer.interaction_id()).await;
    assert_eq!((delivery.status, delivery.outcome), (None, Outcome::Failed("no answer in time".to_owned())));
    scene.bot.application.set_interactions_endpoint("http://example.com/discord");
    let (id, first) = scene.asks();
    assert!(first.await.is_err());
    assert_eq!(scene.delivery(id).await.status, None);
    // Answers in place are held against the document too, where there is one: the four with 200 are against it.
    let documented = scene.discord.shared().openapi.problems_of_answer("GET", OWN, 200, &Value::Null).is_some();
    let found = scene.discord.shared().openapi.take_violations();
    assert_eq!(found.len(), if documented { 4 } else { 0 }, "{found:?}");
    assert!(found.iter().all(|violation| violation.request.ends_with("/callback")), "{found:?}");
}

#[tokio::test]
async fn a_test_signs_whatever_it_wants_to_post_itself() {
    let seeded = Simulator::builder().seed(7).begins_at(1_700_000_000_000);
    let discord = seeded.clone().start().await.unwrap();
    let (one, other) = (discord.application("Helper"), discord.application("Helper 2"));
    let odd = "{ \"type\" : 1,\n\t\"token\":\"caf\\u00e9\", \"id\":\"5\" } ".as_bytes();
    for (timestamp, body) in [("1700000000", odd), ("0", b""), ("not a time", &[0xff, 0x00])] {
        assert!(signed_by(&one, timestamp, body));
    }
    let key = bytes(&one.public_key());
    let mut flipped = odd.to_vec();
    flipped[3] ^= 1;
    assert!(!verifies(&key, "1700000000", &flipped, &one.sign("1700000000", odd)));
    assert!(!verifies(&key, "1700000001", odd, &one.sign("1700000000", odd)));
    assert!(!verifies(&key, "1700000000", odd, &other.sign("1700000000", odd)));
    let again = seeded.start().await.unwrap().application("Helper");
    assert_eq!((again.public_key(), again.token()), (one.public_key(), one.token()));
    assert_ne!(one.public_key(), other.public_key());
}
