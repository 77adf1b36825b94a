//! A stage for tests: a Discord on loopback, the service as it is shipped, and people who use it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use discord_simulator::people::MessageHandle;
use discord_simulator::{ApplicationHandle, ChannelHandle, GuildHandle, Intents, Member, Permissions, Simulator};
use tickit::app::Service;
use tickit::config::{Config, Inputs};
use tickit_domain::bot::BotState;
use tokio::time::{Instant, sleep};

/// How long anything may take that is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the bot is invited with.
pub fn bot_permissions() -> Permissions {
    Permissions::VIEW_CHANNEL
        | Permissions::MANAGE_CHANNELS
        | Permissions::MANAGE_ROLES
        | Permissions::SEND_MESSAGES
        | Permissions::EMBED_LINKS
        | Permissions::ATTACH_FILES
        | Permissions::READ_MESSAGE_HISTORY
}

/// A directory that goes away with the test.
pub struct Directory(pub PathBuf);

impl Directory {
    /// A new, empty one.
    pub fn new() -> Self {
        let unique = tickit::entropy::random_hex::<8>().unwrap();
        let path = std::env::temp_dir().join(format!("tickit-test-{unique}"));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A Discord with one bot in one guild, and the service.
pub struct Stage {
    pub discord: Simulator,
    pub bot: ApplicationHandle,
    pub guild: GuildHandle,
    pub general: ChannelHandle,
    pub log: ChannelHandle,
    pub service: Service,
    pub settings: Settings,
}

/// What the service is started with.
pub struct Settings {
    pub directory: Directory,
    pub variables: BTreeMap<String, String>,
    pub tokens: Vec<String>,
}

impl Settings {
    /// For a Discord, with these bots, in a directory of its own.
    pub fn new(discord: &Simulator, bots: &[&ApplicationHandle]) -> Self {
        let directory = Directory::new();
        let data = directory.0.join("data").display().to_string();
        let variables = [
            ("DISCORD_API_BASE", discord.api_base()),
            ("TICKIT_DATA_DIR", data),
            ("TICKIT_HTTP_ADDRESS", "127.0.0.1:0".to_owned()),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value)).into();
        Self { directory, variables, tokens: bots.iter().map(|bot| bot.token()).collect() }
    }

    /// The operator's file.
    pub fn file(&self) -> PathBuf {
        let bots: String = self
            .tokens
            .iter()
            .enumerate()
            .map(|(i, token)| format!("[[bots]]\nname = \"bot {i}\"\ntoken = \"{token}\"\n"))
            .collect();
        let file = self.directory.0.join("tickit.toml");
        std::fs::write(&file, bots).unwrap();
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        file
    }

    /// The configuration.
    pub fn config(&self) -> Config {
        Config::load(&Inputs { file: Some(self.file()), usual_file: None, variables: self.variables.clone() }).unwrap()
    }

    /// Starts the service and waits until its bots are there.
    pub async fn start(&self) -> Service {
        let service = Service::start(&self.config()).await.unwrap();
        let bots = self.tokens.len();
        eventually("the bots are ready", || {
            let states = service.bots();
            states.len() >= bots && states.iter().all(|bot| bot.state == BotState::Ready)
        })
        .await;
        service
    }
}

impl Stage {
    /// A guild that is set up, with a panel of one type, “Support”.
    pub async fn set() -> Self {
        let discord = Simulator::builder().seed(7).start().await.unwrap();
        let bot = discord.application("Helper");
        bot.grant_intents(Intents::MESSAGE_CONTENT);
        let guild = discord.guild("Acme");
        let (general, log) = (guild.text_channel("general"), guild.text_channel("ticket-log"));
        guild.category("Tickets");
        guild.role("Support", Permissions::empty());
        guild.invite(&bot, bot_permissions());
        let settings = Settings::new(&discord, &[&bot]);
        let service = settings.start().await;
        let stage = Self { discord, bot, guild, general, log, service, settings };
        stage.has_commands().await;
        stage.owner_says("/setup staff:@Support category:#Tickets log:#ticket-log").await;
        stage.owner_says("/panel type name:Support").await;
        stage.owner_says("/panel send title:\"How can we help?\"").await;
        stage
    }

    /// Waits until the slash commands are registered.
    pub async fn has_commands(&self) {
        let owner = self.guild.owner();
        eventually("the commands are registered", || owner.commands(&self.general).len() >= 3).await;
    }

    /// The owner uses a command in #general; the answer's text.
    pub async fn owner_says(&self, command: &str) -> String {
        let answer = self.guild.owner().slash(&self.general, command).await;
        answer.finished().await.text()
    }

    /// Somebody of the guild.
    pub fn member(&self, name: &str) -> Member {
        self.guild.member(name)
    }

    /// Somebody who works on tickets.
    pub fn agent(&self, name: &str) -> Member {
        self.guild.member(name).with_role(&self.guild.role("Support", Permissions::empty()))
    }

    /// The newest panel.
    pub fn panel(&self) -> MessageHandle {
        self.general.messages().into_iter().rev().find(|message| !message.buttons().is_empty()).expect("a panel")
    }

    /// The channels of tickets, by name.
    pub fn ticket_channels(&self) -> Vec<ChannelHandle> {
        let is_ticket = |channel: &ChannelHandle| {
            channel.state().and_then(|state| state.topic).is_some_and(|topic| topic.contains(" · tickit-"))
        };
        self.guild.channels().into_iter().filter(is_ticket).collect()
    }

    /// A member opens a ticket by the panel's first button; its channel.
    pub async fn opens(&self, member: &Member, button: &str) -> ChannelHandle {
        let before = self.ticket_channels().len();
        let answer = member.press(&self.panel().button(button)).await.finished().await;
        assert!(answer.text().contains("is open"), "{}", answer.text());
        let channels = self.ticket_channels();
        assert_eq!(channels.len(), before + 1);
        channels.into_iter().last().unwrap()
    }

    /// Stops everything; fails where a request was not as Discord's own document says.
    pub async fn strike(self) {
        self.service.stop().await;
        self.discord.finish().await.unwrap();
    }
}

/// Waits until something holds.
pub async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "it never came that {what}");
        sleep(Duration::from_millis(10)).await;
    }
}
