//! Values that are checked while they are read, so that a mistake is found at its key.

use std::net::SocketAddr;
use std::path::PathBuf;
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

/// The same where it may be left out, or empty.
pub(super) fn some_listen_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() { Ok(None) } else { listen_address(text.into_deserializer()).map(Some) }
}

/// A file that may be left out, or empty.
pub(super) fn some_file<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<PathBuf>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(Some(PathBuf::from(text)).filter(|file| !file.as_os_str().is_empty()))
}

/// A secret that may be empty until generated ones are added.
pub(super) fn optional_secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    SecretString::deserialize(deserializer)
}

/// A secret that may be left out, `None` where it is empty.
pub(super) fn some_secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    let secret = SecretString::deserialize(deserializer)?;
    Ok(Some(secret).filter(|secret| !secret.expose_secret().is_empty()))
}

/// How long something holds, from a minute to a year: a number with `s`, `m`, `h` or `d`. A number alone is refused,
/// since other programs read it as seconds or as milliseconds.
pub(super) fn lifetime<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    const MINUTE: u64 = 60;
    const DAY: u64 = 24 * 60 * MINUTE;
    let text = String::deserialize(deserializer)?;
    match seconds_of(&text) {
        Some(seconds) if (MINUTE..=365 * DAY).contains(&seconds) => Ok(Duration::from_secs(seconds)),
        _ => Err(D::Error::custom(format!("{text:?} is none: expected 1m to 365d, such as 15m, 24h or 7d"))),
    }
}

fn seconds_of(text: &str) -> Option<u64> {
    let units = [('s', 1), ('m', 60), ('h', 60 * 60), ('d', 24 * 60 * 60)];
    let of_unit = |(unit, seconds)| text.strip_suffix(unit)?.trim_end().parse::<u64>().ok()?.checked_mul(seconds);
    units.into_iter().find_map(of_unit)
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

#[cfg(test)]
mod tests {
    use serde::de::value::{Error, StrDeserializer};

    use super::*;

    fn lifetime_of(text: &str) -> Result<Duration, Error> {
        lifetime(StrDeserializer::<Error>::new(text))
    }

    #[test]
    fn a_lifetime_is_a_number_with_its_unit() {
        for (text, seconds) in
            [("15m", 900), ("24h", 86_400), ("7d", 604_800), ("90s", 90), ("1 h", 3_600), ("365d", 31_536_000)]
        {
            assert_eq!(lifetime_of(text).unwrap(), Duration::from_secs(seconds), "{text}");
        }
    }

    #[test]
    fn a_lifetime_without_unit_or_out_of_bounds_is_refused() {
        for text in ["", "3600", "m", "-1h", "1.5h", "59s", "366d", "1y", "15M", "99999999999999999d", "1h30m"] {
            let error = lifetime_of(text).unwrap_err().to_string();
            assert!(error.contains("15m, 24h or 7d"), "{text:?}: {error}");
        }
    }
}
