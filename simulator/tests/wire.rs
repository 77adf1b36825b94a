//! A bare gateway client: it sends and expects payloads, and knows no more than the protocol.
use std::{io::Read, time::Duration};

use flate2::{Decompress, FlushDecompress, read::ZlibDecoder};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use discord_simulator::{Intents, Simulator};

const PATIENCE: Duration = Duration::from_secs(5);

/// How a connection went on.
#[derive(Debug, PartialEq)]
pub enum Heard {
    /// A payload.
    Payload(Value),
    /// A frame that is none.
    Noise(usize),
    /// A close frame with this code, or without.
    Closed(Option<u16>),
    /// The end, without a close frame.
    Dropped,
}

/// A connection.
pub struct Wire {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    stream: Option<Decompress>,
    /// The last `s`.
    pub seq: u64,
    /// How many frames were compressed.
    pub compressed: usize,
}

impl Wire {
    /// Connects with version 10 and JSON and takes HELLO.
    pub async fn connect(discord: &Simulator) -> Self {
        let mut wire = Self::open(discord, "v=10&encoding=json").await;
        assert_eq!(wire.payload().await["op"], 10);
        wire
    }

    /// Connects with these parameters.
    pub async fn open(discord: &Simulator, parameters: &str) -> Self {
        let address = discord.shared().address;
        let (socket, _) = connect_async(format!("ws://{address}/gateway?{parameters}")).await.unwrap();
        let stream = parameters.contains("zlib-stream").then(|| Decompress::new(true));
        Self { socket, stream, seq: 0, compressed: 0 }
    }

    /// Connects, identifies, and returns READY's `d` with it.
    pub async fn ready(discord: &Simulator, token: &str, intents: Intents) -> (Self, Value) {
        let mut wire = Self::connect(discord).await;
        wire.send(identify(token, intents)).await;
        let ready = wire.event("READY").await;
        (wire, ready)
    }

    pub async fn send(&mut self, payload: Value) {
        self.send_text(&payload.to_string()).await;
    }

    pub async fn send_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    pub async fn close(&mut self, code: u16) {
        let frame = tokio_tungstenite::tungstenite::protocol::CloseFrame { code: code.into(), reason: "".into() };
        self.socket.close(Some(frame)).await.unwrap();
        while self.hear().await != Heard::Dropped {}
    }

    /// The next payload; anything else is a failure.
    pub async fn payload(&mut self) -> Value {
        match self.hear().await {
            Heard::Payload(payload) => payload,
            other => panic!("expected a payload, heard {other:?}"),
        }
    }

    /// The next event's `d`, which must be this event; acknowledgements in between are passed over.
    pub async fn event(&mut self, name: &str) -> Value {
        loop {
            let mut payload = self.payload().await;
            if payload["op"] == 11 {
                continue;
            }
            assert_eq!(payload["t"], name, "{payload}");
            return payload["d"].take();
        }
    }

    /// How the connection ends; payloads before that are passed over.
    pub async fn end(&mut self) -> Heard {
        loop {
            match self.hear().await {
                Heard::Payload(_) | Heard::Noise(_) => {}
                end => return end,
            }
        }
    }

    pub async fn hear(&mut self) -> Heard {
        let frame = timeout(PATIENCE, self.socket.next()).await.expect("something is heard in time");
        match frame {
            Some(Ok(Message::Text(text))) => self.read(text.as_str()),
            Some(Ok(Message::Binary(bytes))) => match self.inflate(&bytes) {
                Some(text) => self.read(&text),
                None => Heard::Noise(bytes.len()),
            },
            Some(Ok(Message::Close(frame))) => Heard::Closed(frame.map(|frame| frame.code.into())),
            Some(Ok(other)) => panic!("unexpected {other:?}"),
            Some(Err(_)) | None => Heard::Dropped,
        }
    }

    fn read(&mut self, text: &str) -> Heard {
        let Ok(payload) = serde_json::from_str::<Value>(text) else { return Heard::Noise(text.len()) };
        if let Some(seq) = payload["s"].as_u64() {
            self.seq = seq;
        }
        Heard::Payload(payload)
    }

    fn inflate(&mut self, bytes: &[u8]) -> Option<String> {
        self.compressed += 1;
        let mut text = String::new();
        match &mut self.stream {
            None => ZlibDecoder::new(bytes).read_to_string(&mut text).ok()?,
            Some(context) => {
                let mut output = Vec::with_capacity(1 << 20);
                context.decompress_vec(bytes, &mut output, FlushDecompress::Sync).ok()?;
                text = String::from_utf8(output).ok()?;
                text.len()
            }
        };
        Some(text)
    }
}

pub fn identify(token: &str, intents: Intents) -> Value {
    json!({ "op": 2, "d": {
        "token": token, "intents": intents.0, "properties": { "os": "linux", "browser": "wire", "device": "wire" },
    } })
}

pub fn resume(token: &str, session: &Value, seq: u64) -> Value {
    json!({ "op": 6, "d": { "token": token, "session_id": session, "seq": seq } })
}
