//! Objects as bots get them: guilds, messages, interactions.
use serde_json::{Map, Value, json};

use super::{
    ApplicationId, Attachment, ChannelId, GuildId, InteractionId, Message, MessageId, NewInteraction, World, emit::raw,
};
use crate::{Dispatch, clock::timestamp};

impl World {
    /// The guild object without members and channels.
    pub fn guild_json(&self, id: GuildId) -> Value {
        let Some(guild) = self.guilds.get(&id) else { return Value::Null };
        let roles: Vec<_> = guild.roles.values().map(super::Role::json).collect();
        let mut body = json!({
            "id": id, "name": guild.name, "owner_id": guild.owner, "roles": roles, "preferred_locale": guild.locale,
            "icon": null, "icon_hash": null, "splash": null, "discovery_splash": null, "banner": null,
            "description": null, "region": "us-west", "home_header": null, "vanity_url_code": null,
            "afk_channel_id": null, "afk_timeout": 300, "system_channel_id": null, "system_channel_flags": 0,
        });
        let rest = json!({
            "widget_enabled": false, "widget_channel_id": null, "verification_level": 0,
            "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0,
            "nsfw": false, "emojis": [], "stickers": [], "features": [], "application_id": null,
            "rules_channel_id": null, "public_updates_channel_id": null, "safety_alerts_channel_id": null,
            "max_presences": null, "max_members": 500_000, "max_video_channel_users": 25,
            "max_stage_video_channel_users": 50, "premium_tier": 0, "premium_subscription_count": 0,
            "premium_progress_bar_enabled": false, "hub_type": null, "incidents_data": null, "inventory_settings": null,
            "owner_configured_content_level": null,
        });
        merge(&mut body, rest);
        body
    }

    /// `d` of `GUILD_CREATE`: the guild with channels, visible threads, and the bot as its only member.
    pub fn guild_create_json(&self, id: GuildId, bot: ApplicationId) -> Value {
        let Some(guild) = self.guilds.get(&id) else { return Value::Null };
        let channels: Vec<_> = guild.channels.iter().map(|channel| self.without_guild(*channel)).collect();
        let threads: Vec<_> = guild
            .threads
            .iter()
            .filter(|thread| self.permissions_in(**thread, bot) != crate::Permissions::empty())
            .filter(|thread| {
                self.channels.get(thread).and_then(|thread| thread.thread.as_ref()).is_some_and(|state| !state.archived)
            })
            .map(|thread| self.channel_json(*thread))
            .collect();
        let joined = guild.members.get(&bot).map_or(0, |member| member.joined);
        let extra = json!({
            "joined_at": timestamp(joined), "large": guild.members.len() > 250, "unavailable": false,
            "member_count": guild.members.len(), "voice_states": [], "members": [self.member_json(id, bot)],
            "channels": channels, "threads": threads, "presences": [], "stage_instances": [],
            "guild_scheduled_events": [], "soundboard_sounds": [],
        });
        let mut body = self.guild_json(id);
        merge(&mut body, extra);
        body
    }

    fn without_guild(&self, channel: ChannelId) -> Value {
        let mut body = self.channel_json(channel);
        if let Value::Object(fields) = &mut body {
            fields.remove("guild_id");
        }
        body
    }

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
        }
        body
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
            reference["channel_id"] = json!(message.channel);
            if let Value::Object(fields) = &mut reference {
                fields.entry("type").or_insert(json!(0));
                fields.remove("fail_if_not_exists");
            }
            let target = reference["message_id"].as_str().and_then(|id| id.parse().ok());
            let target: Option<MessageId> = target;
            let referenced = target.and_then(|id| self.message(message.channel, id));
            set("message_reference", reference);
            let plain = referenced.map(|found| Message { reference: None, ..found.clone() });
            set("referenced_message", plain.map_or(Value::Null, |found| self.message_json(&found)));
        }
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
        let guild = self.guild_of(channel);
        let mut body = self.message_json(message);
        if let Some(guild) = guild {
            body["guild_id"] = json!(guild);
            let mut member = self.member_json(guild, message.author);
            if let Value::Object(fields) = &mut member {
                fields.remove("user");
            }
            body["member"] = member;
        }
        let mut privy = message.mentions.clone();
        privy.push(message.author);
        let Some(payload) = raw(&body) else { return };
        let everybody = guild.is_none() || recipients.iter().all(|bot| privy.contains(bot));
        let without_content = if everybody { None } else { raw(&blanked(body)) };
        let intents = self.message_intents(channel);
        self.push(Dispatch { name, guild, intents, recipients, payload, without_content, privy });
    }

    /// `d` of `INTERACTION_CREATE`, which is also the body of an interaction over HTTP.
    pub(super) fn interaction_json(&self, id: InteractionId, token: &str, new: NewInteraction) -> Value {
        let guild = self.guild_of(new.channel);
        let locale = self.users.get(&new.user).map_or("en-US", |user| user.locale.as_str());
        let permissions = |user| self.permissions_in(new.channel, user).0.to_string();
        let mut body = json!({
            "id": id, "application_id": new.application, "type": new.kind as u8, "token": token,
            "version": 1, "channel_id": new.channel, "channel": self.channel_json(new.channel), "locale": locale,
            "app_permissions": permissions(new.application), "entitlements": [], "attachment_size_limit": 10_485_760,
            "entitlement_sku_ids": [],
            "context": u8::from(guild.is_none()),
            "authorizing_integration_owners": { "0": guild.unwrap_or_default() },
        });
        body["channel"]["permissions"] = json!(permissions(new.user));
        if let Some(guild) = guild {
            let home = self.guilds.get(&guild).map_or("en-US", |guild| guild.locale.as_str());
            body["guild"] = json!({ "id": guild, "locale": home, "features": [] });
            body["guild_id"] = json!(guild);
            body["guild_locale"] = json!(home);
            body["member"] = self.member_json(guild, new.user);
            body["member"]["permissions"] = json!(permissions(new.user));
        } else {
            body["user"] = self.user_json(new.user);
        }
        if let Some(message) = new.message.and_then(|message| self.message(new.channel, message)) {
            body["message"] = self.message_json(message);
        }
        body["data"] = new.data;
        body
    }
}

/// Adds an object's fields to another's: `json!` takes only so many at once.
pub(super) fn merge(body: &mut Value, more: Value) {
    if let (Value::Object(body), Value::Object(more)) = (body, more) {
        body.extend(more);
    }
}

/// A message without what `MESSAGE_CONTENT` covers.
fn blanked(mut body: Value) -> Value {
    body["content"] = json!("");
    for list in ["embeds", "attachments", "components"] {
        body[list] = json!([]);
    }
    body
}
