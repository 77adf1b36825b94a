//! Gateway intents, by bit as in Discord's "Gateway" page.
use std::ops::BitOr;

/// A set of intents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Intents(pub u64);

impl Intents {
    /// Guilds, channels, roles, threads.
    pub const GUILDS: Self = Self(1);
    /// Members; privileged.
    pub const GUILD_MEMBERS: Self = Self(1 << 1);
    /// Bans and audit-log entries.
    pub const GUILD_MODERATION: Self = Self(1 << 2);
    /// Emoji and stickers.
    pub const GUILD_EXPRESSIONS: Self = Self(1 << 3);
    /// Webhooks.
    pub const GUILD_WEBHOOKS: Self = Self(1 << 5);
    /// Presences; privileged.
    pub const GUILD_PRESENCES: Self = Self(1 << 8);
    /// Messages in guilds.
    pub const GUILD_MESSAGES: Self = Self(1 << 9);
    /// Reactions in guilds.
    pub const GUILD_MESSAGE_REACTIONS: Self = Self(1 << 10);
    /// Typing in guilds.
    pub const GUILD_MESSAGE_TYPING: Self = Self(1 << 11);
    /// Messages in DMs.
    pub const DIRECT_MESSAGES: Self = Self(1 << 12);
    /// Typing in DMs.
    pub const DIRECT_MESSAGE_TYPING: Self = Self(1 << 14);
    /// What others wrote; privileged.
    pub const MESSAGE_CONTENT: Self = Self(1 << 15);
    /// All that an application must be granted.
    pub const PRIVILEGED: Self = Self(Self::GUILD_MEMBERS.0 | Self::GUILD_PRESENCES.0 | Self::MESSAGE_CONTENT.0);

    /// None.
    pub const fn empty() -> Self {
        Self(0)
    }

    /// Whether all of `other` are in this set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` is in this set.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for Intents {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
