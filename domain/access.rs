//! Who may do what: the one table of permissions.

use crate::actor::{Actor, Authority};
use crate::error::Refusal;
use crate::ids::UserId;
use crate::permission::Permission;
use crate::settings::{Rank, Settings, WhoCloses};
use crate::ticket::Ticket;

/// What somebody is to a guild's tickets, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// A member of the guild.
    Member,
    /// Who reads tickets of its type, and no more than that.
    Viewer,
    /// Who answers and sorts tickets of its type.
    Trainee,
    /// Who works on tickets of its type.
    Staff,
    /// Who may manage the guild.
    Admin,
}

impl Permission {
    /// What somebody has to be at least to be allowed it, unless it [is the opener's](Self::is_openers).
    pub const fn needs(self) -> Standing {
        match self {
            Self::OpenTicket => Standing::Member,
            Self::ViewTicket | Self::ReadTranscript => Standing::Viewer,
            Self::ClaimTicket
            | Self::RequestClose
            | Self::AnswerCloseRequest
            | Self::SetPriority
            | Self::LabelTicket
            | Self::SetTopic
            | Self::PinMessage
            | Self::NoteTicket
            | Self::UseTag => Standing::Trainee,
            Self::CloseTicket
            | Self::ReopenTicket
            | Self::FollowUp
            | Self::AddMember
            | Self::RemoveMember
            | Self::RenameTicket
            | Self::AssignTicket
            | Self::TransferTicket
            | Self::MoveTicket
            | Self::ChangeTags
            | Self::ChangeBlacklist => Standing::Staff,
            Self::UnclaimTicket | Self::ForceClose | Self::DeleteTicket | Self::SendPanel | Self::ChangeSettings => {
                Standing::Admin
            }
        }
    }

    /// Whether who opened a ticket may do it to that one, whatever they are besides.
    pub const fn is_openers(self) -> bool {
        matches!(
            self,
            Self::CloseTicket | Self::RequestClose | Self::AnswerCloseRequest | Self::FollowUp | Self::ViewTicket
        )
    }

    /// Whether who was added to a ticket may do it to that one, whatever they are besides.
    const fn is_added_members(self) -> bool {
        matches!(self, Self::AnswerCloseRequest)
    }
}

impl Actor {
    /// Refuses with [`Refusal::NotAllowed`] unless the actor may do this, to this ticket where it is about one.
    pub fn must(&self, permission: Permission, settings: &Settings, ticket: Option<&Ticket>) -> Result<(), Refusal> {
        let may = match &self.may {
            Authority::Member { .. } => {
                let is = |of: fn(&Ticket, UserId) -> bool| {
                    ticket.zip(self.who.user()).is_some_and(|(ticket, user)| of(ticket, user))
                };
                (permission.is_openers() && is(|ticket, user| ticket.opener == user))
                    || (permission.is_added_members() && is(|ticket, user| ticket.members.contains(&user.into())))
                    || self.standing(settings, ticket) >= permission.needs()
            }
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
        let user = self.who.user();
        let rank = match ticket {
            Some(ticket) => settings.rank_for(ticket.kind, ticket.team_id(), user, roles),
            None => settings.rank_anywhere(user, roles),
        };
        match rank {
            _ if *manages_guild => Standing::Admin,
            Some(Rank::Agent) => Standing::Staff,
            Some(Rank::Trainee) => Standing::Trainee,
            Some(Rank::Viewer) => Standing::Viewer,
            None => Standing::Member,
        }
    }
}
