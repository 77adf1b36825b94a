//! What `bots add` and `check` ask Discord about a token.

use std::time::Duration;

use anyhow::Context as _;
use reqwest::header::AUTHORIZATION;
use reqwest::{Client, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tickit_domain::ids::{BotId, GuildId};

/// How long each answer may take.
const DEADLINE: Duration = Duration::from_secs(10);
/// Discord's own limit of a page of guilds: <https://discord.com/developers/docs/resources/user>
const PAGE: usize = 200;

/// Asks Discord.
#[derive(Debug)]
pub(super) struct DiscordProbe {
    client: Client,
    api_base: String,
}

/// Whose token it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) id: BotId,
    pub(super) name: String,
    /// The privileged intents that are switched on, by the names in Discord's developer portal.
    pub(super) intents: Vec<&'static str>,
}

/// A guild that the bot is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Membership {
    pub(super) guild: GuildId,
    pub(super) name: String,
    /// What the bot may do in the whole guild, as Discord's bits.
    pub(super) permissions: u64,
}

/// Why Discord told nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProbeError {
    /// 401.
    #[error(
        "Discord does not know this token. Copy it anew: discord.com/developers/applications, your application, Bot, \
         Reset Token"
    )]
    TokenRefused,
    /// 429.
    #[error("Discord asks to wait: too many requests came from this address. Try again in some minutes")]
    TooManyRequests,
    /// Any other status.
    #[error("{api_base} answered {status}. See discordstatus.com, or DISCORD_API_BASE if you set it")]
    Status {
        /// Where the question went.
        api_base: String,
        /// What came.
        status: StatusCode,
    },
    /// No answer.
    #[error("{api_base} cannot be reached: {reason}. Check the network, its DNS and proxy, or DISCORD_API_BASE")]
    Network {
        /// Where the question went.
        api_base: String,
        /// The innermost cause.
        reason: String,
    },
}

/// `GATEWAY_MESSAGE_CONTENT` and `GATEWAY_GUILD_MEMBERS`, each also in its `_LIMITED` form:
/// <https://discord.com/developers/docs/resources/application#application-object-application-flags>
const INTENTS: [(&str, u64); 2] = [(MESSAGE_CONTENT, 1 << 18 | 1 << 19), ("Server Members", 1 << 14 | 1 << 15)];
/// The intent without which transcripts lack what members wrote.
pub(super) const MESSAGE_CONTENT: &str = "Message Content";

#[derive(Deserialize)]
struct UserAnswer {
    username: String,
}

#[derive(Deserialize)]
struct ApplicationAnswer {
    id: BotId,
    #[serde(default)]
    flags: u64,
}

#[derive(Deserialize)]
struct GuildAnswer {
    id: GuildId,
    name: String,
    permissions: String,
}

impl DiscordProbe {
    pub(super) fn new(api_base: &str) -> anyhow::Result<Self> {
        let agent = concat!("DiscordBot (tickit, ", env!("CARGO_PKG_VERSION"), ")");
        let client = Client::builder().timeout(DEADLINE).user_agent(agent).build().context("preparing HTTP")?;
        Ok(Self { client, api_base: api_base.to_owned() })
    }

    pub(super) async fn identity(&self, token: &SecretString) -> Result<Identity, ProbeError> {
        let user: UserAnswer = self.get("/users/@me", token).await?;
        let application: ApplicationAnswer = self.get("/applications/@me", token).await?;
        let on = INTENTS.iter().filter(|(_, flags)| application.flags & flags != 0);
        Ok(Identity { id: application.id, name: user.username, intents: on.map(|(name, _)| *name).collect() })
    }

    pub(super) async fn memberships(&self, token: &SecretString) -> Result<Vec<Membership>, ProbeError> {
        let mut memberships: Vec<Membership> = Vec::new();
        loop {
            let after = memberships.last().map_or(0, |last| last.guild.get());
            let path = format!("/users/@me/guilds?limit={PAGE}&after={after}");
            let page: Vec<GuildAnswer> = self.get(&path, token).await?;
            let full = page.len() >= PAGE;
            memberships.extend(page.into_iter().map(Membership::from));
            if !full {
                return Ok(memberships);
            }
        }
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, token: &SecretString) -> Result<T, ProbeError> {
        let request = self.client.get(format!("{}{path}", self.api_base));
        let answer = request.header(AUTHORIZATION, format!("Bot {}", token.expose_secret())).send().await;
        let answer = answer.map_err(|error| self.network(&error))?;
        match answer.status() {
            StatusCode::OK => answer.json().await.map_err(|error| self.network(&error)),
            StatusCode::UNAUTHORIZED => Err(ProbeError::TokenRefused),
            StatusCode::TOO_MANY_REQUESTS => Err(ProbeError::TooManyRequests),
            status => Err(ProbeError::Status { api_base: self.api_base.clone(), status }),
        }
    }

    fn network(&self, error: &dyn std::error::Error) -> ProbeError {
        let mut innermost = error;
        while let Some(source) = innermost.source() {
            innermost = source;
        }
        ProbeError::Network { api_base: self.api_base.clone(), reason: innermost.to_string() }
    }
}

impl From<GuildAnswer> for Membership {
    fn from(GuildAnswer { id, name, permissions }: GuildAnswer) -> Self {
        Self { guild: id, name, permissions: permissions.parse().unwrap_or(0) }
    }
}
