//! Keeping members to their limit, and never holding them to a ticket that is over.

use std::time::Duration;

use super::Desk;
use super::open::open_key;
use crate::actor::Cause;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::{ChannelId, TicketId};
use crate::job::JobState;
use crate::store::document::Stored;
use crate::store::slots::{Slot, SlotOwner, Taking};
use crate::ticket::TicketState;

/// How old a slot must be before it is asked whether its ticket still lives.
const DOUBTED_AFTER: Duration = Duration::from_secs(30);

impl Desk {
    /// Takes a slot for the ticket of an interaction, or says which it has; refused where the member is at the limit.
    /// `ticket` is its number, where it has one already.
    pub(super) async fn take_slot(
        &self,
        at: Place,
        of: SlotOwner,
        opened_by: Cause,
        ticket: Option<TicketId>,
        limit: u32,
    ) -> Outcome<Stored<Slot>> {
        let slots = self.repositories(at).await?.slots;
        let wanted = Slot { of, number: 0, opened_by, ticket, taken_at: self.clock.now() };
        let mut holders = match slots.take(wanted.clone(), limit).await? {
            Taking::Taken(slot) => return Ok(slot),
            Taking::AllTaken(holders) => holders,
        };
        let mut freed = false;
        for holder in &holders {
            if !self.holds(at, &holder.value).await? {
                slots.free(holder).await?;
                freed = true;
            }
        }
        if freed {
            holders = match slots.take(wanted, limit).await? {
                Taking::Taken(slot) => return Ok(slot),
                Taking::AllTaken(holders) => holders,
            };
        }
        Err(Refusal::LimitReached { limit, channels: self.channels_of(at, &holders).await? }.into())
    }

    /// The channels of the tickets that hold slots, as far as they have one yet.
    async fn channels_of(&self, at: Place, holders: &[Stored<Slot>]) -> Outcome<Vec<ChannelId>> {
        let tickets = self.repositories(at).await?.tickets;
        let mut channels = Vec::new();
        for Stored { value: holder, .. } in holders {
            let Some(number) = holder.ticket else { continue };
            // A slot may name a number that somebody else was given instead.
            let ticket = tickets.get(number).await?.filter(|ticket| ticket.value.opened_by == holder.opened_by);
            channels.extend(ticket.and_then(|ticket| ticket.value.channel));
        }
        Ok(channels)
    }

    /// Whether a slot's ticket is alive, or still on its way.
    async fn holds(&self, at: Place, slot: &Slot) -> Outcome<bool> {
        if self.clock.now().since(slot.taken_at) < DOUBTED_AFTER {
            return Ok(true);
        }
        let job = self.jobs().get(&open_key(&slot.opened_by)).await?;
        if job.as_ref().is_some_and(|job| matches!(job.value.state, JobState::Ready | JobState::Running)) {
            return Ok(true);
        }
        let Some(number) = slot.ticket.or_else(|| job?.value.work.ticket()) else { return Ok(false) };
        let Some(Stored { value: ticket, .. }) = self.repositories(at).await?.tickets.get(number).await? else {
            return Ok(false);
        };
        // It was moved to another type, or was to be.
        let is_elsewhere = ticket.kind != slot.of.kind;
        if ticket.opened_by != slot.opened_by
            || is_elsewhere
            || matches!(ticket.state, TicketState::Closed | TicketState::Failed)
        {
            return Ok(false);
        }
        // Its channel may have been deleted while nobody listened.
        let Some(channel) = ticket.channel.filter(|_| ticket.state == TicketState::Open) else { return Ok(true) };
        if self.discord.has_channel(at, channel).await != Ok(false) {
            return Ok(true);
        }
        self.channel_gone(at, channel).await?;
        Ok(false)
    }
}
