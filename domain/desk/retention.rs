//! Removing the tickets that a guild keeps no longer: a job a guild and bot, which begins a few deletions at a time.

use std::time::Duration;

use super::attempt::{NotYet, SOON};
use super::delete_ticket::delete_key;
use super::{Desk, GuildRepositories, itself};
use crate::actor::{Actor, Cause, Door, Who};
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::{Error, Outcome, Refusal};
use crate::job::{Deletion, Job, JobState, Work};
use crate::notice::Notice;
use crate::permission::Permission;
use crate::store::document::Stored;
use crate::ticket::{Ticket, TicketState};

/// So many tickets are being deleted at once, so that others do not wait for long.
const AT_ONCE: usize = 20;

/// How often it is looked for tickets that are kept no longer.
const EVERY: Duration = Duration::from_hours(6);

/// So many tickets are counted before it is said that there are more.
const MOST_COUNTED: usize = 2_000;

/// For how long tickets are kept after they were closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionShown {
    /// For so many days; none: for ever.
    pub days: Option<u32>,
    /// What a shorter time will remove that was chosen and does not hold yet.
    pub expiring: Option<Expiring>,
}

/// What a shorter time will remove when it begins to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expiring {
    /// For how many days tickets are kept then.
    pub days: u32,
    /// When it begins to hold.
    pub from: Timestamp,
    /// How many tickets go then, of those that are closed now; at least so many where `more`.
    pub tickets: usize,
    /// Whether they were too many to be counted.
    pub more: bool,
}

impl Desk {
    /// For how long tickets are kept, and what a shorter time will remove that was chosen.
    pub async fn show_retention(&self, at: Place, actor: &Actor) -> Outcome<RetentionShown> {
        let GuildRepositories { settings, tickets, .. } = self.repositories(at).await?;
        let settings = settings.get().await?;
        actor.must(Permission::ChangeSettings, &settings, None)?;
        let (now, retention) = (self.clock.now(), &settings.retention);
        let mut shown = RetentionShown { days: retention.days(now), expiring: None };
        if let Some(shorter) = retention.announced(now) {
            let tickets = tickets.count_over_before(shorter.ends(), MOST_COUNTED).await?;
            let more = tickets >= MOST_COUNTED;
            shown.expiring = Some(Expiring { days: shorter.days, from: shorter.from, tickets, more });
        }
        Ok(shown)
    }

    /// Has a guild's tickets be looked through from now on, where it does not keep them for ever and nobody does so.
    pub(super) async fn watch_retention(&self, at: Place) -> Outcome<()> {
        let now = self.clock.now();
        let settings = self.repositories(at).await?.settings.get().await?;
        let retention = &settings.retention;
        if let Some(when) = retention.days(now).map(|_| now).or(retention.announced(now).map(|shorter| shorter.from)) {
            let there = self.jobs().get(&retention_key(at)).await?;
            if !there.is_some_and(|job| job.value.state != JobState::Dead) {
                self.apply_retention_at(at, when).await?;
            }
        }
        Ok(())
    }

    async fn apply_retention_at(&self, at: Place, when: Timestamp) -> Outcome<()> {
        let id = retention_key(at);
        let actor = Actor::tickit(Door::Job, Cause::Job(id.clone()));
        Ok(self.jobs().schedule(self.new_job(id, at, &actor, Work::ApplyRetention, None), when).await?)
    }

    /// Begins to delete some tickets, the oldest first. Where all that may be under way is, it goes on in a moment; where
    /// there are no more, in some hours. What was chosen is read anew each time: what was taken back removes nothing.
    pub(super) async fn attempt_retention(&self, job: &Job) -> Outcome<Option<Notice>> {
        let (at, now) = (job.place, self.clock.now());
        let GuildRepositories { settings, tickets, .. } = self.repositories(at).await?;
        let retention = settings.now().await?.0.retention;
        if let Some(before) = retention.ends(now) {
            let room = AT_ONCE.saturating_sub(self.deletions_under_way(at).await?);
            let over = tickets.over_before(before, room).await?;
            let more = over.len() == room;
            for ticket in over {
                self.expire(job, ticket, before).await?;
            }
            if more {
                return Err(Error::Failed(NotYet(SOON).into()));
            }
        }
        let announced = retention.announced(now).map(|shorter| shorter.from.min(now.plus(EVERY)));
        if let Some(when) = announced.or(retention.ends(now).map(|_| now.plus(EVERY))) {
            self.apply_retention_at(at, when).await?;
        }
        Ok(None)
    }

    /// How many of the newest tickets that are to be deleted have a job that lives.
    async fn deletions_under_way(&self, at: Place) -> Outcome<usize> {
        let (mut count, jobs) = (0, self.jobs());
        for ticket in self.repositories(at).await?.tickets.newest(TicketState::Deleting, AT_ONCE).await? {
            let job = jobs.get(&delete_key(at, ticket.id)).await?;
            count += usize::from(job.is_some_and(|job| job.value.state != JobState::Dead));
        }
        Ok(count)
    }

    /// Begins to delete a ticket, unless it was opened again meanwhile. The job that does is written down before.
    async fn expire(&self, job: &Job, ticket: Stored<Ticket>, before: Timestamp) -> Outcome<()> {
        let (at, now) = (job.place, self.clock.now());
        let actor = Actor { who: Who::Timer { name: "retention".into() }, ..itself(job) };
        let work = Work::DeleteTicket { ticket: ticket.value.id, because: Deletion::Expired };
        let asked = self.ask(self.new_job(delete_key(at, ticket.value.id), at, &actor, work, None)).await?;
        let tickets = self.repositories(at).await?.tickets;
        let expiring = tickets.update(ticket, |ticket| {
            ticket.expire(before, &actor, now);
            Ok(())
        });
        let expired = expiring.await;
        self.start_sync(asked).await;
        match expired {
            Ok(_) | Err(Error::Refused(Refusal::NoSuchTicket)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// The key of the job that looks through a bot's tickets in a guild.
fn retention_key(at: Place) -> String {
    format!("job:retention:{}:{}", at.bot, at.guild)
}
