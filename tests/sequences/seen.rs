//! A ticket as people see it, and what may become of it by itself: the model that records are held against.

use std::collections::BTreeSet;

use tickit_domain::clock::Timestamp;
use tickit_domain::ids::{ChannelId, MessageId, UserId};
use tickit_domain::label::Label;
use tickit_domain::priority::Priority;
use tickit_domain::settings::{TeamId, TypeId};
use tickit_domain::ticket::{AtDeadline, Ticket, TicketState, WaitingFor};
use tickit_domain::whom::Whom;

/// A ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub state: TicketState,
    pub round: u32,
    pub kind: TypeId,
    pub opener: UserId,
    pub claimed_by: Option<UserId>,
    pub team: Option<TeamId>,
    pub priority: Priority,
    pub topic: String,
    pub name: String,
    pub labels: BTreeSet<String>,
    pub members: BTreeSet<Whom>,
    pub pins: BTreeSet<MessageId>,
    pub notes: u32,
    pub waiting_for: WaitingFor,
    pub answered: bool,
    pub asked: Option<Asked>,
    pub channel: Option<ChannelId>,
    /// Until when its opener may rate its closing, once they were asked.
    pub rated_until: Option<Timestamp>,
    /// How many stars they gave it.
    pub stars: Option<u8>,
    /// Why it was closed, once it was.
    pub reason: Option<String>,
}

/// That the other side was asked to close it.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub at: Timestamp,
    pub awaits: WaitingFor,
    pub until: Timestamp,
    pub closes: bool,
    pub reason: String,
}

impl From<&Ticket> for Seen {
    fn from(ticket: &Ticket) -> Self {
        let asked = ticket.close_request.as_ref().map(|request| Asked {
            at: request.at,
            awaits: request.awaits,
            until: request.until,
            closes: request.at_deadline == AtDeadline::Close,
            reason: request.reason.clone(),
        });
        Self {
            state: ticket.state,
            round: ticket.round,
            kind: ticket.kind,
            opener: ticket.opener,
            claimed_by: ticket.claimed_by,
            team: ticket.team_id(),
            priority: ticket.priority,
            topic: ticket.topic.clone(),
            name: ticket.name.clone(),
            labels: ticket.labels.iter().map(Label::key).collect(),
            members: ticket.members.clone(),
            pins: ticket.pins.clone(),
            notes: ticket.notes,
            waiting_for: ticket.waiting_for,
            answered: ticket.first_response_at.is_some(),
            asked,
            channel: ticket.channel,
            rated_until: ticket.feedback().map(|request| request.until),
            stars: ticket.rating().map(|rating| rating.stars.get()),
            reason: ticket.closing.as_ref().map(|closing| closing.reason.clone()),
        }
    }
}

impl Seen {
    /// Whether its opener has it. One whose channel is gone is nobody's before it is closed.
    pub fn is_live(&self) -> bool {
        let closing = self.state == TicketState::Closing && self.channel.is_some();
        closing || matches!(self.state, TicketState::Opening | TicketState::Open)
    }

    /// Whether somebody opened it or was added to it.
    pub fn is_members(&self, user: UserId) -> bool {
        user == self.opener || self.members.contains(&user.into())
    }

    /// The side that somebody is on.
    pub fn side(&self, user: UserId) -> WaitingFor {
        if self.is_members(user) { WaitingFor::Member } else { WaitingFor::Staff }
    }

    /// Closed for a reason.
    pub fn closing(self, reason: &str) -> Self {
        Self { state: TicketState::Closing, asked: None, reason: Some(reason.to_owned()), ..self }
    }

    /// Whether it may have become this while jobs were done and nobody acted: its channel was made or removed, what was
    /// asked for came to its deadline, or somebody had deleted its channel by hand.
    pub fn may_become(&self, now: &Self, time: Timestamp, channel_deleted: bool) -> bool {
        let due = self.asked.as_ref().filter(|asked| asked.until <= time);
        let mut ways = vec![self.clone()];
        ways.extend(due.map(|asked| {
            let lapsed = Self { asked: None, ..self.clone() };
            if asked.closes { lapsed.closing(&asked.reason) } else { lapsed }
        }));
        if channel_deleted {
            ways.push(self.clone().closing(""));
        }
        ways.into_iter().any(|way| way.progressed_to(now))
    }

    /// Whether it became this by jobs alone.
    fn progressed_to(self, now: &Self) -> bool {
        use TicketState::{Closed, Closing, Failed, Open, Opening};
        let follows = match (self.state, now.state) {
            (Opening, Open | Failed) | (Closing, Closed) => true,
            (Opening, Closed) => self.round > 1,
            (before, after) => before == after,
        };
        let is_asked = self.rated_until.is_none() && matches!(now.state, Closing | Closed);
        let rated_until = if is_asked { now.rated_until } else { self.rated_until };
        follows && Self { state: now.state, channel: now.channel, rated_until, ..self } == *now
    }
}
