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
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::connections::{Connections, Place};
use crate::config::HttpSettings;

/// Why serving ended before it should.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP server stopped: {0}")]
pub struct ServerError(#[from] io::Error);

/// How long a connection that has to go may take to send what it has.
const FAREWELL: Duration = Duration::from_millis(100);

/// How long it is waited where no connection can be accepted, for want of descriptors: some will close.
const NO_DESCRIPTORS: Duration = Duration::from_millis(100);

/// Takes an address. What is made of it by [`accepting`] serves there, one after the other.
pub fn listen(address: SocketAddr) -> io::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// A listener at an address that was taken.
pub fn accepting(listener: &std::net::TcpListener) -> io::Result<TcpListener> {
    TcpListener::from_std(listener.try_clone()?)
}

/// Serves until `stop` is cancelled; then takes no new connection and lets requests under way end within
/// `settings.shutdown`.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
    settings: HttpSettings,
) -> Result<(), ServerError> {
    // Fails here where it never will work, and not at each connection.
    listener.local_addr()?;
    let (connections, serving) = (Connections::new(settings.max_connections), TaskTracker::new());
    while let Some((stream, place)) = stop.run_until_cancelled(next(&listener, &connections)).await {
        serving.spawn(serve_one(stream, router.clone(), place, stop.clone(), settings.header_timeout));
    }
    drop(listener);
    serving.close();
    if timeout(settings.shutdown, serving.wait()).await.is_err() {
        tracing::warn!("requests were cut off: they did not end within http.shutdown_ms");
    }
    Ok(())
}

/// The next connection, once there is a place for it.
async fn next(listener: &TcpListener, connections: &Arc<Connections>) -> (TcpStream, Arc<Place>) {
    let stream = accept(listener).await;
    (stream, connections.place().await)
}

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                tracing::debug!(%error, "a connection cannot be accepted");
                sleep(NO_DESCRIPTORS).await;
            }
        }
    }
}

/// Answers one connection's requests until it ends, nothing came for too long, its place is wanted, or the service stops.
async fn serve_one(
    stream: TcpStream,
    router: Router,
    place: Arc<Place>,
    stop: CancellationToken,
    header_timeout: Duration,
) {
    let mut http = http1::Builder::new();
    // It runs from a connection's beginning, and from each answer's end.
    http.timer(TokioTimer::new()).header_read_timeout(header_timeout);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), answering(router, Arc::clone(&place))));
    let farewell = tokio::select! {
        _ = connection.as_mut() => return,
        () = place.wanted.cancelled() => FAREWELL,
        () = stop.cancelled() => Duration::MAX,
    };
    connection.as_mut().graceful_shutdown();
    let _ = timeout(farewell, connection).await;
}

/// Answers a connection's requests, each of which has its turn meanwhile.
fn answering(
    router: Router,
    place: Arc<Place>,
) -> impl Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send> {
    let router = TowerToHyperService::new(router);
    service_fn(move |request| {
        let (turn, answer) = (place.begin(), router.call(request));
        answer.inspect(move |_| drop(turn))
    })
}
