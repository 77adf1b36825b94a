//! A ticket's channel was deleted by hand: the ticket is closed with what was kept of it.

use super::Desk;
use crate::actor::{Actor, Cause, Door};
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::{ChannelId, TicketId};
use crate::store::document::Stored;
use crate::ticket::Ticket;

impl Desk {
    /// Closes the ticket whose channel is gone, if it was one's.
    pub async fn channel_gone(&self, at: Place, channel: ChannelId) -> Outcome<Option<TicketId>> {
        let Some(id) = self.ticket_of_channel(at, channel).await? else { return Ok(None) };
        let Some(ticket) = self.repositories(at).await?.tickets.get(id).await? else { return Ok(None) };
        if !ticket.value.is_in(channel) {
            return Ok(None);
        }
        let asked = self.request_sync(at, &nobody(channel), id, None).await?;
        let closing = self.close_for_want_of_channel(at, ticket, channel).await;
        self.start_sync(asked).await;
        closing?;
        Ok(Some(id))
    }

    pub(super) async fn close_for_want_of_channel(
        &self,
        at: Place,
        ticket: Stored<Ticket>,
        channel: ChannelId,
    ) -> Outcome<Stored<Ticket>> {
        let (actor, now) = (nobody(channel), self.clock.now());
        let tickets = self.repositories(at).await?.tickets;
        let closing = tickets.update(ticket, |ticket| {
            if ticket.is_in(channel) {
                ticket.close("", &actor, now)?;
                ticket.channel = None;
            }
            Ok(())
        });
        closing.await
    }
}

/// Discord does not say who deleted a channel.
fn nobody(channel: ChannelId) -> Actor {
    Actor::tickit(Door::Gateway, Cause::Event(format!("channel:{channel}")))
}
