//! Having open tickets follow who works on them: one job a bot and guild, whoever changed whatever, that has each ticket
//! synced whose channel others are to see.

use super::request_sync::SyncRequest;
use super::{Desk, Unfinished, itself};
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Error, Outcome};
use crate::ids::TicketId;
use crate::job::{Job, Work};
use crate::notice::Notice;
use crate::settings::{ListChange, Settings};
use crate::store::document::Stored;
use crate::ticket::{Ticket, TicketState};

/// Of so many tickets one attempt has Discord follow.
const AT_ONCE: usize = 50;

impl Desk {
    /// Writes down that open tickets are to follow, before it is changed who works on them.
    pub(super) async fn request_follow_staff(&self, at: Place, actor: &Actor) -> Outcome<SyncRequest> {
        let id = format!("job:follow_staff:{}:{}", at.bot, at.guild);
        self.ask(self.new_job(id, at, actor, Work::FollowStaff { after: None }, None)).await
    }

    /// The same, where this changes who works on them.
    pub(super) async fn follow_staff_if<T>(
        &self,
        at: Place,
        actor: &Actor,
        change: &ListChange<T>,
    ) -> Outcome<Option<SyncRequest>> {
        if !change.cleared && change.removed.is_empty() && change.added.is_empty() {
            return Ok(None);
        }
        self.request_follow_staff(at, actor).await.map(Some)
    }

    /// Has some tickets synced that others are to see, the oldest first. Which of them Discord refused to show is left as it
    /// is: what changes does not make it possible.
    pub(super) async fn attempt_follow_staff(
        &self,
        job: &mut Stored<Job>,
        after: Option<TicketId>,
    ) -> Outcome<Option<Notice>> {
        let at = job.value.place;
        let repositories = self.repositories(at).await?;
        let settings = repositories.settings.latest().await?;
        let mut open = repositories.tickets.in_states(&[TicketState::Open]).await?;
        open.retain(|ticket| after.is_none_or(|after| ticket.id > after) && is_to_follow(ticket, &settings));
        open.sort_by_key(|ticket| ticket.id);
        for ticket in open.iter().take(AT_ONCE) {
            let asked = self.request_sync(at, &itself(&job.value), ticket.id, None).await?;
            self.start_sync(asked).await;
            job.value.work = Work::FollowStaff { after: Some(ticket.id) };
        }
        if open.len() > AT_ONCE { Err(Error::Failed(Unfinished.into())) } else { Ok(None) }
    }
}

fn is_to_follow(ticket: &Ticket, settings: &Settings) -> bool {
    ticket.channel.is_some() && ticket.audience(settings) != ticket.shown.audience
}
