//! Telling staff of what they chose: noted for each of them when it happens, and told by a job a person, one message at a time
//! with all that came meanwhile.

use std::collections::BTreeSet;
use std::time::Duration;

use super::attempt::{NotYet, is_over};
use super::{Desk, GuildRepositories, nonce};
use crate::actor::{Actor, Cause, Door, Who};
use crate::clock::Timestamp;
use crate::discord::{DiscordError, Place};
use crate::error::{Error, Outcome, Refusal};
use crate::event::{Event, EventKind};
use crate::ids::{TicketId, UserId};
use crate::job::{Job, Work};
use crate::notice::{Notice, ToldOf};
use crate::notification::{Pending, ToTell};
use crate::permission::Permission;
use crate::settings::{NotificationKind, Notifications, Settings};
use crate::store::document::Stored;
use crate::store::events::Events;
use crate::ticket::{Ticket, TicketState, record_id};

/// So many events of a ticket are looked at in one go: more than one sync is about.
const MOST_EVENTS: usize = 100;

/// How soon it is asked again what somebody may, where Discord does not say.
const AWAY: Duration = Duration::from_secs(5);

impl Desk {
    /// Has those told who want to be told of what became of a ticket since they were told last, and of how long its member
    /// waits. Where nobody wants that, nothing is read.
    pub(super) async fn tell_staff(
        &self,
        at: Place,
        settings: &Settings,
        ticket: Stored<Ticket>,
    ) -> Outcome<Stored<Ticket>> {
        let (changes, told) = (ticket.value.log.changes(), ticket.value.told_staff);
        if settings.notifications.is_empty() || ticket.value.state != TicketState::Open {
            return Ok(ticket);
        }
        if told.changes < changes {
            let events = Events::new(self.documents(at.guild).await?);
            for event in events.after(&record_id(ticket.value.id), told.changes, MOST_EVENTS).await? {
                for (user, kind) in concerned(&event, &ticket.value, settings) {
                    self.tell_one(at, user, ToTell { kind, ticket: ticket.value.id }).await?;
                }
            }
        }
        let waits_since = ticket.value.waits_since();
        if let Some(since) = waits_since.filter(|_| told.waiting != waits_since) {
            self.remind_of(at, settings, ticket.value.id, since).await?;
        }
        if (told.changes, told.waiting) == (changes, waits_since) {
            return Ok(ticket);
        }
        let tickets = self.repositories(at).await?.tickets;
        let noting = tickets.update(ticket, |ticket| {
            (ticket.told_staff.changes, ticket.told_staff.waiting) = (changes, waits_since);
            Ok(())
        });
        noting.await
    }

    /// Has those told who are mentioned in a message of somebody else's.
    pub(super) async fn tell_mentioned(
        &self,
        at: Place,
        id: TicketId,
        author: UserId,
        mentioned: &BTreeSet<UserId>,
    ) -> Outcome<()> {
        let settings = self.repositories(at).await?.settings.get().await?;
        let theirs = settings.notified_of(NotificationKind::Mentioned).map(|wanted| wanted.user);
        for user in theirs.filter(|user| mentioned.contains(user) && *user != author) {
            self.tell_one(at, user, ToTell { kind: NotificationKind::Mentioned, ticket: id }).await?;
        }
        Ok(())
    }

    /// Notes something for somebody, and has them told soon. The job is written down before.
    async fn tell_one(&self, at: Place, user: UserId, item: ToTell) -> Outcome<()> {
        let key = format!("job:notify:{}:{}:{user}", at.bot, at.guild);
        let actor = Actor::tickit(Door::Job, Cause::Job(key.clone()));
        let asked = self.ask(self.new_job(key, at, &actor, Work::Notify { user }, None)).await?;
        let noted = self.repositories(at).await?.notifications.change(user, |pending| pending.add(item)).await;
        self.start_sync(asked).await;
        noted
    }

    /// Tells somebody what was noted for them, in one message.
    pub(super) async fn attempt_notify(&self, job: &Job, user: UserId) -> Outcome<Option<Notice>> {
        let (at, now) = (job.place, self.clock.now());
        let GuildRepositories { settings, notifications, .. } = self.repositories(at).await?;
        let pending = notifications.of(user).await?;
        if pending.items.is_empty() && pending.more == 0 {
            return Ok(None);
        }
        let wait = pending.wait(now);
        if !wait.is_zero() {
            return Err(Error::Failed(NotYet(wait).into()));
        }
        let settings = settings.get().await?;
        let wanted = settings.notifications_of(user);
        let items = self.still_to_tell(at, &settings, &wanted, &pending).await?;
        if items.is_empty() {
            return notifications.change(user, |there| there.told(&pending, now)).await.map(|()| None);
        }
        match self.send_notification(at, &wanted, items, &pending).await {
            Ok(()) => notifications.change(user, |there| there.told(&pending, now)).await?,
            Err(error) if is_over(&error) && error != DiscordError::NotInGuild => {
                tracing::info!(guild = %at.guild, %error, "somebody of staff cannot be told of things");
                notifications.change(user, |there| there.refused(now)).await?;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(None)
    }

    /// Of what was noted for somebody, what they want to be told of and may see, and what is so still.
    async fn still_to_tell(
        &self,
        at: Place,
        settings: &Settings,
        wanted: &Notifications,
        pending: &Pending,
    ) -> Outcome<Vec<ToldOf>> {
        let may = match self.authority_of(at, wanted.user).await {
            Ok(may) => may,
            Err(Error::Refused(Refusal::NoSuchMember)) => return Ok(Vec::new()),
            Err(Error::Refused(_)) => return Err(DiscordError::Unavailable(AWAY).into()),
            Err(error) => return Err(error),
        };
        let who = Who::Member { user: wanted.user, name: String::new() };
        let (door, cause) = (Door::Job, Cause::Job(String::new()));
        let actor = Actor { who, may, locale: wanted.locale.clone(), door, cause };
        let (tickets, mut items) = (self.repositories(at).await?.tickets, Vec::new());
        for item in pending.items.iter().filter(|item| wanted.wants(item.kind)) {
            let Some(ticket) = tickets.get(item.ticket).await?.map(|ticket| ticket.value) else { continue };
            let is_so = item.kind != NotificationKind::Waiting || ticket.waits_since().is_some();
            let Some(channel) = ticket.channel.filter(|_| is_so && ticket.state == TicketState::Open) else { continue };
            if actor.must(Permission::ViewTicket, settings, Some(&ticket)).is_ok() {
                items.push(ToldOf { kind: item.kind, title: ticket.title(), opener: ticket.opener, channel });
            }
        }
        Ok(items)
    }

    /// Sends the message; within minutes it is sent once however often it is tried.
    async fn send_notification(
        &self,
        at: Place,
        wanted: &Notifications,
        items: Vec<ToldOf>,
        pending: &Pending,
    ) -> Result<(), DiscordError> {
        let ping = wanted.channel.map(|_| wanted.user);
        let notice = Notice::Told { items, more: pending.more, ping };
        let message = self.presenter.notice(&notice, &wanted.locale);
        let channel = match wanted.channel {
            Some(channel) => channel,
            None => self.discord.direct_channel(at, wanted.user).await?,
        };
        let nonce = nonce(("notification", at.guild, wanted.user, pending.messages));
        self.discord.post_message(at, channel, &message, &nonce).await.map(drop)
    }

    /// Has those told, in time, who want to be told that a member waits.
    async fn remind_of(&self, at: Place, settings: &Settings, ticket: TicketId, since: Timestamp) -> Outcome<()> {
        let waited = self.clock.now().since(since);
        let next = settings.notified_of_waiting().into_keys().find(|after| *after > waited);
        let Some(next) = next else { return Ok(()) };
        let key = format!("job:remind_staff:{}:{}:{:08}", at.bot, at.guild, ticket.get());
        let actor = Actor::tickit(Door::Job, Cause::Job(key.clone()));
        let work = Work::RemindStaff { ticket, since, told: waited };
        Ok(self.jobs().schedule(self.new_job(key, at, &actor, work, None), since.plus(next)).await?)
    }

    /// Tells those whose time has come, as long as the member waits still, and comes back for others.
    pub(super) async fn attempt_remind_staff(
        &self,
        job: &Job,
        id: TicketId,
        since: Timestamp,
        told: Duration,
    ) -> Outcome<Option<Notice>> {
        let at = job.place;
        let GuildRepositories { settings, tickets, .. } = self.repositories(at).await?;
        let ticket = tickets.get(id).await?;
        if ticket.and_then(|ticket| ticket.value.waits_since()) != Some(since) {
            return Ok(None);
        }
        let (settings, waited) = (settings.get().await?, self.clock.now().since(since));
        for (after, users) in settings.notified_of_waiting() {
            for user in users.into_iter().filter(|_| told < after && after <= waited) {
                self.tell_one(at, user, ToTell { kind: NotificationKind::Waiting, ticket: id }).await?;
            }
        }
        self.remind_of(at, &settings, id, since).await.map(|()| None)
    }
}

/// Whom an event of a ticket concerns, and why. Nobody is told of what they did.
fn concerned(event: &Event, ticket: &Ticket, settings: &Settings) -> Vec<(UserId, NotificationKind)> {
    let kind = match event.kind {
        EventKind::Opened => NotificationKind::NewTicket,
        EventKind::Assigned | EventKind::Transferred => NotificationKind::Assigned,
        _ => return Vec::new(),
    };
    let given = event.after.get("claimed_by").and_then(|user| user.as_str()?.parse::<UserId>().ok());
    let is_about = |user: UserId| match kind {
        NotificationKind::Assigned => given == Some(user),
        _ => ticket.opener != user && ticket.submitter != Some(user),
    };
    let wanted = settings.notified_of(kind).filter(|wanted| wanted.since <= event.at);
    let others = wanted.filter(|wanted| event.actor.user() != Some(wanted.user) && is_about(wanted.user));
    others.map(|wanted| (wanted.user, kind)).collect()
}
