//! The HTTP door: health, metrics, reconnect.

mod bounds;
mod limits;
mod tls;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use reqwest::{Client, Method, StatusCode};
use secrecy::SecretString;
use serde_json::{Value, json};
use tickit::clock::SystemClock;
use tickit::config::{HttpSettings, Networks, RegistrationPolicy, TlsSettings};
use tickit::http::{
    BotControl, BotStatus, Database, HttpPorts, HttpState, Lifetime, Listener, ReconnectError, router, serve,
};
use tickit::metrics::Metrics;
use tickit_commands::words::Words;
use tickit_domain::bot::{BotState, StopReason, Trouble};
use tickit_domain::clock::{Clock, Timestamp};
use tickit_domain::ids::BotId;
use tickit_domain::store::{StoreError, StoreHealth, StoreResult};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::installation::OPERATOR_KEY;

/// The door on a port of its own.
pub struct Door {
    pub url: String,
    bots: Arc<Bots>,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl Door {
    pub fn open(database: Arc<dyn Database>) -> Self {
        Self::open_for(database, Duration::from_secs(5))
    }

    fn open_for(database: Arc<dyn Database>, request_timeout: Duration) -> Self {
        Self::open_with(database, |settings| settings.request_timeout = request_timeout)
    }

    pub fn open_with(database: Arc<dyn Database>, change: impl Fn(&mut HttpSettings)) -> Self {
        Self::open_by(Arc::new(SystemClock), database, change)
    }

    pub fn open_by(clock: Arc<dyn Clock>, database: Arc<dyn Database>, change: impl Fn(&mut HttpSettings)) -> Self {
        let mut settings = HttpSettings {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            tls: TlsSettings::default(),
            request_timeout: Duration::from_secs(5),
            header_timeout: Duration::from_secs(5),
            max_connections: 64,
            body_limit_bytes: 1_024,
            public_url: None,
            trusted_proxies: Networks::default(),
            registration: RegistrationPolicy::Invite,
            interactions_per_second: 100,
            requests_per_second: 100,
            writes_per_second: 20,
            exports_per_minute: 60,
            sign_ins_per_minute: 60,
            concurrent_requests_per_guild: 32,
            shutdown: Duration::from_secs(5),
        };
        change(&mut settings);
        let (listener, bots) = (Listener::bind(&settings).unwrap(), Arc::new(Bots::default()));
        let ports = HttpPorts {
            bots: bots.clone(),
            desk: None,
            database,
            certificates: listener.certificates(),
            clock,
            metrics: Arc::new(Metrics::default()),
            words: Arc::new(Words::load().unwrap()),
            data_directory: std::env::temp_dir(),
        };
        let (url, accepting) = (listener.url().unwrap(), listener.accepting().unwrap());
        let stop = CancellationToken::new();
        let routes = router(HttpState::new(
            ports,
            &settings,
            &SecretString::from(OPERATOR_KEY),
            Lifetime { stop: stop.clone(), ..Lifetime::default() },
        ));
        let stopped = stop.clone();
        let serving = tokio::spawn(async move { serve(accepting, routes, stopped, settings).await.unwrap() });
        Self { url, bots, stop, serving }
    }

    pub async fn get(&self, path: &str) -> reqwest::Response {
        Client::new().get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    async fn health(&self, key: &str) -> reqwest::Response {
        Client::new().get(format!("{}/api/health", self.url)).bearer_auth(key).send().await.unwrap()
    }

    pub async fn reconnect(&self, key: &str, body: impl Into<String>) -> (StatusCode, Value) {
        let request = Client::new().post(format!("{}/api/reconnect", self.url)).bearer_auth(key).body(body.into());
        let answer = request.send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    pub async fn close(self) {
        self.stop.cancel();
        self.serving.await.unwrap();
    }
}

/// Bot 1 is ready, bot 2 waits, bot 3 was stopped for good.
#[derive(Debug, Default)]
struct Bots {
    reconnected: Mutex<Vec<u64>>,
    /// Whether it takes a while.
    slow: AtomicBool,
}

#[async_trait]
impl BotControl for Bots {
    fn states(&self) -> Vec<BotStatus> {
        let states = [BotState::Ready, BotState::Waiting, BotState::Stopped(StopReason::TokenRevoked)];
        let bots = (1..).zip(states);
        let bot = |(id, state): (u64, BotState)| {
            let waits = state == BotState::Waiting;
            let trouble = waits.then_some(Trouble::RateLimited);
            let next_try = waits.then(|| Timestamp::parse_rfc3339("2026-11-26T17:00:00Z").unwrap());
            let message_content = Some(id != 2);
            BotStatus { id: Some(BotId::new(id)), name: format!("bot {id}"), state, trouble, next_try, message_content }
        };
        bots.map(bot).collect()
    }

    async fn reconnect(&self, bot: BotId) -> Result<(), ReconnectError> {
        if self.slow.load(Ordering::Relaxed) {
            sleep(Duration::from_millis(300)).await;
        }
        match bot.get() {
            1..=3 => self.reconnected.lock().unwrap().push(bot.get()),
            4 => return Err(ReconnectError::Failed(StoreError::Unavailable("away".into()).into())),
            _ => return Err(ReconnectError::NotFound),
        }
        Ok(())
    }

    fn reconnect_all(&self) -> usize {
        self.reconnected.lock().unwrap().extend([1, 2]);
        2
    }
}

/// A database that is away: it answers with an error, or notes that it was asked and never answers.
#[derive(Debug, Clone)]
enum Away {
    Refusing,
    Silent(Arc<Notify>),
}

#[async_trait]
impl Database for Away {
    async fn health(&self) -> StoreResult<StoreHealth> {
        match self {
            Self::Refusing => Err(StoreError::Unavailable("no route to host".to_owned())),
            Self::Silent(asked) => {
                asked.notify_one();
                std::future::pending().await
            }
        }
    }
}

/// A database that is there, though a guild's is not well.
#[derive(Debug)]
pub struct There;

#[async_trait]
impl Database for There {
    async fn health(&self) -> StoreResult<StoreHealth> {
        let broken = vec!["1.db: malformed".to_owned()];
        Ok(StoreHealth { engine: "memory".into(), latency: Duration::from_millis(1), broken })
    }
}

#[tokio::test]
async fn health_tells_how_everything_is_doing() {
    let door = Door::open(Arc::new(There));
    let answer = door.health(OPERATOR_KEY).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    let health: Value = answer.json().await.unwrap();
    assert_eq!((&health["status"], &health["version"]), (&json!("ok"), &json!(env!("CARGO_PKG_VERSION"))));
    assert!(health["uptime_seconds"].is_u64());
    assert_eq!((&health["database"]["status"], &health["database"]["error"]), (&json!("ok"), &Value::Null));
    assert!(health["database"]["engine"].is_string() && health["database"]["latency_ms"].is_f64());
    assert_eq!(health["database"]["broken"], json!(["1.db: malformed"]), "{health}");
    for field in ["process_bytes", "machine_total_bytes", "machine_used_bytes"] {
        assert!(health["memory"][field].as_u64().unwrap() > 1_000_000, "{field}: {health}");
    }
    let bots = &health["bots"];
    let counts = ["total", "ready", "connecting", "waiting", "stopped"].map(|count| bots[count].as_u64().unwrap());
    assert_eq!(counts, [3, 1, 0, 1, 1]);
    assert_eq!(
        bots["list"][0],
        json!({ "id": "1", "name": "bot 1", "state": "ready",
        "reason": null, "next_try": null, "message_content": true })
    );
    assert_eq!(bots["list"][1]["reason"], "rate_limited");
    assert_eq!(bots["list"][1]["next_try"], "2026-11-26T17:00:00Z");
    assert_eq!((&bots["list"][2]["state"], &bots["list"][2]["reason"]), (&json!("stopped"), &json!("token_revoked")));
    door.close().await;
}

#[tokio::test]
async fn health_is_503_while_the_database_refuses_and_the_process_still_lives() {
    let door = Door::open(Arc::new(Away::Refusing));
    let answer = door.get("/api/health").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    let health: Value = answer.json().await.unwrap();
    assert_eq!((&health["status"], &health["database"]["status"]), (&json!("unavailable"), &json!("unavailable")));
    assert_eq!(health["database"]["trouble"], "unavailable");
    let health: Value = door.health(OPERATOR_KEY).await.json().await.unwrap();
    assert!(health["database"]["error"].as_str().unwrap().contains("no route to host"));
    assert_eq!(door.get("/api/health/live").await.status(), StatusCode::OK);
    door.close().await;
}

#[tokio::test]
async fn health_tells_strangers_no_reasons_and_refuses_a_key_that_is_nobodys() {
    let away = Door::open(Arc::new(Away::Refusing));
    let told = away.get("/api/health").await.text().await.unwrap();
    assert!(told.contains("\"unavailable\"") && !told.contains("no route to host"), "{told}");
    let there = Door::open(Arc::new(There));
    let told = there.get("/api/health").await.text().await.unwrap();
    assert!(told.contains("\"broken_count\":1") && !told.contains("1.db"), "{told}");
    for guess in ["guess", &OPERATOR_KEY[1..]] {
        assert_eq!(there.health(guess).await.status(), StatusCode::UNAUTHORIZED, "{guess}");
    }
    // Keys cannot be looked for while there is no database; how that is doing is told all the same.
    let key = "tickit_0123456789abcdef_0123456789abcdef0123456789abcdef0123456789abcdef";
    let answer = away.health(key).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    let told: Value = answer.json().await.unwrap();
    assert_eq!((&told["status"], &told["database"]["error"]), (&json!("unavailable"), &Value::Null), "{told}");
    away.close().await;
    there.close().await;
}

#[tokio::test]
async fn health_does_not_wait_for_a_silent_database() {
    let door = Door::open(Arc::new(Away::Silent(Arc::default())));
    let asked = std::time::Instant::now();
    let answers = futures_util::future::join_all((0..20).map(|_| door.get("/api/health"))).await;
    assert!(answers.iter().all(|answer| answer.status() == StatusCode::SERVICE_UNAVAILABLE));
    assert!(asked.elapsed() < Duration::from_secs(3), "20 questions at once took {:?}", asked.elapsed());
    door.close().await;
}

#[tokio::test]
async fn only_the_operators_key_reconnects() {
    let door = Door::open(Arc::new(There));
    let url = format!("{}/api/reconnect", door.url);
    for request in [Client::new().post(&url), Client::new().post(&url).header("authorization", "Basic b3A6")] {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(answer.headers()["www-authenticate"], "Bearer");
        assert_eq!(answer.json::<Value>().await.unwrap()["code"], "unauthenticated");
    }
    for key in ["wrong", &OPERATOR_KEY[1..], &format!("{OPERATOR_KEY}x")] {
        let (status, error) = door.reconnect(key, "").await;
        assert_eq!((status, error["code"].as_str().unwrap()), (StatusCode::UNAUTHORIZED, "unauthenticated"), "{key}");
    }
    assert!(door.bots.reconnected.lock().unwrap().is_empty());
    door.close().await;
}

#[tokio::test]
async fn the_operator_reconnects_all_bots_or_one() {
    let door = Door::open(Arc::new(There));
    assert_eq!(door.reconnect(OPERATOR_KEY, "").await, (StatusCode::ACCEPTED, json!({ "reconnecting": 2 })));
    assert_eq!(
        door.reconnect(OPERATOR_KEY, r#"{"bot":"2"}"#).await,
        (StatusCode::ACCEPTED, json!({ "reconnecting": 1 }))
    );
    assert_eq!(*door.bots.reconnected.lock().unwrap(), [1, 2, 2]);
    door.close().await;
}

#[tokio::test]
async fn a_reconnect_that_makes_no_sense_reconnects_nothing() {
    let door = Door::open(Arc::new(There));
    for (body, status, code) in [
        (r#"{"bot":"9"}"#.to_owned(), StatusCode::NOT_FOUND, "no_such_bot"),
        (r#"{"bot":"4"}"#.to_owned(), StatusCode::SERVICE_UNAVAILABLE, "store_unavailable"),
        (r#"{"bot":7}"#.to_owned(), StatusCode::BAD_REQUEST, "invalid_body"),
        (r#"{"bots":"1"}"#.to_owned(), StatusCode::BAD_REQUEST, "invalid_body"),
        ("all".to_owned(), StatusCode::BAD_REQUEST, "invalid_body"),
        (" ".repeat(2_000), StatusCode::PAYLOAD_TOO_LARGE, "body_too_large"),
    ] {
        let (found, error) = door.reconnect(OPERATOR_KEY, body.clone()).await;
        assert_eq!((found, error["code"].as_str().unwrap()), (status, code), "{body}");
        assert!(error["detail"].is_string() && error["status"] == found.as_u16(), "{error}");
    }
    assert!(door.bots.reconnected.lock().unwrap().is_empty());
    door.close().await;
}

#[tokio::test]
async fn what_is_not_there_has_a_stable_code_too() {
    let door = Door::open(Arc::new(There));
    for (method, path, status, code) in [
        (Method::GET, "/nothing", StatusCode::NOT_FOUND, "no_such_route"),
        (Method::GET, "/api/reconnect", StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"),
    ] {
        let answer = Client::new().request(method, format!("{}{path}", door.url)).send().await.unwrap();
        assert_eq!((answer.status(), answer.json::<Value>().await.unwrap()["code"].as_str().unwrap()), (status, code));
    }
    door.close().await;
}

#[tokio::test]
async fn metrics_are_text_that_prometheus_reads() {
    let door = Door::open(Arc::new(There));
    let answer = door.get("/metrics").await;
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("application/openmetrics-text"));
    let text = answer.text().await.unwrap();
    for line in ["# TYPE tickit_tickets_opened counter", "tickit_bots{state=\"ready\"} 1", "# EOF"] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
    door.close().await;
}

#[tokio::test]
async fn a_stopping_door_answers_what_was_asked_before() {
    let asked = Arc::new(Notify::new());
    let door = Door::open(Arc::new(Away::Silent(asked.clone())));
    let url = format!("{}/api/health", door.url);
    let answer = tokio::spawn(async move { Client::new().get(url).send().await.unwrap().status() });
    asked.notified().await;
    door.close().await;
    assert_eq!(answer.await.unwrap(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn what_takes_too_long_is_given_up() {
    let door = Door::open_for(Arc::new(Away::Silent(Arc::default())), Duration::from_millis(100));
    let answer = door.get("/api/health").await;
    assert_eq!(
        (answer.status(), &answer.headers()["retry-after"]),
        (StatusCode::SERVICE_UNAVAILABLE, &"5".parse().unwrap())
    );
    assert_eq!(answer.json::<Value>().await.unwrap()["code"], "timeout");
    door.close().await;
}

#[tokio::test]
async fn idle_connections_are_bounded_and_end_and_health_answers_amid_them() {
    const IDLE: usize = 300;
    let door = Door::open_with(Arc::new(There), |settings| settings.header_timeout = Duration::from_millis(800));
    let address = door.url.trim_start_matches("http://").to_owned();
    let mut idle = Vec::new();
    for number in 0..IDLE {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        if number % 2 == 0 {
            // A request whose head never ends.
            stream.write_all(b"GET /api/health HTTP/1.1\r\nx-slow: ").await.unwrap();
        }
        idle.push(stream);
    }
    let asked = std::time::Instant::now();
    assert_eq!(door.get("/api/health").await.status(), StatusCode::OK);
    assert!(asked.elapsed() < Duration::from_millis(700), "health waited {:?}", asked.elapsed());
    for (number, stream) in idle.iter_mut().enumerate() {
        let ended = timeout(Duration::from_secs(5), stream.read_to_end(&mut Vec::new())).await;
        assert!(ended.is_ok(), "connection {number} of {IDLE} is open still");
    }
    door.close().await;
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request() {
    let door = Door::open(Arc::new(There));
    let mut stream = TcpStream::connect(door.url.trim_start_matches("http://")).await.unwrap();
    for _ in 0..3 {
        stream.write_all(b"GET /api/health/live HTTP/1.1\r\nhost: tickit\r\n\r\n").await.unwrap();
        let mut answer = [0; 512];
        let read = stream.read(&mut answer).await.unwrap();
        assert!(answer[..read].starts_with(b"HTTP/1.1 200"));
    }
    drop(stream);
    door.close().await;
}

#[tokio::test]
async fn what_was_begun_is_brought_to_its_end_though_the_caller_is_gone() {
    let door = Door::open(Arc::new(There));
    door.bots.slow.store(true, Ordering::Relaxed);
    let asking = door.reconnect(OPERATOR_KEY, r#"{"bot":"2"}"#);
    assert!(timeout(Duration::from_millis(100), asking).await.is_err(), "it is slow");
    sleep(Duration::from_millis(500)).await;
    assert_eq!(*door.bots.reconnected.lock().unwrap(), [2]);
    door.close().await;
}
