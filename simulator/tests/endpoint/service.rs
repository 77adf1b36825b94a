//! A bot's service behind an endpoint: it checks signatures, and answers interactions when the test says so.
use std::{collections::HashSet, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::post,
};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::{Value, json};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};

use discord_simulator::ApplicationHandle;

const PATIENCE: Duration = Duration::from_secs(5);

/// How a service treats PINGs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Manner {
    /// As it must.
    Proper,
    /// It takes every signature.
    Trusting,
    /// It refuses every signature.
    Suspicious,
    /// It answers a PING with 204.
    Curt,
    /// It never answers.
    Silent,
}

/// A service on loopback. Dropped, it ends.
pub struct Service {
    pub url: String,
    posted: mpsc::UnboundedReceiver<Posted>,
    serving: JoinHandle<()>,
}

/// What was posted to it.
pub struct Posted {
    pub body: Value,
    pub bytes: Bytes,
    pub headers: HeaderMap,
    /// Whether the signature was the body's.
    pub genuine: bool,
    reply: oneshot::Sender<Response>,
}

struct Door {
    key: Vec<u8>,
    manner: Manner,
    posted: mpsc::UnboundedSender<Posted>,
}

impl Service {
    pub async fn start(application: &ApplicationHandle, manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/discord/{}?from=discord", listener.local_addr().unwrap(), application.id());
        let (sender, posted) = mpsc::unbounded_channel();
        let door = Arc::new(Door { key: bytes(&application.public_key()), manner, posted: sender });
        let router = Router::new().route("/discord/{application}", post(arrive)).with_state(door);
        let serving = tokio::spawn(async { axum::serve(listener, router).await.unwrap() });
        Self { url, posted, serving }
    }

    /// What is posted next.
    pub async fn posted(&mut self) -> Posted {
        timeout(PATIENCE, self.posted.recv()).await.expect("something is posted in time").unwrap()
    }

    /// The next interaction that is no PING.
    pub async fn interaction(&mut self) -> Posted {
        loop {
            let posted = self.posted().await;
            if posted.body["type"] != 1 {
                assert!(posted.genuine, "{}", posted.body);
                return posted;
            }
        }
    }

    /// Answers the next interaction in place with this callback, and returns the interaction.
    pub async fn answers(&mut self, kind: u8, data: Value) -> Value {
        self.interaction().await.callback(kind, data)
    }

    /// Whether nothing more was posted.
    pub fn heard_all(&mut self) -> bool {
        self.posted.try_recv().is_err()
    }

    /// Types of all that was posted so far, and whether it was genuine.
    pub fn heard(&mut self) -> Vec<(u64, bool)> {
        let posted = std::iter::from_fn(|| self.posted.try_recv().ok());
        posted.map(|posted| (posted.body["type"].as_u64().unwrap(), posted.genuine)).collect()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Posted {
    /// Answers with JSON, and returns the interaction.
    pub fn reply(self, status: u16, body: impl Into<String>) -> Value {
        self.reply_as("application/json", status, body)
    }

    /// Answers with a body of this media type, and returns the interaction.
    pub fn reply_as(self, kind: &'static str, status: u16, body: impl Into<String>) -> Value {
        let headers = [(header::CONTENT_TYPE, kind)];
        let response = (StatusCode::from_u16(status).unwrap(), headers, body.into()).into_response();
        // Nobody may be waiting any more.
        let _ = self.reply.send(response);
        self.body
    }

    pub fn callback(self, kind: u8, data: Value) -> Value {
        let mut callback = json!({ "type": kind });
        callback["data"] = data;
        self.reply(200, callback.to_string())
    }
}

async fn arrive(State(door): State<Arc<Door>>, headers: HeaderMap, bytes: Bytes) -> Response {
    let header = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let genuine = verifies(&door.key, &header("x-signature-timestamp"), &bytes, &header("x-signature-ed25519"));
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let ping = body["type"] == 1;
    let (reply, replied) = oneshot::channel();
    let _ = door.posted.send(Posted { body, bytes, headers, genuine, reply });
    let taken = match door.manner {
        Manner::Trusting => true,
        Manner::Suspicious => false,
        Manner::Silent => std::future::pending().await,
        Manner::Proper | Manner::Curt => genuine,
    };
    if !taken {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if ping && door.manner == Manner::Curt {
        return StatusCode::NO_CONTENT.into_response();
    }
    if ping {
        return axum::Json(json!({ "type": 1 })).into_response();
    }
    // A test that does not answer leaves the interaction unanswered.
    match replied.await {
        Ok(response) => response,
        Err(_) => std::future::pending().await,
    }
}

/// Whether a signature is this body's, checked as a bot's library does.
pub fn verifies(key: &[u8], timestamp: &str, body: &[u8], signature: &str) -> bool {
    let message = [timestamp.as_bytes(), body].concat();
    UnparsedPublicKey::new(&ED25519, key).verify(&message, &bytes(signature)).is_ok()
}

/// Bytes from hex.
pub fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap()).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// The names of an object's fields, also of what is in it.
pub fn fields(value: &Value) -> HashSet<String> {
    let Some(object) = value.as_object() else { return HashSet::new() };
    let named = object.iter().flat_map(|(name, value)| {
        let inner = fields(value).into_iter().map(move |inner| format!("{name}.{inner}"));
        std::iter::once(name.clone()).chain(inner)
    });
    named.collect()
}
