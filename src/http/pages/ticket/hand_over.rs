//! Giving a ticket to somebody: by assigning it to one of staff, or by handing it over, also to a team.

use axum::response::Response;
use serde::Deserialize;
use tickit_domain::error::{Outcome, Refusal};
use tickit_domain::ids::UserId;
use tickit_domain::ticket::{Ticket, Transfer};

use super::draft::Draft;
use super::on_ticket::OnTicket;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Who shall have it.
#[derive(Debug, Deserialize)]
pub(in crate::http::pages) struct ToIn {
    #[serde(default)]
    once: String,
    /// Somebody's id, `team:` and a team's number, or `type`.
    #[serde(default)]
    to: String,
    /// Somebody who cannot be chosen, by id.
    #[serde(default)]
    other: String,
}

/// Assigns it to one of staff.
pub(in crate::http::pages) async fn assign(on: OnTicket, Sent(form): Sent<ToIn>) -> Result<Response, Instead> {
    let done = match form.user() {
        Ok(user) => on.desk.assign(on.at, &on.sending(&form.once), on.id, user).await,
        Err(refused) => Err(refused.into()),
    };
    on.back(done, Draft::of("assign", form.other)).await
}

/// Hands it over.
pub(in crate::http::pages) async fn transfer(on: OnTicket, Sent(form): Sent<ToIn>) -> Result<Response, Instead> {
    let done = form.transfer(&on).await;
    on.back(done, Draft::of("transfer", form.other)).await
}

impl ToIn {
    /// Whom it names: by id, as a mention or not.
    fn user(&self) -> Result<UserId, Refusal> {
        let named = if self.other.trim().is_empty() { &self.to } else { &self.other };
        let id = named.trim().trim_start_matches("<@").trim_start_matches('!').trim_end_matches('>');
        id.parse().map_err(|_| Refusal::NoSuchMember)
    }

    async fn transfer(&self, on: &OnTicket) -> Outcome<Ticket> {
        let actor = on.sending(&self.once);
        let team = self.to.strip_prefix("team:").filter(|_| self.other.trim().is_empty());
        let to = match (team, self.to.as_str()) {
            (Some(number), _) => {
                let teams = on.desk.teams_to_transfer_to(on.at, &actor, on.id).await?;
                let team = teams.into_iter().find(|team| team.id.0.to_string() == number);
                Transfer::Team(team.ok_or(Refusal::NoSuchTeam)?)
            }
            (None, "type") if self.other.trim().is_empty() => Transfer::Type,
            (None, _) => Transfer::Member(self.user()?),
        };
        on.desk.transfer(on.at, &actor, on.id, &to).await
    }
}
