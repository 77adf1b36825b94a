//! Messages that are more than text: replies, forwards, stickers, polls, embeds, notices, and any that a test gives.
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{MessageHandle, possible};
use crate::{
    ChannelHandle, Member, Shared,
    world::{Draft, IS_COMPONENTS_V2, Message},
};

impl Member {
    /// Replies to a message, in its channel.
    pub async fn replies(&self, to: &MessageHandle, text: &str) -> MessageHandle {
        let reference = Some(json!({ "message_id": to.id, "channel_id": to.channel }));
        let channel = to.channel();
        possible(self.tries_to_say(&channel, Draft { reference, ..Draft::text(text) }).await, &self.name)
    }

    /// Forwards a message into a channel.
    pub async fn forwards(&self, message: &MessageHandle, channel: &ChannelHandle) -> MessageHandle {
        let reference = Some(json!({ "type": 1, "message_id": message.id, "channel_id": message.channel }));
        possible(self.tries_to_say(channel, Draft { reference, ..Draft::default() }).await, &self.name)
    }

    /// Sends a sticker of this name.
    pub async fn sends_sticker(&self, channel: &ChannelHandle, name: &str) -> MessageHandle {
        let id = self.shared.change(crate::world::World::next_old_id);
        self.sends(channel, json!({ "sticker_items": [{ "id": id, "name": name, "format_type": 1 }] })).await
    }

    /// Starts a poll.
    pub async fn starts_poll(&self, channel: &ChannelHandle, question: &str, answers: &[&str]) -> MessageHandle {
        let answers = answers.iter().zip(1..);
        let answers: Vec<_> =
            answers.map(|(text, id)| json!({ "answer_id": id, "poll_media": { "text": text } })).collect();
        let poll = json!({
            "question": { "text": question }, "answers": answers, "expiry": null, "allow_multiselect": false,
            "layout_type": 1, "results": { "is_finalized": false, "answer_counts": [] },
        });
        self.sends(channel, json!({ "poll": poll })).await
    }

    /// Sends embeds and nothing else. Only bots and links do that, but it comes in their name all the same.
    pub async fn sends_embeds(&self, channel: &ChannelHandle, embeds: Vec<Value>) -> MessageHandle {
        possible(self.tries_to_say(channel, Draft { embeds, ..Draft::default() }).await, &self.name)
    }

    /// Sends a message that consists of components (version 2).
    pub async fn sends_components(&self, channel: &ChannelHandle, components: Vec<Value>) -> MessageHandle {
        let draft = Draft { components, flags: IS_COMPONENTS_V2, ..Draft::default() };
        possible(self.tries_to_say(channel, draft).await, &self.name)
    }

    /// Causes a notice of this type: 1 somebody joined a thread, 6 a pin, 7 somebody joined the guild, 8 a boost …
    pub async fn causes_notice(&self, channel: &ChannelHandle, kind: u8) -> MessageHandle {
        self.sends(channel, json!({ "type": kind })).await
    }

    /// Sends a message with these fields in place of those that it would have, however odd they are.
    pub async fn sends(&self, channel: &ChannelHandle, fields: Value) -> MessageHandle {
        possible(self.tries_to_say(channel, Draft { fields: object(fields), ..Draft::default() }).await, &self.name)
    }
}

impl MessageHandle {
    /// Discord adds the preview of a link, as it does some time after a message was sent: an update, and no edit.
    pub fn gets_preview(&self, embed: Value) {
        self.change(|message| message.embeds.push(embed));
    }

    /// The message gets these fields in place of those that it has, however odd they are: an update, and no edit.
    pub fn becomes(&self, fields: Value) {
        self.change(|message| message.fields.extend(object(fields)));
    }

    fn change(&self, change: impl FnOnce(&mut Message)) {
        let shared: &Arc<Shared> = &self.shared;
        shared.change(|world| world.update_message(self.channel, self.id, change));
    }
}

fn object(fields: Value) -> Map<String, Value> {
    if let Value::Object(fields) = fields { fields } else { Map::new() }
}
