//! Modals: what a bot asks to be filled in.
use serde_json::{Value, json};

use super::components::flattened;
use crate::world::{ApplicationId, ChannelId, Interaction, MessageId, number};

/// A modal that is open in somebody's client.
#[derive(Debug, Clone)]
pub struct Modal {
    data: Value,
    pub(super) application: ApplicationId,
    pub(super) channel: ChannelId,
    pub(super) message: Option<MessageId>,
}

/// Something to fill in.
#[derive(Debug, Clone)]
pub struct Field {
    /// The text above it.
    pub label: String,
    /// The component object: a text input, a select menu, a group of boxes.
    pub component: Value,
}

impl Modal {
    pub(super) fn new(mut data: Value, interaction: &Interaction) -> Self {
        if let Some(components) = data["components"].as_array_mut() {
            number(components, &mut 1);
        }
        let Interaction { application, channel, message, .. } = *interaction;
        Self { data, application, channel, message }
    }

    /// The modal that an interaction was answered with.
    pub(crate) fn of(interaction: &Interaction) -> Option<Self> {
        Some(Self::new(interaction.modal.clone()?, interaction))
    }

    /// The title.
    pub fn title(&self) -> String {
        self.data["title"].as_str().unwrap_or_default().to_owned()
    }

    /// The custom id.
    pub fn custom_id(&self) -> String {
        self.data["custom_id"].as_str().unwrap_or_default().to_owned()
    }

    /// The components, as sent, each with an `id`.
    pub fn components(&self) -> Vec<Value> {
        self.data["components"].as_array().cloned().unwrap_or_default()
    }

    /// What there is to fill in, from the top.
    pub fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        for component in self.components() {
            let label = component["label"].as_str().unwrap_or_default().to_owned();
            for input in flattened(std::slice::from_ref(&component)) {
                if input["custom_id"].is_string() {
                    let own = input["label"].as_str().map(str::to_owned);
                    fields.push(Field { label: own.unwrap_or_else(|| label.clone()), component: input.clone() });
                }
            }
        }
        fields
    }

    /// The field with this label or custom id.
    pub fn field(&self, label_or_custom_id: &str) -> Option<Field> {
        self.fields().into_iter().find(|field| field.is_called(label_or_custom_id))
    }

    /// All text to be read: title, text displays, labels and their descriptions, a line each.
    pub fn text(&self) -> String {
        let mut lines = vec![self.title()];
        for component in flattened(&self.components()) {
            let texts = [&component["content"], &component["label"], &component["description"]];
            lines.extend(texts.into_iter().filter_map(Value::as_str).map(str::to_owned));
        }
        lines.join("\n")
    }
}

impl Field {
    /// The custom id.
    pub fn custom_id(&self) -> String {
        self.component["custom_id"].as_str().unwrap_or_default().to_owned()
    }

    /// Whether it must be filled in; Discord's default is yes.
    pub fn is_required(&self) -> bool {
        self.component["required"] != json!(false)
    }

    /// What it holds at first.
    pub fn value(&self) -> String {
        self.component["value"].as_str().unwrap_or_default().to_owned()
    }

    pub(super) fn is_called(&self, name: &str) -> bool {
        self.label == name || self.component["custom_id"] == name
    }
}
