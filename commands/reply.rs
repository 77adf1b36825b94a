//! The first answer to an interaction.
//!
//! Types by <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object>.

use serde_json::{Value, json};
use tickit_domain::ids::InteractionId;
use tickit_domain::notice::Notice;

use crate::custom_id::CustomId;
use crate::limits::{self, cut};
use crate::message::{Button, Colour, Embed, Message};
use crate::notice;
use crate::words::Speech;

/// How an interaction is answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// With a message.
    Message(Message),
    /// With a change of the message whose button was pressed, or whose button asked for the form that was sent.
    Update(Message),
    /// With a promise: only whoever pressed sees that it is being worked on, and the message comes later.
    Later,
    /// With a form.
    Ask(Modal),
    /// With choices, while an option is typed.
    Choices(Vec<Choice>),
}

/// What is offered while an option is typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What the member reads.
    pub name: String,
    /// What comes back: a text of at most 100 characters, or a number.
    pub value: Value,
}

/// A form.
#[derive(Debug, Clone, PartialEq)]
pub struct Modal {
    /// What comes back with it.
    pub custom_id: String,
    /// Its title.
    pub title: String,
    /// Its inputs, at most five.
    pub inputs: Vec<Input>,
}

/// An input with its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// What comes back with its value.
    pub custom_id: String,
    /// What is asked.
    pub label: String,
    /// What is put in.
    pub control: Control,
}

/// What is put into an input.
#[derive(Debug, Clone, PartialEq)]
pub enum Control {
    /// A text.
    Text {
        /// What it is to begin with.
        value: Option<String>,
        /// Whether it must be filled in.
        required: bool,
        /// The most characters that it takes, up to 4,000.
        longest: usize,
    },
    /// A member of the guild.
    Member,
    /// A member or a role of the guild.
    Someone,
    /// A component of Discord's, less its custom id, with a text below its label that may be empty.
    Component(String, Value),
    /// Nothing: instead of a label with an input, this text.
    Display(String),
}

/// From how many characters on an input has several lines.
const SHORT: usize = 100;

impl Reply {
    /// A message that only whoever pressed sees.
    pub fn whisper(text: impl Into<String>) -> Self {
        Self::Message(Message::text(text).ephemeral())
    }

    /// An embed that only whoever acted sees.
    pub fn whisper_embed(title: String, text: impl Into<String>) -> Self {
        Self::Message(Message::embed(Embed::titled(title, Colour::Calm).describing(text)).ephemeral())
    }

    /// A message that only whoever acted sees, with buttons below.
    pub fn whisper_with(text: impl Into<String>, buttons: &[Button]) -> Self {
        Self::Message(Message::text(text).ephemeral().buttons(buttons))
    }

    /// A message that everybody in the channel sees, and that pings nobody.
    pub fn aloud(text: impl Into<String>) -> Self {
        Self::Message(Message::text(text))
    }

    /// What a member is told, for nobody else to see.
    pub fn noticed(notice: &Notice, speech: Speech<'_>) -> Self {
        Self::Message(notice::message(notice, speech).ephemeral())
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

    /// The body of the callback; what is longer than Discord takes is cut.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Message(message) => json!({ "type": 4, "data": message.clone().fitting() }),
            Self::Update(message) => json!({ "type": 7, "data": message.clone().fitting() }),
            Self::Later => json!({ "type": 5, "data": { "flags": 64 } }),
            Self::Ask(modal) => json!({ "type": 9, "data": modal.json() }),
            Self::Choices(choices) => {
                let choices = choices.iter().take(limits::CHOICES).map(Choice::json).collect::<Vec<_>>();
                json!({ "type": 8, "data": { "choices": choices } })
            }
        }
    }
}

impl Modal {
    /// A form that asks for a member or a role, which comes back as `who`.
    pub fn for_someone(custom_id: &CustomId, title: String, label: String) -> Self {
        Self::asking(custom_id, title, "who", label, Control::Someone)
    }

    /// A form that asks for one thing, which comes back as `name`.
    pub fn asking(custom_id: &CustomId, title: String, name: &str, label: String, control: Control) -> Self {
        let inputs = vec![Input { custom_id: name.to_owned(), label, control }];
        Self { custom_id: custom_id.to_string(), title, inputs }
    }

    fn json(&self) -> Value {
        json!({
            "custom_id": self.custom_id,
            "title": cut(&self.title, limits::FORM_TITLE),
            "components": self.inputs.iter().take(limits::INPUTS).map(Input::json).collect::<Vec<_>>(),
        })
    }
}

impl Choice {
    fn json(&self) -> Value {
        json!({ "name": cut(&self.name, limits::CHOICE_NAME), "value": self.value })
    }
}

impl Input {
    /// A text that may stay empty, with what it is to begin with.
    pub fn optional_text(custom_id: &str, label: String, value: Option<String>, longest: usize) -> Self {
        Self { custom_id: custom_id.into(), label, control: Control::Text { value, required: false, longest } }
    }

    fn json(&self) -> Value {
        let mut component = match &self.control {
            Control::Text { value, required, longest } => {
                let longest = (*longest).clamp(1, limits::INPUT_TEXT);
                let style = if longest <= SHORT { 1 } else { 2 };
                let mut text = json!({ "type": 4, "style": style, "required": required, "max_length": longest });
                if let Some(value) = value {
                    text["value"] = cut(value, longest).into();
                }
                text
            }
            Control::Member => json!({ "type": 5, "required": true }),
            Control::Someone => json!({ "type": 7, "required": true }),
            Control::Component(_, component) => component.clone(),
            Control::Display(text) => return json!({ "type": 10, "content": cut(text, limits::CONTENT) }),
        };
        component["custom_id"] = self.custom_id.clone().into();
        let mut label = json!({ "type": 18, "label": cut(&self.label, limits::INPUT_LABEL), "component": component });
        if let Control::Component(description, _) = &self.control
            && !description.is_empty()
        {
            label["description"] = cut(description, limits::INPUT_DESCRIPTION).into();
        }
        label
    }
}

#[cfg(test)]
mod tests {
    use tickit_domain::error::Refusal;
    use tickit_domain::ids::UserId;

    use super::*;
    use crate::message::{Colour, Embed};
    use crate::words::Words;

    fn length(text: &Value) -> usize {
        text.as_str().map_or(0, |text| text.chars().count())
    }

    fn all<'a>(of: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
        of[field].as_array().into_iter().flatten()
    }

    /// Holds a message against Discord's limits, as its own documents state them.
    fn is_a_message(data: &Value) {
        assert!(length(&data["content"]) <= 2000, "{data}");
        let mut together = 0;
        for embed in all(data, "embeds") {
            assert!(length(&embed["title"]) <= 256 && length(&embed["description"]) <= 4096, "{data}");
            assert!(all(embed, "fields").count() <= 25, "{data}");
            together += length(&embed["title"]) + length(&embed["description"]);
            for field in all(embed, "fields") {
                assert!((1..=256).contains(&length(&field["name"])), "{data}");
                assert!((1..=1024).contains(&length(&field["value"])), "{data}");
                together += length(&field["name"]) + length(&field["value"]);
            }
        }
        assert!(together <= 6000, "{together} characters in embeds");
        assert!(all(data, "components").count() <= 5, "{data}");
        for row in all(data, "components") {
            assert!((1..=5).contains(&all(row, "components").count()), "{data}");
            for button in all(row, "components") {
                assert!(length(&button["label"]) <= 80 && length(&button["custom_id"]) <= 100, "{data}");
            }
        }
    }

    fn is_a_form(data: &Value) {
        assert!(length(&data["title"]) <= 45 && length(&data["custom_id"]) <= 100, "{data}");
        assert!((1..=5).contains(&all(data, "components").count()), "{data}");
        for label in all(data, "components") {
            let input = &label["component"];
            assert!(length(&label["label"]) <= 45, "{data}");
            let longest = input["max_length"].as_u64().unwrap_or(4000);
            assert!((1..=4000).contains(&longest) && length(&input["value"]) as u64 <= longest, "{data}");
        }
    }

    fn is_an_answer(reply: &Reply) {
        let body = reply.to_json();
        match body["type"].as_u64() {
            Some(4 | 7) => is_a_message(&body["data"]),
            Some(5) => {}
            Some(8) => {
                assert!(all(&body["data"], "choices").count() <= 25);
                assert!(all(&body["data"], "choices").all(|choice| length(&choice["name"]) <= 100), "{body}");
            }
            Some(9) => is_a_form(&body["data"]),
            _ => panic!("{body}"),
        }
    }

    fn every_reply(text: &str, words: &Words) -> Vec<Reply> {
        let (speech, question) = (words.speak("de"), text.to_owned());
        let refused = |refusal| Reply::noticed(&Notice::Refused(refusal), speech);
        let input = |longest| Input {
            custom_id: "0".into(),
            label: text.into(),
            control: Control::Text { value: Some(text.into()), required: true, longest },
        };
        let inputs = [1, 45, 1000, 4000, 9000, 0, 7].map(input).to_vec();
        let fields =
            (0..30).fold(Embed::titled(text, Colour::Calm).describing(text), |embed, _| embed.field(text, text));
        vec![
            Reply::whisper(text),
            Reply::aloud(text),
            Reply::Update(Message::text(text)),
            refused(Refusal::AnswerMissing { question: question.clone() }),
            refused(Refusal::AnswerTooLong { question, limit: 1000 }),
            Reply::failed(InteractionId::new(u64::MAX), speech),
            Reply::Ask(Modal { custom_id: "tickit:2:open:1".into(), title: text.into(), inputs }),
            Reply::Choices((0..30).map(|id| Choice { name: text.into(), value: id.into() }).collect()),
            Reply::Message(Message::embed(fields).calling(UserId::new(u64::MAX))),
        ]
    }

    #[test]
    fn no_reply_is_longer_than_discord_takes() {
        let words = Words::load().unwrap();
        let around = [45, 80, 100, 256, 1000, 1024, 2000, 4000, 4096, 6000];
        let lengths = around.iter().flat_map(|limit| [limit - 1, *limit, limit + 1]).chain([1, 20_000]);
        for length in lengths {
            for letter in ["x", "🦀", "\n", "é", "<@1> ", "👩‍💻"] {
                for reply in every_reply(&letter.repeat(length), &words) {
                    is_an_answer(&reply);
                }
            }
        }
    }
}
