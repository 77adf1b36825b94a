//! Bodies: JSON, or multipart with `payload_json` and files.
use axum::{
    body::Body,
    extract::{DefaultBodyLimit, FromRequest as _, Multipart},
    http::{HeaderMap, Request, header},
};
use serde_json::Value;

use super::call::Sent;

/// A file as it was sent.
#[derive(Debug, Clone)]
pub(super) struct Upload {
    /// The number in `files[n]`.
    pub index: Option<u64>,
    /// Its name.
    pub filename: String,
    /// Its media type.
    pub content_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Reads a body that has already arrived.
pub(super) async fn read(headers: &HeaderMap, bytes: &[u8]) -> Sent {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        return parts(kind, bytes).await.unwrap_or_else(|| Sent { unreadable: true, ..Sent::default() });
    }
    if bytes.is_empty() {
        return Sent::default();
    }
    match serde_json::from_slice(bytes) {
        Ok(body) => Sent { body, ..Sent::default() },
        Err(_) => Sent { unreadable: true, ..Sent::default() },
    }
}

async fn parts(kind: &str, bytes: &[u8]) -> Option<Sent> {
    let mut request = Request::builder().header(header::CONTENT_TYPE, kind).body(Body::from(bytes.to_vec())).ok()?;
    // How large a body may be, the gate has already decided.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut multipart = Multipart::from_request(request, &()).await.ok()?;
    let mut sent = Sent { body: Value::Object(serde_json::Map::new()), ..Sent::default() };
    while let Some(field) = multipart.next_field().await.ok()? {
        let name = field.name().unwrap_or_default().to_owned();
        let filename = field.file_name().map(str::to_owned);
        let content_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
        let bytes = field.bytes().await.ok()?;
        if let Some(filename) = filename {
            let index = name.strip_prefix("files[").and_then(|rest| rest.strip_suffix(']')?.parse().ok());
            sent.files.push(Upload { index, filename, content_type, bytes: bytes.to_vec() });
        } else if name == "payload_json" {
            sent.body = serde_json::from_slice(&bytes).ok()?;
        } else if let Value::Object(fields) = &mut sent.body {
            fields.insert(name, Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Some(sent)
}
