//! Close codes of the gateway, and which of them end a session.

/// A close code with Discord's own words for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseReason {
    /// The WebSocket close code.
    pub code: u16,
    /// The text in the close frame.
    pub text: &'static str,
}

const fn reason(code: u16, text: &'static str) -> CloseReason {
    CloseReason { code, text }
}

/// Something went wrong on Discord's side; the session may be resumed.
pub const UNKNOWN_ERROR: CloseReason = reason(4000, "Unknown error.");
/// An opcode, or a payload for it, that the gateway does not know.
pub const UNKNOWN_OPCODE: CloseReason = reason(4001, "Unknown opcode.");
/// A payload that is no JSON object with an `op`, or is over 4,096 bytes.
pub const DECODE_ERROR: CloseReason = reason(4002, "Error while decoding payload.");
/// Something other than a heartbeat before IDENTIFY or RESUME.
pub const NOT_AUTHENTICATED: CloseReason = reason(4003, "Not authenticated.");
/// The token is wrong, or was reset.
pub const AUTHENTICATION_FAILED: CloseReason = reason(4004, "Authentication failed.");
/// IDENTIFY or RESUME on a connection that has a session.
pub const ALREADY_AUTHENTICATED: CloseReason = reason(4005, "Already authenticated.");
/// RESUME with a sequence number that was never sent.
pub const INVALID_SEQUENCE: CloseReason = reason(4007, "Invalid seq.");
/// More than 120 payloads within 60 seconds, or events read too slowly.
pub const RATE_LIMITED: CloseReason = reason(4008, "Rate limited.");
/// No heartbeat for one and a half intervals.
pub const SESSION_TIMED_OUT: CloseReason = reason(4009, "Session timed out.");
/// A shard that does not exist.
pub const INVALID_SHARD: CloseReason = reason(4010, "Invalid shard.");
/// More guilds than one shard may serve.
pub const SHARDING_REQUIRED: CloseReason = reason(4011, "Sharding required.");
/// A version, or an encoding, that is not offered.
pub const INVALID_VERSION: CloseReason = reason(4012, "Invalid API version.");
/// Intent bits that do not exist.
pub const INVALID_INTENTS: CloseReason = reason(4013, "Invalid intent(s).");
/// A privileged intent that the application's flags do not allow.
pub const DISALLOWED_INTENTS: CloseReason = reason(4014, "Disallowed intent(s).");

/// Whether a session survives a close frame that the client sent: 1000 and 1001 say that it leaves for good.
pub fn client_keeps_session(code: Option<u16>) -> bool {
    !matches!(code, Some(1000 | 1001))
}

/// Whether a session survives a close that the server sent, so that a RESUME finds it.
pub fn server_keeps_session(code: Option<u16>) -> bool {
    !matches!(code, Some(1000 | 1001 | 4003..=4005 | 4007 | 4009..=4014))
}

#[cfg(test)]
mod tests {
    use super::{client_keeps_session, server_keeps_session};

    #[test]
    fn only_a_farewell_of_the_client_ends_its_session() {
        assert!(!client_keeps_session(Some(1000)));
        assert!(!client_keeps_session(Some(1001)));
        assert!(client_keeps_session(Some(4000)));
        assert!(client_keeps_session(None));
    }

    #[test]
    fn fatal_closes_of_the_server_end_the_session() {
        assert!(server_keeps_session(Some(4000)));
        assert!(server_keeps_session(Some(4008)));
        assert!(server_keeps_session(None));
        assert!(!server_keeps_session(Some(4004)));
        assert!(!server_keeps_session(Some(4014)));
    }
}
