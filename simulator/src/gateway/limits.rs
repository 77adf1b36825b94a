//! How often a client may do things: IDENTIFYs by bucket and by day, and payloads a minute.
use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

use crate::{
    Millis,
    clock::millis,
    world::{ApplicationId, World},
};

/// Payloads that a connection may send within [`SENDS_WINDOW`] ("Rate Limiting").
const SENDS: usize = 120;
const SENDS_WINDOW: Millis = 60_000;
const DAY: Millis = 24 * 3_600_000;

/// The last IDENTIFYs, by bot and bucket, and when each bot's day began.
#[derive(Debug)]
pub struct Identifies {
    interval: Duration,
    buckets: HashMap<(ApplicationId, u64), Millis>,
    days: HashMap<ApplicationId, Millis>,
}

/// Whether an IDENTIFY may go on.
#[derive(Debug, PartialEq, Eq)]
pub enum Admission {
    /// It may.
    Admitted,
    /// Another of the same bucket was less than 5 s ago: op 9.
    TooSoon,
    /// The day's are used up: Discord resets the token.
    Exhausted,
}

impl Identifies {
    /// One IDENTIFY a bucket within `interval`; Discord's is 5 s.
    pub fn every(interval: Duration) -> Self {
        Self { interval, buckets: HashMap::new(), days: HashMap::new() }
    }

    /// Counts an IDENTIFY, if it is admitted.
    pub fn admit(&mut self, world: &mut World, application: ApplicationId, shard: u64) -> Admission {
        let now = world.now();
        self.renew(world, application, now);
        let Some(found) = world.applications.get_mut(&application) else { return Admission::Exhausted };
        if found.identifies_left == 0 {
            return Admission::Exhausted;
        }
        let bucket = (application, shard % u64::from(found.max_concurrency.max(1)));
        if self.buckets.get(&bucket).is_some_and(|last| now < last + millis(self.interval)) {
            return Admission::TooSoon;
        }
        self.buckets.insert(bucket, now);
        found.identifies_left -= 1;
        Admission::Admitted
    }

    /// How many are left today, and in how many milliseconds the next day begins.
    pub fn left(&mut self, world: &mut World, application: ApplicationId) -> (u32, Millis) {
        let now = world.now();
        self.renew(world, application, now);
        let left = world.applications.get(&application).map_or(0, |found| found.identifies_left);
        (left, self.days.get(&application).map_or(0, |began| (began + DAY).saturating_sub(now)))
    }

    /// A bot's day begins when it is first looked at.
    fn renew(&mut self, world: &mut World, application: ApplicationId, now: Millis) {
        let began = self.days.entry(application).or_insert(now);
        if now < *began + DAY {
            return;
        }
        *began = now;
        if let Some(found) = world.applications.get_mut(&application) {
            found.identifies_left = crate::world::IDENTIFIES_A_DAY;
        }
    }
}

/// A connection's payloads of the last minute.
#[derive(Debug, Default)]
pub struct Sends {
    times: VecDeque<Millis>,
}

impl Sends {
    /// Counts a payload; `false` if it is one too many.
    pub fn admit(&mut self, now: Millis) -> bool {
        while self.times.front().is_some_and(|sent| sent + SENDS_WINDOW <= now) {
            self.times.pop_front();
        }
        self.times.push_back(now);
        self.times.len() <= SENDS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Clock;

    #[test]
    fn a_bucket_takes_one_identify_in_five_seconds_and_a_day_a_thousand() {
        let clock = Clock::new();
        let mut world = World::new(clock.clone(), 1);
        let bot = world.create_application("Helper");
        let mut identifies = Identifies::every(Duration::from_secs(5));
        assert_eq!(identifies.admit(&mut world, bot, 0), Admission::Admitted);
        assert_eq!(identifies.admit(&mut world, bot, 1), Admission::TooSoon);
        clock.advance(Duration::from_secs(5));
        assert_eq!(identifies.admit(&mut world, bot, 1), Admission::Admitted);
        if let Some(found) = world.applications.get_mut(&bot) {
            found.identifies_left = 0;
        }
        clock.advance(Duration::from_secs(5));
        assert_eq!(identifies.admit(&mut world, bot, 1), Admission::Exhausted);
        clock.advance(Duration::from_hours(24));
        assert_eq!(identifies.admit(&mut world, bot, 1), Admission::Admitted);
    }

    #[test]
    fn the_121st_payload_of_a_minute_is_one_too_many() {
        let mut sends = Sends::default();
        assert!((0..120).all(|_| sends.admit(1000)));
        assert!(!sends.admit(1001));
        assert!(sends.admit(70_000));
    }
}
