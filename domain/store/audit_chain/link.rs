//! One link of the chain, and what it says of its event.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::document::Document;
use super::super::{Record, StoreError, StoreResult};
use crate::ids::GuildId;
use crate::json_text::Unread;

/// Makes codes that nobody makes who has no key: the same code for the same text.
pub trait ChainSeal: Send + Sync + Debug {
    /// The code of a text, as hex.
    fn code(&self, text: &str) -> String;
}

/// One link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    /// Where it stands, from 1.
    pub position: u64,
    /// The record of its event.
    pub event: String,
    /// The code of all that the event says but for what changed.
    pub frame: String,
    /// The code of what changed, and of what the actor is called, which may be removed with a ticket, or where it is erased.
    pub content: String,
    /// The code of the link before; none before the first.
    pub previous: String,
    /// How far the chain was noted to go, where it did not when this was made.
    pub cut: Option<String>,
    /// The code of all that.
    pub code: String,
}

impl Document for Link {
    const KIND: &'static str = "audit";

    fn id(&self) -> String {
        link_id(self.position)
    }
}

/// The id of a link's record.
pub(super) fn link_id(position: u64) -> String {
    format!("{}:{position:012}", Link::KIND)
}

/// Which chain it is: a guild's, or that of the service's own database.
pub(super) fn name(guild: Option<GuildId>) -> String {
    guild.map_or_else(|| "core".to_owned(), |guild| guild.to_string())
}

/// What the links of one chain are made with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Maker<'a> {
    pub seal: &'a dyn ChainSeal,
    pub guild: Option<GuildId>,
}

impl Maker<'_> {
    /// The link of an event's record after another.
    pub(super) fn link(self, event: &Record, after: Option<&Link>, cut: Option<String>) -> StoreResult<Link> {
        let (frame, content) = self.codes(event)?;
        let position = after.map_or(0, |link| link.position) + 1;
        let previous = after.map(|link| link.code.clone()).unwrap_or_default();
        let event = event.id.clone();
        let link = Link { position, event, frame, content, previous, cut, code: String::new() };
        Ok(Link { code: self.code_of(&link), ..link })
    }

    /// Whether a link is as it was made.
    pub(super) fn made(self, link: &Link) -> bool {
        link.code == self.code_of(link)
    }

    /// The codes of what an event's record says: its frame, and what changed.
    pub(super) fn codes(self, event: &Record) -> StoreResult<(String, String)> {
        let unreadable = |error: Unread| StoreError::Corrupt(format!("{}: {error}", event.id));
        let mut fields: BTreeMap<String, Value> = event.body.read().map_err(unreadable)?;
        for about_the_record in ["position", "untold"] {
            fields.remove(about_the_record);
        }
        let [before, after] = ["before", "after"].map(|field| fields.remove(field).as_ref().map(sorted));
        let name = fields.get_mut("actor").and_then(take_name);
        let frame: Vec<String> = fields.iter().map(|(field, value)| format!("{field}={}", sorted(value))).collect();
        let [before, after, name] = [before, after, name].map(Option::unwrap_or_default);
        let content = format!("{before}\n{after}\n{name}");
        let frame = self.code("frame", &event.id, &frame.join("\n"));
        Ok((frame, self.code("content", &event.id, &content)))
    }

    fn code_of(self, link: &Link) -> String {
        let Link { position, event, frame, content, previous, cut, .. } = link;
        let cut = cut.as_deref().unwrap_or_default();
        self.code("link", event, &format!("{position}\n{frame}\n{content}\n{previous}\n{cut}"))
    }

    /// No text of one kind, event and chain is one of another.
    fn code(self, kind: &str, event: &str, text: &str) -> String {
        self.seal.code(&format!("{kind}\0{}\0{event}\0{text}", name(self.guild)))
    }
}

/// What an actor is called, which is forgotten with what they said. Who they are stays.
fn take_name(actor: &mut Value) -> Option<String> {
    let actor = actor.as_object_mut()?;
    let name =
        actor.remove("name").or_else(|| actor.values_mut().find_map(|kind| kind.as_object_mut()?.remove("name")));
    name.as_ref().map(sorted)
}

/// A value as a text that is the same in whatever order its fields are kept.
fn sorted(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: BTreeMap<&String, &Value> = fields.iter().collect();
            let fields =
                fields.into_iter().map(|(field, value)| format!("{}:{}", Value::from(field.as_str()), sorted(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(values) => format!("[{}]", values.iter().map(sorted).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_one_text_in_whatever_order_and_another_value_is_another() {
        let one: Value = serde_json::from_str(r#"{"b":[1,{"d":null,"c":"x"}],"a":"\"}"}"#).unwrap();
        let other: Value = serde_json::from_str(r#"{"a":"\"}","b":[1,{"c":"x","d":null}]}"#).unwrap();
        assert_eq!(sorted(&one), sorted(&other));
        assert_eq!(sorted(&one), r#"{"a":"\"}","b":[1,{"c":"x","d":null}]}"#);
        assert_ne!(sorted(&json!({ "a": "1,2" })), sorted(&json!({ "a": ["1", "2"] })));
    }
}
