//! Interactions: what people do with a bot, and the answers.
use serde_json::Value;
use tokio::sync::oneshot;

use super::{ApplicationId, ChannelId, FirstAnswer, GuildId, InteractionId, MessageId, UserId, World, emit::raw};
use crate::{Intents, Millis, endpoint::Posting};

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
    /// Whether its endpoint failed it: no answer is taken any more.
    pub failed: bool,
    /// The message that is `@original`.
    pub original: Option<MessageId>,
    /// Later messages.
    pub followups: Vec<MessageId>,
    /// The modal that was the answer.
    pub modal: Option<Value>,
    pub(super) waiting: Option<oneshot::Sender<FirstAnswer>>,
}

impl World {
    /// Makes an interaction and tells its bot, by its endpoint if it has one. The receiver gets the first answer; it is
    /// closed unanswered if the endpoint fails or the interaction is forgotten.
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
            failed: false,
            original: None,
            followups: Vec::new(),
            modal: None,
            waiting: Some(sender),
        };
        let payload = self.interaction_json(id, &token, new);
        self.interactions.insert(id, interaction);
        self.interaction_tokens.insert(token, id);
        self.expiring.push_back(id);
        self.send_interaction(id, &payload);
        (id, receiver)
    }

    /// What was posted for it was not answered as it must be: whoever waits for an answer learns now that there is none.
    pub(crate) fn fail_interaction(&mut self, id: InteractionId) {
        let unanswered = self.interactions.get_mut(&id).filter(|interaction| interaction.answered.is_none());
        if let Some(interaction) = unanswered {
            interaction.failed = true;
            interaction.waiting = None;
        }
    }

    fn send_interaction(&mut self, id: InteractionId, payload: &Value) {
        let Some(interaction) = self.interactions.get(&id) else { return };
        let Interaction { application, guild, ref token, created, .. } = *interaction;
        let found = self.applications.get(&application);
        let endpoint = found.and_then(|found| Some((found.interactions_endpoint.clone()?, found.key.clone())));
        let Some((url, key)) = endpoint else {
            self.emit_bot("INTERACTION_CREATE", application, guild, Intents::empty(), payload);
            return;
        };
        let Some(body) = raw(payload) else { return };
        let (token, deadline) = (token.clone(), created + INTERACTION_PATIENCE);
        self.postings.push(Posting { application, interaction: id, token, url, key, at: created, deadline, body });
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
