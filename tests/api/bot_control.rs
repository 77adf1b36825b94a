//! Bots as whoever answers for them stops, starts and lists them.

use reqwest::Method;
use serde_json::{Value, json};
use tickit_domain::store::{List, Order, Selection};

use super::host::{Answer, Hosting};
use crate::installation::OPERATOR_KEY;
use crate::support::{eventually, eventually_async};

impl Hosting {
    async fn does(&self, rest: &str, key: &str) -> Answer {
        self.asks(Method::POST, &self.bot_path(rest), key, None).await
    }

    fn is_connected(&self) -> bool {
        self.world.discord.sessions(&self.world.bot).iter().any(|session| session.connected)
    }

    /// What happened to the world's bot.
    async fn happened(&self) -> Vec<String> {
        let selection = Selection::Prefix(format!("event:bot:{}:", self.world.bot.id()));
        let list = List { selection, order: Order::Ascending, limit: 100, after: None };
        let records = self.service.stores().core().list(&list).await.unwrap().records;
        let kind = |body: Value| body["kind"].as_str().unwrap().to_owned();
        records.into_iter().map(|record| kind(record.body.read().unwrap())).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_is_stopped_by_hand_stays_so_until_it_is_started() {
    let hosting = Hosting::usual().await;
    let key = hosting.bot_key().await;
    hosting.registers(&key, "delegate").await;
    eventually_async("its session is ready", async || hosting.bot().await["state"] == "ready").await;
    let stopped = hosting.does("/stop", &key).await;
    assert_eq!(
        (stopped.status, &stopped.body["state"], &stopped.body["reason"]),
        (200, &json!("stopped"), &json!("by_hand"))
    );
    assert!(stopped.body["advice"].as_str().unwrap().contains("/start"), "{stopped:?}");
    eventually("its session ends", || !hosting.is_connected()).await;
    assert_eq!(hosting.does("/stop", OPERATOR_KEY).await.status, 200, "twice");
    assert_eq!(hosting.happened().await, ["bot.added", "bot.stopped"]);

    let registered = hosting.registers(&key, "delegate").await;
    assert_eq!((registered.status, &registered.body["state"]), (200, &json!("stopped")), "its host starts again");
    let Hosting { world, service, http } = hosting;
    service.stop().await;
    let service = world.settings.start_unready().await;
    let hosting = Hosting { world, service, http };
    hosting.service.look_for_bots().await.unwrap();
    assert_eq!(hosting.bot().await["reason"], "by_hand", "after a restart");
    assert!(!hosting.is_connected());

    let started = hosting.does("/start", &key).await;
    assert_eq!((started.status, &started.body["reason"]), (200, &Value::Null), "{started:?}");
    eventually_async("it is ready again", async || hosting.bot().await["state"] == "ready").await;
    assert_eq!(hosting.does("/start", &key).await.status, 200, "twice");
    assert_eq!(hosting.happened().await.last().map(String::as_str), Some("bot.started"));
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_forwards_is_told_that_it_is_stopped_and_only_its_own_key_stops_it() {
    let hosting = Hosting::usual().await;
    let key = hosting.bot_key().await;
    assert_eq!(hosting.does("/stop", &key).await.problem(), (404, "no_such_bot"));
    hosting.registers(&key, "forward").await;
    let bot = hosting.world.bot.id().to_string();
    let forward = hosting.has_key(json!({ "name": "forward", "bot": bot, "may": ["forward", "admin"] })).await;
    let other = hosting.another_bot().id().to_string();
    let others = hosting.has_key(json!({ "name": "other", "bot": other })).await;
    for verb in ["/stop", "/start"] {
        for (with, problem) in
            [(&*forward, (403, "forbidden")), (&others, (403, "forbidden")), ("", (401, "unauthenticated"))]
        {
            assert_eq!(hosting.does(verb, with).await.problem(), problem, "{verb}");
        }
    }
    assert_eq!(hosting.does("/stop", OPERATOR_KEY).await.status, 200);
    assert_eq!(hosting.bot().await["state"], "stopped");
    assert_eq!(hosting.does("/start", OPERATOR_KEY).await.body["state"], "ready");
    hosting.finish().await;
}

#[tokio::test]
async fn the_operator_lists_bots_by_pages_with_how_each_is_doing_and_how_it_is_invited() {
    let hosting = Hosting::usual().await;
    assert_eq!(
        hosting.asks(Method::GET, "/api/bots", OPERATOR_KEY, None).await.body,
        json!({ "bots": [], "next": null })
    );
    let key = hosting.bot_key().await;
    hosting.registers(&key, "forward").await;
    let other = hosting.another_bot();
    let body = json!({ "mode": "forward", "token": other.token() });
    let path = format!("/api/bots/{}", other.id());
    assert_eq!(hosting.asks(Method::PUT, &path, OPERATOR_KEY, Some(body)).await.status, 200);
    let gets = async |query: &str| hosting.asks(Method::GET, &format!("/api/bots{query}"), OPERATOR_KEY, None).await;
    let all = gets("").await.body;
    assert_eq!((all["bots"].as_array().unwrap().len(), &all["next"]), (2, &Value::Null));
    let first = gets("?limit=1").await.body;
    let second = gets(&format!("?limit=1&after={}", first["next"].as_str().unwrap())).await.body;
    assert_eq!(json!([first["bots"][0], second["bots"][0]]), all["bots"]);
    assert!(second["next"].is_null());
    let bot = &all["bots"][0];
    let invitation = tickit::discord::permissions::invitation(bot["id"].as_str().unwrap().parse().unwrap());
    assert_eq!(bot["invite_url"], invitation);
    assert_eq!((&bot["state"], &bot["mode"]), (&json!("ready"), &json!("forward")));
    assert!(!all.to_string().contains(other.token().as_str()), "a token is told");
    for query in ["?limit=0", "?limit=x", "?after=x", "?what=x"] {
        assert_eq!(gets(query).await.problem(), (400, "invalid_query"), "{query}");
    }
    assert_eq!(hosting.asks(Method::GET, "/api/bots", &key, None).await.problem(), (403, "forbidden"));
    hosting.finish().await;
}
