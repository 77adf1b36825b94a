//! Who may see a ticket's channel, as permission overwrites.
//!
//! Bits by <https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags>.

use serde_json::{Value, json};
use tickit_domain::audience::Say;
use tickit_domain::discord::{NewChannel, Place};
use tickit_domain::whom::Whom;

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
    overwrites.extend(channel.audience.iter().map(|(whom, say)| of(whom, say)));
    overwrites
}

/// The overwrite that lets a user or a role in, which is also the body of the request for it.
pub(super) fn of(whom: Whom, say: Say) -> Value {
    let kind = match whom {
        Whom::User(_) => MEMBER,
        Whom::Role(_) => ROLE,
    };
    match say {
        Say::Write => overwrite(whom.id(), kind, TALK, 0),
        Say::Read => overwrite(whom.id(), kind, VIEW_CHANNEL | READ_MESSAGE_HISTORY, SEND_MESSAGES),
    }
}

fn overwrite(id: u64, kind: u8, allow: u64, deny: u64) -> Value {
    json!({ "id": id.to_string(), "type": kind, "allow": allow.to_string(), "deny": deny.to_string() })
}
