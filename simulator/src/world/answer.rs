//! Answers to interactions: the first, within three seconds, and what follows for fifteen minutes.
use std::time::Instant;

use serde_json::{Value, json};

use super::{
    ApplicationId, ChannelId, Draft, EPHEMERAL, Edit, INTERACTION_LIFETIME, INTERACTION_PATIENCE, Interaction,
    InteractionId, InteractionKind, LOADING, Message, MessageId, World,
};
use crate::{DiscordError, FormErrors};

/// The first answer to an interaction.
#[derive(Debug, Clone)]
pub struct FirstAnswer {
    /// The callback's type: 1, 4, 5, 6, 7, 8 or 9.
    pub kind: u8,
    /// When it was taken.
    pub at: Instant,
    /// The message that it made or changed.
    pub message: Option<MessageId>,
    /// The modal or the choices.
    pub data: Option<Value>,
}

/// A first answer, checked for form.
#[derive(Debug)]
pub enum Callback {
    /// 1.
    Pong,
    /// 4: a message.
    Message(Draft),
    /// 5: a message to come, with these flags.
    Defer(u64),
    /// 6: a change to come.
    DeferUpdate,
    /// 7: a change of the component's message.
    Update(Edit),
    /// 8: choices.
    Choices(Value),
    /// 9: a modal.
    Modal(Value),
}

impl Callback {
    /// The type's number.
    pub fn kind(&self) -> u8 {
        match self {
            Self::Pong => 1,
            Self::Message(_) => 4,
            Self::Defer(_) => 5,
            Self::DeferUpdate => 6,
            Self::Update(_) => 7,
            Self::Choices(_) => 8,
            Self::Modal(_) => 9,
        }
    }
}

impl World {
    /// Takes the first answer, by the rules: within three seconds (10062), once (40060), and of a type that fits (50035).
    pub fn answer_interaction(
        &mut self,
        id: InteractionId,
        token: &str,
        callback: Callback,
    ) -> Result<Option<MessageId>, DiscordError> {
        let now = self.now();
        let interaction = self.interactions.get(&id).filter(|interaction| interaction.token == token);
        let interaction = interaction.ok_or_else(DiscordError::unknown_interaction)?;
        if interaction.answered.is_some() {
            let application = interaction.application;
            if let Some(application) = self.applications.get_mut(&application) {
                application.refused_answers += 1;
            }
            return Err(DiscordError::already_acknowledged());
        }
        if interaction.failed || now > interaction.created + INTERACTION_PATIENCE {
            return Err(DiscordError::unknown_interaction());
        }
        interaction.check_kind(callback.kind())?;
        let kind = callback.kind();
        let (message, data) = self.apply(id, callback)?;
        let Some(interaction) = self.interactions.get_mut(&id) else { return Ok(message) };
        interaction.answered = Some(kind);
        interaction.original = message;
        interaction.modal = data.clone().filter(|_| kind == 9);
        if let Some(waiting) = interaction.waiting.take() {
            // Nobody may be waiting any more; the answer counts all the same.
            let _ = waiting.send(FirstAnswer { kind, at: Instant::now(), message, data });
        }
        Ok(message)
    }

    /// The interaction of a webhook's id and token, if its token is still valid: 10015 if unknown, 50027 if expired.
    pub fn interaction_by_token(&self, application: ApplicationId, token: &str) -> Result<&Interaction, DiscordError> {
        let id = self.interaction_tokens.get(token).ok_or_else(DiscordError::unknown_webhook)?;
        let interaction = self.interactions.get(id).filter(|interaction| interaction.application == application);
        let interaction = interaction.ok_or_else(DiscordError::unknown_webhook)?;
        if self.now() > interaction.created + INTERACTION_LIFETIME {
            return Err(DiscordError::invalid_webhook_token());
        }
        Ok(interaction)
    }

    /// A further message. The first after a deferral takes the place of what was promised.
    pub fn follow_up(&mut self, id: InteractionId, draft: Draft) -> Result<MessageId, DiscordError> {
        if draft.is_empty() {
            return Err(DiscordError::empty_message());
        }
        let interaction = self.interactions.get(&id).ok_or_else(DiscordError::unknown_webhook)?;
        if !matches!(interaction.answered, Some(4..=7)) {
            return Err(DiscordError::unknown_webhook());
        }
        let (channel, promised) = (interaction.channel, interaction.original);
        let promised = promised.filter(|id| self.message(channel, *id).is_some_and(|m| m.flags & LOADING != 0));
        if let Some(promised) = promised {
            self.fulfil(channel, promised, draft);
            return Ok(promised);
        }
        let message = self.answer_message(id);
        let posted = self.post(message, draft);
        if let Some(interaction) = self.interactions.get_mut(&id) {
            interaction.followups.push(posted);
        }
        Ok(posted)
    }

    /// Replaces a message that was promised, keeping who sees it.
    pub(crate) fn fulfil(&mut self, channel: ChannelId, id: MessageId, draft: Draft) {
        let Some(mut message) = self.message(channel, id).cloned() else { return };
        message.flags |= draft.flags & !EPHEMERAL;
        self.fill(&mut message, draft);
        self.edit_message(channel, id, |found| *found = message);
    }

    fn apply(
        &mut self,
        id: InteractionId,
        callback: Callback,
    ) -> Result<(Option<MessageId>, Option<Value>), DiscordError> {
        let source =
            self.interactions.get(&id).and_then(|interaction| Some((interaction.channel, interaction.message?)));
        match callback {
            Callback::Pong => Ok((None, None)),
            Callback::Message(draft) if draft.is_empty() => Err(DiscordError::empty_message()),
            Callback::Message(draft) => {
                let message = self.answer_message(id);
                Ok((Some(self.post(message, draft)), None))
            }
            Callback::Defer(flags) => {
                let message = self.answer_message(id);
                let draft = Draft { flags: flags & EPHEMERAL, ..Draft::default() };
                let id = self.post_loading(message, draft);
                Ok((Some(id), None))
            }
            Callback::DeferUpdate => Ok((source.map(|(_, message)| message), None)),
            Callback::Update(edit) => {
                let (channel, message) = source.ok_or_else(DiscordError::unknown_message)?;
                self.apply_edit(channel, message, edit)?;
                Ok((Some(message), None))
            }
            Callback::Choices(data) | Callback::Modal(data) => Ok((None, Some(data))),
        }
    }

    fn post_loading(&mut self, message: Message, draft: Draft) -> MessageId {
        let (channel, flags) = (message.channel, draft.flags);
        let id = self.post(message, draft);
        if let Some(message) = self.message_mut(channel, id) {
            message.flags = flags | LOADING;
        }
        id
    }

    /// An empty message by the interaction's bot, in the interaction's channel.
    fn answer_message(&self, id: InteractionId) -> Message {
        let Some(interaction) = self.interactions.get(&id) else { return Message::default() };
        let command = interaction.kind == InteractionKind::Command;
        let mut metadata = json!({
            "id": id, "type": interaction.kind as u8, "user": self.user_json(interaction.user),
            "authorizing_integration_owners": interaction.owners(), "name": interaction.name,
        });
        if let (Value::Object(fields), false) = (&mut metadata, command) {
            fields.remove("name");
            if let Some(message) = interaction.message {
                fields.insert("interacted_message_id".to_owned(), json!(message));
            }
        }
        Message {
            channel: interaction.channel,
            author: interaction.application,
            kind: if command { 20 } else { 19 },
            application: Some(interaction.application),
            interaction: Some(id),
            interaction_metadata: Some(metadata),
            only_for: Some(interaction.user),
            ..Message::default()
        }
    }
}

impl Interaction {
    /// `authorizing_integration_owners`: the guild that the application is installed in.
    fn owners(&self) -> Value {
        json!({ "0": self.guild.unwrap_or_default() })
    }

    fn check_kind(&self, callback: u8) -> Result<(), DiscordError> {
        let fits = match callback {
            4 | 5 => self.kind != InteractionKind::Autocomplete,
            6 | 7 => {
                self.kind == InteractionKind::Component
                    || (self.kind == InteractionKind::ModalSubmit && self.message.is_some())
            }
            8 => self.kind == InteractionKind::Autocomplete,
            9 => matches!(self.kind, InteractionKind::Command | InteractionKind::Component),
            _ => false,
        };
        if fits {
            return Ok(());
        }
        let message = "This interaction callback type is not valid for this interaction";
        Err(FormErrors::one("type", "INTERACTION_CALLBACK_TYPE_INVALID", message))
    }
}
