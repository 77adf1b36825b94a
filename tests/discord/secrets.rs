//! Secrets never reach the log, however much is logged, nor anything else that people other than their owner can see.

use std::time::Duration;

use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY, OPERATOR_KEY};
use crate::support::{TestWorld, eventually, files, health, welcome};
use tokio::time::{Instant, sleep};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_ticket_at_trace_level_logs_no_secret() {
    let mut world = TestWorld::seeded(7).await;
    world.settings = world
        .settings
        .with("ENCRYPTION_KEY", ENCRYPTION_KEY)
        .with("ENCRYPTION_IV", ENCRYPTION_IV)
        .with("TICKIT_OPERATOR_KEY", OPERATOR_KEY)
        .with("TICKIT_LOG", "trace");
    let installation = world.settings.installation();
    let token = world.bot.token();
    let added = installation.run_with_input(&["bots", "add"], &token).await;
    assert_eq!(added.code, Some(0), "{}", added.all());
    let service = installation.serve().await;
    let deadline = Instant::now() + Duration::from_secs(30);
    while health(&service.url).await.1["bots"]["ready"] != 1 {
        assert!(Instant::now() < deadline, "the bot is not ready");
        sleep(Duration::from_millis(50)).await;
    }
    world.set_up().await;
    let alice = world.member("alice");
    let refused = world.discord.faults();
    refused.respond(
        discord_simulator::faults::Match::any().method("PATCH").path("/webhooks/"),
        discord_simulator::faults::Fault::CutAfter,
        1,
    );
    let ticket = world.opens(&alice, "Support").await;
    alice.says(&ticket, "a word in confidence").await;
    let again = alice.press(&world.panel().button("Support")).await.finished().await;
    assert!(again.text().contains("already"), "{}", again.text());
    world.agent("bob").press(&welcome(&ticket).button("Claim")).await;
    world.closes(&alice, &ticket, "secretive").await;
    eventually("the transcript is posted", || !world.transcripts().is_empty()).await;
    let (_, log) = service.stop().await;
    let log = format!("{}{log}", added.all());

    assert!(log.len() > 2_000 && log.contains("DEBUG"), "{} bytes of log", log.len());
    let tokens: Vec<String> = world
        .discord
        .shared()
        .read(|world| world.interactions.values().map(|interaction| interaction.token.clone()).collect());
    assert!(tokens.len() > 5);
    let secrets = tokens.iter().map(String::as_str).chain([&*token, ENCRYPTION_KEY, OPERATOR_KEY]);
    for secret in secrets {
        if let Some(at) = log.find(secret) {
            let from = log[..at].rfind('\n').map_or(0, |line| line + 1);
            panic!("a secret is in the log: {}", log[from..].lines().next().unwrap());
        }
    }
    println!("{} lines of log, none of {} secrets", log.lines().count(), tokens.len() + 3);
    world.discord.finish().await.unwrap();
}

/// What signs access tokens.
const JWT_SECRET: &str = "4d1c7e0b9a6f3825d1c7e0b9a6f38254d1c7e0b9a6f3825d1c7e0b9a6f38251";

/// Whoever asks the running service, and all that they were shown.
struct Asking {
    http: Client,
    url: String,
    shown: String,
}

impl Asking {
    /// What a request is answered; it is shown, unless it hands a secret over.
    async fn asks(&mut self, method: Method, path: &str, key: &str, body: Option<Value>) -> Value {
        let mut request = self.http.request(method, format!("{}{path}", self.url)).bearer_auth(key);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let text = request.send().await.unwrap().text().await.unwrap();
        let hands_over = path == "/api/keys" && text.contains("\"text\":\"") || path == "/api/auth/links";
        if !hands_over {
            self.shown.push_str(&text);
        }
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Signs the operator in by a link: the link, the cookies, and the access token.
    async fn signs_in(&mut self) -> [String; 3] {
        let link = self.asks(Method::POST, "/api/auth/links", OPERATOR_KEY, None).await;
        let link = link["url"].as_str().unwrap().to_owned();
        let came = self.http.get(&link).send().await.unwrap();
        let set = came.headers().get_all(SET_COOKIE).iter().map(|set| set.to_str().unwrap().split(';').next().unwrap());
        let cookies = set.collect::<Vec<_>>().join("; ");
        let access = self.http.post(format!("{}/api/auth/refresh", self.url)).header(COOKIE, &cookies);
        let access: Value = access.send().await.unwrap().json().await.unwrap();
        let secret = |text: &str| text.rsplit(['/', '=']).next().unwrap().to_owned();
        [secret(&link), secret(&cookies), access["access_token"].as_str().unwrap().to_owned()]
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_in_any_log_error_metric_audit_entry_database_or_list_of_processes() {
    let mut world = TestWorld::seeded(7).await;
    let (application, client_secret, token) =
        (world.bot.id().to_string(), world.bot.client_secret(), world.bot.token());
    let address = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
    for (name, value) in [
        ("ENCRYPTION_KEY", ENCRYPTION_KEY),
        ("ENCRYPTION_IV", ENCRYPTION_IV),
        ("TICKIT_OPERATOR_KEY", OPERATOR_KEY),
        ("JWT_SECRET", JWT_SECRET),
        ("DISCORD_CLIENT_ID", &application),
        ("DISCORD_CLIENT_SECRET", &client_secret),
        ("TICKIT_HTTP_ADDRESS", &address),
        ("TICKIT_PUBLIC_URL", &format!("http://{address}")),
        ("TICKIT_LOG", "trace"),
    ] {
        world.settings = world.settings.with(name, value);
    }
    let installation = world.settings.installation();
    let service = installation.serve().await;
    let http = Client::builder().redirect(Policy::none()).build().unwrap();
    let mut asking = Asking { http, url: service.url.clone(), shown: String::new() };
    let made = json!({ "name": "host", "bot": application, "may": ["register", "admin"] });
    let key = asking.asks(Method::POST, "/api/keys", OPERATOR_KEY, Some(made)).await;
    let key = key["text"].as_str().unwrap().to_owned();
    let registered = json!({ "token": token, "mode": "delegate" });
    asking.asks(Method::PUT, &format!("/api/bots/{application}"), &key, Some(registered)).await;
    eventually_ready(&mut asking).await;
    world.set_up().await;
    let alice = world.member("alice");
    let ticket = world.opens(&alice, "Support").await;
    alice.says(&ticket, "said-in-confidence").await;
    let [link, cookie, access] = asking.signs_in().await;

    let guild = format!("/api/guilds/{}", world.guild.id());
    let wrong = "tk_0123456789abcdef_canary-of-a-key-that-is-none";
    let canary = json!({ "token": "canary-of-a-token.in.a-body", "mode": "canary-of-a-mode" });
    for (method, path, with, body) in [
        (Method::GET, format!("{guild}/audit"), key.as_str(), None),
        (Method::GET, format!("{guild}/config"), &key, None),
        (Method::GET, format!("{guild}/tickets?text=x"), &key, None),
        (Method::GET, format!("{guild}/tickets"), wrong, None),
        (Method::PUT, format!("/api/bots/{application}"), &key, Some(canary)),
        (Method::GET, format!("/api/bots/{application}"), OPERATOR_KEY, None),
        (Method::GET, "/api/keys".to_owned(), OPERATOR_KEY, None),
        (Method::GET, "/api/auth/me".to_owned(), &access, None),
        (Method::GET, "/api/auth/me".to_owned(), &access[..access.len() - 2], None),
        (Method::GET, "/api/health".to_owned(), "", None),
        (Method::GET, "/metrics".to_owned(), "", None),
    ] {
        asking.asks(method, &path, with, body).await;
    }
    let processes = service.command_lines();
    assert!(processes.contains("serve"), "{processes}");
    let configured = installation.run(&["config"]).await.all();
    let (_, log) = service.stop().await;
    let stored = files(&world.settings.data());
    let secrets = [
        &*token,
        &client_secret,
        ENCRYPTION_KEY,
        ENCRYPTION_IV,
        OPERATOR_KEY,
        JWT_SECRET,
        &key,
        &link,
        &cookie,
        &access,
        wrong,
        "said-in-confidence",
        "canary-of-a-token.in.a-body",
    ];
    assert!(secrets.iter().all(|secret| secret.len() > 15), "each is worth looking for: {secrets:?}");
    let places =
        [("what was shown", &asking.shown), ("the log", &log), ("processes", &processes), ("config", &configured)];
    for (place, text) in places {
        assert!(!text.is_empty(), "{place} is empty");
        let found: Vec<&&str> = secrets.iter().filter(|secret| text.contains(**secret)).collect();
        assert!(found.is_empty(), "in {place}: {found:?}");
    }
    let found = secrets.iter().filter(|secret| stored.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()));
    assert_eq!(found.collect::<Vec<_>>(), [&""; 0], "in the databases");
    world.discord.finish().await.unwrap();
}

async fn eventually_ready(asking: &mut Asking) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while asking.asks(Method::GET, "/api/health", "", None).await["bots"]["ready"] != 1 {
        assert!(Instant::now() < deadline, "the bot is not ready");
        sleep(Duration::from_millis(50)).await;
    }
}
