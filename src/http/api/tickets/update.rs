//! Changing a ticket.

use serde::{Deserialize, Deserializer};
use tickit_domain::error::Outcome;
use tickit_domain::ids::UserId;
use tickit_domain::label::{Label, LabelChange};
use tickit_domain::settings::TypeId;
use tickit_domain::ticket::{Priority, Ticket};
use utoipa::ToSchema;

use super::ticket_out::TicketOut;
use super::{OnTicket, TicketAnswer, TicketPath};
use crate::http::body::Body;
use crate::http::guild_access::BotQuery;
use crate::http::problem::ProblemOut;

/// Changes of a ticket what the body names, each by itself: what comes before one that is refused is done.
#[utoipa::path(patch, path = "/api/guilds/{guild}/tickets/{ticket}", operation_id = "update_ticket", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(TicketPath, BotQuery), request_body = TicketIn,
    responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn update(on: OnTicket, Body(body): Body<TicketIn>) -> TicketAnswer {
    on.answer(Box::pin(body.change(&on)).await).await
}

/// What becomes of a ticket: what is named.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct TicketIn {
    /// `low`, `normal`, `high` or `urgent`.
    #[schema(value_type = Option<String>)]
    priority: Option<Priority>,
    /// All labels that it has from now on.
    labels: Option<Vec<String>>,
    /// What it is about; nothing in particular where it is empty.
    topic: Option<String>,
    /// What its channel is called.
    name: Option<String>,
    /// Who of staff has it from now on; nobody where it is `null`.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<String>)]
    assignee: Option<Assignee>,
    /// The number of the type that it is moved to.
    #[serde(rename = "type")]
    #[schema(value_type = Option<u16>)]
    kind: Option<TypeId>,
}

/// Who shall have a ticket.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(from = "Option<UserId>")]
enum Assignee {
    Nobody,
    User(UserId),
}

impl From<Option<UserId>> for Assignee {
    fn from(user: Option<UserId>) -> Self {
        user.map_or(Self::Nobody, Self::User)
    }
}

/// A field that is there, also where it is `null`.
fn named<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Assignee>, D::Error> {
    Assignee::deserialize(value).map(Some)
}

impl TicketIn {
    /// Does one after the other; the ticket after the last.
    async fn change(self, on: &OnTicket) -> Outcome<Ticket> {
        let (desk, id) = (&on.desk, on.id);
        if let Some(kind) = self.kind {
            desk.move_ticket(on.at, &on.doing("type"), id, kind).await?;
        }
        match self.assignee {
            None => {}
            Some(Assignee::User(user)) => drop(desk.assign(on.at, &on.doing("assignee"), id, user).await?),
            Some(Assignee::Nobody) => drop(desk.unclaim(on.at, &on.doing("assignee"), id).await?),
        }
        self.sort(on).await?;
        desk.show_ticket(on.at, &on.actor, id).await
    }

    /// Changes what staff sorts a ticket by.
    async fn sort(self, on: &OnTicket) -> Outcome<()> {
        let (desk, id) = (&on.desk, on.id);
        if let Some(priority) = self.priority {
            desk.priority(on.at, &on.doing("priority"), id, priority).await?;
        }
        if let Some(labels) = self.labels {
            let labels = labels.iter().map(|label| Label::parse(label)).collect::<Result<_, _>>()?;
            desk.label(on.at, &on.doing("labels"), id, &LabelChange::Exactly(labels)).await?;
        }
        if let Some(topic) = self.topic {
            desk.set_topic(on.at, &on.doing("topic"), id, &topic).await?;
        }
        if let Some(name) = self.name {
            desk.rename(on.at, &on.doing("name"), id, &name).await?;
        }
        Ok(())
    }
}
