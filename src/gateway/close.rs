//! What happens after a connection ended: the one place where that is decided.

use tickit_domain::bot::StopReason;

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The gateway closed with this code.
    Closed(u16),
    /// The gateway closed without a code, or the connection broke.
    Broken,
    /// The gateway asked for a new connection (op 7).
    Reconnect,
    /// The session cannot go on, but can be resumed (op 9, true).
    Invalidated,
    /// The session is gone (op 9, false).
    Gone,
    /// A heartbeat was not acknowledged.
    Silent,
    /// A deadline passed: no handshake, no HELLO, no READY, or a frame that could not be sent.
    Late,
    /// What came was no payload.
    Garbage,
    /// What came was longer than any payload may be.
    Oversized,
    /// There was no connection to be had.
    Unreachable,
    /// The gateway's address is not one that a token may be sent to.
    Refused,
    /// The session could not be read from memory, or the bot has identified too often today.
    NotAllowed,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Connect again and go on with the session, or begin one where there is none.
    Resume,
    /// Connect again and begin a new session.
    Identify,
    /// Do not connect again until the owner has changed something.
    Stop(StopReason),
}

/// So many times in a row a session that yields only garbage is resumed: what cannot be read is replayed each time.
const REPEATS: u32 = 3;

/// Decides what follows a connection's end, which was the `repeated`th in a row without any progress (0 for the first).
///
/// Resuming costs nothing, an identify is one of 1,000 a day: whatever leaves a doubt is resumed, and a gateway that
/// does not know the session says so. See "Gateway Close Event Codes" in Discord's documentation.
pub const fn after_close(ending: Ending, repeated: u32) -> Next {
    match ending {
        Ending::Closed(4004) => Next::Stop(StopReason::TokenRevoked),
        Ending::Closed(4010 | 4011) => Next::Stop(StopReason::ShardingRequired),
        Ending::Closed(4012) => Next::Stop(StopReason::GatewayVersion),
        Ending::Closed(4013 | 4014) => Next::Stop(StopReason::IntentsDisallowed),
        // 4006 is not documented any more: the session is no longer valid. 4007: the sequence is. 4009: it timed out.
        Ending::Closed(4006 | 4007 | 4009) | Ending::Gone => Next::Identify,
        Ending::Garbage | Ending::Oversized if repeated >= REPEATS => Next::Identify,
        Ending::Closed(_)
        | Ending::Broken
        | Ending::Reconnect
        | Ending::Invalidated
        | Ending::Silent
        | Ending::Late
        | Ending::Garbage
        | Ending::Oversized
        | Ending::Unreachable
        | Ending::Refused
        | Ending::NotAllowed => Next::Resume,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_close_code_has_its_answer() {
        let stops = [
            (4004, StopReason::TokenRevoked),
            (4010, StopReason::ShardingRequired),
            (4011, StopReason::ShardingRequired),
            (4012, StopReason::GatewayVersion),
            (4013, StopReason::IntentsDisallowed),
            (4014, StopReason::IntentsDisallowed),
        ];
        for code in 0..=u16::MAX {
            let next = match (stops.iter().find(|(stop, _)| *stop == code), code) {
                (Some((_, reason)), _) => Next::Stop(*reason),
                (None, 4006 | 4007 | 4009) => Next::Identify,
                (None, _) => Next::Resume,
            };
            assert_eq!(after_close(Ending::Closed(code), 0), next, "{code}");
            assert_eq!(after_close(Ending::Closed(code), 99), next, "{code}, repeatedly");
        }
    }

    #[test]
    fn whatever_leaves_a_doubt_is_resumed() {
        for ending in [
            Ending::Broken,
            Ending::Reconnect,
            Ending::Invalidated,
            Ending::Silent,
            Ending::Late,
            Ending::Unreachable,
            Ending::Refused,
            Ending::NotAllowed,
        ] {
            assert_eq!(after_close(ending, 99), Next::Resume, "{ending:?}");
        }
        assert_eq!(after_close(Ending::Gone, 0), Next::Identify);
    }

    #[test]
    fn garbage_that_is_replayed_costs_one_identify() {
        for ending in [Ending::Garbage, Ending::Oversized] {
            assert_eq!(
                [0, 1, 2, 3].map(|repeated| after_close(ending, repeated)),
                [Next::Resume, Next::Resume, Next::Resume, Next::Identify]
            );
        }
    }
}
