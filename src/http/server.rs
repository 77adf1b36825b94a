//! Serving until told to stop, and not a moment longer than agreed.

use std::io;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Why serving ended before it should.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP server stopped: {0}")]
pub struct ServerError(#[from] io::Error);

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
