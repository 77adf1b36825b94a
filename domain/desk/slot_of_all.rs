//! Keeping members to how many tickets they may have open in a guild, of all types together.
//!
//! Who opens a ticket takes one slot more for it, as long as anything is limited. Tickets that are open without one were
//! opened before: they are counted besides.

use std::time::Duration;

use super::Desk;
use super::slot::{Slots, WantedSlot};
use crate::actor::{Actor, Authority};
use crate::discord::Place;
use crate::error::{Error, Outcome};
use crate::ids::{RoleId, UserId};
use crate::settings::Settings;
use crate::store::document::Stored;
use crate::store::slots::{Slot, SlotKind, SlotOwner};
use crate::ticket::Ticket;

/// How long Discord is asked which roles somebody has.
const PATIENCE: Duration = Duration::from_secs(1);

impl Desk {
    /// Takes the slots that a ticket of a member's needs: its type's, and one of all types where anything is limited. Its
    /// type's first: whoever has both is refused nothing any more, so that nobody is refused for a ticket that never was.
    pub(super) async fn take_slots(
        &self,
        at: Place,
        settings: &Settings,
        actor: &Actor,
        wanted: WantedSlot<'_>,
    ) -> Outcome<Slots> {
        let limit = self.limit_of_all(at, settings, actor, wanted.of.user).await;
        let all_types = WantedSlot { of: SlotOwner { kind: SlotKind::AllTypes, ..wanted.of }, ..wanted.clone() };
        let of_type = self.take_slot(at, wanted).await?;
        let Some(limit) = limit else { return Ok(Slots { of_type, of_all: None }) };
        let of_all = self.take_slot_of_all(at, WantedSlot { limit, ..all_types }).await;
        let of_all = self.unless_refused(at, &of_type, of_all).await?;
        Ok(Slots { of_type, of_all: Some(of_all) })
    }

    async fn take_slot_of_all(&self, at: Place, wanted: WantedSlot<'_>) -> Outcome<Stored<Slot>> {
        let WantedSlot { of, opened_by, .. } = wanted;
        let repositories = self.repositories(at).await?;
        // Tickets first: whoever has one already with a slot has its slot as well.
        let open = repositories.tickets.counted_of(of.user).await?;
        let held = repositories.slots.held(of).await?;
        let has_slot = |ticket: &Ticket| held.iter().any(|slot| slot.value.opened_by == ticket.opened_by);
        let without = open.iter().filter(|ticket| ticket.opened_by != *opened_by && !has_slot(ticket));
        let uncounted = without.map(|ticket| as_if_counted(of, ticket)).collect();
        self.take_slot(at, WantedSlot { uncounted, ..wanted }).await
    }

    /// How many tickets a member may have open, of all types together.
    async fn limit_of_all(&self, at: Place, settings: &Settings, actor: &Actor, user: UserId) -> Option<u32> {
        let limits = &settings.open_limits;
        if limits.roles.is_empty() { limits.each } else { limits.of(&self.roles_of(at, actor, user).await) }
    }

    /// The roles of a member, who need not be who acts; none where Discord does not say.
    async fn roles_of(&self, at: Place, actor: &Actor, user: UserId) -> Vec<RoleId> {
        if let Authority::Member { roles, .. } = &actor.may
            && actor.who.user() == Some(user)
        {
            return roles.clone();
        }
        match self.discord.member(at, user, PATIENCE).await {
            Ok(member) => member.roles,
            Err(error) => {
                tracing::debug!(guild = %at.guild, %user, %error, "it is not known which roles a member has");
                Vec::new()
            }
        }
    }

    /// What came of what a slot was taken for, which is of no use where that was refused.
    pub(super) async fn unless_refused<T: Send>(&self, at: Place, held: &Stored<Slot>, made: Outcome<T>) -> Outcome<T> {
        if let Err(Error::Refused(_)) = &made {
            self.repositories(at).await?.slots.free(held).await?;
        }
        made
    }
}

/// The slot that a ticket would hold.
fn as_if_counted(of: SlotOwner, ticket: &Ticket) -> Slot {
    let (opened_by, taken_at) = (ticket.opened_by.clone(), ticket.opened_at);
    Slot { of, number: 0, opened_by, ticket: Some(ticket.id), taken_at }
}
