//! Limits by role, and what members read in the guild's own words, over HTTP.

use reqwest::Method;
use serde_json::{Value, json};

use super::guild_resources::Guild;

#[tokio::test]
async fn members_of_a_role_have_a_limit_of_their_own_and_read_the_guilds_own_words() {
    let guild = Guild::set_up().await;
    let world = &guild.desk.hosting.world;
    let vip = world.guild.role("VIP", discord_simulator::Permissions::empty());
    let path = format!("/limits/{}", vip.id());
    let limited = guild.does(Method::PUT, &path, json!({ "limit": 0 })).await;
    let expected = json!({ "each": null, "roles": [{ "role": vip.id().to_string(), "limit": 0 }] });
    assert_eq!((limited.status, &limited.body), (200, &expected), "{limited:?}");
    assert_eq!(guild.gets("/limits").await, expected);

    let said = guild.does(Method::PUT, "/texts/limit", json!({ "text": "Enough, {user}! 🐌" })).await;
    assert_eq!((said.status, &said.body["limit"]), (200, &json!("Enough, {user}! 🐌")), "{said:?}");
    let alice = world.member("alice").with_role(&vip);
    let refused = alice.press(&world.panel().button("Billing")).await.finished().await.text();
    assert!(refused.contains("Enough"), "{refused}");

    let back = guild.does(Method::DELETE, "/texts/limit", json!({})).await;
    assert_eq!((back.status, &back.body["limit"]), (200, &Value::Null));
    let unlimited = guild.does(Method::DELETE, &path, json!({})).await;
    assert_eq!(unlimited.body["roles"], json!([]));
    world.opens(&alice, "Billing").await;
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn limits_and_texts_are_an_admins_and_what_they_cannot_be_is_refused() {
    let guild = Guild::set_up().await;
    let world = &guild.desk.hosting.world;
    let (staff, everyone) = (world.staff.id(), world.guild.id());
    let path = format!("/limits/{staff}");
    for (method, rest, body) in [
        (Method::GET, "/limits", json!({})),
        (Method::PUT, &*path, json!({ "limit": 1 })),
        (Method::DELETE, &path, json!({})),
        (Method::GET, "/texts", json!({})),
        (Method::PUT, "/texts/limit", json!({ "text": "x" })),
        (Method::DELETE, "/texts/limit", json!({})),
    ] {
        let refused = guild.asks(method.clone(), rest, &guild.desk.agent, Some(body)).await;
        assert_eq!(refused.problem(), (403, "not_allowed"), "{method} {rest}");
    }
    for (rest, body, problem) in [
        (&*path, json!({ "limit": 51 }), (422, "too_high")),
        (&path, json!({ "limit": -1 }), (400, "invalid_body")),
        (&path, json!({}), (400, "invalid_body")),
        (&path, json!({ "limit": { "$gt": "" } }), (400, "invalid_body")),
        (&*format!("/limits/{everyone}"), json!({ "limit": 1 }), (422, "everyone_limited")),
        ("/limits/1234567890123456", json!({ "limit": 1 }), (422, "no_such_role")),
        ("/limits/vip", json!({ "limit": 1 }), (400, "invalid_query")),
        ("/texts/limit", json!({ "text": "x".repeat(501) }), (422, "text_length")),
        ("/texts/limit", json!({}), (400, "invalid_body")),
        ("/texts/mood", json!({ "text": "x" }), (400, "invalid_query")),
    ] {
        assert_eq!(guild.does(Method::PUT, rest, body.clone()).await.problem(), problem, "{rest} {body}");
    }
    assert_eq!(guild.gets("/limits").await["roles"], json!([]));
    assert!(guild.gets("/texts").await.as_object().unwrap().values().all(Value::is_null));
    guild.desk.hosting.finish().await;
}
