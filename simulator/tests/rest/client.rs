//! A bare HTTP client with a bot's token.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use discord_simulator::{
    ApplicationHandle, ChannelHandle, GuildHandle, Permissions, Simulator,
    world::{FirstAnswer, Interaction, InteractionKind, MessageId, NewInteraction, UserId},
};
use reqwest::{Client, Method, Response, StatusCode, multipart::Form};
use serde_json::{Value, json};
use tokio::sync::oneshot;

/// A guild with a channel and a bot in it.
pub struct Scene {
    pub discord: Simulator,
    pub bot: ApplicationHandle,
    pub guild: GuildHandle,
    pub channel: ChannelHandle,
    pub http: Client,
    pub token: String,
}

/// An interaction that waits for its answer.
pub struct Asked {
    pub id: String,
    pub token: String,
    pub first: oneshot::Receiver<FirstAnswer>,
}

/// A status and a body.
#[derive(Debug)]
pub struct Told {
    pub status: u16,
    pub body: Value,
}

impl Told {
    /// Asserts an error with this status and code, and returns its body.
    #[track_caller]
    pub fn refused(self, status: u16, code: u64) -> Value {
        assert_eq!((self.status, self.body["code"].as_u64()), (status, Some(code)), "{}", self.body);
        self.body
    }

    /// Asserts a 2xx and returns its body.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.body);
        self.body
    }
}

impl Scene {
    /// The bot has these permissions.
    pub async fn with(permissions: Permissions) -> Self {
        let discord = Simulator::builder().seed(7).start().await.unwrap();
        let bot = discord.application("Helper");
        let guild = discord.guild("Acme");
        let channel = guild.text_channel("general");
        guild.invite(&bot, permissions);
        let token = bot.token();
        Self { discord, bot, guild, channel, http: Client::new(), token }
    }

    /// The bot may do everything, and no rate limit is in the way.
    pub async fn free() -> Self {
        let scene = Self::with(Permissions::ADMINISTRATOR).await;
        scene.discord.shared().limits.lift();
        scene
    }

    /// A request with a JSON body (none if null), as it is answered.
    pub async fn send(&self, method: Method, path: &str, body: Value) -> Response {
        let request = self.http.request(method, format!("{}{path}", self.discord.api_base()));
        let request = request.header("authorization", format!("Bot {}", self.token));
        let request = if body.is_null() { request } else { request.json(&body) };
        request.send().await.unwrap()
    }

    /// A request, read to the end.
    pub async fn call(&self, method: Method, path: &str, body: Value) -> Told {
        told(self.send(method, path, body).await).await
    }

    pub async fn get(&self, path: &str) -> Told {
        self.call(Method::GET, path, Value::Null).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Told {
        self.call(Method::POST, path, body).await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Told {
        self.call(Method::PATCH, path, body).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Told {
        self.call(Method::PUT, path, body).await
    }

    pub async fn delete(&self, path: &str) -> Told {
        self.call(Method::DELETE, path, Value::Null).await
    }

    /// A multipart request.
    pub async fn upload(&self, method: Method, path: &str, form: Form) -> Told {
        let request = self.http.request(method, format!("{}{path}", self.discord.api_base()));
        let request = request.header("authorization", format!("Bot {}", self.token)).multipart(form);
        told(request.send().await.unwrap()).await
    }

    /// `/channels/<general>` with something behind it.
    pub fn at(&self, rest: &str) -> String {
        format!("/channels/{}{rest}", self.channel.id())
    }

    /// A person does something with the bot.
    pub fn interaction(&self, kind: InteractionKind, message: Option<MessageId>, user: UserId) -> Asked {
        let data = match kind {
            InteractionKind::Command | InteractionKind::Autocomplete => json!({ "id": "5", "name": "ping", "type": 1 }),
            _ => json!({ "custom_id": "go", "component_type": 2, "components": [] }),
        };
        let (application, channel) = (self.bot.id(), self.channel.id());
        let new = NewInteraction { application, kind, channel, user, data, message };
        let (id, first) = self.discord.shared().change(|world| world.create_interaction(new));
        let token = |found: &Interaction| found.token.clone();
        let token = self.discord.shared().read(|world| world.interactions.get(&id).map(token)).unwrap();
        Asked { id: id.to_string(), token, first }
    }

    /// A person uses a command.
    pub fn command(&self) -> Asked {
        self.interaction(InteractionKind::Command, None, self.guild.member("alice").id())
    }

    /// The first answer to an interaction.
    pub async fn answer(&self, asked: &Asked, body: Value) -> Told {
        self.post(&format!("/interactions/{}/{}/callback", asked.id, asked.token), body).await
    }

    /// `/webhooks/<bot>/<token>` with something behind it.
    pub fn webhook(&self, asked: &Asked, rest: &str) -> String {
        format!("/webhooks/{}/{}{rest}", self.bot.id(), asked.token)
    }
}

async fn told(response: Response) -> Told {
    let status = response.status();
    let text = response.text().await.unwrap();
    let body = if status == StatusCode::NO_CONTENT { Value::Null } else { serde_json::from_str(&text).unwrap() };
    Told { status: status.as_u16(), body }
}
