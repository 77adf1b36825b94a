//! A gateway over TLS: it stands before the simulator's own, which is plain.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Takes TLS connections on loopback and hands on what is in them.
pub struct TlsGateway {
    listener: TcpListener,
    acceptor: TlsAcceptor,
    refused: Arc<AtomicUsize>,
}

impl TlsGateway {
    /// The file of the authority that its certificate is from.
    pub fn authority() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls/authority.pem")
    }

    /// Takes a free port.
    pub async fn bind() -> anyhow::Result<Self> {
        let chain = [CertificateDer::from_pem_slice(include_bytes!("../fixtures/tls/gateway.pem"))?];
        let key = PrivateKeyDer::from_pem_slice(include_bytes!("../fixtures/tls/gateway-key.pem"))?;
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain.to_vec(), key)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        Ok(Self { listener, acceptor: TlsAcceptor::from(Arc::new(config)), refused: Arc::default() })
    }

    /// Where bots are to be told that it is.
    pub fn url(&self) -> anyhow::Result<String> {
        Ok(format!("wss://{}/gateway", self.listener.local_addr()?))
    }

    /// Hands connections on to where the simulator listens, until the runtime ends; counts those that did not trust it.
    pub fn serve(self, behind: SocketAddr) -> Arc<AtomicUsize> {
        let refused = Arc::clone(&self.refused);
        tokio::spawn(async move {
            while let Ok((stream, _)) = self.listener.accept().await {
                tokio::spawn(hand_on(self.acceptor.clone(), stream, behind, Arc::clone(&self.refused)));
            }
        });
        refused
    }
}

async fn hand_on(acceptor: TlsAcceptor, stream: TcpStream, behind: SocketAddr, refused: Arc<AtomicUsize>) {
    let Ok(mut stream) = acceptor.accept(stream).await else {
        refused.fetch_add(1, Ordering::Relaxed);
        return;
    };
    if let Ok(mut behind) = TcpStream::connect(behind).await {
        let _ = copy_bidirectional(&mut stream, &mut behind).await;
    }
}
