//! Syncing a ticket: making Discord show it as its record says.
//!
//! Every step looks at the record and at what Discord was last told, does the difference, and saves what it did. So it
//! can stop anywhere and be begun again by anybody, and any number of changes need syncing only once.

use super::Desk;
use super::aspects::{ASPECTS, Rendered, Showing, ShownAspect, Step, Target};
use crate::actor::Who;
use crate::discord::{DiscordError, Place};
use crate::error::{Outcome, Refusal};
use crate::ids::{ChannelId, TicketId};
use crate::job::Job;
use crate::notice::Notice;
use crate::settings::Settings;
use crate::store::document::Stored;
use crate::store::tickets::Tickets;
use crate::ticket::{Aspect, Problem, Shown, Ticket, TicketState, Trouble};

/// What came of one look at one aspect.
enum Look {
    /// The ticket is as it was, or Discord shows more of it; there may be more to do.
    GoOn(Stored<Ticket>),
    /// There is nothing to do, or nothing that can be done before the next change.
    Over(Stored<Ticket>),
    /// There is something to do, later.
    Later(Stored<Ticket>, DiscordError),
    /// The channel is gone.
    Gone(Stored<Ticket>),
}

impl Desk {
    pub(super) async fn attempt_sync(&self, job: &mut Stored<Job>, id: TicketId) -> Outcome<Option<Notice>> {
        let repositories = self.repositories(job.value.place).await?;
        let settings = repositories.settings.get().await?;
        let Some(ticket) = self.ticket_to_sync(&repositories.tickets, id).await? else { return Ok(None) };
        let ticket = Box::pin(self.tell_staff(job.value.place, &settings, ticket)).await?;
        let ticket = Box::pin(self.sync(&job.value, &settings, ticket)).await?;
        Ok(Some(how_it_went(&ticket.value)))
    }

    /// A ticket whose events are in the audit log, unless the job that opens it is at it: that one makes its channel, and
    /// shows there what was changed meanwhile.
    async fn ticket_to_sync(&self, tickets: &Tickets, id: TicketId) -> Outcome<Option<Stored<Ticket>>> {
        let Some(known) = tickets.get(id).await? else { return Ok(None) };
        if known.value.state != TicketState::Opening {
            return Ok(Some(tickets.relay(known).await?));
        }
        let is_being_opened = self.is_being_opened(&known.value.opened_by).await?;
        // It is read after its job, which may have made its channel just before.
        let Some(ticket) = tickets.get(id).await? else { return Ok(None) };
        let ticket = tickets.relay(ticket).await?;
        Ok(Some(ticket).filter(|ticket| !is_being_opened || ticket.value.state != TicketState::Opening))
    }

    /// Does whatever a ticket needs until there is nothing left to do; the ticket as it is then.
    pub(super) async fn sync(
        &self,
        job: &Job,
        settings: &Settings,
        mut ticket: Stored<Ticket>,
    ) -> Outcome<Stored<Ticket>> {
        loop {
            ticket = match (ticket.value.state, ticket.value.channel) {
                (TicketState::Opening, _) => self.make_channel(job, settings, ticket).await?,
                (TicketState::Closing, channel) => {
                    Box::pin(self.finish_closing(job, settings, ticket, channel)).await?
                }
                (TicketState::Closed, _) if let Some(update) = ticket.value.summary_update() => {
                    Box::pin(self.update_summary(job.place, ticket, update)).await?
                }
                (TicketState::Open, Some(channel)) => {
                    let synced = self.sync_channel(job.place, settings, ticket, channel).await?;
                    if synced.value.is_in(channel) {
                        return Ok(synced);
                    }
                    synced
                }
                (TicketState::Open | TicketState::Closed | TicketState::Deleting | TicketState::Failed, _) => {
                    self.watcher.refused(job.place, ticket.value.id, ticket.value.refused_aspects());
                    return Ok(ticket);
                }
            };
        }
    }

    /// Has the channel of an open ticket show each aspect of it, as far as Discord lets it. What is refused is noted and
    /// told once, and holds up no other aspect; what has to wait is tried again with the job.
    async fn sync_channel(
        &self,
        at: Place,
        settings: &Settings,
        mut ticket: Stored<Ticket>,
        channel: ChannelId,
    ) -> Outcome<Stored<Ticket>> {
        let target = Target { at, channel, settings, rendered: Rendered::default() };
        let mut later = None;
        for aspect in ASPECTS {
            loop {
                ticket = match self.look(&target, ticket, aspect).await? {
                    Look::GoOn(ticket) if ticket.value.is_in(channel) => ticket,
                    Look::GoOn(ticket) => return Ok(ticket),
                    Look::Gone(ticket) => return self.close_for_want_of_channel(at, ticket, channel).await,
                    Look::Over(over) => {
                        ticket = over;
                        break;
                    }
                    Look::Later(unchanged, error) => {
                        (ticket, later) = (unchanged, later.or(Some(error)));
                        break;
                    }
                }
            }
        }
        let ticket = self.tell_of_troubles(at, settings, ticket, channel).await?;
        later.map_or(Ok(ticket), |error| Err(error.into()))
    }

    /// Takes the next step for one aspect.
    async fn look(&self, target: &Target<'_>, ticket: Stored<Ticket>, aspect: &dyn ShownAspect) -> Outcome<Look> {
        let (discord, presenter, at, channel) = (&*self.discord, &*self.presenter, target.at, target.channel);
        let showing = Showing { discord, presenter, target, ticket: &ticket.value };
        let (name, shown) = (aspect.aspect(), &ticket.value.shown);
        let trouble = shown.troubles.get(&name);
        if aspect.is_shown(&showing, shown) {
            if trouble.is_none() {
                return Ok(Look::Over(ticket));
            }
            let shown = shown.clone();
            return self.note(at, ticket, channel, name, shown).await.map(Look::Over);
        }
        let now = (ticket.value.log.changes(), shown.retries);
        if trouble.is_some_and(|trouble| (trouble.tried_at_change, trouble.tried_at_retry) == now) {
            return Ok(Look::Over(ticket));
        }
        let mut forgotten = shown.clone();
        aspect.forget(&showing, &mut forgotten);
        if forgotten != *shown {
            return self.save_shown(at, ticket, channel, forgotten).await.map(Look::GoOn);
        }
        let error = match aspect.show(&showing, shown.clone()).await {
            Ok(Step::Another(shown)) => return self.note(at, ticket, channel, name, shown).await.map(Look::GoOn),
            Ok(Step::Last(shown)) => {
                let changes = ticket.value.log.changes();
                let noted = self.note(at, ticket, channel, name, shown).await?;
                // Somebody may have changed it meanwhile.
                return Ok(if noted.value.log.changes() == changes { Look::Over(noted) } else { Look::GoOn(noted) });
            }
            Err(DiscordError::Gone) => return Ok(Look::Gone(ticket)),
            Err(error) => error,
        };
        match Problem::of(&error) {
            Some(Problem::Forbidden { .. }) => {
                let problem = Problem::Forbidden { missing: self.missing_for(at, channel, name).await };
                self.note_trouble(at, ticket, channel, name, &problem).await.map(Look::Over)
            }
            Some(problem) => self.note_trouble(at, ticket, channel, name, &problem).await.map(Look::Over),
            None => Ok(Look::Later(ticket, error)),
        }
    }

    /// Notes what Discord was told of one aspect.
    async fn note(
        &self,
        at: Place,
        ticket: Stored<Ticket>,
        channel: ChannelId,
        aspect: Aspect,
        mut shown: Shown,
    ) -> Outcome<Stored<Ticket>> {
        shown.troubles.remove(&aspect);
        self.save_shown(at, ticket, channel, shown).await
    }

    /// Saves what Discord shows as far as is known. What is to be tried again since it was looked at stays to be.
    async fn save_shown(
        &self,
        at: Place,
        ticket: Stored<Ticket>,
        channel: ChannelId,
        shown: Shown,
    ) -> Outcome<Stored<Ticket>> {
        let noting = |there: &mut Shown| *there = Shown { retries: there.retries, ..shown.clone() };
        Box::pin(self.change_shown(at, ticket, channel, noting)).await
    }

    async fn note_trouble(
        &self,
        at: Place,
        ticket: Stored<Ticket>,
        channel: ChannelId,
        aspect: Aspect,
        problem: &Problem,
    ) -> Outcome<Stored<Ticket>> {
        tracing::warn!(guild = %at.guild, ticket = %ticket.value.id, ?aspect, ?problem, "Discord does not show this");
        let (now, change, retry) = (self.clock.now(), ticket.value.log.changes(), ticket.value.shown.retries);
        let noting = self.change_shown(at, ticket, channel, |shown| {
            let known = shown.troubles.get(&aspect).filter(|known| known.problem == *problem);
            let (since, told) = known.map_or((now, false), |known| (known.since, known.told));
            let problem = problem.clone();
            let trouble = Trouble { problem, since, tried_at_change: change, tried_at_retry: retry, told };
            shown.troubles.insert(aspect, trouble);
        });
        noting.await
    }

    /// Says once what Discord refuses: in the ticket's channel, where it was asked for, and in the log channel.
    async fn tell_of_troubles(
        &self,
        at: Place,
        settings: &Settings,
        ticket: Stored<Ticket>,
        channel: ChannelId,
    ) -> Outcome<Stored<Ticket>> {
        let untold = ticket.value.shown.troubles.iter().filter(|(_, trouble)| !trouble.told);
        let untold: Vec<(Aspect, Trouble)> = untold.map(|(aspect, trouble)| (*aspect, trouble.clone())).collect();
        if untold.is_empty() {
            return Ok(ticket);
        }
        for (aspect, Trouble { problem, since, .. }) in &untold {
            let (id, aspect) = (ticket.value.id, *aspect);
            let told = Notice::NotShown { ticket: id, channel, aspect, problem: problem.clone() };
            let message = self.presenter.notice(&told, &ticket.value.locale);
            for place in settings.log_channel.into_iter().chain([channel]) {
                let nonce = super::nonce(("trouble", id, place, aspect, since.as_millis()));
                if let Err(error) = self.discord.post_message(at, place, &message, &nonce).await {
                    tracing::info!(guild = %at.guild, ticket = %id, channel = %place, %error, "nobody can be told there");
                }
            }
        }
        let telling = self.change_shown(at, ticket, channel, |shown| {
            for (aspect, _) in &untold {
                if let Some(trouble) = shown.troubles.get_mut(aspect) {
                    trouble.told = true;
                }
            }
        });
        telling.await
    }

    /// Changes what is noted of a ticket's channel, as long as it still is the ticket's.
    async fn change_shown(
        &self,
        at: Place,
        ticket: Stored<Ticket>,
        channel: ChannelId,
        change: impl Fn(&mut Shown) + Send + Sync,
    ) -> Outcome<Stored<Ticket>> {
        let tickets = self.repositories(at).await?.tickets;
        let noting = tickets.update(ticket, |ticket| {
            if ticket.channel == Some(channel) {
                change(&mut ticket.shown);
            }
            Ok(())
        });
        let noted = noting.await?;
        self.watcher.refused(at, noted.value.id, noted.value.refused_aspects());
        Ok(noted)
    }
}

/// What those are told who wait for a ticket's channel. It may be over by the time that they are.
pub(super) fn how_it_went(ticket: &Ticket) -> Notice {
    let trouble = ticket.shown.troubles.get(&Aspect::FirstMessage).map(|trouble| &trouble.problem);
    match ticket.channel {
        Some(channel) if let Some(Problem::Forbidden { missing }) = trouble => {
            Notice::Refused(Refusal::BotForbidden { channel: Some(channel), missing: missing.clone() })
        }
        Some(channel) if ticket.round > 1 => Notice::Reopened { ticket: ticket.id, channel, opener: ticket.opener },
        Some(channel) if ticket.submitter.is_some() => {
            Notice::OpenedFor { ticket: ticket.id, channel, opener: ticket.opener }
        }
        Some(channel) => Notice::Opened { ticket: ticket.id, channel },
        None => match &ticket.closing {
            // Nor is one that was to be open again.
            None => Notice::Failed,
            Some(closing) if closing.by == Who::Tickit => Notice::Refused(Refusal::ChannelGone { ticket: ticket.id }),
            Some(_) => Notice::Refused(Refusal::ClosedMeanwhile { ticket: ticket.id }),
        },
    }
}
