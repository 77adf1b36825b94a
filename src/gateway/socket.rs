//! One WebSocket to a gateway, small in memory.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use futures_util::{SinkExt, StreamExt};
use reqwest::Url;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream, client_async_tls_with_config};

use super::GatewaySettings;
use super::address::Trust;
use super::close::Ending;
use super::payload::Text;

/// A connection to a gateway. `next_text` may be cancelled.
#[derive(Debug)]
pub(super) struct Socket {
    /// Always there, but for the moment in which it is made anew. Boxed, because a session's task has room for it in
    /// several places.
    stream: Option<Box<WebSocketStream<MaybeTlsStream<TcpStream>>>>,
    config: WebSocketConfig,
    longest: usize,
    write_timeout: Duration,
    /// When the last frame came, and the largest since the stream was made.
    heard: Instant,
    largest: usize,
}

/// The TLS configuration that all sessions share: making one costs 3 ms and 24 KiB.
pub(super) fn tls(authorities: &[u8]) -> anyhow::Result<Arc<ClientConfig>> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    for authority in CertificateDer::pem_slice_iter(authorities) {
        let authority = authority.context("reading certificate authorities")?;
        roots.add(authority).context("trusting a certificate authority")?;
    }
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .context("choosing the versions of TLS")?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

impl Socket {
    /// Connects to an address that was checked.
    pub async fn connect(
        url: &Url,
        trust: Trust,
        tls: Arc<ClientConfig>,
        settings: &GatewaySettings,
    ) -> anyhow::Result<Self> {
        let host = url.host_str().context("the address has no host")?.trim_matches(['[', ']']);
        let port = url.port_or_known_default().context("the address has no port")?;
        let tcp = TcpStream::connect((host, port)).await.context("connecting")?;
        let peer = tcp.peer_addr().context("asking for the peer's address")?.ip();
        anyhow::ensure!(
            !trust.is_loopback() || peer.is_loopback(),
            "the name leads to {peer}, which is not this machine"
        );
        tcp.set_nodelay(true).context("setting up the connection")?;
        let config = WebSocketConfig::default()
            .read_buffer_size(SMALL)
            .write_buffer_size(0)
            .max_write_buffer_size(256 << 10)
            .max_message_size(Some(settings.longest_message))
            .max_frame_size(Some(settings.longest_message));
        let connector = Some(Connector::Rustls(tls));
        let (stream, _) =
            client_async_tls_with_config(url.as_str(), tcp, Some(config), connector).await.context("shaking hands")?;
        let (longest, write_timeout) = (settings.longest_message, settings.write_timeout);
        Ok(Self { stream: Some(Box::new(stream)), config, longest, write_timeout, heard: Instant::now(), largest: 0 })
    }

    /// Whether large frames came, and nothing for a while.
    pub fn is_bloated(&self) -> bool {
        self.largest > SMALL && self.heard.elapsed() >= QUIET
    }

    /// Gives back the memory that the largest frames took. A frame that hangs half way meanwhile would be lost with it,
    /// and the session resumed.
    pub async fn slim(&mut self) {
        if let Some(stream) = self.stream.take() {
            let (inner, config) = (stream.into_inner(), Some(self.config));
            self.stream = Some(Box::new(WebSocketStream::from_raw_socket(inner, Role::Client, config).await));
            self.largest = 0;
        }
    }

    /// The next payload's text.
    pub async fn next_text(&mut self) -> Result<Text, Ending> {
        loop {
            let Some(stream) = &mut self.stream else { return Err(Ending::Broken) };
            let message = stream.next().await;
            self.heard = Instant::now();
            if let Some(Ok(message)) = &message {
                self.largest = self.largest.max(message.len());
            }
            match message {
                Some(Ok(Message::Text(text))) => return Ok(Text::Plain(text)),
                Some(Ok(Message::Binary(bytes))) => return Text::inflate(&bytes, self.longest),
                Some(Ok(Message::Close(Some(frame)))) => return Err(Ending::Closed(frame.code.into())),
                Some(Ok(Message::Close(None))) | None => return Err(Ending::Broken),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(error)) => return Err(broken(&error)),
            }
        }
    }

    /// Sends a payload.
    pub async fn send(&mut self, payload: String) -> Result<(), Ending> {
        let Some(stream) = &mut self.stream else { return Err(Ending::Broken) };
        match timeout(self.write_timeout, stream.send(Message::text(payload))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(broken(&error)),
            Err(_) => Err(Ending::Late),
        }
    }

    /// Closes so that the session can be resumed, which 1000 and 1001 would end.
    pub async fn leave(&mut self) {
        let Some(stream) = &mut self.stream else { return };
        let frame = CloseFrame { code: CloseCode::from(RESUMABLE), reason: "".into() };
        if timeout(GOODBYE, stream.as_mut().close(Some(frame))).await.is_ok_and(|closed| closed.is_ok()) {
            // What is still unread would turn the close into a reset, which takes the frame with it.
            let _ = timeout(GOODBYE, async { while let Some(Ok(_)) = stream.next().await {} }).await;
        }
    }
}

/// What a session's buffer holds while nothing large comes, in bytes.
const SMALL: usize = 4 << 10;
/// So long nothing must have come before a stream is made anew.
const QUIET: Duration = Duration::from_secs(5);
const RESUMABLE: u16 = 4000;
const GOODBYE: Duration = Duration::from_millis(20);

fn broken(error: &Error) -> Ending {
    match error {
        Error::Capacity(_) => Ending::Oversized,
        Error::Utf8(_) | Error::AttackAttempt => Ending::Garbage,
        Error::Protocol(error) if *error != RESET => Ending::Garbage,
        _ => Ending::Broken,
    }
}

const RESET: tokio_tungstenite::tungstenite::error::ProtocolError =
    tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake;
