//! A ticket's whole life over HTTP, beside Discord.

use std::time::Duration;

use discord_simulator::ChannelHandle;
use discord_simulator::faults::{Fault, Match};
use reqwest::Method;
use serde_json::{Value, json};

use super::host::Answer;
use super::tickets::{Desk, key_of};
use crate::support::{eventually, eventually_async};

impl Desk {
    async fn posts(&self, rest: &str, body: Value) -> Answer {
        self.asks(Method::POST, rest, &self.agent, Some(body)).await
    }
}

#[tokio::test]
async fn a_ticket_is_opened_for_a_member_and_worked_on_over_http() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    let (alice, bob, carol) = (world.member("alice"), world.member("bob"), world.agent("carol"));
    let opener = alice.id().to_string();

    let made = desk.posts("", json!({ "type": 2, "opener": opener })).await;
    assert_eq!((made.status, &made.body["opener"], &made.body["number"]), (201, &json!(opener), &json!(1)));
    eventually_async("it has a channel", async || desk.gets("/1").await.body["channel"].is_string()).await;
    let channel = world.ticket_channels().pop().unwrap();
    assert!(alice.sees(&channel));
    let second = desk.posts("", json!({ "type": 2, "opener": opener })).await;
    assert_eq!(second.problem(), (422, "opener_at_limit"), "{second:?}");
    assert_eq!(desk.numbers("").await, [1], "what is refused leaves no ticket");

    let noted = desk.posts("/1/notes", json!({ "text": "=1+1 @everyone" })).await;
    assert_eq!((noted.status, &noted.body["notes"]), (200, &json!(1)));
    let listed = desk.gets("/1/notes").await.body;
    assert_eq!(
        (&listed["notes"][0]["text"], &listed["notes"][0]["by_name"]),
        (&json!("=1+1 @everyone"), &json!("dashboard"))
    );

    let who = format!("/1/participants/{}", bob.id());
    assert_eq!(desk.asks(Method::PUT, &who, &desk.agent, None).await.status, 200);
    eventually_async("bob is let in", async || bob.sees(&channel)).await;
    assert_eq!(desk.asks(Method::DELETE, &who, &desk.agent, None).await.status, 200);
    eventually_async("bob is out again", async || !bob.sees(&channel)).await;

    assert_eq!(
        desk.posts("/1/transfer", json!({ "member": carol.id().to_string() })).await.body["assignee"],
        carol.id().to_string()
    );
    assert_eq!(desk.asks(Method::DELETE, "/1/claim", &desk.agent, None).await.body["assignee"], Value::Null);
    assert_eq!(desk.posts("/1/claim", json!({})).await.problem(), (422, "needs_person"));
    assert_eq!(desk.posts("/1/transfer", json!({ "team": "nobody" })).await.problem(), (422, "no_such_team"));

    desk.hosting.finish().await;
}

#[tokio::test]
async fn a_ticket_is_worked_on_while_its_channel_is_being_made_and_the_channel_shows_it() {
    for fault in [Fault::Delay(Duration::from_millis(800)), Fault::CutAfter] {
        let desk = Desk::set_up().await;
        let world = &desk.hosting.world;
        let (alice, bob, carol) = (world.member("alice"), world.member("bob"), world.agent("carol"));
        world.discord.faults().respond(Match::any().method("POST").path("/channels"), fault.clone(), 1);
        let made = desk.posts("", json!({ "type": 2, "opener": alice.id().to_string() })).await;
        assert_eq!((made.status, &made.body["status"]), (201, &json!("opening")));

        let change = json!({ "labels": ["refund"], "priority": "urgent", "topic": "Order 4711", "name": "refund" });
        let changed = desk.asks(Method::PATCH, "/1", &desk.agent, Some(change)).await;
        assert_eq!((changed.status, &changed.body["labels"]), (200, &json!(["refund"])), "{changed:?}");
        assert_eq!(desk.posts("/1/notes", json!({ "text": "By the order's number" })).await.status, 200);
        let who = format!("/1/participants/{}", bob.id());
        for (method, rest, body) in [
            (Method::POST, "/1/messages", json!({ "text": "Hello" })),
            (Method::POST, "/1/close", json!({})),
            (Method::POST, "/1/close-request", json!({})),
            (Method::PATCH, "/1", json!({ "type": 1 })),
            (Method::PATCH, "/1", json!({ "assignee": carol.id().to_string() })),
            (Method::PUT, who.as_str(), json!({})),
        ] {
            let early = desk.asks(method, rest, &desk.agent, Some(body)).await;
            assert_eq!(early.problem(), (409, "being_opened"), "{rest}");
        }

        eventually("the channel is as the ticket", || {
            let channels = world.ticket_channels();
            let shows = |channel: &ChannelHandle| {
                channel.name().contains("refund")
                    && channel.state().is_some_and(|is| is.topic.is_some_and(|topic| topic.contains("Order 4711")))
            };
            channels.len() == 1 && channels.iter().all(|channel| shows(channel) && !bob.sees(channel))
        })
        .await;
        let ticket = desk.gets("/1").await.body;
        let known = json!([ticket["status"], ticket["priority"], ticket["notes"]]);
        assert_eq!(known, json!(["open", "urgent", 1]));
        desk.hosting.finish().await;
    }
}

#[tokio::test]
async fn what_was_said_is_read_over_http_and_a_ticket_is_closed_reopened_and_deleted() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    let alice = world.member("alice");
    let channel = world.opens(&alice, "Billing").await;
    alice.says(&channel, "My parcel <b>never</b> came").await;
    eventually_async("it is heard", async || {
        desk.gets("/1/messages").await.body["messages"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["content"] == "My parcel <b>never</b> came")
    })
    .await;
    let so_far = desk.reads("/1/transcript?format=text").await;
    assert!(so_far.contains("My parcel <b>never</b> came"), "{so_far}");

    let asked = desk.posts("/1/close-request", json!({ "reason": "found" })).await;
    assert_eq!(asked.status, 200, "{asked:?}");
    assert_eq!(desk.posts("/1/close", json!({ "reason": "found" })).await.status, 200);
    eventually_async("it is closed", async || desk.gets("/1").await.body["status"] == "closed").await;
    let page = desk.reads("/1/transcript").await;
    assert!(
        page.starts_with("<!doctype html>\n<html lang=\"en-US\">") && page.trim_end().ends_with("</html>"),
        "{page}"
    );
    assert!(page.contains("My parcel &lt;b&gt;never&lt;/b&gt; came"));

    assert_eq!(desk.posts("/1/reopen", json!({})).await.status, 200);
    eventually_async("it is open again", async || desk.gets("/1").await.body["status"] == "open").await;
    let refused = desk.asks(Method::DELETE, "/1", &desk.agent, None).await;
    assert_eq!(refused.problem(), (403, "not_allowed"), "that is for admins");
    assert_eq!(desk.posts("/1/close", json!({})).await.status, 200);
    eventually_async("it is closed again", async || desk.gets("/1").await.body["status"] == "closed").await;
    let admin = desk.hosting.admin_key().await;
    assert_eq!(desk.asks(Method::DELETE, "/1", &admin, None).await.status, 202);
    eventually_async("it is gone", async || desk.gets("/1").await.problem() == (404, "no_such_ticket")).await;
    desk.hosting.finish().await;
}

#[tokio::test]
async fn what_cannot_be_done_to_a_ticket_is_refused_with_its_code() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    world.opens(&world.member("alice"), "Billing").await;
    let viewer = desk.hosting.has_key(key_of(&desk.hosting, &["viewer"])).await;
    for (method, rest, body) in [
        (Method::POST, "", json!({ "type": 2, "opener": world.member("bob").id().to_string() })),
        (Method::POST, "/1/notes", json!({ "text": "x" })),
        (Method::POST, "/1/transfer", json!({})),
        (Method::POST, "/1/close-request", json!({})),
        (Method::DELETE, "/1/claim", json!({})),
        (Method::PUT, "/1/participants/5", json!({})),
        (Method::POST, "/1/reopen", json!({})),
        (Method::DELETE, "/1", json!({})),
    ] {
        let refused = desk.asks(method.clone(), rest, &viewer, Some(body)).await;
        assert_eq!(refused.problem(), (403, "not_allowed"), "{method} {rest}");
    }
    for (method, rest, body, problem) in [
        (Method::POST, "", json!({ "type": 999, "opener": "5" }), (404, "no_such_type")),
        (Method::POST, "", json!({ "type": 2, "opener": "5" }), (422, "no_such_member")),
        (Method::POST, "", json!({ "type": 2, "opener": { "$gt": "" } }), (400, "invalid_body")),
        (Method::POST, "", json!({ "type": 2 }), (400, "invalid_body")),
        (Method::POST, "", json!({ "type": 2, "opener": world.bot.id().to_string() }), (422, "opener_is_bot")),
        (Method::POST, "/1/notes", json!({ "text": "" }), (422, "text_length")),
        (Method::POST, "/1/notes", json!({ "text": "x".repeat(4001) }), (422, "text_length")),
        (Method::POST, "/1/close-request", json!({ "hours": 721 }), (422, "too_high")),
        (Method::PUT, "/1/participants/nobody", json!({}), (400, "invalid_query")),
        (Method::PUT, "/1/participants/5", json!({}), (422, "no_such_member")),
        (Method::POST, "/1/reopen", json!({}), (409, "not_closed")),
        (Method::GET, "/1/transcript?format=exe", json!({}), (400, "invalid_query")),
        (Method::GET, "/1/messages?after=now", json!({}), (400, "invalid_query")),
        (Method::POST, "/2/claim", json!({}), (404, "no_such_ticket")),
    ] {
        let refused = desk.asks(method.clone(), rest, &desk.agent, Some(body.clone())).await;
        assert_eq!(refused.problem(), problem, "{method} {rest} {body}");
    }
    desk.hosting.finish().await;
}

#[tokio::test]
async fn several_tickets_are_closed_at_once_and_one_that_is_refused_is_in_no_others_way() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    for name in ["alice", "bob"] {
        world.opens(&world.member(name), "Billing").await;
    }
    let closed = desk.posts("/close", json!({ "tickets": [1, 99, 2], "reason": "Spring cleaning" })).await;
    assert_eq!(closed.status, 200, "{closed:?}");
    let all = closed.body["tickets"].as_array().unwrap();
    assert_eq!(all.iter().map(|one| one["number"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 99, 2]);
    assert_eq!((&all[0]["problem"], &all[1]["problem"]["code"]), (&Value::Null, &json!("no_such_ticket")));
    eventually_async("both are closed", async || desk.numbers("?status=closed").await == [2, 1]).await;
    for body in [json!({ "tickets": [] }), json!({ "tickets": vec![1; 101] }), json!({ "tickets": [-1] }), json!({})] {
        assert_eq!(desk.posts("/close", body).await.problem(), (400, "invalid_body"));
    }
    assert_eq!(desk.numbers("?until=2020-01-01T00:00:00Z").await, [0; 0]);
    assert_eq!(desk.numbers("?from=2020-01-01T00:00:00Z").await, [2, 1]);
    assert_eq!(desk.gets("?from=yesterday").await.problem(), (400, "invalid_query"));
    desk.hosting.finish().await;
}

/// Twenty changes of one ticket at once, half of them over HTTP.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn labels_that_are_changed_at_once_over_http_and_in_discord_are_all_kept() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    let channel = world.opens(&world.member("alice"), "Billing").await;
    let people = futures_util::future::join_all((0..10).map(|number| {
        let (person, channel) = (world.agent(&format!("agent{number}")), channel.clone());
        async move { person.slash(&channel, &format!("/ticket label add:d{number}")).await }
    }));
    let programs = futures_util::future::join_all((0..10).map(|number| {
        desk.asks(Method::POST, "/1/labels", &desk.agent, Some(json!({ "label": format!("h{number}") })))
    }));
    let (_, programs) = tokio::join!(people, programs);
    assert!(programs.iter().all(|one| one.status == 200), "{programs:?}");
    eventually_async("all are there", async || desk.gets("/1").await.body["labels"].as_array().unwrap().len() == 20)
        .await;
    desk.hosting.finish().await;
}
