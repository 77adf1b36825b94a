//! Opening a ticket: from the press to the member's own channel.

use super::sync::how_it_went;
use super::{Desk, GuildRepositories};
use crate::actor::{Actor, Cause};
use crate::discord::{Place, ReplyTo};
use crate::error::{Outcome, Refusal};
use crate::form::Answer;
use crate::ids::TicketId;
use crate::job::{Job, Work};
use crate::name;
use crate::notice::Notice;
use crate::permission::Permission;
use crate::settings::{Settings, TicketType, TypeId};
use crate::store::StoreError;
use crate::store::document::Stored;
use crate::store::slots::SlotOwner;
use crate::ticket::{NewTicket, Ticket};

impl Desk {
    /// The type that a member is about to open, with the form to ask.
    pub async fn type_to_open(&self, at: Place, actor: &Actor, kind: TypeId) -> Outcome<TicketType> {
        let settings = self.repositories(at).await?.settings.get().await?;
        actor.must(Permission::OpenTicket, &settings, None)?;
        Ok(settings.ticket_type(kind)?.clone())
    }

    /// Begins to open a ticket of a type, with one answer a question of its form. Once this returns the wish is written
    /// down and will end in a channel or in word to the member, at `tell` where they wait there; the same cause again
    /// changes nothing.
    pub async fn open(
        &self,
        at: Place,
        actor: &Actor,
        kind: TypeId,
        given: &[String],
        tell: Option<ReplyTo>,
    ) -> Outcome<()> {
        actor.user()?;
        let answers = self.type_to_open(at, actor, kind).await?.form.answer(given)?;
        let work = Work::Open { kind, answers, ticket: None };
        self.begin(self.new_job(open_key(&actor.cause), at, actor, work, tell)).await
    }

    pub(super) async fn attempt_open(
        &self,
        job: &mut Stored<Job>,
        kind: TypeId,
        answers: Vec<Answer>,
        number: Option<TicketId>,
    ) -> Outcome<Option<Notice>> {
        let repositories = self.repositories(job.value.place).await?;
        let settings = repositories.settings.get().await?;
        let known = match number {
            Some(number) => repositories.tickets.get(number).await?,
            // What the attempt before made may have been closed since, and hold no slot that would tell.
            None if job.value.attempts > 1 => repositories.tickets.opened_by(&job.value.actor.cause).await?,
            None => None,
        };
        let ticket = match known {
            Some(ticket) => ticket,
            None => self.record(&job.value, &settings, kind, &answers).await?,
        };
        job.value.work = Work::Open { kind, answers, ticket: Some(ticket.value.id) };
        let ticket = self.sync(&job.value, &settings, ticket).await?;
        Ok(Some(how_it_went(&ticket.value)))
    }

    /// Takes a slot and a number and writes the ticket's record, or finds what an earlier attempt wrote of it.
    async fn record(
        &self,
        job: &Job,
        settings: &Settings,
        kind: TypeId,
        answers: &[Answer],
    ) -> Outcome<Stored<Ticket>> {
        let (place, actor) = (job.place, &job.actor);
        let kind = settings.ticket_type(kind)?;
        let of = SlotOwner { bot: place.bot, kind: kind.id, user: actor.user()? };
        let slot = self.take_slot(place, of, actor.cause.clone(), None, kind.limit).await?;
        let GuildRepositories { tickets, slots, .. } = self.repositories(place).await?;
        let id = if let Some(id) = slot.value.ticket {
            if let Some(known) = tickets.get(id).await? {
                return Ok(known);
            }
            id
        } else {
            let id = tickets.next_number().await?;
            slots.assign(&slot, id).await?;
            id
        };
        let name = name::from_template(&settings.name_template, id, &kind.name, actor.who.name());
        let (type_name, slot, answers) = (kind.name.clone(), slot.value.number, answers.to_vec());
        let mentions = if kind.mentions_staff { settings.staff_of(Some(kind.id)) } else { Vec::new() };
        let new = NewTicket { id, place, kind: kind.id, type_name, answers, mentions, slot, name };
        match tickets.insert(Ticket::opening(new, actor, self.clock.now())?).await {
            Err(StoreError::Conflict) => Ok(tickets.get(id).await?.ok_or(Refusal::NoSuchTicket)?),
            stored => Ok(stored?),
        }
    }
}

/// The key of an opening's job: one a cause, so that a click that comes twice makes one ticket.
pub(super) fn open_key(cause: &Cause) -> String {
    format!("job:open:{cause}")
}
