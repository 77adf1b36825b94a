//! A bot of somebody's, in whatever language, through which tickets are opened, claimed and closed.

use std::time::Duration;

use discord_simulator::Member;
use discord_simulator::people::{Answer, AnswerKind};
use reqwest::Method;
use serde_json::Value;
use tokio::time::sleep;

use super::program::{Program, Running, discord_js, discord_py};
use super::proxy::Proxy;
use crate::api::interactions::{a_whole_ticket, each_was_answered_once};
use crate::installation::{Installation, Service};
use crate::support::{Settings, TestWorld, eventually, says};

/// What the examples say where Tickit does not answer.
const AWAY: &str = "Tickets are away";

/// A bot that runs, with the service behind a proxy.
struct Stage {
    world: TestWorld,
    installation: Installation,
    service: Option<Service>,
    proxy: Proxy,
    bot: Running,
    key: String,
}

impl Stage {
    async fn of(program: &Program) -> Self {
        let mut world = TestWorld::seeded(7).await;
        world.settings = Settings::new(&world.discord, &[]);
        let installation = world.settings.installation();
        let id = world.bot.id().to_string();
        let key = installation.run(&["keys", "create", "--bot", &id]).await.stdout.trim().to_owned();
        let (service, proxy) = (installation.serve().await, Proxy::start().await);
        proxy.leads_to(&service.url);
        let variables = [
            ("DISCORD_TOKEN", &*world.bot.token()),
            ("DISCORD_API_BASE", &world.discord.api_base()),
            ("TICKIT_URL", &proxy.url),
            ("TICKIT_KEY", &key),
        ];
        let bot = program.start(&variables);
        Self { world, installation, service: Some(service), proxy, bot, key }
    }

    /// Waits until there are the bot's own command and Tickit's.
    async fn has_all_commands(&self) {
        let (owner, general) = (self.world.guild.owner(), &self.world.general);
        let has = |word: &str| owner.commands(general).iter().any(|(name, _)| name.contains(word));
        let all = || has("ping") && has("setup") && has("panel");
        // A bot with commands of its own has ours one by one, of which Discord takes five in twenty seconds.
        let there = self.world.discord.until(Duration::from_secs(90), all).await;
        assert!(there, "the commands are not there: {}", self.bot.log());
    }

    async fn answers_its_own(&self, member: &Member) {
        assert_eq!(says(member, &self.world.general, "/ping").await, "Pong!", "{}", self.bot.log());
    }

    async fn presses(&self, member: &Member) -> Answer {
        member.press(&self.world.panel().button("Support")).await
    }

    /// How many closed tickets are offered to whoever types a number.
    async fn offers(&self) -> usize {
        self.world.guild.owner().types(&self.world.general, "/ticket reopen ticket:1").await.len()
    }

    /// A ticket is closed for good a little after its channel went.
    async fn offers_its_closed_ticket(&self) {
        for _ in 0..50 {
            if self.offers().await == 1 {
                return;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("no closed ticket is offered: {}", self.bot.log());
    }

    async fn is_away(&self, member: &Member) {
        let answer = self.presses(member).await;
        assert!(answer.text().contains(AWAY) && answer.ephemeral(), "{}\n{}", answer.text(), self.bot.log());
        assert_eq!(self.offers().await, 0);
        self.answers_its_own(member).await;
    }

    /// The service is gone behind its proxy.
    async fn dies(&mut self) {
        let service = self.service.take().unwrap();
        self.proxy.leads_to(&service.url);
        service.kill().await;
    }

    async fn serves(&mut self) {
        let service = self.installation.serve().await;
        self.proxy.leads_to(&service.url);
        self.service = Some(service);
    }

    /// How often the bot asked how it is doing, and was told.
    fn heartbeats(&self) -> usize {
        let path = format!("/api/bots/{}", self.world.bot.id());
        self.proxy.passed(&Method::GET, &path).iter().filter(|one| one.status == 200).count()
    }
}

/// Everything that a bot has to do, in one go: starting two languages and two services for each sentence takes minutes.
async fn plays(program: Option<Program>) {
    let Some(program) = program else { return };
    let mut stage = Stage::of(&program).await;
    stage.has_all_commands().await;
    let alice = stage.world.member("alice");
    stage.answers_its_own(&alice).await;

    // A ticket is opened, claimed and closed, and what is the bot's own stays with it.
    stage.world.set_up().await;
    a_whole_ticket(&stage.world).await;
    stage.offers_its_closed_ticket().await;
    stage.answers_its_own(&alice).await;
    let handed = stage.proxy.passed(&Method::POST, "/interactions");
    assert!(handed.len() >= 7 && handed.iter().all(|one| one.status == 202), "{}", stage.bot.log());
    for one in handed {
        let payload: Value = serde_json::from_slice(&one.body).unwrap();
        assert_ne!(payload["data"]["name"], "ping", "the bot's own command was handed over");
        assert_eq!(one.headers["x-tickit-protocol"], "1");
    }
    eventually("it says how it is", || stage.heartbeats() >= 2).await;

    // The service hangs: there is an answer in time.
    stage.proxy.hangs();
    let answer = stage.presses(&alice).await;
    let after = answer.acknowledged_after();
    assert!(answer.text().contains(AWAY) && answer.kind() == AnswerKind::Message, "{}", stage.bot.log());
    assert!((1_900..3_000).contains(&after.as_millis()), "after {after:?}");

    // It is gone behind its proxy, and comes back.
    stage.dies().await;
    stage.is_away(&alice).await;
    stage.serves().await;
    let before = stage.heartbeats();
    eventually("the bot has found it again", || stage.heartbeats() > before).await;
    a_whole_ticket(&stage.world).await;

    // Nobody takes connections.
    stage.proxy.goes_away();
    stage.is_away(&alice).await;
    each_was_answered_once(&stage.world).await;
    assert_eq!(stage.world.discord.identify_count(&stage.world.bot), 1, "only the bot itself has a session");
    let log = stage.bot.log();
    assert!(!log.contains(&stage.key) && !log.contains(&stage.world.bot.token()), "a secret is logged: {log}");
    stage.dies().await;
    stage.world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_on_discord_js_has_its_tickets_answered_and_answers_for_itself_while_tickit_is_away() {
    plays(discord_js()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_on_discord_py_has_its_tickets_answered_and_answers_for_itself_while_tickit_is_away() {
    plays(discord_py()).await;
}
