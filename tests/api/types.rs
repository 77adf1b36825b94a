//! A guild's ticket types over HTTP.

use reqwest::Method;
use serde_json::{Value, json};

use super::guild_resources::Guild;
use super::host::answer;

impl Guild {
    async fn changes_type(&self, number: &Value, version: &str, body: Value) -> super::host::Answer {
        let (hosting, guild) = (&self.desk.hosting, self.desk.hosting.world.guild.id());
        let url = format!("{}/api/guilds/{guild}/types/{number}", hosting.url());
        let request = hosting.http.patch(url).bearer_auth(&self.admin).header("if-match", version);
        answer(request.json(&body).send().await.unwrap()).await
    }
}

#[tokio::test]
async fn a_type_is_added_shown_changed_field_by_field_and_removed() {
    let guild = Guild::set_up().await;
    let world = &guild.desk.hosting.world;
    let (staff, category) = (world.staff.id().to_string(), world.category.id().to_string());
    let chosen = json!({
        "name": "Größe 🐌", "emoji": "🐌", "style": "danger", "description": "About sizes", "category": category,
        "overflow": [category], "staff": [staff], "limit": 3, "cooldown": 90, "name_template": "{number}-{username}",
        "welcome_text": "Hello {user}", "welcome_colour": "#5865F2", "welcome_image": "https://example.com/a.png",
        "mentions_staff": true, "pings": [staff], "access": [{ "allow": staff }], "priority": "high",
        "who_closes": "staff", "reason_required": true, "reopen_window": 24,
    });
    let added = guild.does(Method::POST, "/types", chosen.clone()).await;
    assert_eq!(added.status, 201, "{added:?}");
    let number = added.body["number"].clone();
    for (field, value) in chosen.as_object().unwrap() {
        assert_eq!(&added.body[field], value, "{field}");
    }
    let path = format!("/types/{number}");
    assert_eq!(guild.gets(&path).await, added.body);
    assert!(world.owner_says("/type list").await.contains("Größe 🐌"));

    let nothing = guild.does(Method::PATCH, &path, json!({})).await;
    assert_eq!(nothing.body, added.body);
    let all = chosen.as_object().unwrap().keys().filter(|field| *field != "name");
    let cleared: Value = all.map(|field| (field.clone(), Value::Null)).collect::<serde_json::Map<_, _>>().into();
    let cleared = guild.does(Method::PATCH, &path, cleared).await;
    let plain = guild.does(Method::POST, "/types", json!({ "name": "Plain" })).await.body;
    let mut as_plain = cleared.body.clone();
    (as_plain["name"], as_plain["number"]) = (plain["name"].clone(), plain["number"].clone());
    assert_eq!(as_plain, plain, "{cleared:?}");

    let removed = guild.does(Method::DELETE, &path, json!({})).await;
    assert_eq!((removed.status, removed.body["types"].as_array().unwrap().len()), (200, 3), "{removed:?}");
    assert_eq!(guild.does(Method::DELETE, &path, json!({})).await.problem(), (404, "no_such_type"));
    let entries = guild.gets("/audit?kind=type.added&limit=2").await["entries"].clone();
    assert_eq!((&entries[0]["door"], &entries[0]["actor_name"]), (&json!("api"), &json!("dashboard")));
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn a_type_is_not_changed_over_what_somebody_else_changed_and_follows_its_teams() {
    let guild = Guild::set_up().await;
    let world = &guild.desk.hosting.world;
    let listed = guild.asks(Method::GET, "/types", &guild.admin, None).await;
    let version = listed.headers["etag"].to_str().unwrap().to_owned();
    let number = listed.body["types"][1]["number"].clone();
    let changed = guild.changes_type(&number, &version, json!({ "limit": 2 })).await;
    assert_eq!((changed.status, &changed.body["limit"]), (200, &json!(2)), "{changed:?}");
    let late = guild.changes_type(&number, &version, json!({ "limit": 5 })).await;
    assert_eq!(late.problem(), (412, "changed_meanwhile"));
    assert_eq!(guild.changes_type(&number, "now", json!({})).await.problem(), (400, "invalid_header"));
    let newer = changed.headers["etag"].to_str().unwrap();
    assert_eq!(guild.changes_type(&number, newer, json!({ "limit": null })).await.body["limit"], 1);

    guild.does(Method::PUT, &format!("/staff/{}", world.member("nina").id()), json!({ "team": "Night" })).await;
    let teams = format!("/types/{number}/teams");
    let joined = guild.does(Method::PATCH, &teams, json!({ "add": "night", "claim_mode": "read" })).await;
    assert_eq!((&joined.body["teams"], &joined.body["claim_mode"]), (&json!(["Night"]), &json!("read")), "{joined:?}");
    let left = guild.does(Method::PATCH, &teams, json!({ "remove": "Night" })).await;
    assert_eq!((&left.body["teams"], &left.body["claim_mode"]), (&json!([]), &json!("read")));
    assert_eq!(guild.does(Method::PATCH, &teams, json!({ "add": "Day" })).await.problem(), (422, "no_such_team"));
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn types_are_an_admins() {
    let guild = Guild::set_up().await;
    for (method, rest) in [
        (Method::GET, "/types"),
        (Method::POST, "/types"),
        (Method::GET, "/types/1"),
        (Method::PATCH, "/types/1"),
        (Method::PATCH, "/types/1/teams"),
        (Method::DELETE, "/types/1"),
    ] {
        let body = if rest == "/types/1/teams" { json!({}) } else { json!({ "name": "x" }) };
        let refused = guild.asks(method.clone(), rest, &guild.desk.agent, Some(body)).await;
        assert_eq!(refused.problem(), (403, "not_allowed"), "{method} {rest}");
    }
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn what_a_type_cannot_be_is_refused_and_changes_nothing() {
    let guild = Guild::set_up().await;
    let world = &guild.desk.hosting.world;
    let (everyone, nobodys) = (world.guild.id().to_string(), "1234567890123456".to_owned());
    let before = guild.gets("/types").await;
    let elsewhere = world.discord.guild("Elsewhere");
    let foreign_role = elsewhere.role("Theirs", discord_simulator::Permissions::empty()).id().to_string();
    let foreign_category = elsewhere.category("Theirs").id().to_string();
    for (body, problem) in [
        (json!({ "name": "" }), (422, "text_length")),
        (json!({ "name": "x".repeat(81) }), (422, "text_length")),
        (json!({ "name": "BILLING" }), (422, "type_exists")),
        (json!({ "name": null }), (400, "invalid_body")),
        (json!({ "emoji": "two 🐌" }), (422, "not_an_emoji")),
        (json!({ "description": "x".repeat(101) }), (422, "text_length")),
        (json!({ "welcome_text": "x".repeat(2001) }), (422, "text_length")),
        (json!({ "welcome_colour": "rainbow" }), (422, "not_a_colour")),
        (json!({ "welcome_image": "http://example.com/a.png" }), (422, "not_an_image")),
        (json!({ "limit": 11 }), (422, "limit_range")),
        (json!({ "limit": 0 }), (422, "limit_range")),
        (json!({ "cooldown": 2_592_001 }), (422, "too_high")),
        (json!({ "reopen_window": 8761 }), (422, "too_high")),
        (json!({ "category": world.general.id().to_string() }), (422, "no_category")),
        (json!({ "category": foreign_category }), (422, "bot_forbidden")),
        (json!({ "staff": [everyone] }), (422, "everyone_as_staff")),
        (json!({ "staff": [nobodys] }), (422, "no_such_role")),
        (json!({ "pings": [foreign_role] }), (422, "no_such_role")),
        (json!({ "pings": [everyone] }), (422, "everyone_pinged")),
        (json!({ "access": [{ "deny": everyone }, { "allow": everyone }] }), (422, "role_twice")),
        (json!({ "access": [{ "maybe": everyone }] }), (400, "invalid_body")),
        (json!({ "style": "loud" }), (400, "invalid_body")),
        (json!({ "questions": [] }), (400, "invalid_body")),
        (json!({ "limit": { "$gt": "" } }), (400, "invalid_body")),
    ] {
        let refused = guild.does(Method::PATCH, "/types/1", body.clone()).await;
        assert_eq!(refused.problem(), problem, "{body}");
    }
    assert_eq!(guild.gets("/types").await, before);
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn there_are_twenty_five_types_at_most_and_each_has_a_name_and_a_number() {
    let guild = Guild::set_up().await;
    let before = guild.gets("/types").await;
    assert_eq!(guild.does(Method::POST, "/types", json!({})).await.problem(), (422, "text_length"));
    for rest in ["/types/99", "/types/0", "/types/one", "/types/99999"] {
        let refused = guild.does(Method::PATCH, rest, json!({ "limit": 1 })).await;
        assert_eq!(refused.problem(), (404, "no_such_type"), "{rest}");
    }
    assert_eq!(guild.gets("/types").await, before);
    for number in 3..=25 {
        let added = guild.does(Method::POST, "/types", json!({ "name": format!("Type {number}") })).await;
        assert_eq!(added.status, 201, "{added:?}");
    }
    assert_eq!(guild.does(Method::POST, "/types", json!({ "name": "x" })).await.problem(), (422, "too_many_types"));
    guild.desk.hosting.finish().await;
}
