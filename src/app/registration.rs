//! Telling Discord of the slash commands, one by one, so that a bot's other commands stay as they are.

use std::time::Duration;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tickit_commands::definitions;
use tickit_commands::words::Words;
use tickit_domain::ids::BotId;
use tickit_domain::store::bots::Bots;
use tokio::time::Instant;

use crate::discord::{Request, Rest};

/// How long registering one command may take. Discord allows 200 new ones a day.
const DEADLINE: Duration = Duration::from_secs(30);

/// The commands that each bot shall have.
#[derive(Debug)]
pub(super) struct Registration {
    rest: Rest,
    bots: Bots,
    definitions: Vec<Value>,
    digest: String,
}

impl Registration {
    pub(super) fn new(rest: Rest, bots: Bots, words: &Words) -> Self {
        let definitions = definitions(words);
        let digest = Sha256::digest(Value::from(definitions.clone()).to_string());
        Self { rest, bots, definitions, digest: BASE64.encode(digest) }
    }

    /// Registers the commands for a bot, unless these were registered for it last.
    pub(super) async fn bring_up_to_date(&self, bot: BotId) -> anyhow::Result<()> {
        let known = self.bots.get(bot).await.context("reading the bot")?;
        if known.is_none_or(|known| known.commands.as_deref() == Some(&self.digest)) {
            return Ok(());
        }
        for definition in &self.definitions {
            let request = Request::post(format!("/applications/{bot}/commands"), definition.clone());
            self.rest.request(bot, &request, Instant::now() + DEADLINE).await.context("registering a command")?;
        }
        self.bots.set_commands(bot, &self.digest).await.context("noting the commands")?;
        tracing::info!(%bot, commands = self.definitions.len(), "slash commands are registered");
        Ok(())
    }
}
