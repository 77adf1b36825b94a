//! The first answer to an interaction.
//!
//! Types by <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object>.

use serde_json::{Value, json};
use tickit_domain::error::Refusal;
use tickit_domain::ids::InteractionId;

use crate::custom_id::CustomId;
use crate::message::Message;
use crate::notice;
use crate::words::Speech;

/// How an interaction is answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// With a message.
    Message(Message),
    /// With a promise: only whoever pressed sees that it is being worked on, and the message comes later.
    Later,
    /// With a form.
    Ask(Modal),
}

/// A form.
#[derive(Debug, Clone, PartialEq)]
pub struct Modal {
    /// What comes back with it.
    pub custom_id: String,
    /// Its title; at most 45 characters, and cut there.
    pub title: String,
    /// Its inputs, at most five.
    pub inputs: Vec<Input>,
}

/// An input with its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// What comes back with its value.
    pub custom_id: String,
    /// What is asked; at most 45 characters.
    pub label: String,
    /// What is put in.
    pub control: Control,
}

/// What is put into an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// A text.
    Text {
        /// What it is to begin with.
        value: Option<String>,
        /// Whether it must be filled in.
        required: bool,
        /// The most characters that it takes, up to 4,000.
        longest: u32,
    },
    /// One member of the guild.
    Member,
}

/// The most characters of a form's title.
const MOST_TITLE_CHARACTERS: usize = 45;

/// From how many characters on an input has several lines.
const SHORT: u32 = 100;

impl Reply {
    /// A message that only whoever pressed sees.
    pub fn whisper(text: impl Into<String>) -> Self {
        Self::Message(Message::text(text).ephemeral())
    }

    /// A message that everybody in the channel sees, and that pings nobody.
    pub fn aloud(text: impl Into<String>) -> Self {
        Self::Message(Message::text(text))
    }

    /// What a refused member reads.
    pub fn refused(refusal: &Refusal, speech: Speech<'_>) -> Self {
        Self::whisper(notice::refusal(refusal, speech))
    }

    /// What a member reads when it was our fault; the id finds the log entry.
    pub fn failed(incident: InteractionId, speech: Speech<'_>) -> Self {
        Self::whisper(speech.fill("failed", &[("incident", incident.to_string().into())]))
    }

    /// What a member reads when the database does not answer.
    pub fn unavailable(speech: Speech<'_>) -> Self {
        Self::whisper(speech.say("unavailable"))
    }

    /// What a member reads when it is unknown whether something was saved.
    pub fn uncertain(speech: Speech<'_>) -> Self {
        Self::whisper(speech.say("uncertain"))
    }

    /// The body of the callback.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Message(message) => json!({ "type": 4, "data": message.to_json() }),
            Self::Later => json!({ "type": 5, "data": { "flags": 64 } }),
            Self::Ask(modal) => json!({ "type": 9, "data": modal.json() }),
        }
    }
}

impl Modal {
    /// A form that asks for a member, who comes back as `member`.
    pub fn for_member(custom_id: &CustomId, title: String, label: String) -> Self {
        let member = Input { custom_id: "member".into(), label, control: Control::Member };
        Self { custom_id: custom_id.to_string(), title, inputs: vec![member] }
    }

    fn json(&self) -> Value {
        let title: String = self.title.chars().take(MOST_TITLE_CHARACTERS).collect();
        json!({
            "custom_id": self.custom_id,
            "title": title,
            "components": self.inputs.iter().map(Input::json).collect::<Vec<_>>(),
        })
    }
}

impl Input {
    fn json(&self) -> Value {
        let mut component = match &self.control {
            Control::Text { value, required, longest } => {
                let style = if *longest <= SHORT { 1 } else { 2 };
                let mut text = json!({ "type": 4, "style": style, "required": required, "max_length": longest });
                if let Some(value) = value {
                    text["value"] = value.clone().into();
                }
                text
            }
            Control::Member => json!({ "type": 5, "required": true }),
        };
        component["custom_id"] = self.custom_id.clone().into();
        json!({ "type": 18, "label": self.label, "component": component })
    }
}
