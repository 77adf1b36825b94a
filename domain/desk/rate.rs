//! Rating a ticket that is closed: stars, which are saved with the press, and a comment on them.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::ticket::{Rating, Stars, Ticket};

impl Desk {
    /// Gives the closing of a ticket's round so many stars, in place of those that it had.
    pub async fn rate(&self, at: Place, actor: &Actor, id: TicketId, round: u32, stars: Stars) -> Outcome<Ticket> {
        self.change(at, actor, id, Permission::RateTicket, |ticket, now| ticket.rate(round, stars, actor, now)).await
    }

    /// Refuses unless the actor could give the newest closing of a ticket stars now.
    pub async fn may_rate(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<()> {
        let ticket = self.ticket_for(at, actor, id, Permission::RateTicket).await?.0.value;
        Ok(ticket.must_take_feedback(ticket.round, actor, self.clock.now())?)
    }

    /// What the actor gave a round and may comment on now; asked before they are asked for a comment.
    pub async fn may_comment(&self, at: Place, actor: &Actor, id: TicketId, round: u32) -> Outcome<Rating> {
        let ticket = self.ticket_for(at, actor, id, Permission::RateTicket).await?.0.value;
        Ok(ticket.rating_to_comment_on(round, actor, self.clock.now())?.clone())
    }

    /// Has their stars carry this comment, in place of another; none where the text is empty.
    pub async fn comment(&self, at: Place, actor: &Actor, id: TicketId, round: u32, text: &str) -> Outcome<Ticket> {
        self.change(at, actor, id, Permission::RateTicket, |ticket, now| ticket.comment(round, text, actor, now)).await
    }
}
