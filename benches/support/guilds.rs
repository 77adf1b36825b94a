//! Guilds with a bot each, set up through the slash commands that an owner would use.

use std::time::Duration;

use anyhow::Context as _;
use discord_simulator::people::MessageHandle;
use discord_simulator::{ApplicationHandle, ChannelHandle, GuildHandle, Member, Permissions, Simulator};
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

/// The name of the ticket type that opens at once.
pub const AT_ONCE: &str = "Support";
/// The name of the ticket type that asks first.
pub const ASKING: &str = "Question";

/// A guild and its bot.
pub struct BenchGuild {
    /// The guild.
    pub guild: GuildHandle,
    /// Its only bot.
    pub bot: ApplicationHandle,
    /// Its first channel.
    pub general: ChannelHandle,
}

/// A guild where tickets can be opened.
pub struct OpenGuild {
    /// The guild.
    pub guild: BenchGuild,
    /// The message with the buttons.
    pub panel: MessageHandle,
    /// How many channels there are without any ticket.
    pub channels: usize,
}

impl BenchGuild {
    /// A guild whose bot is invited, and connects when a service has its token.
    pub fn build(discord: &Simulator, number: usize) -> Self {
        let bot = discord.application(&format!("Bot {number}"));
        let guild = discord.guild(&format!("Guild {number}"));
        let general = guild.text_channel("general");
        guild.role("Support", Permissions::empty());
        guild.invite(&bot, permissions());
        Self { guild, bot, general }
    }

    /// Whether the bot has a session and all its commands.
    pub fn is_ready(&self, discord: &Simulator) -> bool {
        discord.shared().gateway.identified(self.bot.id()) > 0 && self.guild.owner().commands(&self.general).len() >= 3
    }

    /// The owner sets the guild up and sends a panel with two types.
    pub async fn open(self) -> anyhow::Result<OpenGuild> {
        let owner = self.guild.owner();
        // Versions that this one is compared with may have no command of that name yet.
        let has_types = owner.commands(&self.general).iter().any(|(name, _)| name.starts_with("/type"));
        let add_type = if has_types { "/type add" } else { "/panel type" };
        for command in [
            "/setup staff:@Support".to_owned(),
            format!("{add_type} name:{AT_ONCE}"),
            format!("{add_type} name:{ASKING} questions:\"What happened?\""),
            "/panel send title:\"How can we help?\"".to_owned(),
        ] {
            owner.slash(&self.general, &command).await.finished().await;
        }
        let mut messages = self.general.messages().into_iter();
        let panel = messages.find(|message| message.buttons().len() == 2).context("there is no panel")?;
        let channels = self.guild.channels().len();
        Ok(OpenGuild { guild: self, panel, channels })
    }
}

impl OpenGuild {
    /// A new member of the guild.
    pub fn member(&self, number: usize) -> Member {
        self.guild.guild.member(&format!("member-{number}"))
    }

    /// What a client sends when a button of the panel is pressed.
    pub fn press(&self, label: &str) -> Value {
        let button = self.panel.button(label);
        json!({ "component_type": 2, "custom_id": button.custom_id(), "id": 1 })
    }

    /// How many tickets have a channel.
    pub fn tickets(&self, discord: &Simulator) -> usize {
        let id = self.guild.guild.id();
        let now = discord.shared().read(|world| world.guilds.get(&id).map_or(0, |guild| guild.channels.len()));
        now.saturating_sub(self.channels)
    }
}

/// Waits until all bots are ready, and tells how long that took from `since`.
pub async fn all_ready(discord: &Simulator, guilds: &[BenchGuild], since: Instant) -> anyhow::Result<Duration> {
    let patience = Duration::from_mins(5);
    let mut waiting: Vec<&BenchGuild> = guilds.iter().collect();
    while !waiting.is_empty() {
        waiting.retain(|guild| !guild.is_ready(discord));
        anyhow::ensure!(since.elapsed() < patience, "{} bots are not ready within {patience:?}", waiting.len());
        sleep(Duration::from_millis(20)).await;
    }
    Ok(since.elapsed())
}

/// Sets guilds up, some at a time.
pub async fn open_all(guilds: Vec<BenchGuild>) -> anyhow::Result<Vec<OpenGuild>> {
    let opened: Vec<_> = stream::iter(guilds).map(BenchGuild::open).buffer_unordered(8).collect().await;
    opened.into_iter().collect()
}

fn permissions() -> Permissions {
    Permissions(tickit::discord::permissions::needed())
}
