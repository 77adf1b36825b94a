//! What is read from Discord's channels and messages, leniently: any field may be null, missing or of another type one
//! day, and costs no more than itself.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::{ChannelId, MessageId, UserId};
use tickit_domain::transcript::{Attachment, Mentioned, MessageUpdate, TicketMessage};

use super::raw;

/// Milliseconds from 1970 to the first snowflake (<https://docs.discord.com/developers/reference#snowflakes>).
const DISCORD_EPOCH: i64 = 1_420_070_400_000;

/// The most roles or channels that are called by name.
const MOST_NAMES: usize = 1000;

/// The types of messages that somebody wrote: a message and a reply
/// (<https://docs.discord.com/developers/resources/message#message-object-message-types>).
const WRITTEN: [u64; 2] = [0, 19];

/// The fields that Discord empties where the bot lacks the message-content intent
/// (<https://docs.discord.com/developers/events/gateway#message-content-intent>).
const CONTENT_FIELDS: [&str; 4] = ["embeds", "attachments", "components", "poll"];

/// The fields that show that something was said although nothing was written.
const OTHER_CONTENT: [&str; 4] = ["sticker_items", "message_snapshots", "message_reference", "activity"];

/// The channel of a list whose topic ends so.
pub fn channel_with_topic(channels: &Value, ending: &str) -> Option<ChannelId> {
    let mut channels = channels.as_array().into_iter().flatten();
    let found = channels.find(|channel| text(channel, "topic").is_some_and(|topic| topic.ends_with(ending)))?;
    id(found, "id").map(ChannelId::new)
}

/// What roles or channels of a list are called. A guild has at most 250 roles and 500 channels.
pub fn names_by_id<Id: Ord>(list: &Value, new: impl Fn(u64) -> Id) -> BTreeMap<Id, String> {
    let named = |part: &Value| Some((new(id(part, "id")?), text(part, "name")?));
    list.as_array().into_iter().flatten().take(MOST_NAMES).filter_map(named).collect()
}

/// The id in a field, whether text or number.
pub fn id(fields: &Value, name: &str) -> Option<u64> {
    snowflake(fields.get(name)?)
}

/// An id, whether text or number.
pub fn snowflake(value: &Value) -> Option<u64> {
    value.as_str().and_then(|text| text.parse().ok()).or_else(|| value.as_u64()).filter(|id| *id > 0)
}

/// When a snowflake was made.
pub fn made_at(snowflake: u64) -> Timestamp {
    let since = i64::try_from(snowflake >> 22).unwrap_or(i64::MAX);
    Timestamp::from_millis(since.saturating_add(DISCORD_EPOCH))
}

/// The first snowflake of a moment.
pub fn first_at(moment: Timestamp) -> u64 {
    u64::try_from(moment.as_millis().saturating_sub(DISCORD_EPOCH)).unwrap_or(0).max(1) << 22
}

/// A message as it is kept. One whose id cannot be read gets this one `instead`.
pub fn message(said: &Value, instead: MessageId) -> TicketMessage {
    let id = id(said, "id").map_or(instead, MessageId::new);
    let author = said.get("author").unwrap_or(&Value::Null);
    let (name, username) = names(author, said.get("member"));
    TicketMessage {
        id,
        author: self::id(author, "id").map(UserId::new),
        author_name: name,
        username,
        by_bot: author.get("bot") == Some(&Value::Bool(true)) || said.get("webhook_id").is_some_and(Value::is_string),
        sent_at: moment(said, "timestamp").unwrap_or_else(|| made_at(id.get())),
        edited_at: moment(said, "edited_timestamp"),
        withheld: is_withheld(said),
        content: text(said, "content").unwrap_or_default(),
        earlier: Vec::new(),
        deleted_at: None,
        attachments: attachments(said).unwrap_or_default(),
        mentioned: mentioned(said).unwrap_or_default(),
        raw: Some(raw::bounded(said)),
    }
}

/// A page of a channel's messages, newest first, all of them earlier than one.
pub fn messages(page: &Value, before: Option<MessageId>) -> Vec<TicketMessage> {
    let mut instead = before.map_or(u64::MAX, MessageId::get);
    let messages = page.as_array().into_iter().flatten().map(|said| {
        let message = message(said, MessageId::new(instead.saturating_sub(1).max(1)));
        instead = message.id.get();
        message
    });
    messages.collect()
}

/// What is said of a message that is kept already; `None` where its id cannot be read.
pub fn update(said: &Value) -> Option<MessageUpdate> {
    Some(MessageUpdate {
        id: id(said, "id").map(MessageId::new)?,
        content: text(said, "content"),
        edited_at: moment(said, "edited_timestamp"),
        withheld: is_withheld(said),
        attachments: attachments(said),
        mentioned: mentioned(said),
        raw: Some(raw::bounded(said)),
    })
}

/// What somebody is called in the guild, and their username where it is another.
fn names(user: &Value, member: Option<&Value>) -> (String, Option<String>) {
    let username = text(user, "username").filter(|name| !name.is_empty());
    let nick = member.and_then(|member| text(member, "nick")).or_else(|| text(user.get("member")?, "nick"));
    let shown = nick.filter(|name| !name.is_empty()).or_else(|| text(user, "global_name"));
    let shown = shown.filter(|name| !name.is_empty()).or_else(|| username.clone()).unwrap_or_default();
    let username = username.filter(|username| *username != shown);
    (shown, username)
}

fn attachments(said: &Value) -> Option<Vec<Attachment>> {
    let file = |file: &Value| Attachment {
        name: text(file, "filename").unwrap_or_default(),
        bytes: file.get("size").and_then(Value::as_u64).map_or(0, |bytes| bytes.min(i64::MAX.unsigned_abs())),
        url: text(file, "url").unwrap_or_default(),
    };
    Some(said.get("attachments")?.as_array()?.iter().filter(|file| file.is_object()).map(file).collect())
}

fn mentioned(said: &Value) -> Option<Vec<Mentioned>> {
    let mentioned =
        |user: &Value| Some(Mentioned { user: UserId::new(id(user, "id")?), name: names(user, user.get("member")).0 });
    Some(said.get("mentions")?.as_array()?.iter().filter_map(mentioned).collect())
}

/// Whether nothing at all is left of what somebody wrote. Discord takes no empty message, so it was kept from the bot.
fn is_withheld(said: &Value) -> bool {
    let Some(fields) = said.as_object() else { return false };
    let is_empty = |name: &str| fields.get(name).is_none_or(is_nothing);
    let written = fields.get("type").and_then(Value::as_u64).is_some_and(|kind| WRITTEN.contains(&kind));
    let reply = fields.get("type").and_then(Value::as_u64) == Some(19);
    let is_silent = |name: &&str| (reply && *name == "message_reference") || is_empty(name);
    written
        && fields.get("content").is_some_and(|content| content == "")
        && fields.get("author").is_some_and(|author| author.get("bot") != Some(&Value::Bool(true)))
        && CONTENT_FIELDS.iter().all(|name| is_empty(name))
        && OTHER_CONTENT.iter().all(is_silent)
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty)
}

fn text(fields: &Value, name: &str) -> Option<String> {
    fields.get(name)?.as_str().map(str::to_owned)
}

fn moment(fields: &Value, name: &str) -> Option<Timestamp> {
    Timestamp::parse_rfc3339(fields.get(name)?.as_str()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn whole() -> Value {
        json!({ "id": "5", "type": 0, "content": "hi", "timestamp": "2026-03-01T12:00:00Z", "edited_timestamp": null,
            "author": { "id": "7", "username": "alice", "global_name": "Alice" }, "member": { "nick": "Al" },
            "attachments": [{ "filename": "a.txt", "size": 3, "url": "https://x" }], "mentions": [], "embeds": [] })
    }

    #[test]
    fn any_field_may_be_missing_null_or_of_another_type() {
        let instead = MessageId::new(first_at(Timestamp::from_millis(1_772_366_400_000)));
        let strange = [json!(null), json!(7), json!("x"), json!([null, 7]), json!({ "x": [] }), json!(true)];
        for name in whole().as_object().unwrap().keys() {
            for replaced in strange.iter().cloned().map(Some).chain([None]) {
                let mut said = whole();
                match replaced {
                    Some(value) => said[name] = value,
                    None => drop(said.as_object_mut().unwrap().remove(name)),
                }
                let read = message(&said, instead);
                assert!(name == "content" || read.content == "hi", "{said}");
                assert!(name == "author" || read.author.is_some(), "{said}");
                assert!(read.raw.is_some() && read.sent_at > Timestamp::default(), "{said}");
                update(&said);
            }
        }
        for said in strange {
            assert_eq!(message(&said, instead).id, instead);
        }
    }

    #[test]
    fn people_are_called_as_the_guild_calls_them() {
        let read = message(&whole(), MessageId::new(1));
        assert_eq!((read.author_name.as_str(), read.username.as_deref()), ("Al", Some("alice")));
        let hook = json!({ "id": "5", "webhook_id": "9", "author": { "id": "9", "username": "GitHub", "bot": true } });
        let read = message(&hook, MessageId::new(1));
        assert_eq!((read.author_name.as_str(), read.username, read.by_bot), ("GitHub", None, true));
    }

    #[test]
    fn an_empty_message_of_a_members_was_kept_from_the_bot() {
        let empty =
            |kind: u64| json!({ "id": "5", "type": kind, "content": "", "author": { "id": "7" }, "embeds": [] });
        assert!(message(&empty(0), MessageId::new(1)).withheld && message(&empty(19), MessageId::new(1)).withheld);
        assert!(!message(&empty(7), MessageId::new(1)).withheld);
        let mut sticker = empty(0);
        sticker["sticker_items"] = json!([{ "name": "wave" }]);
        assert!(!message(&sticker, MessageId::new(1)).withheld && !message(&whole(), MessageId::new(1)).withheld);
    }
}
