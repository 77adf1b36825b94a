//! Counting how a guild's desk is doing.

use super::{Desk, GuildRepositories};
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::permission::Permission;
use crate::statistics::{Period, Statistics};
use crate::store::ticket_pages::Wanted;

/// So many tickets are read at once.
const A_PAGE: usize = 100;

/// So many are counted at most, the newest: whoever has more reads what its newest say.
const MOST_COUNTED: usize = 20_000;

impl Desk {
    /// How a desk did in a period, of the tickets that the actor may see. Tickets that were opened long before it and closed
    /// in it count as closed as long as they are among the newest 20,000.
    pub async fn statistics(&self, at: Place, actor: &Actor, period: &Period) -> Outcome<Statistics> {
        let GuildRepositories { settings, tickets, .. } = self.repositories(at).await?;
        let settings = settings.get().await?;
        actor.must(Permission::ViewTicket, &settings, None)?;
        let (mut counted, mut after, mut statistics) = (0, None, Statistics::default());
        while counted < MOST_COUNTED {
            let page = tickets.page(&Wanted::default(), A_PAGE, after).await?;
            counted += page.tickets.len();
            for ticket in &page.tickets {
                if actor.must(Permission::ViewTicket, &settings, Some(ticket)).is_ok() {
                    statistics.count(ticket, period);
                }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(statistics)
    }
}
