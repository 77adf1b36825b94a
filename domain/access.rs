//! Who may do what: the one table of permissions.

use crate::actor::{Actor, Authority};
use crate::error::Refusal;
use crate::permission::Permission;
use crate::settings::{Settings, WhoCloses};
use crate::ticket::Ticket;

/// What somebody is to a guild's tickets, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// A member of the guild.
    Member,
    /// Who opened the ticket.
    Opener,
    /// Who works on tickets of its type.
    Staff,
    /// Who may manage the guild.
    Admin,
}

impl Permission {
    /// What somebody has to be at least to be allowed it.
    pub const fn needs(self) -> Standing {
        match self {
            Self::OpenTicket => Standing::Member,
            Self::CloseTicket | Self::ViewTicket => Standing::Opener,
            Self::ClaimTicket
            | Self::ReopenTicket
            | Self::ReadTranscript
            | Self::AddMember
            | Self::RemoveMember
            | Self::RenameTicket
            | Self::SetPriority
            | Self::AssignTicket
            | Self::LabelTicket
            | Self::SetTopic
            | Self::PinMessage
            | Self::MoveTicket
            | Self::NoteTicket => Standing::Staff,
            Self::UnclaimTicket | Self::SendPanel | Self::ChangeSettings => Standing::Admin,
        }
    }
}

impl Actor {
    /// Refuses with [`Refusal::NotAllowed`] unless the actor may do this, to this ticket where it is about one.
    pub fn must(&self, permission: Permission, settings: &Settings, ticket: Option<&Ticket>) -> Result<(), Refusal> {
        let may = match &self.may {
            Authority::Member { .. } => self.standing(settings, ticket) >= permission.needs(),
            Authority::Granted { permissions } => permissions.contains(&permission),
            Authority::Everything => true,
        };
        match ticket {
            _ if !may => Err(Refusal::NotAllowed { needs: permission }),
            Some(ticket) if permission == Permission::CloseTicket => self.must_close(settings, ticket),
            _ => Ok(()),
        }
    }

    /// Refuses who opened a ticket where its type leaves closing to staff.
    fn must_close(&self, settings: &Settings, ticket: &Ticket) -> Result<(), Refusal> {
        let rules = settings.type_of_ticket(ticket.kind).map(|kind| kind.close).unwrap_or_default();
        let is_member = matches!(self.may, Authority::Member { .. });
        if rules.who == WhoCloses::Staff && is_member && self.standing(settings, Some(ticket)) < Standing::Staff {
            return Err(Refusal::StaffCloses);
        }
        Ok(())
    }

    /// What a member is to a ticket, or to tickets in general.
    fn standing(&self, settings: &Settings, ticket: Option<&Ticket>) -> Standing {
        let Authority::Member { roles, manages_guild } = &self.may else { return Standing::Member };
        let staff = settings.staff_of(ticket.map(|ticket| ticket.kind));
        let is_opener = ticket.is_some_and(|ticket| self.who.user() == Some(ticket.opener));
        match (manages_guild, roles.iter().any(|role| staff.contains(role)), is_opener) {
            (true, ..) => Standing::Admin,
            (_, true, _) => Standing::Staff,
            (_, _, true) => Standing::Opener,
            _ => Standing::Member,
        }
    }
}
