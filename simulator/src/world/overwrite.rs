//! Overwrites: what a role or member may or may not do in a channel, and who may say so.
use serde_json::{Value, json};

use super::{GuildId, Snowflake, UserId, World};
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

impl World {
    /// Overwrites must be for a role or user (50035), and may change only bits that the actor holds (50013).
    pub(crate) fn check_overwrites(
        &self,
        guild: GuildId,
        actor: UserId,
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
            self.check_bits(guild, actor, before, overwrite)?;
        }
        Ok(())
    }

    /// As [`World::check_overwrites`], for a list that takes another's place: those that go lose the bits that they had.
    pub(crate) fn check_replaced(
        &self,
        guild: GuildId,
        actor: UserId,
        existing: &[Overwrite],
        overwrites: &[Overwrite],
    ) -> Result<(), DiscordError> {
        self.check_overwrites(guild, actor, existing, overwrites)?;
        let mut gone = existing.iter().filter(|before| overwrites.iter().all(|after| after.id != before.id));
        gone.try_for_each(|gone| self.check_bits(guild, actor, gone, &gone.emptied()))
    }

    /// Bits that differ must be held; `MANAGE_ROLES` is for administrators ("Create Guild Channel").
    pub(crate) fn check_bits(
        &self,
        guild: GuildId,
        actor: UserId,
        before: &Overwrite,
        after: &Overwrite,
    ) -> Result<(), DiscordError> {
        let held = self.base_permissions(guild, actor);
        let changed = Permissions((before.allow.0 ^ after.allow.0) | (before.deny.0 ^ after.deny.0));
        let roles = changed.contains(Permissions::MANAGE_ROLES) && !held.contains(Permissions::ADMINISTRATOR);
        if roles || !held.contains(changed & Permissions::all()) {
            return Err(DiscordError::missing_permissions());
        }
        Ok(())
    }
}
