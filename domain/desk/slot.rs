//! Keeping members to their limit, and never holding them to a ticket that is over.

use std::time::Duration;

use super::Desk;
use super::open::open_key;
use crate::actor::Cause;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::{ChannelId, TicketId};
use crate::store::document::Stored;
use crate::store::slots::{Slot, SlotKind, SlotOwner, Taking};
use crate::ticket::TicketState;

/// How old a slot must be before it is asked whether its ticket still lives.
const DOUBTED_AFTER: Duration = Duration::from_secs(30);

/// A slot that a ticket needs.
#[derive(Clone)]
pub(super) struct WantedSlot<'a> {
    /// Whose it is, and for what.
    pub of: SlotOwner,
    /// What opens the ticket.
    pub opened_by: &'a Cause,
    /// The ticket's number, where it has one already.
    pub ticket: Option<TicketId>,
    /// How many the member may hold.
    pub limit: u32,
    /// What tickets would hold that count and have no slot: they were opened before anything was limited.
    pub uncounted: Vec<Slot>,
}

/// The slots that a ticket has.
pub(super) struct Slots {
    pub of_type: Stored<Slot>,
    /// None where nothing is limited over all types.
    pub of_all: Option<Stored<Slot>>,
}

impl Slots {
    /// Both, as far as there are two.
    pub fn iter(&self) -> impl Iterator<Item = &Stored<Slot>> + Send {
        [&self.of_type].into_iter().chain(&self.of_all)
    }
}

impl Desk {
    /// Takes a slot for the ticket of an interaction, or says which it has; refused where the member is at the limit.
    pub(super) async fn take_slot(&self, at: Place, wanted: WantedSlot<'_>) -> Outcome<Stored<Slot>> {
        let WantedSlot { of, opened_by, ticket, limit, mut uncounted } = wanted;
        let slots = self.repositories(at).await?.slots;
        let wanted = Slot { of, number: 0, opened_by: opened_by.clone(), ticket, taken_at: self.clock.now() };
        let mut holders = match slots.take(wanted.clone(), room(limit, &uncounted)).await? {
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
        for holder in std::mem::take(&mut uncounted) {
            if self.holds(at, &holder).await? {
                uncounted.push(holder);
            } else {
                freed = true;
            }
        }
        if freed {
            holders = match slots.take(wanted, room(limit, &uncounted)).await? {
                Taking::Taken(slot) => return Ok(slot),
                Taking::AllTaken(holders) => holders,
            };
        }
        let holders: Vec<&Slot> = holders.iter().map(|held| &held.value).chain(&uncounted).collect();
        let channels = self.channels_of(at, &holders).await?;
        Err(match of.kind {
            SlotKind::Type(_) | SlotKind::Opening { .. } => Refusal::LimitReached { limit, channels }.into(),
            SlotKind::AllTypes => Refusal::LimitOfAllReached { limit, open: holders.len(), channels }.into(),
        })
    }

    /// The channels of the tickets that hold slots, as far as they have one yet.
    async fn channels_of(&self, at: Place, holders: &[&Slot]) -> Outcome<Vec<ChannelId>> {
        let tickets = self.repositories(at).await?.tickets;
        let mut channels = Vec::new();
        for holder in holders {
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
        if job.as_ref().is_some_and(|job| job.value.lives()) {
            return Ok(true);
        }
        let Some(number) = slot.ticket.or_else(|| job?.value.work.ticket()) else { return Ok(false) };
        let Some(Stored { value: ticket, .. }) = self.repositories(at).await?.tickets.get(number).await? else {
            return Ok(false);
        };
        // It was moved to another type, or was to be.
        let is_elsewhere = matches!(slot.of.kind, SlotKind::Type(kind) if kind != ticket.kind);
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

/// How many slots there are for those who count by slots.
fn room(limit: u32, uncounted: &[Slot]) -> u32 {
    limit.saturating_sub(u32::try_from(uncounted.len()).unwrap_or(u32::MAX))
}
