//! What was said in a guild's tickets, and which channel is which ticket's.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::document::{Document, Documents, Stored, WriteTokens, decode};
use super::{Cursor, Facets, List, Order, Selection, StoreError, StoreResult};
use crate::clock::Timestamp;
use crate::error::Outcome;
use crate::ids::{BotId, ChannelId, MessageId, TicketId};
use crate::transcript::{MessageUpdate, TicketMessage};

/// How many messages a page holds. What people wrote and what Discord said of it is a few kilobytes a message, and with
/// fifty earlier wordings and [`LONGEST_RAW`](crate::transcript::LONGEST_RAW) never more than one megabyte.
const PAGE: usize = 100;

/// The conversations in one guild's database.
#[derive(Debug, Clone)]
pub struct Messages {
    documents: Documents,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptMessage {
    ticket: TicketId,
    message: TicketMessage,
}

impl Document for KeptMessage {
    const KIND: &'static str = "message";
    const VERSION: u16 = 2;

    fn id(&self) -> String {
        message_key(self.ticket, self.message.id)
    }

    fn owner(&self) -> String {
        self.ticket.to_string()
    }

    fn at(&self) -> Timestamp {
        self.message.sent_at
    }

    fn facets(&self) -> Facets {
        Facets::default().with_words(&self.message.content)
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

/// Some messages of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MessagePage {
    /// The messages, oldest first, at most a hundred.
    pub messages: Vec<TicketMessage>,
    /// Whether there are more beyond them.
    pub more: bool,
}

impl MessagePage {
    /// The same without one message: what the bot says of how far it is, which is heard like any other.
    #[must_use]
    pub fn without(mut self, message: Option<MessageId>) -> Self {
        self.messages.retain(|other| Some(other.id) != message);
        self
    }
}

/// One of the newest messages of a guild, as far as it is noticed that it is there, and that it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewestMessage {
    /// The id of its record.
    pub id: String,
    /// The ticket that it was written in.
    pub ticket: TicketId,
    /// How often it was written down.
    pub rev: u64,
    /// Whether this node wrote it down last.
    pub is_own: bool,
}

fn message_key(ticket: TicketId, message: MessageId) -> String {
    format!("message:{:08}:{:020}", ticket.get(), message.get())
}

fn channel_key(channel: ChannelId) -> String {
    format!("channel:{channel}")
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

    /// Forgets a message that is nobody's business.
    pub async fn forget(&self, ticket: TicketId, message: MessageId) -> StoreResult<()> {
        let key = message_key(ticket, message);
        if let Some(known) = self.documents.get::<KeptMessage>(&key).await? {
            self.documents.delete(&key, known.rev).await?;
        }
        Ok(())
    }

    /// The newest in all tickets of the guild, newest first, seen by the node that has these tokens.
    pub async fn newest(&self, limit: usize, tokens: &WriteTokens) -> StoreResult<Vec<NewestMessage>> {
        // Their state is named, so that an index by state answers it.
        let selection = Selection::in_state(KeptMessage::KIND, "");
        let list = List { selection, order: Order::Descending, limit, after: None };
        let page = self.documents.store().list(&list).await?;
        let newest = page.records.into_iter().filter_map(|record| {
            let (ticket, is_own) = (record.owner.parse().ok()?, tokens.is_own(&record.write));
            Some(NewestMessage { id: record.id, ticket, rev: record.rev, is_own })
        });
        Ok(newest.collect())
    }

    /// The messages of a ticket that follow one, or the first.
    pub async fn page(&self, ticket: TicketId, after: Option<MessageId>) -> StoreResult<MessagePage> {
        let selection = Selection::Prefix(format!("message:{:08}:", ticket.get()));
        let after = after.map(|after| Cursor { at: Timestamp::default(), id: message_key(ticket, after) });
        let list = List { selection, order: Order::Ascending, limit: PAGE, after };
        let page = self.documents.store().list(&list).await?;
        let kept = page.records.into_iter().map(decode::<KeptMessage>);
        let messages = kept.map(|kept| Ok(kept?.value.message)).collect::<StoreResult<_>>()?;
        Ok(MessagePage { messages, more: page.next.is_some() })
    }

    /// The last messages of a ticket, or the last before one; `more` says whether there are earlier ones.
    pub async fn before(&self, ticket: TicketId, before: Option<MessageId>) -> StoreResult<MessagePage> {
        let selection = Selection::Prefix(format!("message:{:08}:", ticket.get()));
        let after = before.map(|before| Cursor { at: Timestamp::default(), id: message_key(ticket, before) });
        let list = List { selection, order: Order::Descending, limit: PAGE, after };
        let page = self.documents.store().list(&list).await?;
        let kept = page.records.into_iter().rev().map(decode::<KeptMessage>);
        let messages = kept.map(|kept| Ok(kept?.value.message)).collect::<StoreResult<_>>()?;
        Ok(MessagePage { messages, more: page.next.is_some() })
    }
}
