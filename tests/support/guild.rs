//! One guild: its owner, its members, its panel, and the channels of its tickets.

use discord_simulator::people::{Answer, Field, MessageHandle, Modal};
use discord_simulator::{
    ApplicationHandle, ChannelHandle, GuildHandle, Intents, Member, Permissions, RoleHandle, Simulator,
};
use serde_json::{Value, json};

use super::eventually;

/// What the bot is invited with.
fn bot_permissions() -> Permissions {
    Permissions(tickit::discord::permissions::needed())
}

/// A bot that may read what messages say.
pub fn application(discord: &Simulator, name: &str) -> ApplicationHandle {
    let bot = discord.application(name);
    bot.grant_intents(Intents::MESSAGE_CONTENT);
    bot
}

/// A guild with #general, #ticket-log, a category “Tickets” and a role “Support”.
pub struct TestGuild {
    pub guild: GuildHandle,
    pub general: ChannelHandle,
    pub log: ChannelHandle,
    pub category: ChannelHandle,
    pub staff: RoleHandle,
}

impl TestGuild {
    /// A new guild with these bots.
    pub fn new(discord: &Simulator, name: &str, bots: &[&ApplicationHandle]) -> Self {
        let guild = discord.guild(name);
        let (general, log) = (guild.text_channel("general"), guild.text_channel("ticket-log"));
        let category = guild.category("Tickets");
        let staff = guild.role("Support", Permissions::empty());
        for bot in bots {
            guild.invite(bot, bot_permissions());
        }
        Self { guild, general, log, category, staff }
    }

    /// The owner sets everything up and publishes a panel of one type, “Support”.
    pub async fn set_up(&self) {
        self.has_commands().await;
        self.owner_says("/setup staff:@Support category:#Tickets log:#ticket-log").await;
        self.has_panel("/type add name:Support").await;
    }

    /// The owner defines one more type and publishes a new panel.
    pub async fn has_panel(&self, kind: &str) {
        let saved = self.owner_says(kind).await;
        assert!(saved.contains("is saved"), "{saved}");
        let published = self.owner_says("/panel send title:\"How can we help?\"").await;
        assert!(published.contains("is published"), "{published}");
    }

    /// Waits until the slash commands are registered.
    pub async fn has_commands(&self) {
        let owner = self.guild.owner();
        eventually("the commands are registered", || owner.commands(&self.general).len() >= slash_commands()).await;
    }

    /// The owner uses a command in #general; the answer's text.
    pub async fn owner_says(&self, command: &str) -> String {
        says(&self.guild.owner(), &self.general, command).await
    }

    /// The owner adds or changes a question by a command, and fills in the form that it asks; what they read.
    pub async fn owner_asks(&self, command: &str, details: &[(&str, &str)]) -> String {
        let owner = self.guild.owner();
        let asked = owner.slash(&self.general, command).await;
        match asked.modal() {
            Some(form) => owner.submit(&form, details.iter().copied()).await.finished().await.text(),
            None => asked.finished().await.text(),
        }
    }

    /// Somebody of the guild.
    pub fn member(&self, name: &str) -> Member {
        self.guild.member(name)
    }

    /// Somebody who works on tickets.
    pub fn agent(&self, name: &str) -> Member {
        self.guild.member(name).with_role(&self.staff)
    }

    /// The newest panel.
    pub fn panel(&self) -> MessageHandle {
        self.general.messages().into_iter().rev().find(|message| !message.buttons().is_empty()).expect("a panel")
    }

    /// The channels of tickets, oldest first.
    pub fn ticket_channels(&self) -> Vec<ChannelHandle> {
        self.guild.channels().into_iter().filter(|channel| marker(channel).is_some()).collect()
    }

    /// A member opens a ticket by the panel's button; its channel.
    pub async fn opens(&self, member: &Member, button: &str) -> ChannelHandle {
        let before = self.ticket_channels().len();
        let answer = member.press(&self.panel().button(button)).await.finished().await;
        assert!(["is open", "ist offen"].iter().any(|open| answer.text().contains(open)), "{}", answer.text());
        let channels = self.ticket_channels();
        assert_eq!(channels.len(), before + 1);
        let ticket = channels.into_iter().last().unwrap();
        eventually("there is a welcome message", || !ticket.messages().is_empty()).await;
        ticket
    }

    /// A member closes a ticket by its button and form, and its channel goes.
    pub async fn closes(&self, member: &Member, ticket: &ChannelHandle, reason: &str) {
        let asked = member.press(&welcome(ticket).button("Close")).await;
        let modal = asked.modal().unwrap_or_else(|| panic!("{}", asked.text()));
        member.submit(&modal, [("reason", reason)]).await;
        eventually("the channel is gone", || !ticket.exists()).await;
    }

    /// The messages in the log channel that carry a ticket's transcript as text, and those texts.
    pub fn transcripts(&self) -> Vec<(MessageHandle, String)> {
        let text = |message: MessageHandle| {
            let name =
                message.attachments().into_iter().map(|file| file.filename).find(|name| name.contains(".txt"))?;
            let file = message.file(&name)?;
            Some((message, String::from_utf8(file).unwrap()))
        };
        self.log.messages().into_iter().filter_map(text).collect()
    }
}

/// How many slash commands there are.
pub fn slash_commands() -> usize {
    let definitions = tickit_commands::definitions(&tickit_commands::words::Words::load().unwrap());
    definitions.iter().filter(|definition| definition.get("description").is_some()).count()
}

/// What marks a channel as a ticket's.
pub fn marker(channel: &ChannelHandle) -> Option<String> {
    let topic = channel.state().and_then(|state| state.topic)?;
    topic.rsplit(" · ").next().filter(|marker| marker.starts_with("tickit-")).map(str::to_owned)
}

/// The message with a ticket's buttons.
pub fn welcome(ticket: &ChannelHandle) -> MessageHandle {
    ticket.messages().into_iter().find(|message| !message.buttons().is_empty()).expect("a welcome message")
}

/// Somebody uses a command; the answer's text in the end.
pub async fn says(member: &Member, channel: &ChannelHandle, command: &str) -> String {
    member.slash(channel, command).await.finished().await.text()
}

/// Somebody sends a form with these texts as its inputs, whatever it asked for; those beyond its own have no name.
pub async fn forges(member: &Member, form: &Modal, texts: &[&str]) -> Answer {
    let fields = form.fields();
    let inputs = texts.iter().enumerate().map(|(index, text)| {
        let custom_id = fields.get(index).map(Field::custom_id).unwrap_or_default();
        json!({ "type": 18, "id": index, "component": { "type": 4, "id": index, "custom_id": custom_id, "value": text } })
    });
    member.submit_raw(form, Value::Array(inputs.collect())).await.finished().await
}
