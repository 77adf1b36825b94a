//! The rules of the desk, told a second time: who may do what, to which ticket, and what it is then.

use std::collections::BTreeSet;
use std::time::Duration;

use tickit_domain::clock::Timestamp;
use tickit_domain::ticket::{TicketState, Transfer, WaitingFor};

use super::deed::Deed;
use super::people::{Person, Rank};
use super::seen::{Asked, Seen};
use super::stage::team;

impl Deed {
    /// What a ticket is once somebody has done it; `None` where it is refused.
    pub fn becomes(&self, who: Person, ticket: &Seen, now: Timestamp) -> Option<Seen> {
        let late = matches!(self, Self::Rate(..)) && ticket.rated_until.is_none_or(|until| now >= until);
        if late || !self.may(who, ticket) || !self.can(who, ticket) {
            return None;
        }
        let mut after = ticket.clone();
        match self {
            Self::Claim => after.claimed_by = Some(who.user()),
            Self::Unclaim => after.claimed_by = None,
            Self::Assign(to) | Self::Transfer(Transfer::Member(to)) => after.claimed_by = Some(*to),
            Self::Transfer(Transfer::Team(_)) => after = handed_over(after, true),
            Self::Transfer(Transfer::Type) => after = handed_over(after, false),
            Self::Priority(priority) => after.priority = *priority,
            Self::Topic(text) => after.topic.clone_from(text),
            Self::Rename(name) => after.name.clone_from(name),
            Self::Label(label) => drop(after.labels.insert(label.key())),
            Self::Unlabel(label) => drop(after.labels.remove(&label.key())),
            Self::Add(whom) => drop(after.members.insert(*whom)),
            Self::Remove(whom) => drop(after.members.remove(whom)),
            Self::Pin(message) if after.pins.remove(message) => {}
            Self::Pin(message) => drop(after.pins.insert(*message)),
            Self::Note => after.notes += 1,
            Self::Move(kind) => after.kind = *kind,
            Self::Write(_) if ticket.state == TicketState::Open => after = written_in(after, who),
            Self::Write(_) | Self::ReadNotes | Self::FollowUp => {}
            Self::RequestClose(hours) => after.asked = Some(asked(*hours, who, ticket, now)),
            Self::AcceptClose(_) => after = after.closing("asked"),
            Self::KeepOpen(_) => after.asked = None,
            Self::Close => after = after.closing("done"),
            Self::ForceClose => after = after.closing(""),
            Self::Reopen => after = reopened(after),
            Self::Rate(_, stars) => after.stars = Some(*stars),
            Self::Delete => after.state = TicketState::Deleting,
        }
        Some(after)
    }

    /// Whether they may do it to this ticket.
    fn may(&self, who: Person, ticket: &Seen) -> bool {
        let (user, rank) = (who.user(), who.rank(ticket.kind, ticket.team));
        let (opened, added) = (ticket.opener == user, ticket.members.contains(&user.into()));
        match self {
            Self::Write(_) => true,
            Self::Rate(..) => opened,
            Self::Claim
            | Self::Priority(_)
            | Self::Topic(_)
            | Self::Label(_)
            | Self::Unlabel(_)
            | Self::Pin(_)
            | Self::Note
            | Self::ReadNotes => rank >= Rank::Trainee,
            Self::Unclaim if ticket.claimed_by.is_none_or(|by| by == user) => rank >= Rank::Trainee,
            Self::Unclaim | Self::ForceClose | Self::Delete => rank >= Rank::Admin,
            Self::Assign(_)
            | Self::Transfer(_)
            | Self::Rename(_)
            | Self::Add(_)
            | Self::Remove(_)
            | Self::Move(_)
            | Self::Reopen => rank >= Rank::Agent,
            Self::Close | Self::FollowUp | Self::RequestClose(Some(_)) => opened || rank >= Rank::Agent,
            Self::RequestClose(None) => opened || rank >= Rank::Trainee,
            Self::KeepOpen(_) => opened || added || rank >= Rank::Trainee,
            Self::AcceptClose(_) => match &ticket.asked {
                Some(Asked { awaits: WaitingFor::Staff, .. }) => opened || rank >= Rank::Agent,
                _ => opened || added || rank >= Rank::Trainee,
            },
        }
    }

    /// Whether it can be done to this ticket now, by anybody.
    fn can(&self, who: Person, ticket: &Seen) -> bool {
        let open = ticket.state == TicketState::Open;
        let live = open || ticket.state == TicketState::Opening;
        let is_asked = |at: &Timestamp| ticket.asked.as_ref().is_some_and(|asked| asked.at == *at);
        match self {
            Self::Claim => open && ticket.claimed_by.is_none_or(|by| by == who.user()),
            Self::Unclaim => open && ticket.claimed_by.is_some(),
            Self::Assign(to) | Self::Transfer(Transfer::Member(to)) => {
                let person = Person::of(*to);
                open && person.role().is_some() && person.rank(ticket.kind, ticket.team) >= Rank::Trainee
            }
            Self::Add(whom) => open && *whom != ticket.opener.into() && !ticket.members.contains(whom),
            Self::Remove(whom) => open && ticket.members.contains(whom),
            Self::Priority(_) | Self::Topic(_) | Self::Label(_) | Self::Unlabel(_) | Self::Rename(_) => live,
            Self::Move(kind) => open && ticket.kind != *kind,
            Self::Write(_) => true,
            Self::Note | Self::ReadNotes => ticket.state != TicketState::Deleting,
            Self::RequestClose(_) => open && ticket.asked.is_none(),
            Self::AcceptClose(at) => {
                let side = ticket.side(who.user());
                open && is_asked(at) && ticket.asked.as_ref().is_some_and(|asked| asked.awaits == side)
            }
            Self::Rate(round, _) => {
                *round == ticket.round && matches!(ticket.state, TicketState::Closing | TicketState::Closed)
            }
            Self::KeepOpen(at) => open && is_asked(at),
            Self::Reopen | Self::FollowUp | Self::Delete => ticket.state == TicketState::Closed,
            _ => open,
        }
    }
}

/// A ticket that a team has, or no team any more: who worked on it keeps it only where nothing changes by that.
fn handed_over(ticket: Seen, to_team: bool) -> Seen {
    let team = to_team.then(|| team().id);
    let claimed_by = ticket.claimed_by.filter(|_| ticket.team == team);
    Seen { claimed_by, team, ..ticket }
}

/// A ticket in which somebody wrote.
fn written_in(ticket: Seen, who: Person) -> Seen {
    let side = ticket.side(who.user());
    let waiting_for = if side == WaitingFor::Member { WaitingFor::Staff } else { WaitingFor::Member };
    let asked = ticket.asked.clone().filter(|asked| asked.awaits != side);
    Seen { waiting_for, answered: ticket.answered || side == WaitingFor::Staff, asked, ..ticket }
}

fn asked(hours: Option<u32>, who: Person, ticket: &Seen, now: Timestamp) -> Asked {
    let side = ticket.side(who.user());
    let awaits = if side == WaitingFor::Member { WaitingFor::Staff } else { WaitingFor::Member };
    let after = hours.map_or(7 * 24, |hours| hours.max(1));
    let until = now.plus(Duration::from_hours(after.into()));
    Asked { at: now, awaits, until, closes: hours.is_some(), reason: "asked".into() }
}

/// A ticket that begins anew, in a channel in which nothing is pinned.
fn reopened(ticket: Seen) -> Seen {
    let (round, pins) = (ticket.round + 1, BTreeSet::default());
    let (state, nobody) = (TicketState::Opening, None);
    Seen { state, round, pins, claimed_by: nobody, rated_until: None, stars: None, reason: None, ..ticket }
}
