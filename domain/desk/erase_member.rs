//! Erasing what a member said in tickets: a job that goes through all of them, and comes back for those that are open. The views
//! that they saved go with it.

use std::sync::Arc;
use std::time::Duration;

use super::seal_transcript::Budget;
use super::{Desk, Unfinished, itself};
use crate::actor::Actor;
use crate::discord::Place;
use crate::erasure::{Erasure, ErasureStep};
use crate::erasure_request::record_id;
use crate::error::{Error, Outcome, Refusal};
use crate::event::Whose;
use crate::ids::UserId;
use crate::job::{Job, Work};
use crate::notice::Notice;
use crate::permission::Permission;
use crate::store::document::Stored;
use crate::store::erasures::Erasures;
use crate::store::ticket_contents::TicketContents;

/// When tickets are gone through again, some of which were not closed yet.
const AGAIN: Duration = Duration::from_hours(24);

impl Desk {
    /// Begins to erase what a member said in tickets that are there now. Once this returns, it will be erased; in those that
    /// are open, within a day of their closing. Where the member asked for it, that is granted.
    pub async fn erase_member(&self, at: Place, actor: &Actor, user: UserId) -> Outcome<Erasure> {
        let now = self.clock.now();
        let erasures = self.erasures(at, actor).await?;
        if let Some(known) = erasures.of(user).await?.filter(|known| known.log.knows(&actor.cause)) {
            return Ok(known);
        }
        let asked = self.ask(self.erasure_job(at, actor, ErasureStep::first(user, now))).await?;
        let asking = erasures.change(user, |erasure| {
            erasure.ask(actor, now);
            Ok(())
        });
        let erasure = asking.await;
        self.start_sync(asked).await;
        let erasure = erasure?;
        self.grant_erasure(at, actor, user, erasure.asked_at).await?;
        Ok(erasure)
    }

    /// How far the erasure of what a member said is.
    pub async fn show_erasure(&self, at: Place, actor: &Actor, user: UserId) -> Outcome<Erasure> {
        let erasure = self.erasures(at, actor).await?.of(user).await?;
        Ok(erasure.ok_or(Refusal::NoErasure)?)
    }

    /// Goes through some tickets. Safe to begin anew wherever it ended: what is replaced already is replaced once more.
    pub(super) async fn attempt_erase_member(
        &self,
        job: &mut Stored<Job>,
        mut step: ErasureStep,
    ) -> Outcome<Option<Notice>> {
        let mut budget = Budget::begin(self.clock.now());
        let done = self.go_through(&job.value, &mut step, &mut budget).await;
        job.value.work = Work::EraseMember { step: Box::new(step) };
        done?;
        let (at, by, now) = (job.value.place, itself(&job.value), self.clock.now());
        self.saved_views(at).await?.forget(step.user).await?;
        let erasures = Erasures::new(self.documents(at.guild).await?, at, Arc::clone(&self.watcher));
        let noting = erasures.change(step.user, |erasure| {
            erasure.went_through(&step, &by, now);
            Ok(())
        });
        noting.await?;
        self.forget_request(at, &by, &step).await?;
        if step.waiting > 0 {
            let again = self.erasure_job(at, &by, ErasureStep::first(step.user, step.until));
            self.jobs().schedule(again, now.plus(AGAIN)).await?;
        }
        Ok(None)
    }

    async fn go_through(&self, job: &Job, step: &mut ErasureStep, budget: &mut Budget) -> Outcome<()> {
        let tickets = self.repositories(job.place).await?.tickets;
        while let Some(ticket) = tickets.next_after(step.after).await? {
            let id = ticket.value.id;
            if ticket.value.opened_at < step.until {
                Box::pin(self.erase_in_ticket(job, ticket, step, budget)).await?;
            }
            step.pass(id);
            if !budget.spend(self.clock.now()) {
                return Err(Error::Failed(Unfinished.into()));
            }
        }
        Ok(())
    }

    /// Grants what the member asked for, where the process died that was to say so, and forgets what they are called and why
    /// it was declined before.
    async fn forget_request(&self, at: Place, by: &Actor, step: &ErasureStep) -> Outcome<()> {
        self.grant_erasure(at, by, step.user, step.until).await?;
        let requests = self.erasure_requests_at(at).await?;
        let forgetting = requests.change(step.user, |request| {
            request.forget();
            Ok(())
        });
        if forgetting.await?.is_some() {
            let contents = TicketContents::new(self.documents(at.guild).await?);
            let subject = record_id(at.bot, step.user);
            contents.change_events(&subject, |event| event.erase(step.user, Whose::Others)).await?;
        }
        Ok(())
    }

    /// The erasures of a guild, for who may have what members said erased.
    async fn erasures(&self, at: Place, actor: &Actor) -> Outcome<Erasures> {
        let settings = self.repositories(at).await?.settings.get().await?;
        actor.must(Permission::ManageMemberData, &settings, None)?;
        Ok(Erasures::new(self.documents(at.guild).await?, at, Arc::clone(&self.watcher)))
    }

    fn erasure_job(&self, at: Place, actor: &Actor, step: ErasureStep) -> Job {
        let key = format!("job:erase_member:{}:{}:{}", at.bot, at.guild, step.user);
        self.new_job(key, at, actor, Work::EraseMember { step: Box::new(step) }, None)
    }
}
