//! Random sequences of all that people do with tickets, at the desk, while databases fail and answers are lost.
//!
//! Each sequence comes from a seed, which is said where one fails: `TICKIT_TEST_SEED=<seed>` plays that one alone, and
//! `TICKIT_TEST_SEQUENCES` says how many are played.

mod discord;
mod model;
mod play;
mod stage;

use std::sync::Arc;

use tickit_commands::words::Words;

use self::play::Play;

/// How many are played where nobody says.
const SEQUENCES: u64 = 2_000;

/// How long each is.
const STEPS: u64 = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_people_do_and_whatever_fails_tickets_are_as_they_were_told() {
    let words = Arc::new(Words::load().unwrap());
    let seeds = match chosen("TICKIT_TEST_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..chosen("TICKIT_TEST_SEQUENCES").unwrap_or(SEQUENCES),
    };
    let half = seeds.start + (seeds.end - seeds.start) / 2;
    let parts = [seeds.start..half, half..seeds.end].map(|seeds| {
        let words = Arc::clone(&words);
        tokio::spawn(async move {
            for seed in seeds {
                Play::begin(seed, &words).await.through(STEPS).await;
            }
        })
    });
    for part in parts {
        part.await.unwrap();
    }
}

#[expect(clippy::disallowed_methods, reason = "who runs the tests says what is played")]
fn chosen(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|value| value.parse().expect("a number"))
}
