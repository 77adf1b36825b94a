//! Who is at the other end of a connection, and who asks through it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::http::{Extensions, HeaderMap};
use tokio::net::TcpStream;

use super::forwarded;
use crate::config::Networks;

/// The other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer {
    address: IpAddr,
    way: Way,
}

/// What lies between a peer and the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Others, who can read nothing.
    Tls,
    /// Nothing: it is on the same machine.
    Here,
    /// Others, who can read everything.
    Plain,
}

impl Peer {
    /// As the connection tells it.
    pub(super) fn of(stream: &TcpStream, from: SocketAddr, is_tls: bool) -> Self {
        let address = from.ip().to_canonical();
        let is_here = address.is_loopback() || stream.local_addr().is_ok_and(|own| own.ip().to_canonical() == address);
        let way = match (is_tls, is_here) {
            (true, _) => Way::Tls,
            (false, true) => Way::Here,
            (false, false) => Way::Plain,
        };
        Self { address, way }
    }

    /// Of a request that came by a connection.
    pub(super) fn of_request(extensions: &Extensions) -> Self {
        let nobody = Self { address: Ipv4Addr::UNSPECIFIED.into(), way: Way::Plain };
        extensions.get().copied().unwrap_or(nobody)
    }

    /// Whose request it is: the peer's own, unless it is a listed proxy, which says for whom it asks.
    pub(super) fn client(self, headers: &HeaderMap, proxies: &Networks) -> IpAddr {
        if proxies.contains(self.address) { forwarded::client(self.address, headers, proxies) } else { self.address }
    }

    /// Whether nobody between the client and the service can read what they say, as far as that is known: of what lies
    /// before a listed proxy, by its word.
    pub(super) fn is_private(self, headers: &HeaderMap, proxies: &Networks) -> bool {
        if proxies.contains(self.address) {
            return forwarded::scheme(headers).is_none_or(|scheme| scheme.eq_ignore_ascii_case("https"));
        }
        self.way != Way::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_private(address: &str, way: Way, headers: &[(&'static str, &'static str)], proxy: &str) -> bool {
        let proxies: Networks = [proxy.parse().unwrap()].into_iter().collect();
        let map = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        Peer { address: address.parse().unwrap(), way }.is_private(&map, &proxies)
    }

    #[test]
    fn whoever_comes_by_plain_http_from_elsewhere_is_overheard() {
        let (https, http) = ([("x-forwarded-proto", "https")], [("x-forwarded-proto", "http, https")]);
        for (address, way, headers, expected) in [
            ("192.0.2.1", Way::Plain, &[][..], false),
            ("192.0.2.1", Way::Plain, &https[..], false),
            ("192.0.2.1", Way::Tls, &[], true),
            ("192.0.2.1", Way::Tls, &http, true),
            ("127.0.0.1", Way::Here, &[], true),
            ("10.0.0.1", Way::Plain, &[], true),
            ("10.0.0.1", Way::Plain, &https, true),
            ("10.0.0.1", Way::Plain, &http, false),
            ("10.0.0.1", Way::Tls, &http, false),
        ] {
            assert_eq!(is_private(address, way, headers, "10.0.0.0/8"), expected, "{address} {way:?} {headers:?}");
        }
        assert!(!is_private("127.0.0.1", Way::Here, &http, "127.0.0.0/8"), "a proxy on the machine says so");
    }
}
