//! A reverse proxy between a bot and the service, as operators have one. It notes what passes, and can be made to hang.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, RETRY_AFTER};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use reqwest::Client;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What a bot said, and the status of the answer.
#[derive(Debug, Clone)]
pub struct Passed {
    pub method: Method,
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub status: StatusCode,
}

/// The proxy; gone when dropped.
pub struct Proxy {
    pub url: String,
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

#[derive(Default)]
struct Shared {
    http: Client,
    /// Where the service is; none where it hangs.
    service: Mutex<Option<String>>,
    passed: Mutex<Vec<Passed>>,
}

impl Proxy {
    /// One in front of nothing yet.
    pub async fn start() -> Self {
        let shared = Arc::<Shared>::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(pass).with_state(Arc::clone(&shared));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, shared, serving }
    }

    /// Passes everything on to a service from now on, whether it is there or not.
    pub fn leads_to(&self, service: &str) {
        *self.shared.service.lock().unwrap() = Some(service.to_owned());
    }

    /// Answers nothing from now on.
    pub fn hangs(&self) {
        *self.shared.service.lock().unwrap() = None;
    }

    /// Takes no connection from now on.
    pub fn goes_away(&self) {
        self.serving.abort();
    }

    /// What passed so far, with this method and below this path.
    pub fn passed(&self, method: &Method, ending: &str) -> Vec<Passed> {
        let passed = self.shared.passed.lock().unwrap();
        passed.iter().filter(|one| one.method == method && one.path.ends_with(ending)).cloned().collect()
    }
}

impl Drop for Proxy {
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
    let Some(service) = shared.service.lock().unwrap().clone() else { return std::future::pending().await };
    let mut sent = headers.clone();
    for own in [HOST, CONTENT_LENGTH, CONNECTION] {
        sent.remove(own);
    }
    let request = shared.http.request(method.clone(), format!("{service}{uri}")).headers(sent).body(body.clone());
    let mut response = answer(request).await;
    // Whoever is told to go away connects anew, and finds out.
    response.headers_mut().insert(CONNECTION, "close".parse().unwrap());
    let (path, status) = (uri.path().to_owned(), response.status());
    shared.passed.lock().unwrap().push(Passed { method, path, headers, body, status });
    response
}

/// What the service answers, or what proxies say where there is none.
async fn answer(request: reqwest::RequestBuilder) -> Response {
    let Ok(answered) = request.send().await else {
        return (StatusCode::BAD_GATEWAY, "<html>Bad gateway</html>").into_response();
    };
    let (status, headers) = (answered.status(), answered.headers().clone());
    // Heartbeats come soon, so that a test need not wait for half a minute.
    let body = answered.text().await.unwrap().replace("\"heartbeat_seconds\":30", "\"heartbeat_seconds\":1");
    let mut response = (status, body).into_response();
    response.headers_mut().remove(CONTENT_TYPE);
    for kept in [CONTENT_TYPE, RETRY_AFTER] {
        response.headers_mut().extend(headers.get(&kept).map(|value| (kept, value.clone())));
    }
    response
}
