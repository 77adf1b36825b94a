//! Comparing tickets with Discord, and setting right what differs: after a gap in which nobody may have listened, and
//! slowly ever after.
//!
//! Nothing is closed or deleted because something could not be asked: a channel counts as gone only where Discord says so
//! of a guild that the bot is in.

use std::collections::HashMap;
use std::time::Duration;

use super::open::open_key;
use super::request_sync::sync_key;
use super::{Desk, GuildRepositories, LEASE, itself};
use crate::actor::{Actor, Cause, Door};
use crate::clock::Timestamp;
use crate::discord::{DiscordError, Place};
use crate::error::Outcome;
use crate::event::Reconciled;
use crate::guild::ListedChannel;
use crate::ids::{ChannelId, GuildId};
use crate::job::{Job, JobState, Work};
use crate::store::document::Stored;
use crate::store::drafts::Drafts;
use crate::store::guilds::{GuildPage, Guilds};
use crate::store::kept_answers::KeptAnswers;
use crate::store::settings::SettingsOf;
use crate::store::{Cursor, StoreError, earlier_events, quotes};
use crate::ticket::{Ticket, TicketState};

/// The states of tickets that Discord has a part in.
const LIVE: [TicketState; 3] = [TicketState::Opening, TicketState::Open, TicketState::Closing];

/// When it is looked again after a channel that the bot may not delete.
pub(super) const REFUSED: Duration = Duration::from_hours(1);

/// How long after the closing began something may be written that belongs to it: above all that it is being closed.
const FAREWELL: Duration = Duration::from_mins(1);

impl Desk {
    /// A page of the guilds that have a database.
    pub async fn guilds(&self, after: Option<Cursor>) -> Outcome<GuildPage> {
        Ok(Guilds::new(self.stores.core()).page(after).await?)
    }

    /// Has the tickets of a guild be compared with Discord, each bot's by a job of its own; how many jobs that makes.
    /// `after_gap` where nobody may have listened meanwhile: jobs of tickets that wait for their next attempt are begun as
    /// well. Nothing is begun for a bot without tickets there that are alive.
    pub async fn reconcile_guild(&self, guild: GuildId, after_gap: bool) -> Outcome<usize> {
        let mut begun = 0;
        let documents = self.documents(guild).await?;
        earlier_events::adopt(&documents).await?;
        Drafts::new(documents.clone()).forget_old(self.clock.now()).await?;
        quotes::forget_old(&documents, self.clock.now()).await?;
        KeptAnswers::new(documents.clone()).forget_old(self.clock.now()).await?;
        for bot in SettingsOf::bots(&documents).await? {
            self.watch_retention(Place { bot, guild }).await?;
            begun += self.reconcile(Place { bot, guild }, after_gap).await?;
        }
        self.watcher.looked_through(guild);
        Ok(begun)
    }

    /// Has the tickets of a bot in a guild be compared with Discord after a gap; how many jobs that makes. A guild
    /// without a database gets none.
    pub async fn reconcile_after_gap(&self, at: Place) -> Outcome<usize> {
        if self.stores.has_guild(at.guild).await? { self.reconcile(at, true).await } else { Ok(0) }
    }

    async fn reconcile(&self, at: Place, after_gap: bool) -> Outcome<usize> {
        let GuildRepositories { tickets, settings, panels, tags, blacklist, .. } = self.repositories(at).await?;
        settings.relay().await?;
        let now = self.clock.now();
        panels.relay(now).await?;
        tags.relay(now).await?;
        blacklist.relay().await?;
        self.erasure_requests_at(at).await?.relay().await?;
        self.webhooks_of(at.into()).await?.relay().await?;
        if tickets.in_states(&LIVE).await?.is_empty() {
            return Ok(0);
        }
        self.reconcile_at(at, after_gap, now).await?;
        Ok(1)
    }

    /// Has the tickets of a bot in a guild be compared with Discord once it is that late.
    pub(super) async fn reconcile_at(&self, at: Place, after_gap: bool, when: Timestamp) -> Outcome<()> {
        let id = format!("job:reconcile:{}:{}", at.bot, at.guild);
        let actor = Actor::tickit(Door::Job, Cause::Job(id.clone()));
        let job = self.new_job(id, at, &actor, Work::Reconcile { after_gap }, None);
        Ok(self.jobs().schedule(job, when).await?)
    }

    pub(super) async fn attempt_reconcile(&self, job: &Job, after_gap: bool) -> Outcome<()> {
        let at = job.place;
        let GuildRepositories { tickets, settings, .. } = self.repositories(at).await?;
        let tickets = tickets.in_states(&LIVE).await?;
        let mut found = Reconciled { tickets: tickets.len(), ..Reconciled::default() };
        let channels = match self.discord.channels(at).await {
            // It is begun again when the bot is invited again.
            Err(DiscordError::NotInGuild) => return Ok(()),
            channels => channels?,
        };
        let channels: HashMap<ChannelId, ListedChannel> =
            channels.into_iter().map(|channel| (channel.id, channel)).collect();
        for ticket in &tickets {
            self.watcher.refused(at, ticket.id, ticket.refused_aspects());
            if self.carry_on(job, ticket, after_gap).await? {
                found.carried_on += 1;
            }
            if let Some(channel) = ticket.channel.filter(|channel| !channels.contains_key(channel))
                && ticket.state == TicketState::Open
                && !self.discord.has_channel(at, channel).await?
                && self.channel_gone(at, channel).await?.is_some()
            {
                found.closed += 1;
            }
        }
        if self.remove_leftovers(at, channels.into_values(), &mut found).await? {
            self.reconcile_at(at, false, self.clock.now().plus(REFUSED)).await?;
        }
        self.watcher.reconciled(at, found);
        self.missing_choices(at, &*settings.get().await?).await;
        // What the bot may do may have been changed as well.
        if after_gap { self.permissions_changed(at).await } else { Ok(()) }
    }

    /// Begins the job of a ticket that is opening or closing and has none which lives, and after a gap any job of it that
    /// waits; whether it did.
    async fn carry_on(&self, job: &Job, ticket: &Ticket, after_gap: bool) -> Outcome<bool> {
        let (at, jobs) = (job.place, self.jobs());
        let has_work = ticket.state != TicketState::Open;
        if !has_work && !after_gap {
            return Ok(false);
        }
        for key in [open_key(&ticket.opened_by), sync_key(at, ticket.id)] {
            match jobs.get(&key).await? {
                Some(waits) if waits.value.state == JobState::Ready && after_gap => return self.begin_now(waits).await,
                Some(job) if job.value.lives() => return Ok(false),
                _ => {}
            }
        }
        if has_work {
            tracing::warn!(bot = %at.bot, guild = %at.guild, ticket = %ticket.id, "a ticket that nobody was at goes on");
            let asked = self.request_sync(at, &itself(job), ticket.id, None).await?;
            self.start_sync(asked).await;
        }
        Ok(has_work)
    }

    /// Begins a job that waits. It looks for what was done before, and what it waited for does not count.
    async fn begin_now(&self, mut job: Stored<Job>) -> Outcome<bool> {
        job.value.state = JobState::Running;
        self.write_tokens.node().clone_into(&mut job.value.worker);
        job.value.due = self.clock.now().plus(LEASE);
        job.value.attempts += 1;
        job.value.waits += 1;
        match self.jobs().save(&job.value, job.rev).await {
            Ok(rev) => {
                self.queue.push(Stored { rev, ..job });
                Ok(true)
            }
            Err(StoreError::Conflict | StoreError::NotFound) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes channels of tickets that are closed, which the bot was not allowed to delete then; whether it is refused
    /// one still. A channel that somebody wrote in since is left: what is written there is in no transcript.
    async fn remove_leftovers(
        &self,
        at: Place,
        channels: impl Iterator<Item = ListedChannel> + Send,
        found: &mut Reconciled,
    ) -> Outcome<bool> {
        let repositories = self.repositories(at).await?;
        let mut refused = false;
        for channel in channels.filter(|channel| channel.topic.contains("tickit-")) {
            let Some(noted) = repositories.messages.channel(channel.id).await? else { continue };
            let Some(ticket) = repositories.tickets.get(noted.ticket).await? else { continue };
            if !is_left_over(&ticket.value, &channel) {
                continue;
            }
            let reason = format!("Ticket {} was closed", ticket.value.id);
            match self.discord.delete_channel(at, channel.id, &reason).await {
                Ok(()) => found.removed += 1,
                Err(DiscordError::Gone) => {}
                Err(DiscordError::Forbidden) => refused = true,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(refused)
    }
}

fn is_left_over(ticket: &Ticket, channel: &ListedChannel) -> bool {
    let closed_at = ticket.closing.as_ref().map(|closing| closing.at);
    let silent = |since: Timestamp| channel.last_message.is_none_or(|last| last.made_at() <= since.plus(FAREWELL));
    ticket.state == TicketState::Closed && channel.topic.ends_with(&ticket.marker()) && closed_at.is_some_and(silent)
}
