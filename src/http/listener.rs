//! Where the service listens, and with which certificate.

use std::io;
use std::net::SocketAddr;
use std::net::TcpListener as Socket;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;

use super::certificates::Certificates;
use crate::config::HttpSettings;

/// How long it is waited where no connection can be accepted, for want of descriptors: some will close.
const NO_DESCRIPTORS: Duration = Duration::from_millis(100);

/// An address that was taken. What is made of it by [`Listener::accepting`] serves there, one after the other.
#[derive(Debug)]
pub struct Listener {
    socket: Socket,
    certificates: Option<Arc<Certificates>>,
    redirecting: Option<(Socket, String)>,
}

/// What takes connections.
pub struct Accepting {
    socket: TcpListener,
    pub(super) certificates: Option<Arc<Certificates>>,
    pub(super) tls: Option<TlsAcceptor>,
    /// Where plain HTTP is sent on to an address.
    pub(super) redirecting: Option<(Box<Self>, String)>,
}

impl Listener {
    /// Takes the address that is configured, and reads the certificate for it.
    pub fn bind(settings: &HttpSettings) -> anyhow::Result<Self> {
        let certificates = settings.tls.files().map(Certificates::load).transpose()?;
        let redirecting = settings.tls.redirect_address.zip(settings.public_url.clone());
        let redirecting = redirecting.map(|(address, url)| anyhow::Ok((bind(address)?, url))).transpose()?;
        Ok(Self { socket: bind(settings.address)?, certificates, redirecting })
    }

    /// The address, with the port that it got.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// The address as people on this machine write it.
    pub fn url(&self) -> io::Result<String> {
        let scheme = if self.certificates.is_some() { "https" } else { "http" };
        Ok(format!("{scheme}://{}", self.address()?))
    }

    /// What is shown there; none where it is plain HTTP.
    pub fn certificates(&self) -> Option<Arc<Certificates>> {
        self.certificates.clone()
    }

    /// Takes connections from now on.
    pub fn accepting(&self) -> anyhow::Result<Accepting> {
        let redirecting = self.redirecting.as_ref().map(|(socket, url)| {
            let plain = Accepting::plain(TcpListener::from_std(socket.try_clone()?)?);
            anyhow::Ok((Box::new(plain), url.clone()))
        });
        Ok(Accepting {
            certificates: self.certificates(),
            tls: self.certificates.as_ref().map(Certificates::acceptor).transpose()?,
            redirecting: redirecting.transpose()?,
            ..Accepting::plain(TcpListener::from_std(self.socket.try_clone()?)?)
        })
    }
}

fn bind(address: SocketAddr) -> anyhow::Result<Socket> {
    let listening = || format!("listening on {address}");
    let socket = Socket::bind(address).with_context(listening)?;
    socket.set_nonblocking(true).with_context(listening)?;
    Ok(socket)
}

impl Accepting {
    /// Plain HTTP.
    const fn plain(socket: TcpListener) -> Self {
        Self { socket, certificates: None, tls: None, redirecting: None }
    }

    /// The next connection, and whose it is.
    pub(super) async fn next(&self) -> (TcpStream, SocketAddr) {
        loop {
            match self.socket.accept().await {
                Ok(accepted) => return accepted,
                Err(error) => {
                    tracing::debug!(%error, "a connection cannot be accepted");
                    sleep(NO_DESCRIPTORS).await;
                }
            }
        }
    }

    /// Fails where it never will work.
    pub(super) fn check(&self) -> io::Result<()> {
        self.socket.local_addr().map(drop)
    }
}
