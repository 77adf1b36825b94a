//! Lists of tickets as members read them, with buttons to turn the page.

use tickit_domain::error::Outcome;
use tickit_domain::ids::TicketId;
use tickit_domain::page::Page;
use tickit_domain::ticket::{Ticket, TicketState};

use crate::context::Visit;
use crate::custom_id::CustomId;
use crate::limits::cut;
use crate::mention::{Mention, from_now};
use crate::message::{Colour, Embed, Message};
use crate::pages;
use crate::reply::Reply;
use crate::words::Speech;

/// The most characters of a title in a list.
const TITLE: usize = 60;

/// The ticket that was named, or the one of the channel.
pub(crate) async fn ticket_or_here(visit: &Visit, named: Option<TicketId>) -> Outcome<TicketId> {
    match named {
        Some(id) => Ok(id),
        None => visit.ticket().await,
    }
}

/// A page of a list. `turn` makes the custom id of the button that shows another page.
pub(crate) fn reply(
    title: String,
    found: &Page<Ticket>,
    turn: impl Fn(usize) -> CustomId,
    speech: Speech<'_>,
) -> Reply {
    let lines = found.items.iter().map(|ticket| line(ticket, speech)).collect::<Vec<_>>().join("\n");
    let lines = if lines.is_empty() { speech.say("list_tickets-none") } else { lines };
    let fill = [("page", found.page.into()), ("pages", found.pages.into()), ("total", found.total.into())];
    let text = format!("{lines}\n\n{}", speech.fill("list_tickets-page", &fill));
    let message = Message::embed(Embed::titled(title, Colour::Calm).describing(text)).ephemeral();
    Reply::Message(pages::turning(message, found.page, found.pages, turn))
}

fn line(ticket: &Ticket, speech: Speech<'_>) -> String {
    let mut parts = vec![
        format!("{} **{}**", ticket.priority.mark(), cut(&ticket.title(), TITLE)).trim_start().to_owned(),
        ticket.opener.mention(),
    ];
    parts.extend(ticket.channel.map(|channel| channel.mention()));
    parts.extend(ticket.claimed_by.map(|user| format!("🙋 {}", user.mention())));
    if ticket.state != TicketState::Open {
        parts.push(speech.say(state(ticket.state)));
    }
    parts.push(from_now(ticket.opened_at));
    parts.join(" · ")
}

/// The key of what a state is called.
pub(crate) const fn state(state: TicketState) -> &'static str {
    match state {
        TicketState::Opening => "state-opening",
        TicketState::Open => "state-open",
        TicketState::Closing => "state-closing",
        TicketState::Closed => "state-closed",
        TicketState::Deleting => "state-deleting",
        TicketState::Failed => "state-failed",
    }
}
