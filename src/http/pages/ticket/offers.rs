//! Which forms somebody is offered on a ticket's page: those that would not be refused them.

use tickit_domain::actor::Actor;
use tickit_domain::permission::Permission;
use tickit_domain::settings::Settings;
use tickit_domain::ticket::{Ticket, TicketState};

const OPEN: &[TicketState] = &[TicketState::Open];
const CLOSED: &[TicketState] = &[TicketState::Closed];
const READ: &[TicketState] = &[TicketState::Open, TicketState::Closed];
const KEPT: &[TicketState] = &[TicketState::Open, TicketState::Closing, TicketState::Closed, TicketState::Failed];

/// Each form, what it needs, and in which states of a ticket it makes sense.
const FORMS: [(&str, Permission, &[TicketState]); 18] = [
    ("answer", Permission::AnswerCloseRequest, OPEN),
    ("assign", Permission::AssignTicket, OPEN),
    ("claim", Permission::ClaimTicket, OPEN),
    ("close", Permission::CloseTicket, OPEN),
    ("delete", Permission::DeleteTicket, CLOSED),
    ("force-close", Permission::ForceClose, OPEN),
    ("labels", Permission::LabelTicket, OPEN),
    ("move", Permission::MoveTicket, OPEN),
    ("note", Permission::NoteTicket, KEPT),
    ("priority", Permission::SetPriority, OPEN),
    ("rename", Permission::RenameTicket, OPEN),
    ("reopen", Permission::ReopenTicket, CLOSED),
    ("reply", Permission::PostMessage, OPEN),
    ("request", Permission::RequestClose, OPEN),
    ("topic", Permission::SetTopic, OPEN),
    ("transcript", Permission::ReadTranscript, READ),
    ("transfer", Permission::TransferTicket, OPEN),
    ("unclaim", Permission::ClaimTicket, OPEN),
];

/// What stands in a place of its own and not among the other forms.
const ELSEWHERE: [&str; 2] = ["reply", "note"];

/// The forms that are offered, and whether whoever looks is staff.
#[derive(Debug)]
pub(super) struct Offers {
    forms: Vec<&'static str>,
    is_staff: bool,
}

impl Offers {
    /// What somebody may do to a ticket as it stands.
    pub(super) fn of(actor: &Actor, settings: &Settings, ticket: &Ticket) -> Self {
        let may = |permission| actor.must(permission, settings, Some(ticket)).is_ok();
        let is_offered = |(form, permission, states): &(&str, Permission, &[TicketState])| {
            states.contains(&ticket.state) && may(*permission) && makes_sense(form, actor, (ticket, settings), &may)
        };
        let forms = FORMS.iter().filter(|form| is_offered(form)).map(|(form, ..)| *form).collect();
        Self { forms, is_staff: may(Permission::ReadTranscript) }
    }

    /// Whether a form is offered.
    pub(super) fn has(&self, form: &str) -> bool {
        self.forms.contains(&form)
    }

    /// Whether they are staff, who may read what became of it.
    pub(super) fn is_staffs(&self) -> bool {
        self.is_staff
    }

    /// Whether there is anything to be pressed beside the conversation.
    pub(super) fn any(&self) -> bool {
        self.forms.iter().any(|form| !ELSEWHERE.contains(form))
    }
}

/// What does not go by state and permission alone.
fn makes_sense(
    form: &str,
    actor: &Actor,
    (ticket, settings): (&Ticket, &Settings),
    may: &impl Fn(Permission) -> bool,
) -> bool {
    let user = actor.who.user();
    match form {
        // Where its type's rules hold back what closes it otherwise.
        "force-close" => {
            let rules = settings.type_of_ticket(ticket.kind).map(|kind| kind.close);
            !may(Permission::CloseTicket) || rules.is_some_and(|rules| rules.reason_required)
        }
        "claim" => user.is_some() && ticket.claimed_by.is_none(),
        "unclaim" => ticket.claimed_by.is_some() && (ticket.claimed_by == user || may(Permission::UnclaimTicket)),
        // Who opened it asks only where they may not close it themselves.
        "request" => {
            let asks = user != Some(ticket.opener) || !may(Permission::CloseTicket);
            asks && ticket.close_request.is_none()
        }
        "answer" => ticket.close_request.as_ref().is_some_and(|request| request.by.key() != actor.who.key()),
        _ => true,
    }
}
