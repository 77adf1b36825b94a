//! `/ticket request-close`, and a button with a form: the other side is asked to close the ticket.

use tickit_domain::clock::Timestamp;
use tickit_domain::error::{Error, Refusal};
use tickit_domain::event::EventKind;
use tickit_domain::ids::{TicketId, UserId};
use tickit_domain::permission::Permission;
use tickit_domain::ticket::{AtDeadline, CloseRequest, MOST_REASON_CHARACTERS, Ticket, WaitingFor};

use crate::action::{Action, Answered, Slash};
use crate::catalogue::declares;
use crate::context::{Context, Visit};
use crate::custom_id::CustomId;
use crate::mention::{Mention, from_now};
use crate::message::{Button, ButtonStyle, Colour, Embed, Message};
use crate::options::Options;
use crate::reply::{Control, Modal, Reply};
use crate::words::Speech;
use crate::{accept_close, close, keep_open};

pub(crate) const ACTION: Action = Action {
    slash: Some(Slash {
        name: "ticket request-close",
        declare: request_close,
        run: |visit, options| Box::pin(run(visit, options)),
        complete: &[close::REASONS],
    }),
    press: Some(|visit, id| Box::pin(ask(visit, id))),
    submit: Some(|visit, id, form| Box::pin(async { request(visit, id.subject()?, form.text("reason"), None).await })),
    needs: &[Permission::RequestClose, Permission::CloseTicket],
    records: &[EventKind::CloseRequested, EventKind::KeptOpen, EventKind::Closing, EventKind::Closed],
    ..Action::new("request_close")
};

#[poise::command(slash_command, guild_only)]
async fn request_close(
    _: Context<'_>,
    #[max_length = 1000] reason: Option<String>,
    #[min = 1]
    #[max = 720]
    hours: Option<u32>,
) -> Result<(), Error> {
    declares((reason, hours)).await
}

async fn run(visit: &Visit, options: &Options) -> Answered {
    let (reason, hours) = (options.optional::<String>("reason")?, options.optional("hours")?);
    request(visit, visit.ticket().await?, &reason.unwrap_or_default(), hours).await
}

async fn ask(visit: &Visit, id: &CustomId) -> Answered {
    let required = visit.desk.may_request_close(visit.at, &visit.actor, id.subject()?).await?.reason_required;
    let speech = visit.speech();
    let longest = MOST_REASON_CHARACTERS;
    let control = Control::Text { value: None, required, longest };
    let label = speech.say(if required { "close-reason-required" } else { "close-reason" });
    Ok(Reply::Ask(Modal::asking(id, speech.say("request_close-title"), "reason", label, control)))
}

async fn request(visit: &Visit, id: TicketId, reason: &str, hours: Option<u32>) -> Answered {
    let ticket = visit.desk.request_close(visit.at, &visit.actor, id, reason, hours).await?;
    let speech = visit.speech();
    let Some(request) = &ticket.close_request else { return Ok(Reply::whisper(speech.say("keep_open-already"))) };
    let message = Message::embed(Embed::titled("", Colour::Calm).describing(said(request, speech)));
    let message = message.buttons(&answers(id, request, speech));
    Ok(Reply::Message(match whom(&ticket, request) {
        Some(user) => message.calling(user),
        None => message,
    }))
}

/// Who is asked, as far as it is one person: they are pinged.
fn whom(ticket: &Ticket, request: &CloseRequest) -> Option<UserId> {
    match request.awaits {
        WaitingFor::Member => Some(ticket.opener),
        WaitingFor::Staff => ticket.claimed_by,
    }
}

fn answers(id: TicketId, request: &CloseRequest, speech: Speech<'_>) -> [Button; 2] {
    let accept = (accept_close::ACTION.word, "accept_close-button", ButtonStyle::Success, "✅");
    let keep = (keep_open::ACTION.word, "keep_open-button", ButtonStyle::Secondary, "💬");
    [accept, keep].map(|(word, key, style, emoji)| Button {
        label: speech.say(key),
        custom_id: CustomId::new(word, id).about(request.at.as_millis()).to_string(),
        style,
        emoji: Some(emoji.into()),
    })
}

/// Which ticket a button below is about, and when its closing was asked for.
pub(crate) fn which(id: &CustomId) -> Result<(TicketId, Timestamp), Refusal> {
    let (ticket, asked_at) = id.subjects()?;
    Ok((ticket, Timestamp::from_millis(asked_at)))
}

/// What is said where it is asked for.
fn said(request: &CloseRequest, speech: Speech<'_>) -> String {
    let key = match (request.at_deadline, request.reason.is_empty()) {
        (AtDeadline::Close, true) => "request_close-closes",
        (AtDeadline::Close, false) => "request_close-closes-because",
        (AtDeadline::Lapse, true) => "request_close-lapses",
        (AtDeadline::Lapse, false) => "request_close-lapses-because",
    };
    let until = from_now(request.until);
    let reason = request.reason.clone();
    speech.fill(key, &[("user", request.by.mention().into()), ("until", until.into()), ("reason", reason.into())])
}

/// What a ticket's first message says of it; empty where nobody asks.
pub(crate) fn stated(ticket: &Ticket, speech: Speech<'_>) -> String {
    ticket.close_request.as_ref().map(|request| said(request, speech)).unwrap_or_default()
}
