//! Secrets never reach the log, however much is logged, nor anything else that people other than their owner can see.

use std::time::Duration;

use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY, OPERATOR_KEY};
use crate::support::{TestWorld, eventually, files, free_address, health, welcome};
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
        let came = self.http.post(&link).send().await.unwrap();
        let set = came.headers().get_all(SET_COOKIE).iter().map(|set| set.to_str().unwrap().split(';').next().unwrap());
        let cookies = set.collect::<Vec<_>>().join("; ");
        let access = self.http.post(format!("{}/api/auth/refresh", self.url)).header(COOKIE, &cookies);
        let access: Value = access.send().await.unwrap().json().await.unwrap();
        let secret = |text: &str| text.rsplit(['/', '=']).next().unwrap().to_owned();
        [secret(&link), secret(&cookies), access["access_token"].as_str().unwrap().to_owned()]
    }
}

/// A key that is none, and a token that is none.
const NONE: [&str; 2] = ["tk_0123456789abcdef_canary-of-a-key-that-is-none", "canary-of-a-token.in.a-body"];

/// What is said in a ticket.
const SAID: &str = "said-in-confidence";

/// A world whose service has every secret that it can have.
async fn world_of_secrets() -> TestWorld {
    let mut world = TestWorld::seeded(7).await;
    let (application, client_secret) = (world.bot.id().to_string(), world.bot.client_secret());
    let address = free_address().await;
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
    world
}

/// Uses all of them, rightly and wrongly; those that came up.
async fn uses_secrets(world: &TestWorld, asking: &mut Asking) -> Vec<String> {
    let (application, token) = (world.bot.id().to_string(), world.bot.token());
    let made = json!({ "name": "host", "bot": application, "may": ["register", "admin"] });
    let key = asking.asks(Method::POST, "/api/keys", OPERATOR_KEY, Some(made)).await;
    let key = key["text"].as_str().unwrap().to_owned();
    let (bot, guild) = (format!("/api/bots/{application}"), format!("/api/guilds/{}", world.guild.id()));
    let registered = json!({ "token": token, "mode": "delegate" });
    asking.asks(Method::PUT, &bot, &key, Some(registered)).await;
    eventually_ready(asking).await;
    world.set_up().await;
    let alice = world.member("alice");
    let ticket = world.opens(&alice, "Support").await;
    alice.says(&ticket, SAID).await;
    let [link, cookie, access] = asking.signs_in().await;
    let canary = json!({ "token": NONE[1], "mode": "canary-of-a-mode" });
    let shop = json!({ "url": "https://127.0.0.1/", "description": "shop" });
    for (method, path, with, body) in [
        (Method::GET, format!("{guild}/audit"), key.as_str(), None),
        (Method::GET, format!("{guild}/config"), &key, None),
        (Method::GET, format!("{guild}/errors"), &key, None),
        (Method::GET, format!("{guild}/tickets"), NONE[0], None),
        (Method::POST, format!("{guild}/webhooks"), &key, Some(shop)),
        (Method::PUT, bot.clone(), &key, Some(canary)),
        (Method::GET, bot, OPERATOR_KEY, None),
        (Method::GET, "/api/audit".to_owned(), OPERATOR_KEY, None),
        (Method::GET, "/api/keys".to_owned(), OPERATOR_KEY, None),
        (Method::GET, "/api/errors".to_owned(), OPERATOR_KEY, None),
        (Method::GET, "/api/jobs".to_owned(), OPERATOR_KEY, None),
        (Method::GET, "/api/auth/me".to_owned(), &access, None),
        (Method::GET, "/api/auth/sessions".to_owned(), &access, None),
        (Method::GET, "/api/auth/me".to_owned(), &access[..access.len() - 2], None),
        (Method::GET, "/api/health".to_owned(), OPERATOR_KEY, None),
        (Method::GET, "/metrics".to_owned(), "", None),
    ] {
        asking.asks(method, &path, with, body).await;
    }
    vec![key, link, cookie, access]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_is_in_any_log_error_metric_audit_entry_database_or_list_of_processes() {
    let world = world_of_secrets().await;
    let installation = world.settings.installation();
    let service = installation.serve().await;
    let http = Client::builder().redirect(Policy::none()).build().unwrap();
    let mut asking = Asking { http, url: service.url.clone(), shown: String::new() };
    let mut secrets = uses_secrets(&world, &mut asking).await;
    secrets.extend([world.bot.token(), world.bot.client_secret()]);
    let constant = [ENCRYPTION_KEY, ENCRYPTION_IV, OPERATOR_KEY, JWT_SECRET, SAID, NONE[0], NONE[1]];
    secrets.extend(constant.map(str::to_owned));
    assert!(secrets.iter().all(|secret| secret.len() > 15), "each is worth looking for: {secrets:?}");

    let processes = service.command_lines();
    assert!(processes.contains("serve"), "{processes}");
    let configured = installation.run(&["config"]).await.all();
    let (_, log) = service.stop().await;
    let shown = asking.shown;
    for (place, text) in [("what was shown", shown), ("the log", log), ("processes", processes), ("config", configured)]
    {
        assert!(!text.is_empty(), "{place} is empty");
        let found: Vec<&String> = secrets.iter().filter(|secret| text.contains(*secret)).collect();
        assert!(found.is_empty(), "in {place}: {found:?}");
    }
    let stored = files(&world.settings.data());
    let found = secrets.iter().filter(|secret| stored.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()));
    assert_eq!(found.collect::<Vec<_>>(), [&""; 0], "in the databases");
    world.discord.finish().await.unwrap();
}

async fn eventually_ready(asking: &mut Asking) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while asking.asks(Method::GET, "/api/health", OPERATOR_KEY, None).await["bots"]["ready"] != 1 {
        assert!(Instant::now() < deadline, "the bot is not ready");
        sleep(Duration::from_millis(50)).await;
    }
}
