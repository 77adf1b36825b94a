//! A page of a guild's tickets for programs: by a place in the list, which stays true while tickets come and go.

use super::{Desk, GuildRepositories};
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::store::Cursor;
use crate::store::ticket_pages::{TicketPage, Wanted};

/// So many pages are read for one where a list cannot be asked for what is wanted.
const MOST_READ: usize = 10;

impl Desk {
    /// Whether a bot was set up in a guild, or has tickets there. Makes and opens nothing for a guild that has nothing here.
    pub async fn is_at(&self, at: Place) -> Outcome<bool> {
        if !self.has_guild(at.guild).await? {
            return Ok(false);
        }
        let GuildRepositories { settings, tickets, .. } = self.repositories(at).await?;
        Ok(settings.is_kept().await? || !tickets.page(&Wanted::default(), 1, None).await?.tickets.is_empty())
    }

    /// The tickets that are wanted, at most `limit`, in their order, of those that the actor may see.
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
        let (mut found, mut after) = (TicketPage::default(), after);
        // Where a list cannot be asked for what is wanted, some pages of it are read for one.
        for _ in 0..if wanted.unclaimed { MOST_READ } else { 1 } {
            let page = tickets.page(wanted, limit, after.take()).await?;
            let seen = page.tickets.into_iter();
            found.tickets.extend(seen.filter(|one| actor.must(Permission::ViewTicket, &settings, Some(one)).is_ok()));
            found.next = page.next;
            after.clone_from(&found.next);
            if found.next.is_none() || found.tickets.len() >= limit {
                break;
            }
        }
        if found.tickets.len() > limit {
            found.tickets.truncate(limit);
            found.next = found.tickets.last().map(TicketPage::place);
        }
        Ok(found)
    }

    /// The page of them that stands before a place, in the same order; its `next` is where the one before it ends.
    pub async fn ticket_page_before(
        &self,
        at: Place,
        actor: &Actor,
        wanted: &Wanted,
        limit: usize,
        before: Cursor,
    ) -> Outcome<TicketPage> {
        let GuildRepositories { settings, tickets, .. } = self.repositories(at).await?;
        let settings = settings.get().await?;
        let mut page = tickets.page_before(wanted, limit, before).await?;
        page.tickets.retain(|ticket| actor.must(Permission::ViewTicket, &settings, Some(ticket)).is_ok());
        Ok(page)
    }
}
