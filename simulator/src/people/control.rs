//! Buttons and select menus of a message, as they were when they were looked at.
use serde_json::Value;

use super::MessageHandle;

/// A button.
#[derive(Debug, Clone)]
pub struct Button {
    pub(super) message: MessageHandle,
    /// The component object.
    pub component: Value,
}

impl Button {
    pub(super) fn new(message: MessageHandle, component: Value) -> Self {
        Self { message, component }
    }

    /// The message that it belongs to.
    pub fn message(&self) -> &MessageHandle {
        &self.message
    }

    /// The text on it, or else its emoji.
    pub fn label(&self) -> String {
        let text = self.component["label"].as_str().or(self.component["emoji"]["name"].as_str());
        text.unwrap_or_default().to_owned()
    }

    /// The custom id; empty for a link.
    pub fn custom_id(&self) -> String {
        self.component["custom_id"].as_str().unwrap_or_default().to_owned()
    }

    /// Where a link leads.
    pub fn url(&self) -> Option<String> {
        self.component["url"].as_str().map(str::to_owned)
    }

    /// 1 primary, 2 secondary, 3 success, 4 danger, 5 link.
    pub fn style(&self) -> u64 {
        self.component["style"].as_u64().unwrap_or_default()
    }

    /// Whether it was greyed out.
    pub fn is_disabled(&self) -> bool {
        self.component["disabled"] == true
    }

    pub(super) fn is_called(&self, name: &str) -> bool {
        self.label() == name || self.component["custom_id"] == name
    }
}

/// A select menu.
#[derive(Debug, Clone)]
pub struct Select {
    pub(super) message: MessageHandle,
    /// The component object.
    pub component: Value,
}

impl Select {
    pub(super) fn new(message: MessageHandle, component: Value) -> Self {
        Self { message, component }
    }

    /// The message that it belongs to.
    pub fn message(&self) -> &MessageHandle {
        &self.message
    }

    /// The custom id.
    pub fn custom_id(&self) -> String {
        self.component["custom_id"].as_str().unwrap_or_default().to_owned()
    }

    /// The labels to choose from; empty if users, roles or channels are chosen.
    pub fn options(&self) -> Vec<String> {
        let options = self.component["options"].as_array().into_iter().flatten();
        options.filter_map(|option| option["label"].as_str()).map(str::to_owned).collect()
    }

    /// Whether it was greyed out.
    pub fn is_disabled(&self) -> bool {
        self.component["disabled"] == true
    }

    pub(super) fn is_called(&self, name: &str) -> bool {
        self.component["custom_id"] == name || self.component["placeholder"] == name
    }
}
