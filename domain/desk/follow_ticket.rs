//! Who may follow what becomes of a ticket, as it happens.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::event::EventKind;
use crate::ids::TicketId;
use crate::permission::Permission;

/// What somebody who follows a ticket is to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketFollower {
    /// They read all that became of it.
    Staff,
    /// They see how it stands and what was said, as who opened it does.
    Opener,
}

impl Desk {
    /// What the actor is to a ticket that they follow; refused where they may not see it.
    pub async fn follow_ticket(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<TicketFollower> {
        let (known, settings) = self.ticket_for(at, actor, id, Permission::ViewTicket).await?;
        known.value.must_stay()?;
        let reads_all = actor.must(Permission::ReadTranscript, &settings, Some(&known.value)).is_ok();
        Ok(if reads_all { TicketFollower::Staff } else { TicketFollower::Opener })
    }
}

impl TicketFollower {
    /// Whether they are told that something of this kind happened. That staff wrote a note is staff's business.
    pub fn is_told(self, kind: EventKind) -> bool {
        self == Self::Staff || kind != EventKind::NoteAdded
    }
}
