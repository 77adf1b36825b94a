//! What webhooks are told: everything, signed, again where it failed, and nobody kept waiting by somebody else.

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::receiver::{Hooked, Receiver, Reply};
use crate::support::{eventually, eventually_async};

const HOUR: Duration = Duration::from_hours(1);

/// What becomes of a ticket that is opened, claimed and closed.
const LIFE: [&str; 5] = ["ticket.opening", "ticket.opened", "ticket.claimed", "ticket.closing", "ticket.closed"];

#[tokio::test]
async fn a_webhook_is_told_what_becomes_of_a_ticket_signed_and_another_only_what_it_asked_for() {
    let hooked = Hooked::set_up().await;
    let (all, closed) = (Receiver::new().await, Receiver::new().await);
    let (id, secret) = hooked.follows(&all).await;
    let (other, _) = hooked.adds(json!({ "url": closed.url, "events": ["ticket.closed"] })).await;
    let world = &hooked.hosting.world;
    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    let channel = world.opens(&alice, "Support").await;
    bob.press(&crate::support::welcome(&channel).button("Claim")).await.finished().await;
    world.closes(&bob, &channel, "Sent again").await;
    closed.gets("ticket.closed").await;
    all.gets("ticket.closed").await;
    hooked.until_told(&id).await;
    hooked.until_told(&other).await;
    assert!(!hooked.audited().await.is_empty(), "what they were told of is in the audit log as before");

    assert_eq!(closed.types(), ["ticket.closed"]);
    assert_eq!(all.types().into_iter().collect::<BTreeSet<_>>(), LIFE.map(str::to_owned).into());
    let ids: BTreeSet<_> = all.got().iter().map(|got| got.header("webhook-id").to_owned()).collect();
    assert_eq!(ids.len(), all.got().len(), "an event was told twice");
    for got in all.got() {
        assert_eq!(got.signed_by(&secret), 1, "{got:?}");
        assert_eq!(got.header("content-type"), "application/json");
        assert!(got.header("user-agent").starts_with("Tickit/"), "{got:?}");
        let told = got.json();
        assert_eq!((&told["data"]["ticket"], &told["data"]["bot"]), (&json!(1), &json!(world.bot.id().to_string())));
        assert!(told["timestamp"].is_string() && told["data"]["actor"]["kind"].is_string(), "{told}");
    }
    let closing = all.gets("ticket.closing").await.json();
    assert_eq!(closing["data"]["after"]["closing"]["reason"], "Sent again");
    assert_eq!(closing["data"]["actor"]["user"], bob.id().to_string());
    let log = hooked.deliveries(&id, "").await;
    assert_eq!(log.len(), LIFE.len());
    assert!(
        log.iter().all(|one| one["status"] == "delivered" && one["tries"] == 1 && one["last_try"]["status"] == 204)
    );
    assert_eq!((&log[0]["event"], &log[0]["next_try_at"]), (&json!("ticket.closed"), &Value::Null));
    let audit = format!("/api/guilds/{}/audit?limit=100", world.guild.id());
    let audit = hooked.hosting.asks(Method::GET, &audit, &hooked.admin, None).await;
    let entries = audit.body["entries"].as_array().unwrap();
    assert!(
        LIFE.iter().all(|kind| entries.iter().any(|entry| entry["kind"] == *kind)),
        "what was told stays: {audit:?}"
    );
    let page = hooked.asks(Method::GET, &format!("/{id}/deliveries?limit=3"), None).await.body;
    let rest = format!("?limit=3&after={}", page["next"].as_str().unwrap());
    assert_eq!(hooked.deliveries(&id, &rest).await.len(), LIFE.len() - 3);
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn what_was_not_taken_is_sent_again_the_same_but_signed_anew_also_after_a_restart() {
    let hooked = Hooked::set_up().await;
    let receiver = Receiver::new().await;
    receiver.answers(|number| Reply::status(if number < 2 { 500 } else { 200 }));
    let (id, secret) = hooked.follows(&receiver).await;
    hooked.tests(&id).await;
    eventually("it is tried", || receiver.answered() == 1).await;
    eventually_async("that is noted", async || hooked.deliveries(&id, "").await[0]["tries"] == 1).await;
    let waiting = hooked.deliveries(&id, "?status=pending").await.remove(0);
    assert_eq!(waiting["last_try"]["status"], 500, "{waiting}");
    assert!(waiting["next_try_at"].is_string(), "{waiting}");

    let hooked = hooked.restarts().await;
    hooked.clock.moves_on(Duration::from_mins(1));
    eventually("it is tried again", || receiver.answered() == 2).await;
    eventually_async("that is noted", async || hooked.deliveries(&id, "").await[0]["tries"] == 2).await;
    hooked.clock.moves_on(Duration::from_mins(1));
    hooked.until_told(&id).await;
    let got = receiver.got();
    assert_eq!(got.len(), 3);
    for again in &got[1..] {
        assert_eq!((again.header("webhook-id"), &again.body), (got[0].header("webhook-id"), &got[0].body));
        assert_ne!(again.header("webhook-timestamp"), got[0].header("webhook-timestamp"));
        assert_eq!(again.signed_by(&secret), 1);
    }
    let told = hooked.deliveries(&id, "").await.remove(0);
    assert_eq!((&told["status"], &told["tries"]), (&json!("delivered"), &json!(3)));
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_told_nothing_more_until_it_is_turned_on_again() {
    let hooked = Hooked::set_up().await;
    let receiver = Receiver::new().await;
    receiver.answers(|number| Reply::status(if number == 0 { 410 } else { 200 }));
    let (id, _) = hooked.follows(&receiver).await;
    let first = hooked.tests(&id).await;
    eventually_async("it is off", async || hooked.webhook(&id).await["enabled"] == false).await;
    assert_eq!(hooked.webhook(&id).await["turned_off"], "gone");
    let is_told =
        || hooked.hosting.world.log.messages().iter().any(|message| message.content().contains("is turned off"));
    eventually("the log channel tells", is_told).await;
    assert_eq!(hooked.audited().await.into_iter().collect::<Vec<_>>(), ["webhook.added", "webhook.disabled"]);
    hooked.hosting.world.opens(&hooked.hosting.world.member("alice"), "Support").await;
    let redeliver = format!("/{id}/deliveries/{}/redeliver", first["id"].as_str().unwrap());
    assert_eq!(hooked.asks(Method::POST, &redeliver, None).await.problem(), (409, "webhook_off"));
    let on = hooked.asks(Method::PATCH, &format!("/{id}"), Some(json!({ "enabled": true }))).await;
    assert_eq!((&on.body["enabled"], &on.body["turned_off"]), (&json!(true), &Value::Null));
    assert_eq!(hooked.asks(Method::POST, &redeliver, None).await.status, 202);
    hooked.until_told(&id).await;
    let got = receiver.got();
    assert_eq!((got.len(), &got[0].body), (2, &got[1].body), "nothing that happened meanwhile is told");
    assert_eq!(got[0].header("webhook-id"), got[1].header("webhook-id"));
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn a_receiver_that_asks_for_time_is_left_alone_for_that_long() {
    let hooked = Hooked::set_up().await;
    let receiver = Receiver::new().await;
    receiver.answers(|number| match number {
        0 => Reply::status(429).with("retry-after", "3600"),
        _ => Reply::status(200),
    });
    let (id, _) = hooked.follows(&receiver).await;
    hooked.tests(&id).await;
    eventually_async("it was tried", async || hooked.deliveries(&id, "").await[0]["tries"] == 1).await;
    hooked.clock.moves_on(HOUR / 2);
    let later = hooked.tests(&id).await;
    // Another webhook is told something meanwhile.
    let other = Receiver::new().await;
    let (of_other, _) = hooked.follows(&other).await;
    hooked.tests(&of_other).await;
    other.gets("webhook.test").await;
    assert_eq!(receiver.got().len(), 1, "it was not left alone");
    hooked.clock.moves_on(HOUR / 2 + Duration::from_secs(1));
    hooked.until_told(&id).await;
    assert_eq!(receiver.got().len(), 3);
    assert!(receiver.got().iter().any(|got| got.header("webhook-id") == later["id"].as_str().unwrap()));
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_an_address_that_is_refused_gets_nothing() {
    let hooked = Hooked::set_up().await;
    let (first, second) = (Receiver::new().await, Receiver::new().await);
    let elsewhere = second.url.clone();
    first.answers(move |_| Reply::status(307).with("location", elsewhere.clone()));
    let (id, _) = hooked.follows(&first).await;
    hooked.tests(&id).await;
    eventually_async("it was tried", async || hooked.deliveries(&id, "").await[0]["tries"] == 1).await;
    let tried = hooked.deliveries(&id, "").await.remove(0);
    assert_eq!((&tried["status"], &tried["last_try"]["status"]), (&json!("pending"), &json!(307)));
    assert!(second.got().is_empty());
    // A name is looked up and may lead where the operator lets it.
    let port = second.url.rsplit_once(':').unwrap().1;
    let (named, _) = hooked.adds(json!({ "url": format!("http://localhost:{port}") })).await;
    hooked.tests(&named).await;
    hooked.until_told(&named).await;
    assert_eq!(second.types(), ["webhook.test"]);
    // And an exception that is taken back holds for what was saved before.
    let hooked = hooked.restarts_with("TICKIT_WEBHOOK_NETWORKS", "127.0.0.9").await;
    let path = format!("/{named}/test");
    assert_eq!(hooked.asks(Method::POST, &path, None).await.status, 202);
    eventually_async("it was tried", async || hooked.deliveries(&named, "").await[0]["tries"] == 1).await;
    let refused = hooked.deliveries(&named, "").await.remove(0);
    let error = refused["last_try"]["error"].as_str().unwrap();
    assert!(error.contains("does not lead to the internet"), "{refused}");
    assert_eq!(second.types(), ["webhook.test"]);
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn a_receiver_that_does_not_answer_holds_up_no_other() {
    let hooked = Hooked::set_up().await;
    let (slow, quick) = (Receiver::new().await, Receiver::new().await);
    slow.answers(|_| Reply::status(200).after(Duration::from_mins(1)));
    let (to_slow, _) = hooked.follows(&slow).await;
    let (to_quick, _) = hooked.follows(&quick).await;
    let world = &hooked.hosting.world;
    for name in ["alice", "anna", "anton"] {
        let channel = world.opens(&world.member(name), "Support").await;
        world.closes(&world.agent("bob"), &channel, "").await;
    }
    eventually("the slow one is sent something", || !slow.got().is_empty()).await;
    eventually("the quick one has everything", || quick.got().len() == 12).await;
    hooked.until_told(&to_quick).await;
    assert_eq!(slow.answered(), 0);
    assert_eq!(hooked.deliveries(&to_slow, "?status=pending").await.len(), 12);
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn a_secret_that_was_changed_signs_beside_the_new_one_for_a_day() {
    let hooked = Hooked::set_up().await;
    let receiver = Receiver::new().await;
    let (id, old) = hooked.follows(&receiver).await;
    let rotated = hooked.asks(Method::POST, &format!("/{id}/secret"), None).await.body;
    let new = rotated["secret"].as_str().unwrap();
    hooked.tests(&id).await;
    hooked.until_told(&id).await;
    let got = receiver.got().remove(0);
    assert_eq!((got.signed_by(&old), got.signed_by(new)), (1, 1));
    hooked.clock.moves_on(HOUR * 24);
    hooked.tests(&id).await;
    hooked.until_told(&id).await;
    let got = receiver.got().remove(1);
    assert_eq!((got.signed_by(&old), got.signed_by(new)), (0, 1));
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn a_webhook_of_discords_gets_messages_that_mention_nobody() {
    let hooked = Hooked::set_up().await;
    let receiver = Receiver::new().await;
    receiver.answers(|number| Reply::status(if number < 3 { 204 } else { 404 }));
    let events = json!(["ticket.opened", "ticket.closing", "ticket.closed"]);
    let (id, _) = hooked.adds(json!({ "url": receiver.url, "format": "discord", "events": events })).await;
    let world = &hooked.hosting.world;
    let channel = world.opens(&world.member("alice"), "Support").await;
    world.closes(&world.agent("bob"), &channel, "@everyone **see**").await;
    eventually("all is told", || receiver.got().len() == 3).await;
    hooked.until_told(&id).await;
    let titles: BTreeSet<_> =
        receiver.got().iter().map(|got| got.json()["embeds"][0]["title"].as_str().unwrap().to_owned()).collect();
    assert_eq!(titles, ["Ticket #1: closed", "Ticket #1: closing", "Ticket #1: opened"].map(str::to_owned).into());
    for got in receiver.got() {
        assert_eq!(got.json()["allowed_mentions"], json!({ "parse": [] }));
        assert_eq!(got.header("webhook-signature"), "");
    }
    hooked.tests(&id).await;
    eventually_async("it is off", async || hooked.webhook(&id).await["turned_off"] == "gone").await;
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn a_webhook_that_nothing_reaches_for_three_days_is_turned_off() {
    let hooked = Hooked::set_up().await;
    let receiver = Receiver::new().await;
    receiver.answers(|_| Reply::status(503));
    let (id, _) = hooked.follows(&receiver).await;
    hooked.tests(&id).await;
    let mut tries = 0;
    while hooked.webhook(&id).await["enabled"] == true {
        tries += 1;
        eventually_async("it was tried", async || {
            let log = hooked.deliveries(&id, "").await;
            log[0]["tries"] == tries || hooked.webhook(&id).await["enabled"] == false
        })
        .await;
        hooked.clock.moves_on(HOUR * 14);
        if tries % 3 == 0 {
            hooked.asks(Method::POST, &format!("/{id}/test"), None).await;
            tries = 0;
        }
    }
    assert_eq!(hooked.webhook(&id).await["turned_off"], "failing");
    assert!(hooked.audited().await.contains("webhook.disabled"));
    hooked.hosting.finish().await;
}
