//! What staff do with a ticket: whether it may be done, what changes, and the event that records it.

use super::{Priority, Ticket, WaitingFor};
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::Refusal;
use crate::event::EventKind;
use crate::ids::{MessageId, UserId};
use crate::label::{LabelChange, MOST_LABELS};
use crate::name;
use crate::note::MOST_NOTES;
use crate::settings::{Team, TicketType};
use crate::text::one_line;
use crate::whom::Whom;

/// The most characters of a ticket's topic. The channel's takes 1,024, and says more than that
/// (<https://docs.discord.com/developers/resources/channel#channel-object-channel-structure>).
pub const MOST_TOPIC_CHARACTERS: usize = 500;

/// The most messages that are pinned in a channel. Discord takes more of late, and counts those that others pinned
/// (<https://docs.discord.com/developers/resources/message#pin-message>).
pub const MOST_PINS: usize = 50;

/// To whom a ticket is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transfer {
    /// Somebody of staff.
    Member(UserId),
    /// A team.
    Team(Team),
    /// Whoever works on its type.
    Type,
}

impl Ticket {
    /// The actor takes it on.
    pub fn claim(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        let user = actor.user()?;
        match self.claimed_by {
            Some(other) if other != user => Err(Refusal::ClaimedBy { user: other }),
            Some(_) => Ok(()),
            None => {
                self.record(EventKind::Claimed, actor, now);
                self.claimed_by = Some(user);
                Ok(())
            }
        }
    }

    /// It is nobody's again.
    pub fn unclaim(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        self.claimed_by.ok_or(Refusal::NotClaimed)?;
        self.record(EventKind::Unclaimed, actor, now);
        self.claimed_by = None;
        Ok(())
    }

    /// A member or a role may see it and write in it.
    pub fn add_member(&mut self, whom: Whom, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        if whom == self.opener.into() || self.members.contains(&whom) {
            return Err(Refusal::AlreadyMember { whom });
        }
        self.record(EventKind::MemberAdded, actor, now);
        self.members.insert(whom);
        Ok(())
    }

    /// A member or a role that was added may no longer see it.
    pub fn remove_member(&mut self, whom: Whom, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        if whom == self.opener.into() {
            return Err(Refusal::OpenerStays);
        }
        if !self.members.contains(&whom) {
            return Err(Refusal::NotMember { whom });
        }
        self.record(EventKind::MemberRemoved, actor, now);
        self.members.remove(&whom);
        Ok(())
    }

    /// Its channel shall have another name.
    pub fn rename(&mut self, name: &str, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_live()?;
        let name = name::clean(name).ok_or(Refusal::NameRefused)?;
        if name != self.name {
            self.record(EventKind::Renamed, actor, now);
            self.name = name;
        }
        Ok(())
    }

    /// It is so urgent from now on.
    pub fn set_priority(&mut self, priority: Priority, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_live()?;
        if priority != self.priority {
            self.record(EventKind::PriorityChanged, actor, now);
            self.priority = priority;
        }
        Ok(())
    }

    /// Somebody of staff works on it, whoever did before.
    pub fn assign(&mut self, to: UserId, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        if self.claimed_by != Some(to) {
            self.record(EventKind::Assigned, actor, now);
            self.claimed_by = Some(to);
        }
        Ok(())
    }

    /// It is handed over: to somebody of staff, to a team, or back to whoever works on its type. A team has yet to claim it.
    pub fn transfer(&mut self, to: &Transfer, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        let unless_moved = |stays: bool| self.claimed_by.filter(|_| stays);
        let (claimed_by, team) = match to {
            Transfer::Member(user) => (Some(*user), self.team.clone()),
            Transfer::Team(team) => (unless_moved(self.team_id() == Some(team.id)), Some(team.clone())),
            Transfer::Type => (unless_moved(self.team.is_none()), None),
        };
        if (claimed_by, &team) != (self.claimed_by, &self.team) {
            self.record(EventKind::Transferred, actor, now);
            (self.claimed_by, self.team) = (claimed_by, team);
        }
        Ok(())
    }

    /// Some labels come, and some go.
    pub fn label(&mut self, change: &LabelChange, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_live()?;
        let mut labels = self.labels.clone();
        match change {
            LabelChange::Some { added, removed } => {
                labels.retain(|label| !removed.contains(label));
                labels.extend(added.iter().cloned());
            }
            LabelChange::Exactly(all) => labels = all.iter().cloned().collect(),
        }
        if labels.len() > MOST_LABELS {
            return Err(Refusal::TooManyLabels { limit: MOST_LABELS });
        }
        if labels != self.labels {
            self.record(EventKind::Labelled, actor, now);
            self.labels = labels;
        }
        Ok(())
    }

    /// It is about this, as its channel's topic says; about nothing in particular where the text is empty.
    pub fn set_topic(&mut self, text: &str, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_live()?;
        let topic = if text.trim().is_empty() { String::new() } else { one_line(text, MOST_TOPIC_CHARACTERS)? };
        if topic != self.topic {
            self.record(EventKind::TopicChanged, actor, now);
            self.topic = topic;
        }
        Ok(())
    }

    /// A message is pinned in its channel, or no longer where it was.
    pub fn pin(&mut self, message: MessageId, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        let is_pinned = self.pins.contains(&message);
        if !is_pinned && self.pins.len() >= MOST_PINS {
            return Err(Refusal::TooManyPins { limit: MOST_PINS });
        }
        self.record(if is_pinned { EventKind::Unpinned } else { EventKind::Pinned }, actor, now);
        if !self.pins.remove(&message) {
            self.pins.insert(message);
        }
        Ok(())
    }

    /// It is of another type, and holds that slot of its opener's.
    pub fn move_to(&mut self, kind: &TicketType, slot: u32, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_be_open()?;
        if kind.id == self.kind {
            return Err(Refusal::SameType { kind: kind.name.clone() });
        }
        self.record(EventKind::Moved, actor, now);
        (self.kind, self.slot) = (kind.id, Some(slot));
        self.type_name.clone_from(&kind.name);
        Ok(())
    }

    /// There is one more note on it.
    pub fn noted(&mut self, actor: &Actor, now: Timestamp) -> Result<(), Refusal> {
        self.must_take_a_note()?;
        self.record(EventKind::NoteAdded, actor, now);
        self.notes += 1;
        Ok(())
    }

    /// Refuses where it is being deleted, or has as many notes as it can have.
    pub fn must_take_a_note(&self) -> Result<(), Refusal> {
        self.must_stay()?;
        if self.notes < MOST_NOTES { Ok(()) } else { Err(Refusal::TooManyNotes { limit: MOST_NOTES }) }
    }

    /// Who wrote last: it is the others' turn now, and it stays open if they were asked to close it. The first answer by
    /// staff is remembered.
    pub fn wrote(&mut self, author: UserId, actor: &Actor, now: Timestamp) {
        self.turn_to(self.turn_after(author), actor, now);
    }

    /// It is their turn now, after what the actor wrote.
    pub(super) fn turn_to(&mut self, next: WaitingFor, actor: &Actor, now: Timestamp) {
        if (next, self.waiting_for) == (WaitingFor::Staff, WaitingFor::Member) {
            self.turned_at = Some(now);
        }
        self.waiting_for = next;
        let is_first = next == WaitingFor::Member && self.first_response_at.is_none();
        if is_first {
            self.record(EventKind::FirstResponse, actor, now);
            self.first_response_at = Some(now);
        }
        if self.is_answered_before(next) {
            let request = self.close_request.take();
            let event = self.record(EventKind::KeptOpen, actor, now);
            if is_first {
                event.tell_gone("close_request", &request);
            }
        }
    }

    /// Whether what somebody writes changes whose turn it is, or that it was asked to be closed.
    pub fn is_turned_by(&self, author: UserId) -> bool {
        let turns = self.turn_after(author) != self.waiting_for;
        self.state == super::TicketState::Open && (turns || self.is_answered_before(self.turn_after(author)))
    }

    /// Whose turn it is once somebody has written.
    pub(super) fn turn_after(&self, author: UserId) -> WaitingFor {
        if self.is_members(author) { WaitingFor::Staff } else { WaitingFor::Member }
    }

    /// Whether somebody opened it or was added to it themselves, rather than works on it. Whoever sees it because a role of
    /// theirs was added helps to answer.
    pub(super) fn is_members(&self, user: UserId) -> bool {
        user == self.opener || self.members.contains(&user.into())
    }

    /// Whether whoever wrote before it is these people's turn is of the side that was asked to close it.
    fn is_answered_before(&self, next: WaitingFor) -> bool {
        self.close_request.as_ref().is_some_and(|request| request.awaits != next)
    }
}
