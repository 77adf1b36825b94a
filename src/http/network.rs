//! Addresses as those count them who may have many: of IPv6 a network of 64 bits is one caller.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// One caller, as far as addresses tell callers apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Network {
    /// An address.
    V4(u32),
    /// The first half of an address.
    V6(u64),
}

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address.to_bits()),
            IpAddr::V6(address) => Self::V6(u64::try_from(address.to_bits() >> 64).unwrap_or_default()),
        }
    }
}

impl Network {
    /// The larger network around it: 16 bits of IPv4, 32 of IPv6.
    pub(super) const fn wider(self) -> Self {
        match self {
            Self::V4(bits) => Self::V4(bits & 0xffff_0000),
            Self::V6(bits) => Self::V6(bits & 0xffff_ffff_0000_0000),
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(bits) => Ipv4Addr::from_bits(*bits).fmt(f),
            Self::V6(bits) => write!(f, "{}/64", Ipv6Addr::from_bits(u128::from(*bits) << 64)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(address: &str) -> Network {
        address.parse::<IpAddr>().unwrap().into()
    }

    #[test]
    fn a_subnet_of_ipv6_is_one_caller_and_each_address_of_ipv4_is() {
        assert_eq!(network("2001:db8:0:1::1"), network("2001:db8:0:1:ffff::2"));
        assert_ne!(network("2001:db8:0:1::1"), network("2001:db8:0:2::1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_eq!(network("2001:db8:0:1::1").to_string(), "2001:db8:0:1::/64");
        assert_eq!(network("192.0.2.1").to_string(), "192.0.2.1");
        assert_eq!(network("2001:db8:0:1::1").wider(), network("2001:db8:ffff::").wider());
        assert_eq!(network("192.0.2.1").wider(), network("192.0.99.2").wider());
    }
}
