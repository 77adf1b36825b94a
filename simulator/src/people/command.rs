//! Typing slash commands, and using commands from a user's or message's menu.
use serde_json::{Value, json};

use super::{
    Answer, Impossible, MessageHandle, impossible, possible,
    slash::{Stage, Typed, command_name, typed},
};
use crate::{
    ChannelHandle, Member, Permissions,
    world::{ChannelId, Command, GuildId, InteractionKind, NewInteraction, UserId, World},
};

const SLASH: u64 = 1;
const USER_MENU: u64 = 2;
const MESSAGE_MENU: u64 = 3;

/// What a bot offers to complete what is being typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What the person reads.
    pub name: String,
    /// What the bot gets.
    pub value: Value,
}

impl Member {
    /// Sends a command as it is typed: `/ticket close reason:"all done" member:@bob`. Options are read by the command's
    /// definition; of several bots' commands with one name, the newest bot's is taken.
    pub async fn slash(&self, channel: &ChannelHandle, text: &str) -> Answer {
        possible(self.tries_to_slash(channel, text).await, &self.name)
    }

    /// Sends a command, unless a client would not let them: unknown, hidden from them, or with wrong options.
    pub async fn tries_to_slash(&self, channel: &ChannelHandle, text: &str) -> Result<Answer, Impossible> {
        self.interact(|world| self.typed(world, channel.id, text, Stage::Sent)).await
    }

    /// Types a command without sending it: what its bot offers for the last option.
    pub async fn types(&self, channel: &ChannelHandle, text: &str) -> Vec<Choice> {
        possible(self.tries_to_type(channel, text).await, &self.name)
    }

    /// Types a command without sending it, unless a client would not let them.
    pub async fn tries_to_type(&self, channel: &ChannelHandle, text: &str) -> Result<Vec<Choice>, Impossible> {
        let answer = self.interact(|world| self.typed(world, channel.id, text, Stage::Typing)).await?;
        let choice = |choice: Value| Choice {
            name: choice["name"].as_str().unwrap_or_default().to_owned(),
            value: choice["value"].clone(),
        };
        Ok(answer.choices().into_iter().map(choice).collect())
    }

    /// Uses a command from a user's menu.
    pub async fn uses_on_member(&self, channel: &ChannelHandle, command: &str, target: &Member) -> Answer {
        let answer = self.interact(|world| {
            let found = self.command(world, channel.id, USER_MENU, command)?;
            let id = target.user.to_string();
            let reference = super::slash::Reference::User(id.clone());
            let data = json!({ "target_id": id, "resolved": self.scene(world, channel.id).resolved(&[reference]) });
            Ok(self.invocation(found, channel.id, InteractionKind::Command, data))
        });
        possible(answer.await, &self.name)
    }

    /// Uses a command from a message's menu.
    pub async fn uses_on_message(&self, command: &str, target: &MessageHandle) -> Answer {
        let answer = self.interact(|world| {
            let found = self.command(world, target.channel, MESSAGE_MENU, command)?;
            let message =
                world.message(target.channel, target.id).filter(|found| super::looks::sees(world, found, self.user));
            let message = message.ok_or_else(|| Impossible("they do not see that message".to_owned()))?;
            let id = target.id.to_string();
            let data = json!({ "target_id": id, "resolved": { "messages": { &id: world.message_json(message) } } });
            Ok(self.invocation(found, target.channel, InteractionKind::Command, data))
        });
        possible(answer.await, &self.name)
    }

    /// The slash commands that a client offers them here, as `/name` and description.
    pub fn commands(&self, channel: &ChannelHandle) -> Vec<(String, String)> {
        self.shared.read(|world| {
            let visible = visible_commands(world, self.guild, channel.id, self.user);
            let slash = visible.into_iter().filter(|command| command.kind == SLASH);
            let described = |command: &Command| command.json()["description"].as_str().unwrap_or_default().to_owned();
            slash.map(|command| (format!("/{}", command.name), described(command))).collect()
        })
    }

    fn typed(&self, world: &World, channel: ChannelId, text: &str, stage: Stage) -> Result<NewInteraction, Impossible> {
        let command = self.command(world, channel, SLASH, &command_name(text)?)?;
        let scene = self.scene(world, channel);
        let Typed { options, references } = typed(text, &command.json(), &scene, stage)?;
        let mut data = json!({});
        if !options.is_empty() {
            data["options"] = Value::Array(options);
        }
        if !references.is_empty() {
            data["resolved"] = scene.resolved(&references);
        }
        let kind = if stage == Stage::Typing { InteractionKind::Autocomplete } else { InteractionKind::Command };
        Ok(self.invocation(command, channel, kind, data))
    }

    fn command<'world>(
        &self,
        world: &'world World,
        channel: ChannelId,
        kind: u64,
        name: &str,
    ) -> Result<&'world Command, Impossible> {
        let visible = visible_commands(world, self.guild, channel, self.user);
        let found = visible.into_iter().rfind(|command| command.kind == kind && command.name == name);
        found.map_or_else(|| impossible(format!("they are offered no command {name:?} here")), Ok)
    }

    fn invocation(
        &self,
        command: &Command,
        channel: ChannelId,
        kind: InteractionKind,
        mut data: Value,
    ) -> NewInteraction {
        data["id"] = json!(command.id);
        data["name"] = json!(command.name);
        data["type"] = json!(command.kind);
        if let Some(guild) = command.guild {
            data["guild_id"] = json!(guild);
        }
        NewInteraction { application: command.application, kind, channel, user: self.user, data, message: None }
    }
}

/// The commands that a client shows this user in this channel: of the guild's bots, by bot and then global first.
pub(crate) fn visible_commands(world: &World, guild: GuildId, channel: ChannelId, user: UserId) -> Vec<&Command> {
    let held = world.permissions_in(channel, user);
    if !held.contains(Permissions::USE_APPLICATION_COMMANDS) {
        return Vec::new();
    }
    let mut bots = world.bots_of(guild);
    bots.sort_unstable();
    let applications = bots.into_iter().filter_map(|bot| world.applications.get(&bot));
    let all = applications.flat_map(|application| {
        let local = application.guild_commands.get(&guild).into_iter().flat_map(|commands| commands.values());
        application.commands.values().chain(local)
    });
    all.filter(|command| is_shown(command, held)).collect()
}

/// `default_member_permissions` and `contexts`, as a client follows them.
fn is_shown(command: &Command, held: Permissions) -> bool {
    let needed = command.definition.get("default_member_permissions").and_then(Value::as_str);
    let permitted = match needed.and_then(|bits| bits.parse().ok()) {
        None => true,
        Some(0) => held.contains(Permissions::ADMINISTRATOR),
        Some(bits) => held.contains(Permissions(bits)),
    };
    let contexts = command.definition.get("contexts").and_then(Value::as_array);
    permitted && contexts.is_none_or(|contexts| contexts.iter().any(|context| *context == 0))
}
