//! What was said in a guild's tickets, which channel is which ticket's, and the sealed transcripts.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::document::{Document, Documents, Stored, decode};
use super::{List, Order, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::error::Outcome;
use crate::ids::{BotId, ChannelId, MessageId, TicketId};
use crate::transcript::{MessageUpdate, TicketMessage, Transcript};

/// How many messages one page of a listing holds.
const PAGE: usize = 500;

/// The most bytes of transcript in one record, so that a record is always far from an engine's limit.
const CHUNK_BYTES: usize = 256 * 1024;

/// The conversations in one guild's database.
#[derive(Debug, Clone)]
pub struct Messages {
    documents: Documents,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptMessage {
    ticket: TicketId,
    message: TicketMessage,
}

impl Document for KeptMessage {
    const KIND: &'static str = "message";

    fn id(&self) -> String {
        message_key(self.ticket, self.message.id)
    }

    fn owner(&self) -> String {
        self.ticket.to_string()
    }

    fn at(&self) -> Timestamp {
        self.message.sent_at
    }
}

/// Which ticket a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketChannel {
    /// The channel.
    pub channel: ChannelId,
    /// The bot that the ticket came through.
    pub bot: BotId,
    /// The ticket.
    pub ticket: TicketId,
}

impl Document for TicketChannel {
    const KIND: &'static str = "channel";

    fn id(&self) -> String {
        channel_key(self.channel)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct TranscriptChunk {
    ticket: TicketId,
    round: u32,
    part: usize,
    parts: usize,
    json: String,
}

impl Document for TranscriptChunk {
    const KIND: &'static str = "transcript";

    fn id(&self) -> String {
        chunk_key(self.ticket, self.round, self.part)
    }

    fn owner(&self) -> String {
        self.ticket.to_string()
    }
}

fn message_key(ticket: TicketId, message: MessageId) -> String {
    format!("message:{:08}:{:020}", ticket.get(), message.get())
}

fn channel_key(channel: ChannelId) -> String {
    format!("channel:{channel}")
}

fn chunk_key(ticket: TicketId, round: u32, part: usize) -> String {
    format!("transcript:{:08}:{round:04}:{part:06}", ticket.get())
}

impl Messages {
    /// Those in a guild's database.
    pub const fn new(documents: Documents) -> Self {
        Self { documents }
    }

    /// Whose channel this is.
    pub async fn channel(&self, channel: ChannelId) -> StoreResult<Option<TicketChannel>> {
        Ok(self.documents.get::<TicketChannel>(&channel_key(channel)).await?.map(|stored| stored.value))
    }

    /// Keeps a message; one that is kept already stays as it is.
    pub async fn keep(&self, ticket: TicketId, message: TicketMessage) -> StoreResult<()> {
        match self.documents.insert(&KeptMessage { ticket, message }).await {
            Ok(_) | Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Keeps a page of messages as the channel has them now: those that are not kept yet, and what others say meanwhile.
    pub async fn keep_page(&self, ticket: TicketId, page: Vec<TicketMessage>) -> Outcome<()> {
        let ids: Vec<String> = page.iter().map(|message| message_key(ticket, message.id)).collect();
        let mut kept = HashMap::new();
        for record in self.documents.store().get_many(&ids).await? {
            let known: Stored<KeptMessage> = decode(record)?;
            kept.insert(known.value.message.id, known);
        }
        for message in page {
            match kept.remove(&message.id) {
                None => self.keep(ticket, message).await?,
                Some(known) => {
                    let update = MessageUpdate::from(message);
                    let updating = self.documents.update_known(known, |kept| {
                        kept.message.update(update.clone());
                        Ok(())
                    });
                    updating.await?;
                }
            }
        }
        Ok(())
    }

    /// Changes a kept message; nothing where it was never kept.
    pub async fn change(
        &self,
        ticket: TicketId,
        message: MessageId,
        mut change: impl FnMut(&mut TicketMessage) + Send,
    ) -> Outcome<()> {
        let changed = self.documents.update(message_key(ticket, message), |kept: &mut KeptMessage| {
            change(&mut kept.message);
            Ok(())
        });
        changed.await.map(|_| ())
    }

    /// All messages of a ticket, oldest first.
    pub async fn of_ticket(&self, ticket: TicketId) -> StoreResult<Vec<TicketMessage>> {
        let selection = Selection::Prefix(format!("message:{:08}:", ticket.get()));
        let mut list = List { selection, order: Order::Ascending, limit: PAGE, after: None };
        let mut messages = Vec::new();
        loop {
            let page = self.documents.store().list(&list).await?;
            for record in page.records {
                let kept: Stored<KeptMessage> = decode(record)?;
                messages.push(kept.value.message);
            }
            match page.next {
                Some(next) => list.after = Some(next),
                None => return Ok(messages),
            }
        }
    }

    /// The sealed transcript of one opening of a ticket.
    pub async fn transcript(&self, ticket: TicketId, round: u32) -> StoreResult<Option<Transcript>> {
        let mut json = String::new();
        let mut part = 0;
        loop {
            let chunk: Option<Stored<TranscriptChunk>> = self.documents.get(&chunk_key(ticket, round, part)).await?;
            let Some(Stored { value: chunk, .. }) = chunk else { return Ok(None) };
            json.push_str(&chunk.json);
            part += 1;
            if part == chunk.parts {
                return serde_json::from_str(&json).map(Some).map_err(|error| StoreError::Corrupt(error.to_string()));
            }
        }
    }

    /// Seals a transcript: written once, part by part, the first part last, and never changed.
    pub async fn seal(&self, transcript: &Transcript) -> StoreResult<()> {
        if self.documents.get::<TranscriptChunk>(&chunk_key(transcript.ticket, transcript.round, 0)).await?.is_some() {
            return Ok(());
        }
        let json = serde_json::to_string(transcript).map_err(|error| StoreError::Invalid(error.to_string()))?;
        let chunks = chunks_of(&json, CHUNK_BYTES);
        let parts = chunks.len();
        for (part, chunk) in chunks.into_iter().enumerate().rev() {
            let (ticket, round) = (transcript.ticket, transcript.round);
            let chunk = TranscriptChunk { ticket, round, part, parts, json: chunk.to_owned() };
            match self.documents.insert(&chunk).await {
                Ok(_) => {}
                Err(StoreError::Conflict) if part == 0 => {}
                Err(StoreError::Conflict) => self.rewrite(&chunk).await?,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Overwrites a part that a sealing which did not get to its end left behind.
    async fn rewrite(&self, chunk: &TranscriptChunk) -> StoreResult<()> {
        match self.documents.get::<TranscriptChunk>(&chunk.id()).await? {
            Some(left) => self.documents.replace(chunk, left.rev).await.map(|_| ()),
            None => self.documents.insert(chunk).await.map(|_| ()),
        }
    }
}

/// Cuts a text into pieces of at most so many bytes, between characters.
fn chunks_of(text: &str, bytes: usize) -> Vec<&str> {
    let mut chunks = Vec::new();
    let mut rest = text;
    while rest.len() > bytes {
        let cut = rest.floor_char_boundary(bytes);
        let (chunk, behind) = rest.split_at(cut);
        chunks.push(chunk);
        rest = behind;
    }
    chunks.push(rest);
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_break_between_characters() {
        let chunks = chunks_of("aé🦀b", 4);
        assert_eq!(chunks.concat(), "aé🦀b");
        assert!(chunks.iter().all(|chunk| chunk.len() <= 4));
        assert_eq!(chunks_of("", 3), vec![""]);
    }
}
