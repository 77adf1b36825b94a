//! Keys: made, shown once, scoped, bound, revoked.

use reqwest::Method;
use serde_json::json;
use tickit_domain::store::{List, Order, Selection};

use super::host::Hosting;
use crate::installation::{Installation, OPERATOR_KEY};

#[tokio::test]
async fn a_key_opens_its_own_bot_and_nothing_once_it_is_revoked() {
    let hosting = Hosting::usual().await;
    let (key, other) = (hosting.bot_key().await, hosting.another_bot());
    assert_eq!(hosting.registers(&key, "forward").await.status, 200);
    let path = format!("/api/bots/{}", other.id());
    let body = json!({ "mode": "forward", "token": other.token() });
    assert_eq!(hosting.asks(Method::PUT, &path, &key, Some(body)).await.problem(), (403, "forbidden"));
    assert_eq!(hosting.asks(Method::GET, "/api/keys", &key, None).await.problem(), (403, "forbidden"));

    let listed = hosting.asks(Method::GET, "/api/keys", OPERATOR_KEY, None).await.body;
    let id = listed["keys"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(listed["keys"][0]["bot"], hosting.world.bot.id().to_string());
    let revoke = format!("/api/keys/{id}?forget_token=true");
    let revoked = hosting.asks(Method::DELETE, &revoke, OPERATOR_KEY, None).await;
    assert_eq!(revoked.body["forgotten_bots"], json!([hosting.world.bot.id().to_string()]), "{revoked:?}");
    let refused = hosting.asks(Method::GET, &hosting.bot_path(""), &key, None).await;
    assert_eq!(refused.problem(), (401, "unauthenticated"));
    assert_eq!(refused.headers["www-authenticate"], "Bearer");
    hosting.service.look_for_bots().await.unwrap();
    assert_eq!(hosting.health().await["bots"]["total"], 0, "its bot is hosted still");
    hosting.finish().await;
}

#[tokio::test]
async fn a_key_does_what_it_was_made_for_and_for_as_long() {
    let hosting = Hosting::usual().await;
    let bot = hosting.world.bot.id().to_string();
    let forward = hosting.has_key(json!({ "name": "forward", "bot": bot, "may": ["forward"] })).await;
    assert_eq!(hosting.registers(&forward, "forward").await.problem(), (403, "forbidden"));
    for (wrong, field) in [
        (json!({ "name": " " }), "name"),
        (json!({ "name": "x".repeat(101) }), "name"),
        (json!({ "name": "x", "bot": "seven" }), "bot"),
        (json!({ "name": "x", "may": [] }), "may"),
        (json!({ "name": "x", "may": ["everything"] }), "may[0]"),
        (json!({ "name": "x", "days": 0 }), "days"),
        (json!({ "name": "x", "days": 1e9 }), "days"),
        (json!({}), ""),
        (json!([]), ""),
    ] {
        let refused = hosting.asks(Method::POST, "/api/keys", OPERATOR_KEY, Some(wrong.clone())).await;
        assert_eq!(refused.problem(), (400, "invalid_body"), "{wrong}");
        assert_eq!(refused.body["field"].as_str().unwrap_or_default(), field, "{wrong}");
    }
    for key in ["", "nonsense", "tickit_0000000000000000_00", &format!("{forward}0")] {
        let refused = hosting.asks(Method::GET, &hosting.bot_path(""), key, None).await;
        assert_eq!(refused.problem(), (401, "unauthenticated"), "{key:?}");
    }
    let gone = hosting.asks(Method::DELETE, "/api/keys/0000000000000000", OPERATOR_KEY, None).await;
    assert_eq!(gone.problem(), (404, "no_such_key"));
    hosting.finish().await;
}

#[tokio::test]
async fn an_invitation_is_the_key_of_the_first_bot_that_is_registered_with_it() {
    let hosting = Hosting::usual().await;
    let (invitation, other) = (hosting.has_key(json!({ "name": "for somebody" })).await, hosting.another_bot());
    let interactions = hosting.bot_path("/interactions");
    let early = hosting.asks(Method::POST, &interactions, &invitation, Some(json!({}))).await;
    assert_eq!(early.problem(), (403, "forbidden"), "an invitation hands nothing over");
    // A token that Discord does not know leaves the invitation as it is.
    let wrong = json!({ "mode": "forward", "token": "MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong.wrongwrongwrongwrongwrong" });
    let refused = hosting.asks(Method::PUT, &hosting.bot_path(""), &invitation, Some(wrong)).await;
    assert_eq!(refused.problem(), (422, "token_refused"));

    assert_eq!(hosting.registers(&invitation, "forward").await.status, 200);
    assert_eq!(hosting.registers(&invitation, "forward").await.status, 200, "it is the bot's key now");
    let path = format!("/api/bots/{}", other.id());
    let second =
        hosting.asks(Method::PUT, &path, &invitation, Some(json!({ "mode": "forward", "token": other.token() }))).await;
    assert_eq!(second.problem(), (403, "forbidden"));
    hosting.finish().await;
}

#[tokio::test]
async fn whoever_runs_the_service_says_who_may_register() {
    let open = Hosting::with(&[("TICKIT_REGISTRATION", "open")]).await;
    let mut keys = Vec::new();
    for _ in 0..7 {
        let registered = open.registers("", "forward").await;
        assert_eq!(registered.status, 200, "{registered:?}");
        keys.push(registered.body["key"].as_str().unwrap().to_owned());
    }
    let opens = async |key: &String| open.asks(Method::GET, &open.bot_path(""), key, None).await.status;
    assert_eq!((opens(&keys[0]).await, opens(&keys[2]).await, opens(&keys[6]).await), (401, 200, 200));
    let without = open.asks(Method::PUT, &open.bot_path(""), "", Some(json!({ "mode": "forward", "token": "" }))).await;
    assert_eq!(without.problem(), (422, "token_malformed"));
    open.finish().await;

    let invited = Hosting::usual().await;
    assert_eq!(invited.registers("", "forward").await.problem(), (401, "unauthenticated"));
    invited.finish().await;

    let closed = Hosting::with(&[("TICKIT_REGISTRATION", "closed")]).await;
    let invitation = closed.has_key(json!({ "name": "old" })).await;
    assert_eq!(closed.registers(&invitation, "forward").await.problem(), (403, "registration_closed"));
    assert_eq!(closed.registers(&closed.bot_key().await, "forward").await.status, 200);
    closed.finish().await;
}

#[tokio::test]
async fn whoever_does_not_know_the_token_of_a_registered_bot_gets_no_key_of_it() {
    let hosting = Hosting::with(&[("TICKIT_REGISTRATION", "open")]).await;
    let owner = hosting.bot_key().await;
    assert_eq!(hosting.registers(&owner, "forward").await.status, 200);
    let invitation = hosting.has_key(json!({ "name": "for somebody" })).await;
    let without_token = Some(json!({ "mode": "forward" }));
    for key in ["", &invitation] {
        let refused = hosting.asks(Method::PUT, &hosting.bot_path(""), key, without_token.clone()).await;
        assert_eq!(refused.problem(), (422, "token_missing"), "{key:?}");
        assert!(refused.body["key"].is_null());
    }
    let again = hosting.asks(Method::PUT, &hosting.bot_path(""), &owner, without_token).await;
    assert_eq!(again.status, 200, "the bot's own key is enough");
    hosting.finish().await;
}

#[tokio::test]
async fn an_invitation_opens_no_bot_that_others_registered() {
    let hosting = Hosting::usual().await;
    assert_eq!(hosting.registers(&hosting.bot_key().await, "forward").await.status, 200);
    let invitation = hosting.has_key(json!({ "name": "for somebody" })).await;
    for (method, rest) in [(Method::GET, ""), (Method::POST, "/ready"), (Method::GET, "/events"), (Method::DELETE, "")]
    {
        let refused = hosting.asks(method.clone(), &hosting.bot_path(rest), &invitation, None).await;
        assert_eq!(refused.problem(), (403, "forbidden"), "{method} {rest}");
    }
    assert_eq!(hosting.bot().await["state"], "ready");
    hosting.finish().await;
}

#[tokio::test]
async fn no_key_stands_in_the_database_and_each_that_is_made_or_revoked_leaves_an_event() {
    let hosting = Hosting::usual().await;
    let key = hosting.bot_key().await;
    hosting.registers(&key, "forward").await;
    let secret = key.rsplit_once('_').unwrap().1;
    let store = hosting.service.stores().core();
    let all = List { selection: Selection::Prefix(String::new()), order: Order::Ascending, limit: 1_000, after: None };
    let records = store.list(&all).await.unwrap().records;
    assert!(records.iter().any(|record| record.id.starts_with("key:")));
    let told: Vec<String> = records.iter().map(|record| format!("{record:?}")).collect();
    assert!(told.iter().all(|record| !record.contains(secret)), "a key's secret is stored");
    let digest = tickit_domain::api_key::digest(secret);
    let events: Vec<&String> = told.iter().filter(|record| record.contains("key.created")).collect();
    assert!(events.iter().any(|event| event.starts_with("Record { id: \"event:key:")), "{events:?}");
    assert!(!told.iter().any(|record| record.starts_with("Record { id: \"event:") && record.contains(&digest)));
    hosting.finish().await;
}

#[tokio::test]
async fn the_command_makes_lists_and_revokes_keys() {
    let tickit = Installation::new();
    let made = tickit.run(&["keys", "create", "--bot", "81384788765712384", "--name", "Acme", "--days", "7"]).await;
    assert_eq!(made.code, Some(0), "{}", made.all());
    let text = made.stdout.trim().to_owned();
    assert!(text.starts_with("tickit_") && made.stderr.contains("not shown again"), "{}", made.all());
    let listed = tickit.run(&["keys", "list"]).await;
    assert!(listed.stdout.contains("81384788765712384") && listed.stdout.contains("never used"), "{}", listed.stdout);
    assert!(!listed.stdout.contains(text.rsplit_once('_').unwrap().1), "it is shown again");
    let id = text.split('_').nth(1).unwrap();
    let revoked = tickit.run(&["keys", "revoke", id]).await;
    assert!(revoked.stdout.contains(&format!("Revoked {id} (Acme)")), "{}", revoked.all());
    assert!(tickit.run(&["keys", "list"]).await.stdout.contains("  revoked 20"));
    let nothing = tickit.run(&["keys", "create"]).await;
    assert!(nothing.code != Some(0) && nothing.stderr.contains("--invitation"), "{}", nothing.all());
    let unknown = tickit.run(&["keys", "revoke", "0000000000000000"]).await;
    assert!(unknown.stderr.contains("there is no key"), "{}", unknown.all());
}

#[tokio::test]
async fn the_command_asks_the_service_that_runs() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let tickit = Installation::new().set("TICKIT_HTTP_ADDRESS", format!("127.0.0.1:{port}"));
    let service = tickit.serve().await;
    let made = tickit.run(&["keys", "create", "--invitation", "--name", "for Ann"]).await;
    assert_eq!(made.code, Some(0), "{}", made.all());
    let id = made.stdout.trim().split('_').nth(1).unwrap().to_owned();
    assert!(tickit.run(&["keys", "list"]).await.stdout.contains("for Ann"));
    let revoked = tickit.run(&["keys", "revoke", &id, "--forget-token"]).await;
    assert!(revoked.stdout.contains("Revoked"), "{}", revoked.all());
    let unknown = tickit.run(&["keys", "revoke", "0000000000000000"]).await;
    assert!(unknown.stderr.contains("there is no key"), "{}", unknown.all());
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_tries_tokens_is_slowed_down_before_discord_minds() {
    let open = Hosting::with(&[("TICKIT_REGISTRATION", "open")]).await;
    let mut refused = [0, 0];
    for number in 0..90 {
        let token = format!("MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong.wrongwrongwrongwrongwrong{number}");
        let body = json!({ "mode": "forward", "token": token });
        let answered = open.asks(Method::PUT, &open.bot_path(""), "", Some(body)).await;
        match answered.problem() {
            (422, "token_refused") => refused[0] += 1,
            (429, "too_many_requests") if answered.headers.contains_key("retry-after") => refused[1] += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!((60..80).contains(&refused[0]) && refused[1] > 0, "{refused:?}");
    let asked = open.world.discord.request_count("GET", "/applications/@me");
    assert!(asked <= refused[0] + 5, "Discord was asked {asked} times");
    open.finish().await;
}
