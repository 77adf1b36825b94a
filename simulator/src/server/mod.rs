//! The server: one listener whose connections can be cut.
mod connection;

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use axum::Router;
use tokio::{net::TcpListener, task::JoinHandle};

use connection::{Connection, Cut};

use crate::Shared;

/// The other end of a connection. Handlers take it as `ConnectInfo<Peer>`.
#[derive(Debug, Clone)]
pub struct Peer {
    /// The address.
    pub address: SocketAddr,
    cut: Arc<Cut>,
}

impl Peer {
    /// Drops the TCP connection: nothing more is read or written, web sockets included.
    pub fn cut(&self) {
        self.cut.cut();
    }
}

/// The running server. Dropped, it stops listening and cuts every connection.
#[derive(Debug)]
pub(crate) struct Server {
    serving: JoinHandle<()>,
    open: Open,
}

type Open = Arc<Mutex<Vec<Weak<Cut>>>>;

impl Server {
    /// Serves REST, gateway and page.
    pub(crate) fn start(listener: TcpListener, shared: &Arc<Shared>) -> Self {
        let router = Router::new()
            .merge(crate::rest::router(Arc::clone(shared)))
            .merge(crate::gateway::router(Arc::clone(shared)))
            .merge(crate::oauth::router(Arc::clone(shared)))
            .merge(crate::page::router(Arc::clone(shared)));
        let open = Open::default();
        let listener = Listener { listener, open: Arc::clone(&open) };
        let service = router.into_make_service_with_connect_info::<Peer>();
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, service).await {
                tracing::error!(%error, "the server stopped");
            }
        });
        Self { serving, open }
    }

    /// Stops listening and cuts every connection.
    pub(crate) fn stop(&self) {
        self.serving.abort();
        for cut in self.open.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            if let Some(cut) = cut.upgrade() {
                cut.cut();
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

#[derive(Debug)]
struct Listener {
    listener: TcpListener,
    open: Open,
}

impl axum::serve::Listener for Listener {
    type Addr = Peer;
    type Io = Connection;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((stream, address)) = self.listener.accept().await else {
                // Out of descriptors, most likely: give others a chance to close some.
                tokio::task::yield_now().await;
                continue;
            };
            // Small answers must not wait for acknowledgements; a socket that cannot is still useful.
            let _ = stream.set_nodelay(true);
            let cut = Arc::new(Cut::default());
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            if open.len() == open.capacity() {
                open.retain(|cut| cut.strong_count() > 0);
            }
            open.push(Arc::downgrade(&cut));
            return (Connection::new(stream, Arc::clone(&cut)), Peer { address, cut });
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        Ok(Peer { address: self.listener.local_addr()?, cut: Arc::default() })
    }
}

impl axum::extract::connect_info::Connected<axum::serve::IncomingStream<'_, Listener>> for Peer {
    fn connect_info(stream: axum::serve::IncomingStream<'_, Listener>) -> Self {
        stream.remote_addr().clone()
    }
}
