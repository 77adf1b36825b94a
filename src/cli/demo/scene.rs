//! Where the demo plays: a Discord on loopback with one server and one bot, and the service beside it.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use discord_simulator::{ApplicationHandle, ChannelHandle, GuildHandle, Intents, Member, Permissions, Simulator};
use tickit_domain::bot::BotState;
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep};

use crate::app::Service;
use crate::config::{Config, Inputs};
use crate::entropy::random_hex;

/// How long anything in the demo may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where the service's own address usually is.
const USUAL_ADDRESS: &str = "127.0.0.1:8080";

/// Everything that is on the stage.
pub(super) struct Scene {
    pub(super) discord: Simulator,
    pub(super) guild: GuildHandle,
    pub(super) help: ChannelHandle,
    pub(super) log: ChannelHandle,
    pub(super) service: Service,
    directory: PathBuf,
}

impl Scene {
    /// Starts a Discord, a server with people in it, and the service with its bot.
    pub(super) async fn set(port: u16) -> anyhow::Result<Self> {
        let discord = Simulator::builder().port(port).start().await.context("starting the pretended Discord")?;
        let bot = discord.application("Tickit");
        bot.grant_intents(Intents::MESSAGE_CONTENT);
        let guild = discord.guild("Acme");
        let (help, log) = (guild.text_channel("get-help"), guild.text_channel("ticket-log"));
        guild.category("Tickets");
        guild.role("Support", Permissions::empty());
        guild.invite(&bot, permissions());
        let directory = std::env::temp_dir().join(format!("tickit-demo-{}", random_hex::<6>()?));
        let config = configuration(&discord.api_base(), &bot, &directory).await?;
        let service = Service::start(&config).await?;
        let scene = Self { discord, guild, help, log, service, directory };
        scene
            .until("the bot is ready", || {
                let bots = scene.service.bots();
                let ready = !bots.is_empty() && bots.iter().all(|bot| bot.state == BotState::Ready);
                (ready && scene.guild.owner().commands(&scene.help).len() >= 3).then_some(())
            })
            .await?;
        Ok(scene)
    }

    /// A member of the server.
    pub(super) fn member(&self, name: &str) -> Member {
        self.guild.member(name)
    }

    /// Somebody who works on tickets.
    pub(super) fn agent(&self, name: &str) -> Member {
        self.guild.member(name).with_role(&self.guild.role("Support", Permissions::empty()))
    }

    /// Waits for something to be there.
    pub(super) async fn until<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> anyhow::Result<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = look() {
                return Ok(found);
            }
            anyhow::ensure!(Instant::now() < deadline, "it took too long until {what}");
            sleep(Duration::from_millis(10)).await;
        }
    }

    /// Stops everything and removes what it left.
    pub(super) async fn strike(self) -> anyhow::Result<()> {
        self.service.stop().await;
        let finished = self.discord.finish().await;
        std::fs::remove_dir_all(&self.directory).context("removing the demo's files")?;
        finished
    }
}

/// The settings of a development machine, with the bot's token and files of its own.
async fn configuration(api_base: &str, bot: &ApplicationHandle, directory: &std::path::Path) -> anyhow::Result<Config> {
    std::fs::create_dir_all(directory).context("making a directory for the demo")?;
    let file = directory.join("tickit.toml");
    std::fs::write(&file, "[[bots]]\nname = \"demo\"\ntoken_env = \"DEMO_TOKEN\"\n").context("writing its settings")?;
    let data = directory.join("data").display().to_string();
    let free = TcpListener::bind(USUAL_ADDRESS).await.is_ok();
    let (token, id, secret) = (bot.token(), bot.id().to_string(), bot.client_secret());
    let variables = [
        ("DISCORD_API_BASE", api_base),
        ("DEMO_TOKEN", &token),
        ("DISCORD_CLIENT_ID", &id),
        ("DISCORD_CLIENT_SECRET", &secret),
        ("TICKIT_DATA_DIR", &data),
        ("TICKIT_HTTP_ADDRESS", if free { USUAL_ADDRESS } else { "127.0.0.1:0" }),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    Ok(Config::load(&Inputs { file: Some(file), variables, ..Inputs::default() })?)
}

/// What the bot is invited with.
fn permissions() -> Permissions {
    Permissions(crate::discord::permissions::needed())
}
