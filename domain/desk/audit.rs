//! What was done in a guild, by whom, and what it changed.

use std::sync::Arc;

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::event::Event;
use crate::ids::{BotId, TicketId};
use crate::permission::Permission;
use crate::store::Cursor;
use crate::store::document::Documents;
use crate::store::event_pages::{EventPage, WantedEvents};
use crate::store::events::Events;
use crate::store::tickets::Tickets;

impl Desk {
    /// What was done in a guild to what is this bot's, newest first, at most `limit`. Of tickets that were deleted it tells
    /// where no other bot was ever set up there.
    pub async fn audit(
        &self,
        at: Place,
        actor: &Actor,
        wanted: &WantedEvents,
        limit: usize,
        after: Option<Cursor>,
    ) -> Outcome<EventPage> {
        let repositories = self.repositories(at).await?;
        actor.must(Permission::ChangeSettings, &*repositories.settings.get().await?, None)?;
        let mut page = Events::new(self.documents(at.guild).await?).page(wanted, limit, after).await?;
        if self.bots_at(at.guild).await?.iter().any(|bot| *bot != at.bot) {
            let mut own = Vec::with_capacity(page.events.len());
            for event in page.events {
                if is_of(&repositories.tickets, at.bot, &event).await? {
                    own.push(event);
                }
            }
            page.events = own;
        }
        Ok(page)
    }

    /// What was done to bots, keys and sign-ins, newest first, at most `limit`: for whoever runs the service.
    pub async fn audit_of_service(
        &self,
        wanted: &WantedEvents,
        limit: usize,
        after: Option<Cursor>,
    ) -> Outcome<EventPage> {
        let core = Documents::new(self.stores.core(), Arc::clone(&self.write_tokens));
        Ok(Events::new(core).page(wanted, limit, after).await?)
    }
}

/// Whether an event is about what is a bot's: tickets are looked up, all else names its bot.
async fn is_of(tickets: &Tickets, bot: BotId, event: &Event) -> Outcome<bool> {
    let mut parts = event.subject.split(':');
    match (parts.next(), parts.next()) {
        (Some("ticket"), Some(number)) => match number.trim_start_matches('0').parse::<TicketId>() {
            Ok(id) => Ok(tickets.get(id).await?.is_some()),
            Err(_) => Ok(false),
        },
        (_, Some(named)) => Ok(named.parse() == Ok(bot)),
        _ => Ok(false),
    }
}
