//! Who may see a ticket's channel, as permission overwrites.
//!
//! Bits by <https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags>.

use serde_json::{Value, json};
use tickit_domain::discord::{NewChannel, Place};

const VIEW_CHANNEL: u64 = 1 << 10;
const SEND_MESSAGES: u64 = 1 << 11;
const EMBED_LINKS: u64 = 1 << 14;
const ATTACH_FILES: u64 = 1 << 15;
const READ_MESSAGE_HISTORY: u64 = 1 << 16;
const MANAGE_CHANNELS: u64 = 1 << 4;

/// What somebody in a ticket may do.
const TALK: u64 = VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_MESSAGE_HISTORY;

/// An overwrite for a role.
const ROLE: u8 = 0;

/// An overwrite for a member.
const MEMBER: u8 = 1;

/// Hidden from everyone but the ticket's members, its staff and the bot itself. `@everyone` has the guild's own id, and
/// a bot's user the application's.
pub(super) fn of_ticket(at: Place, channel: &NewChannel) -> Vec<Value> {
    let mut overwrites = vec![
        overwrite(at.guild.get(), ROLE, 0, VIEW_CHANNEL),
        overwrite(at.bot.get(), MEMBER, TALK | MANAGE_CHANNELS, 0),
    ];
    overwrites.extend(channel.users.iter().map(|user| overwrite(user.get(), MEMBER, TALK, 0)));
    let mut roles = channel.roles.clone();
    roles.sort_unstable();
    roles.dedup();
    overwrites.extend(roles.iter().map(|role| overwrite(role.get(), ROLE, TALK, 0)));
    overwrites
}

/// The body that lets a member in.
pub(super) fn member() -> Value {
    json!({ "type": MEMBER, "allow": TALK.to_string(), "deny": "0" })
}

fn overwrite(id: u64, kind: u8, allow: u64, deny: u64) -> Value {
    json!({ "id": id.to_string(), "type": kind, "allow": allow.to_string(), "deny": deny.to_string() })
}
