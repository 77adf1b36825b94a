//! What `bots add` and `check` ask Discord about a token.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tickit_domain::bot::Application;
use tickit_domain::ids::{BotId, ChannelId, GuildId, RoleId};
use tickit_domain::transcript::GuildNames;
use tokio::time::Instant;

use crate::config::DiscordSettings;
use crate::discord::intents::MESSAGE_CONTENT_FLAGS;
use crate::discord::{Request, Rest, RestError, RestSettings, received};

/// How long each answer may take.
const DEADLINE: Duration = Duration::from_secs(10);
/// A person waits: pauses before something is tried again are short.
const RETRY: (Duration, Duration) = (Duration::from_millis(50), Duration::from_millis(300));
/// Discord's own limit of a page of guilds: <https://discord.com/developers/docs/resources/user>
const PAGE: usize = 200;

/// Asks Discord.
#[derive(Debug)]
pub(super) struct DiscordProbe {
    rest: Rest,
}

/// Whose token it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) application: Application,
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

/// Why Discord told nothing, and what to do.
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
    /// No answer, or none of Discord's.
    #[error("{api_base} gave no usable answer: {reason}. Check the network, its DNS, and DISCORD_API_BASE")]
    NoAnswer {
        /// Where the question went.
        api_base: String,
        /// What came instead.
        reason: String,
    },
}

/// `GATEWAY_MESSAGE_CONTENT` and `GATEWAY_GUILD_MEMBERS`, each also in its `_LIMITED` form:
/// <https://discord.com/developers/docs/resources/application#application-object-application-flags>
const INTENTS: [(&str, u64); 2] = [(MESSAGE_CONTENT, MESSAGE_CONTENT_FLAGS), ("Server Members", 1 << 14 | 1 << 15)];
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
    verify_key: String,
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
    pub(super) fn new(discord: &DiscordSettings) -> anyhow::Result<Self> {
        let (base, authorities) = (discord.api_base.clone(), discord.authorities()?);
        let settings = RestSettings { base, authorities, retry: RETRY, ..RestSettings::default() };
        Ok(Self { rest: Rest::new(settings, Arc::new(()))? })
    }

    pub(super) async fn identity(&self, token: &SecretString) -> Result<Identity, ProbeError> {
        let user: UserAnswer = self.get("/users/@me", token).await?;
        let ApplicationAnswer { id, verify_key, flags: granted } = self.get("/applications/@me", token).await?;
        let on = INTENTS.iter().filter(|(_, flags)| granted & flags != 0);
        let application = Application { id, name: user.username, verify_key };
        Ok(Identity { application, intents: on.map(|(name, _)| *name).collect() })
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

    /// What a guild's roles and channels are called.
    pub(super) async fn names(&self, guild: GuildId, token: &SecretString) -> Result<GuildNames, ProbeError> {
        let roles: Value = self.get(&format!("/guilds/{guild}/roles"), token).await?;
        let channels: Value = self.get(&format!("/guilds/{guild}/channels"), token).await?;
        let roles = received::names_by_id(&roles, RoleId::new);
        Ok(GuildNames { roles, channels: received::names_by_id(&channels, ChannelId::new) })
    }

    async fn get<T: DeserializeOwned>(&self, path: &str, token: &SecretString) -> Result<T, ProbeError> {
        let answer = self.rest.try_token(token.clone(), &Request::get(path), Instant::now() + DEADLINE).await;
        answer.map_err(|error| match error {
            RestError::Unauthorized => ProbeError::TokenRefused,
            RestError::RateLimited { .. } | RestError::AddressBanned { .. } | RestError::BreakerOpen => {
                ProbeError::TooManyRequests
            }
            RestError::Unavailable(reason) | RestError::Ambiguous(reason) => self.no_answer(reason),
            refused => self.no_answer(refused.to_string()),
        })
    }

    fn no_answer(&self, reason: String) -> ProbeError {
        ProbeError::NoAnswer { api_base: self.rest.base().to_string(), reason }
    }
}

impl From<GuildAnswer> for Membership {
    fn from(GuildAnswer { id, name, permissions }: GuildAnswer) -> Self {
        Self { guild: id, name, permissions: permissions.parse().unwrap_or(0) }
    }
}
