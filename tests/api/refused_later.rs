//! A message that was to be posted as soon as Discord is back, and that Discord then does not take.

use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use reqwest::Method;
use serde_json::{Value, json};
use tickit_domain::actor::{Actor, Authority, Cause, Door, Who};
use tickit_domain::desk::Posting;
use tickit_domain::discord::Place;
use tickit_domain::error::{Error, Refusal};
use tickit_domain::ids::{BotId, GuildId, TicketId};

use super::receiver::{Hooked, Receiver};
use crate::installation::OPERATOR_KEY;
use crate::support::{eventually_async, until_idle};

/// Staff has the bot say something in a ticket while Discord is away, and Discord then answers this.
async fn is_refused_later(hooked: &Hooked, fault: Fault) {
    let path = format!("/api/guilds/{}/tickets/1/messages", hooked.hosting.world.guild.id());
    let (faults, posts) = (hooked.hosting.world.discord.faults(), || Match::any().method("POST").path("/messages"));
    faults.respond(posts(), Fault::Status(503), 1000);
    let body = Some(json!({ "text": "Secret words" }));
    let later = hooked.hosting.asks(Method::POST, &path, &hooked.admin, body).await;
    assert_eq!((later.status, &later.body["posted"]), (202, &json!(false)), "{later:?}");
    faults.clear();
    faults.respond(posts(), fault, 1000);
    eventually_async("it is in the history", async || !refusals(hooked).await.is_empty()).await;
    until_idle(&hooked.hosting.service, Duration::from_secs(20)).await;
    faults.clear();
}

/// The events of messages that were not posted.
async fn refusals(hooked: &Hooked) -> Vec<Value> {
    let path = format!("/api/guilds/{}/audit?kind=ticket.message_refused", hooked.hosting.world.guild.id());
    let read = hooked.hosting.asks(Method::GET, &path, &hooked.admin, None).await;
    read.body["entries"].as_array().cloned().unwrap_or_default()
}

#[tokio::test]
async fn what_discord_refuses_later_has_a_number_stands_in_the_history_and_is_told_to_webhooks() {
    let (hooked, receiver) = (Hooked::set_up().await, Receiver::new().await);
    let world = &hooked.hosting.world;
    hooked.follows(&receiver).await;
    let channel = world.opens(&world.member("alice"), "Support").await;
    is_refused_later(&hooked, Fault::Refused { status: 400, code: 200_000, message: "Blocked by AutoMod" }).await;

    let entries = refusals(&hooked).await;
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert!(entries[0]["actor"].as_str().is_some_and(|actor| actor.starts_with("key:")), "{entries:?}");
    assert_eq!(entries[0]["after"]["reason"], "message-refused", "{entries:?}");
    let number = entries[0]["after"]["error"].as_str().unwrap();
    let errors = format!("/api/errors?number={number}");
    let logged = async || hooked.hosting.asks(Method::GET, &errors, OPERATOR_KEY, None).await.body["errors"].clone();
    eventually_async("it is in the error log", async || logged().await[0]["kind"] == "job").await;
    assert_eq!(logged().await[0]["guild"], world.guild.id().to_string());
    assert!(!logged().await.to_string().contains("Secret words"), "what was said is nobody's business there");
    let told = receiver.gets("ticket.message_refused").await.json();
    assert_eq!((&told["data"]["ticket"], &told["data"]["after"]["error"]), (&json!(1), &json!(number)), "{told}");
    assert!(channel.messages().iter().all(|message| !message.content().contains("Secret words")));
    let waits_for = format!("/api/guilds/{}/tickets/1", world.guild.id());
    let ticket = hooked.hosting.asks(Method::GET, &waits_for, &hooked.admin, None).await.body;
    assert_eq!((&ticket["waiting_for"], &ticket["first_response_at"]), (&json!("staff"), &Value::Null), "{ticket}");
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn whoever_asks_for_the_same_again_after_that_is_not_told_that_it_was_posted() {
    let hooked = Hooked::set_up().await;
    let world = &hooked.hosting.world;
    let channel = world.opens(&world.member("alice"), "Support").await;
    let at = Place { bot: BotId::new(world.bot.id().0), guild: GuildId::new(world.guild.id().0) };
    let who = Who::ApiKey { id: "5f0c2a9d1b7e4833".into(), name: "shop".into() };
    let cause = Cause::Request("the same".into());
    let actor = Actor { who, may: Authority::Everything, locale: "en-US".into(), door: Door::Api, cause };
    let desk = hooked.hosting.service.desk();
    let says = async || desk.post_message(at, &actor, TicketId::new(1), "Secret words").await;
    let (faults, posts) = (world.discord.faults(), || Match::any().method("POST").path("/messages"));
    faults.respond(posts(), Fault::Status(503), 1000);
    assert!(matches!(says().await, Ok(Posting::Later)));
    faults.clear();
    faults.respond(posts(), Fault::Forbidden, 1000);
    eventually_async("it is in the history", async || !refusals(&hooked).await.is_empty()).await;
    until_idle(&hooked.hosting.service, Duration::from_secs(20)).await;
    faults.clear();
    assert!(matches!(says().await, Err(Error::Refused(Refusal::MessageRefused))));
    let entries = refusals(&hooked).await;
    assert_eq!((entries.len(), &entries[0]["after"]["reason"]), (1, &json!("bot-forbidden")), "{entries:?}");
    assert!(channel.messages().iter().all(|message| !message.content().contains("Secret words")));
    hooked.hosting.finish().await;
}
