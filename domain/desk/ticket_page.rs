//! A page of a guild's tickets for programs: by a place in the list, which stays true while tickets come and go.

use super::{Desk, GuildRepositories};
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::store::Cursor;
use crate::store::ticket_pages::{TicketPage, Wanted};

impl Desk {
    /// Whether a bot was set up in a guild, or has tickets there. Makes and opens nothing for a guild that has nothing here.
    pub async fn is_at(&self, at: Place) -> Outcome<bool> {
        if !self.has_guild(at.guild).await? {
            return Ok(false);
        }
        let GuildRepositories { settings, tickets, .. } = self.repositories(at).await?;
        Ok(settings.is_kept().await? || !tickets.page(&Wanted::default(), 1, None).await?.tickets.is_empty())
    }

    /// The tickets that are wanted, at most `limit`, newest first, of those that the actor may see.
    pub async fn ticket_page(
        &self,
        at: Place,
        actor: &Actor,
        wanted: &Wanted,
        limit: usize,
        after: Option<Cursor>,
    ) -> Outcome<TicketPage> {
        let GuildRepositories { settings, tickets, .. } = self.repositories(at).await?;
        let settings = settings.get().await?;
        let mut page = tickets.page(wanted, limit, after).await?;
        page.tickets.retain(|ticket| actor.must(Permission::ViewTicket, &settings, Some(ticket)).is_ok());
        Ok(page)
    }
}
