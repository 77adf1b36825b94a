//! The error log over HTTP: whoever was told a number has it looked up, by whom it concerns and nobody else.

use std::sync::Arc;
use std::time::Duration;

use discord_simulator::ChannelHandle;
use reqwest::Method;
use serde_json::{Value, json};
use tickit::store::MemoryStores;
use tickit::store::memory::{Faults, MemoryStore};
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::GuildId;
use tickit_domain::store::DocumentStore as _;
use tickit_domain::store::errors::MOST_ERRORS;

use super::host::{Answer, Hosting};
use super::tickets::key_of;
use crate::installation::OPERATOR_KEY;
use crate::support::{eventually_async, says};

/// A guild whose databases can be broken.
pub struct Breakable {
    pub hosting: Hosting,
    pub stores: Arc<MemoryStores>,
}

impl Breakable {
    pub async fn set_up() -> Self {
        let (hosting, stores) = Hosting::in_memory().await;
        Self::begin(hosting, stores).await
    }

    /// The same where people sign in.
    pub async fn signing_in() -> Self {
        let (hosting, stores) = Hosting::in_memory_signing_in().await;
        Self::begin(hosting, stores).await
    }

    async fn begin(hosting: Hosting, stores: Arc<MemoryStores>) -> Self {
        let key = hosting.bot_key().await;
        assert_eq!(hosting.registers(&key, "delegate").await.status, 200);
        eventually_async("its session is ready", async || hosting.bot().await["state"] == "ready").await;
        hosting.world.set_up().await;
        Self { hosting, stores }
    }

    fn guild(&self) -> Arc<MemoryStore> {
        self.stores.memory_guild(GuildId::new(self.hosting.world.guild.id().0))
    }

    /// A ticket whose record nobody can read any more, and its channel.
    async fn has_broken_ticket(&self) -> ChannelHandle {
        self.has_broken("alice", 1).await
    }

    /// The same of somebody, where their ticket is the one of this number.
    pub async fn has_broken(&self, member: &str, number: u32) -> ChannelHandle {
        let channel = self.hosting.world.opens(&self.hosting.world.member(member), "Support").await;
        let mut record = self.guild().get(&format!("ticket:{number:08}")).await.unwrap().unwrap();
        let rev = record.rev;
        record.body = json!({ "what": "My card is 4111 1111" }).into();
        self.guild().replace(record, rev).await.unwrap();
        channel
    }

    pub async fn operator(&self, path: &str) -> Answer {
        self.hosting.asks(Method::GET, path, OPERATOR_KEY, None).await
    }

    async fn errors(&self, query: &str) -> Vec<Value> {
        let listed = self.operator(&format!("/api/errors{query}")).await;
        assert_eq!(listed.status, 200, "{query}: {listed:?}");
        listed.body["errors"].as_array().unwrap().clone()
    }

    /// What a failure of this number is kept as, once it is written.
    async fn entry(&self, number: &str) -> Value {
        let query = format!("?number={number}");
        eventually_async("it is in the error log", async || self.errors(&query).await.len() == 1).await;
        self.errors(&query).await.remove(0)
    }
}

pub fn number_in(text: &str) -> String {
    let number = text.rsplit(' ').next().unwrap().to_owned();
    assert!(text.contains("our fault") && number.parse::<u64>().is_ok(), "{text}");
    number
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_number_that_a_member_was_told_is_found_by_the_operator_and_by_the_guilds_admin() {
    let broken = Breakable::set_up().await;
    let (hosting, world) = (&broken.hosting, &broken.hosting.world);
    let (channel, bob) = (broken.has_broken_ticket().await, world.agent("bob"));
    let number = number_in(&says(&bob, &channel, "/ticket claim").await);
    let entry = broken.entry(&number).await;
    let (guild, bot) = (world.guild.id().to_string(), world.bot.id().to_string());
    assert_eq!((&entry["number"], &entry["kind"]), (&json!(number), &json!("interaction")));
    assert_eq!((&entry["guild"], &entry["bot"]), (&json!(guild), &json!(bot)));
    assert!(entry["text"].as_str().unwrap().contains("ticket:00000001"), "{entry}");
    assert!(!entry.to_string().contains("4111"), "what was said is in it: {entry}");

    // The same again is another number of the same cause.
    let again = number_in(&says(&bob, &channel, "/ticket claim").await);
    assert_eq!(broken.entry(&again).await["cause"], entry["cause"]);
    let cause = entry["cause"].as_str().unwrap();
    assert_eq!(broken.errors(&format!("?cause={cause}&limit=1")).await.len(), 1);
    assert_eq!(broken.errors(&format!("?cause={cause}&kind=interaction&guild={guild}&bot={bot}")).await.len(), 2);
    assert_eq!(broken.errors("?text=TICKET%3A00000001&kind=interaction").await.len(), 2);
    for nothing in ["?text=nothing-like-it", "?kind=bot_stopped", "?guild=5", "?bot=5", "?until=2020-01-01T00:00:00Z"] {
        assert_eq!(broken.errors(nothing).await, Vec::<Value>::new(), "{nothing}");
    }
    let first = broken.operator("/api/errors?limit=1").await.body;
    let after = first["next"].as_str().unwrap();
    let second = broken.operator(&format!("/api/errors?limit=1&after={after}")).await.body;
    assert_ne!(first["errors"][0]["number"], second["errors"][0]["number"]);
    let groups = broken.operator("/api/errors/groups?kind=interaction").await.body;
    let group = &groups["groups"][0];
    assert_eq!((&group["cause"], &group["count"]), (&json!(cause), &json!(2)), "{groups}");
    let moment = |field: &str| Timestamp::parse_rfc3339(group[field].as_str().unwrap()).unwrap();
    assert!(moment("first_at") < moment("last_at"), "{group}");

    let path = format!("/api/guilds/{guild}/errors?number={number}");
    let admin = hosting.admin_key().await;
    let told = hosting.asks(Method::GET, &path, &admin, None).await;
    assert_eq!(told.body["errors"], json!([entry]));
    let agent = hosting.has_key(key_of(hosting, &["agent"])).await;
    assert_eq!(hosting.asks(Method::GET, &path, &agent, None).await.problem(), (403, "not_allowed"));
    assert_eq!(hosting.asks(Method::GET, "/api/errors", &admin, None).await.problem(), (403, "forbidden"));
    assert_eq!(hosting.asks(Method::GET, "/api/errors/groups", "", None).await.problem(), (401, "unauthenticated"));
    broken.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_fails_is_answered_with_the_number_that_the_log_has() {
    let broken = Breakable::set_up().await;
    let hosting = &broken.hosting;
    broken.has_broken_ticket().await;
    let viewer = hosting.has_key(key_of(hosting, &["viewer"])).await;
    let path = format!("/api/guilds/{}/tickets", hosting.world.guild.id());
    let failed = hosting.asks(Method::GET, &format!("{path}/1"), &viewer, None).await;
    assert_eq!(failed.problem(), (500, "internal"), "{failed:?}");
    let entry = broken.entry(failed.body["number"].as_str().unwrap()).await;
    assert_eq!(
        (&entry["kind"], &entry["subject"]),
        (&json!("request"), &json!("GET /api/guilds/{guild}/tickets/{ticket}"))
    );

    broken.guild().set_faults(Faults { away: true, ..Faults::default() });
    let away = hosting.asks(Method::GET, &path, &viewer, None).await;
    assert_eq!(away.problem(), (503, "store_unavailable"));
    let entry = broken.entry(away.body["number"].as_str().unwrap()).await;
    assert!(entry["text"].as_str().unwrap().contains("unavailable"), "{entry}");
    broken.guild().set_faults(Faults::default());
    let refused = hosting.asks(Method::GET, "/api/errors?number=1", &viewer, None).await;
    assert!(refused.body["number"].is_null(), "a refusal is no failure: {refused:?}");
    broken.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failures_while_the_core_database_is_away_are_in_the_log_once_it_is_back() {
    let broken = Breakable::set_up().await;
    let (core, world) = (broken.stores.memory_core(), &broken.hosting.world);
    core.set_faults(Faults { away: true, ..Faults::default() });
    let told = world.member("alice").press(&world.panel().button("Support")).await.text();
    assert!(told.contains("cannot reach its database"), "{told}");
    assert_eq!(broken.operator("/api/errors").await.problem(), (503, "store_unavailable"));
    core.set_faults(Faults::default());
    for kind in ["interaction", "request"] {
        let query = format!("?kind={kind}");
        eventually_async("it is written", async || !broken.errors(&query).await.is_empty()).await;
    }
    broken.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_discord_stops_is_in_the_error_log_with_the_reason() {
    let broken = Breakable::set_up().await;
    let token = broken.hosting.world.bot.token();
    broken.hosting.world.bot.reset_token();
    eventually_async("it is written", async || broken.errors("?kind=bot_stopped").await.len() == 1).await;
    let stopped = broken.errors("?kind=bot_stopped").await.remove(0);
    assert_eq!(stopped["bot"], broken.hosting.world.bot.id().to_string());
    assert!(stopped["text"].as_str().unwrap().contains("its token is not valid any more"), "{stopped}");
    assert!(!stopped.to_string().contains(&token), "{stopped}");
    broken.hosting.finish().await;
}

#[tokio::test]
async fn what_is_asked_of_the_error_log_is_checked() {
    let hosting = Hosting::usual().await;
    let long = format!("text={}", "x".repeat(101));
    for query in
        ["number=x", "kind=nothing", "limit=0", "limit=101", "after=x", "from=soon", "text=", &*long, "what=x", "bot=0"]
    {
        let refused = hosting.asks(Method::GET, &format!("/api/errors?{query}"), OPERATOR_KEY, None).await;
        assert_eq!(refused.problem(), (400, "invalid_query"), "{query}");
    }
    for query in ["kind=x", "limit=x", "after=x", "number=1"] {
        let refused = hosting.asks(Method::GET, &format!("/api/errors/groups?{query}"), OPERATOR_KEY, None).await;
        assert_eq!(refused.problem(), (400, "invalid_query"), "{query}");
    }
    hosting.finish().await;
}

#[tokio::test]
async fn the_error_log_keeps_the_newest_and_forgets_what_is_old() {
    use tickit::clock::SystemClock;
    use tickit_domain::clock::Clock as _;
    use tickit_domain::error_log::{ErrorKind, NewError};
    use tickit_domain::ids::ErrorNumber;
    use tickit_domain::store::errors::{ERRORS_KEPT, WantedErrors};

    let hosting = Hosting::in_memory().await.0;
    let (errors, now) = (hosting.service.desk().errors(), SystemClock.now());
    let made = |nth: u64, ago: Duration| {
        let at = Timestamp::from_millis(
            now.as_millis() - i64::try_from(ago.as_millis()).unwrap() + i64::try_from(nth).unwrap(),
        );
        NewError::new(ErrorKind::Event, "it is full").logged(ErrorNumber::new(nth), at)
    };
    let old = made(1, ERRORS_KEPT + Duration::from_mins(1));
    errors.keep(&[old.clone(), old.clone()]).await.unwrap();
    errors.forget(now).await.unwrap();
    let wanted = WantedErrors::default();
    assert!(errors.page(&wanted, 100, None).await.unwrap().errors.is_empty(), "it is old");

    let most = usize::try_from(MOST_ERRORS).unwrap();
    let many: Vec<_> = (1..=most as u64 + 700).map(|nth| made(nth, Duration::from_hours(1))).collect();
    for some in many.chunks(500) {
        errors.keep(some).await.unwrap();
    }
    errors.keep(&many[..2]).await.unwrap();
    errors.forget(now).await.unwrap();
    let newest = errors.page(&wanted, 1, None).await.unwrap().errors.remove(0);
    assert_eq!(newest.number, many.last().unwrap().number);
    let oldest = WantedErrors { number: Some(many[699].number), ..WantedErrors::default() };
    assert!(errors.page(&oldest, 1, None).await.unwrap().errors.is_empty());
    let kept = WantedErrors { number: Some(many[700].number), ..WantedErrors::default() };
    assert_eq!(errors.page(&kept, 1, None).await.unwrap().errors.len(), 1);
    let group = errors.groups(None, 10, None).await.unwrap().groups.remove(0);
    assert_eq!(group.count, many.len() as u64, "each is counted once, also where it comes again");
    hosting.finish().await;
}
