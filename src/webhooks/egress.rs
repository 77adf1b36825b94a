//! The way out to addresses that other people chose: to the internet and to nothing else.
//!
//! An address is looked at when it is saved, and again at the moment of connecting, since a name may lead elsewhere by then.
//! No proxy is asked, and no redirect is followed.

use std::fmt::Debug;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;
pub use ipnet::IpNet as Network;
use ipnet::{Ipv4Net, Ipv6Net};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Url};
use tickit_domain::webhook::{MOST_ADDRESS_CHARACTERS, WebhookTarget};

/// How long one request may take, with its answer.
const DEADLINE: Duration = Duration::from_secs(15);

/// How long it may take to connect.
const CONNECT: Duration = Duration::from_secs(5);

/// So many connections to one receiver are kept for a while.
const IDLE_CONNECTIONS: usize = 4;

/// Networks of version 4 that are not the internet, or not one machine of it (IANA's registry of special addresses).
const SPECIAL_V4: [([u8; 4], u8); 15] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// The networks of version 6 that the internet is in …
const INTERNET_V6: (u16, u16, u8) = (0x2000, 0, 3);

/// … but for these: Teredo and its neighbours, examples, 6to4, and examples again. What is mapped or translated from
/// version 4 is outside of the internet's.
const SPECIAL_V6: [(u16, u16, u8); 4] = [(0x2001, 0, 23), (0x2001, 0xdb8, 32), (0x2002, 0, 16), (0x3fff, 0, 20)];

/// Why an address is no target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetRefused {
    /// It is none, or too long.
    #[error("This is no address of a web server: it begins with https:// and has at most 2,048 characters.")]
    NoAddress,
    /// It has a user or a password in it.
    #[error("An address may hold no user and no password.")]
    Credentials,
    /// It is not encrypted.
    #[error("The address has to begin with https://.")]
    Unencrypted,
    /// It is not on the internet.
    #[error("The address does not lead to the internet, and whoever runs this service has not excepted it.")]
    Inside,
}

/// Asks for the addresses of a name.
#[async_trait]
pub trait Lookup: Send + Sync + Debug {
    /// All of them.
    async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// As the operating system looks names up.
#[derive(Debug)]
struct SystemLookup;

#[async_trait]
impl Lookup for SystemLookup {
    async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect())
    }
}

/// What addresses may be connected to.
#[derive(Debug, Clone)]
struct Permitted {
    /// Networks that the operator excepts.
    excepted: Arc<[Network]>,
    /// Whether it is these alone.
    only_excepted: bool,
}

/// Looks names up, and knows no address that may not be connected to.
#[derive(Debug)]
struct GuardedLookup {
    lookup: Arc<dyn Lookup>,
    permitted: Permitted,
}

/// The way out. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Egress {
    encrypted: Guarded,
    unencrypted: Guarded,
}

#[derive(Debug, Clone)]
struct Guarded {
    client: Client,
    permitted: Permitted,
}

impl Egress {
    /// To the internet by HTTPS, and to these networks also without encryption.
    pub fn new(excepted: &[Network], user_agent: &str) -> anyhow::Result<Self> {
        let lookup: Arc<dyn Lookup> = Arc::new(SystemLookup);
        Self::looking_up(excepted, user_agent, &lookup)
    }

    /// The same, by another way to look names up.
    pub fn looking_up(excepted: &[Network], user_agent: &str, lookup: &Arc<dyn Lookup>) -> anyhow::Result<Self> {
        let excepted: Arc<[Network]> = excepted.into();
        let guarded = |only_excepted| {
            let permitted = Permitted { excepted: Arc::clone(&excepted), only_excepted };
            Guarded::new(permitted, user_agent, Arc::clone(lookup))
        };
        Ok(Self { encrypted: guarded(false)?, unencrypted: guarded(true)? })
    }

    /// Whether an address may be a target, as far as that can be known before anything is sent there.
    pub fn target(&self, address: &str) -> Result<WebhookTarget, TargetRefused> {
        let url = self.check(address)?.0;
        Ok(WebhookTarget { origin: url.origin().ascii_serialization(), url: String::from(url).into() })
    }

    /// A request to an address.
    pub fn post(&self, address: &str) -> Result<RequestBuilder, TargetRefused> {
        let (url, guarded) = self.check(address)?;
        Ok(guarded.client.post(url))
    }

    fn check(&self, address: &str) -> Result<(Url, &Guarded), TargetRefused> {
        if address.chars().count() > MOST_ADDRESS_CHARACTERS {
            return Err(TargetRefused::NoAddress);
        }
        let url = Url::parse(address.trim()).map_err(|_| TargetRefused::NoAddress)?;
        let guarded = match url.scheme() {
            "https" => &self.encrypted,
            "http" if self.unencrypted.permitted.excepted.is_empty() => return Err(TargetRefused::Unencrypted),
            "http" => &self.unencrypted,
            _ => return Err(TargetRefused::NoAddress),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(TargetRefused::Credentials);
        }
        let host = url.host_str().ok_or(TargetRefused::NoAddress)?;
        match literal(host) {
            Some(address) if !guarded.permitted.permits(address) => Err(TargetRefused::Inside),
            _ => Ok((url, guarded)),
        }
    }
}

impl Guarded {
    fn new(permitted: Permitted, user_agent: &str, lookup: Arc<dyn Lookup>) -> anyhow::Result<Self> {
        let guarded_lookup = GuardedLookup { lookup, permitted: permitted.clone() };
        let client = Client::builder()
            .user_agent(user_agent)
            .dns_resolver(Arc::new(guarded_lookup))
            .redirect(Policy::none())
            .no_proxy()
            .timeout(DEADLINE)
            .connect_timeout(CONNECT)
            .pool_idle_timeout(Duration::from_secs(30))
            .pool_max_idle_per_host(IDLE_CONNECTIONS)
            .build()
            .context("making the client of webhooks")?;
        Ok(Self { client, permitted })
    }
}

impl Permitted {
    fn permits(&self, address: IpAddr) -> bool {
        let is_excepted = self.excepted.iter().any(|network| network.contains(&address));
        is_excepted || (!self.only_excepted && is_on_the_internet(address))
    }
}

impl Resolve for GuardedLookup {
    fn resolve(&self, name: Name) -> Resolving {
        let (lookup, permitted) = (Arc::clone(&self.lookup), self.permitted.clone());
        Box::pin(async move {
            let mut found = lookup.addresses(name.as_str()).await?;
            found.retain(|address| permitted.permits(*address));
            if found.is_empty() {
                return Err(TargetRefused::Inside.into());
            }
            let addresses: Addrs = Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}

/// The address that a host is without being looked up.
fn literal(host: &str) -> Option<IpAddr> {
    let name = host.trim_end_matches('.');
    if name == "localhost" || name.ends_with(".localhost") {
        return Some(Ipv4Addr::LOCALHOST.into());
    }
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

fn is_on_the_internet(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let is_in = |&([a, b, c, d], length): &([u8; 4], u8)| {
                Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length).contains(&address)
            };
            !SPECIAL_V4.iter().any(is_in)
        }
        IpAddr::V6(address) => {
            let is_in = |&(first, second, length): &(u16, u16, u8)| {
                Ipv6Net::new_assert(Ipv6Addr::new(first, second, 0, 0, 0, 0, 0, 0), length).contains(&address)
            };
            is_in(&INTERNET_V6) && !SPECIAL_V6.iter().any(is_in)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn egress(excepted: &[&str]) -> Egress {
        let excepted: Vec<Network> = excepted.iter().map(|network| network.parse().unwrap()).collect();
        Egress::new(&excepted, "test").unwrap()
    }

    /// Some of every network that is not the internet.
    const INSIDE: &str = "0.0.0.0 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254 \
        172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 \
        198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 \
        ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:0:1::1 \
        2001:10::1 2001:db8::1 2002:7f00:1:: 2002:808:808::1 3fff::1 \
        fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1 5f00::1";

    const OUTSIDE: &str = "1.1.1.1 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1 192.0.1.1 \
        198.20.0.1 223.255.255.255 2001:200::1 2606:4700::1111 2a00:1450::1";

    #[test]
    fn only_the_internet_is_on_the_internet() {
        for inside in INSIDE.split(' ') {
            assert!(!is_on_the_internet(inside.parse().unwrap()), "{inside}");
        }
        for outside in OUTSIDE.split(' ') {
            assert!(is_on_the_internet(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn an_address_is_refused_in_whatever_way_it_is_written() {
        let usual = egress(&[]);
        for (address, refused) in [
            ("https://127.0.0.1/", TargetRefused::Inside),
            ("https://127.1/", TargetRefused::Inside),
            ("https://2130706433/", TargetRefused::Inside),
            ("https://0x7f.0.0.1/", TargetRefused::Inside),
            ("https://0177.0.0.1/", TargetRefused::Inside),
            ("https://127.0.0.1./", TargetRefused::Inside),
            ("https://localhost/", TargetRefused::Inside),
            ("https://LOCALHOST./", TargetRefused::Inside),
            ("https://a.localhost/", TargetRefused::Inside),
            ("https://[::1]/", TargetRefused::Inside),
            ("https://[::ffff:10.0.0.1]/", TargetRefused::Inside),
            ("https://[64:ff9b::a00:1]/", TargetRefused::Inside),
            ("https://169.254.169.254/latest/meta-data", TargetRefused::Inside),
            ("https://①②⑦.0.0.1/", TargetRefused::Inside),
            ("http://hooks.example.org/", TargetRefused::Unencrypted),
            ("https://user@hooks.example.org/", TargetRefused::Credentials),
            ("https://:password@hooks.example.org/", TargetRefused::Credentials),
            ("ftp://hooks.example.org/", TargetRefused::NoAddress),
            ("file:///etc/passwd", TargetRefused::NoAddress),
            ("hooks.example.org", TargetRefused::NoAddress),
            ("https://", TargetRefused::NoAddress),
            ("", TargetRefused::NoAddress),
        ] {
            assert_eq!(usual.target(address), Err(refused), "{address}");
        }
        let long = format!("https://hooks.example.org/{}", "x".repeat(2_048));
        assert_eq!(usual.target(&long), Err(TargetRefused::NoAddress));
        let target = usual.target(" https://hooks.example.org:8443/in?token=1 ").unwrap();
        assert_eq!(target.origin, "https://hooks.example.org:8443");
        assert_eq!(target.url.expose(), "https://hooks.example.org:8443/in?token=1");
    }

    #[test]
    fn an_operators_exception_opens_that_network_and_no_other() {
        let egress = egress(&["192.168.7.0/24", "fd00::5/128"]);
        for open in ["http://192.168.7.9/", "https://192.168.7.9/", "http://[fd00::5]/", "http://in.example.org/"] {
            assert!(egress.target(open).is_ok(), "{open}");
        }
        for closed in [
            "http://192.168.8.9/",
            "https://192.168.8.9/",
            "http://[fd00::6]/",
            "https://127.0.0.1/",
            "http://1.1.1.1/",
        ] {
            assert_eq!(egress.target(closed), Err(TargetRefused::Inside), "{closed}");
        }
    }
}
