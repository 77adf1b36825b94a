//! Who shall see a ticket's channel.

use super::Ticket;
use crate::audience::{Audience, Say};
use crate::settings::{ClaimMode, Rank, Settings};
use crate::whom::Whom;

impl Ticket {
    /// Who shall see its channel: who opened it, who was added, and staff, of whom those who have not claimed it may be
    /// kept from writing or seeing it once somebody has.
    pub fn audience(&self, settings: &Settings) -> Audience {
        let mode = settings.type_of_ticket(self.kind).map(|kind| kind.claim_mode).unwrap_or_default();
        let claimer = self.claimed_by.filter(|_| mode != ClaimMode::Write).map(Whom::from);
        let others = |rank: Rank| match (rank, claimer.and(Some(mode))) {
            (_, Some(ClaimMode::Hidden)) => None,
            (Rank::Viewer, _) | (_, Some(ClaimMode::Read)) => Some(Say::Read),
            _ => Some(Say::Write),
        };
        let staff = settings.staff_for(self.kind, self.team_id()).into_iter();
        let staff = staff.filter_map(|(whom, rank)| Some((whom, others(rank)?)));
        let members = self.members.iter().copied().chain([self.opener.into()]).chain(claimer);
        staff.chain(members.map(|whom| (whom, Say::Write))).collect()
    }
}
