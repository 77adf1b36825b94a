//! Jobs as whoever runs the service looks at them: pages, and what they do by hand.

use super::document::{Document as _, Stored};
use super::events::Events;
use super::jobs::{Jobs, read};
use super::{Cursor, Filter, List, Order, Record, Selection, StoreError, StoreResult};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::event::{Event, EventKind, EventLog};
use crate::ids::{BotId, GuildId};
use crate::job::{Job, JobState};

/// So many jobs are read at once …
const READ_AT_ONCE: usize = 200;

/// … and so often a page.
const MOST_READS: usize = 10;

/// Which jobs are wanted. The default wants all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedJobs {
    /// In one of these states, or in any.
    pub states: Vec<JobState>,
    /// That do this, see [`Work::name`](crate::job::Work::name).
    pub kind: Option<String>,
    /// Of this bot.
    pub bot: Option<BotId>,
    /// In this guild.
    pub guild: Option<GuildId>,
}

/// A page of jobs. It may hold fewer than were asked for and still not be the last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JobPage {
    /// The jobs, the one first whose moment is the latest.
    pub jobs: Vec<Job>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<Cursor>,
}

impl Jobs {
    /// A page of jobs.
    pub async fn page(&self, wanted: &WantedJobs, limit: usize, after: Option<Cursor>) -> StoreResult<JobPage> {
        let mut page = JobPage { jobs: Vec::new(), next: after };
        for _ in 0..MOST_READS {
            let selection = Selection::Filter(Filter {
                kind: Job::KIND.to_owned(),
                states: wanted.states.iter().map(|state| state.name().to_owned()).collect(),
                ..Filter::default()
            });
            let (order, limit_of_read) = (Order::Descending, READ_AT_ONCE);
            let list = List { selection, order, limit: limit_of_read, after: page.next.take() };
            let found = self.documents.store().list(&list).await?;
            for record in found.records {
                let place = Cursor { at: record.at, id: record.id.clone() };
                page.jobs.extend(readable(record).filter(|job| wanted.wants(job)));
                if page.jobs.len() >= limit {
                    page.next = Some(place);
                    return Ok(page);
                }
            }
            page.next = found.next;
            if page.next.is_none() {
                break;
            }
        }
        Ok(page)
    }

    /// Saves a job that is to be done again, and that somebody said so; `Conflict` where it has changed since.
    pub async fn retry(&self, job: &Stored<Job>, actor: &Actor, now: Timestamp) -> StoreResult<()> {
        let event = self.event(&job.value, EventKind::JobRetried, actor, now).await?;
        let mut batch = self.documents.batch();
        batch.replace(&job.value, job.rev)?.insert(&event)?;
        batch.write().await.all().map(drop)
    }

    /// Removes a job, and keeps that somebody said so; `Conflict` where it has changed since.
    pub async fn discard(&self, job: &Stored<Job>, actor: &Actor, now: Timestamp) -> StoreResult<()> {
        let event = self.event(&job.value, EventKind::JobDiscarded, actor, now).await?;
        let mut batch = self.documents.batch();
        batch.delete(job.value.id.clone(), job.rev).insert(&event)?;
        batch.write().await.all().map(drop)
    }

    /// What somebody does to a job, as an event: a job keeps no log of its own.
    async fn event(&self, job: &Job, kind: EventKind, actor: &Actor, now: Timestamp) -> StoreResult<Event> {
        let earlier = Events::new(self.documents.clone()).of(&job.id).await?;
        let changes = earlier.last().map(|event| event.number).unwrap_or_default();
        let mut log = EventLog::resumed(changes, Vec::new());
        let event = log.record(&job.id, kind, actor, now);
        event.tell_gone("state", &job.state);
        event.tell_gone("last_error", &job.last_error);
        Ok(event.clone())
    }
}

impl WantedJobs {
    fn wants(&self, job: &Job) -> bool {
        self.kind.as_ref().is_none_or(|kind| kind == job.work.name())
            && self.bot.is_none_or(|bot| bot == job.place.bot)
            && self.guild.is_none_or(|guild| guild == job.place.guild)
    }
}

/// One that this version does not know is left for one that does, and out of the list.
fn readable(record: Record) -> Option<Job> {
    let id = record.id.clone();
    let told = |error: &StoreError| tracing::warn!(job = id, %error, "a job cannot be read");
    read(record).inspect_err(told).ok().map(|stored| stored.value)
}
