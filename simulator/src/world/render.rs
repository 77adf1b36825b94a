//! Objects as bots get them: guilds and interactions.
use serde_json::{Value, json};

use super::{ApplicationId, ChannelId, GuildId, InteractionId, NewInteraction, World};
use crate::clock::timestamp;

impl World {
    /// The guild object without members and channels.
    pub fn guild_json(&self, id: GuildId) -> Value {
        let Some(guild) = self.guilds.get(&id) else { return Value::Null };
        let roles: Vec<_> = guild.roles.values().map(super::Role::json).collect();
        let emojis: Vec<_> = guild.emojis.iter().map(super::Emoji::json).collect();
        let mut body = json!({
            "id": id, "name": guild.name, "owner_id": guild.owner, "roles": roles, "preferred_locale": guild.locale,
            "icon": null, "icon_hash": null, "splash": null, "discovery_splash": null, "banner": null,
            "description": null, "region": "us-west", "home_header": null, "vanity_url_code": null,
            "afk_channel_id": null, "afk_timeout": 300, "system_channel_id": null, "system_channel_flags": 0,
        });
        let rest = json!({
            "widget_enabled": false, "widget_channel_id": null, "verification_level": 0,
            "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0,
            "nsfw": false, "emojis": emojis, "stickers": [], "features": [], "application_id": null,
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
