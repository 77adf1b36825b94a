//! Jobs of a process that died.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tickit::store::MemoryStores;
use tickit_domain::actor::{Actor, Cause, Door};
use tickit_domain::clock::Timestamp;
use tickit_domain::discord::Place;
use tickit_domain::ids::{BotId, GuildId, TicketId};
use tickit_domain::job::{Job, JobState, UNREADABLE_LEFT, Work};
use tickit_domain::store::document::{Documents, WriteTokens};
use tickit_domain::store::jobs::Jobs;
use tickit_domain::store::{Record, Stores as _};

const LEASE: Duration = Duration::from_secs(20);

fn jobs(stores: &MemoryStores, worker: &str) -> Jobs {
    Jobs::new(Documents::new(stores.core(), Arc::new(WriteTokens::new(worker.into()))), worker.into())
}

fn job(id: &str) -> Job {
    let actor = Actor::tickit(Door::Job, Cause::Job(id.into()));
    Job {
        id: id.into(),
        place: Place { bot: BotId::new(1), guild: GuildId::new(1) },
        actor,
        work: Work::Sync { ticket: TicketId::new(1) },
        tell: Vec::new(),
        attempts: 0,
        waits: 0,
        last_error: None,
        state: JobState::Ready,
        worker: String::new(),
        due: Timestamp::default(),
        asked: 0,
    }
}

#[tokio::test]
async fn what_a_process_left_is_taken_over_at_once_and_once() {
    let (stores, now) = (MemoryStores::default(), Timestamp::from_millis(1_772_366_400_000));
    let (dead, new) = (jobs(&stores, "dead"), jobs(&stores, "new"));
    let left = dead.begin(job("job:settle:1"), now.plus(LEASE)).await.unwrap().unwrap();
    assert!(new.claim(now, LEASE, 10).await.unwrap().jobs.is_empty(), "its lease goes on");
    let taken = new.take_over(now, LEASE, 10).await.unwrap().jobs;
    assert_eq!((taken.len(), taken[0].value.worker.as_str(), taken[0].value.attempts), (1, "new", 2));
    assert!(taken[0].value.due > now.plus(LEASE));
    assert!(new.take_over(now, LEASE, 10).await.unwrap().jobs.is_empty(), "taken twice");
    assert!(dead.save(&left.value, left.rev).await.is_err(), "the dead may no longer write");
}

fn record(id: &str, work: &Value) -> Record {
    Record {
        id: id.into(),
        kind: "job".into(),
        state: "ready".into(),
        owner: String::new(),
        at: Timestamp::default(),
        rev: 0,
        write: "w".into(),
        schema: 1,
        facets: Vec::new(),
        body: json!({ "id": id, "work": work, "of_a_newer_version": true }).into(),
    }
}

#[tokio::test]
async fn a_job_of_a_kind_that_is_not_known_is_kept_as_it_is_and_keeps_no_other_from_beginning() {
    let (stores, now) = (MemoryStores::default(), Timestamp::from_millis(1_772_366_400_000));
    let unknown = stores.core().insert(record("job:fly:1", &json!({ "fly": { "to": "the moon" } }))).await.unwrap();
    let jobs = jobs(&stores, "new");
    jobs.schedule(job("job:sync:1"), Timestamp::default()).await.unwrap();
    let claimed = jobs.claim(now, LEASE, 10).await.unwrap().jobs;
    assert_eq!(claimed.iter().map(|job| job.value.id.as_str()).collect::<Vec<_>>(), ["job:sync:1"]);
    let kept = stores.core().get("job:fly:1").await.unwrap().unwrap();
    assert_eq!((&kept.body, kept.state.as_str()), (&unknown.body, "ready"));
    assert!(jobs.claim(now.plus(LEASE), LEASE, 10).await.unwrap().jobs.len() == 1, "it is tried in a loop");
    assert_eq!(stores.core().get("job:fly:1").await.unwrap().unwrap().rev, kept.rev);
    let later = now.plus(UNREADABLE_LEFT + LEASE);
    jobs.claim(later, LEASE, 10).await.unwrap();
    assert!(stores.core().get("job:fly:1").await.unwrap().unwrap().rev > kept.rev, "nobody comes for it again");
}

#[tokio::test]
async fn a_job_is_scheduled_for_a_moment_replaced_and_cancelled_by_its_key() {
    let (stores, now) = (MemoryStores::default(), Timestamp::from_millis(1_772_366_400_000));
    let jobs = jobs(&stores, "one");
    jobs.schedule(job("job:close:1"), now.plus(LEASE)).await.unwrap();
    assert!(jobs.claim(now, LEASE, 10).await.unwrap().jobs.is_empty(), "too early");
    let later = Job { work: Work::Sync { ticket: TicketId::new(2) }, ..job("job:close:1") };
    jobs.schedule(later.clone(), now.plus(LEASE * 2)).await.unwrap();
    assert!(jobs.claim(now.plus(LEASE), LEASE, 10).await.unwrap().jobs.is_empty(), "it was replaced");
    let due = now.plus(LEASE * 2);
    let claimed = jobs.claim(due, LEASE, 10).await.unwrap().jobs.remove(0);
    assert_eq!(claimed.value.work, later.work);
    jobs.schedule(later, due.plus(LEASE)).await.unwrap();
    assert!(jobs.save(&claimed.value, claimed.rev).await.is_err(), "what is under way may not undo it");
    assert!(jobs.cancel("job:close:1").await.unwrap());
    assert!(!jobs.cancel("job:close:1").await.unwrap());
    assert!(jobs.claim(due.plus(LEASE * 2), LEASE, 10).await.unwrap().jobs.is_empty(), "it was cancelled");
}

#[tokio::test]
async fn a_job_that_was_claimed_is_under_way_for_whoever_asks_for_it() {
    let (stores, now) = (MemoryStores::default(), Timestamp::from_millis(1_772_366_400_000));
    let (one, other) = (jobs(&stores, "one"), jobs(&stores, "other"));
    one.schedule(job("job:sync:1"), now).await.unwrap();
    let claimed = one.claim(now, LEASE, 10).await.unwrap().jobs.remove(0);
    let read = other.get("job:sync:1").await.unwrap().unwrap();
    let seen = (read.value.state, read.value.worker.as_str(), read.value.due, read.rev);
    assert_eq!(seen, (JobState::Running, "one", now.plus(LEASE), claimed.rev));
}
