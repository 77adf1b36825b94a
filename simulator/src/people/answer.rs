//! What a person gets to see after they used a bot.
use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::sync::oneshot;

use super::{Button, Impossible, MessageHandle, Modal, possible};
use crate::{
    Member,
    world::{FirstAnswer, INTERACTION_PATIENCE, InteractionId, LOADING, World},
};

/// How long [`Answer::finished`] waits.
const PATIENCE: Duration = Duration::from_secs(15);
/// What a client says when nothing comes within three seconds.
const FAILED: &str = "This interaction failed";

/// How a bot answered first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// With a message (4).
    Message,
    /// With the promise of one (5).
    Deferred,
    /// With the promise to change the component's message (6).
    DeferredUpdate,
    /// By changing the component's message (7).
    Update,
    /// With choices to complete what is being typed (8).
    Choices,
    /// With a modal (9).
    Modal,
    /// With type 1, which nobody sees.
    Pong,
    /// Not within three seconds: "This interaction failed".
    Timeout,
}

/// An answer; what is asked of it is its current state. Clones are the same.
#[derive(Clone)]
pub struct Answer {
    member: Member,
    interaction: InteractionId,
    first: Option<FirstAnswer>,
    after: Duration,
}

impl Answer {
    /// Waits for the first answer, as long as Discord does.
    pub(super) async fn wait(
        member: Member,
        interaction: InteractionId,
        receiver: oneshot::Receiver<FirstAnswer>,
        asked: Instant,
    ) -> Self {
        let shared = &member.shared;
        let created = shared.read(|world| world.interactions.get(&interaction).map_or(0, |found| found.created));
        let first = tokio::select! {
            biased;
            first = receiver => first.ok(),
            () = shared.clock.sleep_until(created + INTERACTION_PATIENCE + 1) => None,
        };
        let after = first.as_ref().map_or_else(|| asked.elapsed(), |first| first.at.duration_since(asked));
        Self { member, interaction, first, after }
    }

    /// The interaction that it answers.
    pub fn interaction_id(&self) -> InteractionId {
        self.interaction
    }

    /// How the bot answered first.
    pub fn kind(&self) -> AnswerKind {
        match self.first.as_ref().map(|first| first.kind) {
            Some(1) => AnswerKind::Pong,
            Some(4) => AnswerKind::Message,
            Some(5) => AnswerKind::Deferred,
            Some(6) => AnswerKind::DeferredUpdate,
            Some(7) => AnswerKind::Update,
            Some(8) => AnswerKind::Choices,
            Some(9) => AnswerKind::Modal,
            _ => AnswerKind::Timeout,
        }
    }

    /// How long that took, in real time.
    pub fn acknowledged_after(&self) -> Duration {
        self.after
    }

    /// The message that is the answer, or that was changed.
    pub fn message(&self) -> Option<MessageHandle> {
        let id = self.first.as_ref()?.message?;
        let channel = self.look(|world| world.interactions.get(&self.interaction).map(|found| found.channel))?;
        Some(MessageHandle::new(Arc::clone(&self.member.shared), channel, id))
    }

    /// Further messages, oldest first.
    pub fn followups(&self) -> Vec<MessageHandle> {
        let found = self.look(|world| {
            world.interactions.get(&self.interaction).map(|found| (found.channel, found.followups.clone()))
        });
        let (channel, ids) = found.unwrap_or_default();
        ids.into_iter().map(|id| MessageHandle::new(Arc::clone(&self.member.shared), channel, id)).collect()
    }

    /// All text of the answer as it is now, a line each; of a modal its title.
    pub fn text(&self) -> String {
        match self.kind() {
            AnswerKind::Timeout => FAILED.to_owned(),
            AnswerKind::Modal => self.modal().map(|modal| modal.title()).unwrap_or_default(),
            _ => self.message().map(|message| message.text()).unwrap_or_default(),
        }
    }

    /// Whether only this person sees it.
    pub fn ephemeral(&self) -> bool {
        self.message().is_some_and(|message| message.is_ephemeral())
    }

    /// The modal, if it is one.
    pub fn modal(&self) -> Option<Modal> {
        let data = self.first.as_ref().filter(|first| first.kind == 9)?.data.clone()?;
        self.look(|world| {
            let interaction = world.interactions.get(&self.interaction)?;
            Some(Modal::new(data, interaction))
        })
    }

    /// The choices offered, as sent.
    pub fn choices(&self) -> Vec<Value> {
        let data = self.first.as_ref().filter(|first| first.kind == 8).and_then(|first| first.data.clone());
        data.and_then(|data| data["choices"].as_array().cloned()).unwrap_or_default()
    }

    /// The buttons under it.
    pub fn buttons(&self) -> Vec<Button> {
        self.message().map(|message| message.buttons()).unwrap_or_default()
    }

    /// The button under it with this label or custom id. Panics if it is not there.
    pub fn button(&self, label_or_custom_id: &str) -> Button {
        let message = self.message().ok_or_else(|| Impossible(format!("there is no message under {self:?}")));
        possible(message, &self.member.name).button(label_or_custom_id)
    }

    /// Waits until what was promised has come; at once if nothing was. Panics after 15 s of real time.
    pub async fn finished(&self) -> Self {
        let result = if self.finishes_within(PATIENCE).await {
            Ok(self.clone())
        } else {
            Err(Impossible(format!("the bot did not keep its promise within {PATIENCE:?}: {self:?}")))
        };
        possible(result, &self.member.name)
    }

    /// Waits until what was promised has come; `false` if it does not within this real time.
    pub async fn finishes_within(&self, within: Duration) -> bool {
        self.member.shared.until(within, |world| self.is_finished(world).then_some(())).await.is_some()
    }

    fn is_finished(&self, world: &World) -> bool {
        let Some(interaction) = world.interactions.get(&self.interaction) else { return true };
        let message = self.first.as_ref().and_then(|first| world.message(interaction.channel, first.message?));
        match self.kind() {
            AnswerKind::Deferred => message.is_none_or(|message| message.flags & LOADING == 0),
            AnswerKind::DeferredUpdate => {
                let edited = |edited: Option<u64>| edited.is_some_and(|at| at >= interaction.created);
                !interaction.followups.is_empty() || message.is_none_or(|message| edited(message.edited))
            }
            _ => true,
        }
    }

    fn look<T>(&self, look: impl FnOnce(&World) -> Option<T>) -> Option<T> {
        self.member.shared.read(look)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut answer = formatter.debug_struct("Answer");
        answer.field("kind", &self.kind()).field("after", &self.after).field("text", &self.text());
        answer.finish_non_exhaustive()
    }
}
