//! Many bots in one process: what belongs to a guild is in that guild's database, and what belongs to a bot is its own.

use std::collections::BTreeSet;
use std::time::Duration;

use discord_simulator::{ApplicationHandle, Simulator};
use serde_json::json;
use tickit::app::Service;
use tickit_domain::ids::BotId;

use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY};
use crate::store::mongo_server::{ANY, Mongo};
use crate::support::{Settings, TestGuild, agrees, application, tickets, until_idle};

/// Three bots and four guilds: one bot in two guilds, and two bots of their own.
struct ManyBots {
    discord: Simulator,
    bots: Vec<ApplicationHandle>,
    guilds: Vec<TestGuild>,
}

impl ManyBots {
    async fn new() -> Self {
        let discord = Simulator::builder().seed(7).start().await.unwrap();
        let bots: Vec<_> = ["First", "Second", "Third"].map(|name| application(&discord, name)).into();
        let of = [0, 0, 1, 2];
        let guilds = of
            .iter()
            .enumerate()
            .map(|(number, bot)| TestGuild::new(&discord, &format!("Guild {number}"), &[&bots[*bot]]));
        let guilds = guilds.collect();
        Self { discord, bots, guilds }
    }

    fn settings(&self) -> Settings {
        Settings::new(&self.discord, &self.bots.iter().collect::<Vec<_>>())
    }

    /// In each guild one more ticket than in the one before.
    async fn plays(&self, service: &Service) {
        for (number, guild) in self.guilds.iter().enumerate() {
            guild.set_up().await;
            for member in 0..=number {
                let ticket = guild.opens(&guild.member(&format!("member-{member}")), "Support").await;
                assert_eq!(ticket.name(), format!("support-{:04}", member + 1), "each guild counts for itself");
            }
        }
        until_idle(service, Duration::from_secs(10)).await;
        let of = [0, 0, 1, 2];
        for (number, guild) in self.guilds.iter().enumerate() {
            let tickets = agrees(service.stores(), guild).await;
            assert_eq!(tickets.len(), number + 1);
            let bot = BotId::new(self.bots[of[number]].id().0);
            assert!(tickets.iter().all(|ticket| ticket.bot == bot));
        }
    }

    fn guilds(&self) -> BTreeSet<String> {
        self.guilds.iter().map(|guild| guild.guild.id().to_string()).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_guild_has_its_own_file() {
    let many = ManyBots::new().await;
    let settings = many.settings();
    let service = settings.start().await;
    many.plays(&service).await;
    service.stop().await;
    let files = files(&settings.data());
    for guild in many.guilds() {
        let own = files.iter().filter(|(path, _)| path.contains(&guild)).count();
        assert_eq!(
            own,
            1,
            "guild {guild} has one file of {:?}",
            files.iter().map(|(path, _)| path).collect::<Vec<_>>()
        );
    }
    for (path, bytes) in files {
        let tickets = bytes.windows(16).filter(|window| window.starts_with(b"ticket:0000")).count();
        assert_eq!(tickets > 0, many.guilds().iter().any(|guild| path.contains(guild)), "tickets in {path}");
    }
    many.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_guild_has_its_own_database() {
    let Some(mongo) = Mongo::at(ANY).await else { return };
    let many = ManyBots::new().await;
    let settings = many
        .settings()
        .with("MONGODB_URI", mongo.address.clone())
        .with("TICKIT_DATABASE_PREFIX", mongo.prefix.clone())
        .with("ENCRYPTION_KEY", ENCRYPTION_KEY)
        .with("ENCRYPTION_IV", ENCRYPTION_IV);
    let service = settings.start().await;
    many.plays(&service).await;
    let named: BTreeSet<_> = many.guilds().iter().map(|guild| format!("{}-guild-{guild}", mongo.prefix)).collect();
    let found: BTreeSet<_> = mongo.databases().await.into_iter().filter(|name| *name != mongo.prefix).collect();
    assert_eq!(found, named);
    service.stop().await;
    mongo.drop_databases().await;
    many.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_cannot_touch_the_tickets_of_another_in_the_same_guild() {
    let discord = Simulator::builder().seed(7).start().await.unwrap();
    let (first, second) = (application(&discord, "First"), application(&discord, "Second"));
    let guild = TestGuild::new(&discord, "Acme", &[&first]);
    let settings = Settings::new(&discord, &[&first, &second]);
    let service = settings.start().await;
    guild.set_up().await;
    let ticket = guild.opens(&guild.member("alice"), "Support").await;
    guild.guild.invite(&second, discord_simulator::Permissions::ADMINISTRATOR);
    for word in ["close", "claim", "unclaim", "reopen"] {
        let press = json!({ "component_type": 2, "custom_id": format!("tickit:1:{word}:1"), "id": 1 });
        let owner = guild.guild.owner();
        let (id, answered) = discord.interaction_in(&second, &guild.general, &owner, press, None);
        assert_eq!(answered.await.unwrap().kind, 4);
        let said = discord.shared().read(|world| {
            let message = world.interactions[&id].original.unwrap();
            world.message(guild.general.id(), message).unwrap().content.clone()
        });
        assert!(said.contains("There is no such ticket here"), "{word}: {said}");
    }
    assert!(ticket.exists() && tickets(service.stores(), &guild.guild).await.len() == 1);
    service.stop().await;
    discord.finish().await.unwrap();
}

/// Every file below a directory: its path and its bytes, without what SQLite keeps beside it.
fn files(directory: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "db") {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found
}
