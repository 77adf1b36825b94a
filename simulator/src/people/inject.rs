//! Interactions without a person's looking around first, for generators of load.
use serde_json::Value;
use tokio::sync::oneshot;

use super::MessageHandle;
use crate::{
    ApplicationHandle, ChannelHandle, GuildHandle, Member, Simulator,
    world::{ChannelId, FirstAnswer, InteractionId, InteractionKind, MessageId, NewInteraction, World},
};

impl Simulator {
    /// Sends a bot an interaction with this `data` from the guild's first text channel. Its type follows from `data`. A
    /// component's message is the bot's latest there. The receiver gets the first answer with the moment it was taken.
    pub fn interaction(
        &self,
        application: &ApplicationHandle,
        guild: &GuildHandle,
        member: &Member,
        data: Value,
    ) -> (InteractionId, oneshot::Receiver<FirstAnswer>) {
        self.shared().change(|world| {
            let channel = first_text_channel(world, guild);
            let message = data["component_type"].as_u64().and_then(|_| latest(world, channel, application));
            world.create_interaction(interaction(application, channel, member, data, message))
        })
    }

    /// Sends a bot an interaction with this `data` from a channel, and from a message if it is a component's.
    pub fn interaction_in(
        &self,
        application: &ApplicationHandle,
        channel: &ChannelHandle,
        member: &Member,
        data: Value,
        message: Option<&MessageHandle>,
    ) -> (InteractionId, oneshot::Receiver<FirstAnswer>) {
        let message = message.map(MessageHandle::id);
        let new = interaction(application, channel.id, member, data, message);
        self.shared().change(|world| world.create_interaction(new))
    }
}

fn interaction(
    application: &ApplicationHandle,
    channel: ChannelId,
    member: &Member,
    data: Value,
    message: Option<MessageId>,
) -> NewInteraction {
    NewInteraction { application: application.id, kind: kind(&data), channel, user: member.user, data, message }
}

fn kind(data: &Value) -> InteractionKind {
    if data["component_type"].is_u64() {
        InteractionKind::Component
    } else if data["components"].is_array() {
        InteractionKind::ModalSubmit
    } else if is_being_typed(data) {
        InteractionKind::Autocomplete
    } else {
        InteractionKind::Command
    }
}

fn is_being_typed(level: &Value) -> bool {
    let mut options = level["options"].as_array().into_iter().flatten();
    options.any(|option| option["focused"] == true || is_being_typed(option))
}

fn first_text_channel(world: &World, guild: &GuildHandle) -> ChannelId {
    let channels = world.guilds.get(&guild.id).map(|guild| guild.channels.iter()).into_iter().flatten();
    let text = |id: &&ChannelId| world.channels.get(id).is_some_and(|channel| channel.kind.is_text());
    channels.copied().find(|id| text(&id)).unwrap_or_default()
}

fn latest(world: &World, channel: ChannelId, application: &ApplicationHandle) -> Option<MessageId> {
    let messages = world.messages.get(&channel)?.values().rev();
    messages.filter(|message| message.author == application.id && !message.ephemeral()).map(|message| message.id).next()
}
