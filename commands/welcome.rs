//! The first message of a ticket, with its buttons.

use tickit_domain::ids::{RoleId, TicketId, UserId};
use tickit_domain::ticket::{Ticket, TicketState, WaitingFor};

use crate::custom_id::CustomId;
use crate::limits::{self, cut};
use crate::mention::{Mention, from_now};
use crate::message::{Button, ButtonStyle, Colour, Embed, Message};
use crate::words::Speech;
use crate::{
    answers, claim, close, farewell, feedback, label, more, placeholders, priority, quote, request_close, ticket_list,
    unclaim,
};

/// The welcome message, as the ticket is now, in the opener's language.
pub fn message(ticket: &Ticket, speech: Speech<'_>) -> Message {
    let embed = Embed::titled(ticket.title(), Colour::Calm)
        .describing(text(ticket, speech))
        .coloured(ticket.welcome.colour)
        .picturing(ticket.welcome.image.as_ref());
    let embed = stating(answers::with_fields(embed, &ticket.answers, quote::length(ticket)), ticket, speech);
    let (word, key) = match ticket.claimed_by {
        None => (claim::ACTION.word, "claim-button"),
        Some(_) => (unclaim::ACTION.word, "unclaim-button"),
    };
    let claim = button(word, ticket.id, speech.say(key), ButtonStyle::Secondary, "🙋");
    let close = button(close::ACTION.word, ticket.id, speech.say("close-button"), ButtonStyle::Danger, "🔒");
    let request =
        button(request_close::ACTION.word, ticket.id, speech.say("request_close-button"), ButtonStyle::Secondary, "🏁");
    Message::embed(embed)
        .calling(ticket.opener)
        .calling_roles(&called(ticket))
        .buttons(&[claim, close, request])
        .menu(&more::menu(ticket.id, speech))
}

/// How a ticket stands, for whoever looks it up.
pub fn standing(ticket: &Ticket, speech: Speech<'_>) -> Embed {
    let embed = Embed::titled(ticket.title(), Colour::Calm)
        .describing(quote::text(ticket, speech))
        .inline_field(&speech.say("log-opened-by"), &ticket.opener.mention())
        .inline_field(&speech.say("log-opened"), &from_now(ticket.opened_at))
        .inline_field(&speech.say("welcome-state"), &speech.say(ticket_list::state(ticket.state)))
        .inline_field(&speech.say("log-first-response"), &farewell::first_response(ticket, speech));
    stating(embed, ticket, speech)
}

/// With all that staff says of a ticket, and whose turn it is.
fn stating(embed: Embed, ticket: &Ticket, speech: Speech<'_>) -> Embed {
    let turn = match ticket.waiting_for {
        WaitingFor::Staff => "waiting-for-staff",
        WaitingFor::Member => "waiting-for-member",
    };
    let is_over = ticket.state == TicketState::Closed;
    let fields = [
        ("welcome-submitter", submitted(ticket, speech), false),
        ("welcome-follows", followed(ticket), true),
        ("welcome-priority", speech.say(priority::text(ticket.priority)), true),
        ("welcome-claimed-by", ticket.claimed_by.map(|user| user.mention()).unwrap_or_default(), true),
        ("welcome-team", ticket.team.as_ref().map(|team| team.name.clone()).unwrap_or_default(), true),
        ("welcome-waiting", if is_over { String::new() } else { speech.say(turn) }, true),
        ("welcome-labels", label::list(ticket), true),
        ("log-rating", ticket.rating().map(feedback::said).unwrap_or_default(), false),
        ("welcome-topic", ticket.topic.clone(), false),
        ("welcome-close-request", request_close::stated(ticket, speech), false),
    ];
    let said = fields.into_iter().filter(|(_, value, _)| !value.is_empty());
    said.fold(embed, |embed, (key, value, inline)| embed.with_field(&speech.say(key), &value, inline))
}

/// Who opened it for whom; empty where they are one.
fn submitted(ticket: &Ticket, speech: Speech<'_>) -> String {
    let fill = |by: UserId| [("by", by.mention().into()), ("user", ticket.opener.mention().into())];
    ticket.submitter.map(|by| speech.fill("welcome-submitted", &fill(by))).unwrap_or_default()
}

/// The ticket that it follows; empty where it follows none.
fn followed(ticket: &Ticket) -> String {
    ticket.follows.map(|id| format!("#{:04}", id.get())).unwrap_or_default()
}

/// What its type wants to be said, with what stands for the ticket filled in, or else our own; below it what is quoted.
fn text(ticket: &Ticket, speech: Speech<'_>) -> String {
    let own = |text: &String| placeholders::fill(text, &placeholders::of_ticket(ticket));
    let text = ticket.welcome.text.as_ref().map_or_else(|| speech.say("welcome-text"), own);
    let quote = quote::text(ticket, speech);
    if quote.is_empty() {
        return text;
    }
    let room = limits::EMBED_DESCRIPTION.saturating_sub(quote.chars().count() + 2);
    format!("{}\n\n{quote}", cut(&text, room))
}

/// The roles that are mentioned: in the first message of a new ticket, and in none that takes its place.
fn called(ticket: &Ticket) -> Vec<RoleId> {
    let first = &ticket.shown.first_message;
    let is_the_first = ticket.round == 1 && (first.posts == 0 || (first.posts == 1 && first.id.is_some()));
    if is_the_first { ticket.mentions.clone() } else { Vec::new() }
}

pub(crate) fn button(word: &str, ticket: TicketId, label: String, style: ButtonStyle, emoji: &str) -> Button {
    Button { label, custom_id: CustomId::new(word, ticket).to_string(), style, emoji: Some(emoji.into()) }
}
