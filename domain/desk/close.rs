//! Closing a ticket: entered once, the transcript sealed before the channel goes.

use std::time::Duration;

use super::reconcile::REFUSED;
use super::{Desk, itself, nonce};
use crate::actor::Actor;
use crate::discord::{DiscordError, OutgoingMessage, Place};
use crate::error::Outcome;
use crate::ids::{ChannelId, MessageId, TicketId};
use crate::job::Job;
use crate::permission::Permission;
use crate::settings::Settings;
use crate::store::document::Stored;
use crate::ticket::{Ticket, TicketState};
use crate::transcript::{GuildNames, TicketMessage, Transcript};

/// How often the bot is refused to delete a channel before the ticket is closed without that.
const PATIENCE: u32 = 3;

/// How long the names of roles and channels are waited for.
const NAMING: Duration = Duration::from_secs(3);

/// HTTP's and Discord's own code for a request whose files are too large
/// (<https://docs.discord.com/developers/topics/opcodes-and-status-codes>).
const TOO_LARGE: u32 = 413;
const FILE_TOO_LARGE: u32 = 40_005;

impl Desk {
    /// Refuses unless the actor could close this ticket now; asked before they are asked for a reason.
    pub async fn may_close(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        self.may(at, actor, id, Permission::CloseTicket).await
    }

    /// Begins to close a ticket. Once this returns, it will be closed.
    pub async fn close(&self, at: Place, actor: &Actor, id: TicketId, reason: &str) -> Outcome<Ticket> {
        self.change(at, actor, id, Permission::CloseTicket, |ticket, now| ticket.close(reason, actor, now)).await
    }

    /// Brings a ticket that is closing to its end: transcript sealed and posted, channel and slot gone, state `closed`.
    pub(super) async fn finish_closing(
        &self,
        job: &Job,
        settings: &Settings,
        ticket: Stored<Ticket>,
        channel: Option<ChannelId>,
    ) -> Outcome<Stored<Ticket>> {
        let (ticket, transcript) = self.sealed(job.place, ticket, channel).await?;
        let ticket = self.post(job, settings, ticket, &transcript).await?;
        if let Some(channel) = channel {
            self.delete(job, &ticket.value, channel).await?;
        }
        self.give_slot_back(job, &ticket.value).await?;
        let (now, round, by) = (self.clock.now(), ticket.value.round, itself(job));
        let tickets = self.repositories(job.place).await?.tickets;
        let closing = tickets.update(ticket, |there| {
            if (there.state, there.round) == (TicketState::Closing, round) {
                there.closed(&by, now);
            }
            Ok(())
        });
        closing.await
    }

    /// The transcript, sealed now or before. What was missed while away is read from the channel while it is there.
    async fn sealed(
        &self,
        at: Place,
        mut ticket: Stored<Ticket>,
        channel: Option<ChannelId>,
    ) -> Outcome<(Stored<Ticket>, Transcript)> {
        let messages = self.repositories(at).await?.messages;
        if let Some(sealed) = messages.transcript(ticket.value.id, ticket.value.round).await? {
            return Ok((ticket, sealed));
        }
        if let Some(channel) = channel {
            ticket = self.read_back(at, ticket, channel).await?;
        }
        let said = messages.of_ticket(ticket.value.id).await?;
        let guild = self.guild_names(at, &said).await;
        let transcript = self.scribe.transcript(&ticket.value, &said, &guild);
        messages.seal(&transcript).await?;
        Ok((ticket, transcript))
    }

    /// What the guild calls its roles and channels, where a message names any. Without an answer they have no names.
    async fn guild_names(&self, at: Place, said: &[TicketMessage]) -> GuildNames {
        if !said.iter().any(TicketMessage::names_guild_parts) {
            return GuildNames::default();
        }
        let asked = self.discord.guild_names(at, NAMING).await;
        asked
            .inspect_err(|error| tracing::info!(guild = %at.guild, %error, "roles and channels have no names"))
            .unwrap_or_default()
    }

    /// Posts the transcript to the log channel, where there is one that the bot may post to.
    async fn post(
        &self,
        job: &Job,
        settings: &Settings,
        ticket: Stored<Ticket>,
        transcript: &Transcript,
    ) -> Outcome<Stored<Ticket>> {
        let posted = ticket.value.closing.as_ref().is_some_and(|closing| closing.posted.is_some());
        let Some(log) = settings.log_channel.filter(|_| !posted) else { return Ok(ticket) };
        let message = match self.post_farewell(job.place, log, &ticket.value, transcript).await {
            Ok(message) => message,
            Err(error)
                if error.is_for_good()
                    || matches!(error, DiscordError::Gone | DiscordError::Missing | DiscordError::Forbidden) =>
            {
                tracing::warn!(guild = %job.place.guild, ticket = %ticket.value.id, %error, "the log channel takes no transcript");
                return Ok(ticket);
            }
            Err(error) => return Err(error.into()),
        };
        let tickets = self.repositories(job.place).await?.tickets;
        let noting = tickets.update(ticket, |ticket| {
            if let Some(closing) = &mut ticket.closing {
                closing.posted = Some(message);
            }
            Ok(())
        });
        noting.await
    }

    /// Posts what there is to say of a ticket that is closed, without the transcript where that is too large for Discord.
    async fn post_farewell(
        &self,
        at: Place,
        log: ChannelId,
        ticket: &Ticket,
        transcript: &Transcript,
    ) -> Result<MessageId, DiscordError> {
        let posting = |what: &'static str, message: OutgoingMessage| async move {
            let nonce = nonce((what, &ticket.opened_by, ticket.round));
            self.discord.post_message(at, log, &message, &nonce).await
        };
        match posting("farewell", self.presenter.farewell(ticket, transcript)).await {
            Err(DiscordError::Rejected { code: TOO_LARGE | FILE_TOO_LARGE, .. }) => {
                posting("farewell without files", self.presenter.farewell_alone(ticket, transcript)).await
            }
            posted => posted,
        }
    }

    async fn delete(&self, job: &Job, ticket: &Ticket, channel: ChannelId) -> Outcome<()> {
        let reason = format!("Ticket {} was closed", ticket.id);
        match self.discord.delete_channel(job.place, channel, &reason).await {
            Ok(()) | Err(DiscordError::Gone) => Ok(()),
            Err(DiscordError::Forbidden) if job.attempts >= PATIENCE => {
                tracing::warn!(guild = %job.place.guild, ticket = %ticket.id, %channel, "the bot may not delete the channel");
                self.reconcile_at(job.place, false, self.clock.now().plus(REFUSED)).await
            }
            Err(DiscordError::Forbidden) => Err(DiscordError::Unavailable(Duration::from_secs(5)).into()),
            Err(error) => Err(error.into()),
        }
    }
}
