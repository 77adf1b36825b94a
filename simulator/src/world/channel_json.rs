//! Channels as bots get them.
use serde_json::{Value, json};

use super::{Channel, ChannelId, Overwrite, ThreadState, World};
use crate::clock::timestamp;

impl World {
    /// The channel object.
    pub fn channel_json(&self, id: ChannelId) -> Value {
        let Some(channel) = self.channels.get(&id) else { return Value::Null };
        let last_pin = channel.last_pin.map(timestamp);
        let Some(guild) = channel.guild else {
            let others = channel.recipients.iter().filter(|user| !self.applications.contains_key(user));
            let others: Vec<_> = others.map(|user| self.user_json(*user)).collect();
            return json!({ "id": id, "type": channel.kind, "last_message_id": channel.last_message, "flags": 0,
                "recipients": others, "last_pin_timestamp": last_pin });
        };
        let mut body = json!({
            "id": id, "type": channel.kind, "guild_id": guild, "name": channel.name, "parent_id": channel.parent,
            "last_message_id": channel.last_message, "last_pin_timestamp": last_pin, "flags": 0,
            "rate_limit_per_user": channel.slow_mode,
        });
        if let Some(thread) = &channel.thread {
            self.add_thread(&mut body, channel, thread);
        } else {
            let overwrites: Vec<_> = channel.overwrites.iter().map(Overwrite::json).collect();
            body["permission_overwrites"] = Value::Array(overwrites);
            body["position"] = json!(channel.position);
            body["topic"] = json!(channel.topic);
            body["nsfw"] = json!(channel.nsfw);
        }
        body
    }

    fn add_thread(&self, body: &mut Value, channel: &Channel, thread: &ThreadState) {
        let messages = self.messages.get(&channel.id).map_or(0, std::collections::BTreeMap::len);
        body["owner_id"] = json!(thread.owner);
        body["member_count"] = json!(thread.members.len());
        body["message_count"] = json!(messages);
        body["total_message_sent"] = json!(messages);
        body["thread_metadata"] = json!({
            "archived": thread.archived, "locked": thread.locked, "auto_archive_duration": thread.auto_archive,
            "archive_timestamp": timestamp(thread.archived_changed), "create_timestamp": timestamp(thread.created),
            "invitable": thread.invitable,
        });
    }
}
