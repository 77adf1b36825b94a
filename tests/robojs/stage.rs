//! A world, the service as an operator runs it, and what a bot's owner has of it.

use std::path::PathBuf;

use discord_simulator::Member;
use reqwest::Client;
use serde_json::Value;
use tokio::net::TcpListener;

use super::robo::{Project, Robo};
use crate::installation::{Installation, OPERATOR_KEY, Service};
use crate::support::{Settings, TestWorld, says};

/// The service is at the same address after each restart.
pub struct Stage {
    pub world: TestWorld,
    pub url: String,
    pub key: String,
    installation: Installation,
    service: Option<Service>,
}

impl Stage {
    pub async fn new() -> Self {
        Self::with(None, &[]).await
    }

    /// With a key that may this.
    pub async fn that_may(may: &[&str]) -> Self {
        Self::with(None, may).await
    }

    /// With another build of the service, if one is named.
    pub async fn of(program: Option<PathBuf>) -> Self {
        Self::with(program, &[]).await
    }

    async fn with(program: Option<PathBuf>, may: &[&str]) -> Self {
        let mut world = TestWorld::seeded(7).await;
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let (address, url) = (format!("127.0.0.1:{port}"), format!("http://127.0.0.1:{port}"));
        world.settings = Settings::new(&world.discord, &[])
            .with("TICKIT_HTTP_ADDRESS", address)
            .with("TICKIT_PUBLIC_URL", &url)
            .with("TICKIT_OPERATOR_KEY", OPERATOR_KEY);
        let installation = world.settings.installation();
        let installation = match program {
            Some(program) => installation.with_program(program),
            None => installation,
        };
        let id = world.bot.id().to_string();
        let may = may.iter().flat_map(|may| ["--may", may]);
        let create: Vec<&str> = ["keys", "create", "--bot", &id].into_iter().chain(may).collect();
        let key = installation.run(&create).await.stdout.trim().to_owned();
        let service = Some(installation.serve().await);
        Self { world, url, key, installation, service }
    }

    /// Discord's address as discord.js has it, which adds the version.
    pub fn discord_api(&self) -> String {
        self.world.discord.api_base().replace("/v10", "")
    }

    /// The bot with the plugin, which finds the service at this address.
    pub fn project(&self, url: &str, mode: &str) -> Project {
        Project::new()
            .set("DISCORD_API", self.discord_api())
            .set("DISCORD_TOKEN", self.world.bot.token())
            .set("DISCORD_CLIENT_ID", self.world.bot.id().to_string())
            .set("TICKIT_URL", url)
            .set("TICKIT_KEY", &self.key)
            .set("TICKIT_MODE", mode)
    }

    /// The bot, registered in a mode and with a session of its own.
    pub async fn robo(&self, url: &str, mode: &str) -> Robo {
        let robo = self.project(url, mode).start().await;
        robo.says(r#"{"ready":"#).await;
        robo.says(&format!("is registered with Tickit, mode {mode}: ready")).await;
        robo
    }

    /// A ticket as the operator reads it.
    pub async fn ticket(&self, number: u32) -> Value {
        let (guild, bot) = (self.world.guild.id(), self.world.bot.id());
        let address = format!("{}/api/guilds/{guild}/tickets/{number}?bot={bot}", self.url);
        Client::new().get(address).bearer_auth(OPERATOR_KEY).send().await.unwrap().json().await.unwrap()
    }

    pub fn service(&self) -> &Service {
        self.service.as_ref().unwrap()
    }

    /// Ends the service as a crash does.
    pub async fn dies(&mut self) {
        self.service.take().unwrap().kill().await;
    }

    pub async fn serves(&mut self) {
        self.service = Some(self.installation.serve().await);
    }

    /// The operator takes the bot's key back.
    pub async fn revokes_the_key(&self) {
        let (http, keys) = (Client::new(), format!("{}/api/keys", self.url));
        let listed: Value = http.get(&keys).bearer_auth(OPERATOR_KEY).send().await.unwrap().json().await.unwrap();
        let id = listed["keys"][0]["id"].as_str().unwrap();
        let revoked = http.delete(format!("{keys}/{id}")).bearer_auth(OPERATOR_KEY).send().await.unwrap();
        assert!(revoked.status().is_success(), "{revoked:?}");
    }

    /// The bot's own command, button and form do as they did before there was a plugin.
    pub async fn own_things_work(&self, member: &Member) {
        let pong = member.slash(&self.world.general, "/ping").await;
        assert_eq!(pong.text(), "Pong!");
        let form = member.press(&pong.button("Own")).await.modal().expect("the bot's own form");
        let said = member.submit(&form, [("own-input", "hello")]).await;
        assert_eq!(said.text(), "You said hello.");
    }

    /// Only the bot's own command.
    pub async fn own_command_works(&self, member: &Member) {
        assert_eq!(says(member, &self.world.general, "/ping").await, "Pong!");
    }

    /// Stops the service; fails where a request was not as Discord's own document says.
    pub async fn finish(mut self) {
        if let Some(service) = self.service.take() {
            service.kill().await;
        }
        self.world.discord.finish().await.unwrap();
    }
}
