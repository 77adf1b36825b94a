//! What is posted, as parts of a request.

use bytes::Bytes;
use serde_json::Value;
use tickit_domain::discord::{OutgoingFile, OutgoingMessage};

use super::File;

/// The files of a message.
pub(super) fn files_of(message: &OutgoingMessage) -> Vec<File> {
    let file = |file: &OutgoingFile| File {
        name: file.name.clone(),
        content_type: file.content_type.into(),
        content: Bytes::copy_from_slice(file.content.as_bytes()),
    };
    message.files.iter().map(file).collect()
}

/// A message with what Discord knows it by for some minutes.
pub(super) fn with_nonce(mut message: Value, nonce: &str) -> Value {
    if let Value::Object(fields) = &mut message {
        fields.insert("nonce".into(), nonce.into());
        fields.insert("enforce_nonce".into(), true.into());
    }
    message
}
