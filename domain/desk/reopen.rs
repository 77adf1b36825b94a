//! Reopening a closed ticket: the same number, a new channel.

use std::sync::Arc;
use std::time::Duration;

use super::Desk;
use super::slot::WantedSlot;
use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::discord::{Place, ReplyTo};
use crate::error::{Error, Outcome, Refusal};
use crate::ids::{TicketId, UserId};
use crate::permission::Permission;
use crate::settings::{ReopenRules, Settings};
use crate::store::document::Stored;
use crate::store::slots::{SlotKind, SlotOwner};
use crate::ticket::{Ticket, TicketState};

impl Desk {
    /// The closed tickets that the actor may reopen, or at least follow up, and may mean by what they typed so far.
    pub async fn tickets_to_reopen(&self, at: Place, actor: &Actor, typed: &str) -> Outcome<Vec<Ticket>> {
        self.tickets_meant(at, actor, Permission::FollowUp, TicketState::Closed, typed).await
    }

    /// Begins to reopen a ticket; whoever waits at `tell` is told when its channel is there. The member needs free
    /// slots for it, as for a new one.
    pub async fn reopen(&self, at: Place, actor: &Actor, id: TicketId, tell: Option<ReplyTo>) -> Outcome<()> {
        let (known, settings) = self.ticket_to_reopen(at, actor, id).await?;
        let ticket = &known.value;
        if ticket.knows(&actor.cause) {
            return Ok(());
        }
        if ticket.state != TicketState::Closed {
            return Err(Refusal::NotClosed.into());
        }
        let kind = settings.ticket_type(ticket.kind)?;
        must_be_in_time(kind.reopen, ticket, self.clock.now())?;
        let of = SlotOwner { bot: at.bot, kind: SlotKind::Type(ticket.kind), user: ticket.opener };
        let (opened_by, limit) = (&ticket.opened_by, kind.limit);
        let wanted = WantedSlot { of, opened_by, ticket: Some(id), limit, uncounted: Vec::new() };
        let slots = self.take_slots(at, &settings, actor, wanted).await;
        let slot = slots.map_err(|error| whose(error, ticket.opener))?.of_type.value.number;
        let asked = self.request_sync(at, actor, id, tell).await?;
        let now = self.clock.now();
        let tickets = self.repositories(at).await?.tickets;
        let reopening = tickets.update(known, |ticket| {
            if !ticket.knows(&actor.cause) {
                ticket.reopen(actor, now)?;
                ticket.slot = Some(slot);
            }
            Ok(())
        });
        let reopened = reopening.await;
        self.start_sync(asked).await;
        reopened.map(|_| ())
    }

    /// A ticket that the actor may reopen. Whoever opened it is told that staff does, as they can follow it up.
    async fn ticket_to_reopen(
        &self,
        at: Place,
        actor: &Actor,
        id: TicketId,
    ) -> Outcome<(Stored<Ticket>, Arc<Settings>)> {
        let repositories = self.repositories(at).await?;
        let settings = repositories.settings.get().await?;
        let known = repositories.tickets.get(id).await?.ok_or(Refusal::NoSuchTicket)?;
        let ticket = Some(&known.value);
        match actor.must(Permission::ReopenTicket, &settings, ticket) {
            Err(_) if actor.must(Permission::FollowUp, &settings, ticket).is_ok() => {
                known.value.must_be_closed()?;
                Err(Refusal::StaffReopens.into())
            }
            may => Ok(may.map(|()| (known, settings))?),
        }
    }
}

/// Refuses a ticket that was closed longer ago than its type lets it be reopened.
fn must_be_in_time(rules: ReopenRules, ticket: &Ticket, now: Timestamp) -> Result<(), Refusal> {
    let Some(hours) = rules.window else { return Ok(()) };
    let closed_at = ticket.closing.as_ref().map(|closing| closing.at);
    let within = Duration::from_hours(hours.into());
    if hours > 0 && closed_at.is_none_or(|at| now.since(at) <= within) {
        Ok(())
    } else {
        Err(Refusal::NotReopened { hours })
    }
}

/// Says whose tickets they are that leave no room for another: who asks is seldom whose they are.
pub(super) fn whose(error: Error, opener: UserId) -> Error {
    match error {
        Error::Refused(Refusal::LimitReached { limit, channels }) => {
            Refusal::OpenerAtLimit { opener, limit, channels }.into()
        }
        Error::Refused(Refusal::LimitOfAllReached { limit, open, channels }) => {
            Refusal::OpenerAtLimitOfAll { opener, limit, open, channels }.into()
        }
        other => other,
    }
}
