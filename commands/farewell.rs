//! The last message about a ticket, in the log channel: who, when, how long, its rating, and its transcript.

use std::sync::Arc;

use tickit_domain::discord::OutgoingFile;
use tickit_domain::ids::TicketId;
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{AttachmentFile, Participants, Transcript, TranscriptFile, TranscriptFormat};

use crate::duration::in_words;
use crate::limits::cut;
use crate::mention::{Mention, moment};
use crate::message::{ButtonStyle, Colour, Embed, Message};
use crate::transcript::plain::one_line;
use crate::welcome::button;
use crate::words::Speech;
use crate::{feedback, reopen, show_transcript};

/// The most characters of a file's name.
const LONGEST_FILE_NAME: usize = 200;

/// The message about a closed ticket in the log channel, with so many files of its transcript. Where it carries less than
/// the whole, it says so.
pub fn message(ticket: &Ticket, transcript: &Transcript, files: usize, speech: Speech<'_>) -> Message {
    let id = [("ticket", ticket.id.get().into())];
    let lacks = match files {
        0 => Some(speech.fill("log-too-large", &id)),
        1 => Some(speech.fill("log-in-part", &id)),
        _ => None,
    };
    let withheld = transcript.withheld.then(|| speech.say("transcript-no-content"));
    let said = lacks.into_iter().chain(withheld).collect::<Vec<_>>().join("\n");
    let read = (show_transcript::ACTION.word, "show_transcript-button", "📄");
    let reopen = (reopen::ACTION.word, "reopen-button", "🔓");
    let buttons = [read, reopen]
        .map(|(word, key, emoji)| button(word, ticket.id, speech.say(key), ButtonStyle::Secondary, emoji));
    Message::embed(summary(ticket, transcript, speech).describing(said)).buttons(&buttons)
}

fn summary(ticket: &Ticket, transcript: &Transcript, speech: Speech<'_>) -> Embed {
    let mut embed = Embed::titled(ticket.title(), Colour::Over)
        .inline_field(&speech.say("log-opened-by"), &ticket.opener.mention())
        .inline_field(&speech.say("log-opened"), &moment(ticket.opened_at));
    if let Some(closing) = &ticket.closing {
        embed = embed
            .inline_field(&speech.say("log-closed-by"), &closing.by.mention())
            .inline_field(&speech.say("log-open-for"), &in_words(closing.at.since(ticket.opened_at), speech))
            .inline_field(&speech.say("log-first-response"), &first_response(ticket, speech));
    }
    if let Some(claimed_by) = ticket.claimed_by {
        embed = embed.inline_field(&speech.say("welcome-claimed-by"), &claimed_by.mention());
    }
    embed = embed.inline_field(&speech.say("log-messages"), &transcript.messages.to_string());
    if transcript.participants.people > 0 {
        embed = embed.field(&speech.say("log-participants"), &participants(&transcript.participants, speech));
    }
    if transcript.attachments > 0 {
        let kept = speech.fill("log-files-kept", &[("count", transcript.attachments.into())]);
        embed = embed.field(&speech.say("log-files"), &kept);
    }
    let reason = ticket.closing.as_ref().map(|closing| closing.reason.as_str()).unwrap_or_default();
    let rating = ticket.rating().map(feedback::said).unwrap_or_default();
    embed.field(&speech.say("log-reason"), reason).field(&speech.say("log-rating"), &rating)
}

/// How soon staff first wrote in it; empty where they did not.
pub(crate) fn first_response(ticket: &Ticket, speech: Speech<'_>) -> String {
    ticket.first_response_at.map(|at| in_words(at.since(ticket.opened_at), speech)).unwrap_or_default()
}

fn participants(participants: &Participants, speech: Speech<'_>) -> String {
    let named = participants.foremost.iter().map(Mention::mention);
    let others = participants.people.saturating_sub(participants.foremost.len());
    let others = (others > 0).then(|| speech.fill("set_up-more", &[("count", others.into())]));
    named.chain(others).collect::<Vec<_>>().join(" ")
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
        OutgoingFile { name, content_type, content: content.into() }
    };
    files.into_iter().map(file).collect()
}

/// A file that was kept, as it is sent.
pub fn attachment_file(file: &AttachmentFile) -> OutgoingFile {
    let name = cut(&one_line(&file.name), LONGEST_FILE_NAME);
    let name = if name.trim().is_empty() { "file".to_owned() } else { name };
    OutgoingFile { name, content_type: "application/octet-stream", content: Arc::clone(&file.content) }
}
