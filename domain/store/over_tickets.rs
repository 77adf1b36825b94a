//! A guild's tickets that are over, oldest first: those that its retention is about.

use super::document::{Document, Stored, decode};
use super::tickets::Tickets;
use super::{Cursor, Facets, Filter, List, Order, Selection, StoreResult};
use crate::clock::Timestamp;
use crate::ticket::{Ticket, TicketState};

/// So many tickets are read at once.
const A_PAGE: usize = 100;

impl Tickets {
    /// Some that were over before a moment, at most `limit`.
    pub async fn over_before(&self, moment: Timestamp, limit: usize) -> StoreResult<Vec<Stored<Ticket>>> {
        let (mut found, mut after) = (Vec::new(), None);
        while found.len() < limit {
            let (over, next) = self.page_over_before(moment, after).await?;
            found.extend(over);
            after = next;
            if after.is_none() {
                break;
            }
        }
        found.truncate(limit);
        Ok(found)
    }

    /// How many were over before a moment, counted up to about `most`.
    pub async fn count_over_before(&self, moment: Timestamp, most: usize) -> StoreResult<usize> {
        let (mut count, mut after) = (0, None);
        while count < most {
            let (over, next) = self.page_over_before(moment, after).await?;
            count += over.len();
            after = next;
            if after.is_none() {
                break;
            }
        }
        Ok(count)
    }

    /// Whoever was over before a moment was opened before it too, by which they are listed. One that cannot be read is left
    /// out, and said.
    async fn page_over_before(
        &self,
        moment: Timestamp,
        after: Option<Cursor>,
    ) -> StoreResult<(Vec<Stored<Ticket>>, Option<Cursor>)> {
        let selection = Selection::Filter(Filter {
            kind: Ticket::KIND.into(),
            states: [TicketState::Closed, TicketState::Failed].map(|state| state.name().to_owned()).into(),
            facets: Facets::facet("bot", self.at.bot).into_iter().collect(),
            until: Some(moment),
            ..Filter::default()
        });
        let list = List { selection, order: Order::Ascending, limit: A_PAGE, after };
        let page = self.documents.store().list(&list).await?;
        let mut over = Vec::new();
        for record in page.records {
            match decode::<Ticket>(record) {
                Ok(ticket) => over.extend(Some(ticket).filter(|ticket| ticket.value.is_over_before(moment))),
                Err(error) => tracing::error!(guild = %self.at.guild, %error, "a ticket cannot be read"),
            }
        }
        Ok((over, page.next))
    }
}
