//! Doing the same to several tickets: each by itself, so that one that is refused is in no other's way.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use tickit_domain::actor::Actor;
use tickit_domain::error::{Error, Outcome, Refusal};
use tickit_domain::ids::{TicketId, UserId};
use tickit_domain::label::{Label, LabelChange};
use tickit_domain::ticket::Priority;

use super::filter::{FilterIn, ME};
use super::list::{self, Done, PlaceIn, Told};
use crate::http::pages::frame::base;
use crate::http::pages::in_place::InPlace;
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;
use crate::http::problem::Problem;

/// The most tickets that are changed at once.
const MOST: usize = 100;

/// What is done to each.
#[derive(Debug, Clone)]
enum Change {
    Assign(UserId),
    Label(Label),
    Priority(Priority),
    Close(String),
}

/// Changes the tickets that were ticked, and says which were refused, and why. Where all were changed, back to the list.
pub(in crate::http::pages) async fn change(
    place: InPlace,
    Sent(form): Sent<Vec<(String, String)>>,
) -> Result<Response, Instead> {
    let form = Form(form);
    let strange = || place.problem(Problem::invalid_body("1 to 100 tickets, and what is done to them."));
    let tickets = form.tickets().ok_or_else(strange)?;
    let done = match form.change(&place) {
        Ok(change) => change.ok_or_else(strange)?.each(&place, form.field("once"), tickets).await?,
        Err(refused) => refused_all(&place, refused, &tickets)?,
    };
    if done.refused.is_empty() {
        return Ok(Redirect::to(&format!("{}/tickets?{}", base(place.at), form.filter().query())).into_response());
    }
    let status = if done.changed == 0 { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let told = Told { bulk: done, ..Told::default() };
    Ok((status, list::page_with(&place, form.filter(), PlaceIn::default(), told).await?).into_response())
}

/// What is done to them cannot be done to any.
fn refused_all(place: &InPlace, error: Error, tickets: &[TicketId]) -> Result<Done, Instead> {
    match error {
        Error::Refused(refused) => {
            let (_, why) = place.refused(&refused);
            Ok(Done { changed: 0, refused: tickets.iter().map(|ticket| (ticket.get(), why.clone())).collect() })
        }
        failed @ Error::Failed(_) => Err(place.instead(failed)),
    }
}

/// The fields of the form, as they came.
struct Form(Vec<(String, String)>);

impl Form {
    fn field(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// Those that were ticked, each once; `None` where there are none or too many, or one is no ticket's number.
    fn tickets(&self) -> Option<Vec<TicketId>> {
        let ticked = self.0.iter().filter(|(field, _)| field == "ticket");
        let mut tickets = ticked.map(|(_, number)| number.parse().ok()).collect::<Option<Vec<TicketId>>>()?;
        tickets.sort_unstable();
        tickets.dedup();
        (1..=MOST).contains(&tickets.len()).then_some(tickets)
    }

    /// What is done to them; `None` where that is nothing that there is.
    fn change(&self, place: &InPlace) -> Outcome<Option<Change>> {
        Ok(match self.field("action") {
            "assign" => {
                let me = place.actor.who.user().filter(|_| self.field("to") == ME);
                let user = me.or_else(|| self.field("to").parse().ok());
                Some(Change::Assign(user.ok_or(Refusal::NoSuchMember)?))
            }
            "label" => Some(Change::Label(Label::parse(self.field("new_label"))?)),
            "priority" => serde_json::from_value(self.field("new_priority").into()).ok().map(Change::Priority),
            "close" => Some(Change::Close(self.field("reason").to_owned())),
            _ => None,
        })
    }

    /// What the list was filtered by.
    fn filter(&self) -> FilterIn {
        FilterIn::read(self.field("query"))
    }
}

impl Change {
    /// Does it to each. Where it cannot be done for a reason of ours, the rest is left.
    async fn each(&self, place: &InPlace, once: &str, tickets: Vec<TicketId>) -> Result<Done, Instead> {
        let mut done = Done::default();
        for id in tickets {
            let once = if once.is_empty() { String::new() } else { format!("{once}.{}", id.get()) };
            match self.one(place, &place.sending(&once), id).await {
                Ok(()) => done.changed += 1,
                Err(Error::Refused(refused)) => done.refused.push((id.get(), place.refused(&refused).1)),
                Err(failed @ Error::Failed(_)) => return Err(place.instead(failed)),
            }
        }
        Ok(done)
    }

    async fn one(&self, place: &InPlace, actor: &Actor, id: TicketId) -> Outcome<()> {
        let (desk, at) = (&place.desk, place.at);
        match self {
            Self::Assign(user) => drop(desk.assign(at, actor, id, *user).await?),
            Self::Label(label) => {
                let change = LabelChange::Some { added: vec![label.clone()], removed: Vec::new() };
                drop(desk.label(at, actor, id, &change).await?);
            }
            Self::Priority(priority) => drop(desk.priority(at, actor, id, *priority).await?),
            Self::Close(reason) => drop(desk.close(at, actor, id, reason).await?),
        }
        Ok(())
    }
}
