//! Jobs of a process that died.

use std::sync::Arc;
use std::time::Duration;

use tickit::store::MemoryStores;
use tickit_domain::actor::{Actor, Door};
use tickit_domain::clock::Timestamp;
use tickit_domain::discord::Place;
use tickit_domain::ids::{BotId, GuildId, InteractionId, TicketId, UserId};
use tickit_domain::job::{Job, JobState, Work};
use tickit_domain::store::Stores as _;
use tickit_domain::store::document::{Documents, WriteTokens};
use tickit_domain::store::jobs::Jobs;

const LEASE: Duration = Duration::from_secs(20);

fn jobs(stores: &MemoryStores, worker: &str) -> Jobs {
    Jobs::new(Documents::new(stores.core(), Arc::new(WriteTokens::new(worker.into()))), worker.into())
}

fn job(id: &str) -> Job {
    let actor = Actor {
        user: UserId::new(1),
        name: "alice".into(),
        roles: Vec::new(),
        is_admin: false,
        locale: String::new(),
        door: Door::Component,
        interaction: InteractionId::new(1),
    };
    Job {
        id: id.into(),
        place: Place { bot: BotId::new(1), guild: GuildId::new(1) },
        actor,
        work: Work::Sync { ticket: TicketId::new(1) },
        tell: Vec::new(),
        attempts: 0,
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
    assert!(new.claim(now, LEASE, 10).await.unwrap().is_empty(), "its lease goes on");
    let taken = new.take_over(now, LEASE, 10).await.unwrap();
    assert_eq!((taken.len(), taken[0].value.worker.as_str(), taken[0].value.attempts), (1, "new", 2));
    assert!(taken[0].value.due > now.plus(LEASE));
    assert!(new.take_over(now, LEASE, 10).await.unwrap().is_empty(), "taken twice");
    assert!(dead.save(&left.value, left.rev).await.is_err(), "the dead may no longer write");
}
