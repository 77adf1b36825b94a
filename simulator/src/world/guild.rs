//! Guilds, their roles and members.
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    ApplicationId, AuditEntry, ChannelId, ChannelKind, Emoji, GuildId, NewChannel, RoleId, Snowflake, UserId, World,
};
use crate::{Intents, Millis, Permissions, clock::timestamp};

/// The largest file of a guild without boosts.
const LARGEST_FILE: usize = 10 * 1024 * 1024;

/// A guild.
#[derive(Debug, Clone)]
pub struct Guild {
    /// The id.
    pub id: GuildId,
    /// The name.
    pub name: String,
    /// Who may do everything.
    pub owner: UserId,
    /// The guild's language.
    pub locale: String,
    /// Roles by id, @everyone among them.
    pub roles: BTreeMap<RoleId, Role>,
    /// Members by user id, bots among them.
    pub members: BTreeMap<UserId, Membership>,
    /// Its channels, without threads.
    pub channels: Vec<ChannelId>,
    /// Its threads, archived ones among them.
    pub threads: Vec<ChannelId>,
    /// The audit log, oldest first.
    pub audit: Vec<AuditEntry>,
    /// How many active threads it may have.
    pub thread_limit: usize,
    /// Its own emoji.
    pub emojis: Vec<Emoji>,
    /// The largest file of a message, in bytes. Boosts raise it.
    pub largest_file: usize,
}

/// A role.
#[derive(Debug, Clone)]
pub struct Role {
    /// The id.
    pub id: RoleId,
    /// The name.
    pub name: String,
    /// What it gives.
    pub permissions: Permissions,
    /// Higher is mightier; @everyone is 0.
    pub position: u32,
    /// Whether anybody may ping it.
    pub mentionable: bool,
    /// The bot whose role it is.
    pub bot: Option<ApplicationId>,
    /// The integration whose role it is, other than a bot.
    pub integration: Option<Snowflake>,
}

/// A user in a guild.
#[derive(Debug, Clone)]
pub struct Membership {
    /// The user.
    pub user: UserId,
    /// A name of their own here.
    pub nick: Option<String>,
    /// Roles, without @everyone.
    pub roles: Vec<RoleId>,
    /// Since when.
    pub joined: Millis,
}

impl Role {
    /// The role object.
    pub fn json(&self) -> Value {
        let mut role = json!({
            "id": self.id, "name": self.name, "permissions": self.permissions.0.to_string(), "description": null,
            "position": self.position, "color": 0, "hoist": false, "managed": self.is_managed(), "icon": null,
            "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
            "mentionable": self.mentionable, "unicode_emoji": null, "flags": 0,
        });
        if let Some(bot) = self.bot {
            role["tags"] = json!({ "bot_id": bot });
        } else if let Some(integration) = self.integration {
            role["tags"] = json!({ "integration_id": integration });
        }
        role
    }

    /// Whether a bot or another integration has it, so that nobody can give or delete it.
    pub fn is_managed(&self) -> bool {
        self.bot.is_some() || self.integration.is_some()
    }
}

impl World {
    /// A new guild with its owner, without channels and bots.
    pub fn create_guild(&mut self, name: &str) -> GuildId {
        let owner = self.create_user(&format!("{}-owner", name.to_lowercase()));
        let id = self.next_old_id();
        let everyone = Role {
            id,
            name: "@everyone".to_owned(),
            permissions: Permissions::EVERYONE,
            position: 0,
            mentionable: false,
            bot: None,
            integration: None,
        };
        let guild = Guild {
            id,
            name: name.to_owned(),
            owner,
            locale: "en-US".to_owned(),
            roles: BTreeMap::from([(id, everyone)]),
            members: BTreeMap::new(),
            channels: Vec::new(),
            threads: Vec::new(),
            audit: Vec::new(),
            thread_limit: 1000,
            emojis: Vec::new(),
            largest_file: LARGEST_FILE,
        };
        self.guilds.insert(id, guild);
        self.add_member(id, owner);
        id
    }

    /// Makes a user a member (once) and tells bots with `GUILD_MEMBERS`.
    pub fn add_member(&mut self, guild: GuildId, user: UserId) {
        let joined = self.now();
        let Some(found) = self.guilds.get_mut(&guild) else { return };
        if found.members.contains_key(&user) {
            return;
        }
        found.members.insert(user, Membership { user, nick: None, roles: Vec::new(), joined });
        let mut payload = self.member_json(guild, user);
        payload["guild_id"] = json!(guild);
        self.emit_guild("GUILD_MEMBER_ADD", guild, Intents::GUILD_MEMBERS, &payload);
    }

    /// Removes a member; a bot that is removed gets `GUILD_DELETE`.
    pub fn remove_member(&mut self, guild: GuildId, user: UserId) -> bool {
        let Some(found) = self.guilds.get_mut(&guild) else { return false };
        if found.members.remove(&user).is_none() {
            return false;
        }
        found.roles.retain(|_, role| role.bot != Some(user));
        if self.applications.contains_key(&user) {
            self.emit_bot("GUILD_DELETE", user, Some(guild), Intents::GUILDS, &json!({ "id": guild }));
        }
        let payload = json!({ "guild_id": guild, "user": self.user_json(user) });
        self.emit_guild("GUILD_MEMBER_REMOVE", guild, Intents::GUILD_MEMBERS, &payload);
        true
    }

    /// Adds a bot with a managed role that has these permissions. It gets `GUILD_CREATE`.
    pub fn invite(&mut self, guild: GuildId, application: ApplicationId, permissions: Permissions) {
        let name = self.users.get(&application).map_or_else(String::new, |user| user.name.clone());
        let role = self.create_role(guild, &name, permissions);
        if let Some(role) = self.role_mut(guild, role) {
            role.bot = Some(application);
        }
        self.add_member(guild, application);
        if let Some(member) = self.member_mut(guild, application) {
            member.roles.push(role);
        }
        let payload = self.guild_create_json(guild, application);
        self.emit_bot("GUILD_CREATE", application, Some(guild), Intents::GUILDS, &payload);
    }

    /// A new role above all others.
    pub fn create_role(&mut self, guild: GuildId, name: &str, permissions: Permissions) -> RoleId {
        let id = self.next_old_id();
        let Some(found) = self.guilds.get_mut(&guild) else { return id };
        let position = found.roles.values().map(|role| role.position + 1).max().unwrap_or(0);
        let role =
            Role { id, name: name.to_owned(), permissions, position, mentionable: false, bot: None, integration: None };
        let payload = json!({ "guild_id": guild, "role": role.json() });
        found.roles.insert(id, role);
        self.emit_guild("GUILD_ROLE_CREATE", guild, Intents::GUILDS, &payload);
        id
    }

    /// Puts a role below all others but @everyone, which is where Discord puts those that bots make.
    pub fn lower_role(&mut self, guild: GuildId, role: RoleId) {
        let roles = self.guilds.get_mut(&guild).map(|guild| guild.roles.values_mut()).into_iter().flatten();
        for other in roles.filter(|other| other.id != guild) {
            other.position = if other.id == role { 1 } else { other.position + 1 };
        }
    }

    /// Changes a role and tells the bots.
    pub fn edit_role(&mut self, guild: GuildId, role: RoleId, change: impl FnOnce(&mut Role)) -> Option<Value> {
        let found = self.role_mut(guild, role)?;
        change(found);
        let rendered = found.json();
        let payload = json!({ "guild_id": guild, "role": rendered });
        self.emit_guild("GUILD_ROLE_UPDATE", guild, Intents::GUILDS, &payload);
        Some(rendered)
    }

    /// Deletes a role and takes it from everybody, and from overwrites.
    pub fn delete_role(&mut self, guild: GuildId, role: RoleId) -> bool {
        let Some(found) = self.guilds.get_mut(&guild) else { return false };
        if found.roles.remove(&role).is_none() {
            return false;
        }
        for member in found.members.values_mut() {
            member.roles.retain(|other| *other != role);
        }
        for channel in &found.channels {
            if let Some(channel) = self.channels.get_mut(channel) {
                channel.overwrites.retain(|overwrite| overwrite.id != role);
            }
        }
        let payload = json!({ "guild_id": guild, "role_id": role });
        self.emit_guild("GUILD_ROLE_DELETE", guild, Intents::GUILDS, &payload);
        true
    }

    /// Changes a member and tells bots with `GUILD_MEMBERS`, and the member itself if it is a bot.
    pub fn edit_member(&mut self, guild: GuildId, user: UserId, change: impl FnOnce(&mut Membership)) -> bool {
        let Some(member) = self.member_mut(guild, user) else { return false };
        change(member);
        let mut payload = self.member_json(guild, user);
        payload["guild_id"] = json!(guild);
        self.emit_guild("GUILD_MEMBER_UPDATE", guild, Intents::GUILD_MEMBERS, &payload);
        true
    }

    /// A channel made by the owner, past all limits and rules.
    pub fn set_up_channel(&mut self, guild: GuildId, name: &str, kind: ChannelKind) -> ChannelId {
        self.insert_channel(guild, NewChannel { name: name.to_owned(), kind, ..NewChannel::default() })
    }

    /// The member object; the roles of somebody who has left are gone.
    pub fn member_json(&self, guild: GuildId, user: UserId) -> Value {
        let member = self.guilds.get(&guild).and_then(|guild| guild.members.get(&user));
        let roles: &[Snowflake] = member.map_or(&[], |member| &member.roles);
        json!({
            "user": self.user_json(user), "nick": member.and_then(|member| member.nick.as_deref()), "avatar": null,
            "banner": null, "roles": roles, "joined_at": timestamp(member.map_or(0, |member| member.joined)),
            "premium_since": null, "deaf": false, "mute": false, "flags": 0, "pending": false,
            "communication_disabled_until": null, "avatar_decoration_data": null, "collectibles": null,
        })
    }

    /// The guilds that a user is in, in no order.
    pub fn guilds_of(&self, user: UserId) -> impl Iterator<Item = &Guild> {
        self.guilds.values().filter(move |guild| guild.members.contains_key(&user))
    }

    /// The members of a guild whose name begins with this, whatever the case; by id.
    pub fn members_named(&self, guild: GuildId, prefix: &str) -> impl Iterator<Item = UserId> {
        let prefix = prefix.to_lowercase();
        let members = self.guilds.get(&guild).map(|guild| guild.members.keys()).into_iter().flatten().copied();
        members.filter(move |id| self.users.get(id).is_some_and(|user| user.name.to_lowercase().starts_with(&prefix)))
    }

    fn role_mut(&mut self, guild: GuildId, role: RoleId) -> Option<&mut Role> {
        self.guilds.get_mut(&guild)?.roles.get_mut(&role)
    }

    fn member_mut(&mut self, guild: GuildId, user: UserId) -> Option<&mut Membership> {
        self.guilds.get_mut(&guild)?.members.get_mut(&user)
    }
}
