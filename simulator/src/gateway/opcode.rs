//! Gateway opcodes, by the names of Discord's documentation. Those that only the server sends unasked (0, 7) are written out where
//! they are sent.

/// Both ways: the client is alive, or the server asks for a sign of life.
pub const HEARTBEAT: u64 = 1;
/// A new session.
pub const IDENTIFY: u64 = 2;
/// The client's presence.
pub const PRESENCE_UPDATE: u64 = 3;
/// Joining, leaving or moving between voice channels.
pub const VOICE_STATE_UPDATE: u64 = 4;
/// An earlier session goes on.
pub const RESUME: u64 = 6;
/// The client asks for members of a guild.
pub const REQUEST_GUILD_MEMBERS: u64 = 8;
/// The session cannot go on (`d` says whether it may be resumed).
pub const INVALID_SESSION: u64 = 9;
/// The server's first frame, with the heartbeat interval.
pub const HELLO: u64 = 10;
/// The answer to a heartbeat.
pub const HEARTBEAT_ACK: u64 = 11;
/// The client asks for soundboard sounds.
pub const REQUEST_SOUNDBOARD_SOUNDS: u64 = 31;
