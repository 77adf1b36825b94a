//! Serving until told to stop, and not a moment longer than agreed.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Why serving ended before it should.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP server stopped: {0}")]
pub struct ServerError(#[from] io::Error);

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

/// Serves until `stop` is cancelled; then takes no new connection and lets requests under way end within `drain`.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: CancellationToken,
    drain: Duration,
) -> Result<(), ServerError> {
    let serving = axum::serve(listener, router).with_graceful_shutdown(stop.clone().cancelled_owned());
    let out_of_time = async {
        stop.cancelled().await;
        tokio::time::sleep(drain).await;
    };
    tokio::select! {
        served = serving.into_future() => Ok(served?),
        () = out_of_time => {
            tracing::warn!("requests were cut off: they did not end within http.shutdown_ms");
            Ok(())
        }
    }
}
