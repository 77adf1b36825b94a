//! What staff has the bot say in a ticket over HTTP.

use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use discord_simulator::people::MessageHandle;
use reqwest::Method;
use serde_json::{Value, json};

use super::host::{Answer, answer};
use super::signing_in::House;
use super::tickets::{Desk, key_of};
use crate::support::{eventually_async, until_idle};

/// How many messages of a ticket say something.
fn saying(channel: &discord_simulator::ChannelHandle, text: &str) -> usize {
    channel.messages().iter().filter(|message| message.content().contains(text)).count()
}

impl Desk {
    async fn says(&self, text: &str) -> Answer {
        self.asks(Method::POST, "/1/messages", &self.agent, Some(json!({ "text": text }))).await
    }

    async fn says_once(&self, key: &str, text: &str) -> Answer {
        let url = format!("{}/api/guilds/{}/tickets/1/messages", self.hosting.url(), self.hosting.world.guild.id());
        let request = self.hosting.http.post(url).bearer_auth(&self.agent).header("idempotency-key", key);
        answer(request.json(&json!({ "text": text })).send().await.unwrap()).await
    }
}

#[tokio::test]
async fn what_a_program_posts_is_staffs_answer_and_pings_only_who_is_in_the_ticket() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    let (alice, bob) = (world.member("alice"), world.member("bob"));
    let channel = world.opens(&alice, "Billing").await;
    desk.asks(Method::POST, "/1/close-request", &desk.agent, Some(json!({}))).await;

    let text = format!("Sent again, <@{}> <@{}> @everyone <@&{}>", alice.id(), bob.id(), world.staff.id());
    let said = desk.says(&text).await;
    assert_eq!((said.status, &said.body["posted"]), (201, &json!(true)), "{said:?}");
    let id = said.body["messages"][0].as_str().unwrap().to_owned();
    let message = channel.messages().into_iter().find(|message| message.id().to_string() == id).unwrap();
    assert_eq!(message.content(), format!("**dashboard**\n{text}"));
    let pings = message.state().unwrap().pings;
    assert_eq!((&pings.users[..], &pings.roles[..], pings.everyone), (&[alice.id()][..], &[][..], false));

    let ticket = desk.gets("/1").await.body;
    assert_eq!(ticket["waiting_for"], "member");
    assert!(ticket["first_response_at"].is_string(), "{ticket}");
    eventually_async("it is heard", async || {
        let heard = desk.gets("/1/messages").await.body;
        heard["messages"].as_array().unwrap().iter().any(|one| one["id"] == id.as_str())
    })
    .await;
    let admin = desk.hosting.admin_key().await;
    let audit = format!("/api/guilds/{}/audit?kind=ticket.message_posted", world.guild.id());
    let entries = desk.hosting.asks(Method::GET, &audit, &admin, None).await.body["entries"].clone();
    assert_eq!((&entries[0]["actor_name"], &entries[0]["after"]["messages"]), (&json!("dashboard"), &json!([id])));

    alice.says(&channel, "Thanks").await;
    eventually_async("it is staff's turn", async || desk.gets("/1").await.body["waiting_for"] == "staff").await;
    desk.says("You are welcome").await;
    assert_eq!(desk.gets("/1").await.body["waiting_for"], "member");
    world.closes(&world.agent("carol"), &channel, "").await;
    eventually_async("it is closed", async || desk.gets("/1").await.body["status"] == "closed").await;
    assert!(desk.reads("/1/transcript?format=text").await.contains("You are welcome"));
    desk.hosting.finish().await;
}

#[tokio::test]
async fn two_thousand_characters_are_posted_and_what_makes_no_message_is_refused() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    let channel = world.opens(&world.member("alice"), "Billing").await;
    let long = desk.says(&"🐌".repeat(2000)).await;
    assert_eq!((long.status, long.body["messages"].as_array().unwrap().len()), (201, 2), "{long:?}");
    let parts: String = channel.messages().iter().map(MessageHandle::content).collect();
    assert_eq!(parts.matches('🐌').count(), 2000);

    let before = channel.messages().len();
    for (body, problem) in [
        (json!({ "text": "" }), (422, "text_length")),
        (json!({ "text": " \u{200b}\n" }), (422, "text_length")),
        (json!({ "text": "x".repeat(2001) }), (422, "text_length")),
        (json!({ "text": { "$gt": "" } }), (400, "invalid_body")),
        (json!({ "text": "x", "tts": true }), (400, "invalid_body")),
        (json!({}), (400, "invalid_body")),
    ] {
        let refused = desk.asks(Method::POST, "/1/messages", &desk.agent, Some(body.clone())).await;
        assert_eq!(refused.problem(), problem, "{body}");
    }
    let viewer = desk.hosting.has_key(key_of(&desk.hosting, &["viewer"])).await;
    let body = Some(json!({ "text": "x" }));
    let refused = desk.asks(Method::POST, "/1/messages", &viewer, body.clone()).await;
    assert_eq!(refused.problem(), (403, "not_allowed"));
    let refused = desk.asks(Method::POST, "/2/messages", &desk.agent, body.clone()).await;
    assert_eq!(refused.problem(), (404, "no_such_ticket"));
    assert_eq!(channel.messages().len(), before);

    desk.asks(Method::POST, "/1/close", &desk.agent, Some(json!({}))).await;
    eventually_async("it is closed", async || desk.gets("/1").await.body["status"] == "closed").await;
    assert_eq!(desk.says("Too late").await.problem(), (409, "not_open"));
    desk.hosting.finish().await;
}

#[tokio::test]
async fn what_discord_does_not_take_is_told_and_not_posted_later() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    let channel = world.opens(&world.member("alice"), "Billing").await;
    let (faults, posts) = (world.discord.faults(), || Match::any().method("POST").path("/messages"));
    faults.respond(posts(), Fault::Forbidden, 1);
    let forbidden = desk.says("one").await;
    assert_eq!(forbidden.problem(), (422, "bot_forbidden"), "{forbidden:?}");
    faults.respond(posts(), Fault::Refused { status: 400, code: 200_000, message: "Blocked by AutoMod" }, 1);
    assert_eq!(desk.says("two").await.problem(), (422, "message_refused"));
    until_idle(&desk.hosting.service, Duration::from_secs(10)).await;
    assert_eq!((saying(&channel, "one"), saying(&channel, "two")), (0, 0));
    assert_eq!(desk.gets("/1").await.body["first_response_at"], Value::Null);

    world.guild.owner().deletes(&channel);
    let gone = desk.says("three").await;
    assert_eq!(gone.status, 409, "{gone:?}");
    assert!(["channel_gone", "not_open"].contains(&gone.problem().1), "{gone:?}");
    eventually_async("it is closed", async || desk.gets("/1").await.body["status"] == "closed").await;
    desk.hosting.finish().await;
}

#[tokio::test]
async fn what_is_sent_again_or_taken_late_by_discord_is_posted_once() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    let channel = world.opens(&world.member("alice"), "Billing").await;
    let faults = world.discord.faults();
    let first = desk.says_once("one", "First").await;
    let again = desk.says_once("one", "First").await;
    assert_eq!((first.status, &again.body), (201, &first.body), "{again:?}");

    faults.respond(Match::any().method("POST").path("/messages"), Fault::CutAfter, 3);
    let second = desk.says_once("two", "Second").await;
    assert!([201, 202].contains(&second.status), "{second:?}");
    faults.respond(Match::any().method("POST").path("/messages"), Fault::Status(503), 3);
    let third = desk.says_once("three", "Third").await;
    assert!([201, 202].contains(&third.status), "{third:?}");
    eventually_async("both are noted", async || {
        let admin = desk.hosting.admin_key().await;
        let audit = format!("/api/guilds/{}/audit?kind=ticket.message_posted", world.guild.id());
        let entries = desk.hosting.asks(Method::GET, &audit, &admin, None).await.body["entries"].clone();
        entries.as_array().unwrap().len() == 3
    })
    .await;
    until_idle(&desk.hosting.service, Duration::from_secs(20)).await;
    for text in ["First", "Second", "Third"] {
        assert_eq!(saying(&channel, text), 1, "{text}");
    }
    desk.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_signed_in_posts_in_their_own_name_where_they_are_staff() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    world.has_panel("/type add name:Billing").await;
    let channel = world.opens(&alice, "Billing").await;
    let path = format!("/api/guilds/{}/tickets/1/messages", world.guild.id());
    let says = async |access: String, text: &str| {
        house.hosting.asks(Method::POST, &path, &access, Some(json!({ "text": text }))).await
    };
    let refused = says(house.signs_in(&alice).await.1, "I am staff").await;
    assert_eq!(refused.problem(), (403, "not_allowed"));
    let said = says(house.signs_in(&bob).await.1, "How can I help?").await;
    assert_eq!(said.status, 201, "{said:?}");
    assert_eq!((saying(&channel, "**bob**\nHow can I help?"), saying(&channel, "I am staff")), (1, 0));
    house.hosting.finish().await;
}
