//! What every interaction has, read leniently: Discord adds fields and kinds, and none of that may stop a ticket.
//!
//! Shapes by <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object>.

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::Value;
use tickit_commands::submission::Submission;
use tickit_domain::actor::{Actor, Authority, Cause, Door, Who};
use tickit_domain::clock::Timestamp;
use tickit_domain::discord::{Place, ReplyTo};
use tickit_domain::ids::{BotId, ChannelId, GuildId, InteractionId, RoleId, UserId};
use tickit_domain::seal::Sealed;

/// Administrator and Manage Server
/// (<https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags>).
const ADMIN: u64 = (1 << 3) | (1 << 5);

/// An interaction as far as every kind of it goes.
#[derive(Debug)]
pub struct Envelope {
    /// The bot that it came through, whatever it says itself.
    pub bot: BotId,
    /// Its id.
    pub id: InteractionId,
    /// What its answer is sent with.
    pub token: SecretString,
    /// The member's language.
    pub locale: String,
    /// What was asked.
    pub asked: InteractionData,
    guild: Option<GuildId>,
    channel: Option<ChannelId>,
    member: Option<Member>,
}

/// What somebody did.
#[derive(Debug)]
pub enum InteractionData {
    /// They sent a slash command.
    Command {
        /// Its name.
        name: String,
    },
    /// They pressed a button or chose from a menu.
    Press {
        /// Its custom id.
        custom_id: String,
    },
    /// They sent a form.
    Form(Submission),
    /// Something that is none of ours.
    Other,
}

#[derive(Deserialize)]
struct Raw {
    id: InteractionId,
    application_id: BotId,
    #[serde(rename = "type")]
    kind: u8,
    token: SecretString,
    guild_id: Option<GuildId>,
    channel_id: Option<ChannelId>,
    member: Option<Member>,
    locale: Option<String>,
    #[serde(default)]
    data: Value,
}

#[derive(Debug, Deserialize)]
struct Member {
    user: User,
    #[serde(default)]
    roles: Vec<RoleId>,
    #[serde(default)]
    permissions: String,
}

#[derive(Debug, Deserialize)]
struct User {
    id: UserId,
    username: String,
}

/// Why an interaction is not looked at further.
#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    /// It is not one.
    #[error("it is not an interaction: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// It is for another application than the one that it came through.
    #[error("it is for application {0}")]
    OtherApplication(BotId),
}

impl Envelope {
    /// Reads an interaction that came through a bot.
    pub fn read(bot: BotId, raw: &str) -> Result<Self, EnvelopeError> {
        let raw: Raw = serde_json::from_str(raw)?;
        if raw.application_id != bot {
            return Err(EnvelopeError::OtherApplication(raw.application_id));
        }
        let text = |field: &str| raw.data.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let asked = match raw.kind {
            2 => InteractionData::Command { name: text("name") },
            3 => InteractionData::Press { custom_id: text("custom_id") },
            5 => InteractionData::Form(Submission::from_data(&raw.data)),
            _ => InteractionData::Other,
        };
        let Raw { id, token, guild_id: guild, channel_id: channel, member, locale, .. } = raw;
        Ok(Self { bot, id, token, locale: locale.unwrap_or_default(), asked, guild, channel, member })
    }

    pub(super) fn place(&self) -> Option<(Place, ChannelId)> {
        Some((Place { bot: self.bot, guild: self.guild? }, self.channel?))
    }

    pub(super) fn actor(&self) -> Option<Actor> {
        let member = self.member.as_ref()?;
        let permissions: u64 = member.permissions.parse().unwrap_or_default();
        let door = if matches!(self.asked, InteractionData::Command { .. }) { Door::Command } else { Door::Component };
        Some(Actor {
            who: Who::Member { user: member.user.id, name: member.user.username.clone() },
            may: Authority::Member { roles: member.roles.clone(), manages_guild: permissions & ADMIN != 0 },
            locale: self.locale.clone(),
            door,
            cause: Cause::Interaction(self.id),
        })
    }

    pub(super) fn reply_to(&self, token: Sealed, now: Timestamp) -> ReplyTo {
        ReplyTo { interaction: self.id, token, until: now.plus(ReplyTo::LIFE), locale: self.locale.clone() }
    }
}
