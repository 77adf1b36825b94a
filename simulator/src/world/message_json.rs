//! Messages as bots get them: whole, or without what `MESSAGE_CONTENT` covers ("Gateway" page, "Message Content Intent").
use serde_json::{Map, Value, json};

use super::{ApplicationId, Attachment, ChannelId, Draft, Message, MessageId, World, emit::raw};
use crate::{Dispatch, Intents, clock::timestamp};

/// What a forward has of the message that it forwards.
const KEPT: [&str; 11] = [
    "type",
    "content",
    "embeds",
    "attachments",
    "timestamp",
    "edited_timestamp",
    "flags",
    "mentions",
    "mention_roles",
    "sticker_items",
    "components",
];

impl World {
    /// The message object.
    pub fn message_json(&self, message: &Message) -> Value {
        let mentions: Vec<_> = message.mentions.iter().map(|user| self.user_json(*user)).collect();
        let attachments: Vec<_> =
            message.attachments.iter().map(|file| self.attachment_json(message.channel, file)).collect();
        let mut body = json!({
            "id": message.id, "channel_id": message.channel, "type": message.kind, "content": message.content,
            "author": self.user_json(message.author), "timestamp": timestamp(message.id.made_at()),
            "edited_timestamp": message.edited.map(timestamp), "tts": message.tts, "mentions": mentions,
            "mention_roles": message.mention_roles, "mention_everyone": message.pings.everyone,
            "attachments": attachments, "embeds": message.embeds, "components": message.components,
            "pinned": message.pinned.is_some(), "flags": message.flags,
        });
        if let Value::Object(fields) = &mut body {
            self.add_optional(fields, message);
            fields.extend(message.fields.clone());
        }
        body
    }

    /// The message object as REST answers it to a bot, whose application may be without `MESSAGE_CONTENT`.
    pub fn message_json_for(&self, bot: ApplicationId, message: &Message) -> Value {
        let granted = self.applications.get(&bot).map_or(Intents::empty(), |found| found.privileged);
        if granted.contains(Intents::MESSAGE_CONTENT) {
            return self.message_json(message);
        }
        self.without_content(bot, message)
    }

    fn add_optional(&self, fields: &mut Map<String, Value>, message: &Message) {
        let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        if let Some(nonce) = &message.nonce {
            set("nonce", nonce.clone());
        }
        if let Some(application) = message.application {
            set("application_id", json!(application));
            set("webhook_id", json!(application));
        }
        if let Some(metadata) = &message.interaction_metadata {
            set("interaction_metadata", metadata.clone());
        }
        if let Some(thread) = message.thread {
            set("thread", self.channel_json(thread));
        }
        if let Some(reference) = &message.reference {
            let mut reference = reference.clone();
            if let Value::Object(fields) = &mut reference {
                fields.entry("channel_id").or_insert(json!(message.channel));
                fields.entry("type").or_insert(json!(0));
                fields.remove("fail_if_not_exists");
            }
            let forward = reference["type"] == 1;
            set("message_reference", reference);
            if forward {
                return;
            }
            let plain = self.referenced(message).map(|found| Message { reference: None, ..found.clone() });
            set("referenced_message", plain.map_or(Value::Null, |found| self.message_json(&found)));
        }
    }

    /// What a forward keeps of a message.
    pub(super) fn snapshot(&self, draft: &Draft) -> Option<Value> {
        let reference = draft.reference.as_ref().filter(|_| draft.is_forward())?;
        let id = |field: &str| reference[field].as_str()?.parse().ok();
        let message = self.message_json(self.message(id("channel_id")?, id("message_id")?)?);
        let Value::Object(mut fields) = message else { return None };
        fields.retain(|name, _| KEPT.contains(&name.as_str()));
        Some(Value::Object(fields))
    }

    /// The message that another replies to.
    fn referenced(&self, message: &Message) -> Option<&Message> {
        let id: MessageId = message.reference.as_ref()?["message_id"].as_str()?.parse().ok()?;
        self.message(message.channel, id)
    }

    /// The attachment object, with a URL that this simulator serves.
    pub fn attachment_json(&self, channel: ChannelId, file: &Attachment) -> Value {
        let url = format!("{}/attachments/{channel}/{}/{}", self.origin, file.id, file.filename);
        let mut body = json!({
            "id": file.id, "filename": file.filename, "size": file.size, "url": url, "proxy_url": url,
            "content_type": file.content_type,
        });
        if let Some(description) = &file.description {
            body["description"] = json!(description);
        }
        body
    }

    /// Tells the bots that can see the channel; those without `MESSAGE_CONTENT` get no content of others.
    pub(super) fn emit_message(&mut self, name: &'static str, channel: ChannelId, id: MessageId) {
        let recipients = self.bots_that_see(channel);
        if recipients.is_empty() {
            return;
        }
        let Some(message) = self.message(channel, id) else { return };
        // Which content of a reply a bot may see is a question for each bot; of other messages, it is one for all.
        let groups: Vec<Vec<_>> = if message.reference.is_some() {
            recipients.into_iter().map(|bot| vec![bot]).collect()
        } else {
            vec![recipients]
        };
        let dispatches = groups.into_iter().filter_map(|group| self.message_dispatch(name, message, group));
        for dispatch in dispatches.collect::<Vec<_>>() {
            self.push(dispatch);
        }
    }

    fn message_dispatch(
        &self,
        name: &'static str,
        message: &Message,
        recipients: Vec<ApplicationId>,
    ) -> Option<Dispatch> {
        let guild = self.guild_of(message.channel);
        let payload = raw(&self.with_member(message, self.message_json(message)))?;
        let stranger = recipients.iter().find(|bot| !self.sees_all(**bot, message));
        let blank = stranger.map(|bot| self.with_member(message, self.without_content(*bot, message)));
        let without_content = blank.as_ref().and_then(raw);
        let privy = recipients.iter().copied().filter(|bot| self.sees_all(*bot, message)).collect();
        let intents = self.message_intents(message.channel);
        Some(Dispatch { name, guild, intents, recipients, payload, without_content, privy })
    }

    fn with_member(&self, message: &Message, mut body: Value) -> Value {
        if let Some(guild) = self.guild_of(message.channel) {
            body["guild_id"] = json!(guild);
            let mut member = self.member_json(guild, message.author);
            if let Value::Object(fields) = &mut member {
                fields.remove("user");
            }
            body["member"] = member;
        }
        body
    }

    fn without_content(&self, bot: ApplicationId, message: &Message) -> Value {
        let mut body = self.message_json(message);
        if !self.is_privy(bot, message) {
            blank(&mut body);
        }
        if self.referenced(message).is_some_and(|referenced| !self.is_privy(bot, referenced)) {
            blank(&mut body["referenced_message"]);
        }
        body
    }

    /// Whether a bot sees the content of a message and of the one that it replies to even without the intent.
    fn sees_all(&self, bot: ApplicationId, message: &Message) -> bool {
        self.is_privy(bot, message) && self.referenced(message).is_none_or(|referenced| self.is_privy(bot, referenced))
    }

    /// Its own messages, direct messages with it, and messages that mention it.
    fn is_privy(&self, bot: ApplicationId, message: &Message) -> bool {
        self.guild_of(message.channel).is_none() || message.author == bot || message.mentions.contains(&bot)
    }
}

/// Takes away what `MESSAGE_CONTENT` covers.
fn blank(body: &mut Value) {
    body["content"] = json!("");
    for list in ["embeds", "attachments", "components"] {
        body[list] = json!([]);
    }
    if let Value::Object(fields) = body {
        fields.remove("poll");
        fields.remove("message_snapshots");
    }
}
