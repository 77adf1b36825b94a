//! What is posted, as parts of a request.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::json;
use tickit_domain::discord::{OutgoingFile, OutgoingMessage};
use tickit_domain::json_text::JsonText;

use super::File;

/// The files of a message.
pub(super) fn files_of(message: &OutgoingMessage) -> Vec<File> {
    let file = |file: &OutgoingFile| File {
        name: file.name.clone(),
        content_type: file.content_type.into(),
        content: Bytes::from_owner(Arc::clone(&file.content)),
    };
    message.files.iter().map(file).collect()
}

/// A message with what Discord knows it by for some minutes.
pub(super) fn with_nonce(message: &OutgoingMessage, nonce: &str) -> JsonText {
    message.body.with(&json!({ "nonce": nonce, "enforce_nonce": true }))
}
