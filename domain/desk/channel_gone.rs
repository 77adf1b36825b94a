//! A ticket's channel was deleted by hand: the ticket is closed with what was kept of it.

use super::Desk;
use crate::actor::{Actor, Door};
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::{ChannelId, InteractionId, TicketId, UserId};
use crate::store::document::Stored;
use crate::ticket::{Ticket, TicketState};

impl Desk {
    /// Closes the ticket whose channel is gone, if it was one's.
    pub async fn channel_gone(&self, at: Place, channel: ChannelId) -> Outcome<Option<TicketId>> {
        let Some(id) = self.ticket_of_channel(at, channel).await? else { return Ok(None) };
        let Some(ticket) = self.repositories(at).await?.tickets.get(id).await? else { return Ok(None) };
        if ticket.value.state != TicketState::Open || !is_in(&ticket.value, channel) {
            return Ok(None);
        }
        let asked = self.request_sync(at, &nobody(at, channel), id, None).await?;
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
        let (actor, now) = (nobody(at, channel), self.clock.now());
        let tickets = self.repositories(at).await?.tickets;
        let closing = tickets.update(ticket, |ticket| {
            if ticket.state == TicketState::Open && is_in(ticket, channel) {
                ticket.close("", &actor, now)?;
                ticket.channel = None;
            }
            Ok(())
        });
        closing.await
    }
}

fn is_in(ticket: &Ticket, channel: ChannelId) -> bool {
    ticket.channel.as_ref().is_some_and(|live| live.id == channel)
}

/// Who acts when nobody does: the bot itself. Discord does not say who deleted a channel.
fn nobody(at: Place, channel: ChannelId) -> Actor {
    Actor {
        user: UserId::new(at.bot.get()),
        name: "Discord".into(),
        roles: Vec::new(),
        is_admin: false,
        locale: String::new(),
        door: Door::Gateway,
        interaction: InteractionId::new(channel.get()),
    }
}
