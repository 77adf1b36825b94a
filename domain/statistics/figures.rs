//! What statistics know of one ticket: when it was open and who had it, and nothing that anybody said.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::event::{Event, EventKind};
use crate::ids::{BotId, TicketId, UserId};
use crate::label::Label;
use crate::priority::Priority;
use crate::settings::{TeamId, TypeId};
use crate::ticket::{Ticket, TicketState};

/// The figures of a ticket. Moments are in milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Which ticket.
    pub ticket: TicketId,
    /// Through which bot it came.
    pub bot: BotId,
    /// Its type.
    pub kind: TypeId,
    /// The team that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// How urgent it is.
    pub priority: Priority,
    /// What staff sorts it by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// Who works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<UserId>,
    /// When staff first wrote in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<i64>,
    /// When it was open, the first time first. There is one at least.
    pub rounds: Vec<Round>,
    /// What its opener gave it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<Given>,
}

/// One time that a ticket was open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// When it was asked for, or asked for again.
    pub from: i64,
    /// When its closing began; none as long as it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
    /// Who had it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<UserId>,
}

/// Stars that were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// When.
    pub at: i64,
    /// How many.
    pub stars: u8,
    /// Of which round, from 1.
    pub round: u32,
    /// Whether they said more.
    pub comment: bool,
}

impl Figures {
    /// Those of a ticket, by what happened to it, which is needed of one that was opened more than once. `None` of one that
    /// could not be opened, and of one that is being deleted.
    pub fn of(ticket: &Ticket, events: &[Event]) -> Option<Self> {
        if matches!(ticket.state, TicketState::Failed | TicketState::Deleting) {
            return None;
        }
        let rounds = if ticket.round == 1 { vec![only_round(ticket)] } else { rounds(ticket, events) };
        let given = ticket.ratings.iter().map(|rating| Given {
            at: rating.at.as_millis(),
            stars: rating.stars.get(),
            round: rating.round,
            comment: !rating.comment.is_empty(),
        });
        Some(Self {
            ticket: ticket.id,
            bot: ticket.bot,
            kind: ticket.kind,
            team: ticket.team_id(),
            priority: ticket.priority,
            labels: ticket.labels.iter().cloned().collect(),
            staff: ticket.claimed_by,
            answered: ticket.first_response_at.map(Timestamp::as_millis),
            rounds,
            ratings: given.collect(),
        })
    }

    /// When it was opened first.
    pub fn opened(&self) -> i64 {
        self.rounds.first().map_or(0, |round| round.from)
    }

    /// Since when it has been open, as long as it is.
    pub fn open_since(&self) -> Option<i64> {
        self.rounds.last().filter(|round| round.until.is_none()).map(|round| round.from)
    }

    /// When something of this happened last.
    pub fn newest(&self) -> i64 {
        let rounds = self.rounds.iter().map(|round| round.until.unwrap_or(round.from));
        rounds.chain(self.ratings.iter().map(|given| given.at)).max().unwrap_or_default()
    }

    /// Who had it in a round.
    pub fn staff_in(&self, round: u32) -> Option<UserId> {
        let index = usize::try_from(round).ok()?.checked_sub(1)?;
        self.rounds.get(index)?.staff
    }
}

/// When a ticket was open that was opened once.
fn only_round(ticket: &Ticket) -> Round {
    let until = ticket.closing.as_ref().map(|closing| closing.at.as_millis());
    Round { from: ticket.opened_at.as_millis(), until, staff: ticket.claimed_by.filter(|_| until.is_some()) }
}

/// The same of one that was opened again. A reopening takes a ticket from whoever had it, and tells who that was.
fn rounds(ticket: &Ticket, events: &[Event]) -> Vec<Round> {
    let began = |at: Timestamp| Round { from: at.as_millis(), until: None, staff: None };
    let mut rounds = vec![began(ticket.opened_at)];
    for event in events {
        match event.kind {
            EventKind::Reopened => {
                if let Some(last) = rounds.last_mut() {
                    last.staff = event.before.get("claimed_by").and_then(|user| UserId::deserialize(user).ok());
                }
                rounds.push(began(event.at));
            }
            // It could not be opened again, and is closed as before.
            EventKind::Failed if rounds.len() > 1 => drop(rounds.pop()),
            EventKind::Closing => {
                if let Some(last) = rounds.last_mut() {
                    last.until = Some(event.at.as_millis());
                }
            }
            _ => {}
        }
    }
    if let Some(last) = rounds.last_mut().filter(|last| last.until.is_some()) {
        last.staff = last.staff.or(ticket.claimed_by);
    }
    rounds
}
