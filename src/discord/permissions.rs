//! What a bot may do in a guild and in its channels, worked out as Discord does it.
//!
//! Bits and the order of overwrites by <https://docs.discord.com/developers/topics/permissions>.

use std::collections::BTreeSet;

use serde_json::Value;
use tickit_domain::guild::{BotPermission, BotPermissions};
use tickit_domain::ids::{BotId, ChannelId, GuildId, RoleId, UserId};

const ADMINISTRATOR: u64 = 1 << 3;
const MANAGE_GUILD: u64 = 1 << 5;

/// What Discord says about a guild, as far as a bot's permissions come from it.
#[derive(Debug)]
pub(super) struct GuildFacts {
    /// The guild.
    pub guild: GuildId,
    /// The bot.
    pub bot: BotId,
    /// Its roles, `@everyone` among them.
    pub roles: Value,
    /// The bot as a member.
    pub member: Value,
    /// Its channels.
    pub channels: Value,
}

impl GuildFacts {
    /// What the bot may do in a channel and around it; in the guild, where it is `None`.
    pub fn permissions(&self, channel: Option<ChannelId>) -> BotPermissions {
        let guild = self.in_guild();
        let Some(found) = channel.and_then(|channel| self.channel(&channel.to_string())) else {
            return BotPermissions { here: set(guild), around: set(guild) };
        };
        let category = found.get("parent_id").and_then(Value::as_str).and_then(|parent| self.channel(parent));
        let around = category.map_or(guild, |category| self.in_channel(guild, category));
        BotPermissions { here: set(self.in_channel(guild, found)), around: set(around) }
    }

    fn in_guild(&self) -> u64 {
        let (held, everyone) = (self.held_roles(), self.guild.to_string());
        let counts = |role: &&Value| id(role) == everyone || held.contains(id(role));
        list(&self.roles).filter(counts).fold(0, |all, role| all | bits(role, "permissions"))
    }

    /// Everyone's overwrite first, then those of the bot's roles together, then its own.
    fn in_channel(&self, guild: u64, channel: &Value) -> u64 {
        if guild & ADMINISTRATOR != 0 {
            return guild;
        }
        let (held, everyone, own) = (self.held_roles(), self.guild.to_string(), self.bot.to_string());
        let overwrites = channel.get("permission_overwrites").unwrap_or(&Value::Null);
        let steps: [&dyn Fn(&str) -> bool; 3] =
            [&|id| id == everyone, &|id| id != everyone && held.contains(id), &|id| id == own];
        steps.into_iter().fold(guild, |granted, meant| {
            let group = || list(overwrites).filter(|overwrite| meant(id(overwrite)));
            let denied = group().fold(0, |all, overwrite| all | bits(overwrite, "deny"));
            let allowed = group().fold(0, |all, overwrite| all | bits(overwrite, "allow"));
            (granted & !denied) | allowed
        })
    }

    fn held_roles(&self) -> BTreeSet<&str> {
        let roles = self.member.get("roles").unwrap_or(&Value::Null);
        list(roles).filter_map(Value::as_str).collect()
    }

    fn channel(&self, wanted: &str) -> Option<&Value> {
        list(&self.channels).find(|channel| id(channel) == wanted)
    }
}

/// The names of what is needed and not granted.
pub fn missing(granted: u64) -> Vec<BotPermission> {
    let held = set(granted);
    BotPermission::FOR_TICKETS.into_iter().filter(|needed| !held.contains(needed)).collect()
}

/// All of what is needed, as an invitation asks for it.
pub fn needed() -> u64 {
    BotPermission::INVITED_WITH.iter().fold(0, |all, permission| all | bit(*permission))
}

/// Where an admin invites a bot to their server, with all of what is needed.
pub fn invitation(bot: BotId) -> String {
    let needed = needed();
    format!("https://discord.com/oauth2/authorize?client_id={bot}&scope=bot+applications.commands&permissions={needed}")
}

const fn bit(permission: BotPermission) -> u64 {
    match permission {
        BotPermission::ViewChannels => 1 << 10,
        BotPermission::ManageChannels => 1 << 4,
        BotPermission::ManageRoles => 1 << 28,
        BotPermission::SendMessages => 1 << 11,
        BotPermission::EmbedLinks => 1 << 14,
        BotPermission::AttachFiles => 1 << 15,
        BotPermission::ReadMessageHistory => 1 << 16,
        BotPermission::PinMessages => 1 << 51,
    }
}

fn set(granted: u64) -> BTreeSet<BotPermission> {
    let is_granted = |permission: &BotPermission| granted & (ADMINISTRATOR | bit(*permission)) != 0;
    BotPermission::INVITED_WITH.into_iter().filter(is_granted).collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn id(object: &Value) -> &str {
    object.get("id").and_then(Value::as_str).unwrap_or_default()
}

fn bits(object: &Value, field: &str) -> u64 {
    object.get(field).and_then(Value::as_str).and_then(|bits| bits.parse().ok()).unwrap_or_default()
}

/// Whether a user with these roles holds Manage Server or Administrator in a guild as Discord describes it, or owns it.
pub fn manages(guild: &Value, user: UserId, roles: &[RoleId]) -> bool {
    let id =
        |value: &Value, field: &str| value.get(field).and_then(Value::as_str).and_then(|id| id.parse::<u64>().ok());
    let everyone = id(guild, "id");
    let counts = |role: &Value| {
        let role = id(role, "id");
        role == everyone || roles.iter().any(|own| Some(own.get()) == role)
    };
    let granted = guild.get("roles").and_then(Value::as_array).into_iter().flatten().filter(|role| counts(role));
    let granted = granted.filter_map(|role| id(role, "permissions")).fold(0, |all, some| all | some);
    id(guild, "owner_id") == Some(user.get()) || granted & (ADMINISTRATOR | MANAGE_GUILD) != 0
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn facts(role: u64, category: &Value, channel: &Value) -> GuildFacts {
        GuildFacts {
            guild: GuildId::new(1),
            bot: BotId::new(9),
            roles: json!([{ "id": "1", "permissions": "0" }, { "id": "2", "permissions": role.to_string() }]),
            member: json!({ "roles": ["2"] }),
            channels: json!([
                { "id": "10", "permission_overwrites": category },
                { "id": "11", "parent_id": "10", "permission_overwrites": channel },
            ]),
        }
    }

    fn overwrite(id: &str, allow: u64, deny: u64) -> Value {
        json!({ "id": id, "allow": allow.to_string(), "deny": deny.to_string() })
    }

    #[test]
    fn administrators_lack_nothing_and_others_what_they_lack() {
        assert_eq!(missing(ADMINISTRATOR), []);
        assert_eq!(missing(needed()), []);
        assert_eq!(missing(needed() & !(1 << 4)), [BotPermission::ManageChannels]);
        assert_eq!(missing(0), BotPermission::FOR_TICKETS);
    }

    #[test]
    fn a_category_that_hides_itself_from_everyone_hides_its_channels_from_what_the_bot_may_give() {
        let hidden = json!([overwrite("1", 0, 1 << 10)]);
        let own = json!([overwrite("1", 0, 1 << 10), overwrite("9", needed(), 0)]);
        let facts = facts(needed(), &hidden, &own);
        assert_eq!(facts.permissions(Some(ChannelId::new(11))).missing_for_tickets(), [BotPermission::ViewChannels]);
        assert_eq!(facts.permissions(Some(ChannelId::new(11))).missing_for_messages(), []);
        assert_eq!(facts.permissions(None).missing_for_tickets(), []);
    }

    #[test]
    fn a_role_that_is_let_in_makes_good_what_everyone_is_denied() {
        let category = json!([overwrite("1", 0, 1 << 10), overwrite("2", 1 << 10, 0)]);
        let facts = facts(needed(), &category, &category);
        assert_eq!(facts.permissions(Some(ChannelId::new(10))).missing_for_tickets(), []);
        assert_eq!(facts.permissions(Some(ChannelId::new(11))).missing_for_tickets(), []);
    }
}
