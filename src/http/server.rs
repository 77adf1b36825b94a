//! Serving until told to stop, and not a moment longer than agreed.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use futures_util::FutureExt as _;
use hyper::Request;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::connections::{Connections, Place};
use super::lingering::Lingering;
use super::listener::Accepting;
use super::network::Network;
use super::peer::Peer;
use super::redirect;
use crate::config::{HttpSettings, Networks};

/// Why serving ended before it should.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP server stopped: {0}")]
pub struct ServerError(#[from] io::Error);

/// How long a connection that has to go may take to send what it has.
const FAREWELL: Duration = Duration::from_millis(100);

/// How many connections may be open where plain HTTP is sent on: each has one short answer.
const AT_REDIRECT: usize = 64;

/// What serves each connection.
#[derive(Clone)]
struct Serving {
    router: Router,
    tls: Option<TlsAcceptor>,
    header_timeout: Duration,
    proxies: Arc<Networks>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

/// Serves until `stop` is cancelled; then takes no new connection and lets requests under way end within
/// `settings.shutdown`.
pub async fn serve(
    mut accepting: Accepting,
    router: Router,
    stop: CancellationToken,
    settings: HttpSettings,
) -> Result<(), ServerError> {
    // Fails here where it never will work, and not at each connection.
    accepting.check()?;
    let (tls, tasks) = (accepting.tls.take(), TaskTracker::new());
    if let Some(certificates) = &accepting.certificates {
        tasks.spawn(Arc::clone(certificates).follow(stop.clone()));
    }
    let (header_timeout, proxies) = (settings.header_timeout, Arc::new(settings.trusted_proxies));
    let serving = Serving { router, tls, header_timeout, proxies, stop, tasks: tasks.clone() };
    if let Some((plain, public_url)) = accepting.redirecting.take() {
        let serving = Serving { router: redirect::to(public_url), tls: None, ..serving.clone() };
        tasks.spawn(serving.all(*plain, AT_REDIRECT));
    }
    serving.all(accepting, settings.max_connections).await;
    tasks.close();
    if timeout(settings.shutdown, tasks.wait()).await.is_err() {
        tracing::warn!("requests were cut off: they did not end within http.shutdown_ms");
    }
    Ok(())
}

impl Serving {
    /// Serves every connection that comes, until the service stops. As many as are open may wait for a place, each for as long
    /// as a request's head may take, and in no other's way; what comes besides is closed.
    async fn all(self, accepting: Accepting, most: usize) {
        let (connections, waiting) = (Connections::new(most), Arc::new(Semaphore::new(most)));
        while let Some((stream, from)) = self.stop.run_until_cancelled(accepting.next()).await {
            let network = (!self.proxies.contains(from.ip())).then(|| Network::from(from.ip()));
            if let Some(place) = connections.try_place(network) {
                self.tasks.spawn(self.clone().one(stream, from, place));
            } else if let Ok(may_wait) = Arc::clone(&waiting).try_acquire_owned() {
                let (this, connections) = (self.clone(), Arc::clone(&connections));
                self.tasks.spawn(async move {
                    let place = timeout(this.header_timeout, connections.place(network));
                    let place = this.stop.run_until_cancelled(place).await;
                    drop(may_wait);
                    if let Some(Ok(place)) = place {
                        this.one(stream, from, place).await;
                    }
                });
            }
        }
    }

    /// Serves one connection. Shaking hands it counts as idle: it has as long as a request's head, and goes first where
    /// another needs its place.
    async fn one(self, stream: TcpStream, from: SocketAddr, place: Arc<Place>) {
        let peer = Peer::of(&stream, from, self.tls.is_some());
        let Some(tls) = &self.tls else { return self.answer(stream, peer, place).await };
        let shaken = tokio::select! {
            shaken = timeout(self.header_timeout, tls.accept(stream)) => shaken,
            () = place.wanted.cancelled() => return,
            () = self.stop.cancelled() => return,
        };
        match shaken {
            Ok(Ok(stream)) => self.answer(stream, peer, place).await,
            Ok(Err(error)) => tracing::debug!(%error, "a client did not shake hands"),
            Err(_) => tracing::debug!("a client took too long to shake hands"),
        }
    }

    /// Answers a connection's requests until it ends, nothing came for too long, its place is wanted, or the service stops.
    async fn answer(&self, stream: impl AsyncRead + AsyncWrite + Unpin, peer: Peer, place: Arc<Place>) {
        let mut http = http1::Builder::new();
        // It runs from a connection's beginning, and from each answer's end.
        http.timer(TokioTimer::new()).header_read_timeout(self.header_timeout);
        let (stream, amid_body) = Lingering::new(stream);
        let answering = answering(self.router.clone(), peer, Arc::clone(&place), amid_body);
        let mut connection = pin!(http.serve_connection(TokioIo::new(stream), answering));
        let farewell = tokio::select! {
            _ = connection.as_mut() => return,
            () = place.wanted.cancelled() => FAREWELL,
            () = self.stop.cancelled() => Duration::MAX,
        };
        connection.as_mut().graceful_shutdown();
        let _ = timeout(farewell, connection).await;
    }
}

/// Answers a connection's requests, each of which has its turn meanwhile.
fn answering(
    router: Router,
    peer: Peer,
    place: Arc<Place>,
    amid_body: Arc<AtomicBool>,
) -> impl Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send> {
    let router = TowerToHyperService::new(router);
    service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let (has_body, amid_body) = (!request.body().is_end_stream(), Arc::clone(&amid_body));
        let (turn, answer) = (place.begin(), router.call(request));
        answer.inspect(move |answer| {
            let is_refused = answer.as_ref().is_ok_and(|answer| !answer.status().is_success());
            amid_body.store(has_body && is_refused, Ordering::Relaxed);
            drop(turn);
        })
    })
}
