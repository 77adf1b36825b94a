//! Each thing that can become of a ticket: whether it may, what changes, and the event that records it.

use super::{Closing, LiveChannel, MOST_REASON_CHARACTERS, ReadBack, Ticket, TicketState};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::event::{EventKind, TicketEvent};
use crate::ids::{ChannelId, UserId};
use crate::name;

impl Ticket {
    /// Its channel was made.
    pub fn opened(&mut self, channel: ChannelId, actor: &Actor, now: Timestamp) {
        let live = LiveChannel {
            id: channel,
            welcome: None,
            name: self.name.clone(),
            members: self.members.clone(),
            claimed_by: None,
        };
        self.change(EventKind::Opened, actor, now, |ticket| {
            ticket.state = TicketState::Open;
            ticket.channel = Some(live);
        });
    }

    /// Its channel could not be made. One that was open before is closed again, and may be reopened another time.
    pub fn failed(&mut self, actor: &Actor, now: Timestamp) {
        let state = if self.round > 1 { TicketState::Closed } else { TicketState::Failed };
        self.change(EventKind::Failed, actor, now, |ticket| ticket.state = state);
    }

    /// The actor takes it on.
    pub fn claim(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        match self.claimed_by {
            Some(other) if other != actor.user => Err(Refusal::ClaimedBy(other)),
            Some(_) => Ok(()),
            None => {
                self.change(EventKind::Claimed, actor, now, |ticket| ticket.claimed_by = Some(actor.user));
                Ok(())
            }
        }
    }

    /// It is nobody's again.
    pub fn unclaim(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        self.claimed_by.ok_or(Refusal::NotClaimed)?;
        self.change(EventKind::Unclaimed, actor, now, |ticket| ticket.claimed_by = None);
        Ok(())
    }

    /// A member may see it and write in it.
    pub fn add_member(&mut self, user: UserId, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        if user == self.opener || self.members.contains(&user) {
            return Err(Refusal::AlreadyMember(user));
        }
        self.change(EventKind::MemberAdded, actor, now, |ticket| {
            ticket.members.insert(user);
        });
        Ok(())
    }

    /// A member who was added may no longer see it.
    pub fn remove_member(&mut self, user: UserId, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        if user == self.opener {
            return Err(Refusal::OpenerStays);
        }
        if !self.members.contains(&user) {
            return Err(Refusal::NotMember(user));
        }
        self.change(EventKind::MemberRemoved, actor, now, |ticket| {
            ticket.members.remove(&user);
        });
        Ok(())
    }

    /// Its channel shall have another name.
    pub fn rename(&mut self, name: &str, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        let name = name::clean(name).ok_or(Refusal::NameRefused)?;
        if name != self.name {
            self.change(EventKind::Renamed, actor, now, |ticket| ticket.name = name);
        }
        Ok(())
    }

    /// Its closing begins.
    pub fn close(&mut self, reason: &str, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        let reason = reason.trim();
        if reason.chars().count() > MOST_REASON_CHARACTERS {
            return Err(Refusal::TextLength { limit: u32::try_from(MOST_REASON_CHARACTERS).unwrap_or(u32::MAX) });
        }
        let closing = Closing {
            by: actor.user,
            by_name: actor.name.clone(),
            at: now,
            reason: reason.to_owned(),
            read_back: ReadBack::default(),
            posted: None,
        };
        self.change(EventKind::Closing, actor, now, |ticket| {
            ticket.state = TicketState::Closing;
            ticket.closing = Some(closing);
        });
        Ok(())
    }

    /// Its transcript is sealed and its channel is gone.
    pub fn closed(&mut self, actor: &Actor, now: Timestamp) {
        self.change(EventKind::Closed, actor, now, |ticket| {
            ticket.state = TicketState::Closed;
            ticket.channel = None;
        });
    }

    /// It is opened once more, with a channel of its own again.
    pub fn reopen(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        if self.state != TicketState::Closed {
            return Err(Refusal::NotClosed);
        }
        self.change(EventKind::Reopened, actor, now, |ticket| {
            ticket.state = TicketState::Opening;
            ticket.round += 1;
            ticket.closing = None;
            ticket.claimed_by = None;
        });
        Ok(())
    }

    /// Applies a change and records it.
    fn change(&mut self, kind: EventKind, actor: &Actor, now: Timestamp, change: impl FnOnce(&mut Self)) {
        let before = self.clone();
        change(self);
        let event = TicketEvent::between(kind, actor, now, &before, self);
        self.history.push(event);
    }
}
