//! What is kept of jobs that are over: as long as a click may come again, and nothing that opens an answer.

use std::sync::Arc;
use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use serde_json::{Value, json};
use tickit::store::MemoryStores;
use tickit_domain::clock::Timestamp;
use tickit_domain::store::{DocumentStore, Record};
use tokio::time::{Instant, sleep};

use crate::support::{TestService, TestWorld, eventually, exhaust, until_idle};

const SOON: Duration = Duration::from_secs(20);

fn jobs(stores: &MemoryStores, state: &str) -> Vec<Record> {
    let records = stores.memory_core().contents().into_values();
    records.filter(|record| record.kind == "job" && record.state == state).collect()
}

/// Has a job that waits fail so often that it is given up.
async fn gives_up(stores: &MemoryStores) {
    let deadline = Instant::now() + SOON;
    loop {
        assert!(Instant::now() < deadline, "no job waits");
        sleep(Duration::from_millis(20)).await;
        let waits = |job: &Record| job.id.starts_with("job:open:");
        let Some(mut job) = jobs(stores, "ready").into_iter().find(waits) else { continue };
        exhaust(&mut job);
        let rev = job.rev;
        if stores.memory_core().replace(job, rev).await.is_ok() {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_that_are_done_or_given_up_hold_nothing_that_opens_an_answer() {
    let (app, stores) = TestService::in_memory().await;
    app.opens(&app.member("alice"), "Support").await;
    until_idle(&app.service, SOON).await;
    let faults = app.discord.faults();
    faults.respond(Match::any().method("POST").path("/guilds/"), Fault::Status(503), 100_000);
    let answer = app.member("bob").press(&app.panel().button("Support")).await;
    gives_up(&stores).await;
    assert!(answer.finishes_within(SOON).await);
    eventually("the job is dead", || !jobs(&stores, "dead").is_empty()).await;
    let over = [jobs(&stores, "done"), jobs(&stores, "dead")].concat();
    assert!(over.len() >= 3, "a panel and two openings: {over:?}");
    for job in over {
        assert_eq!(job.body.read::<Value>().unwrap()["tell"], json!([]), "{}", job.id);
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_jobs_are_removed_as_fast_as_they_come() {
    let world = TestWorld::seeded(7).await;
    let stores = Arc::new(MemoryStores::default());
    let core = stores.memory_core();
    for number in 0..2500 {
        let id = format!("job:open:{number}");
        let old = Record {
            id: id.clone(),
            kind: "job".into(),
            state: "done".into(),
            owner: String::new(),
            at: Timestamp::from_millis(number),
            rev: 0,
            write: id,
            schema: 1,
            facets: Vec::new(),
            body: json!({}).into(),
        };
        core.insert(old).await.unwrap();
    }
    let service = world.settings.start_on(stores.clone()).await;
    eventually("all of them are gone", || jobs(&stores, "done").is_empty()).await;
    service.stop().await;
    world.discord.finish().await.unwrap();
}
