//! The certificate that the service shows: read from files, and read anew while it runs.

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Context as _;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use tickit_domain::clock::{Clock, Timestamp};
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use webpki::{EndEntityCert, Error, KeyUsage};

use crate::config::TlsFiles;

/// How often it is looked whether the files have changed.
const LOOK: Duration = Duration::from_secs(2);

/// How long before its end a certificate is told of: one that is renewed by itself is never so near to it.
const SOON: Duration = Duration::from_hours(14 * 24);

/// A certificate and its key, which change when their files do.
pub struct Certificates {
    files: TlsFiles,
    provider: Arc<CryptoProvider>,
    state: Mutex<State>,
}

struct State {
    shown: Arc<CertifiedKey>,
    until: Option<Timestamp>,
    /// Of what was read last, so that what is broken is told of once.
    looked_at: [u8; 32],
    trouble: Option<String>,
}

/// How a certificate is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validity {
    /// When it ends.
    pub until: Option<Timestamp>,
    /// Whether that is soon, or was.
    pub ends_soon: bool,
    /// Why the files that are there now are not in use, where they are not.
    pub trouble: Option<String>,
}

/// What the files hold.
struct Texts {
    certificate: String,
    key: SecretString,
}

impl Certificates {
    /// Reads the files. Fails where they are not there, are no PEM, or do not belong together.
    pub fn load(files: TlsFiles) -> anyhow::Result<Arc<Self>> {
        let provider = Arc::new(default_provider());
        let texts = Texts::read(&files)?;
        let (shown, until) = texts.parse(&provider)?;
        let state = State { shown, until, looked_at: texts.digest(), trouble: None };
        Ok(Arc::new(Self { files, provider, state: Mutex::new(state) }))
    }

    /// What shakes hands, in TLS 1.2 and 1.3, for HTTP/1.1.
    pub(super) fn acceptor(self: &Arc<Self>) -> anyhow::Result<TlsAcceptor> {
        let mut config = ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()
            .context("choosing the versions of TLS")?
            .with_no_client_auth()
            .with_cert_resolver(Arc::<Self>::clone(self));
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// Reads the files anew as they change, until `stop`. What is broken is told of once, and what was in use stays.
    pub(super) async fn follow(self: Arc<Self>, stop: CancellationToken) {
        while stop.run_until_cancelled(sleep(LOOK)).await.is_some() {
            let this = Arc::clone(&self);
            if tokio::task::spawn_blocking(move || this.look()).await.is_err() {
                tracing::error!("the files of the certificate cannot be looked at");
            }
        }
    }

    fn look(&self) {
        let read = Texts::read(&self.files);
        let looked_at = read.as_ref().map_or_else(|error| Sha256::digest(format!("{error:#}")).into(), Texts::digest);
        if self.state().looked_at == looked_at {
            return;
        }
        let parsed = read.and_then(|texts| texts.parse(&self.provider));
        self.state().comes(looked_at, parsed.map_err(|error| format!("{error:#}")));
    }

    /// How the one in use is doing.
    pub fn validity(&self, clock: &dyn Clock) -> Validity {
        let State { until, ref trouble, .. } = *self.state();
        let ends_soon = until.is_some_and(|until| until <= clock.now().plus(SOON));
        Validity { until, ends_soon, trouble: trouble.clone() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// What was read is another than before.
    fn comes(&mut self, looked_at: [u8; 32], parsed: Result<(Arc<CertifiedKey>, Option<Timestamp>), String>) {
        self.looked_at = looked_at;
        match parsed {
            Ok((shown, until)) => {
                tracing::info!(until = until.map(Timestamp::to_rfc3339), "the certificate was read anew");
                (self.shown, self.until, self.trouble) = (shown, until, None);
            }
            Err(error) => {
                tracing::error!(error, "the certificate cannot be read anew: the one before stays in use");
                self.trouble = Some(error);
            }
        }
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.state().shown))
    }
}

impl fmt::Debug for Certificates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Certificates").field("files", &self.files).finish_non_exhaustive()
    }
}

impl Texts {
    fn read(files: &TlsFiles) -> anyhow::Result<Self> {
        let read = |file: &Path, key: &str| {
            fs::read_to_string(file).with_context(|| format!("reading {key}, {}", file.display()))
        };
        let certificate = read(&files.certificate, "http.tls.certificate")?;
        Ok(Self { certificate, key: read(&files.key, "http.tls.key")?.into() })
    }

    fn digest(&self) -> [u8; 32] {
        let texts = Sha256::new().chain_update(Sha256::digest(&self.certificate));
        texts.chain_update(self.key.expose_secret()).finalize().into()
    }

    /// The pair, and until when its certificate is valid.
    fn parse(&self, provider: &CryptoProvider) -> anyhow::Result<(Arc<CertifiedKey>, Option<Timestamp>)> {
        let chain = chain(&self.certificate)?;
        let key = PrivateKeyDer::from_pem_slice(self.key.expose_secret().as_bytes());
        let key = key.map_err(|_| anyhow::anyhow!("http.tls.key has no key in it: it has to be a PEM file"))?;
        let until = chain.first().and_then(valid_until);
        let pair = CertifiedKey::from_der(chain, key, provider);
        Ok((Arc::new(pair.context("http.tls.certificate and http.tls.key do not go together")?), until))
    }
}

/// The certificates of a PEM file, in their order.
pub(super) fn chain(pem: &str) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    chain.context("http.tls.certificate has no certificate in it: it has to be a PEM file")
}

/// When a certificate ends: asked about a day after all days, webpki refuses it first of all for that, and says when it
/// ended.
fn valid_until(certificate: &CertificateDer<'_>) -> Option<Timestamp> {
    let after_all = UnixTime::since_unix_epoch(Duration::from_secs(u64::from(u32::MAX) * 64));
    let certificate = EndEntityCert::try_from(certificate).ok()?;
    match certificate.verify_for_usage(&[], &[], &[], after_all, KeyUsage::server_auth(), None, None) {
        Err(Error::CertExpired { not_after, .. }) => {
            Some(Timestamp::from_millis(0).plus(Duration::from_secs(not_after.as_secs())))
        }
        _ => None,
    }
}
