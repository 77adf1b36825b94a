//! What happens after a connection ended: the one place where that is decided.

use tickit_domain::bot::{StopReason, Trouble};

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
    /// A deadline passed: no READY, no RESUMED, or a frame that could not be sent.
    Late,
    /// What came was no payload.
    Garbage,
    /// What came was longer than any payload may be.
    Oversized,
    /// There was no connection to be had, or none that says HELLO.
    Unreachable,
    /// The session could not be read, or the identify not be counted.
    NoMemory,
    /// The bot has identified too often today.
    Exhausted,
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
const GARBAGE_RESUMES: u32 = 3;

/// So many times in a row a session is resumed in vain, whatever ends it, before it is given up: with the pauses between
/// them that is about a minute, in which Discord's own troubles often pass.
const RESUMES: u32 = 6;

/// Decides what follows a connection's end, before which `in_vain` resumes in a row had come to nothing.
///
/// Resuming costs nothing, an identify is one of 1,000 a day: whatever leaves a doubt is resumed some times, and a
/// gateway that does not know the session says so. See "Gateway Close Event Codes" in Discord's documentation.
pub const fn after_close(ending: Ending, in_vain: u32) -> Next {
    match ending {
        Ending::Closed(4004) => Next::Stop(StopReason::TokenRevoked),
        Ending::Closed(4010 | 4011) => Next::Stop(StopReason::ShardingRequired),
        Ending::Closed(4012) => Next::Stop(StopReason::GatewayVersion),
        Ending::Closed(4013 | 4014) => Next::Stop(StopReason::IntentsDisallowed),
        // 4006 is not documented any more: the session is no longer valid. 4007: the sequence is. 4009: it timed out.
        Ending::Closed(4006 | 4007 | 4009) | Ending::Gone => Next::Identify,
        Ending::Garbage | Ending::Oversized if in_vain >= GARBAGE_RESUMES => Next::Identify,
        // No fault of the session's.
        Ending::Unreachable | Ending::NoMemory | Ending::Exhausted => Next::Resume,
        _ if in_vain >= RESUMES => Next::Identify,
        Ending::Closed(_)
        | Ending::Broken
        | Ending::Reconnect
        | Ending::Invalidated
        | Ending::Silent
        | Ending::Late
        | Ending::Garbage
        | Ending::Oversized => Next::Resume,
    }
}

impl Ending {
    /// What an operator is told where a bot does not get past such ends.
    pub(super) const fn trouble(self) -> Trouble {
        match self {
            Self::Unreachable => Trouble::GatewayUnreachable,
            Self::Late => Trouble::GatewaySilent,
            Self::Exhausted => Trouble::IdentifyLimit,
            Self::NoMemory => Trouble::StoreUnavailable,
            _ => Trouble::ConnectionLost,
        }
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
            assert_eq!(after_close(Ending::Closed(code), RESUMES - 1), next, "{code}, repeatedly");
        }
    }

    #[test]
    fn whatever_leaves_a_doubt_is_resumed_and_not_for_ever() {
        let doubtful = [Ending::Broken, Ending::Reconnect, Ending::Invalidated, Ending::Silent, Ending::Late];
        for ending in doubtful.into_iter().chain([1000, 1006, 4000, 4999].map(Ending::Closed)) {
            assert_eq!(after_close(ending, RESUMES - 1), Next::Resume, "{ending:?}");
            assert_eq!(after_close(ending, RESUMES), Next::Identify, "{ending:?}");
        }
        for ending in [Ending::Unreachable, Ending::NoMemory, Ending::Exhausted] {
            assert_eq!(after_close(ending, 99), Next::Resume, "{ending:?}");
        }
        assert_eq!(after_close(Ending::Gone, 0), Next::Identify);
    }

    #[test]
    fn garbage_that_is_replayed_costs_one_identify() {
        for ending in [Ending::Garbage, Ending::Oversized] {
            assert_eq!(
                [0, 1, 2, 3].map(|in_vain| after_close(ending, in_vain)),
                [Next::Resume, Next::Resume, Next::Resume, Next::Identify]
            );
        }
    }
}
