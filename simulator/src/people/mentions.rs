//! Whom and what texts mean in a guild, and the objects that bots get with them.
use serde_json::{Map, Value, json};

use super::slash::{Mentions, Reference};
use crate::world::{ChannelId, GuildId, Snowflake, UserId, World};

/// Where an interaction happens and by whom: what decides which names are known, and what may be done.
pub(super) struct Scene<'world> {
    pub(super) world: &'world World,
    pub(super) guild: GuildId,
    pub(super) channel: ChannelId,
    pub(super) user: UserId,
}

impl Mentions for Scene<'_> {
    fn user(&self, text: &str) -> Option<String> {
        let guild = self.world.guilds.get(&self.guild)?;
        let name = bare(text, &["<@!", "<@", "@"]);
        if let Some(id) = name.parse::<UserId>().ok().filter(|id| self.world.users.contains_key(id)) {
            return Some(id.to_string());
        }
        let named = |id: &&UserId| {
            let nick = guild.members.get(id).and_then(|member| member.nick.as_deref());
            nick == Some(name) || self.world.users.get(id).is_some_and(|user| user.name == name)
        };
        guild.members.keys().find(named).map(ToString::to_string)
    }

    fn role(&self, text: &str) -> Option<String> {
        let roles = &self.world.guilds.get(&self.guild)?.roles;
        let name = bare(text, &["<@&", "@"]);
        if let Some(id) = name.parse::<Snowflake>().ok().filter(|id| roles.contains_key(id)) {
            return Some(id.to_string());
        }
        roles.values().find(|role| bare(&role.name, &["@"]) == name).map(|role| role.id.to_string())
    }

    fn channel(&self, text: &str) -> Option<(String, u64)> {
        let guild = self.world.guilds.get(&self.guild)?;
        let name = bare(text, &["<#", "#"]);
        let id: Option<ChannelId> = name.parse().ok();
        let mut all = guild.channels.iter().chain(&guild.threads).filter_map(|id| self.world.channels.get(id));
        let found = all.find(|channel| Some(channel.id) == id || channel.name == name)?;
        Some((found.id.to_string(), u64::from(found.kind.0)))
    }
}

/// Without the signs of a mention.
fn bare<'text>(text: &'text str, signs: &[&str]) -> &'text str {
    let text = text.trim();
    let rest = signs.iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(text);
    rest.strip_suffix('>').unwrap_or(rest)
}

impl Scene<'_> {
    /// `resolved`: the objects behind ids.
    pub(super) fn resolved(&self, references: &[Reference]) -> Value {
        let mut resolved = Map::new();
        let mut put = |kind: &str, id: &str, object: Value| {
            resolved.entry(kind).or_insert_with(|| json!({}))[id] = object;
        };
        for reference in references {
            match reference {
                Reference::User(id) => {
                    let Ok(user) = id.parse() else { continue };
                    put("users", id, self.world.user_json(user));
                    if self.world.is_member(self.guild, user) {
                        put("members", id, self.partial_member(user));
                    }
                }
                Reference::Role(id) => {
                    let role =
                        id.parse().ok().and_then(|id: Snowflake| self.world.guilds.get(&self.guild)?.roles.get(&id));
                    put("roles", id, role.map_or(Value::Null, crate::world::Role::json));
                }
                Reference::Channel(id) => {
                    let Ok(found) = id.parse() else { continue };
                    put("channels", id, self.partial_channel(found));
                }
            }
        }
        Value::Object(resolved)
    }

    /// A member without what Discord leaves out of `resolved`, with their permissions in this channel.
    fn partial_member(&self, user: UserId) -> Value {
        let mut member = self.world.member_json(self.guild, user);
        if let Value::Object(fields) = &mut member {
            for left_out in ["user", "deaf", "mute"] {
                fields.remove(left_out);
            }
        }
        member["permissions"] = json!(self.world.permissions_in(self.channel, user).0.to_string());
        member
    }

    /// A channel without overwrites, with what this person may do there.
    fn partial_channel(&self, id: ChannelId) -> Value {
        let mut channel = self.world.channel_json(id);
        if let Value::Object(fields) = &mut channel {
            fields.remove("permission_overwrites");
        }
        channel["permissions"] = json!(self.world.permissions_in(id, self.user).0.to_string());
        channel
    }
}
