//! All that a ticket's page shows to whoever looks.

use askama::Template;
use axum::response::Response;
use tickit_domain::error::Outcome;
use tickit_domain::ids::MessageId;
use tickit_domain::note::Note;
use tickit_domain::settings::Settings;
use tickit_domain::ticket::{Priority, Ticket, TicketState};

use super::draft::Draft;
use super::history::{self, HappenedOut};
use super::offers::Offers;
use super::on_ticket::OnTicket;
use super::people;
use super::talk::Talk;
use crate::http::pages::choice::Choice;
use crate::http::pages::frame::{Frame, Section, page};
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;

/// So many notes are shown, the newest.
const MOST_NOTES: usize = 100;

#[derive(Template)]
#[template(path = "pages/ticket.html")]
struct TicketPage {
    frame: Frame,
    /// Where the ticket's page is.
    address: String,
    /// Where this part of it is.
    here: String,
    /// What makes a form known that is sent twice.
    once: String,
    draft: Draft,
    offers: Offers,
    standing: Standing,
    talk: Talk,
    notes: Vec<NoteOut>,
    history: Vec<HappenedOut>,
    choices: Choices,
    ticket: Ticket,
}

/// How the ticket stands.
struct Standing {
    state: String,
    priority: String,
    waiting: Option<String>,
    me: String,
    facts: Vec<(String, String)>,
    moments: Vec<(String, Moment)>,
    answers: Vec<AnswerOut>,
}

/// What was answered to a question of the form.
struct AnswerOut {
    question: String,
    said: String,
}

struct NoteOut {
    by: String,
    at: Moment,
    text: String,
}

/// What can be chosen in the forms.
#[derive(Default)]
struct Choices {
    people: Vec<Choice>,
    teams: Vec<Choice>,
    types: Vec<Choice>,
    priorities: Vec<Choice>,
    tags: Vec<Choice>,
}

/// The page, with the end of the conversation or what stands before a message, and what was filled in.
pub(super) async fn page_with(on: &OnTicket, before: Option<MessageId>, draft: Draft) -> Result<Response, Instead> {
    let frame = on.frame(Section::Tickets).await?.on_ticket(on.at, on.id);
    let shown = TicketPage::of(on, frame, before, draft).await.map_err(|error| on.instead(error))?;
    Ok(page(&shown))
}

impl TicketPage {
    async fn of(on: &OnTicket, frame: Frame, before: Option<MessageId>, draft: Draft) -> Outcome<Self> {
        let ticket = on.desk.show_ticket(on.at, &on.actor, on.id).await?;
        let settings = on.desk.known_settings(on.at).await?;
        let offers = Offers::of(&on.actor, &settings, &ticket);
        let talk = Talk::of(on, &ticket, before).await?;
        let notes = notes(on, &offers).await?;
        let history = history::of(on, &frame, &offers).await?;
        let choices = Choices::of(on, &frame, &settings, (&ticket, &offers)).await?;
        let standing = Standing::of(on, &frame, &ticket).await;
        let (address, once) = (on.address(), on.once());
        let here = before.map_or_else(|| address.clone(), |before| format!("{address}?before={before}"));
        Ok(Self { frame, address, here, once, draft, offers, standing, talk, notes, history, choices, ticket })
    }
}

impl Standing {
    async fn of(on: &OnTicket, frame: &Frame, ticket: &Ticket) -> Self {
        Self {
            state: frame.state(ticket.state),
            priority: frame.priority(ticket.priority),
            waiting: (ticket.state == TicketState::Open).then(|| frame.waiting(ticket.waiting_for)),
            me: on.actor.who.name().to_owned(),
            facts: facts(on, frame, ticket).await,
            moments: moments(frame, ticket),
            answers: answers(ticket),
        }
    }
}

impl Choices {
    /// As far as there are forms for them.
    async fn of(
        on: &OnTicket,
        frame: &Frame,
        settings: &Settings,
        (ticket, offers): (&Ticket, &Offers),
    ) -> Outcome<Self> {
        let mut choices = Self::default();
        if offers.has("assign") || offers.has("transfer") {
            choices.people = people::staff(on).await;
            choices.teams = people::to_transfer_to(on, settings, &choices.people);
        }
        if offers.has("reply") {
            let tags = on.desk.list_tags(on.at, &on.actor).await.unwrap_or_default();
            choices.tags = Choice::among(tags.into_iter().map(|tag| (tag.name.clone(), tag.name)), "");
        }
        let others = settings.types.iter().filter(|kind| kind.id != ticket.kind);
        choices.types = Choice::among(others.map(|kind| (kind.id.0.to_string(), kind.name.as_str())), "");
        let priorities = Priority::ALL.map(|priority| (priority.name(), frame.priority(priority)));
        choices.priorities = Choice::among(priorities, ticket.priority.name());
        Ok(choices)
    }
}

/// For those who may write some.
async fn notes(on: &OnTicket, offers: &Offers) -> Outcome<Vec<NoteOut>> {
    if !offers.has("note") {
        return Ok(Vec::new());
    }
    let notes = on.desk.list_notes(on.at, &on.actor, on.id, MOST_NOTES).await?;
    let shown = |note: Note| NoteOut { by: note.by.name().to_owned(), at: Moment(note.at), text: note.text };
    Ok(notes.into_iter().map(shown).collect())
}

/// What it is, and whose, a line each.
async fn facts(on: &OnTicket, frame: &Frame, ticket: &Ticket) -> Vec<(String, String)> {
    let assignee = match ticket.claimed_by {
        Some(user) => on.name_of(user).await,
        None => frame.say("page-tickets-nobody"),
    };
    let opener = if ticket.opener_name.is_empty() { ticket.opener.to_string() } else { ticket.opener_name.clone() };
    let team = ticket.team.as_ref().map(|team| ("page-ticket-team", team.name.clone()));
    let follows = ticket.follows.map(|before| ("page-ticket-follows", format!("#{before}")));
    let reason = ticket.closing.as_ref().map(|closing| closing.reason.clone()).filter(|reason| !reason.is_empty());
    let closer = ticket.closing.as_ref().map(|closing| ("page-ticket-closed-by", closing.by.name().to_owned()));
    let stars = ticket.ratings.last().map(|rating| ("page-ticket-rating", "★".repeat(rating.stars.get().into())));
    let facts = [Some(("page-tickets-type", ticket.type_name.clone())), Some(("page-ticket-opener", opener))];
    let facts = facts.into_iter().chain([Some(("page-tickets-assignee", assignee)), team, follows, closer]);
    let facts = facts.chain([reason.map(|reason| ("page-ticket-reason", reason)), stars]);
    facts.flatten().map(|(key, text)| (frame.say(key), text)).collect()
}

/// When what happened to it, a line each.
fn moments(frame: &Frame, ticket: &Ticket) -> Vec<(String, Moment)> {
    let moments = [
        ("page-tickets-opened", Some(ticket.opened_at)),
        ("page-ticket-first-response", ticket.first_response_at),
        ("page-ticket-closed", ticket.closing.as_ref().map(|closing| closing.at)),
    ];
    moments.into_iter().filter_map(|(key, at)| Some((frame.say(key), Moment(at?)))).collect()
}

fn answers(ticket: &Ticket) -> Vec<AnswerOut> {
    let shown = |answer: &tickit_domain::form::Answer| {
        let said = if answer.answer.is_empty() { String::new() } else { answer.answer.names().join(", ") };
        AnswerOut { question: answer.question.clone(), said }
    };
    ticket.answers.iter().map(shown).collect()
}
