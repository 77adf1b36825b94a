//! What somebody did, read leniently from an interaction's `data`: what Discord adds is passed over, what it leaves out
//! is missed only by the action that asks for it.
//!
//! Shapes by <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-data>.

use serde_json::Value;
use tickit_domain::ids::{MessageId, UserId};

use crate::chosen::Chosen;
use crate::options::{Options, Typed};
use crate::resolved::Resolved;
use crate::submission::Submission;

/// What somebody did.
#[derive(Debug, Clone, PartialEq)]
pub enum Interaction {
    /// They sent a slash command.
    Slash(Options),
    /// They are typing one.
    Complete(Options, Typed),
    /// They used an entry in a user's menu.
    UserMenu {
        /// What it is called.
        name: String,
        /// Whose menu it was.
        user: Option<UserId>,
    },
    /// They used an entry in a message's menu.
    MessageMenu {
        /// What it is called.
        name: String,
        /// Which message's menu it was.
        message: Option<MessageId>,
        /// What Discord says of that message.
        resolved: Resolved,
    },
    /// They pressed a button.
    Press {
        /// Its custom id.
        custom_id: String,
    },
    /// They chose from a select menu.
    Choose {
        /// Its custom id.
        custom_id: String,
        /// What they chose.
        chosen: Chosen,
    },
    /// They sent a form.
    Submit(Submission),
}

impl Interaction {
    /// The name of the command, where it is one: a slash command, one that is being typed, or an entry in a menu.
    pub fn command(&self) -> Option<&str> {
        match self {
            Self::Slash(options) | Self::Complete(options, _) => Some(options.command()),
            Self::UserMenu { name, .. } | Self::MessageMenu { name, .. } => Some(name),
            Self::Press { .. } | Self::Choose { .. } | Self::Submit(_) => None,
        }
    }

    /// Reads `data` of an interaction of this type; `None` where it is of a kind that is none of ours.
    pub fn read(kind: u64, data: &Value) -> Option<Self> {
        let custom_id = || text(data, "custom_id");
        match (kind, data.get("type").and_then(Value::as_u64).unwrap_or(1)) {
            (2, 1) => Some(Self::Slash(Options::from_data(data))),
            (2, 2) => Some(Self::UserMenu { name: text(data, "name"), user: text(data, "target_id").parse().ok() }),
            (2, 3) => Some(Self::MessageMenu {
                name: text(data, "name"),
                message: text(data, "target_id").parse().ok(),
                resolved: Resolved::from_data(data),
            }),
            (3, _) if data.get("values").is_some() => {
                Some(Self::Choose { custom_id: custom_id(), chosen: Chosen::from_data(data) })
            }
            (3, _) => Some(Self::Press { custom_id: custom_id() }),
            (4, _) => {
                let options = Options::from_data(data);
                let typed = options.typed().unwrap_or_default();
                Some(Self::Complete(options, typed))
            }
            (5, _) => Some(Self::Submit(Submission::from_data(data))),
            _ => None,
        }
    }
}

fn text(data: &Value, field: &str) -> String {
    data.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_kind_is_told_from_the_others() {
        let read = |kind, data: Value| Interaction::read(kind, &data);
        assert!(matches!(read(2, json!({ "name": "setup" })), Some(Interaction::Slash(_))));
        let menu = read(2, json!({ "type": 2, "name": "Add", "target_id": "7" }));
        assert_eq!(menu, Some(Interaction::UserMenu { name: "Add".into(), user: Some(UserId::new(7)) }));
        let menu = read(2, json!({ "type": 3, "name": "Add", "target_id": 7 }));
        assert_eq!(
            menu,
            Some(Interaction::MessageMenu { name: "Add".into(), message: None, resolved: Resolved::default() })
        );
        assert!(matches!(read(3, json!({ "component_type": 2 })), Some(Interaction::Press { .. })));
        assert!(matches!(read(3, json!({ "component_type": 5, "values": ["1"] })), Some(Interaction::Choose { .. })));
        assert!(matches!(read(4, json!({})), Some(Interaction::Complete(..))));
        assert!(matches!(read(5, json!(null)), Some(Interaction::Submit(_))));
        assert_eq!(read(1, json!({})), None);
        assert_eq!(read(2, json!({ "type": 4 })), None);
    }
}
