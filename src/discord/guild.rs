//! Roles and channels as Discord sends them, read leniently into the domain's.

use serde_json::Value;
use tickit_domain::clock::Timestamp;
use tickit_domain::guild::{ChannelKind, GuildChannel, GuildMember, GuildRole, ListedChannel};
use tickit_domain::ids::{ChannelId, RoleId};

/// The roles of a guild; one without an id is none.
pub(super) fn roles(received: &Value) -> Vec<GuildRole> {
    let role = |role: &Value| {
        let id: RoleId = role.get("id")?.as_str()?.parse().ok()?;
        let name = role.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(GuildRole { id, name, managed: role.get("managed").and_then(Value::as_bool).unwrap_or_default() })
    };
    received.as_array().into_iter().flatten().filter_map(role).collect()
}

/// A member of a guild.
pub(super) fn member(received: &Value) -> GuildMember {
    let roles = received.get("roles").and_then(Value::as_array).into_iter().flatten();
    let bot = received.pointer("/user/bot").and_then(Value::as_bool);
    let name = received.pointer("/user/username").and_then(Value::as_str);
    GuildMember {
        name: name.unwrap_or_default().to_owned(),
        roles: roles.filter_map(|role| role.as_str()?.parse().ok()).collect(),
        is_bot: bot.unwrap_or_default(),
        joined_at: received.get("joined_at").and_then(Value::as_str).and_then(Timestamp::parse_rfc3339),
    }
}

/// The channels of a guild; `None` where it is no list.
pub(super) fn channels(received: &Value) -> Option<Vec<ListedChannel>> {
    let text = |channel: &Value, field| channel.get(field).and_then(Value::as_str).map(str::to_owned);
    let channel = |channel: &Value| {
        let id = text(channel, "id")?.parse().ok()?;
        let last_message = text(channel, "last_message_id").and_then(|id| id.parse().ok());
        Some(ListedChannel {
            id,
            name: text(channel, "name").unwrap_or_default(),
            kind: kind(channel.get("type").and_then(Value::as_u64)),
            topic: text(channel, "topic").unwrap_or_default(),
            last_message,
        })
    };
    Some(received.as_array()?.iter().filter_map(channel).collect())
}

/// The channel that was asked for.
pub(super) fn channel(id: ChannelId, received: &Value) -> GuildChannel {
    let guild = received.get("guild_id").and_then(Value::as_str).and_then(|guild| guild.parse().ok());
    GuildChannel { id, guild, kind: kind(received.get("type").and_then(Value::as_u64)) }
}

/// By <https://docs.discord.com/developers/resources/channel#channel-object-channel-types>.
const fn kind(number: Option<u64>) -> ChannelKind {
    match number {
        Some(0 | 2 | 5 | 10..=13) => ChannelKind::Messages,
        Some(4) => ChannelKind::Category,
        Some(15 | 16) => ChannelKind::Posts,
        _ => ChannelKind::Other,
    }
}
