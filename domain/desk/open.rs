//! Opening a ticket: from the press to the member's own channel.

use super::settle::how_it_went;
use super::{Desk, LEASE};
use crate::access::Permission;
use crate::actor::Actor;
use crate::discord::{Notice, Place, ReplyTo};
use crate::error::{Outcome, Refusal};
use crate::form::Answer;
use crate::ids::TicketId;
use crate::job::{Job, Work};
use crate::name;
use crate::settings::{Settings, TicketType, TypeId};
use crate::store::StoreError;
use crate::store::document::Stored;
use crate::store::slots::SlotOwner;
use crate::ticket::{NewTicket, Ticket};

impl Desk {
    /// The type that a member is about to open, with the form to ask.
    pub async fn type_to_open(&self, at: Place, actor: &Actor, kind: TypeId) -> Outcome<TicketType> {
        let settings = self.office(at).await?.settings.get().await?;
        actor.must(Permission::OpenTicket, &settings, None)?;
        Ok(settings.ticket_type(kind)?.clone())
    }

    /// Begins to open a ticket. Once this returns the wish is written down and will end in a channel or in word to the
    /// member at `reply`; the same interaction again changes nothing.
    pub async fn open(
        &self,
        at: Place,
        actor: &Actor,
        kind: &TicketType,
        given: &[String],
        reply: ReplyTo,
    ) -> Outcome<()> {
        let answers = kind.form.answer(given)?;
        let work = Work::Open { kind: kind.id, answers, ticket: None };
        let job = self.new_job(open_key(actor.interaction), at, actor, work, Some(reply));
        if let Some(begun) = self.jobs().begin(job, self.clock.now().plus(LEASE)).await? {
            self.queue.push(begun);
        }
        Ok(())
    }

    pub(super) async fn attempt_open(
        &self,
        job: &mut Stored<Job>,
        kind: TypeId,
        answers: Vec<Answer>,
        number: Option<TicketId>,
    ) -> Outcome<Option<Notice>> {
        let office = self.office(job.value.place).await?;
        let settings = office.settings.get().await?;
        let number = match number {
            Some(number) => number,
            None => self.number(job, &settings, kind, &answers).await?,
        };
        let ticket = match office.tickets.get(number).await? {
            Some(stored) => stored.value,
            None => self.record(&job.value, &settings, kind, answers, number).await?,
        };
        let ticket = self.settle(&job.value, &settings, ticket).await?;
        Ok(Some(how_it_went(&ticket)))
    }

    /// Takes a slot and a number for a job, and notes the number in it.
    async fn number(
        &self,
        job: &mut Stored<Job>,
        settings: &Settings,
        kind: TypeId,
        answers: &[Answer],
    ) -> Outcome<TicketId> {
        let (at, actor) = (job.value.place, job.value.actor.clone());
        let limit = settings.ticket_type(kind)?.limit;
        let of = SlotOwner { bot: at.bot, kind, user: actor.user };
        self.take_slot(at, of, actor.interaction, None, limit).await?;
        let number = self.office(at).await?.tickets.next_number().await?;
        job.value.work = Work::Open { kind, answers: answers.to_vec(), ticket: Some(number) };
        job.rev = self.jobs().save(&job.value, job.rev).await?;
        Ok(number)
    }

    /// Writes the ticket's record.
    async fn record(
        &self,
        job: &Job,
        settings: &Settings,
        kind: TypeId,
        answers: Vec<Answer>,
        id: TicketId,
    ) -> Outcome<Ticket> {
        let office = self.office(job.place).await?;
        let kind = settings.ticket_type(kind)?;
        let of = SlotOwner { bot: job.place.bot, kind: kind.id, user: job.actor.user };
        let slot = self.take_slot(job.place, of, job.actor.interaction, Some(id), kind.limit).await?;
        let name = name::from_template(&settings.name_template, id, &kind.name, &job.actor.name);
        let (place, type_name) = (job.place, kind.name.clone());
        let new = NewTicket { id, place, kind: kind.id, type_name, answers, slot, name };
        let ticket = Ticket::opening(new, &job.actor, self.clock.now());
        match office.tickets.insert(&ticket).await {
            Ok(_) => Ok(ticket),
            Err(StoreError::Conflict) => {
                Ok(office.tickets.get(id).await?.ok_or(Refusal::NoSuchTicket).map(|stored| stored.value)?)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// The key of an opening's job: one an interaction, so that a click that comes twice makes one ticket.
pub(super) fn open_key(interaction: crate::ids::InteractionId) -> String {
    format!("job:open:{interaction}")
}
