//! Webhooks over HTTP: made, listed, changed, removed, and by whom.

use reqwest::Method;
use serde_json::{Value, json};

use super::host::Hosting;
use super::receiver::{Hooked, Receiver};
use super::tickets::key_of;
use crate::installation::OPERATOR_KEY;
use crate::support::eventually_async;

#[tokio::test]
async fn webhooks_are_made_listed_changed_and_removed_and_each_is_on_record_without_a_secret() {
    let hooked = Hooked::set_up().await;
    let made = json!({
        "url": "https://127.0.0.1/canary-token?key=1", "events": ["ticket.closed", "ticket.closed"], "description": " CRM ",
    });
    let (id, secret) = hooked.adds(made).await;
    assert!(secret.starts_with("whsec_") && secret.len() == 50, "{}", secret.len());
    let shown = hooked.webhook(&id).await;
    assert_eq!(shown["url"], "https://127.0.0.1/canary-token?key=1");
    assert_eq!((&shown["events"], &shown["description"]), (&json!(["ticket.closed"]), &json!("CRM")));
    assert_eq!(
        (&shown["format"], &shown["enabled"], &shown["turned_off"]),
        (&json!("standard"), &json!(true), &Value::Null)
    );

    let discord = json!({ "url": "https://127.0.0.1/api/webhooks/1/canary-token", "format": "discord" });
    let (other, _) = hooked.adds(discord).await;
    assert_eq!(hooked.webhook(&other).await["url"], "https://127.0.0.1/api/webhooks/1/…");
    let listed = hooked.asks(Method::GET, "", None).await.body;
    let ids: Vec<_> = listed["webhooks"].as_array().unwrap().iter().map(|webhook| webhook["id"].clone()).collect();
    assert_eq!(ids, [json!(id), json!(other)]);

    let change =
        json!({ "events": [], "description": "", "url": "https://127.0.0.1/canary-token/2", "enabled": false });
    let changed = hooked.asks(Method::PATCH, &format!("/{id}"), Some(change)).await;
    assert_eq!((changed.status, &changed.body["events"], &changed.body["enabled"]), (200, &json!([]), &json!(false)));
    let rotated = hooked.asks(Method::POST, &format!("/{id}/secret"), None).await;
    assert_eq!(rotated.status, 200, "{rotated:?}");
    assert_ne!(rotated.body["secret"], secret);
    assert!(rotated.body["webhook"]["old_secret_signs_until"].is_string());
    assert_eq!(hooked.asks(Method::POST, &format!("/{id}/test"), None).await.problem(), (409, "webhook_off"));

    let removed = hooked.asks(Method::DELETE, &format!("/{id}"), None).await;
    assert_eq!((removed.status, &removed.body["id"]), (200, &json!(id)));
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(hooked.asks(method, &format!("/{id}"), None).await.problem(), (404, "no_such_webhook"));
    }
    let kinds = ["webhook.added", "webhook.changed", "webhook.removed", "webhook.secret_changed"];
    assert_eq!(hooked.audited().await.into_iter().collect::<Vec<_>>(), kinds);
    let path = format!("/api/guilds/{}/audit?limit=100", hooked.hosting.world.guild.id());
    let audit = hooked.hosting.asks(Method::GET, &path, &hooked.admin, None).await.body.to_string();
    assert!(audit.contains("secret_changes") && audit.contains("https://127.0.0.1"), "{audit}");
    assert!(!audit.contains("whsec_") && !audit.contains("canary-token"), "{audit}");
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn what_is_no_webhook_is_refused_and_says_why() {
    let hooked = Hooked::set_up().await;
    let at = |scheme: &str, rest: &str| json!({ "url": format!("{scheme}://{rest}") });
    for (wrong, problem, field) in [
        (at("https", "10.0.0.1/"), (422, "webhook_target"), "url"),
        (at("https", "[::ffff:10.0.0.1]/"), (422, "webhook_target"), "url"),
        (at("http", "169.254.169.254/"), (422, "webhook_target"), "url"),
        (at("http", "[::1]/"), (422, "webhook_target"), "url"),
        (at("https", "user:password@127.0.0.1/"), (422, "webhook_target"), "url"),
        (at("file", "/etc/passwd"), (422, "webhook_target"), "url"),
        (at("https", &format!("127.0.0.1/{}", "x".repeat(2048))), (422, "webhook_target"), "url"),
        (json!({ "url": "" }), (422, "webhook_target"), "url"),
        (json!({ "url": { "$gt": "" } }), (400, "invalid_body"), "url"),
        (json!({}), (400, "invalid_body"), ""),
        (json!({ "url": "https://127.0.0.1/", "events": ["everything"] }), (400, "invalid_body"), "events[0]"),
        (json!({ "url": "https://127.0.0.1/", "events": ["bot.added"] }), (400, "invalid_body"), "events"),
        (json!({ "url": "https://127.0.0.1/", "format": "xml" }), (400, "invalid_body"), "format"),
        (json!({ "url": "https://127.0.0.1/", "secret": "mine" }), (400, "invalid_body"), "secret"),
        (json!({ "url": "https://127.0.0.1/", "description": "é".repeat(201) }), (422, "text_length"), ""),
    ] {
        let refused = hooked.asks(Method::POST, "", Some(wrong.clone())).await;
        assert_eq!(refused.problem(), problem, "{wrong}");
        assert_eq!(refused.body["field"].as_str().unwrap_or_default(), field, "{wrong}");
    }
    assert!(hooked.audited().await.is_empty());
    let (id, _) = hooked.adds(json!({ "url": "https://127.0.0.1/", "description": "🎫 ﷽ \u{202e}" })).await;
    for _ in 1..10 {
        hooked.adds(json!({ "url": "https://127.0.0.1/" })).await;
    }
    let one_too_many = hooked.asks(Method::POST, "", Some(json!({ "url": "https://127.0.0.1/" }))).await;
    assert_eq!(one_too_many.problem(), (422, "too_many_webhooks"));
    let inside = hooked.asks(Method::PATCH, &format!("/{id}"), Some(at("https", "192.168.0.1/"))).await;
    assert_eq!(inside.problem(), (422, "webhook_target"));
    for (method, rest, problem) in [
        (Method::GET, "/0000000000000000".to_owned(), (404, "no_such_webhook")),
        (Method::GET, "/..%2f..".to_owned(), (404, "no_such_webhook")),
        (Method::POST, format!("/{id}/deliveries/msg_1/redeliver"), (404, "no_such_delivery")),
        (Method::POST, format!("/{id}/deliveries/%00/redeliver"), (404, "no_such_delivery")),
        (Method::GET, format!("/{id}/deliveries?status=lost"), (400, "invalid_query")),
        (Method::GET, format!("/{id}/deliveries?limit=101"), (400, "invalid_query")),
        (Method::GET, format!("/{id}/deliveries?after=x"), (400, "invalid_query")),
    ] {
        assert_eq!(hooked.asks(method, &rest, None).await.problem(), problem, "{rest}");
    }
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn webhooks_of_a_guild_are_its_admins_and_those_of_a_bot_are_whose_who_follows_its_tickets() {
    let hooked = Hooked::set_up().await;
    let (hosting, world) = (&hooked.hosting, &hooked.hosting.world);
    let receiver = Receiver::new().await;
    let body = json!({ "url": receiver.url });
    let guilds = format!("/api/guilds/{}/webhooks", world.guild.id());
    let bots = hosting.bot_path("/webhooks");
    let agent = hosting.has_key(key_of(hosting, &["agent"])).await;
    let refused = hosting.asks(Method::POST, &guilds, &agent, Some(body.clone())).await;
    assert_eq!(refused.problem(), (403, "not_allowed"));
    assert_eq!(hosting.asks(Method::GET, &guilds, "", None).await.problem(), (401, "unauthenticated"));
    assert_eq!(hosting.asks(Method::POST, &bots, &agent, Some(body.clone())).await.problem(), (403, "forbidden"));
    let other = hosting.another_bot().id().to_string();
    let foreign = hosting.has_key(json!({ "name": "x", "bot": other, "may": ["forward", "admin"] })).await;
    assert_eq!(hosting.asks(Method::GET, &bots, &foreign, None).await.problem(), (403, "forbidden"));
    assert_eq!(hosting.asks(Method::GET, &guilds, &foreign, None).await.problem(), (404, "no_such_guild"));
    let not_here = format!("/api/bots/{other}/webhooks");
    assert_eq!(hosting.asks(Method::GET, &not_here, &foreign, None).await.problem(), (404, "no_such_bot"));

    let host = hosting.has_key(key_of(hosting, &["forward"])).await;
    let added = hosting.asks(Method::POST, &bots, &host, Some(body)).await;
    assert_eq!(added.status, 201, "{added:?}");
    let id = added.body["webhook"]["id"].as_str().unwrap().to_owned();
    assert_eq!(hosting.asks(Method::GET, &guilds, &hooked.admin, None).await.body, json!({ "webhooks": [] }));
    let path = format!("{guilds}/{id}");
    assert_eq!(hosting.asks(Method::GET, &path, &hooked.admin, None).await.problem(), (404, "no_such_webhook"));
    world.opens(&world.member("alice"), "Support").await;
    let opened = receiver.gets("ticket.opened").await;
    assert_eq!(opened.json()["data"]["guild"], world.guild.id().to_string());
    let listed =
        hosting.asks(Method::GET, &format!("{bots}/{id}/deliveries?status=delivered"), OPERATOR_KEY, None).await;
    assert!(listed.body["deliveries"].as_array().is_some_and(|deliveries| deliveries.len() >= 2), "{listed:?}");
    for (method, rest, status) in [
        (Method::PATCH, format!("/{id}"), 200),
        (Method::POST, format!("/{id}/secret"), 200),
        (Method::POST, format!("/{id}/test"), 202),
        (Method::DELETE, format!("/{id}"), 200),
    ] {
        let done = hosting.asks(method, &format!("{bots}{rest}"), &host, Some(json!({}))).await;
        assert_eq!(done.status, status, "{rest}: {done:?}");
    }
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn a_webhook_that_is_asked_for_twice_with_one_idempotency_key_is_made_once() {
    let hooked = Hooked::set_up().await;
    let url = format!("{}/api/guilds/{}/webhooks", hooked.hosting.url(), hooked.hosting.world.guild.id());
    let mut secrets = Vec::new();
    for _ in 0..2 {
        let request = hooked.hosting.http.post(&url).bearer_auth(&hooked.admin).header("idempotency-key", "one");
        let made: Value =
            request.json(&json!({ "url": "https://127.0.0.1/" })).send().await.unwrap().json().await.unwrap();
        secrets.push(made["secret"].as_str().unwrap().to_owned());
    }
    assert_eq!(secrets[0], secrets[1]);
    let listed = hooked.asks(Method::GET, "", None).await.body;
    assert_eq!(listed["webhooks"].as_array().unwrap().len(), 1);
    hooked.hosting.finish().await;
}

#[tokio::test]
async fn where_webhooks_go_and_what_they_are_signed_with_stands_in_no_file_whatever_is_set() {
    let hooked = Hooked::with(&[("TICKIT_SEAL_CONTENTS", "false")]).await;
    let receiver = Receiver::new().await;
    let url = format!("{}/canary-of-an-address", receiver.url);
    let (id, secret) = hooked.adds(json!({ "url": url })).await;
    let host = hooked.hosting.has_key(key_of(&hooked.hosting, &["forward"])).await;
    let bots = hooked.hosting.bot_path("/webhooks");
    let of_bot = hooked.hosting.asks(Method::POST, &bots, &host, Some(json!({ "url": url }))).await.body;
    let world = &hooked.hosting.world;
    let channel = world.opens(&world.member("alice"), "Support").await;
    world.closes(&world.agent("bob"), &channel, "canary-of-a-reason").await;
    receiver.gets("ticket.closed").await;
    eventually_async("all is told", async || hooked.deliveries(&id, "?status=pending").await.is_empty()).await;
    let of_bot = of_bot["secret"].as_str().unwrap().to_owned();
    let Hosting { world, service, .. } = hooked.hosting;
    service.stop().await;
    let (mut files, mut stored) = (vec![world.settings.data()], Vec::new());
    while let Some(path) = files.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => files.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) => stored.extend(std::fs::read(&path).unwrap()),
        }
    }
    let holds = |text: &str| stored.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    assert!(holds(&id) && holds("canary-of-a-reason"), "nothing is stored at all");
    for canary in [&secret[6..], &of_bot[6..], "canary-of-an-address"] {
        assert!(!holds(canary), "{canary} stands in a file");
    }
    world.discord.finish().await.unwrap();
}
