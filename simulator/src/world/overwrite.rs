//! Overwrites: what a role or member may or may not do in a channel, and who may say so.
use serde_json::{Value, json};

use super::{Channel, GuildId, Snowflake, UserId, World};
use crate::{DiscordError, FormErrors, Permissions};

/// Whom an overwrite is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverwriteKind {
    /// A role (0).
    Role,
    /// A member (1).
    Member,
}

/// What a role or member may or may not do in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overwrite {
    /// The role's or user's id.
    pub id: Snowflake,
    /// Which of the two.
    pub kind: OverwriteKind,
    /// Given here.
    pub allow: Permissions,
    /// Taken here.
    pub deny: Permissions,
}

impl Overwrite {
    /// One for the same role or member that changes nothing.
    pub(crate) fn emptied(self) -> Self {
        Self { allow: Permissions::empty(), deny: Permissions::empty(), ..self }
    }

    /// The overwrite object.
    pub fn json(&self) -> Value {
        let kind = u8::from(self.kind == OverwriteKind::Member);
        json!({ "id": self.id, "type": kind, "allow": self.allow.0.to_string(), "deny": self.deny.0.to_string() })
    }
}

/// What somebody may allow or deny in overwrites.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settable {
    held: Permissions,
    /// Whether `MANAGE_ROLES` is among it.
    roles: bool,
}

impl Settable {
    /// Bits that differ must be among it (50013).
    pub(crate) fn check(self, before: &Overwrite, after: &Overwrite) -> Result<(), DiscordError> {
        let changed = Permissions((before.allow.0 ^ after.allow.0) | (before.deny.0 ^ after.deny.0));
        let roles = changed.contains(Permissions::MANAGE_ROLES) && !self.roles;
        if roles || !self.held.contains(changed & Permissions::all()) {
            return Err(DiscordError::missing_permissions());
        }
        Ok(())
    }
}

impl World {
    /// What somebody may set in a channel to be: what they hold in the guild, and `MANAGE_ROLES` as administrators
    /// ("Create Guild Channel").
    pub(crate) fn settable_in_guild(&self, guild: GuildId, actor: UserId) -> Settable {
        let held = self.base_permissions(guild, actor);
        Settable { held, roles: held.contains(Permissions::ADMINISTRATOR) }
    }

    /// What somebody may set in a channel: what they hold in its category, or in the guild if it is in none; anything
    /// where an overwrite of the channel gives them `MANAGE_ROLES` ("Edit Channel Permissions").
    pub(crate) fn settable_in(&self, guild: GuildId, channel: &Channel, actor: UserId) -> Settable {
        if self.is_given(guild, channel, actor, Permissions::MANAGE_ROLES) {
            return Settable { held: Permissions::all(), roles: true };
        }
        let in_guild = self.settable_in_guild(guild, actor);
        let Some(category) = channel.parent else { return in_guild };
        Settable { held: self.permissions_in(category, actor), ..in_guild }
    }

    /// Whether an overwrite of the channel allows somebody this, by themselves or by one of their roles.
    fn is_given(&self, guild: GuildId, channel: &Channel, actor: UserId, wanted: Permissions) -> bool {
        let member = self.guilds.get(&guild).and_then(|guild| guild.members.get(&actor));
        let mut given = channel.overwrites.iter().filter(|overwrite| overwrite.allow.contains(wanted));
        given
            .any(|overwrite| overwrite.id == actor || member.is_some_and(|member| member.roles.contains(&overwrite.id)))
    }

    /// Overwrites must be for a role or user (50035), and may change only bits that may be set (50013).
    pub(crate) fn check_overwrites(
        &self,
        guild: GuildId,
        settable: Settable,
        existing: &[Overwrite],
        overwrites: &[Overwrite],
    ) -> Result<(), DiscordError> {
        for (index, overwrite) in overwrites.iter().enumerate() {
            let known = match overwrite.kind {
                OverwriteKind::Role => {
                    self.guilds.get(&guild).is_some_and(|guild| guild.roles.contains_key(&overwrite.id))
                }
                OverwriteKind::Member => self.users.contains_key(&overwrite.id),
            };
            if !known {
                let path = format!("permission_overwrites.{index}");
                return Err(FormErrors::one(
                    &path,
                    "CHANNEL_OVERWRITE_INVALID",
                    "Overwrite of an unknown role or user",
                ));
            }
            let nothing = overwrite.emptied();
            let before = existing.iter().find(|other| other.id == overwrite.id).unwrap_or(&nothing);
            settable.check(before, overwrite)?;
        }
        Ok(())
    }

    /// As [`World::check_overwrites`], for a list that takes another's place: those that go lose the bits that they had.
    pub(crate) fn check_replaced(
        &self,
        guild: GuildId,
        settable: Settable,
        existing: &[Overwrite],
        overwrites: &[Overwrite],
    ) -> Result<(), DiscordError> {
        self.check_overwrites(guild, settable, existing, overwrites)?;
        let mut gone = existing.iter().filter(|before| overwrites.iter().all(|after| after.id != before.id));
        gone.try_for_each(|gone| settable.check(gone, &gone.emptied()))
    }
}
