//! Adding a member to a ticket.

use super::Desk;
use crate::actor::{Actor, Door};
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::ticket::Ticket;
use crate::whom::Whom;

impl Desk {
    /// Refuses unless the actor could add somebody to this ticket now; asked before they are asked whom.
    pub async fn may_add_member(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        self.may(at, actor, id, Permission::AddMember).await
    }

    /// A member or a role may see a ticket and write in it. Where Discord's own clients did not say whom, it is asked
    /// whether they are of this guild.
    pub async fn add_member(&self, at: Place, actor: &Actor, id: TicketId, whom: Whom) -> Outcome<Ticket> {
        if actor.door == Door::Api {
            self.may_add_member(at, actor, id).await?;
            self.guild_choices(at).must_be_here(whom).await?;
        }
        self.change(at, actor, id, Permission::AddMember, |ticket, now| ticket.add_member(whom, actor, now)).await
    }
}
