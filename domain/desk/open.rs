//! Opening a ticket: from the press to the member's own channel.

use super::add_to_blacklist::must_not_be_blacklisted;
use super::cooldown::must_not_cool_down;
use super::quote::Subject;
use super::reopen::whose;
use super::slot::WantedSlot;
use super::sync::how_it_went;
use super::{Desk, GuildRepositories, LEASE};
use crate::actor::{Actor, Authority, Cause};
use crate::discord::{Place, ReplyTo};
use crate::error::{Error, Outcome, Refusal};
use crate::form::{Answer, Given};
use crate::ids::{RoleId, TicketId};
use crate::job::{Job, Work};
use crate::name;
use crate::notice::Notice;
use crate::permission::Permission;
use crate::settings::{Settings, TicketType, TypeId};
use crate::store::document::Stored;
use crate::store::slots::{Slot, SlotKind, SlotOwner};
use crate::ticket::{NewTicket, OpenRequest, Opener, Quoted, Ticket};

/// The ticket that a job is to open.
struct Wanted<'a> {
    kind: &'a TicketType,
    answers: Vec<Answer>,
    opener: Opener,
    follows: Option<TicketId>,
    quoted: Option<Box<Quoted>>,
}

impl Desk {
    /// The type that a member is about to open, with the form to ask.
    pub async fn type_to_open(&self, at: Place, actor: &Actor, kind: TypeId) -> Outcome<TicketType> {
        let repositories = self.repositories(at).await?;
        let settings = repositories.settings.get().await?;
        actor.must(Permission::OpenTicket, &settings, None)?;
        let kind = settings.ticket_type(kind)?;
        must_have_roles(at, actor, kind)?;
        let now = self.clock.now();
        actor.must_be_here_for_long(&settings, now)?;
        must_not_be_blacklisted(&repositories, &settings, actor, now).await?;
        must_not_cool_down(&repositories.tickets, actor, kind, now).await?;
        Ok(kind.clone())
    }

    /// Begins to open a ticket, with what was given to each question of its type's form; of whoever opens one for somebody
    /// else nothing is asked. Once this returns the wish is written down and will end in a channel or in word to the member,
    /// at `tell` where they wait there; the same cause again changes nothing.
    pub async fn open(
        &self,
        at: Place,
        actor: &Actor,
        request: OpenRequest,
        given: &[Given],
        tell: Option<ReplyTo>,
    ) -> Outcome<()> {
        self.begin(self.opening(at, actor, request, given, tell).await?).await
    }

    /// The same for whoever waits for the ticket itself: its record is written before this returns, its channel is made
    /// after that. `None` where the same cause opened none, and an attempt of it is under way or has ended.
    pub async fn open_now(
        &self,
        at: Place,
        actor: &Actor,
        request: OpenRequest,
        given: &[Given],
    ) -> Outcome<Option<Ticket>> {
        let GuildRepositories { tickets, settings, .. } = self.repositories(at).await?;
        // A cause without a job opened nothing in the last day, which is asked by id rather than of all tickets.
        if self.jobs().get(&open_key(&actor.cause)).await?.is_some() {
            return Ok(tickets.opened_by(&actor.cause).await?.map(|known| known.value));
        }
        let job = self.opening(at, actor, request, given, None).await?;
        let settings = settings.get().await?;
        let Some(mut job) = self.jobs().begin(job, self.clock.now().plus(LEASE)).await? else { return Ok(None) };
        let made = Box::pin(self.ticket_of_opening(&mut job, &settings)).await;
        if let Err(Error::Refused(_)) = &made {
            self.jobs().cancel(&job.value.id).await?;
        } else {
            self.queue.push(job);
        }
        Ok(Some(made?.value))
    }

    /// The job that opens a ticket, as long as the actor may have one opened.
    async fn opening(
        &self,
        at: Place,
        actor: &Actor,
        request: OpenRequest,
        given: &[Given],
        tell: Option<ReplyTo>,
    ) -> Outcome<Job> {
        let OpenRequest { kind, origin } = request;
        let Subject { other, quoted } = self.subject(at, actor, origin).await?;
        let (opener, answers) = if let Some(user) = other {
            (Some(self.other_opener(at, actor, kind, user).await?), Vec::new())
        } else {
            actor.user()?;
            (None, self.type_to_open(at, actor, kind).await?.form.answer(given)?)
        };
        let work = Work::Open { kind, answers, ticket: None, opener, follows: None, quoted };
        Ok(self.new_job(open_key(&actor.cause), at, actor, work, tell))
    }

    /// Whether what this cause opens is under way, or will be.
    pub(super) async fn is_being_opened(&self, cause: &Cause) -> Outcome<bool> {
        Ok(self.jobs().get(&open_key(cause)).await?.is_some_and(|job| job.value.lives()))
    }

    pub(super) async fn attempt_open(&self, job: &mut Stored<Job>) -> Outcome<Option<Notice>> {
        let settings = self.repositories(job.value.place).await?.settings.get().await?;
        let ticket = Box::pin(self.ticket_of_opening(job, &settings)).await?;
        let ticket = Box::pin(self.sync(&job.value, &settings, ticket)).await?;
        let ticket = Box::pin(self.tell_staff(job.value.place, &settings, ticket)).await?;
        Ok(Some(how_it_went(&ticket.value)))
    }

    /// The ticket that a job opens, which an earlier attempt may have written.
    async fn ticket_of_opening(&self, job: &mut Stored<Job>, settings: &Settings) -> Outcome<Stored<Ticket>> {
        let Work::Open { kind, answers, ticket: number, opener, follows, quoted } = job.value.work.clone() else {
            return Err(Refusal::NoSuchTicket.into());
        };
        let tickets = self.repositories(job.value.place).await?.tickets;
        let known = match number {
            Some(number) => tickets.get(number).await?,
            // What the attempt before made may have been closed since, and hold no slot that would tell.
            None if job.value.attempts > 1 => tickets.opened_by(&job.value.actor.cause).await?,
            None => None,
        };
        let ticket = if let Some(ticket) = known {
            ticket
        } else {
            let opener = opener.map_or_else(|| Opener::of(&job.value.actor), Ok)?;
            let wanted = Wanted { kind: settings.ticket_type(kind)?, answers, opener, follows, quoted };
            Box::pin(self.record(&job.value, settings, &wanted)).await?
        };
        if let Work::Open { ticket: number, .. } = &mut job.value.work {
            *number = Some(ticket.value.id);
        }
        Ok(ticket)
    }

    /// Takes slots and a number and writes the ticket's record, or finds what an earlier attempt wrote of it.
    async fn record(&self, job: &Job, settings: &Settings, wanted: &Wanted<'_>) -> Outcome<Stored<Ticket>> {
        let (place, now) = (job.place, self.clock.now());
        let (kind, user) = (wanted.kind, wanted.opener.user);
        let repositories = self.repositories(place).await?;
        let is_own = job.actor.who.user() == Some(user);
        let mut turn = None;
        if is_own {
            must_not_be_blacklisted(&repositories, settings, &job.actor, now).await?;
            if wanted.follows.is_none() {
                job.actor.must_be_here_for_long(settings, now)?;
                turn = self.take_turn(place, &job.actor, kind).await?;
            }
        }
        let made = self.record_in_slots(job, settings, wanted).await;
        if let Some(turn) = turn.filter(|_| !matches!(made, Err(Error::Failed(_)))) {
            repositories.slots.free(&turn).await?;
        }
        made.map_err(|error| if is_own { error } else { whose(error, user) })
    }

    /// The same, in the slots that it needs.
    async fn record_in_slots(&self, job: &Job, settings: &Settings, wanted: &Wanted<'_>) -> Outcome<Stored<Ticket>> {
        let (place, cause, kind, now) = (job.place, &job.actor.cause, wanted.kind, self.clock.now());
        let of = SlotOwner { bot: place.bot, kind: SlotKind::Type(kind.id), user: wanted.opener.user };
        let tickets = self.repositories(place).await?.tickets;
        let new = |id, slot| Ticket::opening(new_ticket(place, settings, wanted, id, slot), &job.actor, now);
        // Whoever holds no first slot holds none, unless more were allowed once.
        if job.attempts == 1 && kind.highest_limit <= kind.limit && settings.open_limits.is_unlimited() {
            let slot = Slot { of, number: 1, opened_by: cause.clone(), ticket: None, taken_at: now };
            if let Some(made) = tickets.insert_at_once(slot, |id| new(id, 1)).await? {
                return Ok(made);
            }
        }
        let wanted = WantedSlot { of, opened_by: cause, ticket: None, limit: kind.limit, uncounted: Vec::new() };
        let slots = self.take_slots(place, settings, &job.actor, wanted).await?;
        let slot = &slots.of_type.value;
        if let Some(id) = slot.ticket
            && let Some(known) = tickets.get(id).await?
            && known.value.opened_by == *cause
        {
            return Ok(known);
        }
        let ticket = new(tickets.next_number().await?, slot.number);
        Ok(tickets.insert(slots.iter(), ticket).await?)
    }
}

/// Refuses a member whose roles do not let them open a ticket of this type.
pub(super) fn must_have_roles(at: Place, actor: &Actor, kind: &TicketType) -> Result<(), Refusal> {
    match &actor.may {
        Authority::Member { roles, .. } if !kind.may_be_opened_with(RoleId::new(at.guild.get()), roles) => {
            Err(Refusal::TypeNotAllowed { kind: kind.name.clone() })
        }
        _ => Ok(()),
    }
}

fn new_ticket(place: Place, settings: &Settings, wanted: &Wanted<'_>, id: TicketId, slot: u32) -> NewTicket {
    let Wanted { kind, answers, opener, follows, quoted } = wanted;
    NewTicket {
        id,
        place,
        kind: kind.id,
        type_name: kind.name.clone(),
        opener: opener.clone(),
        follows: *follows,
        quoted: quoted.clone(),
        answers: answers.clone(),
        mentions: settings.mentioned_by(kind),
        welcome: kind.welcome.clone(),
        priority: kind.priority,
        slot,
        name: name::from_template(
            kind.name_template.as_ref().unwrap_or(&settings.name_template),
            id,
            &kind.name,
            &opener.name,
        ),
    }
}

/// The key of an opening's job: one a cause, so that a click that comes twice makes one ticket.
pub(super) fn open_key(cause: &Cause) -> String {
    format!("job:open:{cause}")
}
