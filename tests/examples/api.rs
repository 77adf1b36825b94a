//! `docs/API.md`: a whole ticket by `curl`, from the key to the transcript, each command run as it stands.

use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::page::{Block, answers, blocks, has_curl};
use super::program::skipped;
use super::shell::Shell;
use crate::installation::{Installation, OPERATOR_KEY, Service};
use crate::support::{Settings, TestWorld, eventually, eventually_async};

const PAGE: &str = include_str!("../../docs/API.md");

/// Whoever has a terminal with the page beside it, and a server whose tickets they look after.
struct Reader {
    world: TestWorld,
    installation: Installation,
    shell: Shell,
    url: String,
    service: Option<Service>,
}

impl Reader {
    async fn new() -> Self {
        let mut world = TestWorld::seeded(7).await;
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let (address, url) = (format!("127.0.0.1:{port}"), format!("http://127.0.0.1:{port}"));
        let settings = Settings::new(&world.discord, &[]).with("TICKIT_OPERATOR_KEY", OPERATOR_KEY);
        world.settings = settings.with("TICKIT_HTTP_ADDRESS", &*address);
        let installation = world.settings.installation();
        let shell = Shell::start(&installation);
        Self { world, installation, shell, url, service: None }
    }

    /// Runs a block of the page, and waits for what the page says comes a moment later.
    async fn runs(&mut self, block: &str) -> String {
        let printed = self.shell.runs(block).await;
        if block.contains("export TICKIT_URL") {
            let tickets = format!("{}/api/guilds/{}/tickets", self.url, self.world.guild.id());
            let member = self.world.member("alice").id().to_string();
            for (name, value) in [
                ("TICKIT_URL", self.url.clone()),
                ("APPLICATION_ID", self.world.bot.id().to_string()),
                ("GUILD", self.world.guild.id().to_string()),
                ("MEMBER", member),
                ("TICKETS", tickets),
            ] {
                self.shell.sets(name, &value).await;
            }
        } else if block.contains("tickit keys create") {
            self.service = Some(self.installation.serve().await);
            self.registers_the_bot().await;
            self.world.set_up().await;
        } else if block.contains("order-4711") {
            self.it_becomes("open").await;
            let channel = self.world.ticket_channels().pop().unwrap();
            self.world.member("alice").says(&channel, "It never came.").await;
            self.shows("/1/messages", |shown| shown["messages"][0].is_object()).await;
        } else if block.contains("/close") {
            self.it_becomes("closed").await;
        }
        printed
    }

    /// What the bot's owner did before.
    async fn registers_the_bot(&self) {
        let url = format!("{}/api/bots/{}", self.url, self.world.bot.id());
        let body = json!({ "mode": "delegate", "token": self.world.bot.token() });
        let registers = reqwest::Client::new().put(url).bearer_auth(OPERATOR_KEY).json(&body);
        let registered = registers.send().await.unwrap();
        assert!(registered.status().is_success(), "{registered:?}");
        let is_ready = || self.world.discord.sessions(&self.world.bot).iter().any(|one| one.connected);
        eventually("its session is there", is_ready).await;
    }

    async fn it_becomes(&self, status: &str) {
        self.shows("/1", |shown| shown["status"] == status).await;
    }

    /// Waits until what is shown of tickets is so.
    async fn shows(&self, rest: &str, is_so: impl Fn(&Value) -> bool) {
        let (guild, bot) = (self.world.guild.id(), self.world.bot.id());
        let url = format!("{}/api/guilds/{guild}/tickets{rest}?bot={bot}", self.url);
        let http = reqwest::Client::new();
        eventually_async(&format!("{rest} is as it has to be"), async || {
            is_so(&http.get(&url).bearer_auth(OPERATOR_KEY).send().await.unwrap().json().await.unwrap())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_on_the_page_about_tickets_does_what_the_page_says() {
    if !has_curl() {
        let _: Option<()> = skipped("api", "needs bash, and curl 7.82 or later");
        return;
    }
    let (blocks, mut reader) = (blocks(PAGE), Reader::new().await);
    assert!(blocks.len() >= 9, "only {} blocks are on the page", blocks.len());
    for Block { commands, answer } in blocks {
        let printed = reader.runs(commands).await;
        if let Some(answer) = answer {
            answers(commands, &printed, answer);
        }
    }
    for (name, part) in [("ticket-1.html", "<!doctype html>"), ("ticket-1.txt", "Support #0001")] {
        let kept = std::fs::read_to_string(reader.installation.path(name)).unwrap();
        assert!(kept.contains(part), "{name}: {kept}");
    }
    reader.service.take().unwrap().stop().await;
    reader.world.discord.finish().await.unwrap();
}
