//! Syncing a ticket: making Discord show it as its record says.
//!
//! Every step looks at the record and at what Discord was last told, does the difference, and saves what it did. So it
//! can stop anywhere and be begun again by anybody, and any number of changes need syncing only once.

use super::Desk;
use crate::discord::{DiscordError, Notice, Place};
use crate::error::{Outcome, Refusal};
use crate::ids::TicketId;
use crate::job::Job;
use crate::settings::Settings;
use crate::store::document::Stored;
use crate::ticket::{LiveChannel, Ticket, TicketState};

/// What came of one look at a channel.
enum Synced {
    /// Something: the channel as it is now.
    Changed(LiveChannel),
    /// There was nothing to do.
    UpToDate,
    /// The channel was gone.
    Gone,
}

impl Desk {
    pub(super) async fn attempt_sync(&self, job: &mut Stored<Job>, id: TicketId) -> Outcome<Option<Notice>> {
        let repositories = self.repositories(job.value.place).await?;
        let settings = repositories.settings.get().await?;
        let Some(ticket) = repositories.tickets.get(id).await? else { return Ok(None) };
        let ticket = self.sync(&job.value, &settings, ticket).await?;
        Ok(Some(how_it_went(&ticket.value)))
    }

    /// Does whatever a ticket needs until there is nothing left to do; the ticket as it is then.
    pub(super) async fn sync(
        &self,
        job: &Job,
        settings: &Settings,
        mut ticket: Stored<Ticket>,
    ) -> Outcome<Stored<Ticket>> {
        loop {
            ticket = match (ticket.value.state, ticket.value.channel.clone()) {
                (TicketState::Opening, _) => self.make_channel(job, settings, ticket).await?,
                (TicketState::Closing, channel) => self.finish_closing(job, settings, ticket, channel).await?,
                (TicketState::Open, Some(channel)) => {
                    match self.sync_channel(job.place, &ticket.value, channel.clone()).await? {
                        Synced::Changed(synced) => self.note(job.place, ticket, synced).await?,
                        Synced::UpToDate => return Ok(ticket),
                        Synced::Gone => self.close_for_want_of_channel(job.place, ticket, channel.id).await?,
                    }
                }
                (TicketState::Open | TicketState::Closed | TicketState::Failed, _) => return Ok(ticket),
            };
        }
    }

    /// Does the next thing that an open ticket's channel lacks. What Discord refuses is left until the next change.
    async fn sync_channel(&self, at: Place, ticket: &Ticket, live: LiveChannel) -> Outcome<Synced> {
        let channel = live.id;
        match self.sync_next(at, ticket, live).await {
            Ok(Some(changed)) => Ok(Synced::Changed(changed)),
            Ok(None) => Ok(Synced::UpToDate),
            Err(DiscordError::Gone) => Ok(Synced::Gone),
            Err(DiscordError::Forbidden) => Err(self.forbidden_ticket(at, Some(channel)).await.into()),
            Err(error @ (DiscordError::Rejected { .. } | DiscordError::NameRefused)) => {
                tracing::error!(guild = %at.guild, ticket = %ticket.id, %error, "a ticket's channel is left as it is");
                Ok(Synced::UpToDate)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn sync_next(
        &self,
        at: Place,
        ticket: &Ticket,
        mut live: LiveChannel,
    ) -> Result<Option<LiveChannel>, DiscordError> {
        if let Some(&user) = ticket.members.difference(&live.members).next() {
            unless_missing(self.discord.let_in(at, live.id, user).await)?;
            live.members.insert(user);
        } else if let Some(&user) = live.members.difference(&ticket.members).next() {
            unless_missing(self.discord.keep_out(at, live.id, user).await)?;
            live.members.remove(&user);
        } else if live.welcome.is_none() {
            live.welcome = Some(self.discord.post_welcome(at, live.id, ticket).await?);
            live.claimed_by = ticket.claimed_by;
        } else if let (Some(message), true) = (live.welcome, live.claimed_by != ticket.claimed_by) {
            match self.discord.update_welcome(at, live.id, message, ticket).await {
                Err(DiscordError::Missing) => live.welcome = None,
                updated => updated?,
            }
            live.claimed_by = ticket.claimed_by;
        } else if live.name != ticket.name {
            self.discord.rename_channel(at, live.id, &ticket.name).await?;
            live.name.clone_from(&ticket.name);
        } else {
            return Ok(None);
        }
        Ok(Some(live))
    }

    /// Notes what Discord was told.
    async fn note(&self, at: Place, ticket: Stored<Ticket>, live: LiveChannel) -> Outcome<Stored<Ticket>> {
        let tickets = self.repositories(at).await?.tickets;
        let noting = tickets.update(ticket, |ticket| {
            if ticket.channel.as_ref().is_some_and(|channel| channel.id == live.id) {
                ticket.channel = Some(live.clone());
            }
            Ok(())
        });
        noting.await
    }
}

/// A member who is gone needs neither letting in nor keeping out.
fn unless_missing(done: Result<(), DiscordError>) -> Result<(), DiscordError> {
    match done {
        Err(DiscordError::Missing) => Ok(()),
        done => done,
    }
}

/// What those are told who wait for a ticket's channel. It may be over by the time that they are.
pub(super) fn how_it_went(ticket: &Ticket) -> Notice {
    match &ticket.channel {
        Some(channel) => Notice::Opened { ticket: ticket.id, channel: channel.id },
        None if ticket.state == TicketState::Failed => Notice::Failed,
        None => Notice::Refused(Refusal::ChannelGone(ticket.id)),
    }
}
