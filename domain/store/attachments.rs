//! The files of a guild's tickets: a list of them for each ticket, and each file in parts that a record holds.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::document::{Document, Documents, Stored};
use super::{List, Order, Selection, StoreError, StoreResult, Write};
use crate::ids::{MessageId, TicketId};
use crate::transcript::{KeptAttachment, KeptAttachments};

/// The most bytes of a file in one record, where they are a third longer.
const PART_BYTES: usize = 192 * 1024;

/// So many parts are deleted at a time: each is read for that.
const DELETED_AT_ONCE: usize = 16;

/// The files in one guild's database.
#[derive(Debug, Clone)]
pub struct Attachments {
    documents: Documents,
}

/// What became of a ticket's files. Parts that it does not speak of do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentList {
    ticket: TicketId,
    /// The files.
    pub attachments: KeptAttachments,
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct AttachmentPart {
    ticket: TicketId,
    message: MessageId,
    index: usize,
    part: usize,
    /// Base64.
    content: String,
}

impl Document for AttachmentList {
    const KIND: &'static str = "attachments";

    fn id(&self) -> String {
        list_key(self.ticket)
    }

    fn owner(&self) -> String {
        self.ticket.to_string()
    }
}

impl Document for AttachmentPart {
    const KIND: &'static str = "attachment";

    fn id(&self) -> String {
        part_key(self.ticket, self.message, self.index, self.part)
    }

    fn owner(&self) -> String {
        self.ticket.to_string()
    }
}

fn list_key(ticket: TicketId) -> String {
    format!("attachments:{:08}", ticket.get())
}

fn part_key(ticket: TicketId, message: MessageId, index: usize, part: usize) -> String {
    format!("attachment:{:08}:{:020}:{index:03}:{part:04}", ticket.get(), message.get())
}

impl Attachments {
    /// Those in a guild's database.
    pub const fn new(documents: Documents) -> Self {
        Self { documents }
    }

    /// What is known of a ticket's files.
    pub async fn of(&self, ticket: TicketId) -> StoreResult<Stored<AttachmentList>> {
        let known = self.documents.get(&list_key(ticket)).await?;
        Ok(known.unwrap_or_else(|| Stored {
            value: AttachmentList { ticket, attachments: KeptAttachments::default() },
            rev: 0,
        }))
    }

    /// Notes what became of files.
    pub async fn note(&self, list: Stored<AttachmentList>) -> StoreResult<Stored<AttachmentList>> {
        let rev = match list.rev {
            0 => self.documents.insert(&list.value).await?,
            rev => self.documents.replace(&list.value, rev).await?,
        };
        Ok(Stored { value: list.value, rev })
    }

    /// Keeps a file's content. It counts once the list says so.
    pub async fn keep(&self, ticket: TicketId, message: MessageId, index: usize, content: &[u8]) -> StoreResult<()> {
        for (part, bytes) in content.chunks(PART_BYTES).enumerate() {
            let content = STANDARD.encode(bytes);
            self.documents.put(&AttachmentPart { ticket, message, index, part, content }).await?;
        }
        Ok(())
    }

    /// Deletes the files of a message.
    pub async fn erase(&self, ticket: TicketId, message: MessageId) -> StoreResult<()> {
        let selection = Selection::Prefix(format!("attachment:{:08}:{:020}:", ticket.get(), message.get()));
        let list = List { selection, order: Order::Ascending, limit: DELETED_AT_ONCE, after: None };
        loop {
            let parts = self.documents.store().list(&list).await?.records.into_iter();
            let deletions: Vec<Write> = parts.map(|part| Write::Delete { id: part.id, expected: None }).collect();
            if deletions.is_empty() {
                break;
            }
            self.documents.store().write_all(deletions).await.all()?;
        }
        let mut list = self.of(ticket).await?;
        if list.value.attachments.forget(message) {
            self.note(list).await?;
        }
        Ok(())
    }

    /// The content of a file that is kept.
    pub async fn open(&self, ticket: TicketId, file: &KeptAttachment) -> StoreResult<Vec<u8>> {
        let mut content = Vec::new();
        while (content.len() as u64) < file.bytes {
            content.extend(self.part(ticket, file, content.len()).await?);
        }
        Ok(content)
    }

    /// The part of it that begins behind so many bytes, which are those of the parts before.
    pub async fn part(&self, ticket: TicketId, file: &KeptAttachment, before: usize) -> StoreResult<Vec<u8>> {
        let key = part_key(ticket, file.message, file.index, before / PART_BYTES);
        let found: Option<Stored<AttachmentPart>> = self.documents.get(&key).await?;
        let part = found.ok_or_else(|| StoreError::Corrupt(format!("{key} is missing")))?.value;
        let content = STANDARD.decode(part.content).map_err(|error| StoreError::Corrupt(format!("{key}: {error}")))?;
        if content.is_empty() { Err(StoreError::Corrupt(format!("{key} is empty"))) } else { Ok(content) }
    }
}
