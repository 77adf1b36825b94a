//! A guild's tickets, in pages.

use axum::Json;
use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use serde::{Deserialize, Serialize};
use tickit_domain::error::Outcome;
use tickit_domain::ids::UserId;
use tickit_domain::label::Label;
use tickit_domain::settings::TypeId;
use tickit_domain::store::ticket_pages::Wanted;
use tickit_domain::ticket::{Priority, TicketState, WaitingFor};
use utoipa::ToSchema;

use super::ticket_out::TicketOut;
use crate::http::guild_access::{GuildPath, InGuild};
use crate::http::page::{limit, moment, place};
use crate::http::problem::{Problem, ProblemOut};

/// The most characters of a text that is searched for.
const MOST_TEXT_CHARACTERS: usize = 200;

/// Lists tickets, newest first.
#[utoipa::path(get, path = "/api/guilds/{guild}/tickets", operation_id = "list_tickets", tag = "tickets",
    security(("key" = []), ("person" = []), ("operator" = [])), params(GuildPath, TicketsIn), responses(
        (status = 200, description = "A page of tickets", body = TicketsOut),
        (status = "4XX", description = "The code says why not", body = ProblemOut, content_type = "application/problem+json"),
    ))]
pub(in crate::http) async fn list(
    asked: InGuild,
    query: Result<Query<TicketsIn>, QueryRejection>,
) -> Result<Json<TicketsOut>, Problem> {
    let Query(query) = query.map_err(|_| Problem::invalid_query("A filter has not the expected form."))?;
    let (limit, after) = (limit(query.limit)?, place(query.after.as_deref())?);
    let (from, until) = (moment(query.from.as_deref(), "from")?, moment(query.until.as_deref(), "until")?);
    let wanted = query.wanted().map_err(|error| asked.problem(error))?;
    let wanted = Wanted { from, until, ..wanted };
    let page = match text(&query)? {
        Some(text) => asked.desk.search_page(asked.at, &asked.actor, (text, &wanted), limit, after.as_ref()).await,
        None => asked.desk.ticket_page(asked.at, &asked.actor, &wanted, limit, after).await,
    };
    let page = page.map_err(|error| asked.problem(error))?;
    let next = page.next.map(|next| next.to_string());
    let seen = asked.desk.seen(asked.at, &asked.actor, page.tickets).await.map_err(|error| asked.problem(error))?;
    Ok(Json(TicketsOut { tickets: seen.into_iter().map(TicketOut::from).collect(), next }))
}

/// Which tickets are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct TicketsIn {
    /// The bot's id, where the key is the operator's.
    #[expect(dead_code, reason = "it is read by `InGuild`, and stands here so that it is known")]
    bot: Option<String>,
    /// In this state.
    #[param(value_type = Option<String>)]
    status: Option<TicketState>,
    /// So urgent.
    #[param(value_type = Option<String>)]
    priority: Option<Priority>,
    /// Of the type of this number.
    #[serde(rename = "type")]
    #[param(value_type = Option<u16>)]
    kind: Option<TypeId>,
    /// Claimed by this user, or given to them; `nobody` for those that nobody has: a page of these may hold fewer than it could.
    #[param(value_type = Option<String>)]
    assignee: Option<AssigneeIn>,
    /// Opened by this user.
    #[param(value_type = Option<String>)]
    opener: Option<UserId>,
    /// With this label.
    label: Option<String>,
    /// Where it is this side's turn: `staff` or `member`.
    #[param(value_type = Option<String>)]
    waiting_for: Option<WaitingFor>,
    /// With all of these words in one of its texts: what it is called and about, its answers, what was said in it, and notes for
    /// those who may read them; or, of the newest two hundred, with this text as it is. Of messages and notes, the newest two hundred
    /// that have the words count.
    #[param(max_length = 200)]
    text: Option<String>,
    /// Opened at or after this time.
    from: Option<String>,
    /// Opened before this time.
    until: Option<String>,
    /// How many a page, 100 at most; 50 where nothing is said.
    limit: Option<usize>,
    /// What the page before named as `next`.
    after: Option<String>,
}

/// Who has a ticket.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
enum AssigneeIn {
    User(UserId),
    Nobody,
}

/// A page of tickets.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Tickets)]
pub(in crate::http) struct TicketsOut {
    tickets: Vec<TicketOut>,
    /// Where the next page begins; none at the end.
    next: Option<String>,
}

/// What is searched for.
fn text(query: &TicketsIn) -> Result<Option<&str>, Problem> {
    let refused = || Problem::invalid_query("A text to search for has 1 to 200 characters.").in_field("text");
    let is_one = |text: &str| !text.trim().is_empty() && text.chars().count() <= MOST_TEXT_CHARACTERS;
    query.text.as_deref().map(|text| is_one(text).then_some(text).ok_or_else(refused)).transpose()
}

impl TicketsIn {
    fn wanted(&self) -> Outcome<Wanted> {
        let label = self.label.as_deref().map(Label::parse).transpose()?;
        let &Self { status, priority, kind, assignee, opener, waiting_for, .. } = self;
        let states = status.into_iter().collect();
        let (claimed_by, unclaimed) = match assignee {
            Some(AssigneeIn::User(user)) => (Some(user), false),
            Some(AssigneeIn::Nobody) => (None, true),
            None => (None, false),
        };
        Ok(Wanted { states, opener, claimed_by, unclaimed, kind, priority, label, waiting_for, ..Wanted::default() })
    }
}

impl TryFrom<String> for AssigneeIn {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "nobody" => Ok(Self::Nobody),
            user => user.parse().map(Self::User).map_err(|_| "an assignee is a user's id, or nobody"),
        }
    }
}
