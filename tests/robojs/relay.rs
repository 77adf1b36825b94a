//! What stands between the plugin and the service: it passes everything on, notes it, and can be slow or answer itself.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, TRANSFER_ENCODING};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use reqwest::Client;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// What the bot posted, and the status that it was answered with.
#[derive(Debug, Clone)]
pub struct Posted {
    path: String,
    pub body: Bytes,
    pub status: u16,
}

/// The relay; gone when dropped.
pub struct Relay {
    pub url: String,
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

struct Shared {
    http: Client,
    service: String,
    posted: Mutex<Vec<Posted>>,
    pause: Mutex<Duration>,
    refusal: Mutex<Option<(u16, Value)>>,
}

impl Relay {
    /// In front of a service.
    pub async fn of(service: &str) -> Self {
        let shared = Arc::new(Shared {
            http: Client::new(),
            service: service.to_owned(),
            posted: Mutex::default(),
            pause: Mutex::default(),
            refusal: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(pass).with_state(Arc::clone(&shared));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared, serving }
    }

    /// The interactions that were handed over so far.
    pub fn handed(&self) -> Vec<Posted> {
        self.posted("/interactions")
    }

    /// Whether the service has taken an event with this name.
    pub fn told_of(&self, event: &str) -> bool {
        let is_in = |one: &Posted| one.status == 200 && String::from_utf8_lossy(&one.body).contains(event);
        self.posted("/events").iter().any(is_in)
    }

    fn posted(&self, ending: &str) -> Vec<Posted> {
        let posted = self.shared.posted.lock().unwrap();
        posted.iter().filter(|one| one.path.ends_with(ending)).cloned().collect()
    }

    /// Passes everything on as much later.
    pub fn slows_down_by(&self, pause: Duration) {
        *self.shared.pause.lock().unwrap() = pause;
    }

    /// Answers everything itself, with this problem.
    pub fn refuses(&self, status: u16, code: &str, detail: &str) {
        let kind = format!("urn:tickit:problem:{code}");
        let problem = json!({ "type": kind, "title": code, "status": status, "detail": detail, "code": code });
        *self.shared.refusal.lock().unwrap() = Some((status, problem));
    }

    /// Passes everything on at once.
    pub fn recovers(&self) {
        *self.shared.pause.lock().unwrap() = Duration::ZERO;
        *self.shared.refusal.lock().unwrap() = None;
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn pass(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let pause = *shared.pause.lock().unwrap();
    sleep(pause).await;
    let refusal = shared.refusal.lock().unwrap().clone();
    let response = match refusal {
        Some((status, problem)) => (StatusCode::from_u16(status).unwrap(), axum::Json(problem)).into_response(),
        None => ask(&shared, &method, &uri, headers, body.clone()).await,
    };
    if method == Method::POST {
        let (path, status) = (uri.path().to_owned(), response.status().as_u16());
        shared.posted.lock().unwrap().push(Posted { path, body, status });
    }
    response
}

async fn ask(shared: &Shared, method: &Method, uri: &Uri, mut headers: HeaderMap, body: Bytes) -> Response {
    for own in [HOST, CONTENT_LENGTH, CONNECTION] {
        headers.remove(own);
    }
    let request = shared.http.request(method.clone(), format!("{}{uri}", shared.service));
    let Ok(answered) = request.headers(headers).body(body).send().await else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let (status, mut headers) = (answered.status(), answered.headers().clone());
    for own in [CONTENT_LENGTH, CONNECTION, TRANSFER_ENCODING] {
        headers.remove(own);
    }
    if headers.get(CONTENT_TYPE).is_none_or(|kind| kind != "application/json") {
        return (status, headers, Body::from_stream(answered.bytes_stream())).into_response();
    }
    // Heartbeats come as soon as the plugin bears it, so that a test need not wait for half a minute.
    let body = answered.text().await.unwrap().replace("\"heartbeat_seconds\":30", "\"heartbeat_seconds\":5");
    (status, headers, body).into_response()
}
