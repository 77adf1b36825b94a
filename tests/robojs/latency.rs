//! What handing an interaction over costs, beside the bot's answering by itself, in one run. `TICKIT_TEST_MEASURED` says how
//! often that is measured, which is for a quiet machine.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use discord_simulator::Member;
use hdrhistogram::Histogram;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use super::robo::is_packed;
use super::stage::Stage;
use crate::support::chosen;

/// So many of each where nobody says, after an eighth as many to make everything warm.
const MEASURED: u64 = 16;

/// Another build than that which the tests are made with.
fn program() -> Option<PathBuf> {
    std::env::var_os("TICKIT_PROGRAM").map(PathBuf::from)
}

/// How long the first answer to an interaction took, in microseconds.
async fn answered(stage: &Stage, member: &Member, data: Value) -> u64 {
    let world = &stage.world;
    let message = data["component_type"].is_u64().then(|| world.panel());
    let began = Instant::now();
    let (_, answer) = world.discord.interaction_in(&world.bot, &world.general, member, data, message.as_ref());
    let answer = timeout(Duration::from_secs(5), answer).await.unwrap().unwrap();
    let took = answer.at.duration_since(began);
    u64::try_from(took.as_micros()).unwrap()
}

fn figures(name: &str, took: &Histogram<u64>) -> String {
    let at = |quantile| took.value_at_quantile(quantile).to_string();
    format!("{name}: p50 {} p95 {} p99 {} max {} µs\n", at(0.5), at(0.95), at(0.99), took.max())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_handed_over_is_answered_as_what_the_bot_answers_by_itself() {
    if !is_packed() {
        return;
    }
    let measured = chosen("TICKIT_TEST_MEASURED").unwrap_or(MEASURED);
    let warm = measured / 8;
    let stage = Stage::of(program()).await;
    let _robo = stage.robo(&stage.url, "forward").await;
    stage.world.set_up().await;
    let alice = stage.world.member("alice");
    let own = json!({ "component_type": 2, "custom_id": "own-button" });
    // A press that Tickit answers from what it has at hand, as the bot does: there is no such ticket.
    let tickits = json!({ "component_type": 2, "custom_id": "tickit:2:close:4242" });
    let mut took = [(); 2].map(|()| Histogram::<u64>::new(3).unwrap());
    for number in 0..warm + measured {
        for (data, took) in [&own, &tickits].into_iter().zip(&mut took) {
            let micros = answered(&stage, &alice, data.clone()).await;
            if number >= warm {
                took.record(micros).unwrap();
            }
            sleep(Duration::from_millis(5)).await;
        }
    }
    let [itself, handed_over] = &took;
    assert_eq!([itself.len(), handed_over.len()], [measured; 2], "each was answered");
    let all = figures("the bot itself", itself) + &figures("Tickit, handed over", handed_over);
    std::io::Write::write_all(&mut std::io::stderr(), all.as_bytes()).unwrap();
    stage.finish().await;
}
