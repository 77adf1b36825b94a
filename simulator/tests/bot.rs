//! A bot by hand: it hears interactions on the gateway and answers them by REST when the test says so.
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use discord_simulator::{ApplicationHandle, GuildHandle, Intents, Permissions, Simulator};

use crate::wire::Wire;

/// A connected bot.
pub struct Bot {
    wire: Wire,
    pub application: ApplicationHandle,
    base: String,
    http: reqwest::Client,
}

/// A simulator with a guild, and a bot that is an administrator there and has registered these commands.
pub async fn acme(commands: Value) -> (Simulator, GuildHandle, Bot) {
    let discord = Simulator::builder().seed(7).start().await.unwrap();
    let application = discord.application("Helper");
    let guild = discord.guild("Acme");
    guild.text_channel("general");
    guild.invite(&application, Permissions::ADMINISTRATOR);
    let (mut wire, _) = Wire::ready(&discord, &application.token(), Intents::GUILDS).await;
    wire.event("GUILD_CREATE").await;
    let bot = Bot { wire, base: discord.api_base(), http: reqwest::Client::new(), application };
    let path = format!("/applications/{}/guilds/{}/commands", bot.application.id(), guild.id());
    assert_eq!(bot.request(Method::PUT, &path, commands).await.0, 200);
    (discord, guild, bot)
}

impl Bot {
    pub async fn request(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let request = self.http.request(method, format!("{}{path}", self.base)).timeout(Duration::from_secs(5));
        let authorized = request.header("Authorization", format!("Bot {}", self.application.token()));
        let response = authorized.json(&body).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap_or_default())
    }

    /// The next interaction; other events are passed over.
    pub async fn interaction(&mut self) -> Value {
        loop {
            let mut payload = self.wire.payload().await;
            if payload["t"] == "INTERACTION_CREATE" {
                return payload["d"].take();
            }
        }
    }

    /// Answers the next interaction with this callback, and returns the interaction.
    pub async fn answers(&mut self, kind: u8, data: Value) -> Value {
        let interaction = self.interaction().await;
        assert_eq!(self.answer(&interaction, kind, data).await, 204);
        interaction
    }

    pub async fn answer(&self, interaction: &Value, kind: u8, data: Value) -> u16 {
        let path = format!("/interactions/{}/{}/callback", text(&interaction["id"]), text(&interaction["token"]));
        self.request(Method::POST, &path, json!({ "type": kind, "data": data })).await.0
    }

    pub async fn edit_original(&self, interaction: &Value, body: Value) -> u16 {
        let path = format!("/webhooks/{}/{}/messages/@original", self.application.id(), text(&interaction["token"]));
        self.request(Method::PATCH, &path, body).await.0
    }

    pub async fn says(&self, channel: &discord_simulator::ChannelHandle, body: Value) -> Value {
        let (status, message) = self.request(Method::POST, &format!("/channels/{}/messages", channel.id()), body).await;
        assert_eq!(status, 200, "{message}");
        message
    }
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
