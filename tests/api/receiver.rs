//! Somebody's program that webhooks tell what happens, and a service that may reach it.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, Method};
use ring::hmac;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::host::{Answer, Hosting};
use crate::installation::OPERATOR_KEY;
use crate::support::{MovedClock, Settings, TestWorld, eventually_async};

/// What the service is told so that webhooks reach this machine.
pub const INSIDE: (&str, &str) = ("TICKIT_WEBHOOK_NETWORKS", "127.0.0.1");

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Got {
    pub headers: HeaderMap,
    pub body: String,
}

/// How a receiver answers.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub after: Duration,
}

type Script = Box<dyn FnMut(usize) -> Reply + Send>;

/// A program that takes deliveries.
pub struct Receiver {
    pub url: String,
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

struct Shared {
    got: Mutex<Vec<Got>>,
    script: Mutex<Script>,
    answered: AtomicUsize,
}

impl Receiver {
    /// One that takes everything.
    pub async fn new() -> Self {
        Self::at("127.0.0.1:0").await
    }

    /// The same, at an address.
    pub async fn at(address: &str) -> Self {
        let script: Script = Box::new(|_| Reply::status(204));
        let shared =
            Arc::new(Shared { got: Mutex::default(), script: Mutex::new(script), answered: AtomicUsize::new(0) });
        let listener = TcpListener::bind(address).await.unwrap();
        let url = format!("http://{}/hooks", listener.local_addr().unwrap());
        let router = Router::new().fallback(take).with_state(Arc::clone(&shared));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared, serving }
    }

    /// Answers so from now on; each request is numbered from 0.
    pub fn answers(&self, script: impl FnMut(usize) -> Reply + Send + 'static) {
        *self.shared.script.lock().unwrap() = Box::new(script);
    }

    /// What came so far.
    pub fn got(&self) -> Vec<Got> {
        self.shared.got.lock().unwrap().clone()
    }

    /// How much of it was answered.
    pub fn answered(&self) -> usize {
        self.shared.answered.load(Ordering::Relaxed)
    }

    /// Of which types what came is, in that order.
    pub fn types(&self) -> Vec<String> {
        self.got().iter().map(Got::kind).collect()
    }

    /// Waits until something of a type came; the first of them.
    pub async fn gets(&self, kind: &str) -> Got {
        let found = || self.got().into_iter().find(|got| got.kind() == kind);
        eventually_async(&format!("{kind} is delivered"), async || found().is_some()).await;
        found().unwrap()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Reply {
    pub fn status(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn after(self, after: Duration) -> Self {
        Self { after, ..self }
    }
}

impl Got {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap_or_default().to_owned()
    }

    /// How many of its signatures are by this secret, as a receiver checks it.
    pub fn signed_by(&self, secret: &str) -> usize {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let signed = format!("{}.{}.{}", self.header("webhook-id"), self.header("webhook-timestamp"), self.body);
        let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes());
        let expected = format!("v1,{}", STANDARD.encode(signature));
        self.header("webhook-signature").split(' ').filter(|signature| *signature == expected).count()
    }
}

async fn take(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    let number = {
        let mut got = shared.got.lock().unwrap();
        got.push(Got { headers, body: String::from_utf8(body.to_vec()).unwrap() });
        got.len() - 1
    };
    let reply = (shared.script.lock().unwrap())(number);
    sleep(reply.after).await;
    let mut response = StatusCode::from_u16(reply.status).unwrap().into_response();
    for (name, value) in reply.headers {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    shared.answered.fetch_add(1, Ordering::Relaxed);
    response
}

/// A guild with a panel, a service by a clock that is moved on, and an admin's key.
pub struct Hooked {
    pub hosting: Hosting,
    pub clock: Arc<MovedClock>,
    pub admin: String,
}

impl Hooked {
    pub async fn set_up() -> Self {
        Self::with(&[]).await
    }

    /// With these variables besides.
    pub async fn with(variables: &[(&str, &str)]) -> Self {
        let mut world = TestWorld::seeded(7).await;
        let settings =
            Settings::new(&world.discord, &[]).with("TICKIT_OPERATOR_KEY", OPERATOR_KEY).with(INSIDE.0, INSIDE.1);
        world.settings = variables.iter().fold(settings, |settings, (name, value)| settings.with(name, *value));
        let clock = Arc::new(MovedClock::default());
        let service = world.settings.start_by(clock.clone()).await;
        let hosting = Hosting { world, service, http: Client::new() };
        let key = hosting.bot_key().await;
        assert_eq!(hosting.registers(&key, "delegate").await.status, 200);
        eventually_async("its session is ready", async || hosting.bot().await["state"] == "ready").await;
        hosting.world.set_up().await;
        let admin = hosting.admin_key().await;
        Self { hosting, clock, admin }
    }

    /// The process ends and another begins, by the same clock.
    pub async fn restarts(self) -> Self {
        let Self { hosting: Hosting { world, service, http }, clock, admin } = self;
        service.stop().await;
        let service = world.settings.start_by(clock.clone()).await;
        Self { hosting: Hosting { world, service, http }, clock, admin }
    }

    /// The same, with another setting.
    pub async fn restarts_with(mut self, name: &str, value: &str) -> Self {
        let settings =
            std::mem::replace(&mut self.hosting.world.settings, Settings::new(&self.hosting.world.discord, &[]));
        self.hosting.world.settings = settings.with(name, value);
        self.restarts().await
    }

    /// Asks something about the guild's webhooks, as its admin.
    pub async fn asks(&self, method: Method, rest: &str, body: Option<Value>) -> Answer {
        let path = format!("/api/guilds/{}/webhooks{rest}", self.hosting.world.guild.id());
        self.hosting.asks(method, &path, &self.admin, body).await
    }

    /// Makes a webhook; its id, and its secret.
    pub async fn adds(&self, webhook: Value) -> (String, String) {
        let added = self.asks(Method::POST, "", Some(webhook)).await;
        assert_eq!(added.status, 201, "{added:?}");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&added.body["webhook"]["id"]), text(&added.body["secret"]))
    }

    /// A webhook that is told everything.
    pub async fn follows(&self, receiver: &Receiver) -> (String, String) {
        self.adds(json!({ "url": receiver.url })).await
    }

    pub async fn webhook(&self, id: &str) -> Value {
        let shown = self.asks(Method::GET, &format!("/{id}"), None).await;
        assert_eq!(shown.status, 200, "{shown:?}");
        shown.body
    }

    /// Its deliveries, newest first.
    pub async fn deliveries(&self, id: &str, query: &str) -> Vec<Value> {
        let listed = self.asks(Method::GET, &format!("/{id}/deliveries{query}"), None).await;
        assert_eq!(listed.status, 200, "{listed:?}");
        listed.body["deliveries"].as_array().unwrap().clone()
    }

    /// Sends a test delivery.
    pub async fn tests(&self, id: &str) -> Value {
        let sent = self.asks(Method::POST, &format!("/{id}/test"), None).await;
        assert_eq!(sent.status, 202, "{sent:?}");
        sent.body
    }

    /// Waits until a webhook has nothing left to be told.
    pub async fn until_told(&self, id: &str) {
        eventually_async("nothing waits", async || self.deliveries(id, "?status=pending").await.is_empty()).await;
    }

    /// The kinds of what the audit log tells of webhooks.
    pub async fn audited(&self) -> BTreeSet<String> {
        let path = format!("/api/guilds/{}/audit?limit=100", self.hosting.world.guild.id());
        let audit = self.hosting.asks(Method::GET, &path, &self.admin, None).await.body;
        let kinds = audit["entries"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap().to_owned());
        kinds.filter(|kind| kind.starts_with("webhook.")).collect()
    }
}
