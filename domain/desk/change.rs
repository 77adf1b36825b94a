//! The way of every verb that changes one ticket: load, may they, decide, save, and have Discord follow.

use std::sync::Arc;

use super::Desk;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::settings::Settings;
use crate::store::document::Stored;
use crate::ticket::Ticket;

impl Desk {
    /// Changes a ticket as `decide` says, as long as the actor may. A sync of it is written down first, so that
    /// nothing that was saved can fail to reach Discord; an interaction that changed the ticket already changes nothing.
    pub(super) async fn change(
        &self,
        at: Place,
        actor: &Actor,
        id: TicketId,
        permission: Permission,
        decide: impl Fn(&mut Ticket, Timestamp) -> Result<(), Refusal> + Send + Sync,
    ) -> Outcome<Ticket> {
        let (known, settings) = self.ticket_for(at, actor, id, permission).await?;
        let now = self.clock.now();
        if !known.value.knows(&actor.cause) {
            decide(&mut known.value.clone(), now)?;
        }
        let asked = self.request_sync(at, actor, id, None).await?;
        let tickets = self.repositories(at).await?.tickets;
        let changing = tickets.update(known, |ticket| {
            if !ticket.knows(&actor.cause) {
                actor.must(permission, &settings, Some(ticket))?;
                decide(ticket, now)?;
            }
            Ok(())
        });
        let changed = changing.await;
        self.start_sync(asked).await;
        Ok(changed?.value)
    }

    /// An open ticket, as long as the actor may do this to it.
    pub(super) async fn may(&self, at: Place, actor: &Actor, id: TicketId, permission: Permission) -> Outcome<Ticket> {
        let ticket = self.ticket_for(at, actor, id, permission).await?.0.value;
        ticket.must_be_open()?;
        Ok(ticket)
    }

    /// A ticket and the guild's settings, as long as the actor may do this to it.
    pub(super) async fn ticket_for(
        &self,
        at: Place,
        actor: &Actor,
        id: TicketId,
        permission: Permission,
    ) -> Outcome<(Stored<Ticket>, Arc<Settings>)> {
        let repositories = self.repositories(at).await?;
        let settings = repositories.settings.get().await?;
        let ticket = repositories.tickets.get(id).await?.ok_or(Refusal::NoSuchTicket)?;
        actor.must(permission, &settings, Some(&ticket.value))?;
        Ok((ticket, settings))
    }
}
