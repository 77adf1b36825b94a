//! What is changed as long as nobody else changed it: `ETag` and `If-Match`.

use reqwest::Method;
use serde_json::{Value, json};

use super::guild_resources::Guild;
use super::host::{Answer, answer};

impl Guild {
    /// Does something to what is of a version.
    async fn does_if(&self, tag: &str, method: &Method, rest: &str, body: &Value) -> Answer {
        let hosting = &self.desk.hosting;
        let url = format!("{}/api/guilds/{}{rest}", hosting.url(), hosting.world.guild.id());
        let request = hosting.http.request(method.clone(), url).bearer_auth(&self.admin).header("if-match", tag);
        answer(request.json(body).send().await.unwrap()).await
    }

    async fn tag(&self, rest: &str) -> String {
        etag(&self.asks(Method::GET, rest, &self.admin, None).await)
    }
}

fn etag(answered: &Answer) -> String {
    let tag = answered.headers.get("etag").unwrap_or_else(|| panic!("{answered:?}"));
    tag.to_str().unwrap().to_owned()
}

/// Each change of `changes` is refused after somebody else changed what is named as `meanwhile`, and done by the newest version.
async fn is_kept(guild: &Guild, from: &str, meanwhile: (Method, &str, Value, &str), changes: &[(Method, &str, Value)]) {
    let (method, rest, body, field) = meanwhile;
    let old = guild.tag(from).await;
    let other = guild.does(method, rest, body).await;
    assert!(other.status < 300, "{other:?}");
    let before = guild.gets(from).await;
    for (method, rest, body) in changes {
        let late = guild.does_if(&old, method, rest, body).await;
        assert_eq!(late.problem(), (412, "changed_meanwhile"), "{method} {rest}: {late:?}");
        assert!(late.body["detail"].as_str().unwrap().contains(field), "{method} {rest}: {late:?}");
    }
    assert_eq!(guild.gets(from).await, before);
    let mut newest = guild.tag(from).await;
    for (method, rest, body) in changes {
        let done = guild.does_if(&newest, method, rest, body).await;
        assert!(done.status < 300, "{method} {rest}: {done:?}");
        if done.status != 202 {
            newest = etag(&done);
            assert_eq!(guild.tag(from).await, newest, "{method} {rest}: the answer has the new version");
        }
    }
}

#[tokio::test]
async fn nothing_of_the_settings_is_changed_over_what_somebody_else_changed() {
    let guild = Guild::set_up().await;
    let role = format!("/limits/{}", guild.desk.hosting.world.staff.id());
    let question = json!({ "kind": "short", "label": "Order" });
    let added = guild.does(Method::POST, "/types/2/questions", question.clone()).await;
    let one = format!("/types/2/questions/{}", added.body["questions"][0]["number"]);
    let changes = [
        (Method::POST, "/types/2/questions", question),
        (Method::POST, &*format!("{one}/move"), json!({ "place": 2 })),
        (Method::PATCH, &one, json!({ "placeholder": "4711" })),
        (Method::PATCH, "/types/2/teams", json!({ "claim_mode": "read" })),
        (Method::PATCH, "/types/2", json!({ "limit": 3 })),
    ];
    let meanwhile = (Method::PATCH, "/types/2", json!({ "description": "Money" }), "Billing: description");
    is_kept(&guild, "/types/2/questions", meanwhile, &changes).await;
    let left = guild.gets("/types/2/questions").await;
    let one = format!("/types/2/questions/{}", left["questions"][0]["number"]);
    let meanwhile = (Method::PATCH, "/config", json!({ "limit": 4 }), "open_limits");
    is_kept(&guild, "/types/2/questions", meanwhile, &[(Method::DELETE, &one, json!({}))]).await;

    let changes = [(Method::PUT, &*role, json!({ "limit": 2 })), (Method::DELETE, &role, json!({}))];
    let meanwhile = (Method::PUT, "/texts/limit", json!({ "text": "Enough" }), "refusal_texts");
    is_kept(&guild, "/limits", meanwhile, &changes).await;
    let changes = [(Method::PUT, "/texts/roles", json!({ "text": "No" })), (Method::DELETE, "/texts/roles", json!({}))];
    let meanwhile = (Method::PUT, &*role, json!({ "limit": 5 }), "open_limits");
    is_kept(&guild, "/texts", meanwhile, &changes).await;
    let meanwhile = (Method::DELETE, "/texts/limit", json!({}), "refusal_texts");
    is_kept(&guild, "/types", meanwhile, &[(Method::DELETE, "/types/2", json!({}))]).await;
    assert_eq!(guild.does_if("*", &Method::PUT, "/texts/limit", &json!({ "text": "x" })).await.status, 200);
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn a_panel_is_not_changed_or_deleted_over_what_somebody_else_changed_and_has_a_version_of_its_own() {
    let guild = Guild::set_up().await;
    let made = guild.does(Method::POST, "/panels", json!({ "name": "Contact" })).await;
    let path = format!("/panels/{}", made.body["number"]);
    assert_eq!(guild.tag(&path).await, etag(&made));
    guild.does(Method::PATCH, "/config", json!({ "limit": 4 })).await;
    assert_eq!(guild.tag(&path).await, etag(&made), "the settings are something else");
    let changes =
        [(Method::PATCH, &*path, json!({ "text": "Any time" })), (Method::PATCH, &path, json!({ "text": null }))];
    is_kept(&guild, &path, (Method::PATCH, &path, json!({ "title": "Write to us" }), "title"), &changes).await;
    let meanwhile = (Method::PATCH, &*path, json!({ "colour": "#112233" }), "colour");
    is_kept(&guild, &path, meanwhile, &[(Method::DELETE, &path, json!({}))]).await;
    assert_eq!(guild.does_if("*", &Method::DELETE, &path, &json!({})).await.problem(), (404, "panel_gone"));
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn a_change_that_is_sent_again_is_answered_with_the_version_that_it_made() {
    let guild = Guild::set_up().await;
    let hosting = &guild.desk.hosting;
    let old = guild.tag("/config").await;
    let url = format!("{}/api/guilds/{}/config", hosting.url(), hosting.world.guild.id());
    let sends = async || {
        let request = hosting.http.patch(&url).bearer_auth(&guild.admin).header("if-match", &old);
        let request = request.header("idempotency-key", "limit-7").json(&json!({ "limit": 7 }));
        answer(request.send().await.unwrap()).await
    };
    let (first, again) = (sends().await, sends().await);
    assert_eq!((first.status, again.status, &again.body), (200, 200, &first.body), "{again:?}");
    assert!(again.headers.contains_key("idempotency-replayed") && !first.headers.contains_key("idempotency-replayed"));
    assert_eq!(etag(&again), etag(&first));
    assert_ne!(etag(&first), old);
    guild.desk.hosting.finish().await;
}
