//! Attempts at jobs, and what becomes of those that are given up.

use super::Desk;
use super::attempt::{is_stopped, later};
use crate::error::{Error, Outcome};
use crate::job::{Attempt, Job, Work};
use crate::notice::Notice;
use crate::store::document::Stored;
use crate::ticket::TicketState;

impl Desk {
    /// One attempt at a job that this worker has. Safe to make again, by anybody, wherever the last one ended.
    pub async fn attempt(&self, job: &mut Stored<Job>) -> Outcome<Attempt> {
        let done = match job.value.work.clone() {
            Work::Open { .. } => Box::pin(self.attempt_open(job)).await,
            Work::PostMessage { .. } => self.attempt_post_message(job).await,
            Work::SendPanel(wanted) => self.attempt_send_panel(&job.value, wanted).await,
            Work::UpdatePanels => self.attempt_update_panels(&job.value).await,
            Work::FollowStaff { after } => self.attempt_follow_staff(job, after).await,
            Work::ResetMenu { panel, channel } => self.attempt_reset_menu(&job.value, panel, channel).await,
            Work::Sync { ticket } => Box::pin(self.attempt_sync(job, ticket)).await,
            Work::DeleteTicket { ticket, because } => self.attempt_delete_ticket(&job.value, ticket, because).await,
            Work::EraseMember { step } => Box::pin(self.attempt_erase_member(job, *step)).await,
            Work::TellErasureRequest { user } => self.attempt_tell_erasure_request(&job.value, user).await,
            Work::ApplyRetention => self.attempt_retention(&job.value).await,
            Work::EndCloseRequest { ticket } => self.attempt_end_close_request(&job.value, ticket).await,
            Work::AskForFeedback { ticket, round } => self.attempt_ask_for_feedback(&job.value, ticket, round).await,
            Work::ShowTranscript { ticket, part } => self.attempt_show_transcript(&job.value, ticket, part).await,
            Work::Notify { user } => Box::pin(self.attempt_notify(&job.value, user)).await,
            Work::RemindStaff { ticket, since, told } => {
                self.attempt_remind_staff(&job.value, ticket, since, told).await
            }
            Work::Reconcile { after_gap } => self.attempt_reconcile(&job.value, after_gap).await.map(|()| None),
        };
        match done {
            Ok(Some(notice)) => self.tell_all(&job.value, &notice).await,
            Ok(None) => Ok(Attempt::Done),
            Err(Error::Refused(refusal)) => {
                let notice = self.notice_of(job.value.place, &job.value.actor.who, refusal).await;
                self.tell_all(&job.value, &notice).await
            }
            Err(error) => {
                if is_stopped(&error) {
                    self.tell_of_stop(&mut job.value).await;
                }
                later(error)
            }
        }
    }

    /// Ends a job that is given up: a ticket that never got its channel holds its member's slot no longer, one says so that
    /// never got its message, and those who wait are told.
    pub async fn give_up(&self, job: &Job) -> Outcome<()> {
        self.record_not_posted(job, "given-up", None).await?;
        if let Some(id) = job.work.ticket()
            && let Some(ticket) = self.repositories(job.place).await?.tickets.get(id).await?
            && ticket.value.state == TicketState::Opening
        {
            self.go_without_channel(job, ticket).await?;
        }
        self.tell_all(job, &Notice::Failed).await.map(|_| ())
    }
}
