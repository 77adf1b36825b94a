//! What statistics say over HTTP: every number, counted again.

mod generated;
mod recount;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use reqwest::Method;
use serde_json::{Value, json};
use tickit::store::MemoryStores;
use tickit::store::memory::MemoryStore;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::{GuildId, UserId};
use tickit_domain::store::DocumentStore as _;

use self::recount::Recount;
use super::host::Hosting;
use crate::support::{chosen, eventually, eventually_async};

/// How many tickets are counted; `TICKIT_TEST_STATISTICS_TICKETS` says otherwise.
const TICKETS: u32 = 3000;

/// What is counted: a year with each change of a clock.
const YEAR: (&str, &str) = ("2025-06-01", "2026-05-31");

/// When its tickets come.
const TIME: [&str; 2] = ["2025-01-01T00:00:00Z", "2026-05-16T00:00:00Z"];

/// Who works on them.
const STAFF: [&str; 7] = ["bob", "frank", "grace", "heidi", "ivan", "judy", "mallory"];

/// A guild with tickets, and who asks.
pub struct Full {
    pub hosting: Hosting,
    stores: Arc<MemoryStores>,
    admin: String,
}

impl Full {
    async fn of(tickets: u32) -> Self {
        let [begin, end] = TIME.map(|moment| Timestamp::parse_rfc3339(moment).unwrap());
        Self::on(Hosting::in_memory().await, tickets, begin..end).await
    }

    /// Fills the guild of a service on these databases.
    pub async fn on((hosting, stores): (Hosting, Arc<MemoryStores>), tickets: u32, time: Range<Timestamp>) -> Self {
        let key = hosting.bot_key().await;
        assert_eq!(hosting.registers(&key, "delegate").await.status, 200);
        eventually_async("its session is ready", async || hosting.bot().await["state"] == "ready").await;
        hosting.world.set_up().await;
        hosting.world.has_panel("/type add name:Billing").await;
        let admin = hosting.admin_key().await;
        let full = Self { hosting, stores, admin };
        let (alice, world) = (full.hosting.world.member("alice"), &full.hosting.world);
        let channel = world.opens(&alice, "Billing").await;
        world.closes(&world.agent("carol"), &channel, "done").await;
        eventually_async("it is closed", async || full.gets("/tickets/1").await["status"] == "closed").await;
        let staff = STAFF.map(|name| UserId::new(world.agent(name).id().0));
        generated::fill(&full.store(), tickets, time, &staff).await;
        // As an earlier version leaves a guild, which wrote no figures down.
        let store = full.store();
        for record in store.beginning_with("figures") {
            store.delete(&record.id, None).await.unwrap();
        }
        full
    }

    fn store(&self) -> Arc<MemoryStore> {
        self.stores.memory_guild(GuildId::new(self.hosting.world.guild.id().0))
    }

    pub async fn gets(&self, rest: &str) -> Value {
        let path = format!("/api/guilds/{}{rest}", self.hosting.world.guild.id());
        let got = self.hosting.asks(Method::GET, &path, &self.admin, None).await;
        assert_eq!(got.status, 200, "{rest}: {got:?}");
        got.body
    }

    /// What is said of some days in a zone, once all is counted.
    async fn counted(&self, zone: &str, (first, last): (&str, &str)) -> Value {
        let path = format!("/api/guilds/{}/config", self.hosting.world.guild.id());
        let changed = self.hosting.asks(Method::PATCH, &path, &self.admin, Some(json!({ "time_zone": zone }))).await;
        assert_eq!(changed.status, 200, "{changed:?}");
        let year = format!("/statistics?from={first}&until={last}");
        loop {
            let counted = self.gets(&year).await;
            if counted["complete"] == true {
                return counted;
            }
        }
    }

    /// Fails where a number is not what the records say.
    async fn is_right(&self, zone: &str, year: (&str, &str)) {
        let counted = self.counted(zone, year).await;
        let recount = Recount::of(&self.store(), zone, year.0, year.1);
        let types = BTreeMap::from([(1, "Support"), (2, "Billing")]);
        agrees(&counted, &recount.total(), "the year");
        agrees(&counted, &recount.groups(&types), "by what it is");
        assert_eq!(counted["days"].as_array().unwrap().len(), 365);
        for day in (0..365).step_by(13).chain([148, 154, 280, 301]) {
            assert_eq!(counted["days"][day], recount.one_day(day), "{zone}");
        }
        for week in [0, 1, 21, 52] {
            let (expected, weeks) = recount.one_week(week);
            assert_eq!(counted["weeks"][week], expected, "{zone}");
            assert_eq!(counted["weeks"].as_array().unwrap().len(), weeks);
        }
        agrees(&counted["before"], &recount.before().total(), "the year before");
    }
}

/// Fails where a field is other than expected.
fn agrees(said: &Value, expected: &Value, what: &str) {
    for (field, value) in expected.as_object().unwrap() {
        assert_eq!(&said[field], value, "{field} of {what}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_number_is_that_of_the_records_in_three_zones_after_crashes_and_redeliveries() {
    let tickets = chosen("TICKIT_TEST_STATISTICS_TICKETS").map_or(TICKETS, |tickets| tickets.try_into().unwrap());
    let full = Full::of(tickets).await;
    for zone in ["America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata"] {
        full.is_right(zone, YEAR).await;
    }
    let began = Instant::now();
    let before = full.counted("Asia/Kolkata", YEAR).await;
    let took = format!("a year of {tickets} tickets is counted in {:?}\n", began.elapsed());
    std::io::stderr().write_all(took.as_bytes()).unwrap();

    // A process dies after it wrote sheets and before it noted how far it came: events are followed once more.
    let store = full.store();
    let mut progress = store.get("figures_progress").await.unwrap().unwrap();
    let rev = progress.rev;
    progress.body = json!({ "position": 0, "next": null }).into();
    store.replace(progress, rev).await.unwrap();
    assert_eq!(full.counted("Asia/Kolkata", YEAR).await, before);
    // All that was written down is lost.
    for record in store.beginning_with("figures") {
        store.delete(&record.id, None).await.unwrap();
    }
    assert_eq!(full.counted("Asia/Kolkata", YEAR).await, before);
    full.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_do_is_counted_at_once_and_stays_so() {
    let full = Full::of(40).await;
    let year = full.gets("/statistics?days=365").await;
    let day = |index: usize| year["days"][index]["day"].as_str().unwrap().to_owned();
    let (first, last) = (day(0), day(364));
    let is_right = async || full.is_right("UTC", (&first, &last)).await;
    is_right().await;
    assert!(year["opened"].as_u64() >= Some(1) && year["closed"].as_u64() >= Some(1), "{year}");
    let (does, ticket) = (Method::POST, format!("/api/guilds/{}/tickets/1", full.hosting.world.guild.id()));
    let done = full.hosting.asks(does, &format!("{ticket}/reopen"), &full.admin, None).await;
    assert!(done.status < 300, "{done:?}");
    is_right().await;
    eventually_async("it is open", async || full.gets("/tickets/1").await["status"] == "open").await;
    let change = json!({ "priority": "urgent", "labels": ["once", "<script>alert(1)</script>"] });
    let done = full.hosting.asks(Method::PATCH, &ticket, &full.admin, Some(change)).await;
    assert_eq!(done.status, 200, "{done:?}");
    is_right().await;
    let bob = full.hosting.world.agent("bob");
    let channel = full.hosting.world.ticket_channels().pop().unwrap();
    full.hosting.world.closes(&bob, &channel, "done").await;
    eventually_async("it is closed", async || full.gets("/tickets/1").await["status"] == "closed").await;
    is_right().await;
    let store = full.store();
    eventually("all is in the chain", || {
        store.beginning_with("event:").iter().all(|record| !record.state.contains("new"))
    })
    .await;
    is_right().await;
    assert_eq!(full.gets("/statistics?days=365").await["by_label"]["once"], 1);
    let deleted = full.hosting.asks(Method::DELETE, &ticket, &full.admin, None).await;
    assert!(deleted.status < 300, "{deleted:?}");
    eventually_async("it is gone", async || store.get("ticket:00000001").await.unwrap().is_none()).await;
    assert_eq!(full.gets("/statistics?days=365").await["by_label"]["once"], Value::Null);
    full.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guild_without_tickets_has_numbers_and_what_is_no_period_is_refused() {
    let desk = super::tickets::Desk::set_up().await;
    let gets = async |rest: &str| {
        let path = format!("/api/guilds/{}/statistics{rest}", desk.hosting.world.guild.id());
        desk.hosting.asks(Method::GET, &path, &desk.agent, None).await
    };
    let none = gets("?from=2026-03-01&until=2026-03-31").await.body;
    assert_eq!((&none["opened"], &none["stars"], &none["reopen_rate"]), (&json!(0), &Value::Null, &Value::Null));
    assert_eq!((none["days"].as_array().unwrap().len(), &none["weeks"][0]["day"]), (31, &json!("2026-02-23")));
    assert_eq!((&none["open"]["tickets"], &none["open"]["oldest"]), (&json!(0), &Value::Null));
    for rest in [
        "?from=2026-03-01",
        "?until=2026-03-01",
        "?from=2026-03-01&until=2026-02-28",
        "?from=2026-03-01&until=2027-03-02",
        "?from=2026-03-01&until=2026-03-31&days=3",
        "?from=yesterday&until=today",
        "?from=9999-12-30&until=9999-12-31",
        "?ahead=841",
    ] {
        assert_eq!(gets(rest).await.problem(), (400, "invalid_query"), "{rest}");
    }
    desk.hosting.finish().await;
}
