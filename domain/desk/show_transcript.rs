//! Handing the transcript of a ticket over to staff, whatever the log channel took of it.

use super::Desk;
use crate::actor::Actor;
use crate::discord::{Place, ReplyTo};
use crate::error::{Outcome, Refusal};
use crate::ids::TicketId;
use crate::job::{Job, Work};
use crate::notice::Notice;
use crate::permission::Permission;
use crate::ticket::{Ticket, TicketState};
use crate::transcript::AttachmentFile;

impl Desk {
    /// The closed tickets whose transcripts the actor may read, and that they may mean by what they typed so far.
    pub async fn tickets_with_transcript(&self, at: Place, actor: &Actor, typed: &str) -> Outcome<Vec<Ticket>> {
        self.tickets_meant(at, actor, Permission::ReadTranscript, TicketState::Closed, typed).await
    }

    /// Begins to hand over a part of a closed ticket's transcript, counted from 1: most have one; of one that is open, what
    /// was said so far. The files that are kept
    /// with it are its last parts. Whoever waits at `tell` gets it, or is told why not.
    pub async fn show_transcript(
        &self,
        at: Place,
        actor: &Actor,
        id: TicketId,
        part: usize,
        tell: Option<ReplyTo>,
    ) -> Outcome<()> {
        let (ticket, _) = self.ticket_for(at, actor, id, Permission::ReadTranscript).await?;
        if !matches!(ticket.value.state, TicketState::Open | TicketState::Closed) {
            return Err(Refusal::NotClosed.into());
        }
        let key = format!("job:show_transcript:{}", actor.cause);
        self.begin(self.new_job(key, at, actor, Work::ShowTranscript { ticket: id, part }, tell)).await
    }

    pub(super) async fn attempt_show_transcript(
        &self,
        job: &Job,
        id: TicketId,
        part: usize,
    ) -> Outcome<Option<Notice>> {
        let repositories = self.repositories(job.place).await?;
        let ticket = repositories.tickets.get(id).await?.ok_or(Refusal::NoSuchTicket)?.value;
        if ticket.state == TicketState::Open {
            let (files, attachments) = (self.transcript_so_far(job.place, &ticket).await?, Vec::new());
            return Ok(Some(Notice::Transcript { ticket: id, part: 1, parts: 1, files, attachments }));
        }
        let transcript = repositories.transcripts.newest(id, ticket.round).await?.ok_or(Refusal::NoTranscript)?;
        let kept = repositories.attachments.of(id).await?.value.attachments;
        let (messages, others) = (transcript.messages_to_carry_it(), kept.messages_to_carry_them());
        let parts = messages.len() + others.len();
        let index = part.checked_sub(1).filter(|index| *index < parts).ok_or(Refusal::NoSuchPart { parts })?;
        let (mut files, mut attachments) = (Vec::new(), Vec::new());
        for portion in messages.get(index).into_iter().flatten() {
            files.push(repositories.transcripts.open(&transcript, portion).await?);
        }
        let carried = index.checked_sub(messages.len()).and_then(|index| others.get(index));
        for file in carried.into_iter().flatten() {
            let content = repositories.attachments.open(id, file).await?.into();
            attachments.push(AttachmentFile { name: file.name.clone(), content });
        }
        Ok(Some(Notice::Transcript { ticket: id, part, parts, files, attachments }))
    }
}
