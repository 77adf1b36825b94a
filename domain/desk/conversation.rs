//! Keeping what is said in tickets: each message, each edit, each deletion.

use super::Desk;
use crate::discord::{DiscordError, Place};
use crate::error::Outcome;
use crate::ids::{ChannelId, MessageId, TicketId};
use crate::transcript::TicketMessage;

/// The most pages of a hundred messages that are read from a channel when its ticket is closed.
const MOST_PAGES: usize = 200;

impl Desk {
    /// The ticket whose channel this is, for this bot.
    pub async fn ticket_of_channel(&self, at: Place, channel: ChannelId) -> Outcome<Option<TicketId>> {
        let noted = self.office(at).await?.messages.channel(channel).await?;
        Ok(noted.filter(|noted| noted.bot == at.bot).map(|noted| noted.ticket))
    }

    /// Keeps a message that was written in a ticket.
    pub async fn message_sent(&self, at: Place, ticket: TicketId, message: TicketMessage) -> Outcome<()> {
        Ok(self.office(at).await?.messages.keep(ticket, message).await?)
    }

    /// Keeps what a message says now, and what it said before.
    pub async fn message_edited(&self, at: Place, ticket: TicketId, id: MessageId, content: String) -> Outcome<()> {
        let now = self.clock.now();
        self.office(at).await?.messages.change(ticket, id, |message| message.edit(content.clone(), now)).await
    }

    /// Keeps that a message was deleted.
    pub async fn message_deleted(&self, at: Place, ticket: TicketId, id: MessageId) -> Outcome<()> {
        let now = self.clock.now();
        let messages = self.office(at).await?.messages;
        messages.change(ticket, id, |message| message.deleted_at = message.deleted_at.or(Some(now))).await
    }

    /// Keeps what was written while nobody listened, from the channel itself.
    pub(super) async fn keep_missed(&self, at: Place, ticket: TicketId, channel: ChannelId) -> Outcome<()> {
        let messages = self.office(at).await?.messages;
        let mut before = None;
        for _ in 0..MOST_PAGES {
            let page = match self.discord.messages(at, channel, before).await {
                Err(DiscordError::Gone | DiscordError::Forbidden) => return Ok(()),
                page => page?,
            };
            before = page.iter().map(|message| message.id).min();
            let full = page.len() >= 100;
            for message in page {
                let (id, content) = (message.id, message.content.clone());
                messages.keep(ticket, message).await?;
                if !content.is_empty() {
                    let now = self.clock.now();
                    messages.change(ticket, id, |kept| kept.edit(content.clone(), now)).await?;
                }
            }
            if !full {
                break;
            }
        }
        Ok(())
    }
}
