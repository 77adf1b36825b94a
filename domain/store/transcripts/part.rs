//! The parts of transcripts as they are stored, and as the first version stored them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::TicketId;
use crate::json_text::Unread;
use crate::store::document::{Document, Documents, Stored};
use crate::store::{StoreError, StoreResult};
use crate::transcript::TranscriptFormat;

/// A part of one of a transcript's files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TranscriptPart {
    ticket: TicketId,
    round: u32,
    of: PartOf,
    part: usize,
    /// How many parts there are, where that was known before they were written.
    #[serde(default)]
    parts: usize,
    pub(super) content: String,
}

/// What a part is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PartOf {
    /// Both files as one JSON object, as the first version wrote them.
    Json,
    /// The page.
    Html,
    /// The text.
    Text,
}

/// What the first version wrote as JSON.
#[derive(Deserialize)]
pub(super) struct EarlierTranscript {
    pub(super) messages: usize,
    pub(super) html: String,
    pub(super) text: String,
}

impl Document for TranscriptPart {
    const KIND: &'static str = "transcript";
    const VERSION: u16 = 2;

    /// The first version had parts of JSON only.
    fn upgrade(_from: u16, mut body: Value) -> Value {
        if let Some(fields) = body.as_object_mut() {
            let content = fields.remove("json").unwrap_or_default();
            fields.insert("content".into(), content);
            fields.insert("of".into(), "json".into());
        }
        body
    }

    fn id(&self) -> String {
        part_key(self.ticket, self.round, self.of, self.part)
    }

    fn owner(&self) -> String {
        self.ticket.to_string()
    }
}

impl TranscriptPart {
    pub(super) const fn new(ticket: TicketId, round: u32, of: PartOf, part: usize, content: String) -> Self {
        Self { ticket, round, of, part, parts: 0, content }
    }
}

impl From<TranscriptFormat> for PartOf {
    fn from(format: TranscriptFormat) -> Self {
        match format {
            TranscriptFormat::Html => Self::Html,
            TranscriptFormat::Text => Self::Text,
        }
    }
}

pub(super) fn part_key(ticket: TicketId, round: u32, of: PartOf, part: usize) -> String {
    let of = match of {
        PartOf::Json => "",
        PartOf::Html => "html:",
        PartOf::Text => "text:",
    };
    format!("transcript:{:08}:{round:04}:{of}{part:06}", ticket.get())
}

/// A transcript that the first version sealed, whose first part it wrote last.
pub(super) async fn earlier(documents: &Documents, ticket: TicketId, round: u32) -> StoreResult<EarlierTranscript> {
    let (mut json, mut part) = (String::new(), 0);
    loop {
        let key = part_key(ticket, round, PartOf::Json, part);
        let found: Option<Stored<TranscriptPart>> = documents.get(&key).await?;
        let found = found.ok_or_else(|| StoreError::Corrupt(format!("{key} is missing")))?.value;
        json.push_str(&found.content);
        part += 1;
        if part >= found.parts {
            return serde_json::from_str(&json).map_err(|error| StoreError::Corrupt(Unread::from(error).to_string()));
        }
    }
}
