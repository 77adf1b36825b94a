//! Values that are checked while they are read, so that a mistake is found at its key.

use std::net::SocketAddr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, de::Error, de::IntoDeserializer};
use tracing_subscriber::EnvFilter;

/// A number from `LOW` to `HIGH`.
pub(super) fn between<'de, const LOW: u64, const HIGH: u64, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<usize, D::Error> {
    let number = number_between::<LOW, HIGH, D>(deserializer)?;
    usize::try_from(number).map_err(D::Error::custom)
}

/// The same where it may be left out.
pub(super) fn some_between<'de, const LOW: u64, const HIGH: u64, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<usize>, D::Error> {
    between::<LOW, HIGH, D>(deserializer).map(Some)
}

/// A number of milliseconds from `LOW` to `HIGH`.
pub(super) fn milliseconds<'de, const LOW: u64, const HIGH: u64, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Duration, D::Error> {
    number_between::<LOW, HIGH, D>(deserializer).map(Duration::from_millis)
}

/// Address and port.
pub(super) fn listen_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(deserializer)?;
    let expected = || D::Error::custom(format!("{text:?} is not an address and port: expected such as 127.0.0.1:8080"));
    text.parse().map_err(|_| expected())
}

/// A secret that may be empty until generated ones are added.
pub(super) fn optional_secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    SecretString::deserialize(deserializer)
}

/// A MongoDB connection string, `None` where it is empty.
pub(super) fn optional_uri<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    let uri = SecretString::deserialize(deserializer)?;
    match uri.expose_secret() {
        "" => Ok(None),
        text if text.starts_with("mongodb://") || text.starts_with("mongodb+srv://") => Ok(Some(uri)),
        _ => Err(D::Error::custom("expected a text that begins with mongodb:// or mongodb+srv://")),
    }
}

/// The beginning of MongoDB database names: those end below 64 bytes and differ by more than case.
pub(super) fn database_prefix<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let prefix = String::deserialize(deserializer)?;
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
    if (1..=24).contains(&prefix.len()) && prefix.bytes().all(allowed) {
        return Ok(prefix);
    }
    Err(D::Error::custom(format!("{prefix:?} is not 1 to 24 of a-z, 0-9, - and _")))
}

/// An http or https address, without a slash at its end.
pub(super) fn web_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let url = reqwest::Url::parse(&text).map_err(|error| D::Error::custom(format!("not an address: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() || url.query().is_some() {
        return Err(D::Error::custom("expected an address such as https://discord.com/api/v10"));
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// The same where it may be left out, or empty.
pub(super) fn some_web_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() { Ok(None) } else { web_address(text.into_deserializer()).map(Some) }
}

/// What is logged.
pub(super) fn log_filter<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let filter = String::deserialize(deserializer)?;
    EnvFilter::try_new(&filter).map_err(|error| D::Error::custom(format!("not a log filter: {error}")))?;
    Ok(filter)
}

fn number_between<'de, const LOW: u64, const HIGH: u64, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<u64, D::Error> {
    let number = i64::deserialize(deserializer)?;
    match u64::try_from(number) {
        Ok(number) if (LOW..=HIGH).contains(&number) => Ok(number),
        _ => Err(D::Error::custom(format!("{number} is out of range: expected {LOW} to {HIGH}"))),
    }
}
