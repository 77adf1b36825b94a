//! Closing a ticket: entered once, the transcript sealed before the channel goes.

use std::time::Duration;

use super::reconcile::REFUSED;
use super::{Desk, is_unfinished, itself, nonce};
use crate::actor::Actor;
use crate::discord::{DiscordError, Place};
use crate::error::{Outcome, Refusal};
use crate::ids::{ChannelId, MessageId, TicketId};
use crate::job::Job;
use crate::permission::Permission;
use crate::settings::{CloseRules, Settings};
use crate::store::StoreResult;
use crate::store::document::Stored;
use crate::store::transcripts::Transcripts;
use crate::ticket::{PostedSummary, Ticket, TicketState};
use crate::transcript::{Transcript, TranscriptFile};

/// How often the bot is refused to delete a channel before the ticket is closed without that.
const PATIENCE: u32 = 3;

impl Desk {
    /// Refuses unless the actor could close this ticket now; asked before they are asked for a reason. The rules by which
    /// it is closed.
    pub async fn may_close(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<CloseRules> {
        let (ticket, settings) = self.ticket_for(at, actor, id, Permission::CloseTicket).await?;
        ticket.value.must_be_open()?;
        Ok(settings.type_of_ticket(ticket.value.kind).map(|kind| kind.close).unwrap_or_default())
    }

    /// Begins to close a ticket. Once this returns, it will be closed.
    pub async fn close(&self, at: Place, actor: &Actor, id: TicketId, reason: &str) -> Outcome<Ticket> {
        if reason.trim().is_empty() && self.may_close(at, actor, id).await?.reason_required {
            return Err(Refusal::ReasonRequired.into());
        }
        self.change(at, actor, id, Permission::CloseTicket, |ticket, now| ticket.close(reason, actor, now)).await
    }

    /// Brings a ticket that is closing to its end: transcript sealed and posted, channel and slots gone, state `closed`.
    pub(super) async fn finish_closing(
        &self,
        job: &Job,
        settings: &Settings,
        ticket: Stored<Ticket>,
        channel: Option<ChannelId>,
    ) -> Outcome<Stored<Ticket>> {
        let (id, round, is_first) = (ticket.value.id, ticket.value.round, ticket.value.progress().is_none());
        let (ticket, transcript) = match (self.seal_transcript(job, settings, ticket, channel).await, channel) {
            (Err(unfinished), Some(channel)) if is_unfinished(&unfinished) => {
                self.tell_progress(job.place, id, channel).await?;
                if is_first {
                    self.ask_for_feedback(job.place, settings, id, round).await?;
                }
                return Err(unfinished);
            }
            (sealed, _) => sealed?,
        };
        if ticket.value.is_to_be_asked(round, self.clock.now()) {
            self.ask_for_feedback(job.place, settings, id, round).await?;
        }
        let ticket = self.post(job, settings, ticket, &transcript).await?;
        if let Some(channel) = channel {
            self.delete(job, &ticket.value, channel).await?;
        }
        self.give_slots_back(job, settings, &ticket.value).await?;
        let (now, by) = (self.clock.now(), itself(job));
        let tickets = self.repositories(job.place).await?.tickets;
        let closing = tickets.update(ticket, |there| {
            if (there.state, there.round) == (TicketState::Closing, round) {
                there.closed(&by, now);
            }
            Ok(())
        });
        closing.await
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
        let repositories = self.repositories(job.place).await?;
        let files = files_to_post(&repositories.transcripts, transcript).await?;
        let (message, files) = match self.post_farewell(job.place, log, &ticket.value, transcript, files).await {
            Ok(posted) => posted,
            Err(error)
                if error.is_for_good()
                    || matches!(error, DiscordError::Gone | DiscordError::Missing | DiscordError::Forbidden) =>
            {
                tracing::warn!(guild = %job.place.guild, ticket = %ticket.value.id, %error, "the log channel takes no transcript");
                return Ok(ticket);
            }
            Err(error) => return Err(error.into()),
        };
        let summary = PostedSummary { channel: log, files, rating: ticket.value.rating_event() };
        let noting = repositories.tickets.update(ticket, |ticket| {
            if let Some(closing) = &mut ticket.closing {
                closing.posted = Some(message);
                closing.summary = Some(summary.clone());
            }
            Ok(())
        });
        noting.await
    }

    /// Posts what there is to say of a ticket that is closed, with as many of the files as Discord takes: the text alone
    /// where it does not take both, and none where that is too large as well. The message, and how many files it has.
    async fn post_farewell(
        &self,
        at: Place,
        log: ChannelId,
        ticket: &Ticket,
        transcript: &Transcript,
        files: Vec<TranscriptFile>,
    ) -> Result<(MessageId, usize), DiscordError> {
        let nonce = nonce(("farewell", files.len(), &ticket.opened_by, ticket.round));
        let mut fewer = files.clone();
        let message = self.presenter.farewell(ticket, transcript, files);
        match self.discord.post_message(at, log, &message, &nonce).await {
            Err(error) if error.is_too_large() && !message.files.is_empty() => {
                // The page is the first of two.
                fewer.remove(0);
                Box::pin(self.post_farewell(at, log, ticket, transcript, fewer)).await
            }
            posted => Ok((posted?, message.files.len())),
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

/// The files of a transcript that fit into one message: both, or the page, or the text.
async fn files_to_post(transcripts: &Transcripts, transcript: &Transcript) -> StoreResult<Vec<TranscriptFile>> {
    let mut files = Vec::new();
    for portion in transcript.messages_to_carry_it().into_iter().next().unwrap_or_default() {
        if portion.piece.is_none() {
            files.push(transcripts.open(transcript, &portion).await?);
        }
    }
    Ok(files)
}
