//! Permissions by bit, and Discord's algorithm for what a member may do ("Permissions" page).
use std::ops::{BitAnd, BitOr, Not};

use crate::world::{Overwrite, OverwriteKind, Snowflake};

/// A set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Permissions(pub u64);

macro_rules! permissions {
    ($($name:ident = $bit:literal, $doc:literal;)*) => {
        impl Permissions {
            $(#[doc = $doc] pub const $name: Self = Self(1 << $bit);)*
        }
    };
}

permissions! {
    CREATE_INSTANT_INVITE = 0, "Create invites.";
    KICK_MEMBERS = 1, "Kick members.";
    BAN_MEMBERS = 2, "Ban members.";
    ADMINISTRATOR = 3, "Everything, past every overwrite.";
    MANAGE_CHANNELS = 4, "Create, edit and delete channels.";
    MANAGE_GUILD = 5, "Edit the guild.";
    ADD_REACTIONS = 6, "React first.";
    VIEW_AUDIT_LOG = 7, "Read the audit log.";
    VIEW_CHANNEL = 10, "See a channel.";
    SEND_MESSAGES = 11, "Write in a channel.";
    SEND_TTS_MESSAGES = 12, "Have messages spoken.";
    MANAGE_MESSAGES = 13, "Delete others' messages.";
    EMBED_LINKS = 14, "Embeds.";
    ATTACH_FILES = 15, "Files.";
    READ_MESSAGE_HISTORY = 16, "Read what was written earlier.";
    MENTION_EVERYONE = 17, "Ping everyone and any role.";
    USE_EXTERNAL_EMOJIS = 18, "Emoji of other guilds.";
    CONNECT = 20, "Join voice.";
    MUTE_MEMBERS = 22, "Mute members in voice.";
    DEAFEN_MEMBERS = 23, "Deafen members in voice.";
    MOVE_MEMBERS = 24, "Move members between voice channels.";
    CHANGE_NICKNAME = 26, "Change one's own nickname.";
    MANAGE_NICKNAMES = 27, "Change others' nicknames.";
    MANAGE_ROLES = 28, "Roles below one's own, and overwrites.";
    MANAGE_WEBHOOKS = 29, "Webhooks.";
    USE_APPLICATION_COMMANDS = 31, "Slash commands.";
    MANAGE_THREADS = 34, "Archive, lock and see all threads.";
    CREATE_PUBLIC_THREADS = 35, "Start public threads.";
    CREATE_PRIVATE_THREADS = 36, "Start private threads.";
    SEND_MESSAGES_IN_THREADS = 38, "Write in threads.";
    MODERATE_MEMBERS = 40, "Time members out.";
    PIN_MESSAGES = 51, "Pin messages (split from `MANAGE_MESSAGES` in 2026).";
}

impl Permissions {
    /// What @everyone has in a new guild.
    pub const EVERYONE: Self = Self(
        Self::VIEW_CHANNEL.0
            | Self::SEND_MESSAGES.0
            | Self::EMBED_LINKS.0
            | Self::ATTACH_FILES.0
            | Self::READ_MESSAGE_HISTORY.0
            | Self::ADD_REACTIONS.0
            | Self::USE_APPLICATION_COMMANDS.0
            | Self::SEND_MESSAGES_IN_THREADS.0
            | Self::CREATE_PUBLIC_THREADS.0
            | Self::CREATE_INSTANT_INVITE.0
            | Self::CHANGE_NICKNAME.0
            | Self::CONNECT.0,
    );

    /// None.
    pub const fn empty() -> Self {
        Self(0)
    }

    /// Every bit that Discord has given out (0 to 52).
    pub const fn all() -> Self {
        Self((1 << 53) - 1)
    }

    /// Whether all of `other` are in this set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for Permissions {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitAnd for Permissions {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl Not for Permissions {
    type Output = Self;

    fn not(self) -> Self {
        Self(!self.0)
    }
}

/// A member as far as permissions go.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'world> {
    /// The guild's id, which is @everyone's too.
    pub everyone: Snowflake,
    /// The member's id.
    pub user: Snowflake,
    /// The member's roles, without @everyone.
    pub roles: &'world [Snowflake],
    /// What the roles and @everyone give together; all for the owner.
    pub base: Permissions,
}

/// What the holder may do in a channel with these overwrites.
pub fn in_channel(holder: Holder<'_>, overwrites: &[Overwrite]) -> Permissions {
    if holder.base.contains(Permissions::ADMINISTRATOR) {
        return Permissions::all();
    }
    let mut permissions = holder.base;
    let everyone = overwrites.iter().filter(|overwrite| overwrite.id == holder.everyone);
    permissions = apply(permissions, everyone);
    let roles = overwrites
        .iter()
        .filter(|overwrite| overwrite.kind == OverwriteKind::Role && overwrite.id != holder.everyone)
        .filter(|overwrite| holder.roles.contains(&overwrite.id));
    permissions = apply(permissions, roles);
    let member =
        overwrites.iter().filter(|overwrite| overwrite.kind == OverwriteKind::Member && overwrite.id == holder.user);
    implied(apply(permissions, member))
}

/// All denials of a group first, then all of its allowances.
fn apply<'world>(permissions: Permissions, group: impl Iterator<Item = &'world Overwrite>) -> Permissions {
    let (allow, deny) = group.fold((Permissions::empty(), Permissions::empty()), |(allow, deny), overwrite| {
        (allow | overwrite.allow, deny | overwrite.deny)
    });
    (permissions & !deny) | allow
}

/// Without seeing a channel nothing else can be done in it; without writing, nothing that is part of writing.
fn implied(permissions: Permissions) -> Permissions {
    if !permissions.contains(Permissions::VIEW_CHANNEL) {
        return Permissions::empty();
    }
    if permissions.contains(Permissions::SEND_MESSAGES) {
        return permissions;
    }
    let writing = Permissions::MENTION_EVERYONE
        | Permissions::SEND_TTS_MESSAGES
        | Permissions::ATTACH_FILES
        | Permissions::EMBED_LINKS;
    permissions & !writing
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: Snowflake = Snowflake(1);
    const USER: Snowflake = Snowflake(2);
    const ROLES: [Snowflake; 2] = [Snowflake(10), Snowflake(11)];

    fn holder(base: Permissions) -> Holder<'static> {
        Holder { everyone: GUILD, user: USER, roles: &ROLES, base }
    }

    fn overwrite(id: Snowflake, kind: OverwriteKind, allow: Permissions, deny: Permissions) -> Overwrite {
        Overwrite { id, kind, allow, deny }
    }

    #[test]
    fn an_administrator_passes_every_overwrite() {
        let denied = [overwrite(GUILD, OverwriteKind::Role, Permissions::empty(), Permissions::all())];
        assert_eq!(in_channel(holder(Permissions::ADMINISTRATOR), &denied), Permissions::all());
    }

    #[test]
    fn a_role_that_allows_wins_over_another_that_denies() {
        let send = Permissions::SEND_MESSAGES;
        let overwrites = [
            overwrite(ROLES[1], OverwriteKind::Role, Permissions::empty(), send),
            overwrite(ROLES[0], OverwriteKind::Role, send, Permissions::empty()),
        ];
        assert!(in_channel(holder(Permissions::EVERYONE), &overwrites).contains(send));
    }

    #[test]
    fn the_members_own_overwrite_wins_over_roles() {
        let send = Permissions::SEND_MESSAGES;
        let overwrites = [
            overwrite(USER, OverwriteKind::Member, Permissions::empty(), send),
            overwrite(ROLES[0], OverwriteKind::Role, send, Permissions::empty()),
        ];
        assert!(!in_channel(holder(Permissions::EVERYONE), &overwrites).contains(send));
    }

    #[test]
    fn who_cannot_see_a_channel_can_do_nothing_in_it() {
        let hidden = [overwrite(GUILD, OverwriteKind::Role, Permissions::empty(), Permissions::VIEW_CHANNEL)];
        assert_eq!(in_channel(holder(Permissions::EVERYONE), &hidden), Permissions::empty());
    }
}
