//! What every interaction has, read leniently: whatever Discord adds, leaves out or sends as something else one day, an
//! interaction is given up only where it cannot be answered.
//!
//! Shapes by <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object>.

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;
use tickit_commands::interaction::Interaction;
use tickit_domain::actor::{Actor, Authority, Cause, Door, Who};
use tickit_domain::clock::Timestamp;
use tickit_domain::discord::Place;
use tickit_domain::ids::{BotId, ChannelId, GuildId, InteractionId, RoleId, UserId};
use tickit_domain::json_text::Unread;

/// Administrator and Manage Server
/// (<https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags>).
const ADMIN: u64 = (1 << 3) | (1 << 5);

/// The type of what Discord sends to see whether somebody is there.
const PING: u64 = 1;

/// An interaction as far as every kind of it goes.
#[derive(Debug)]
pub(super) struct Envelope {
    /// The bot that it came through, whatever it says itself.
    pub bot: BotId,
    /// Its id.
    pub id: InteractionId,
    /// What its answer is sent with.
    pub token: SecretString,
    /// The member's language.
    pub locale: String,
    /// The channel in which it happened.
    pub channel: Option<ChannelId>,
    /// What somebody did; none where it is none of ours.
    pub interaction: Option<Interaction>,
    guild: Option<GuildId>,
    member: Member,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    #[serde(deserialize_with = "lenient")]
    id: Option<InteractionId>,
    #[serde(deserialize_with = "lenient")]
    application_id: Option<BotId>,
    #[serde(rename = "type", deserialize_with = "lenient")]
    kind: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    token: Option<SecretString>,
    #[serde(deserialize_with = "lenient")]
    guild_id: Option<GuildId>,
    #[serde(deserialize_with = "lenient")]
    channel_id: Option<ChannelId>,
    #[serde(deserialize_with = "lenient")]
    member: Option<Member>,
    #[serde(deserialize_with = "lenient")]
    user: Option<User>,
    #[serde(deserialize_with = "lenient")]
    locale: Option<String>,
    data: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Member {
    #[serde(deserialize_with = "lenient")]
    user: Option<User>,
    #[serde(deserialize_with = "lenient")]
    roles: Option<Vec<Value>>,
    #[serde(deserialize_with = "lenient")]
    permissions: Option<String>,
    #[serde(deserialize_with = "lenient")]
    joined_at: Option<String>,
}

#[derive(Debug, Deserialize)]
struct User {
    id: UserId,
    #[serde(default, deserialize_with = "lenient")]
    username: Option<String>,
}

/// Why an interaction is not looked at further.
#[derive(Debug, thiserror::Error)]
pub(super) enum EnvelopeError {
    /// It is not one.
    #[error("it is not an interaction: {0}")]
    Unreadable(#[from] Unread),
    /// It lacks what it is answered by.
    #[error("it has no {0}")]
    Missing(&'static str),
    /// It is for another application than the one that it came through.
    #[error("it is for application {0}")]
    OtherApplication(BotId),
    /// Discord asks whether somebody is there.
    #[error("it is a ping")]
    Ping,
}

impl Envelope {
    /// Reads an interaction that came through a bot.
    pub(super) fn read(bot: BotId, raw: &str) -> Result<Self, EnvelopeError> {
        let raw: Raw = serde_json::from_str(raw).map_err(Unread::from)?;
        let application = raw.application_id.ok_or(EnvelopeError::Missing("application"))?;
        if application != bot {
            return Err(EnvelopeError::OtherApplication(application));
        }
        if raw.kind == Some(PING) {
            return Err(EnvelopeError::Ping);
        }
        // In direct messages there is a user in place of a member.
        let mut member = raw.member.unwrap_or_default();
        member.user = member.user.or(raw.user);
        Ok(Self {
            bot,
            id: raw.id.ok_or(EnvelopeError::Missing("id"))?,
            token: raw.token.ok_or(EnvelopeError::Missing("token"))?,
            locale: raw.locale.unwrap_or_default(),
            channel: raw.channel_id,
            interaction: Interaction::read(raw.kind.unwrap_or_default(), &raw.data),
            guild: raw.guild_id,
            member,
        })
    }

    /// The bot and the guild; none in direct messages.
    pub(super) fn place(&self) -> Option<Place> {
        Some(Place { bot: self.bot, guild: self.guild? })
    }

    /// Who did it. Outside a guild nobody has roles or permissions, whatever is said of them.
    pub(super) fn actor(&self) -> Option<Actor> {
        let user = self.member.user.as_ref()?;
        let in_guild = self.guild.is_some();
        let permissions =
            self.member.permissions.as_deref().and_then(|bits| bits.parse::<u64>().ok()).unwrap_or_default();
        let roles = self.member.roles.iter().flatten().filter_map(|role| role.as_str()?.parse::<RoleId>().ok());
        let is_command = matches!(self.interaction, Some(Interaction::Slash(_)));
        let name = user.username.clone().unwrap_or_else(|| user.id.to_string());
        Some(Actor {
            who: Who::Member { user: user.id, name },
            may: Authority::Member {
                roles: roles.filter(|_| in_guild).collect(),
                manages_guild: in_guild && permissions & ADMIN != 0,
                joined_at: self.member.joined_at.as_deref().and_then(Timestamp::parse_rfc3339),
            },
            locale: self.locale.clone(),
            door: if is_command { Door::Command } else { Door::Component },
            cause: Cause::Interaction(self.id),
        })
    }
}

/// A field that is taken for missing where it is not what it should be.
fn lenient<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    let field = <&RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(field.get()).ok())
}
