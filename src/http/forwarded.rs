//! What proxies say of those for whom they ask: `X-Forwarded-For`, `X-Forwarded-Proto`, and `Forwarded` (RFC 7239).

use std::net::{IpAddr, SocketAddr};

use axum::http::header::FORWARDED;
use axum::http::{HeaderMap, HeaderName};

use crate::config::Networks;

const FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const SCHEME: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// For whom a listed proxy asks: of the addresses that were handed on, the last that is no listed proxy's. Whoever stands
/// before it in the list may have made that up. A proxy writes one of the two headers and may leave the other as a client sent
/// it: where they disagree, neither is believed, and the proxy itself counts.
pub(super) fn client(proxy: IpAddr, headers: &HeaderMap, proxies: &Networks) -> IpAddr {
    let hops = values(headers, &FOR).map(|hop| address(&hop)).collect::<Vec<_>>();
    let elements = values(headers, &FORWARDED).map(|element| address(&parameter(&element, "for")?));
    let elements = elements.collect::<Vec<_>>();
    match (hops.is_empty(), elements.is_empty()) {
        (true, _) => furthest(proxy, &elements, proxies),
        (false, true) => furthest(proxy, &hops, proxies),
        (false, false) => {
            let (one, other) = (furthest(proxy, &hops, proxies), furthest(proxy, &elements, proxies));
            if one == other { one } else { proxy }
        }
    }
}

/// By which scheme the client came to the first of the proxies, where they say it.
pub(super) fn scheme(headers: &HeaderMap) -> Option<String> {
    let said = values(headers, &SCHEME).next();
    said.or_else(|| values(headers, &FORWARDED).next().and_then(|element| parameter(&element, "proto")))
}

/// The last that is no listed proxy's; of what cannot be read nothing before it counts.
fn furthest(proxy: IpAddr, hops: &[Option<IpAddr>], proxies: &Networks) -> IpAddr {
    let mut last = proxy;
    for hop in hops.iter().rev() {
        let Some(hop) = hop else { break };
        last = *hop;
        if !proxies.contains(last) {
            break;
        }
    }
    last
}

/// The members of a list, over all lines of a header.
fn values<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = String> + use<'a> {
    let lines = headers.get_all(name).into_iter().map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned());
    lines.flat_map(|line| line.split(',').map(|value| value.trim().to_owned()).collect::<Vec<_>>())
}

/// A parameter of an element of `Forwarded`.
fn parameter(element: &str, name: &str) -> Option<String> {
    let mut pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim().trim_matches('"').to_owned())
}

/// An address, with a port behind it or not.
fn address(text: &str) -> Option<IpAddr> {
    let of_pair = || text.parse::<SocketAddr>().ok().map(|pair| pair.ip());
    let address = text.trim_matches(['[', ']']).parse().ok().or_else(of_pair)?;
    Some(IpAddr::to_canonical(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "10.0.0.1";

    fn asked_by(headers: &[(&'static str, &'static str)]) -> String {
        let proxies: Networks = ["10.0.0.0/8".parse().unwrap()].into_iter().collect();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        client(PROXY.parse().unwrap(), &map, &proxies).to_string()
    }

    #[test]
    fn the_last_that_is_no_proxy_asks() {
        for (list, who) in [
            ("192.0.2.7", "192.0.2.7"),
            ("203.0.113.9, 192.0.2.7", "192.0.2.7"),
            ("203.0.113.9,192.0.2.7 , 10.2.0.1", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("192.0.2.7:4711", "192.0.2.7"),
            ("[2001:db8::7]:4711", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("10.2.0.1", "10.2.0.1"),
            ("", PROXY),
            ("unknown", PROXY),
            ("192.0.2.7, garbage", PROXY),
            ("192.0.2.7, garbage, 10.2.0.1", "10.2.0.1"),
        ] {
            assert_eq!(asked_by(&[("x-forwarded-for", list)]), who, "{list:?}");
        }
        let lines = [("x-forwarded-for", "203.0.113.9"), ("x-forwarded-for", "192.0.2.7")];
        assert_eq!(asked_by(&lines), "192.0.2.7", "the lines of a header are one list");
    }

    #[test]
    fn the_standard_header_says_the_same() {
        for (elements, who) in [
            ("for=192.0.2.7;proto=https;by=10.0.0.1", "192.0.2.7"),
            ("for=203.0.113.9, For=\"[2001:db8::7]:4711\"; proto=http", "2001:db8::7"),
            ("for=192.0.2.7, for=10.2.0.1", "192.0.2.7"),
            ("for=_hidden", PROXY),
            ("proto=https", PROXY),
        ] {
            assert_eq!(asked_by(&[("forwarded", elements)]), who, "{elements:?}");
        }
    }

    #[test]
    fn where_the_headers_disagree_the_proxy_counts() {
        let made_up = [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=192.0.2.7")];
        assert_eq!(asked_by(&made_up), PROXY);
        assert_eq!(asked_by(&[("x-forwarded-for", "192.0.2.7"), ("forwarded", "for=192.0.2.7")]), "192.0.2.7");
    }
}
