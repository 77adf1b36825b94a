//! A bot that somebody else hosts on the same machine: what trouble costs the machine, whoever suffers it.

use std::time::Duration;

use anyhow::Context as _;
use discord_simulator::{ApplicationHandle, Simulator};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::time::{interval, sleep};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// No frame is longer, for this client as for the service.
const LONGEST: usize = 16 << 20;

/// A session as far as it can be resumed.
#[derive(Default)]
struct Held {
    session: Option<String>,
    sequence: u64,
}

/// Keeps a bot's session for as long as it is let: reads whatever comes, and resumes a second after each end.
pub async fn host(discord: &Simulator, bot: &ApplicationHandle) -> anyhow::Result<()> {
    let gateway: Value = reqwest::get(format!("{}/gateway", discord.api_base())).await?.json().await?;
    let url = format!("{}/?v=10&encoding=json", gateway["url"].as_str().context("no gateway")?);
    let mut held = Held::default();
    loop {
        if let Err(error) = connect(&url, &bot.token(), &mut held).await {
            tracing::debug!(%error, "a connection ended");
        }
        sleep(Duration::from_secs(1)).await;
    }
}

async fn connect(url: &str, token: &str, held: &mut Held) -> anyhow::Result<()> {
    let config = WebSocketConfig::default().max_message_size(Some(LONGEST)).max_frame_size(Some(LONGEST));
    let (mut socket, _) = tokio_tungstenite::connect_async_with_config(url, Some(config), true).await?;
    let mut heart = interval(Duration::from_secs(40));
    let opening = match &held.session {
        Some(session) => json!({ "op": 6, "d": { "token": token, "session_id": session, "seq": held.sequence } }),
        None => json!({ "op": 2, "d": { "token": token, "intents": 1 | 1 << 9, "compress": true, "properties": {} } }),
    };
    socket.send(Message::text(opening.to_string())).await?;
    loop {
        tokio::select! {
            _ = heart.tick() => {
                socket.send(Message::text(json!({ "op": 1, "d": held.sequence }).to_string())).await?;
            }
            message = socket.next() => match message.context("the end")?? {
                Message::Text(text) => held.note(&serde_json::from_str(&text)?),
                Message::Close(_) => return Ok(()),
                _ => {}
            },
        }
    }
}

impl Held {
    fn note(&mut self, payload: &Value) {
        self.sequence = payload["s"].as_u64().unwrap_or(self.sequence);
        if payload["t"] == "READY" {
            self.session = payload["d"]["session_id"].as_str().map(str::to_owned);
        }
        if payload["op"] == 9 {
            self.session = None;
        }
    }
}
