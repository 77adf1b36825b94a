//! A bot that lives in a program of its owner's, which hands everything over to the service by HTTP.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tickit::store::MemoryStores;
use tickit_domain::clock::Clock;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::signing_in::SECRET;
use super::tickets::key_of;
use crate::installation::OPERATOR_KEY;
use crate::support::leaks::Watch;
use crate::support::{Service, Settings, TestWorld, application, free_address, health};

/// A world with the service, and no bot that it knows of.
pub struct Hosting {
    pub world: TestWorld,
    pub service: Service,
    pub http: Client,
}

/// What a request was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub headers: reqwest::header::HeaderMap,
}

impl Answer {
    /// Its status, and its problem's code.
    pub fn problem(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }
}

/// Another process of the same service.
pub struct OtherProcess {
    pub service: Service,
    path: String,
    http: Client,
}

impl OtherProcess {
    /// Hands an interaction over.
    pub async fn hands_over(&self, key: &str, body: String, answer_by: &str) -> Answer {
        let request = self.http.post(format!("http://{}{}", self.service.address(), self.path)).bearer_auth(key);
        answer(request.header("x-tickit-answer", answer_by).body(body).send().await.unwrap()).await
    }
}

/// At an address of its own, where people sign in by the world's bot's application.
async fn with_sign_in(world: &TestWorld) -> Settings {
    let address = free_address().await;
    Settings::new(&world.discord, &[])
        .with("TICKIT_OPERATOR_KEY", OPERATOR_KEY)
        .with("TICKIT_HTTP_ADDRESS", &address)
        .with("TICKIT_PUBLIC_URL", format!("http://{address}"))
        .with("DISCORD_CLIENT_ID", world.bot.id().to_string())
        .with("DISCORD_CLIENT_SECRET", world.bot.client_secret())
        .with("JWT_SECRET", SECRET)
        .with("JWT_EXPIRY", "15m")
}

impl Hosting {
    /// With these variables besides.
    pub async fn with(variables: &[(&str, &str)]) -> Self {
        let mut world = TestWorld::seeded(7).await;
        let settings = Settings::new(&world.discord, &[]).with("TICKIT_OPERATOR_KEY", OPERATOR_KEY);
        world.settings = variables.iter().fold(settings, |settings, (name, value)| settings.with(name, *value));
        let service = world.settings.start_unready().await;
        Self { world, service, http: Client::new() }
    }

    /// By a clock, with these variables besides, where people sign in.
    pub async fn signing_in(clock: Arc<dyn Clock>, more: &[(&str, &str)]) -> Self {
        let mut world = TestWorld::seeded(7).await;
        let settings = with_sign_in(&world).await;
        world.settings = more.iter().fold(settings, |settings, (name, value)| settings.with(name, *value));
        let service = world.settings.start_by(clock).await;
        Self { world, service, http: Client::new() }
    }

    /// On databases that several processes may have at once.
    pub async fn in_memory() -> (Self, Arc<MemoryStores>) {
        let mut world = TestWorld::seeded(7).await;
        world.settings = Settings::new(&world.discord, &[]).with("TICKIT_OPERATOR_KEY", OPERATOR_KEY);
        let stores = Arc::new(MemoryStores::default());
        let service = world.settings.start_on(stores.clone()).await;
        (Self { world, service, http: Client::new() }, stores)
    }

    /// The same where people sign in.
    pub async fn in_memory_signing_in() -> (Self, Arc<MemoryStores>) {
        let mut world = TestWorld::seeded(7).await;
        world.settings = with_sign_in(&world).await;
        let stores = Arc::new(MemoryStores::default());
        let service = world.settings.start_on(stores.clone()).await;
        (Self { world, service, http: Client::new() }, stores)
    }

    /// Another process on the same databases, for the same Discord.
    pub async fn beside(&self, stores: Arc<MemoryStores>) -> OtherProcess {
        let service = self.world.settings.start_on(stores).await;
        OtherProcess { service, path: self.bot_path("/interactions"), http: Client::new() }
    }

    /// As an operator gets it who changes nothing.
    pub async fn usual() -> Self {
        Self::with(&[]).await
    }

    /// A link by which whoever runs the service signs in.
    pub async fn operators_link(&self) -> String {
        let made = self.asks(Method::POST, "/api/auth/links", OPERATOR_KEY, None).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.body["url"].as_str().unwrap().to_owned()
    }

    /// Where the service is.
    pub fn url(&self) -> String {
        format!("http://{}", self.service.address())
    }

    /// The path of the world's bot.
    pub fn bot_path(&self, rest: &str) -> String {
        format!("/api/bots/{}{rest}", self.world.bot.id())
    }

    /// Asks the API something with a key.
    pub async fn asks(&self, method: Method, path: &str, key: &str, body: Option<Value>) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.url()));
        if !key.is_empty() {
            request = request.bearer_auth(key);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        answer(request.send().await.unwrap()).await
    }

    /// The operator makes a key; its text.
    pub async fn has_key(&self, key: Value) -> String {
        let made = self.asks(Method::POST, "/api/keys", OPERATOR_KEY, Some(key)).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.body["text"].as_str().unwrap().to_owned()
    }

    /// A key by which somebody does in the bot's guilds what admins do.
    pub async fn admin_key(&self) -> String {
        self.has_key(key_of(self, &["admin"])).await
    }

    /// A key for the world's bot.
    pub async fn bot_key(&self) -> String {
        self.has_key(json!({ "name": "Acme", "bot": self.world.bot.id().to_string() })).await
    }

    /// Somebody registers the world's bot with its token, in a mode.
    pub async fn registers(&self, key: &str, mode: &str) -> Answer {
        self.asks(Method::PUT, &self.bot_path(""), key, Some(json!({ "mode": mode, "token": self.world.bot.token() })))
            .await
    }

    /// The state of the world's bot, as the operator sees it.
    pub async fn bot(&self) -> Value {
        self.asks(Method::GET, &self.bot_path(""), OPERATOR_KEY, None).await.body
    }

    /// How the service is.
    pub async fn health(&self) -> Value {
        health(&self.url()).await.1
    }

    /// Another bot of the same guild.
    pub fn another_bot(&self) -> discord_simulator::ApplicationHandle {
        application(&self.world.discord, "Another")
    }

    /// Stops everything; fails where a request was not as Discord's own document says.
    pub async fn finish(self) {
        self.service.stop().await;
        self.world.discord.finish().await.unwrap();
    }
}

pub async fn answer(response: reqwest::Response) -> Answer {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    if status >= 400 {
        Watch::begin().look("an error over HTTP", &text);
    }
    Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)), headers }
}

/// The owner's program: it is handed the bot's interactions and hands them over, byte for byte.
pub struct Host {
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

struct Shared {
    http: Client,
    url: String,
    key: String,
    inline: bool,
    handed: AtomicUsize,
    problems: Mutex<Vec<Answer>>,
}

impl Host {
    /// A program with a key for the bot, which has the service answer by token or in its response.
    pub async fn of(hosting: &Hosting, key: &str, inline: bool) -> Self {
        let shared = Arc::new(Shared {
            http: Client::new(),
            url: format!("{}{}", hosting.url(), hosting.bot_path("/interactions")),
            key: key.to_owned(),
            inline,
            handed: AtomicUsize::new(0),
            problems: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", post(hand_over)).with_state(Arc::clone(&shared));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        hosting.world.bot.set_interactions_endpoint(&format!("http://{address}/"));
        Self { shared, serving }
    }

    /// How many interactions it handed over.
    pub fn handed(&self) -> usize {
        self.shared.handed.load(Ordering::Relaxed)
    }

    /// What it was answered that was no answer.
    pub fn problems(&self) -> Vec<Answer> {
        std::mem::take(&mut self.shared.problems.lock().unwrap())
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn hand_over(State(host): State<Arc<Shared>>, body: Bytes) -> Response {
    host.handed.fetch_add(1, Ordering::Relaxed);
    let how = if host.inline { "inline" } else { "token" };
    let request = host.http.post(&host.url).bearer_auth(&host.key).header("x-tickit-answer", how).body(body);
    let answered = answer(request.send().await.unwrap()).await;
    match answered.status {
        200 => axum::Json(answered.body).into_response(),
        202 => StatusCode::ACCEPTED.into_response(),
        _ => {
            host.problems.lock().unwrap().push(answered);
            let sorry = json!({ "type": 4, "data": { "content": "Tickets are away.", "flags": 64 } });
            axum::Json(sorry).into_response()
        }
    }
}
