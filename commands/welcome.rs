//! The first message of a ticket, with its buttons, and the last one about it, with its transcript.

use tickit_domain::discord::OutgoingFile;
use tickit_domain::ids::{RoleId, TicketId, UserId};
use tickit_domain::ticket::{Ticket, TicketState, WaitingFor};
use tickit_domain::transcript::{Transcript, TranscriptFile, TranscriptFormat};

use crate::custom_id::CustomId;
use crate::message::{Button, ButtonStyle, Colour, Embed, Message};
use crate::words::Speech;
use crate::{answers, claim, close, label, more, priority, reopen, ticket_list, unclaim};

/// The welcome message, as the ticket is now, in the opener's language.
pub fn message(ticket: &Ticket, speech: Speech<'_>) -> Message {
    let embed = Embed::titled(ticket.title(), Colour::Calm)
        .describing(text(ticket, speech))
        .coloured(ticket.welcome.colour)
        .picturing(ticket.welcome.image.as_ref());
    let embed = stating(answers::with_fields(embed, &ticket.answers), ticket, speech);
    let (word, key) = match ticket.claimed_by {
        None => (claim::ACTION.word, "claim-button"),
        Some(_) => (unclaim::ACTION.word, "unclaim-button"),
    };
    let claim = button(word, ticket.id, speech.say(key), ButtonStyle::Secondary, "🙋");
    let close = button(close::ACTION.word, ticket.id, speech.say("close-button"), ButtonStyle::Danger, "🔒");
    Message::embed(embed)
        .calling(ticket.opener)
        .calling_roles(&called(ticket))
        .buttons(&[claim, close])
        .menu(&more::menu(ticket.id, speech))
}

/// How a ticket stands, for whoever looks it up.
pub fn standing(ticket: &Ticket, speech: Speech<'_>) -> Message {
    let embed = Embed::titled(ticket.title(), Colour::Calm)
        .inline_field(&speech.say("log-opened-by"), &mention(ticket.opener))
        .inline_field(&speech.say("log-open-for"), &format!("<t:{}:R>", ticket.opened_at.as_seconds()))
        .inline_field(&speech.say("welcome-state"), &speech.say(ticket_list::state(ticket.state)));
    Message::embed(stating(embed, ticket, speech))
}

/// With all that staff says of a ticket, and whose turn it is.
fn stating(embed: Embed, ticket: &Ticket, speech: Speech<'_>) -> Embed {
    let turn = match ticket.waiting_for {
        WaitingFor::Staff => "waiting-for-staff",
        WaitingFor::Member => "waiting-for-member",
    };
    let unless_over = |text: String| if ticket.state == TicketState::Closed { String::new() } else { text };
    embed
        .inline_field(&speech.say("welcome-priority"), &speech.say(priority::text(ticket.priority)))
        .inline_field(&speech.say("welcome-claimed-by"), &ticket.claimed_by.map(mention).unwrap_or_default())
        .inline_field(&speech.say("welcome-waiting"), &unless_over(speech.say(turn)))
        .inline_field(&speech.say("welcome-labels"), &label::list(ticket))
        .field(&speech.say("welcome-topic"), &ticket.topic)
}

/// What its type wants to be said, with what stands for the ticket filled in; or else our own.
fn text(ticket: &Ticket, speech: Speech<'_>) -> String {
    let Some(text) = &ticket.welcome.text else { return speech.say("welcome-text") };
    text.replace("{user}", &mention(ticket.opener))
        .replace("{number}", &format!("{:04}", ticket.id.get()))
        .replace("{type}", &ticket.type_name)
        .replace("{username}", &ticket.opener_name)
}

/// The roles that are mentioned: in the first message of a new ticket, and in none that takes its place.
fn called(ticket: &Ticket) -> Vec<RoleId> {
    let first = &ticket.shown.first_message;
    let is_the_first = ticket.round == 1 && (first.posts == 0 || (first.posts == 1 && first.id.is_some()));
    if is_the_first { ticket.mentions.clone() } else { Vec::new() }
}

/// The message about a closed ticket in the log channel. Where it carries less than the whole transcript, it says so.
pub fn farewell(ticket: &Ticket, transcript: &Transcript, files: &[TranscriptFile], speech: Speech<'_>) -> Message {
    let id = [("ticket", ticket.id.get().into())];
    let lacks = match files.len() {
        0 => Some(speech.fill("log-too-large", &id)),
        1 => Some(speech.fill("log-in-part", &id)),
        _ => None,
    };
    let withheld = transcript.withheld.then(|| speech.say("transcript-no-content"));
    let said = lacks.into_iter().chain(withheld).collect::<Vec<_>>().join("\n");
    leaving(summary(ticket, transcript, speech).describing(said), ticket, speech)
}

fn leaving(summary: Embed, ticket: &Ticket, speech: Speech<'_>) -> Message {
    let reopen = button(reopen::ACTION.word, ticket.id, speech.say("reopen-button"), ButtonStyle::Secondary, "🔓");
    Message::embed(summary).buttons(&[reopen])
}

fn summary(ticket: &Ticket, transcript: &Transcript, speech: Speech<'_>) -> Embed {
    let mut embed = Embed::titled(ticket.title(), Colour::Over)
        .inline_field(&speech.say("log-opened-by"), &mention(ticket.opener))
        .inline_field(&speech.say("log-messages"), &transcript.messages.to_string());
    if let Some(claimed_by) = ticket.claimed_by {
        embed = embed.inline_field(&speech.say("welcome-claimed-by"), &mention(claimed_by));
    }
    if let Some(closing) = &ticket.closing {
        embed = embed
            .inline_field(&speech.say("log-closed-by"), &crate::mention::mention(&closing.by))
            .inline_field(&speech.say("log-open-for"), &format!("<t:{}:R>", ticket.opened_at.as_seconds()))
            .field(&speech.say("log-reason"), &closing.reason);
    }
    embed
}

/// A transcript's files as they are sent.
pub fn transcript_files(ticket: TicketId, files: Vec<TranscriptFile>) -> Vec<OutgoingFile> {
    let file = |TranscriptFile { format, piece, content }| {
        let piece = piece.map(|number| format!("-{number}")).unwrap_or_default();
        let (extension, content_type) = match format {
            TranscriptFormat::Html => ("html", "text/html"),
            TranscriptFormat::Text => ("txt", "text/plain"),
        };
        let name = format!("ticket-{:04}{piece}.{extension}", ticket.get());
        OutgoingFile { name, content_type, content }
    };
    files.into_iter().map(file).collect()
}

fn button(word: &str, ticket: TicketId, label: String, style: ButtonStyle, emoji: &str) -> Button {
    Button { label, custom_id: CustomId::new(word, ticket).to_string(), style, emoji: Some(emoji.into()) }
}

fn mention(user: UserId) -> String {
    format!("<@{user}>")
}
