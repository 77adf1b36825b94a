//! Moving a ticket to another type: its staff, its category and its limit are that type's from now on.

use super::Desk;
use super::slot::WantedSlot;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::settings::{TicketType, TypeId};
use crate::store::slots::{MOST_HELD, SlotKind, SlotOwner};
use crate::ticket::Ticket;

impl Desk {
    /// Moves a ticket to another type. It holds a slot there, also where its opener has as many as they may open, and none
    /// of the type that it comes from; that of all types it keeps.
    pub async fn move_ticket(&self, at: Place, actor: &Actor, id: TicketId, to: TypeId) -> Outcome<Ticket> {
        let (known, settings) = self.ticket_for(at, actor, id, Permission::MoveTicket).await?;
        let (ticket, kind) = (known.value, settings.ticket_type(to)?);
        ticket.must_be_open()?;
        if ticket.kind == to {
            if ticket.knows(&actor.cause) {
                return Ok(ticket);
            }
            return Err(Refusal::SameType { kind: kind.name.clone() }.into());
        }
        let of = SlotOwner { bot: at.bot, kind: SlotKind::Type(to), user: ticket.opener };
        let wanted =
            WantedSlot { of, opened_by: &ticket.opened_by, ticket: Some(id), limit: MOST_HELD, uncounted: vec![] };
        let slot = self.take_slot(at, wanted).await?.value.number;
        let moving =
            self.change(at, actor, id, Permission::MoveTicket, |ticket, now| ticket.move_to(kind, slot, actor, now));
        let moved = moving.await?;
        if let Some(number) = ticket.slot.filter(|_| moved.kind == to) {
            let from = SlotOwner { kind: SlotKind::Type(ticket.kind), ..of };
            self.repositories(at).await?.slots.give_back(from, number, &ticket.opened_by).await?;
        }
        Ok(moved)
    }

    /// The types that a ticket may be moved to, as long as the actor may move it.
    pub async fn types_to_move_to(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Vec<TicketType>> {
        let (ticket, settings) = self.ticket_for(at, actor, id, Permission::MoveTicket).await?;
        ticket.value.must_be_open()?;
        Ok(settings.types.iter().filter(|kind| kind.id != ticket.value.kind).cloned().collect())
    }
}
