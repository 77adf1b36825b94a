//! Keeping what is said in tickets: each message, each edit, each deletion.

use std::collections::BTreeSet;

use super::{Desk, GuildRepositories, Unfinished};
use crate::actor::{Actor, Authority, Cause, Door, Who};
use crate::discord::{DiscordError, Place};
use crate::error::{Error, Outcome};
use crate::ids::{ChannelId, MessageId, TicketId, UserId};
use crate::store::document::Stored;
use crate::ticket::Ticket;
use crate::transcript::{MessageUpdate, TicketMessage};

/// A full page of messages.
const PAGE: usize = 100;

/// The most pages that are read from a channel when its ticket is closed.
const MOST_PAGES: u32 = 500;

/// How many of them in one attempt: Discord lets a bot read about one page a second.
const PAGES_AN_ATTEMPT: usize = 5;

impl Desk {
    /// The ticket whose channel this is, for this bot. A guild that never had one costs a look into the directory.
    pub async fn ticket_of_channel(&self, at: Place, channel: ChannelId) -> Outcome<Option<TicketId>> {
        if !self.stores.has_guild(at.guild).await? {
            return Ok(None);
        }
        let noted = self.repositories(at).await?.messages.channel(channel).await?;
        Ok(noted.filter(|noted| noted.bot == at.bot).map(|noted| noted.ticket))
    }

    /// Keeps a message that was written in a ticket, and whose turn it is after it.
    pub async fn message_sent(&self, at: Place, id: TicketId, message: TicketMessage) -> Outcome<()> {
        let writer = message.author.filter(|_| !message.by_bot).map(|user| writer(user, &message));
        let mentioned: BTreeSet<UserId> = message.mentioned.iter().map(|mentioned| mentioned.user).collect();
        self.repositories(at).await?.messages.keep(id, message).await?;
        self.watcher.heard(at, id);
        let Some(writer) = writer else { return Ok(()) };
        if !mentioned.is_empty() {
            self.tell_mentioned(at, id, writer.user()?, &mentioned).await?;
        }
        self.take_turns(at, id, &writer).await
    }

    /// Notes that somebody wrote, where that changes whose turn it is, and has the first message say so.
    async fn take_turns(&self, at: Place, id: TicketId, writer: &Actor) -> Outcome<()> {
        let author = writer.user()?;
        let tickets = self.repositories(at).await?.tickets;
        let Some(known) = tickets.get(id).await?.filter(|known| known.value.is_turned_by(author)) else {
            return Ok(());
        };
        let asked = self.request_sync(at, writer, id, None).await?;
        let now = self.clock.now();
        let turning = tickets.update(known, |ticket| {
            if ticket.is_turned_by(author) {
                ticket.wrote(author, writer, now);
            }
            Ok(())
        });
        let turned = turning.await;
        self.start_sync(asked).await;
        turned.map(drop)
    }

    /// Keeps what Discord says of a message now, and what it said before.
    pub async fn message_updated(&self, at: Place, ticket: TicketId, update: MessageUpdate) -> Outcome<()> {
        let messages = self.repositories(at).await?.messages;
        messages.change(ticket, update.id, |message| message.update(update.clone())).await?;
        self.watcher.heard(at, ticket);
        Ok(())
    }

    /// Keeps that a message was deleted.
    pub async fn message_deleted(&self, at: Place, ticket: TicketId, id: MessageId) -> Outcome<()> {
        let now = self.clock.now();
        let messages = self.repositories(at).await?.messages;
        messages.change(ticket, id, |message| message.deleted_at = message.deleted_at.or(Some(now))).await?;
        self.watcher.heard(at, ticket);
        Ok(())
    }

    /// Keeps what was written while nobody listened, from the channel itself, newest first. It goes some pages at a time
    /// and notes how far it came, so that a long conversation takes several attempts and none of them twice the same.
    pub(super) async fn read_back(
        &self,
        at: Place,
        mut ticket: Stored<Ticket>,
        channel: ChannelId,
    ) -> Outcome<Stored<Ticket>> {
        let GuildRepositories { tickets, messages, .. } = self.repositories(at).await?;
        for _ in 0..PAGES_AN_ATTEMPT {
            let mut read = ticket.value.closing.as_ref().map(|closing| closing.read_back).unwrap_or_default();
            if read.done {
                return Ok(ticket);
            }
            let page = match self.discord.messages(at, channel, read.before).await {
                Err(DiscordError::Gone | DiscordError::Forbidden) => return Ok(ticket),
                page => page?,
            };
            read.pages += 1;
            read.done = page.len() < PAGE || read.pages >= MOST_PAGES;
            read.before = page.iter().map(|message| message.id).min().or(read.before);
            messages.keep_page(ticket.value.id, page).await?;
            let noting = tickets.update(ticket, |ticket| {
                if let Some(closing) = &mut ticket.closing {
                    closing.read_back = read;
                }
                Ok(())
            });
            ticket = noting.await?;
        }
        let done = ticket.value.closing.as_ref().is_none_or(|closing| closing.read_back.done);
        if done { Ok(ticket) } else { Err(Error::Failed(Unfinished.into())) }
    }
}

/// Who wrote a message. They may write there, which is all that they do.
fn writer(user: UserId, message: &TicketMessage) -> Actor {
    let name = message.username.clone().unwrap_or_else(|| message.author_name.clone());
    Actor {
        who: Who::Member { user, name },
        may: Authority::Granted { permissions: BTreeSet::new() },
        locale: String::new(),
        door: Door::Gateway,
        cause: Cause::Event(format!("message:{}", message.id)),
    }
}
