//! Posting in a ticket what staff wrote elsewhere: by the bot, in their name.
//!
//! What was written is a job before it is posted. Discord knows a message that is posted twice within minutes by its nonce;
//! whoever attempts it later looks in the channel first.

use std::time::Duration;

use super::attempt::is_stopped;
use super::{Desk, LEASE, nonce};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::{DiscordError, Place};
use crate::error::{Error, Outcome, Refusal};
use crate::error_log::{ErrorKind, NewError};
use crate::event::{Event, EventKind};
use crate::ids::{ChannelId, ErrorNumber, MessageId, TicketId};
use crate::job::{Job, JobState, Work};
use crate::notice::Notice;
use crate::permission::Permission;
use crate::store::document::Stored;
use crate::store::events::Events;
use crate::text::is_blank;
use crate::ticket::{MOST_MESSAGE_CHARACTERS, Ticket, contents, record_id};
use crate::transcript::TicketMessage;

/// How far Discord's clock may be behind ours.
const SKEW: Duration = Duration::from_secs(1);

/// What became of a message that was to be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posting {
    /// It stands in the ticket, as these messages.
    Posted(Vec<MessageId>),
    /// It is written down, and posted as soon as Discord takes it.
    Later,
}

impl Desk {
    /// Has the bot post a text in an open ticket, in the actor's name. Nobody is pinged but who is in the ticket and named
    /// in the text. The same cause again posts nothing.
    pub async fn post_message(&self, at: Place, actor: &Actor, id: TicketId, text: &str) -> Outcome<Posting> {
        let ticket = self.ticket_for(at, actor, id, Permission::PostMessage).await?.0.value;
        let text = text.trim();
        if is_blank(text) || text.chars().count() > MOST_MESSAGE_CHARACTERS {
            return Err(Refusal::TextLength { limit: MOST_MESSAGE_CHARACTERS }.into());
        }
        let (key, now) = (format!("job:post_message:{}:{}", at.bot, actor.cause), self.clock.now());
        if let Some(known) = self.jobs().get(&key).await? {
            return self.known_posting(&known.value).await;
        }
        ticket.must_be_open()?;
        let work = Work::PostMessage { ticket: id, text: text.to_owned(), at: now, posted: Vec::new() };
        let job = self.new_job(key, at, actor, work, None);
        let Some(mut job) = self.jobs().begin(job, now.plus(LEASE)).await? else { return Ok(Posting::Later) };
        match self.post_for(&mut job).await {
            Ok(messages) => {
                self.queue.push(job);
                Ok(Posting::Posted(messages))
            }
            Err(Error::Refused(refusal)) => {
                self.jobs().cancel(&job.value.id).await?;
                Err(refusal.into())
            }
            Err(error) if is_stopped(&error) => {
                self.jobs().cancel(&job.value.id).await?;
                Err(Refusal::BotStopped.into())
            }
            Err(error) => {
                tracing::info!(job = job.value.id, error = format!("{error:#}"), "a message is posted later");
                job.value.attempts += 1;
                self.queue.push(job);
                Ok(Posting::Later)
            }
        }
    }

    pub(super) async fn attempt_post_message(&self, job: &mut Stored<Job>) -> Outcome<Option<Notice>> {
        match self.post_for(job).await {
            // Whoever wrote it was told that it would be posted, and asks nobody any more.
            Err(Error::Refused(refusal)) => {
                let (subject, Place { bot, guild }) = (job.value.id.clone(), job.value.place);
                let error = NewError::new(ErrorKind::Job, format!("a message is not posted in its ticket: {refusal}"));
                let number = self.note_error(NewError { subject, bot: Some(bot), guild: Some(guild), ..error });
                tracing::error!(job = job.value.id, %number, %refusal, "a message is not posted any more");
                self.record_not_posted(&job.value, refusal.code(), Some(number)).await.map(|()| None)
            }
            posted => posted.map(|_| None),
        }
    }

    /// Writes down in the ticket, where there still is one, that a job's message never will be posted.
    pub(super) async fn record_not_posted(&self, job: &Job, reason: &str, number: Option<ErrorNumber>) -> Outcome<()> {
        let (Work::PostMessage { ticket: id, .. }, at) = (&job.work, job.place) else { return Ok(()) };
        let tickets = self.repositories(at).await?.tickets;
        let Some(known) = tickets.get(*id).await? else { return Ok(()) };
        let asked = self.request_sync(at, &job.actor, *id, None).await?;
        let now = self.clock.now();
        let noting = tickets.update(known, |ticket| {
            if !ticket.knows(&job.actor.cause) {
                ticket.not_posted(reason, number, &job.actor, now);
            }
            Ok(())
        });
        let noted = noting.await;
        self.start_sync(asked).await;
        noted.map(drop)
    }

    /// Posts what a job says, unless that was done, and notes it.
    async fn post_for(&self, job: &mut Stored<Job>) -> Outcome<Vec<MessageId>> {
        let Work::PostMessage { ticket: id, text, at: since, posted } = job.value.work.clone() else {
            return Err(Refusal::NoSuchTicket.into());
        };
        let (at, actor) = (job.value.place, job.value.actor.clone());
        let tickets = self.repositories(at).await?.tickets;
        let known = tickets.get(id).await?.ok_or(Refusal::NoSuchTicket)?;
        if known.value.knows(&actor.cause) {
            return Ok(posted);
        }
        known.value.must_be_open()?;
        let channel = known.value.channel.ok_or(Refusal::NotOpen)?;
        let there = if job.value.attempts > 1 { self.lately_in(at, channel, since).await? } else { Vec::new() };
        let mut messages = Vec::new();
        for content in contents(&actor.who, &text) {
            let known_as = there.iter().find(|message| message.content == content && !messages.contains(&message.id));
            messages.push(match known_as {
                Some(message) => message.id,
                None => self.post_part(job, &known.value, channel, (messages.len(), &content)).await?,
            });
        }
        if let Work::PostMessage { posted, .. } = &mut job.value.work {
            posted.clone_from(&messages);
        }
        let asked = self.request_sync(at, &actor, id, None).await?;
        let now = self.clock.now();
        let noting = tickets.update(known, |ticket| {
            if !ticket.knows(&actor.cause) {
                ticket.posted(&messages, &actor, now);
            }
            Ok(())
        });
        let noted = noting.await;
        self.start_sync(asked).await;
        noted.map(|_| messages)
    }

    /// Posts one part of what was written.
    async fn post_part(
        &self,
        job: &Stored<Job>,
        ticket: &Ticket,
        channel: ChannelId,
        (part, content): (usize, &str),
    ) -> Outcome<MessageId> {
        let at = job.value.place;
        let message = self.presenter.staff_message(content, &ticket.mentioned_in(content));
        let nonce = nonce(("message", &job.value.actor.cause, part));
        match self.discord.post_message(at, channel, &message, &nonce).await {
            Ok(posted) => Ok(posted),
            Err(DiscordError::Gone) => {
                self.channel_gone(at, channel).await?;
                Err(Refusal::ChannelGone { ticket: ticket.id }.into())
            }
            Err(DiscordError::Forbidden) => Err(self.forbidden_message(at, channel).await.into()),
            Err(error) if error.is_for_good() => {
                tracing::warn!(job = job.value.id, %error, "Discord does not take a message");
                Err(Refusal::MessageRefused.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What bots wrote in a channel since then, of the last hundred messages.
    async fn lately_in(&self, at: Place, channel: ChannelId, since: Timestamp) -> Outcome<Vec<TicketMessage>> {
        let page = match self.discord.messages(at, channel, None).await {
            Err(DiscordError::Gone | DiscordError::Forbidden) => Vec::new(),
            page => page?,
        };
        Ok(page.into_iter().filter(|message| message.by_bot && message.sent_at.plus(SKEW) >= since).collect())
    }

    /// What became of a message by its job.
    async fn known_posting(&self, job: &Job) -> Outcome<Posting> {
        let (Work::PostMessage { ticket, posted, .. }, JobState::Done) = (&job.work, job.state) else {
            return Ok(Posting::Later);
        };
        // Whoever died right after it was posted left no messages in the job either.
        if posted.is_empty() {
            let events = Events::new(self.documents(job.place.guild).await?).of(&record_id(*ticket)).await?;
            let is_it = |event: &Event| event.kind == EventKind::MessageRefused && event.cause == job.actor.cause;
            if events.iter().any(is_it) {
                return Err(Refusal::MessageRefused.into());
            }
        }
        Ok(Posting::Posted(posted.clone()))
    }
}
