//! Serving until told to stop, and not a moment longer than agreed.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::response::Response;
use futures_util::FutureExt as _;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::connections::{Connections, Place};
use super::listener::Accepting;
use super::peer::Peer;
use super::redirect;
use crate::config::HttpSettings;

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
    let header_timeout = settings.header_timeout;
    let serving = Serving { router, tls, header_timeout, stop, tasks: tasks.clone() };
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
    /// Serves every connection that comes, until the service stops.
    async fn all(self, accepting: Accepting, most: usize) {
        let connections = Connections::new(most);
        let next = async || {
            let (stream, from) = accepting.next().await;
            (stream, from, connections.place().await)
        };
        while let Some((stream, from, place)) = self.stop.run_until_cancelled(next()).await {
            self.tasks.spawn(self.clone().one(stream, from, place));
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
        let answering = answering(self.router.clone(), peer, Arc::clone(&place));
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
) -> impl Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send> {
    let router = TowerToHyperService::new(router);
    service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let (turn, answer) = (place.begin(), router.call(request));
        answer.inspect(move |_| drop(turn))
    })
}
