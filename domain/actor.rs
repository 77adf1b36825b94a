//! Who acts, and through which door they came.

use serde::{Deserialize, Serialize};

use crate::ids::{InteractionId, RoleId, UserId};

/// Somebody who acts on a guild's tickets, as Discord described them in the interaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The user.
    pub user: UserId,
    /// Their username, for channel names and transcripts.
    pub name: String,
    /// Their roles in this guild.
    pub roles: Vec<RoleId>,
    /// Whether they hold Manage Server or Administrator here.
    pub is_admin: bool,
    /// Their language, as Discord names it: `en-US`, `de`.
    pub locale: String,
    /// Through which door they came.
    pub door: Door,
    /// The interaction that they act by: what makes a redelivered one a no-op.
    pub interaction: InteractionId,
}

/// A way into the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// A slash command.
    Command,
    /// A button, a select menu or a form.
    Component,
    /// Discord told us that something had happened: a channel is gone, a member left.
    Gateway,
}
