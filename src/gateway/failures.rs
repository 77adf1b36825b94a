//! What a session's failures in a row lead to: where it is tried next, after which pause, and when it is degraded.

use std::time::Duration;

use super::GatewaySettings;
use super::close::{Ending, Next, after_close};
use crate::discord::backoff::{Backoff, Jitter};

/// Failures in a row, by what they speak against.
#[derive(Debug, Default)]
pub(super) struct Failures {
    /// All of them, until a connection lives for a while.
    pub tries: u32,
    /// Those in which the session was not even spoken of: they speak against the address.
    unopened: u32,
    /// RESUMEs after which nothing came, or nothing but the word that the session is resumed: they speak against the
    /// session.
    in_vain: u32,
    /// Connections that ended with what cannot be read.
    garbage: u32,
    /// Sessions that were begun and did not last: each costs one of the identifies of a day.
    short_lived: u32,
}

/// What came of a connection.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Course {
    /// What the session said to the gateway's HELLO, if it came to that.
    pub opening: Option<Opening>,
    /// Whether an event came besides the word that the session is there.
    pub fruitful: bool,
    /// For how long the session was there.
    pub lived: Duration,
}

/// How a session is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// By RESUME.
    Resume,
    /// By IDENTIFY.
    Identify,
}

/// So many times a session's own address is tried in vain, unopened or opened, before the bot's gateway is.
const OWN_ADDRESS_TRIES: (u32, u32) = (2, 3);

/// From this failure in a row on, a bot is shown as degraded.
pub(super) const DEGRADED: u32 = 3;

/// So many times longer than other pauses those before an identify may become: at ten minutes a bot whose sessions do
/// not last identifies some 300 times a day.
const IDENTIFY_PAUSES: u32 = 10;

impl Failures {
    /// A connection ended: what is next.
    pub fn add(&mut self, ending: Ending, course: Course, settled: Duration) -> Next {
        let has_settled = course.lived >= settled;
        if has_settled {
            (self.tries, self.short_lived) = (0, 0);
        }
        if has_settled || course.fruitful {
            (self.in_vain, self.garbage) = (0, 0);
        }
        let is_garbage = matches!(ending, Ending::Garbage | Ending::Oversized);
        let next = after_close(ending, if is_garbage { self.garbage } else { self.in_vain });
        self.garbage = if is_garbage { self.garbage.saturating_add(1) } else { 0 };
        self.tries = self.tries.saturating_add(1);
        match course.opening {
            None => self.unopened = self.unopened.saturating_add(1),
            Some(Opening::Resume) if !has_settled && !course.fruitful => self.in_vain = self.in_vain.saturating_add(1),
            Some(Opening::Identify) if !has_settled => self.short_lived = self.short_lived.saturating_add(1),
            Some(_) => {}
        }
        if course.opening.is_some() {
            self.unopened = 0;
        }
        if next != Next::Resume {
            (self.in_vain, self.garbage) = (0, 0);
        }
        next
    }

    /// Whether the session's own address is still tried.
    pub fn trust_own_address(&self) -> bool {
        let (unopened, in_vain) = OWN_ADDRESS_TRIES;
        self.unopened < unopened && self.in_vain < in_vain
    }

    /// Whether so much failed that it is no passing thing.
    pub fn are_many(&self) -> bool {
        self.tries >= DEGRADED
    }

    /// How long the session waits before it does what is next; `begins` where that is a session, and not its resumption.
    pub fn pause(&self, next: Next, begins: bool, settings: &GatewaySettings, jitter: &Jitter) -> Duration {
        let backoff = settings.backoff;
        let mut pause = jitter.up_to(backoff.bound(self.tries.saturating_sub(1)));
        if next == Next::Identify {
            // "Wait a random amount of time between 1 and 5 seconds, then send a fresh identify."
            pause = pause.max(backoff.shortest + jitter.up_to(backoff.shortest * 4));
        }
        if begins && self.short_lived > 0 {
            let longer = Backoff { longest: backoff.longest * IDENTIFY_PAUSES, ..backoff };
            pause = pause.max(jitter.up_to(longer.bound(self.short_lived)));
        }
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTLED: Duration = Duration::from_mins(1);
    const RESUMED: Course = Course { opening: Some(Opening::Resume), fruitful: false, lived: Duration::ZERO };

    #[test]
    fn resumes_in_vain_go_to_the_gateways_own_address_and_then_end() {
        let mut failures = Failures::default();
        let mut own = Vec::new();
        let nexts: Vec<_> = std::iter::from_fn(|| {
            own.push(failures.trust_own_address());
            Some(failures.add(Ending::Broken, RESUMED, SETTLED))
        })
        .take(7)
        .collect();
        assert_eq!(own, [true, true, true, false, false, false, false]);
        assert_eq!(nexts[..6], [Next::Resume; 6]);
        assert_eq!(nexts[6], Next::Identify);
        assert!(failures.trust_own_address(), "the new session has an address of its own");
    }

    #[test]
    fn what_brings_events_or_lives_for_a_while_is_resumed_for_ever() {
        let mut failures = Failures::default();
        for course in [Course { fruitful: true, ..RESUMED }, Course { lived: SETTLED, ..RESUMED }] {
            for _ in 0..50 {
                assert_eq!(failures.add(Ending::Broken, course, SETTLED), Next::Resume);
                assert_eq!(failures.add(Ending::Broken, RESUMED, SETTLED), Next::Resume);
            }
        }
    }

    #[test]
    fn an_address_without_a_hello_says_nothing_of_the_session() {
        let mut failures = Failures::default();
        for _ in 0..50 {
            assert_eq!(failures.add(Ending::Unreachable, Course::default(), SETTLED), Next::Resume);
        }
        assert!(!failures.trust_own_address() && failures.are_many());
    }

    #[test]
    fn a_bot_whose_sessions_do_not_last_stays_below_its_identifies() {
        let (mut failures, jitter) = (Failures::default(), Jitter::new(7));
        let course = Course { opening: Some(Opening::Identify), fruitful: true, lived: Duration::from_secs(1) };
        let (mut identifies, mut passed) = (0, Duration::ZERO);
        while passed < Duration::from_hours(24) {
            let next = failures.add(Ending::Gone, course, SETTLED);
            passed += course.lived + failures.pause(next, true, &GatewaySettings::default(), &jitter);
            identifies += 1;
        }
        assert!(identifies < 400, "{identifies} identifies in a day");
    }
}
