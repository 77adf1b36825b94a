//! Whose turn it is in a ticket.

use serde::{Deserialize, Serialize};

use super::{Ticket, TicketState};
use crate::clock::Timestamp;

/// Whose turn it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitingFor {
    /// Staff: who opened it wrote last, or nobody did yet.
    #[default]
    Staff,
    /// Who opened it, or somebody who was added: staff wrote last.
    Member,
}

impl WaitingFor {
    /// Its name, as it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Member => "member",
        }
    }
}

/// How far those were told of a ticket who want to know of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldStaff {
    /// How many of its events.
    pub changes: u32,
    /// Since when its member waits.
    pub waiting: Option<Timestamp>,
}

impl Ticket {
    /// Since when its member waits for staff, as long as they do.
    pub fn waits_since(&self) -> Option<Timestamp> {
        let waits = self.state == TicketState::Open && self.waiting_for == WaitingFor::Staff;
        waits.then(|| self.turned_at.unwrap_or(self.opened_at))
    }
}
