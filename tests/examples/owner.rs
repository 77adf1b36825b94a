//! The owner of a bot, who has a terminal with `docs/BOTS.md` beside it, and a guild whose members press buttons meanwhile.

use std::time::Duration;

use discord_simulator::people::{Answer, AnswerKind};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use super::shell::Shell;
use crate::api::interactions::each_was_answered_once;
use crate::api::sessions::HostSession;
use crate::installation::{Installation, OPERATOR_KEY, Service};
use crate::support::{Settings, TestWorld, eventually};

/// The owner.
pub struct Owner {
    world: TestWorld,
    installation: Installation,
    shell: Shell,
    url: String,
    service: Option<Service>,
    /// The bot's own session, once it has one.
    session: Option<HostSession>,
    /// Somebody who waits for a ticket.
    opening: Option<JoinHandle<Answer>>,
    /// What the shell printed last.
    printed: String,
}

impl Owner {
    /// With a service that is not started yet, since its databases are used first.
    pub async fn new() -> Self {
        let mut world = TestWorld::seeded(7).await;
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let (address, url) = (format!("127.0.0.1:{port}"), format!("http://127.0.0.1:{port}"));
        let settings = Settings::new(&world.discord, &[]).with("TICKIT_OPERATOR_KEY", OPERATOR_KEY);
        let settings = settings.with("TICKIT_HTTP_ADDRESS", &*address).with("TICKIT_PUBLIC_URL", &*url);
        world.settings = settings.with("TICKIT_REGISTRATION", "open");
        let installation = world.settings.installation();
        let shell = Shell::start(&installation);
        let (service, session, opening) = (None, None, None);
        Self { world, installation, shell, url, service, session, opening, printed: String::new() }
    }

    /// Runs a block of the page, with what it takes to be there; what it printed.
    pub async fn runs(&mut self, block: &str) -> String {
        let is = |text: &str| block.contains(text);
        if !is("tickit keys create") && !is("export TICKIT_URL") && self.service.is_none() {
            self.service = Some(self.installation.serve().await);
        }
        if is("$KEY_ID") {
            let key: Value = serde_json::from_str(&self.printed).unwrap();
            let id = key["key"].as_str().unwrap().split('_').nth(1).unwrap().to_owned();
            self.shell.sets("KEY_ID", &id).await;
        }
        self.printed = if is("X-Tickit-Age") {
            self.hands_over(block).await
        } else if is("X-Tickit-Answer: inline") {
            self.passes_an_answer_on(block).await
        } else if is("TYPED_ID") {
            self.answers_itself(block).await
        } else if is("CHANNEL_ID") {
            self.tells_of_messages(block).await
        } else if is("text/event-stream") {
            self.follows(block).await
        } else {
            self.shell.runs(block).await
        };
        self.looks_at(block).await;
        self.printed.clone()
    }

    /// What follows from a block.
    async fn looks_at(&mut self, block: &str) {
        let world = &self.world;
        if block.contains("export TICKIT_URL") {
            let (id, token, api) = (world.bot.id().to_string(), world.bot.token(), world.discord.api_base());
            let bot = format!("{}/api/bots/{id}", self.url);
            for (name, value) in [
                ("TICKIT_URL", &self.url),
                ("APPLICATION_ID", &id),
                ("DISCORD_TOKEN", &token),
                ("DISCORD_API", &api),
                ("BOT", &bot),
            ] {
                self.shell.sets(name, value).await;
            }
        } else if block.contains("/ready") {
            let has_session = || world.discord.sessions(&world.bot).iter().any(|one| one.connected);
            eventually("Tickit has a session", has_session).await;
        } else if self.printed.contains("interaction_taken") {
            self.has_a_ticket().await;
        } else if block.contains(r#"{ "mode": "endpoint" }"#) {
            assert!(world.bot.interactions_endpoint().is_some());
            // Discord posts everything to Tickit now, so that the guild can be set up.
            world.set_up().await;
        }
    }

    /// Has a session of the bot's own, in which it is handed what members do.
    async fn listens(&mut self) {
        if self.session.is_none() {
            let registers = r#"curl -sS --fail-with-body -X PUT "$BOT" -H "Authorization: Bearer $TICKIT_KEY" \
                --json '{ "mode": "forward" }'"#;
            self.shell.runs(registers).await;
            self.session = Some(HostSession::of(&self.world).await);
        }
    }

    /// The next interaction, which the page calls `interaction.json`.
    async fn is_handed_one(&mut self) -> Value {
        let interaction = self.session.as_mut().unwrap().next_interaction().await.unwrap();
        std::fs::write(self.installation.path("interaction.json"), &interaction).unwrap();
        serde_json::from_str(&interaction).unwrap()
    }

    async fn names(&mut self, interaction: &Value, prefix: &str) {
        for (name, field) in [("ID", "id"), ("TOKEN", "token")] {
            self.shell.sets(&format!("{prefix}_{name}"), interaction[field].as_str().unwrap()).await;
        }
    }

    /// Somebody presses the panel's button. Whoever waits for the answer has to have it answered first.
    fn presses(&self, name: &str) -> JoinHandle<Answer> {
        let (member, button) = (self.world.member(name), self.world.panel().button("Support"));
        tokio::spawn(async move { member.press(&button).await })
    }

    async fn hands_over(&mut self, block: &str) -> String {
        self.listens().await;
        self.opening = Some(self.presses("alice"));
        self.is_handed_one().await;
        // What is done again has to be done before Discord gives it up, so nobody waits for the ticket here.
        self.shell.runs(block).await
    }

    async fn has_a_ticket(&mut self) {
        let answer = self.opening.take().unwrap().await.unwrap().finished().await;
        assert!(answer.text().contains("is open"), "{}", answer.text());
    }

    async fn passes_an_answer_on(&mut self, block: &str) -> String {
        let (owner, general) = (self.world.guild.owner(), self.world.general.clone());
        let claimed = tokio::spawn(async move { owner.slash(&general, "/ticket claim").await });
        let interaction = self.is_handed_one().await;
        self.names(&interaction, "INTERACTION").await;
        let printed = self.shell.runs(block).await;
        assert_eq!(claimed.await.unwrap().kind(), AnswerKind::Message);
        printed
    }

    async fn answers_itself(&mut self, block: &str) -> String {
        let pressed = self.presses("bob");
        let interaction = self.is_handed_one().await;
        self.names(&interaction, "INTERACTION").await;
        let (owner, general) = (self.world.guild.owner(), self.world.general.clone());
        let typed = tokio::spawn(async move { owner.types(&general, "/ticket reopen ticket:1").await });
        let interaction = self.is_handed_one().await;
        assert_eq!(interaction["type"], 4);
        self.names(&interaction, "TYPED").await;
        let printed = self.shell.runs(block).await;
        let answer = pressed.await.unwrap();
        assert!(answer.text().contains("away") && answer.ephemeral(), "{}", answer.text());
        assert_eq!(typed.await.unwrap(), []);
        printed
    }

    async fn tells_of_messages(&mut self, block: &str) -> String {
        let (guild, ticket) = (self.world.guild.id(), self.world.ticket_channels()[0].id());
        let message = self.world.discord.shared().change(discord_simulator::world::World::next_id);
        for (name, id) in [("MESSAGE_ID", message.0), ("CHANNEL_ID", ticket.0), ("GUILD_ID", guild.0)] {
            self.shell.sets(name, &id.to_string()).await;
        }
        let printed = self.shell.runs(block).await;
        assert!(printed.contains(&format!(r#""wanted":["{ticket}"]"#)), "{printed}");
        printed
    }

    /// Follows tickets while somebody opens one; what was heard of that.
    async fn follows(&mut self, block: &str) -> String {
        let stream = self.installation.path("stream");
        self.shell.runs(&format!("( exec {block} ) >stream &\nfollowing=$!")).await;
        // Nothing says when the stream is there, and what happened before is not told.
        sleep(Duration::from_millis(500)).await;
        let pressed = self.presses("bob");
        self.is_handed_one().await;
        let hands_over = r#"curl -sS --fail-with-body "$BOT/interactions" --data-binary @interaction.json \
            -H "Authorization: Bearer $TICKIT_KEY" -H 'Content-Type: application/json'"#;
        self.shell.runs(hands_over).await;
        pressed.await.unwrap().finished().await;
        let heard = || std::fs::read_to_string(&stream).unwrap();
        eventually("it is told", || heard().contains("event: ticket.opened")).await;
        self.shell.runs("kill $following").await;
        let heard = heard();
        let opened = heard.split("\n\n").find(|event| event.contains("event: ticket.opened"));
        opened.unwrap().to_owned()
    }

    /// Stops everything; each interaction has one answer.
    pub async fn finish(mut self) {
        each_was_answered_once(&self.world).await;
        self.service.take().unwrap().stop().await;
        self.world.discord.finish().await.unwrap();
    }
}
