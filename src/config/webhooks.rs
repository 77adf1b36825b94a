//! Where webhooks may go.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Deserializer, de::Error as _};

/// `[webhooks]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookSettings {
    /// Networks on the inside that webhooks may go to.
    #[serde(deserialize_with = "networks")]
    pub allowed_networks: Vec<IpNet>,
}

/// Networks, each with its prefix, or as the one address that it is.
fn networks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    let network = |text: String| {
        let address = || text.parse::<IpAddr>().map(IpNet::from);
        let expected = || D::Error::custom(format!("{text:?} is no network: expected such as 192.168.7.0/24"));
        text.parse().or_else(|_| address()).map_err(|_| expected())
    };
    Vec::<String>::deserialize(deserializer)?.into_iter().map(network).collect()
}
