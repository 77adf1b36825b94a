//! Making a ticket's channel, once, whatever becomes of the requests.

use std::time::Duration;

use super::open::open_key;
use super::{Desk, GuildRepositories, itself};
use crate::discord::{DiscordError, NewChannel, Place};
use crate::error::{Error, Outcome, Refusal};
use crate::error_log::{ErrorKind, NewError};
use crate::ids::ChannelId;
use crate::job::Job;
use crate::settings::Settings;
use crate::store::document::Stored;
use crate::store::messages::TicketChannel;
use crate::store::slots::{SlotKind, SlotOwner};
use crate::ticket::{Shown, Ticket, TicketState};
use crate::whom::Whom;

/// How long Discord is asked which roles there are.
const LOOK_UP: Duration = Duration::from_secs(5);

impl Desk {
    /// Makes the channel of a ticket that is opening, so that it is open; or fails it where Discord refuses for good.
    pub(super) async fn make_channel(
        &self,
        job: &Job,
        settings: &Settings,
        ticket: Stored<Ticket>,
    ) -> Outcome<Stored<Ticket>> {
        let tickets = self.repositories(job.place).await?.tickets;
        let (id, shown) = match self.find_or_make(job, settings, &ticket.value).await {
            Ok(made) => made,
            Err(Error::Refused(refusal)) => {
                self.go_without_channel(job, ticket).await?;
                return Err(refusal.into());
            }
            Err(Error::Failed(failure)) if is_for_good(&failure) => {
                self.note_no_channel(job, &ticket.value, &format!("{failure:#}"));
                return self.go_without_channel(job, ticket).await;
            }
            Err(error) => return Err(error),
        };
        let channel = TicketChannel { channel: id, bot: job.place.bot, ticket: ticket.value.id };
        let now = self.clock.now();
        let opening = tickets.update_with_channel(&channel, ticket, |ticket| {
            if ticket.state == TicketState::Opening {
                ticket.opened(id, shown.clone(), &itself(job), now);
            }
            Ok(())
        });
        opening.await
    }

    fn note_no_channel(&self, job: &Job, ticket: &Ticket, text: &str) {
        let (subject, Place { bot, guild }) = (job.id.clone(), job.place);
        let error = NewError::new(ErrorKind::Job, format!("a ticket's channel cannot be made: {text}"));
        let number = self.note_error(NewError { subject, bot: Some(bot), guild: Some(guild), ..error });
        tracing::error!(%guild, ticket = %ticket.id, %number, error = text, "a ticket's channel cannot be made");
    }

    /// A ticket that is opening fails, and after that its slots are free: one that were free before could be another's when
    /// this ticket gets a channel after all.
    pub(super) async fn go_without_channel(&self, job: &Job, ticket: Stored<Ticket>) -> Outcome<Stored<Ticket>> {
        let GuildRepositories { tickets, settings, .. } = self.repositories(job.place).await?;
        let now = self.clock.now();
        let failing = tickets.update(ticket, |ticket| {
            if ticket.state == TicketState::Opening {
                ticket.failed(&itself(job), now);
            }
            Ok(())
        });
        let failed = failing.await?;
        if matches!(failed.value.state, TicketState::Failed | TicketState::Closed) {
            self.give_slots_back(job, &*settings.get().await?, &failed.value).await?;
        }
        Ok(failed)
    }

    /// Gives a ticket's slots back, as long as it holds any.
    pub(super) async fn give_slots_back(&self, job: &Job, settings: &Settings, ticket: &Ticket) -> Outcome<()> {
        let slots = self.repositories(job.place).await?.slots;
        let of = |kind| SlotOwner { bot: ticket.bot, kind, user: ticket.opener };
        if let Some(number) = ticket.slot {
            slots.give_back(of(SlotKind::Type(ticket.kind)), number, &ticket.opened_by).await?;
        }
        if settings.open_limits.counted {
            slots.give_all_back(of(SlotKind::AllTypes), &ticket.opened_by).await?;
        }
        Ok(())
    }

    /// On a second attempt, or after another job's, a request may have been heard: the channel is looked for before it is
    /// made again. The channel and what it shows: whom it lets in changes with no ticket that is being opened, but its name
    /// and topic may have.
    async fn find_or_make(&self, job: &Job, settings: &Settings, ticket: &Ticket) -> Outcome<(ChannelId, Shown)> {
        let mut shown = ticket.shown_by_new_channel(settings);
        let is_first = job.attempts == 1 && (ticket.round > 1 || job.id == open_key(&ticket.opened_by));
        if !is_first && let Some(found) = self.discord.find_channel(job.place, &ticket.marker()).await? {
            if ticket.log.changes() > 1 {
                shown.forget_words();
            }
            return Ok((found, shown));
        }
        let mut categories = settings.categories_of(ticket.kind).into_iter();
        let mut wanted = wanted(settings, ticket, categories.next());
        loop {
            let refused = match self.discord.create_channel(job.place, &wanted).await {
                Ok(made) => return Ok((made, shown)),
                Err(refused) => refused,
            };
            match self.humbler(job.place, ticket, &wanted, &mut categories, &refused).await? {
                Some(humbler) => wanted = humbler,
                None => return Err(self.told(job.place, refused, wanted.category).await),
            }
        }
    }

    /// What to ask for instead, where something in the wish does not exist (any more): staff whose role was deleted, or
    /// a category that was, must not keep everybody from opening tickets. Nor must one that is full: there may be others.
    async fn humbler(
        &self,
        at: Place,
        ticket: &Ticket,
        wanted: &NewChannel,
        categories: &mut (impl Iterator<Item = ChannelId> + Send),
        refused: &DiscordError,
    ) -> Outcome<Option<NewChannel>> {
        let mut humbler = wanted.clone();
        match refused {
            DiscordError::NameRefused => humbler.name = format!("ticket-{:04}", ticket.id.get()),
            DiscordError::Gone => humbler.category = categories.next(),
            DiscordError::Full => humbler.category = categories.next().or(wanted.category),
            DiscordError::Missing => {
                let there = self.discord.roles(at, LOOK_UP).await?;
                humbler.audience.retain(|whom| match whom {
                    Whom::Role(role) => there.iter().any(|there| there.id == role),
                    Whom::User(_) => true,
                });
            }
            _ => {}
        }
        Ok(Some(humbler).filter(|humbler| humbler != wanted))
    }

    /// What it means for the member that no channel can be made.
    async fn told(&self, at: Place, refused: DiscordError, category: Option<ChannelId>) -> Error {
        match refused {
            DiscordError::Forbidden => self.forbidden_ticket(at, category).await.into(),
            DiscordError::Full => Refusal::Full.into(),
            DiscordError::NameRefused => Refusal::NameRefused.into(),
            other => other.into(),
        }
    }
}

/// Whether Discord would say the same again.
fn is_for_good(failure: &anyhow::Error) -> bool {
    let refused = failure.downcast_ref::<DiscordError>();
    refused
        .is_some_and(|refused| refused.is_for_good() || matches!(refused, DiscordError::Gone | DiscordError::Missing))
}

fn wanted(settings: &Settings, ticket: &Ticket, category: Option<ChannelId>) -> NewChannel {
    NewChannel {
        name: ticket.channel_name(settings),
        category,
        topic: ticket.channel_topic(settings),
        audience: ticket.audience(settings),
        reason: format!("Ticket {} of {}", ticket.id, ticket.opener_name),
    }
}
