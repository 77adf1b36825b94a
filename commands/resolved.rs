//! The objects behind ids that were chosen, and the kinds of value that a choice may be.

use serde_json::Value;
use tickit_domain::form::{AnsweredFile, Picked};
use tickit_domain::ids::{ChannelId, MessageId, RoleId, TicketId, UserId};
use tickit_domain::settings::TypeId;
use tickit_domain::ticket::ChosenMessage;
use tickit_domain::whom::Whom;

use crate::limits::cut;

/// The most characters that are kept of a name; Discord's own are no longer.
const MOST_NAME: usize = 100;

/// The most characters that are kept of a file's name, and of its address.
const MOST_FILE_NAME: usize = 260;
const MOST_URL: usize = 2048;

/// What Discord says about what was chosen, by kind and id; may leave anything out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resolved(Value);

/// A file that was attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub filename: String,
    /// Where Discord has it.
    pub url: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A kind of value that an option or a choice may be.
pub trait Reading: Sized {
    /// The value, if it is of this kind.
    fn read(value: &Value, resolved: &Resolved) -> Option<Self>;
}

impl Resolved {
    /// Of an interaction's `data`.
    pub fn from_data(data: &Value) -> Self {
        Self(data.get("resolved").cloned().unwrap_or_default())
    }

    /// What somebody or something is called; empty where that is left out.
    fn name(&self, kind: &str, id: &str) -> String {
        let object = self.object(kind, id);
        let named = |field: &str| object?.get(field)?.as_str().filter(|name| !name.is_empty());
        let name = ["global_name", "username", "name"].into_iter().find_map(named).unwrap_or_default();
        cut(name, MOST_NAME)
    }

    /// The message of this id in a channel; `None` where Discord does not say who wrote it.
    pub(crate) fn message(&self, id: MessageId, here: ChannelId) -> Option<ChosenMessage> {
        let message = self.object("messages", &id.to_string())?;
        let of = |field: &str| message.get(field).filter(|value| !value.is_null());
        let author = of("author")?;
        let text = |of: &Value, field: &str| of.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let files = of("attachments").and_then(Value::as_array).into_iter().flatten();
        Some(ChosenMessage {
            channel: text(message, "channel_id").parse().unwrap_or(here),
            message: id,
            author: text(author, "id").parse().ok()?,
            by_bot: of("webhook_id").is_some() || author.get("bot") == Some(&Value::Bool(true)),
            text: text(message, "content"),
            files: files.map(|file| text(file, "filename")).collect(),
        })
    }

    /// The object of a kind (`users`, `roles`, `channels`, `messages`, `attachments`) with this id.
    fn object(&self, kind: &str, id: &str) -> Option<&Value> {
        self.0.get(kind)?.get(id)
    }
}

impl Reading for String {
    fn read(value: &Value, _: &Resolved) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

impl Reading for bool {
    fn read(value: &Value, _: &Resolved) -> Option<Self> {
        value.as_bool()
    }
}

impl Reading for f64 {
    fn read(value: &Value, _: &Resolved) -> Option<Self> {
        value.as_f64()
    }
}

impl Reading for i64 {
    fn read(value: &Value, _: &Resolved) -> Option<Self> {
        value.as_i64()
    }
}

impl Reading for u32 {
    fn read(value: &Value, _: &Resolved) -> Option<Self> {
        value.as_u64().and_then(|number| number.try_into().ok())
    }
}

impl Reading for TicketId {
    fn read(value: &Value, _: &Resolved) -> Option<Self> {
        let number = value.as_u64().map_or_else(|| value.as_str().unwrap_or_default().to_owned(), |id| id.to_string());
        number.parse().ok()
    }
}

impl Reading for TypeId {
    fn read(value: &Value, _: &Resolved) -> Option<Self> {
        value.as_str()?.parse().ok().map(Self)
    }
}

macro_rules! ids {
    ($($kind:ident),+) => {$(
        impl Reading for $kind {
            fn read(value: &Value, _: &Resolved) -> Option<Self> {
                value.as_str()?.parse().ok()
            }
        }
    )+};
}

ids!(UserId, RoleId, ChannelId);

impl Reading for Whom {
    fn read(value: &Value, resolved: &Resolved) -> Option<Self> {
        let id = value.as_str()?;
        match (resolved.object("roles", id), resolved.object("users", id)) {
            (Some(_), _) => id.parse().ok().map(Self::Role),
            (None, Some(_)) => id.parse().ok().map(Self::User),
            (None, None) => None,
        }
    }
}

impl Reading for Attachment {
    fn read(value: &Value, resolved: &Resolved) -> Option<Self> {
        let object = resolved.object("attachments", value.as_str()?)?;
        let text = |field: &str| object.get(field).and_then(Value::as_str).map(str::to_owned);
        let size = object.get("size").and_then(Value::as_u64).unwrap_or_default();
        Some(Self { filename: text("filename")?, url: text("url")?, size })
    }
}

macro_rules! picked {
    ($($kind:ident in $of:literal),+) => {$(
        impl Reading for Picked<$kind> {
            fn read(value: &Value, resolved: &Resolved) -> Option<Self> {
                let id = value.as_str()?;
                Some(Self { id: id.parse().ok()?, name: resolved.name($of, id) })
            }
        }
    )+};
}

picked!(UserId in "users", RoleId in "roles", ChannelId in "channels");

impl Reading for Picked<Whom> {
    fn read(value: &Value, resolved: &Resolved) -> Option<Self> {
        let id = Whom::read(value, resolved)?;
        let of = if matches!(id, Whom::User(_)) { "users" } else { "roles" };
        Some(Self { id, name: resolved.name(of, value.as_str()?) })
    }
}

impl Reading for AnsweredFile {
    fn read(value: &Value, resolved: &Resolved) -> Option<Self> {
        let Attachment { filename, url, size } = Attachment::read(value, resolved)?;
        let fits = url.chars().count() <= MOST_URL;
        fits.then(|| Self { name: cut(&filename, MOST_FILE_NAME), url, bytes: size })
    }
}
