//! Gateway payloads, version 10: read leniently, and written as Discord documents them.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};
use tokio_tungstenite::tungstenite::{Bytes, Utf8Bytes};

use super::close::Ending;
use super::memory::{Held, Shard};

/// What the opcodes mean.
pub(super) mod op {
    pub const DISPATCH: u8 = 0;
    pub const HEARTBEAT: u8 = 1;
    pub const RECONNECT: u8 = 7;
    pub const INVALID_SESSION: u8 = 9;
    pub const HELLO: u8 = 10;
    pub const HEARTBEAT_ACK: u8 = 11;
}

/// A payload's envelope; its data stays as it came.
#[derive(Debug, Deserialize)]
pub(super) struct Payload<'a> {
    /// The opcode.
    pub op: u8,
    /// The data.
    #[serde(borrow)]
    pub d: Option<&'a RawValue>,
    /// The sequence, of dispatches.
    pub s: Option<u64>,
    /// The event's name, of dispatches.
    #[serde(borrow)]
    pub t: Option<Cow<'a, str>>,
}

/// HELLO's data.
#[derive(Debug, Deserialize)]
pub(super) struct Hello {
    /// Milliseconds between heartbeats.
    pub heartbeat_interval: u64,
}

/// What of READY's data a session needs.
#[derive(Debug, Deserialize)]
pub(super) struct Ready {
    /// The session's id.
    pub session_id: SecretString,
    /// Where to resume it.
    pub resume_gateway_url: String,
}

/// What of a guild is kept where the rest is of no use.
#[derive(Deserialize, Serialize)]
struct GuildBrief<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(default, borrow)]
    unavailable: Option<&'a RawValue>,
}

/// A frame's text, inflated if it was compressed.
#[derive(Debug)]
pub(super) enum Text {
    Plain(Utf8Bytes),
    Inflated(String),
}

impl Text {
    /// Inflates a binary frame, which is one whole zlib stream; nothing longer than `longest` is made of it.
    pub fn inflate(frame: &Bytes, longest: usize) -> Result<Self, Ending> {
        let guess = frame.len().saturating_mul(4).min(longest);
        let (mut text, bound) = (String::with_capacity(guess), u64::try_from(longest).unwrap_or(u64::MAX));
        let read = ZlibDecoder::new(&frame[..]).take(bound.saturating_add(1)).read_to_string(&mut text);
        match read {
            Ok(length) if length > longest => Err(Ending::Oversized),
            Ok(_) => Ok(Self::Inflated(text)),
            Err(_) => Err(Ending::Garbage),
        }
    }

    /// Reads the envelope.
    pub fn payload(&self) -> Result<Payload<'_>, Ending> {
        let text = match self {
            Self::Plain(text) => text.as_str(),
            Self::Inflated(text) => text,
        };
        serde_json::from_str(text).map_err(|_| Ending::Garbage)
    }
}

impl Payload<'_> {
    /// Reads the data.
    pub fn data<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Ending> {
        serde_json::from_str(self.d.map_or("null", RawValue::get)).map_err(|_| Ending::Garbage)
    }
}

/// Only a guild's id and whether it is unavailable, as they came; `null` where there is no guild.
pub(super) fn brief(guild: &RawValue) -> Box<RawValue> {
    let brief = serde_json::from_str::<GuildBrief<'_>>(guild.get()).ok();
    to_raw_value(&brief).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// IDENTIFY, with payload compression and the fewest members that READY and `GUILD_CREATE` can carry.
pub(super) fn identify(token: &SecretString, intents: u64, shard: Shard) -> String {
    json!({ "op": 2, "d": {
        "token": token.expose_secret(),
        "intents": intents,
        "shard": [shard.index, shard.total],
        "compress": true,
        "large_threshold": 50,
        "properties": { "os": std::env::consts::OS, "browser": "tickit", "device": "tickit" },
    }})
    .to_string()
}

/// RESUME.
pub(super) fn resume(token: &SecretString, held: &Held) -> String {
    json!({ "op": 6, "d": {
        "token": token.expose_secret(),
        "session_id": held.session_id.expose_secret(),
        "seq": held.sequence,
    }})
    .to_string()
}

/// A heartbeat, with the last sequence received.
pub(super) fn heartbeat(sequence: Option<u64>) -> String {
    json!({ "op": 1, "d": sequence }).to_string()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn zlib(text: &[u8]) -> Bytes {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap().into()
    }

    #[test]
    fn a_compressed_payload_is_kept_as_it_came() {
        let raw = br#"{"t":"X","s":7,"op":0,"d":{"b": 1, "a": [1.50, null]}}"#;
        let text = Text::inflate(&zlib(raw), 1000).unwrap();
        let payload = text.payload().unwrap();
        assert_eq!((payload.op, payload.s, payload.t.as_deref()), (0, Some(7), Some("X")));
        assert_eq!(payload.d.unwrap().get(), r#"{"b": 1, "a": [1.50, null]}"#);
    }

    #[test]
    fn a_bomb_is_not_inflated_and_garbage_is_told() {
        let bomb = zlib(&vec![b' '; 4 << 20]);
        assert!(bomb.len() < 10_000);
        assert_eq!(Text::inflate(&bomb, 1 << 20).unwrap_err(), Ending::Oversized);
        assert_eq!(Text::inflate(&Bytes::from_static(b"nonsense"), 100).unwrap_err(), Ending::Garbage);
        assert_eq!(Text::inflate(&zlib(&[0xff, 0xfe]), 100).unwrap_err(), Ending::Garbage);
        assert_eq!(Text::Plain("{".into()).payload().unwrap_err(), Ending::Garbage);
        assert_eq!(Text::Plain("[[[[".into()).payload().unwrap_err(), Ending::Garbage);
    }
}
