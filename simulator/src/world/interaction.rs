//! Interactions: what people do with a bot, and the answers.
use serde_json::Value;
use tokio::sync::oneshot;

use super::{ApplicationId, ChannelId, FirstAnswer, GuildId, InteractionId, MessageId, UserId, World};
use crate::{Intents, Millis};

/// How long Discord waits for the first answer, in milliseconds.
pub const INTERACTION_PATIENCE: Millis = 3_000;
/// How long an interaction's token is valid, in milliseconds.
pub const INTERACTION_LIFETIME: Millis = 15 * 60_000;

/// An interaction's type, by Discord's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are Discord's")]
pub enum InteractionKind {
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    ModalSubmit = 5,
}

/// An interaction to be.
#[derive(Debug, Clone)]
pub struct NewInteraction {
    /// Whose command or component.
    pub application: ApplicationId,
    /// The type.
    pub kind: InteractionKind,
    /// Where.
    pub channel: ChannelId,
    /// By whom.
    pub user: UserId,
    /// `data`, as the bot gets it.
    pub data: Value,
    /// The message whose component was used, also for a modal that it opened.
    pub message: Option<MessageId>,
}

/// An interaction.
#[derive(Debug)]
pub struct Interaction {
    /// The id.
    pub id: InteractionId,
    /// The token that answers it.
    pub token: String,
    /// Whose.
    pub application: ApplicationId,
    /// The type.
    pub kind: InteractionKind,
    /// The guild; none in a DM.
    pub guild: Option<GuildId>,
    /// Where.
    pub channel: ChannelId,
    /// By whom.
    pub user: UserId,
    /// The name of the command, or the custom id.
    pub name: String,
    /// The message whose component was used.
    pub message: Option<MessageId>,
    /// When it was made.
    pub created: Millis,
    /// The type of the first answer, once there is one.
    pub answered: Option<u8>,
    /// The message that is `@original`.
    pub original: Option<MessageId>,
    /// Later messages.
    pub followups: Vec<MessageId>,
    /// The modal that was the answer.
    pub modal: Option<Value>,
    pub(super) waiting: Option<oneshot::Sender<FirstAnswer>>,
}

impl World {
    /// Makes an interaction and tells its bot. The receiver gets the first answer; it is closed unanswered if the
    /// interaction is forgotten.
    pub fn create_interaction(&mut self, new: NewInteraction) -> (InteractionId, oneshot::Receiver<FirstAnswer>) {
        let id = self.next_id();
        let created = self.now();
        self.forget_expired(created);
        let token = format!("aW50ZXJhY3Rpb246{id}:{}", self.random_text(48));
        let name = ["name", "custom_id"].iter().find_map(|key| new.data[*key].as_str()).unwrap_or_default().to_owned();
        let (sender, receiver) = oneshot::channel();
        let guild = self.guild_of(new.channel);
        let interaction = Interaction {
            id,
            token: token.clone(),
            application: new.application,
            kind: new.kind,
            guild,
            channel: new.channel,
            user: new.user,
            name,
            message: new.message,
            created,
            answered: None,
            original: None,
            followups: Vec::new(),
            modal: None,
            waiting: Some(sender),
        };
        let application = new.application;
        let payload = self.interaction_json(id, &token, new);
        self.interactions.insert(id, interaction);
        self.interaction_tokens.insert(token, id);
        self.expiring.push_back(id);
        self.emit_bot("INTERACTION_CREATE", application, guild, Intents::empty(), &payload);
        (id, receiver)
    }

    fn forget_expired(&mut self, now: Millis) {
        while let Some(id) = self.expiring.front().copied() {
            let keep = self.interactions.get(&id).is_some_and(|found| now <= found.created + 2 * INTERACTION_LIFETIME);
            if keep {
                return;
            }
            self.expiring.pop_front();
            if let Some(gone) = self.interactions.remove(&id) {
                self.interaction_tokens.remove(&gone.token);
            }
        }
    }
}

impl Interaction {
    /// The type's number.
    pub(crate) fn kind_number(&self) -> u8 {
        self.kind as u8
    }
}
