//! Jobs over HTTP: what waits or was given up is seen, done again and thrown away by the operator alone.

use discord_simulator::faults::{Fault, Match};
use reqwest::Method;
use serde_json::{Value, json};
use tickit_domain::store::DocumentStore as _;
use tokio::time::{Duration, sleep};

use super::errors::Breakable;
use super::host::{Answer, Hosting};
use crate::installation::OPERATOR_KEY;
use crate::support::{eventually_async, exhaust, until_idle};

const SOON: Duration = Duration::from_secs(20);

impl Breakable {
    async fn jobs(&self, query: &str) -> Vec<Value> {
        let listed = self.operator(&format!("/api/jobs{query}")).await;
        assert_eq!(listed.status, 200, "{query}: {listed:?}");
        listed.body["jobs"].as_array().unwrap().clone()
    }

    async fn does(&self, method: Method, job: &str, rest: &str) -> Answer {
        self.hosting.asks(method, &format!("/api/jobs/{job}{rest}"), OPERATOR_KEY, None).await
    }

    /// Discord makes no channel, and somebody wants one; the job that waits for it.
    pub async fn opens_in_vain(&self) -> String {
        let world = &self.hosting.world;
        let match_channels = Match::any().method("POST").path("/guilds/");
        world.discord.faults().respond(match_channels, Fault::Status(503), 100_000);
        world.member("alice").press(&world.panel().button("Support")).await;
        eventually_async("it waits", async || self.jobs("?kind=open&state=waiting").await.len() == 1).await;
        self.jobs("?kind=open").await[0]["id"].as_str().unwrap().to_owned()
    }

    /// Has the job fail for the last time.
    pub async fn gives_up(&self, job: &str) {
        let core = self.stores.memory_core();
        loop {
            sleep(Duration::from_millis(10)).await;
            let mut record = core.get(job).await.unwrap().unwrap();
            let rev = record.rev;
            if record.state == "ready" {
                exhaust(&mut record);
                if core.replace(record, rev).await.is_ok() {
                    break;
                }
            }
        }
        eventually_async("it is given up", async || self.jobs("?state=failed").await.len() == 1).await;
    }

    fn events(&self, job: &str) -> Vec<String> {
        let events = self.stores.memory_core().beginning_with(&format!("event:{job}:"));
        events.iter().map(|event| event.body.read::<Value>().unwrap()["kind"].as_str().unwrap().to_owned()).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_was_given_up_is_seen_without_contents_done_again_and_known_to_be_done() {
    let broken = Breakable::set_up().await;
    let job = broken.opens_in_vain().await;
    broken.gives_up(&job).await;
    let world = &broken.hosting.world;
    let shown = broken.does(Method::GET, &job, "").await;
    assert_eq!(json!(broken.jobs("?state=failed").await), json!([shown.body]));
    assert_eq!(
        (&shown.body["kind"], &shown.body["state"], &shown.body["ticket"]),
        (&json!("open"), &json!("failed"), &json!(1))
    );
    assert_eq!(shown.body["guild"], world.guild.id().to_string());
    assert!(shown.body["last_error"].as_str().unwrap().contains("unavailable"), "{shown:?}");
    let fields: Vec<&String> = shown.body.as_object().unwrap().keys().collect();
    assert_eq!(fields.len(), 10, "what people said has no field: {fields:?}");
    eventually_async("it is in the error log", async || {
        let logged = broken.operator("/api/errors?kind=job").await.body;
        logged["errors"].as_array().is_some_and(|errors| errors.iter().any(|error| error["subject"] == json!(job)))
    })
    .await;

    world.discord.faults().clear();
    let again = broken.does(Method::POST, &job, "/retry").await;
    assert_eq!(
        (again.status, &again.body["state"], &again.body["failures"]),
        (200, &json!("waiting"), &json!(0)),
        "{again:?}"
    );
    eventually_async("it is done", async || broken.does(Method::GET, &job, "").await.body["state"] == "done").await;
    for (method, rest) in [(Method::POST, "/retry"), (Method::DELETE, "")] {
        assert_eq!(broken.does(method, &job, rest).await.problem(), (409, "job_done"));
    }
    assert_eq!(broken.events(&job), ["job.retried"]);
    assert!(world.ticket_channels().is_empty(), "its ticket had failed, and stays so");
    broken.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_for_a_job_that_is_thrown_away_is_told_and_may_ask_again() {
    let broken = Breakable::set_up().await;
    let job = broken.opens_in_vain().await;
    let world = &broken.hosting.world;
    let discarded = loop {
        let discarded = broken.does(Method::DELETE, &job, "").await;
        if discarded.problem() != (409, "job_running") {
            break discarded;
        }
        sleep(Duration::from_millis(10)).await;
    };
    assert_eq!((discarded.status, &discarded.body["id"]), (200, &json!(job)), "{discarded:?}");
    assert_eq!(broken.does(Method::GET, &job, "").await.problem(), (404, "no_such_job"));
    assert_eq!(broken.does(Method::DELETE, &job, "").await.problem(), (404, "no_such_job"), "twice");
    assert_eq!(broken.events(&job), ["job.discarded"]);
    world.discord.faults().clear();
    world.opens(&world.member("alice"), "Support").await;
    until_idle(&broken.hosting.service, SOON).await;
    broken.hosting.finish().await;
}

#[tokio::test]
async fn jobs_are_the_operators_and_what_is_asked_of_them_is_checked() {
    let hosting = Hosting::usual().await;
    let admin = hosting.admin_key().await;
    let asks = async |method: Method, path: &str, key: &str| {
        let answer = hosting.asks(method, path, key, None).await;
        (answer.status, answer.problem().1.to_owned())
    };
    for (method, path) in [
        (Method::GET, "/api/jobs"),
        (Method::GET, "/api/jobs/job:open:1"),
        (Method::DELETE, "/api/jobs/job:open:1"),
        (Method::POST, "/api/jobs/job:open:1/retry"),
    ] {
        assert_eq!(asks(method.clone(), path, &admin).await, (403, "forbidden".into()), "{method} {path}");
        assert_eq!(asks(method.clone(), path, "").await, (401, "unauthenticated".into()), "{method} {path}");
    }
    for query in ["state=dead", "kind=nothing", "limit=0", "after=x", "guild=x", "what=x"] {
        let path = format!("/api/jobs?{query}");
        assert_eq!(asks(Method::GET, &path, OPERATOR_KEY).await, (400, "invalid_query".into()), "{query}");
    }
    // No other record of the core database is reached as a job.
    let bot = format!("bot:{}", hosting.world.bot.id());
    for id in ["job:open:1", "nothing", &bot, "job:%00", "job:%F0%9F%8E%AB", &format!("job:{}", "x".repeat(2_000))] {
        for (method, rest) in [(Method::GET, ""), (Method::DELETE, ""), (Method::POST, "/retry")] {
            let path = format!("/api/jobs/{id}{rest}");
            assert_eq!(asks(method, &path, OPERATOR_KEY).await, (404, "no_such_job".into()), "{id}");
        }
    }
    hosting.finish().await;
}
