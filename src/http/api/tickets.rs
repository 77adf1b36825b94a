//! `/api/guilds/{guild}/tickets`: a guild's tickets, listed, looked at, changed and closed by the verbs that commands call.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Deserializer, Serialize};
use tickit_domain::desk::Desk;
use tickit_domain::error::Outcome;
use tickit_domain::ids::{TicketId, UserId};
use tickit_domain::label::{Label, LabelChange};
use tickit_domain::settings::TypeId;
use tickit_domain::store::ticket_pages::Wanted;
use tickit_domain::ticket::{Priority, Ticket, TicketState, WaitingFor};
use utoipa::ToSchema;

use super::super::body::Body;
use super::super::guild_access::InGuild;
use super::super::problem::{Problem, ProblemOut};
use super::super::state::HttpState;
use super::ticket_out::TicketOut;

/// So many tickets are a page where nothing is said.
const PAGE: usize = 50;

/// The most tickets of a page.
const MOST: usize = 100;

/// Lists tickets, newest first.
#[utoipa::path(get, path = "/api/guilds/{guild}/tickets", operation_id = "list_tickets", tag = "tickets", security(("key" = []), ("operator" = [])),
    params(
        ("guild" = String, Path, description = "The guild's id"),
        ("bot" = Option<String>, Query, description = "The bot's id, where the key is the operator's"),
        ("status" = Option<String>, Query, description = "In this state"),
        ("priority" = Option<String>, Query, description = "So urgent"),
        ("type" = Option<u16>, Query, description = "Of the type of this number"),
        ("assignee" = Option<String>, Query, description = "Claimed by this user, or given to them"),
        ("opener" = Option<String>, Query, description = "Opened by this user"),
        ("label" = Option<String>, Query, description = "With this label"),
        ("waiting_for" = Option<String>, Query, description = "Where it is this side's turn: `staff` or `member`"),
        ("limit" = Option<usize>, Query, description = "How many a page, 100 at most; 50 where nothing is said"),
        ("after" = Option<String>, Query, description = "What the page before named as `next`"),
    ),
    responses(
        (status = 200, description = "A page of tickets", body = TicketsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(
    asked: InGuild,
    State(state): State<HttpState>,
    query: Result<Query<TicketsIn>, QueryRejection>,
) -> Result<Json<TicketsOut>, Problem> {
    let Query(query) = query.map_err(|_| Problem::invalid_query("A filter has not the expected form."))?;
    let after = query.after.as_deref().map(str::parse).transpose();
    let after = after.map_err(|_| Problem::invalid_query("This is no place in the list.").in_field("after"))?;
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=MOST).contains(&limit) {
        return Err(Problem::invalid_query(format!("1 to {MOST} tickets.")).in_field("limit"));
    }
    let (desk, wanted) = (&state.desk()?.desk, query.wanted().map_err(|error| asked.problem(error))?);
    let page = desk.ticket_page(asked.at, &asked.actor, &wanted, limit, after).await;
    let page = page.map_err(|error| asked.problem(error))?;
    let next = page.next.map(|next| next.to_string());
    Ok(Json(TicketsOut { tickets: page.tickets.into_iter().map(TicketOut::from).collect(), next }))
}

/// Shows a ticket.
#[utoipa::path(get, path = "/api/guilds/{guild}/tickets/{ticket}", operation_id = "show_ticket", tag = "tickets",
    security(("key" = []), ("operator" = [])),
    params(
        ("guild" = String, Path, description = "The guild's id"),
        ("ticket" = u32, Path, description = "Its number"),
        ("bot" = Option<String>, Query, description = "The bot's id, where the key is the operator's"),
    ),
    responses(
        (status = 200, description = "The ticket", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn show(
    asked: InGuild,
    State(state): State<HttpState>,
    path: TicketPath,
) -> Result<Json<TicketOut>, Problem> {
    let shown = state.desk()?.desk.show_ticket(asked.at, &asked.actor, number(path)?).await;
    shown.map(|ticket| Json(ticket.into())).map_err(|error| asked.problem(error))
}

/// Changes of a ticket what the body names, each by itself: what comes before one that is refused is done.
#[utoipa::path(patch, path = "/api/guilds/{guild}/tickets/{ticket}", operation_id = "update_ticket", tag = "tickets",
    security(("key" = []), ("operator" = [])),
    params(
        ("guild" = String, Path, description = "The guild's id"),
        ("ticket" = u32, Path, description = "Its number"),
        ("bot" = Option<String>, Query, description = "The bot's id, where the key is the operator's"),
    ),
    request_body = TicketIn,
    responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn update(
    asked: InGuild,
    State(state): State<HttpState>,
    path: TicketPath,
    Body(body): Body<TicketIn>,
) -> Result<Json<TicketOut>, Problem> {
    let changed = Box::pin(body.change(&state.desk()?.desk, &asked, number(path)?)).await;
    changed.map(|ticket| Json(ticket.into())).map_err(|error| asked.problem(error))
}

/// Closes a ticket. Once this is answered, it will be closed.
#[utoipa::path(post, path = "/api/guilds/{guild}/tickets/{ticket}/close", operation_id = "close_ticket", tag = "tickets",
    security(("key" = []), ("operator" = [])),
    params(
        ("guild" = String, Path, description = "The guild's id"),
        ("ticket" = u32, Path, description = "Its number"),
        ("bot" = Option<String>, Query, description = "The bot's id, where the key is the operator's"),
    ),
    request_body = CloseIn,
    responses(
        (status = 200, description = "The ticket as it is now", body = TicketOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn close(
    asked: InGuild,
    State(state): State<HttpState>,
    path: TicketPath,
    Body(CloseIn { reason }): Body<CloseIn>,
) -> Result<Json<TicketOut>, Problem> {
    let closed = state.desk()?.desk.close(asked.at, &asked.actor, number(path)?, &reason).await;
    closed.map(|ticket| Json(ticket.into())).map_err(|error| asked.problem(error))
}

/// The guild and the ticket's number.
type TicketPath = Path<(String, String)>;

/// A number that is none is no ticket's.
fn number(Path((_, ticket)): TicketPath) -> Result<TicketId, Problem> {
    ticket.parse().map_err(|_| Problem::no_such_ticket())
}

/// Which tickets are wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct TicketsIn {
    /// The bot's id, where the key is not a bot's own.
    #[expect(dead_code, reason = "it is read by the extractor, and stands here so that it is known")]
    bot: Option<String>,
    /// In this state.
    status: Option<TicketState>,
    /// So urgent.
    priority: Option<Priority>,
    /// Of the type of this number.
    #[serde(rename = "type")]
    kind: Option<TypeId>,
    /// Claimed by this user, or given to them.
    assignee: Option<UserId>,
    /// Opened by this user.
    opener: Option<UserId>,
    /// With this label.
    label: Option<String>,
    /// Where it is this side's turn: `staff` or `member`.
    waiting_for: Option<WaitingFor>,
    /// How many a page, 100 at most; 50 where nothing is said.
    limit: Option<usize>,
    /// What the page before named as `next`.
    after: Option<String>,
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

/// How a ticket is closed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct CloseIn {
    /// Why, as its opener reads it.
    #[serde(default)]
    reason: String,
}

/// A page of tickets.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tickets)]
pub(in crate::http) struct TicketsOut {
    tickets: Vec<TicketOut>,
    /// Where the next page begins; none at the end.
    next: Option<String>,
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

impl TicketsIn {
    fn wanted(&self) -> Outcome<Wanted> {
        let label = self.label.as_deref().map(Label::parse).transpose()?;
        let &Self { status, priority, kind, assignee, opener, waiting_for, .. } = self;
        let states = status.into_iter().collect();
        Ok(Wanted { states, opener, claimed_by: assignee, kind, priority, label, waiting_for })
    }
}

impl TicketIn {
    /// Does one after the other; the ticket after the last.
    async fn change(self, desk: &Desk, asked: &InGuild, id: TicketId) -> Outcome<Ticket> {
        if let Some(kind) = self.kind {
            desk.move_ticket(asked.at, &asked.doing("type"), id, kind).await?;
        }
        match self.assignee {
            None => {}
            Some(Assignee::User(user)) => drop(desk.assign(asked.at, &asked.doing("assignee"), id, user).await?),
            Some(Assignee::Nobody) => drop(desk.unclaim(asked.at, &asked.doing("assignee"), id).await?),
        }
        self.sort(desk, asked, id).await?;
        desk.show_ticket(asked.at, &asked.actor, id).await
    }

    /// Changes what staff sorts a ticket by.
    async fn sort(self, desk: &Desk, asked: &InGuild, id: TicketId) -> Outcome<()> {
        if let Some(priority) = self.priority {
            desk.priority(asked.at, &asked.doing("priority"), id, priority).await?;
        }
        if let Some(labels) = self.labels {
            let labels = labels.iter().map(|label| Label::parse(label)).collect::<Result<_, _>>()?;
            desk.label(asked.at, &asked.doing("labels"), id, &LabelChange::Exactly(labels)).await?;
        }
        if let Some(topic) = self.topic {
            desk.set_topic(asked.at, &asked.doing("topic"), id, &topic).await?;
        }
        if let Some(name) = self.name {
            desk.rename(asked.at, &asked.doing("name"), id, &name).await?;
        }
        Ok(())
    }
}
