//! Labels: what staff sorts tickets by.

use std::collections::BTreeMap;

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::TicketId;
use crate::label::{Label, LabelChange};
use crate::permission::Permission;
use crate::ticket::{Ticket, TicketState};

/// So many open tickets are looked through for labels.
const LOOKED_THROUGH: usize = 200;

impl Desk {
    /// Changes the labels of a ticket.
    pub async fn label(&self, at: Place, actor: &Actor, id: TicketId, change: &LabelChange) -> Outcome<Ticket> {
        self.change(at, actor, id, Permission::LabelTicket, |ticket, now| ticket.label(change, actor, now)).await
    }

    /// A ticket, as long as the actor could change its labels now.
    pub async fn may_label(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Ticket> {
        self.may(at, actor, id, Permission::LabelTicket).await
    }

    /// Labels that the guild's newest tickets have, those of most tickets first, as far as they may be meant by what was
    /// typed so far.
    pub async fn labels_in_use(&self, at: Place, actor: &Actor, typed: &str) -> Outcome<Vec<Label>> {
        let repositories = self.repositories(at).await?;
        let settings = repositories.settings.get().await?;
        let mut uses: BTreeMap<Label, usize> = BTreeMap::new();
        for ticket in repositories.tickets.newest(TicketState::Open, LOOKED_THROUGH).await? {
            if actor.must(Permission::LabelTicket, &settings, Some(&ticket)).is_ok() {
                ticket.labels.into_iter().for_each(|label| *uses.entry(label).or_default() += 1);
            }
        }
        let typed = typed.trim().to_lowercase();
        let mut uses: Vec<(Label, usize)> =
            uses.into_iter().filter(|(label, _)| label.key().contains(&typed)).collect();
        uses.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(uses.into_iter().map(|(label, _)| label).collect())
    }
}
