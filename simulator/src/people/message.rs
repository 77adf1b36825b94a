//! A message as people look at it.
use std::{fmt, sync::Arc};

use serde_json::Value;

use super::{
    Button, Select,
    components::{embed_text, flattened},
};
use crate::{
    ChannelHandle, Shared,
    world::{Attachment, ChannelId, Message, MessageId},
};

/// A message; what is asked of it is its current state. Clones are the same.
#[derive(Clone)]
pub struct MessageHandle {
    pub(crate) shared: Arc<Shared>,
    pub(crate) channel: ChannelId,
    pub(crate) id: MessageId,
}

impl MessageHandle {
    pub(crate) fn new(shared: Arc<Shared>, channel: ChannelId, id: MessageId) -> Self {
        Self { shared, channel, id }
    }

    /// The message's id.
    pub fn id(&self) -> MessageId {
        self.id
    }

    /// Where it is.
    pub fn channel(&self) -> ChannelHandle {
        ChannelHandle::new(Arc::clone(&self.shared), self.channel)
    }

    /// Its current state; `None` if it is gone.
    pub fn state(&self) -> Option<Message> {
        self.shared.read(|world| world.message(self.channel, self.id).cloned())
    }

    /// The message object, as bots get it; null if it is gone.
    pub fn json(&self) -> Value {
        self.shared.read(|world| world.message(self.channel, self.id).map(|message| world.message_json(message))).into()
    }

    /// Whether it is there.
    pub fn exists(&self) -> bool {
        self.state().is_some()
    }

    /// The content alone.
    pub fn content(&self) -> String {
        self.state().map(|message| message.content).unwrap_or_default()
    }

    /// All text to be read: content, embeds and text displays, a line each.
    pub fn text(&self) -> String {
        let Some(message) = self.state() else { return String::new() };
        let mut lines = vec![message.content];
        for embed in &message.embeds {
            embed_text(embed, &mut lines);
        }
        let displays = flattened(&message.components).into_iter().filter(|component| component["type"] == 10);
        lines.extend(displays.filter_map(|display| display["content"].as_str()).map(str::to_owned));
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// The embeds, as sent.
    pub fn embeds(&self) -> Vec<Value> {
        self.state().map(|message| message.embeds).unwrap_or_default()
    }

    /// The components, as sent, each with an `id`.
    pub fn components(&self) -> Vec<Value> {
        self.state().map(|message| message.components).unwrap_or_default()
    }

    /// Whether only one person sees it.
    pub fn is_ephemeral(&self) -> bool {
        self.state().is_some_and(|message| message.ephemeral())
    }

    /// Whether it is pinned.
    pub fn is_pinned(&self) -> bool {
        self.state().is_some_and(|message| message.pinned.is_some())
    }

    /// The files.
    pub fn attachments(&self) -> Vec<Attachment> {
        self.state().map(|message| message.attachments).unwrap_or_default()
    }

    /// The contents of the file with this name.
    pub fn file(&self, name: &str) -> Option<Vec<u8>> {
        let found = self.attachments().into_iter().find(|file| file.filename == name)?;
        self.shared.read(|world| world.files.get(&found.id).cloned())
    }

    /// All buttons, from the top.
    pub fn buttons(&self) -> Vec<Button> {
        let components = self.components();
        let buttons = flattened(&components).into_iter().filter(|component| component["type"] == 2);
        buttons.map(|button| Button::new(self.clone(), button.clone())).collect()
    }

    /// The button with this label or custom id, if there is one.
    pub fn find_button(&self, label_or_custom_id: &str) -> Option<Button> {
        self.buttons().into_iter().find(|button| button.is_called(label_or_custom_id))
    }

    /// The button with this label or custom id.
    ///
    /// # Panics
    /// If it is not there; it says which are.
    #[expect(clippy::panic, reason = "a test that expects a button that is not there has failed")]
    pub fn button(&self, label_or_custom_id: &str) -> Button {
        self.find_button(label_or_custom_id).unwrap_or_else(|| {
            let labels: Vec<_> = self.buttons().iter().map(Button::label).collect();
            panic!("no button {label_or_custom_id:?} under {:?}, only {labels:?}", self.text())
        })
    }

    /// All select menus, from the top.
    pub fn selects(&self) -> Vec<Select> {
        let components = self.components();
        let selects =
            flattened(&components).into_iter().filter(|found| matches!(found["type"].as_u64(), Some(3 | 5..=8)));
        selects.map(|select| Select::new(self.clone(), select.clone())).collect()
    }

    /// The select menu with this custom id or placeholder.
    ///
    /// # Panics
    /// If it is not there; it says which are.
    #[expect(clippy::panic, reason = "a test that expects a select menu that is not there has failed")]
    pub fn select(&self, custom_id_or_placeholder: &str) -> Select {
        let found = self.selects().into_iter().find(|select| select.is_called(custom_id_or_placeholder));
        found.unwrap_or_else(|| {
            let ids: Vec<_> = self.selects().iter().map(Select::custom_id).collect();
            panic!("no select {custom_id_or_placeholder:?} under {:?}, only {ids:?}", self.text())
        })
    }
}

impl PartialEq for MessageHandle {
    fn eq(&self, other: &Self) -> bool {
        (self.channel, self.id) == (other.channel, other.id)
    }
}

impl Eq for MessageHandle {}

impl fmt::Debug for MessageHandle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Message").field("id", &self.id.0).field("text", &self.text()).finish_non_exhaustive()
    }
}
