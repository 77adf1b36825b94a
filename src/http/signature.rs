//! Discord's signature of an interaction over HTTP: Ed25519 over the timestamp and the body as they came
//! (<https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers>).

use std::time::Duration;

use axum::http::HeaderMap;
use ring::signature::{ED25519, UnparsedPublicKey};
use tickit_domain::clock::Timestamp;

/// How far a request's time may be from ours. Whoever replays one within it is stopped by its interaction's id.
const WINDOW: Duration = Duration::from_mins(5);

/// Why a request is not taken for Discord's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum SignatureError {
    /// A header is missing, or the key or the signature are none.
    #[error("the request is not signed")]
    Missing,
    /// It was signed too long ago, or will be.
    #[error("the request is {0:?} away from this machine's clock")]
    OtherTime(Duration),
    /// Somebody else signed it, or something else was signed.
    #[error("the signature does not fit")]
    Wrong,
}

/// Whether Discord signed this, with this key.
pub(super) fn verify(
    key: Option<&str>,
    headers: &HeaderMap,
    body: &[u8],
    now: Timestamp,
) -> Result<(), SignatureError> {
    let header = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let key = key.and_then(bytes_of::<32>).ok_or(SignatureError::Missing)?;
    let signature = header("x-signature-ed25519").and_then(bytes_of::<64>).ok_or(SignatureError::Missing)?;
    let timestamp = header("x-signature-timestamp").ok_or(SignatureError::Missing)?;
    let mut signed = Vec::with_capacity(timestamp.len() + body.len());
    signed.extend_from_slice(timestamp.as_bytes());
    signed.extend_from_slice(body);
    UnparsedPublicKey::new(&ED25519, key).verify(&signed, &signature).map_err(|_| SignatureError::Wrong)?;
    let signed_at = timestamp.parse::<i64>().map_err(|_| SignatureError::Missing)?;
    let away = Duration::from_secs(signed_at.abs_diff(now.as_seconds()));
    if away > WINDOW { Err(SignatureError::OtherTime(away)) } else { Ok(()) }
}

/// So many bytes, from twice as many digits of hex.
fn bytes_of<const BYTES: usize>(hex: &str) -> Option<[u8; BYTES]> {
    let (mut bytes, mut digits) = ([0; BYTES], hex.chars().map(|digit| digit.to_digit(16)));
    if hex.len() != BYTES * 2 {
        return None;
    }
    for byte in &mut bytes {
        let (high, low) = (digits.next()??, digits.next()??);
        *byte = u8::try_from(high << 4 | low).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use ring::signature::{Ed25519KeyPair, KeyPair as _};

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn hex(bytes: &[u8]) -> String {
        let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
    }

    fn checked(timestamp: &str, signed: &[u8], body: &[u8]) -> Result<(), SignatureError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
        let signature = hex(pair.sign(&[timestamp.as_bytes(), signed].concat()).as_ref());
        let mut headers = HeaderMap::new();
        headers.insert("x-signature-ed25519", signature.parse().unwrap());
        headers.insert("x-signature-timestamp", timestamp.parse().unwrap());
        verify(Some(&hex(pair.public_key().as_ref())), &headers, body, NOW)
    }

    #[test]
    fn what_was_signed_is_taken_as_it_came_and_nothing_else() {
        let body = br#"{ "b":1,"a" : "\u00e9"}"#;
        assert_eq!(checked("1800000000", body, body), Ok(()));
        let mut flipped = body.to_vec();
        flipped[3] ^= 1;
        assert_eq!(checked("1800000000", body, &flipped), Err(SignatureError::Wrong));
    }

    #[test]
    fn a_clock_may_be_forty_seconds_off_and_not_an_hour() {
        for away in [-40, 40, 299] {
            assert_eq!(checked(&(1_800_000_000 + away).to_string(), b"{}", b"{}"), Ok(()), "{away}");
        }
        let hour = Duration::from_hours(1);
        assert_eq!(checked("1799996400", b"{}", b"{}"), Err(SignatureError::OtherTime(hour)));
    }

    #[test]
    fn headers_that_are_missing_short_or_no_hex_are_no_signature() {
        let key = "0".repeat(64);
        for signature in [None, Some(""), Some("00"), Some("zz"), Some("é")] {
            let mut headers = HeaderMap::new();
            headers.insert("x-signature-timestamp", "1800000000".parse().unwrap());
            if let Some(signature) = signature {
                headers.insert("x-signature-ed25519", axum::http::HeaderValue::from_str(signature).unwrap());
            }
            assert_eq!(verify(Some(&key), &headers, b"{}", NOW), Err(SignatureError::Missing), "{signature:?}");
        }
        assert_eq!(verify(None, &HeaderMap::new(), b"{}", NOW), Err(SignatureError::Missing));
    }
}
