//! Files that somebody hands in with a modal: where Discord has them until the bot is told, each with a content that names
//! it.
use serde_json::{Value, json};

use super::{Field, Modal};
use crate::{Member, world::Snowflake};

/// The component that takes files.
pub(super) const FILE_UPLOAD: u64 = 19;

/// A file that is handed in.
#[derive(Debug)]
pub(super) struct Upload {
    pub(super) id: Snowflake,
    pub(super) name: String,
    custom_id: String,
    url: String,
}

impl Member {
    /// Uploads the files that are named in answers to fields that take such.
    pub(super) fn uploads(&self, modal: &Modal, answers: &[(String, String)]) -> Vec<Upload> {
        let taken = |(field, name): &(String, String)| {
            let field = modal.field(field).filter(|field| field.component["type"] == FILE_UPLOAD)?;
            Some((field.custom_id(), name.clone()))
        };
        let files: Vec<(String, String)> = answers.iter().filter_map(taken).collect();
        if files.is_empty() {
            return Vec::new();
        }
        self.shared.change(|world| {
            let upload = |(custom_id, name): (String, String)| {
                let id = world.next_id();
                world.files.insert(id, content(&name));
                let url = format!("{}/ephemeral-attachments/{}/{id}/{name}", world.origin, modal.application);
                Upload { id, name, custom_id, url }
            };
            files.into_iter().map(upload).collect()
        })
    }
}

impl Upload {
    pub(super) fn is_for(&self, field: &Field) -> bool {
        self.custom_id == field.custom_id()
    }

    /// The attachment object.
    pub(super) fn json(&self) -> Value {
        json!({
            "id": self.id, "filename": self.name, "size": content(&self.name).len(), "url": self.url,
            "proxy_url": self.url, "ephemeral": true, "content_type": "application/octet-stream",
        })
    }
}

fn content(name: &str) -> Vec<u8> {
    format!("The content of {name}").into_bytes()
}
