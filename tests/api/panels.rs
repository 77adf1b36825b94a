//! A guild's panels over HTTP.

use reqwest::Method;
use serde_json::{Value, json};

use super::guild_resources::Guild;
use crate::support::eventually_async;

#[tokio::test]
async fn a_panel_is_made_sent_changed_and_deleted_and_its_message_follows() {
    let guild = Guild::set_up().await;
    let world = &guild.desk.hosting.world;
    let channel = world.guild.text_channel("contact");
    let made =
        guild.does(Method::POST, "/panels", json!({ "name": "Contact", "types": [2], "colour": "blurple" })).await;
    assert_eq!(
        (made.status, &made.body["title"], &made.body["types"]),
        (201, &json!("Contact"), &json!([2])),
        "{made:?}"
    );
    assert_eq!((&made.body["colour"], &made.body["messages"]), (&json!("#5865F2"), &json!([])));
    let path = format!("/panels/{}", made.body["number"]);
    assert!(guild.gets("/panels").await["panels"].as_array().unwrap().contains(&made.body));

    let sent = guild.does(Method::POST, &format!("{path}/send"), json!({ "channel": channel.id().to_string() })).await;
    assert_eq!(sent.status, 202, "{sent:?}");
    eventually_async("it is told where it stands", async || {
        guild.gets(&path).await["messages"][0]["channel"] == channel.id().to_string()
    })
    .await;
    assert!(channel.last_message().unwrap().find_button("Billing").is_some());

    let change = json!({ "title": "Write to us 🐌", "text": "Any time", "types": [1, 2, 1], "shows": "menu" });
    let edited = guild.does(Method::PATCH, &path, change).await;
    assert_eq!((edited.status, &edited.body["types"]), (200, &json!([1, 2])), "{edited:?}");
    eventually_async("the message follows", async || channel.last_message().unwrap().text().contains("Write to us 🐌"))
        .await;
    let cleared = guild.does(Method::PATCH, &path, json!({ "text": null, "types": null, "colour": null })).await;
    assert_eq!((&cleared.body["text"], &cleared.body["types"]), (&json!(""), &json!([])));
    assert_eq!((&cleared.body["colour"], &cleared.body["title"]), (&Value::Null, &json!("Write to us 🐌")));

    assert_eq!(guild.does(Method::DELETE, &path, json!({})).await.status, 202);
    assert_eq!(guild.does(Method::GET, &path, json!({})).await.problem(), (404, "panel_gone"));
    eventually_async("the message is gone", async || channel.messages().is_empty()).await;
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn panels_are_an_admins() {
    let guild = Guild::set_up().await;
    let world = &guild.desk.hosting.world;
    let made = guild.does(Method::POST, "/panels", json!({ "name": "Contact" })).await;
    let (path, send) = (format!("/panels/{}", made.body["number"]), format!("/panels/{}/send", made.body["number"]));
    let general = json!({ "channel": world.general.id().to_string() });
    for (method, rest, body) in [
        (Method::GET, "/panels", json!({})),
        (Method::POST, "/panels", json!({ "name": "x" })),
        (Method::GET, &*path, json!({})),
        (Method::PATCH, &path, json!({ "title": "x" })),
        (Method::POST, &send, general),
        (Method::DELETE, &path, json!({})),
    ] {
        let refused = guild.asks(method.clone(), rest, &guild.desk.agent, Some(body)).await;
        assert_eq!(refused.problem(), (403, "not_allowed"), "{method} {rest}");
    }
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn what_a_panel_cannot_be_and_where_none_can_stand_is_refused() {
    let guild = Guild::set_up().await;
    let world = &guild.desk.hosting.world;
    let made = guild.does(Method::POST, "/panels", json!({ "name": "Contact" })).await;
    let (path, send) = (format!("/panels/{}", made.body["number"]), format!("/panels/{}/send", made.body["number"]));
    let before = guild.gets("/panels").await;
    for (body, problem) in [
        (json!({ "name": "" }), (422, "text_length")),
        (json!({ "title": "x".repeat(257) }), (422, "text_length")),
        (json!({ "text": "x".repeat(3001) }), (422, "text_length")),
        (json!({ "image": "javascript:1" }), (422, "not_an_image")),
        (json!({ "colour": "rainbow" }), (422, "not_a_colour")),
        (json!({ "types": [99] }), (404, "no_such_type")),
        (json!({ "types": ["Billing"] }), (400, "invalid_body")),
        (json!({ "shows": "carousel" }), (400, "invalid_body")),
        (json!({ "name": null }), (400, "invalid_body")),
        (json!({ "title": { "$gt": "" } }), (400, "invalid_body")),
    ] {
        assert_eq!(guild.does(Method::PATCH, &path, body.clone()).await.problem(), problem, "{body}");
    }
    let again = guild.does(Method::POST, "/panels", json!({ "name": "CONTACT" })).await;
    assert_eq!(again.problem(), (422, "panel_exists"));
    assert_eq!(guild.does(Method::POST, "/panels", json!({})).await.problem(), (422, "text_length"));
    let elsewhere = world.discord.guild("Elsewhere").text_channel("theirs").id().to_string();
    for (channel, problem) in [
        (world.category.id().to_string(), (422, "no_messages")),
        (elsewhere, (422, "bot_forbidden")),
        ("1234567890123456".to_owned(), (422, "no_such_channel")),
        ("here".to_owned(), (400, "invalid_body")),
    ] {
        let refused = guild.does(Method::POST, &send, json!({ "channel": channel })).await;
        assert_eq!(refused.problem(), problem, "{channel}");
    }
    for rest in ["/panels/99", "/panels/first"] {
        assert_eq!(guild.does(Method::PATCH, rest, json!({ "title": "x" })).await.problem(), (404, "panel_gone"));
    }
    assert_eq!(guild.gets("/panels").await, before);
    for number in before["panels"].as_array().unwrap().len()..25 {
        assert_eq!(guild.does(Method::POST, "/panels", json!({ "name": format!("{number}") })).await.status, 201);
    }
    assert_eq!(guild.does(Method::POST, "/panels", json!({ "name": "x" })).await.problem(), (422, "too_many_panels"));
    guild.desk.hosting.finish().await;
}
