//! Who may do what: the one table of permissions.

use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::error::Refusal;
use crate::settings::Settings;
use crate::ticket::Ticket;

/// What an actor may be allowed to do, one for each verb of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Open a ticket.
    OpenTicket,
    /// Claim a ticket, and give up one's claim.
    ClaimTicket,
    /// Give up somebody else's claim.
    UnclaimTicket,
    /// Close a ticket.
    CloseTicket,
    /// Reopen a ticket.
    ReopenTicket,
    /// Add a member to a ticket.
    AddMember,
    /// Remove a member from a ticket.
    RemoveMember,
    /// Give a ticket's channel another name.
    RenameTicket,
    /// Publish panels.
    SendPanel,
    /// Change settings and ticket types.
    ChangeSettings,
}

/// What somebody is to a guild's tickets, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Member,
    Opener,
    Staff,
    Admin,
}

impl Permission {
    const fn needs(self) -> Standing {
        match self {
            Self::OpenTicket => Standing::Member,
            Self::CloseTicket => Standing::Opener,
            Self::ClaimTicket | Self::ReopenTicket | Self::AddMember | Self::RemoveMember | Self::RenameTicket => {
                Standing::Staff
            }
            Self::UnclaimTicket | Self::SendPanel | Self::ChangeSettings => Standing::Admin,
        }
    }
}

impl Actor {
    /// Refuses with [`Refusal::NotAllowed`] unless the actor may do this, to this ticket where it is about one.
    pub fn must(&self, permission: Permission, settings: &Settings, ticket: Option<&Ticket>) -> Result<(), Refusal> {
        if self.standing(settings, ticket) >= permission.needs() {
            Ok(())
        } else {
            Err(Refusal::NotAllowed(permission))
        }
    }

    fn standing(&self, settings: &Settings, ticket: Option<&Ticket>) -> Standing {
        let staff = settings.staff_of(ticket.map(|ticket| ticket.kind));
        if self.is_admin {
            Standing::Admin
        } else if self.roles.iter().any(|role| staff.contains(role)) {
            Standing::Staff
        } else if ticket.is_some_and(|ticket| ticket.opener == self.user) {
            Standing::Opener
        } else {
            Standing::Member
        }
    }
}
