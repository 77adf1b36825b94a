//! Asking who opened a ticket what they think of how it went, by a job of its own: no closing waits for that, and none is
//! held up or done again because of what becomes of it.
//!
//! They are asked in a direct message. Where they take none, they are asked in the ticket's channel as long as that is
//! there: a closing deletes it as soon as the transcript is kept and posted, which for a long conversation or a busy log
//! channel takes minutes, and for a short one a moment. What they were asked then stands below `/ticket info`.

use std::time::Duration;

use super::attempt::is_over;
use super::{Desk, GuildRepositories, nonce};
use crate::actor::{Actor, Cause, Door};
use crate::discord::{DiscordError, Place};
use crate::error::Outcome;
use crate::ids::{TicketId, UserId};
use crate::job::{Job, Work};
use crate::notice::Notice;
use crate::settings::Settings;
use crate::store::transcripts::Begun;
use crate::ticket::Ticket;

/// How long it is waited for whether the opener is in the guild.
const PATIENCE: Duration = Duration::from_secs(3);

/// How soon it is looked again whether the opener wrote, while what was missed is still read from the channel.
const READING: Duration = Duration::from_secs(5);

impl Desk {
    /// Has the opener be asked about a closing, where the guild wants that. Asked for again, it changes nothing.
    pub(super) async fn ask_for_feedback(
        &self,
        at: Place,
        settings: &Settings,
        ticket: TicketId,
        round: u32,
    ) -> Outcome<()> {
        if !settings.feedback {
            return Ok(());
        }
        let key = format!("job:ask_for_feedback:{}:{}:{:08}:{round}", at.bot, at.guild, ticket.get());
        let actor = Actor::tickit(Door::Job, Cause::Job(key.clone()));
        self.begin(self.new_job(key, at, &actor, Work::AskForFeedback { ticket, round }, None)).await
    }

    /// Asks the opener, unless they were asked already, never wrote, left the guild or are a bot.
    pub(super) async fn attempt_ask_for_feedback(
        &self,
        job: &Job,
        id: TicketId,
        round: u32,
    ) -> Outcome<Option<Notice>> {
        let at = job.place;
        let tickets = self.repositories(at).await?.tickets;
        let Some(ticket) = tickets.get(id).await? else { return Ok(None) };
        if !ticket.value.is_to_be_asked(round, self.clock.now()) || !self.opener_wrote(at, &ticket.value).await? {
            return Ok(None);
        }
        let guild_name = match self.guild_with(at, ticket.value.opener).await {
            Ok(Some(name)) => name,
            Ok(None) => return Ok(None),
            Err(error) => return unless_over(at, id, error).map(|()| None),
        };
        let asking = tickets.update(ticket, |ticket| {
            ticket.ask_for_feedback(round, &guild_name);
            Ok(())
        });
        let ticket = asking.await?;
        self.watcher.heard(at, id);
        if !ticket.value.is_to_be_asked(round, self.clock.now()) {
            return Ok(None);
        }
        if let Err(error) = self.send_feedback_request(at, &ticket.value).await {
            unless_over(at, id, error)?;
        }
        let asked = tickets.update(ticket, |ticket| {
            ticket.asked_for_feedback(round);
            Ok(())
        });
        asked.await.map(|_| None)
    }

    /// Sends the request in a direct message; where the opener takes none, in the ticket's channel. Within minutes it is
    /// sent once however often it is tried.
    async fn send_feedback_request(&self, at: Place, ticket: &Ticket) -> Result<(), DiscordError> {
        let message = self.presenter.feedback_request(at, ticket);
        let nonce = nonce(("feedback", &ticket.opened_by, ticket.round));
        let sent = match self.discord.direct_channel(at, ticket.opener).await {
            Ok(direct) => self.discord.post_message(at, direct, &message, &nonce).await,
            Err(error) => Err(error),
        };
        match (sent, ticket.channel) {
            (Err(DiscordError::Forbidden), Some(channel)) => {
                self.discord.post_message(at, channel, &message, &nonce).await.map(drop)
            }
            (sent, _) => sent.map(drop),
        }
    }

    /// What the guild is called that the opener is in; `None` where they are not, or are a bot.
    async fn guild_with(&self, at: Place, opener: UserId) -> Result<Option<String>, DiscordError> {
        match self.discord.member(at, opener, PATIENCE).await {
            Ok(member) if !member.is_bot => self.discord.guild_name(at, PATIENCE).await.map(Some),
            Ok(_) | Err(DiscordError::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether the opener wrote in the ticket. Until its transcript is sealed, what they wrote while nobody listened may not
    /// be known.
    async fn opener_wrote(&self, at: Place, ticket: &Ticket) -> Outcome<bool> {
        let GuildRepositories { messages, transcripts, .. } = self.repositories(at).await?;
        let mut after = None;
        loop {
            let page = messages.page(ticket.id, after).await?;
            if page.messages.iter().any(|message| message.author == Some(ticket.opener) && !message.by_bot) {
                return Ok(true);
            }
            after = page.messages.last().map(|message| message.id);
            if !page.more {
                break;
            }
        }
        match transcripts.begun(ticket.id, ticket.round).await? {
            Begun::Sealed(_) => Ok(false),
            Begun::Unsealed { .. } => Err(DiscordError::Limited(READING).into()),
        }
    }
}

/// Ends in success where nobody can be asked any more, and otherwise in the error, to be tried again.
fn unless_over(at: Place, ticket: TicketId, error: DiscordError) -> Outcome<()> {
    if !is_over(&error) {
        return Err(error.into());
    }
    tracing::info!(guild = %at.guild, %ticket, %error, "the opener cannot be asked for feedback");
    Ok(())
}
