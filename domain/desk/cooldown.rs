//! Holding members to the pause between two tickets of a type.
//!
//! Which was opened last, tickets tell. While one is being opened it holds the only slot for that, so that two which come
//! at once are not both the first.

use std::time::Duration;

use super::Desk;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::settings::TicketType;
use crate::store::StoreError;
use crate::store::document::Stored;
use crate::store::slots::{Slot, SlotKind, SlotOwner, Taking};
use crate::store::tickets::Tickets;

/// How often a slot is asked for that somebody held whose opening is over.
const MOST_TRIES: usize = 5;

impl Desk {
    /// Takes a member's turn to open a ticket of a type, to be given back once the ticket is stored; none where the type
    /// has no pause. Refused while another one of theirs is being opened, and in the pause after that.
    pub(super) async fn take_turn(&self, at: Place, actor: &Actor, kind: &TicketType) -> Outcome<Option<Stored<Slot>>> {
        let (pause, now) = (pause(kind), self.clock.now());
        if pause.is_zero() {
            return Ok(None);
        }
        let of = SlotOwner { bot: at.bot, kind: SlotKind::Opening { opening: kind.id }, user: actor.user()? };
        let repositories = self.repositories(at).await?;
        let wanted = Slot { of, number: 1, opened_by: actor.cause.clone(), ticket: None, taken_at: now };
        for _ in 0..MOST_TRIES {
            let holders = match repositories.slots.take(wanted.clone(), 1).await? {
                Taking::Taken(turn) => {
                    let cooling = must_not_cool_down(&repositories.tickets, actor, kind, now).await;
                    return self.unless_refused(at, &turn, cooling).await.map(|()| Some(turn));
                }
                Taking::AllTaken(holders) => holders,
            };
            for holder in &holders {
                if self.is_being_opened(&holder.value.opened_by).await? {
                    return Err(Refusal::CoolingDown { until: holder.value.taken_at.plus(pause) }.into());
                }
                repositories.slots.free(holder).await?;
            }
        }
        Err(StoreError::Unavailable(format!("the turn to open {} is taken by too many at once", kind.id.0)).into())
    }
}

/// Refuses a member who opened a ticket of this type just now, by another click than this one.
pub(super) async fn must_not_cool_down(
    tickets: &Tickets,
    actor: &Actor,
    kind: &TicketType,
    now: Timestamp,
) -> Outcome<()> {
    let pause = pause(kind);
    if pause.is_zero() {
        return Ok(());
    }
    let last = tickets.last_opened(actor.user()?, kind.id).await?;
    let until = last.filter(|last| last.opened_by != actor.cause).map(|last| last.opened_at.plus(pause));
    match until {
        Some(until) if until > now => Err(Refusal::CoolingDown { until }.into()),
        _ => Ok(()),
    }
}

fn pause(kind: &TicketType) -> Duration {
    Duration::from_secs(kind.cooldown.into())
}
