//! Erasing what a member said in one ticket: its record, messages, files, notes and events, and then its transcript is
//! written anew from what is left.

use super::keep_attachments::Keeping;
use super::seal_transcript::Budget;
use super::{Desk, GuildRepositories, Unfinished};
use crate::discord::Place;
use crate::erasure::ErasureStep;
use crate::error::{Error, Outcome};
use crate::ids::UserId;
use crate::job::Job;
use crate::settings::AttachmentLimits;
use crate::store::document::Stored;
use crate::store::ticket_contents::TicketContents;
use crate::store::transcripts::Begun;
use crate::ticket::{Ticket, TicketState, record_id};
use crate::transcript::TicketMessage;

/// No file is fetched: those that were to be kept are.
const NO_FILES: AttachmentLimits = AttachmentLimits { file: 0, ticket: 0 };

impl Desk {
    /// Erases it, or counts the ticket as one that waits, because it is not closed.
    pub(super) async fn erase_in_ticket(
        &self,
        job: &Job,
        mut ticket: Stored<Ticket>,
        step: &mut ErasureStep,
        budget: &mut Budget,
    ) -> Outcome<()> {
        let is_over = match ticket.value.state {
            TicketState::Closed | TicketState::Failed => true,
            TicketState::Opening | TicketState::Open | TicketState::Closing => false,
            TicketState::Deleting => return Ok(()),
        };
        if !step.writing {
            if ticket.value.holds_words_of(step.user) {
                self.found(job.place, &ticket.value, step, is_over).await?;
            }
            self.erase_messages(job.place, &ticket.value, step, is_over, budget).await?;
            // No transcript tells notes.
            let is_noted = self.has_notes_of(job.place, &ticket.value, step.user).await?;
            if is_over {
                ticket = self.erase_record(job.place, ticket, step.user).await?;
            }
            step.tickets += u32::from(step.found || is_noted);
            step.waiting += u32::from((step.found || is_noted) && !is_over);
            step.writing = step.found && ticket.value.state == TicketState::Closed;
        }
        if step.writing { self.write_anew(job, &ticket.value, budget).await } else { Ok(()) }
    }

    /// Something of theirs is in a ticket. Its transcripts tell it, and go first: should the process die, what is found again
    /// says that they have to be written anew.
    async fn found(&self, at: Place, ticket: &Ticket, step: &mut ErasureStep, is_over: bool) -> Outcome<()> {
        if is_over && !step.found {
            TicketContents::new(self.documents(at.guild).await?).delete_transcripts(ticket.id).await?;
        }
        step.found = true;
        Ok(())
    }

    /// Replaces what they wrote, where the ticket is over, page by page.
    async fn erase_messages(
        &self,
        at: Place,
        ticket: &Ticket,
        step: &mut ErasureStep,
        is_over: bool,
        budget: &mut Budget,
    ) -> Outcome<()> {
        let GuildRepositories { messages, attachments, .. } = self.repositories(at).await?;
        loop {
            let page = messages.page(ticket.id, step.message).await?;
            let theirs: Vec<_> = page.messages.iter().filter(|message| repeats(message, ticket, step.user)).collect();
            if !theirs.is_empty() {
                self.found(at, ticket, step, is_over).await?;
            }
            for message in theirs.iter().filter(|_| is_over) {
                attachments.erase(ticket.id, message.id).await?;
                messages.change(ticket.id, message.id, TicketMessage::erase).await?;
            }
            step.message = page.messages.last().map(|message| message.id).or(step.message);
            if !page.more {
                return Ok(());
            }
            if !budget.spend(self.clock.now()) {
                return Err(Error::Failed(Unfinished.into()));
            }
        }
    }

    /// Whether there are notes on a ticket that they wrote, or that are about them.
    async fn has_notes_of(&self, at: Place, ticket: &Ticket, user: UserId) -> Outcome<bool> {
        Ok(ticket.notes > 0
            && self.repositories(at).await?.notes.are_about(ticket.id, user, ticket.whose(user)).await?)
    }

    /// Replaces what stands in the record, in notes and in events.
    async fn erase_record(&self, at: Place, ticket: Stored<Ticket>, user: UserId) -> Outcome<Stored<Ticket>> {
        let GuildRepositories { tickets, notes, .. } = self.repositories(at).await?;
        let (id, whose) = (ticket.value.id, ticket.value.whose(user));
        notes.erase(id, user, whose).await?;
        // Its events, those that a process died before it could make records of.
        let _ = tickets.relay(ticket.clone()).await?;
        let erasing = tickets.update(ticket, |ticket| {
            ticket.erase(user);
            Ok(())
        });
        let erased = erasing.await?;
        let contents = TicketContents::new(self.documents(at.guild).await?);
        contents.change_events(&record_id(id), |event| event.erase(user, whose)).await?;
        Ok(erased)
    }

    /// Writes the transcript of a closed ticket that has none any more.
    async fn write_anew(&self, job: &Job, ticket: &Ticket, budget: &mut Budget) -> Outcome<()> {
        let transcripts = self.repositories(job.place).await?.transcripts;
        if let Begun::Unsealed { head, names } = transcripts.begun(ticket.id, ticket.round).await? {
            let keeping = Keeping { job, ticket, limits: NO_FILES };
            let written = self.learn(&keeping, head, *names, budget).await?;
            self.write_on(job.place, ticket, written, budget).await?;
        }
        Ok(())
    }
}

/// Whether a message is theirs. In tickets that they opened, bots repeat what they answered and what they are called.
fn repeats(message: &TicketMessage, ticket: &Ticket, user: UserId) -> bool {
    message.author == Some(user) || (message.by_bot && ticket.opener == user)
}
