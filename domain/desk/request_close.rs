//! Asking the other side to close a ticket, and ending that where they do not answer in time.

use std::time::Duration;

use super::Desk;
use crate::actor::{Actor, Authority, Cause, Door};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::TicketId;
use crate::job::{Job, Work};
use crate::notice::Notice;
use crate::permission::Permission;
use crate::settings::CloseRules;
use crate::ticket::{AtDeadline, CloseRequest, Ticket};

/// The most hours after which a ticket may be closed without an answer: thirty days.
const MOST_CLOSE_HOURS: u32 = 720;

/// How long an answer is waited for where no time was given.
const LAPSES_AFTER: Duration = Duration::from_hours(7 * 24);

impl Desk {
    /// Refuses unless the actor could ask now that this ticket be closed. The rules by which it is closed.
    pub async fn may_request_close(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<CloseRules> {
        let (ticket, settings) = self.ticket_for(at, actor, id, Permission::RequestClose).await?;
        ticket.value.must_be_open()?;
        Ok(settings.type_of_ticket(ticket.value.kind).map(|kind| kind.close).unwrap_or_default())
    }

    /// Asks the other side to close a ticket. With hours it is closed after these where nobody answers, which needs what
    /// closing needs; without, it stays open then.
    pub async fn request_close(
        &self,
        at: Place,
        actor: &Actor,
        id: TicketId,
        reason: &str,
        hours: Option<u32>,
    ) -> Outcome<Ticket> {
        if self.may_request_close(at, actor, id).await?.reason_required && reason.trim().is_empty() {
            return Err(Refusal::ReasonRequired.into());
        }
        let (after, at_deadline) = match hours {
            Some(hours) if hours > MOST_CLOSE_HOURS => return Err(Refusal::TooHigh { limit: MOST_CLOSE_HOURS }.into()),
            Some(hours) => (Duration::from_hours(hours.max(1).into()), AtDeadline::Close),
            None => (LAPSES_AFTER, AtDeadline::Lapse),
        };
        let permission = match at_deadline {
            AtDeadline::Close => Permission::CloseTicket,
            AtDeadline::Lapse => Permission::RequestClose,
        };
        let until = self.clock.now().plus(after);
        let ask = |ticket: &mut Ticket, now| ticket.request_close(reason, (until, at_deadline), actor, now);
        let mut known = self.may(at, actor, id, permission).await?;
        if !known.knows(&actor.cause) {
            ask(&mut known, until)?;
        }
        // Should this process die before the ticket is changed, the job finds nothing to end.
        self.end_close_request_at(at, id, until).await?;
        self.change(at, actor, id, permission, ask).await
    }

    /// Each request has a job of its own, so that none is put off by another.
    async fn end_close_request_at(&self, at: Place, ticket: TicketId, when: Timestamp) -> Outcome<()> {
        let id = format!("job:close_request:{}:{}:{:08}:{}", at.bot, at.guild, ticket.get(), when.as_millis());
        let actor = Actor::tickit(Door::Job, Cause::Job(id.clone()));
        let job = self.new_job(id, at, &actor, Work::EndCloseRequest { ticket }, None);
        Ok(self.jobs().schedule(job, when).await?)
    }

    /// Closes the ticket, or has the request lapse. One that was answered since is over, and one that was made since has
    /// a time of its own.
    pub(super) async fn attempt_end_close_request(&self, job: &Job, id: TicketId) -> Outcome<Option<Notice>> {
        let (at, now) = (job.place, self.clock.now());
        let tickets = self.repositories(at).await?.tickets;
        let Some(known) = tickets.get(id).await? else { return Ok(None) };
        let Some(request) = known.value.close_request.clone() else { return Ok(None) };
        if request.until > now {
            self.end_close_request_at(at, id, request.until).await?;
            return Ok(None);
        }
        let actor = by_deadline(job, &request);
        let asked = self.request_sync(at, &actor, id, None).await?;
        let ending = tickets.update(known, |ticket| {
            if ticket.close_request_of(request.at).is_ok() {
                ticket.end_close_request(request.at, &actor, now)?;
            }
            Ok(())
        });
        let ended = ending.await;
        self.start_sync(asked).await;
        ended.map(|_| None)
    }
}

/// Who acts at the deadline: whoever asked, who said what happens then.
fn by_deadline(job: &Job, request: &CloseRequest) -> Actor {
    Actor {
        who: request.by.clone(),
        may: Authority::Everything,
        locale: String::new(),
        door: Door::Job,
        cause: Cause::Job(format!("{}:{}", job.id, request.at.as_millis())),
    }
}
