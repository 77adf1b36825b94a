//! How much each of those who are known may ask for, and that nobody's flood is anybody else's.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use tickit::store::memory::Faults;
use tickit_domain::ids::GuildId;
use tokio::time::sleep;

use super::host::{Answer, Hosting};
use crate::installation::OPERATOR_KEY;
use crate::support::eventually_async;

/// Two requests in one go, and the next in a second.
const FEW: (&str, &str) = ("TICKIT_REQUESTS_PER_SECOND", "1");

impl Hosting {
    /// A guild that is set up, with a bot whose sessions are the service's.
    async fn with_guild(variables: &[(&str, &str)]) -> Self {
        let hosting = Self::with(variables).await;
        let put = json!({ "mode": "delegate", "token": hosting.world.bot.token() });
        eventually_async("the bot is registered", async || {
            hosting.asks(Method::PUT, &hosting.bot_path(""), OPERATOR_KEY, Some(put.clone())).await.status == 200
        })
        .await;
        eventually_async("its session is ready", async || hosting.health().await["bots"]["ready"] == 1).await;
        hosting.world.set_up().await;
        hosting
    }

    fn guild_path(&self, rest: &str) -> String {
        format!("/api/guilds/{}{rest}", self.world.guild.id())
    }

    /// A key of the bot's, however often the operator has to ask for it.
    async fn a_key(&self, may: &str) -> String {
        let key = json!({ "name": may, "bot": self.world.bot.id().to_string(), "may": [may] });
        loop {
            let made = self.asks(Method::POST, "/api/keys", OPERATOR_KEY, Some(key.clone())).await;
            match made.status {
                201 => return made.body["text"].as_str().unwrap().to_owned(),
                429 => sleep(Duration::from_millis(100)).await,
                _ => panic!("{made:?}"),
            }
        }
    }

    /// So many requests, one after the other; how they were answered.
    async fn floods(&self, method: Method, path: &str, key: &str, number: usize) -> Vec<Answer> {
        let mut answers = Vec::new();
        for _ in 0..number {
            answers.push(self.asks(method.clone(), path, key, None).await);
        }
        answers
    }
}

fn left(answer: &Answer) -> &str {
    answer.headers["ratelimit-remaining"].to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_key_has_a_share_of_its_own_whatever_address_it_is_used_from() {
    let hosting = Hosting::with_guild(&[FEW]).await;
    let (one, other) = (hosting.a_key("viewer").await, hosting.a_key("viewer").await);
    let tickets = hosting.guild_path("/tickets");
    let answers = hosting.floods(Method::GET, &tickets, &one, 12).await;
    let refused = answers.iter().find(|answer| answer.status == 429).expect("it is too many");
    assert_eq!(refused.problem(), (429, "too_many_requests"));
    assert_eq!((left(refused), &refused.headers["retry-after"]), ("0", &"1".parse().unwrap()));
    assert_eq!(answers[0].headers["ratelimit-limit"], "2");
    let others = hosting.asks(Method::GET, &tickets, &other, None).await;
    assert_eq!((others.status, left(&others)), (200, "1"), "a key of the same bot, from the same address");
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_and_transcripts_have_limits_of_their_own() {
    let hosting = Hosting::with_guild(&[("TICKIT_WRITES_PER_SECOND", "1"), ("TICKIT_EXPORTS_PER_MINUTE", "1")]).await;
    let key = hosting.a_key("agent").await;
    let (labels, transcript) = (hosting.guild_path("/tickets/1/labels"), hosting.guild_path("/tickets/1/transcript"));
    let changed = hosting.floods(Method::POST, &labels, &key, 12).await;
    assert!(changed.iter().any(|answer| answer.status == 429 && left(answer) == "0"), "{changed:?}");
    let read = hosting.floods(Method::GET, &transcript, &key, 3).await;
    let statuses: Vec<u16> = read.iter().map(|answer| answer.status).collect();
    assert_eq!((statuses, left(&read[0])), (vec![404, 404, 429], "1"), "two in one go");
    let listed = hosting.asks(Method::GET, &hosting.guild_path("/tickets"), &key, None).await;
    assert_eq!(listed.status, 200, "whatever else is spent, tickets can be read");
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_about_one_guild_leave_room_for_others() {
    let (hosting, stores) = Hosting::in_memory().await;
    hosting.registers(&hosting.bot_key().await, "delegate").await;
    eventually_async("its session is ready", async || hosting.health().await["bots"]["ready"] == 1).await;
    hosting.world.set_up().await;
    let key = hosting.a_key("viewer").await;
    let tickets = hosting.guild_path("/tickets");
    let store = stores.memory_guild(GuildId::new(hosting.world.guild.id().0));
    store.set_faults(Faults { delay: Duration::from_millis(500), ..Faults::default() });
    let answers = join_all((0..60).map(|_| hosting.asks(Method::GET, &tickets, &key, None))).await;
    store.set_faults(Faults::default());
    let busy = answers.iter().filter(|answer| answer.problem() == (429, "busy")).count();
    assert!(busy > 0, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    assert_eq!(hosting.asks(Method::GET, &tickets, &key, None).await.status, 200, "once they are answered it has room");
    hosting.finish().await;
}
