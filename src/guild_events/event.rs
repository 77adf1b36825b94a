//! An event of a guild's as far as it is read at once: where it happened. What it says is read where it is needed, since
//! most messages are in no ticket.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use tickit_domain::ids::{BotId, ChannelId, GuildId, MessageId, UserId};
use tickit_domain::json_text::Unread;

use crate::discord::received::snowflake;

/// What happened in a channel.
#[derive(Debug)]
pub(super) enum GuildEvent {
    /// A message was written.
    Sent(Box<RawValue>),
    /// Something about a message is different now.
    Updated(Box<RawValue>),
    /// These messages were deleted.
    Deleted(Vec<MessageId>),
    /// The channel was deleted.
    ChannelGone,
    /// A member left the guild, or was removed from it.
    MemberLeft(UserId),
    /// What the bot may do in the guild may be different now.
    PermissionsChanged,
}

/// The ids in an event, whatever type they have.
#[derive(Deserialize)]
struct Where {
    #[serde(default)]
    guild_id: Value,
    #[serde(default)]
    channel_id: Value,
    #[serde(default)]
    id: Value,
    #[serde(default)]
    ids: Value,
    #[serde(default)]
    user: Value,
}

impl GuildEvent {
    /// Reads an event, with its guild and channel; `None` where it does not say them.
    pub(super) fn read(name: &str, data: Box<RawValue>) -> Result<Option<(GuildId, ChannelId, Self)>, Unread> {
        let Where { guild_id, channel_id, id, ids, user } = serde_json::from_str(data.get())?;
        let (channel, event) = match name {
            "MESSAGE_CREATE" => (channel_id, Self::Sent(data)),
            "MESSAGE_UPDATE" => (channel_id, Self::Updated(data)),
            "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK" => {
                let ids = std::iter::once(&id).chain(ids.as_array().into_iter().flatten());
                (channel_id, Self::Deleted(ids.filter_map(snowflake).map(MessageId::new).collect()))
            }
            "GUILD_MEMBER_REMOVE" => match user.get("id").and_then(snowflake) {
                Some(user) => (guild_id.clone(), Self::MemberLeft(UserId::new(user))),
                None => return Ok(None),
            },
            // One queue a guild: `@everyone` of it has its id, and no channel has.
            "GUILD_ROLE_UPDATE" | "GUILD_MEMBER_UPDATE" => (guild_id.clone(), Self::PermissionsChanged),
            _ => (id, Self::ChannelGone),
        };
        let found = snowflake(&guild_id).zip(snowflake(&channel));
        Ok(found.map(|(guild, channel)| (GuildId::new(guild), ChannelId::new(channel), event)))
    }
}

/// Whether a message is the bot's own and carries a ticket's controls. What it shows stands in the ticket's record, and it is
/// read from the channel when the ticket is closed: it is not worth being kept each time it changes.
pub(super) fn is_own_control(bot: BotId, said: &RawValue) -> bool {
    #[derive(Deserialize)]
    struct Message {
        author: Author,
    }
    #[derive(Deserialize)]
    struct Author {
        id: UserId,
    }
    let is_own = |said| serde_json::from_str(said).is_ok_and(|said: Message| said.author.id.get() == bot.get());
    said.get().contains(r#""custom_id":"tickit:"#) && is_own(said.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, data: &str) -> Option<(GuildId, ChannelId, GuildEvent)> {
        GuildEvent::read(name, RawValue::from_string(data.to_owned()).unwrap()).unwrap()
    }

    #[test]
    fn only_a_bots_own_message_is_its_control() {
        let message = |author: u64, controls: &str| {
            RawValue::from_string(format!(r#"{{"author":{{"id":"{author}"}},"components":[{controls}]}}"#)).unwrap()
        };
        let button = r#"{"custom_id":"tickit:2:close:1"}"#;
        assert!(is_own_control(BotId::new(7), &message(7, button)));
        assert!(!is_own_control(BotId::new(7), &message(8, button)), "somebody forwarded it");
        assert!(!is_own_control(BotId::new(7), &message(7, "")));
    }

    #[test]
    fn ids_are_read_whatever_type_they_have() {
        let (guild, channel, event) =
            read("MESSAGE_DELETE_BULK", r#"{"guild_id":"1","channel_id":2,"ids":["3",4,null,"x"],"id":[]}"#).unwrap();
        assert_eq!((guild.get(), channel.get()), (1, 2));
        assert!(matches!(event, GuildEvent::Deleted(ids) if ids == [MessageId::new(3), MessageId::new(4)]));
        assert!(read("MESSAGE_CREATE", r#"{"guild_id":null,"channel_id":"2"}"#).is_none(), "a direct message");
        assert!(read("CHANNEL_DELETE", r#"{"guild_id":"1","id":"2"}"#).is_some());
    }
}
