//! Random sequences of all that people do with tickets, at the desk, while databases fail and answers are lost.
//!
//! Each sequence comes from a seed, which is said where one fails: `TICKIT_TEST_SEED=<seed>` plays that one alone, and
//! `TICKIT_TEST_SEQUENCES` says how many are played.

mod deed;
mod discord;
mod end;
mod people;
mod play;
mod rules;
mod seen;
mod stage;

use std::sync::Arc;
use std::thread;

use tickit_commands::words::Words;
use tokio::runtime;

use self::play::Play;
use crate::support::chosen;

/// How many are played where nobody says.
const SEQUENCES: u64 = 2_000;

/// How long each is.
const STEPS: u64 = 20;

#[test]
fn whatever_people_do_and_whatever_fails_tickets_are_as_they_were_told() {
    let words = Arc::new(Words::load().unwrap());
    let seeds = match chosen("TICKIT_TEST_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..chosen("TICKIT_TEST_SEQUENCES").unwrap_or(SEQUENCES),
    };
    thread::scope(|scope| {
        for half in 0..2 {
            let seeds = seeds.clone().filter(move |seed| seed % 2 == half);
            let words = &words;
            scope.spawn(move || seeds.for_each(|seed| play(seed, words)));
        }
    });
}

/// Plays one, on a clock that goes on where everybody waits, so that what happens at once does so alike every time.
fn play(seed: u64, words: &Arc<Words>) {
    let runtime = runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async { Box::pin(Play::begin(seed, words).await.through(STEPS)).await });
}
