//! How a store in memory fails: by chance, from a seed, or at a call that the test names.

use std::collections::BTreeMap;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tickit_domain::store::StoreError;

/// One failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is applied, and the caller is told so.
    Unavailable,
    /// A write is applied, and its answer lost.
    AnswerLost,
    /// A write is lost on its way, and its caller cannot know.
    RequestLost,
}

impl Fault {
    pub(super) fn before_a_write(self) -> Option<StoreError> {
        match self {
            Self::Unavailable => Some(Self::refusal()),
            Self::RequestLost => Some(StoreError::Ambiguous("told to lose the request".into())),
            Self::AnswerLost => None,
        }
    }

    pub(super) fn after_a_write(self) -> Option<StoreError> {
        (self == Self::AnswerLost).then(|| StoreError::Ambiguous("told to lose the answer".into()))
    }

    pub(super) fn refusal() -> StoreError {
        StoreError::Unavailable("told to be unavailable".into())
    }
}

/// What goes wrong. The default is nothing.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    /// What chance begins with: the same seed and the same calls fail alike.
    pub seed: u64,
    /// How often a call is refused, 0 to 1.
    pub unavailable: f64,
    /// How often a write is applied and its answer lost, 0 to 1.
    pub answer_lost: f64,
    /// How often a write is lost on its way, 0 to 1.
    pub request_lost: f64,
    /// How long every call takes, at most; at least half of it, and more by chance.
    pub delay: Duration,
    /// What happens at the n-th call, counted from 1.
    pub at_call: BTreeMap<u64, Fault>,
    /// Refuses every call.
    pub away: bool,
}

/// Faults under way.
#[derive(Debug)]
pub(super) struct Trouble {
    faults: Faults,
    chance: StdRng,
    calls: u64,
}

impl Default for Trouble {
    fn default() -> Self {
        Self::new(Faults::default())
    }
}

impl Trouble {
    pub(super) fn new(faults: Faults) -> Self {
        Self { chance: StdRng::seed_from_u64(faults.seed), faults, calls: 0 }
    }

    pub(super) fn calls(&self) -> u64 {
        self.calls
    }

    /// How many of several writes were applied before the answer was lost.
    pub(super) fn any_up_to(&mut self, most: usize) -> usize {
        self.chance.random_range(0..=most)
    }

    /// How long the next call takes, and how it fails.
    pub(super) fn next(&mut self) -> (Duration, Option<Fault>) {
        self.calls += 1;
        let delay = self.faults.delay.mul_f64(self.chance.random_range(0.5..=1.0));
        if self.faults.away {
            return (delay, Some(Fault::Unavailable));
        }
        let by_chance = [
            (self.faults.unavailable, Fault::Unavailable),
            (self.faults.answer_lost, Fault::AnswerLost),
            (self.faults.request_lost, Fault::RequestLost),
        ];
        let mut drawn: f64 = self.chance.random();
        let mut fault = self.faults.at_call.get(&self.calls).copied();
        for (share, possible) in by_chance {
            if fault.is_none() && drawn < share {
                fault = Some(possible);
            }
            drawn -= share;
        }
        (delay, fault)
    }
}
