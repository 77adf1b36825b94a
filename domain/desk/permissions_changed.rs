//! What the bot may do changed: tickets that Discord refused to show are tried again.

use super::Desk;
use crate::actor::{Actor, Cause, Door};
use crate::discord::Place;
use crate::error::Outcome;

impl Desk {
    /// Tries again what Discord refused to show of a guild's tickets, because roles or channels were changed.
    pub async fn permissions_changed(&self, at: Place) -> Outcome<()> {
        if !self.stores.has_guild(at.guild).await? {
            return Ok(());
        }
        let tickets = self.repositories(at).await?.tickets;
        let actor = Actor::tickit(Door::Gateway, Cause::Event("permissions".into()));
        for ticket in tickets.troubled().await? {
            let asked = self.request_sync(at, &actor, ticket.value.id, None).await?;
            let trying = tickets.update(ticket, |ticket| {
                ticket.shown.try_again();
                Ok(())
            });
            let tried = trying.await;
            self.start_sync(asked).await;
            tried?;
        }
        Ok(())
    }
}
