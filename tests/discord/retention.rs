//! Closed tickets go once their guild keeps them no longer.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tickit::store::MemoryStores;
use tickit::store::memory::{Faults, MemoryStore};
use tickit_domain::ids::GuildId;
use tickit_domain::store::{DocumentStore as _, Record};

use crate::support::{MovedClock, Service, TestWorld, change_body, eventually, says, until_idle};

const SOON: Duration = Duration::from_secs(20);
const DAY: Duration = Duration::from_hours(24);

/// A guild that is set up, whose databases and clock outlive its service.
struct Years {
    world: TestWorld,
    stores: Arc<MemoryStores>,
    clock: Arc<MovedClock>,
}

impl Years {
    async fn begin() -> (Self, Service) {
        let world = TestWorld::seeded(7).await;
        let (stores, clock) = (Arc::<MemoryStores>::default(), Arc::<MovedClock>::default());
        let service = world.settings.start_on_by(stores.clone(), clock.clone()).await;
        world.set_up().await;
        (Self { world, stores, clock }, service)
    }

    /// So much time passes while the service is not there.
    async fn pass(&self, service: Service, time: Duration) -> Service {
        service.stop().await;
        self.clock.moves_on(time);
        self.world.settings.start_on_by(self.stores.clone(), self.clock.clone()).await
    }

    fn guild(&self) -> Arc<MemoryStore> {
        self.stores.memory_guild(GuildId::new(self.world.guild.id().0))
    }

    /// What is kept under ids of which one part is a ticket's number.
    fn kept(&self, number: u32) -> Vec<Record> {
        let number = format!("{number:08}");
        let all = self.guild().contents().into_iter();
        all.filter(|(id, _)| id.split(':').any(|part| part == number)).map(|(_, record)| record).collect()
    }

    fn has(&self, number: u32) -> bool {
        self.guild().contents().contains_key(&format!("ticket:{number:08}"))
    }

    async fn end(self, service: Service) {
        service.stop().await;
        self.world.discord.finish().await.unwrap();
    }
}

/// A member opens a ticket, says something in it, and it is closed.
async fn is_over(world: &TestWorld, service: &Service, name: &str) {
    let ticket = world.opens(&world.member(name), "Support").await;
    world.member(name).says(&ticket, "my secret is 4711").await;
    says(&world.agent("bob"), &ticket, "/ticket note text:\"a secret, they say\"").await;
    world.closes(&world.agent("bob"), &ticket, "the secret was found").await;
    until_idle(service, SOON).await;
}

/// As many copies of ticket 1, without what was said in it.
async fn is_one_of(guild: &MemoryStore, numbers: impl Iterator<Item = u32>) {
    let first = guild.contents().remove("ticket:00000001").unwrap();
    for number in numbers {
        let mut record = Record { id: format!("ticket:{number:08}"), ..first.clone() };
        change_body(&mut record, |body| body["id"] = json!(number));
        guild.insert(record).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_tickets_go_after_their_days_with_all_that_was_said_and_what_was_done_stays_on_record() {
    let (years, service) = Years::begin().await;
    let world = &years.world;
    is_over(world, &service, "alice").await;
    is_over(world, &service, "carol").await;
    let reopened = says(&world.agent("bob"), &world.general, "/ticket reopen ticket:2").await;
    assert!(reopened.contains("is open"), "{reopened}");
    world.opens(&world.member("dave"), "Support").await;
    let service = years.pass(service, DAY * 40).await;

    let second = world.ticket_channels().remove(0);
    world.closes(&world.agent("bob"), &second, "at last").await;
    until_idle(&service, SOON).await;
    let before = years.kept(1).len();
    let said = world.owner_says("/setup retention:30").await;
    for part in ["kept for 30 days only", "removes one ticket", "Closed tickets are kept: for ever"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let service = years.pass(service, Duration::from_hours(23)).await;
    assert!(world.owner_says("/setup").await.contains("removes one ticket"));
    assert_eq!(years.kept(1).len(), before, "nothing is removed within the day");
    let service = years.pass(service, Duration::from_hours(2)).await;
    eventually("it is gone", || !years.has(1)).await;

    let left = years.kept(1);
    assert!(left.len() > 3 && left.iter().all(|record| record.kind == "event"), "{left:?}");
    let events: Vec<Value> = left.iter().map(|record| record.body.read().unwrap()).collect();
    assert!(!json!(events).to_string().contains("secret"), "{events:?}");
    let empty = |event: &Value| event["before"] == json!({}) && event["after"] == json!({});
    assert!(events.iter().all(empty), "{events:?}");
    let closing = events.iter().find(|event| event["kind"] == "ticket.closing").unwrap();
    assert_eq!(closing["actor"]["user"], world.agent("bob").id().to_string());
    let deleted = events.last().unwrap();
    assert_eq!((&deleted["kind"], &deleted["actor"]["name"]), (&json!("ticket.deleted"), &json!("retention")));
    assert!(years.has(2), "it was opened again, and its days begin with its last closing");
    assert!(years.has(3), "it is open");
    let shown = world.owner_says("/setup").await;
    assert!(shown.contains("Closed tickets are kept: for 30 days") && !shown.contains("removes"), "{shown}");
    assert!(says(&world.agent("bob"), &world.general, "/ticket info ticket:1").await.contains("no such ticket"));

    let service = years.pass(service, DAY * 31).await;
    eventually("the second is gone", || !years.has(2)).await;
    assert!(years.has(3), "one that is open is never removed");
    years.end(service).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shorter_time_that_is_taken_back_within_the_day_removes_nothing() {
    let (years, service) = Years::begin().await;
    let world = &years.world;
    is_over(world, &service, "alice").await;
    let service = years.pass(service, DAY * 3).await;
    let german = says(&world.guild.owner().locale("de"), &world.general, "/setup retention:1").await;
    assert!(german.contains("Das entfernt ein Ticket"), "{german}");
    let service = years.pass(service, Duration::from_hours(20)).await;
    let owner = world.guild.owner().locale("en-US");
    let said = says(&owner, &world.general, "/setup clear:\"Closed tickets: kept for ever\"").await;
    assert!(said.contains("Closed tickets are kept: for ever") && !said.contains("removes"), "{said}");
    let service = years.pass(service, DAY * 2).await;
    is_over(world, &service, "carol").await;
    assert!(years.has(1) && years.has(2));
    years.end(service).await;
}

/// The process dies while tickets are removed, of which there are more than are removed at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_tickets_none_that_is_kept_no_longer_stays_wherever_the_process_dies() {
    const MANY: u32 = 50;
    let (years, service) = Years::begin().await;
    let world = &years.world;
    is_over(world, &service, "alice").await;
    let guild = years.guild();
    is_one_of(&guild, 2..=MANY).await;
    let service = years.pass(service, DAY * 9).await;
    let said = world.owner_says("/setup retention:7").await;
    assert!(said.contains("removes 50 tickets"), "{said}");

    let left = || (1..=MANY).filter(|number| years.has(*number)).count();
    guild.set_faults(Faults { delay: Duration::from_millis(10), ..Faults::default() });
    let service = years.pass(service, DAY).await;
    eventually("some are removed", || left() < MANY as usize).await;
    guild.set_faults(Faults { away: true, ..Faults::default() });
    service.stop().await;
    assert!(left() > 0, "all were removed before the process died");
    guild.set_faults(Faults::default());
    // What the process had begun and could not hand back is nobody's by now.
    years.clock.moves_on(Duration::from_mins(1));
    let service = world.settings.start_on_by(years.stores.clone(), years.clock.clone()).await;
    eventually("all are removed", || left() == 0).await;
    let deletions = guild.beginning_with("event:ticket:").into_iter();
    let deletions = deletions.filter(|record| record.facets.iter().any(|facet| facet.ends_with("ticket.deleted")));
    assert_eq!(deletions.count(), MANY as usize, "each is on record once");
    years.end(service).await;
}
