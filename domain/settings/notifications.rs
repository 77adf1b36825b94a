//! What those who work on tickets want to be told of, each for themselves.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Change, Settings};
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::ids::{ChannelId, UserId};

/// So many people of a guild are told of things.
pub const MOST_NOTIFIED: usize = 100;

/// The most minutes that a member may wait until somebody is told of it: a week.
pub const MOST_WAITING_MINUTES: u32 = 7 * 24 * 60;

/// What somebody is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationKind {
    /// A ticket was opened.
    NewTicket,
    /// A ticket was given to them.
    Assigned,
    /// They were mentioned in a ticket.
    Mentioned,
    /// A member waits for staff.
    Waiting,
}

/// What one of staff wants to be told of, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notifications {
    /// Who.
    pub user: UserId,
    /// Their language.
    pub locale: String,
    /// Of a ticket that was opened.
    pub new_ticket: bool,
    /// Of a ticket that was given to them.
    pub assigned: bool,
    /// Of a message that mentions them.
    pub mentioned: bool,
    /// Of a member who waits for so many minutes; none: of nobody who waits.
    pub waiting: Option<u32>,
    /// The channel in which they are pinged; none: in a direct message.
    pub channel: Option<ChannelId>,
    /// Since when: nothing that was before is told.
    pub since: Timestamp,
}

/// What becomes of what somebody wants to be told of. The default changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NotificationsChange {
    /// Of a ticket that was opened.
    pub new_ticket: Option<bool>,
    /// Of a ticket that was given to them.
    pub assigned: Option<bool>,
    /// Of a message that mentions them.
    pub mentioned: Option<bool>,
    /// Of a member who waits for so many minutes; 0: of nobody who waits.
    pub waiting: Option<u32>,
    /// Where they are told.
    pub channel: Change<ChannelId>,
}

impl Notifications {
    /// Somebody who wants to be told of nothing.
    pub fn none(user: UserId) -> Self {
        let (locale, waiting, channel, since) = Default::default();
        Self { user, locale, new_ticket: false, assigned: false, mentioned: false, waiting, channel, since }
    }

    /// Whether they want to be told of this.
    pub const fn wants(&self, kind: NotificationKind) -> bool {
        match kind {
            NotificationKind::NewTicket => self.new_ticket,
            NotificationKind::Assigned => self.assigned,
            NotificationKind::Mentioned => self.mentioned,
            NotificationKind::Waiting => self.waiting.is_some(),
        }
    }

    const fn is_nothing(&self) -> bool {
        !self.new_ticket && !self.assigned && !self.mentioned && self.waiting.is_none()
    }
}

impl Settings {
    /// What somebody wants to be told of.
    pub fn notifications_of(&self, user: UserId) -> Notifications {
        let theirs = self.notifications.iter().find(|wanted| wanted.user == user);
        theirs.cloned().unwrap_or_else(|| Notifications::none(user))
    }

    /// Those who want to be told of this.
    pub fn notified_of(&self, kind: NotificationKind) -> impl Iterator<Item = &Notifications> {
        self.notifications.iter().filter(move |wanted| wanted.wants(kind))
    }

    /// Those who want to be told that a member waits, by how long.
    pub fn notified_of_waiting(&self) -> BTreeMap<Duration, Vec<UserId>> {
        let mut waiting: BTreeMap<Duration, Vec<UserId>> = BTreeMap::new();
        for wanted in &self.notifications {
            if let Some(minutes) = wanted.waiting {
                waiting.entry(Duration::from_mins(minutes.into())).or_default().push(wanted.user);
            }
        }
        waiting
    }

    /// Changes what somebody wants to be told of.
    pub fn notify(
        &mut self,
        (user, locale): (UserId, &str),
        change: &NotificationsChange,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if change.waiting.is_some_and(|minutes| minutes > MOST_WAITING_MINUTES) {
            return Err(Refusal::TooHigh { limit: MOST_WAITING_MINUTES });
        }
        let was = self.notifications_of(user);
        let wanted = Notifications {
            user,
            locale: locale.to_owned(),
            new_ticket: change.new_ticket.unwrap_or(was.new_ticket),
            assigned: change.assigned.unwrap_or(was.assigned),
            mentioned: change.mentioned.unwrap_or(was.mentioned),
            waiting: change.waiting.map_or(was.waiting, |minutes| Some(minutes).filter(|minutes| *minutes > 0)),
            channel: change.channel.after(was.channel),
            since: now,
        };
        self.notifications.retain(|other| other.user != user);
        if wanted.is_nothing() {
            return Ok(());
        }
        if self.notifications.len() >= MOST_NOTIFIED {
            return Err(Refusal::TooManyNotified { limit: MOST_NOTIFIED });
        }
        self.notifications.push(wanted);
        Ok(())
    }
}
