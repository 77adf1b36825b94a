//! `[http]`: where the service listens, whom it believes, and how much it lets through.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::bounds::{between, listen_address, milliseconds, some_file, some_listen_address, some_web_address};
use super::error::ConfigError;
use super::layers::Layers;

/// `[http]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpSettings {
    /// Where to listen.
    #[serde(deserialize_with = "listen_address")]
    pub address: SocketAddr,
    /// With which certificate; plain HTTP where there is none.
    pub tls: TlsSettings,
    /// How long a request may take.
    #[serde(rename = "request_timeout_ms", deserialize_with = "milliseconds::<100, 60_000, _>")]
    pub request_timeout: Duration,
    /// How long the head of a request may take, from the connection's beginning or the end of the answer before.
    #[serde(rename = "header_timeout_ms", deserialize_with = "milliseconds::<100, 60_000, _>")]
    pub header_timeout: Duration,
    /// How many connections are open at once.
    #[serde(deserialize_with = "between::<4, 65_536, _>")]
    pub max_connections: usize,
    /// How large a body may be, in bytes.
    #[serde(deserialize_with = "between::<1_024, 16_777_216, _>")]
    pub body_limit_bytes: usize,
    /// Where Discord and bots' hosts reach the service, without a slash at the end.
    #[serde(default, deserialize_with = "some_web_address")]
    pub public_url: Option<String>,
    /// Who is believed for whom they ask.
    pub trusted_proxies: Networks,
    /// Who may have a bot hosted here.
    pub registration: RegistrationPolicy,
    /// How many interactions a second of one bot may be handed over.
    #[serde(deserialize_with = "between::<1, 100_000, _>")]
    pub interactions_per_second: usize,
    /// How many other requests a second one caller may make: a person, a key, or an address that shows nothing.
    #[serde(deserialize_with = "between::<1, 100_000, _>")]
    pub requests_per_second: usize,
    /// How many of those a second may change something.
    #[serde(deserialize_with = "between::<1, 100_000, _>")]
    pub writes_per_second: usize,
    /// How many of those a minute may hand over a transcript or a whole record.
    #[serde(deserialize_with = "between::<1, 100_000, _>")]
    pub exports_per_minute: usize,
    /// How many steps of sign-ins a minute one address may take.
    #[serde(deserialize_with = "between::<1, 100_000, _>")]
    pub sign_ins_per_minute: usize,
    /// How many requests about one guild, or one bot, may be under way at once.
    #[serde(deserialize_with = "between::<1, 65_536, _>")]
    pub concurrent_requests_per_guild: usize,
    /// How long requests under way may go on at shutdown.
    #[serde(rename = "shutdown_ms", deserialize_with = "milliseconds::<0, 60_000, _>")]
    pub shutdown: Duration,
}

/// `[http.tls]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsSettings {
    #[serde(default, deserialize_with = "some_file")]
    certificate: Option<PathBuf>,
    #[serde(default, deserialize_with = "some_file")]
    key: Option<PathBuf>,
    /// Where plain HTTP is sent on to the public address.
    #[serde(default, deserialize_with = "some_listen_address")]
    pub redirect_address: Option<SocketAddr>,
}

/// A certificate and its key, as PEM.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The chain, the service's own first.
    pub certificate: PathBuf,
    /// The key.
    pub key: PathBuf,
}

/// Networks, as `10.0.0.0/8`, or single addresses.
#[derive(Debug, Clone, Default)]
pub struct Networks(Vec<IpNet>);

/// Who may have a bot hosted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationPolicy {
    /// Whoever has the bot's token.
    Open,
    /// Whoever has an invitation of the operator's.
    Invite,
    /// Whoever has a key that the operator made for that bot.
    Closed,
}

impl TlsSettings {
    /// From these files.
    pub fn of(TlsFiles { certificate, key }: TlsFiles) -> Self {
        Self { certificate: Some(certificate), key: Some(key), redirect_address: None }
    }

    /// The files, where there are both.
    pub fn files(&self) -> Option<TlsFiles> {
        let (certificate, key) = self.certificate.clone().zip(self.key.clone())?;
        Some(TlsFiles { certificate, key })
    }
}

impl HttpSettings {
    /// Where people reach the service that listens here: at its public address, or on its own machine where nobody else can.
    pub fn reached_at(&self, address: SocketAddr) -> Option<String> {
        let is_here = address.ip().is_loopback() && address.port() != 0 && self.tls.files().is_none();
        self.public_url.clone().or_else(|| is_here.then(|| format!("http://{address}")))
    }

    /// Whether people reach the service by HTTPS, whoever speaks it.
    pub fn is_https(&self) -> bool {
        self.tls.files().is_some() || self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }
}

impl Networks {
    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is in one of them.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

impl FromIterator<IpNet> for Networks {
    fn from_iter<I: IntoIterator<Item = IpNet>>(networks: I) -> Self {
        Self(networks.into_iter().collect())
    }
}

impl<'de> Deserialize<'de> for Networks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let network = |text: &String| {
            let address = || text.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
            let network = text.parse::<IpNet>().map_err(|_| ()).or_else(|()| address().map_err(|_| ()));
            network
                .map_err(|()| D::Error::custom(format!("{text:?} is no network: expected such as 10.0.0.0/8 or ::1")))
        };
        texts.iter().map(network).collect()
    }
}

/// Refuses what does not fit together, once all of it is known.
pub(super) fn check(http: &HttpSettings, layers: &Layers) -> Result<(), ConfigError> {
    let TlsSettings { certificate, key, redirect_address } = &http.tls;
    let refuse = |key: &str, problem: &str, advice: &str| Err(layers.blame(key, ConfigError::new(problem, advice)));
    match (certificate, key) {
        (Some(_), None) => return refuse("http.tls.key", "a certificate without its key", "Name the file of its key."),
        (None, Some(_)) => {
            return refuse("http.tls.certificate", "a key without its certificate", "Name the certificate's file.");
        }
        _ => {}
    }
    let leads_on = http.public_url.as_ref().is_some_and(|url| url.starts_with("https://"));
    if redirect_address.is_some() && (certificate.is_none() || !leads_on) {
        let problem = "there is nothing to send on to";
        let advice = "Set http.tls.certificate, http.tls.key, and http.public_url to an address with https.";
        return refuse("http.tls.redirect_address", problem, advice);
    }
    Ok(())
}
