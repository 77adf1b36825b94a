//! What is on the wire: JSON text, and the two ways to compress it.

use std::io::Write;

use axum::body::Bytes;
use axum::extract::ws::Message;
use flate2::write::ZlibEncoder;
use flate2::{Compress, Compression, FlushCompress};
use serde_json::Value;

/// The largest payload a client may send, in bytes (Discord, "Sending Events").
const LARGEST_CLIENT_PAYLOAD: usize = 4096;
/// Payload compression is used from this size on; Discord too leaves small payloads as they are.
const COMPRESSED_FROM: usize = 4096;

/// Turns payloads into frames, with the compression that the client asked for.
pub struct Encoder {
    transport: Option<Compress>,
    payloads: bool,
}

impl Encoder {
    /// Plain text, or with `?compress=zlib-stream` one zlib context for the connection's lifetime.
    pub fn new(zlib_stream: bool) -> Self {
        let transport = zlib_stream.then(|| Compress::new(Compression::fast(), true));
        Self { transport, payloads: false }
    }

    /// IDENTIFY said `"compress": true`: big payloads go as zlib-compressed binary frames.
    pub fn compress_payloads(&mut self) {
        self.payloads = true;
    }

    /// One frame for one payload.
    pub fn encode(&mut self, text: &str) -> Message {
        if let Some(context) = &mut self.transport {
            return Message::Binary(flushed(context, text.as_bytes()).into());
        }
        if self.payloads && text.len() >= COMPRESSED_FROM {
            return Message::Binary(compressed(text.as_bytes()).into());
        }
        Message::Text(text.into())
    }
}

/// Everything of `input` in one message that ends with the sync flush suffix `00 00 FF FF`, which clients look for.
fn flushed(context: &mut Compress, input: &[u8]) -> Vec<u8> {
    let mut output = Vec::with_capacity(input.len() / 2 + 64);
    let begun_in = context.total_in();
    loop {
        let consumed = usize::try_from(context.total_in() - begun_in).unwrap_or(usize::MAX);
        let rest = input.get(consumed..).unwrap_or_default();
        if context.compress_vec(rest, &mut output, FlushCompress::Sync).is_err() {
            return output;
        }
        let all_in = context.total_in() - begun_in >= input.len() as u64;
        if all_in && output.len() < output.capacity() {
            return output;
        }
        output.reserve(output.capacity().max(64));
    }
}

fn compressed(input: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(input.len() / 3), Compression::fast());
    // Writing to a Vec cannot fail.
    let _ = encoder.write_all(input);
    encoder.finish().unwrap_or_default()
}

/// A payload of the client: `{"op": …, "d": …}`.
#[derive(Debug, PartialEq)]
pub struct ClientPayload {
    /// The opcode.
    pub op: u64,
    /// Its body, null when absent.
    pub d: Value,
}

/// A client's frame read as a payload; `None` when Discord would answer with 4002.
pub fn decode(message: &Message) -> Option<ClientPayload> {
    let bytes: Bytes = match message {
        Message::Text(text) => Bytes::from(text.clone()),
        Message::Binary(bytes) => bytes.clone(),
        _ => return None,
    };
    if bytes.len() > LARGEST_CLIENT_PAYLOAD {
        return None;
    }
    let mut value: Value = serde_json::from_slice(&bytes).ok()?;
    let op = value.get("op")?.as_u64()?;
    let d = value.get_mut("d").map(Value::take).unwrap_or_default();
    Some(ClientPayload { op, d })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::ZlibDecoder;
    use flate2::{Decompress, FlushDecompress};
    use serde_json::json;

    use super::*;

    fn noise(length: usize) -> String {
        let mut state = 7_u64;
        (0..length)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                char::from(b' ' + u8::try_from((state >> 40) % 90).unwrap())
            })
            .collect()
    }

    #[test]
    fn a_stream_of_payloads_is_one_zlib_stream_flushed_after_each() {
        let mut encoder = Encoder::new(true);
        let mut context = Decompress::new(true);
        for text in ["{\"op\":10}".to_owned(), noise(300_000), String::from("{}"), "a".repeat(70_000)] {
            let Message::Binary(frame) = encoder.encode(&text) else { panic!("a binary frame") };
            assert!(frame.ends_with(&[0, 0, 0xff, 0xff]));
            let mut output = Vec::with_capacity(400_000);
            context.decompress_vec(&frame, &mut output, FlushDecompress::Sync).unwrap();
            assert_eq!(String::from_utf8(output).unwrap(), text);
        }
    }

    #[test]
    fn only_big_payloads_are_compressed_when_the_client_asked_for_it() {
        let mut encoder = Encoder::new(false);
        let big = noise(9000);
        assert!(matches!(encoder.encode(&big), Message::Text(_)));
        encoder.compress_payloads();
        assert!(matches!(encoder.encode("{}"), Message::Text(_)));
        let Message::Binary(frame) = encoder.encode(&big) else { panic!("a binary frame") };
        let mut text = String::new();
        ZlibDecoder::new(&frame[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text, big);
    }

    #[test]
    fn a_payload_is_an_object_with_an_opcode_of_at_most_4096_bytes() {
        let decoded = decode(&Message::Text("{\"op\":1,\"d\":5}".into()));
        assert_eq!(decoded, Some(ClientPayload { op: 1, d: json!(5) }));
        assert_eq!(decode(&Message::Text("{\"op\":1}".into())).map(|payload| payload.d), Some(Value::Null));
        for wrong in ["", "[]", "{}", "{\"op\":\"1\"}", "{\"op\":1"] {
            assert_eq!(decode(&Message::Text(wrong.into())), None, "{wrong}");
        }
        let long = format!("{{\"op\":1,\"d\":\"{}\"}}", "x".repeat(5000));
        assert_eq!(decode(&Message::Text(long.into())), None);
    }
}
