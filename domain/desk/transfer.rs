//! Handing a ticket over: to somebody of staff, to a team, or back to whoever works on its type.

use super::Desk;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::TicketId;
use crate::permission::Permission;
use crate::settings::Team;
use crate::ticket::{Ticket, Transfer};

impl Desk {
    /// Hands a ticket over. A member has to be staff for it, and a team to be there.
    pub async fn transfer(&self, at: Place, actor: &Actor, id: TicketId, to: &Transfer) -> Outcome<Ticket> {
        let (known, settings) = self.ticket_for(at, actor, id, Permission::TransferTicket).await?;
        match to {
            Transfer::Member(user) => self.guild_choices(at).must_work_on(&settings, &known.value, *user).await?,
            Transfer::Team(team) => settings.team(team.id).map(drop)?,
            Transfer::Type => {}
        }
        self.change(at, actor, id, Permission::TransferTicket, |ticket, now| ticket.transfer(to, actor, now)).await
    }

    /// The teams that a ticket may be handed over to, as long as the actor may hand it over.
    pub async fn teams_to_transfer_to(&self, at: Place, actor: &Actor, id: TicketId) -> Outcome<Vec<Team>> {
        let (known, settings) = self.ticket_for(at, actor, id, Permission::TransferTicket).await?;
        known.value.must_be_open()?;
        Ok(settings.teams.clone())
    }

    /// The one of them that is called so, in capitals or not.
    pub async fn team_to_transfer_to(&self, at: Place, actor: &Actor, id: TicketId, name: &str) -> Outcome<Team> {
        let (wanted, teams) = (name.trim().to_lowercase(), self.teams_to_transfer_to(at, actor, id).await?);
        let found = teams.into_iter().find(|team| team.name.to_lowercase() == wanted);
        Ok(found.ok_or(Refusal::NoSuchTeam)?)
    }
}
