//! Keeping members to how many tickets they may have open in a guild, of all types together.
//!
//! Who opens a ticket takes one slot more for it, as long as anything is limited. Tickets that are open without one were
//! opened before: they are counted besides.

use std::time::Duration;

use super::Desk;
use super::slot::WantedSlot;
use crate::actor::{Actor, Authority, Cause};
use crate::discord::Place;
use crate::error::{Error, Outcome};
use crate::ids::{RoleId, TicketId, UserId};
use crate::settings::Settings;
use crate::store::document::Stored;
use crate::store::slots::{Slot, SlotKind, SlotOwner};
use crate::ticket::Ticket;

/// How long Discord is asked which roles somebody has.
const PATIENCE: Duration = Duration::from_secs(1);

impl Desk {
    /// Takes the slot of all types for a ticket, by what opens it and its number, where it has one already; none where
    /// nothing is limited.
    pub(super) async fn take_slot_of_all(
        &self,
        at: Place,
        settings: &Settings,
        actor: &Actor,
        user: UserId,
        (opened_by, ticket): (&Cause, Option<TicketId>),
    ) -> Outcome<Option<Stored<Slot>>> {
        let Some(limit) = self.limit_of_all(at, settings, actor, user).await else { return Ok(None) };
        let of = SlotOwner { bot: at.bot, kind: SlotKind::AllTypes, user };
        let repositories = self.repositories(at).await?;
        // Tickets first: whoever has one already with a slot has its slot as well.
        let open = repositories.tickets.counted_of(user).await?;
        let held = repositories.slots.held(of).await?;
        let has_slot = |ticket: &Ticket| held.iter().any(|slot| slot.value.opened_by == ticket.opened_by);
        let without = open.iter().filter(|ticket| ticket.opened_by != *opened_by && !has_slot(ticket));
        let uncounted = without.map(|ticket| as_if_counted(of, ticket)).collect();
        self.take_slot(at, WantedSlot { of, opened_by, ticket, limit, uncounted }).await.map(Some)
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

    /// What came of a ticket that took a slot of all types, which it has no use for where it was refused.
    pub(super) async fn unless_refused<T: Send>(
        &self,
        at: Place,
        of_all: Option<&Stored<Slot>>,
        made: Outcome<T>,
    ) -> Outcome<T> {
        if let (Some(held), Err(Error::Refused(_))) = (of_all, &made) {
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
