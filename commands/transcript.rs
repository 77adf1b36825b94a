//! Transcripts: a page that opens in any browser without network, and the same as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::UserId;
use tickit_domain::ticket::Ticket;
use tickit_domain::transcript::{Scribe, TicketMessage, Transcript};

use crate::words::{Speech, Words};

/// Writes transcripts in the language of the ticket's opener.
#[derive(Debug)]
pub struct LocalScribe {
    words: Arc<Words>,
}

#[derive(Template)]
#[template(path = "transcript.html")]
struct Page<'a> {
    ticket: &'a Ticket,
    messages: &'a [TicketMessage],
    speech: Speech<'a>,
}

impl LocalScribe {
    /// A scribe with these words.
    pub const fn new(words: Arc<Words>) -> Self {
        Self { words }
    }
}

impl Scribe for LocalScribe {
    fn transcript(&self, ticket: &Ticket, messages: &[TicketMessage]) -> Transcript {
        let speech = self.words.speak(&ticket.locale);
        let messages = &with_names(ticket, messages);
        let text = text(ticket, messages, speech);
        let html = Page { ticket, messages, speech }.render().unwrap_or_else(|error| {
            tracing::error!(ticket = %ticket.id, %error, "the transcript's page could not be written");
            String::new()
        });
        Transcript { ticket: ticket.id, round: ticket.round, messages: messages.len(), html, text }
    }
}

impl Page<'_> {
    fn say(&self, key: &str) -> String {
        self.speech.say(key)
    }

    fn title(&self) -> String {
        self.ticket.title()
    }

    #[expect(clippy::unused_self, clippy::trivially_copy_pass_by_ref, reason = "templates call methods, by reference")]
    fn time(&self, at: &Timestamp) -> String {
        time(*at)
    }

    /// The first letter of a name, for the circle beside a message.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn initial(&self, name: &str) -> String {
        name.chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default()
    }
}

/// The messages with names in place of `<@id>`, as far as the ticket knows them.
fn with_names(ticket: &Ticket, messages: &[TicketMessage]) -> Vec<TicketMessage> {
    let mentioned = messages.iter().flat_map(|said| &said.mentioned).map(|who| (who.user, who.name.as_str()));
    let mut names: BTreeMap<UserId, &str> = mentioned.collect();
    names.extend(messages.iter().map(|said| (said.author, said.author_name.as_str())));
    names.insert(ticket.opener, &ticket.opener_name);
    names.extend(ticket.closing.as_ref().and_then(|closing| Some((closing.by.user()?, closing.by.name()))));
    let mut messages = messages.to_vec();
    for message in &mut messages {
        message.content = name_mentions(&message.content, &names);
        for edit in &mut message.earlier {
            edit.content = name_mentions(&edit.content, &names);
        }
    }
    messages
}

fn name_mentions(text: &str, names: &BTreeMap<UserId, &str>) -> String {
    let mut pieces = text.split("<@");
    let mut written = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let mentioned = piece.split_once('>').and_then(|(id, rest)| Some((names.get(&id.parse().ok()?)?, rest)));
        match mentioned {
            Some((name, rest)) => written.extend(["@", name, rest]),
            None => written.extend(["<@", piece]),
        }
    }
    written
}

fn text(ticket: &Ticket, messages: &[TicketMessage], speech: Speech<'_>) -> String {
    let mut text = format!("{}\n{}: {}\n", ticket.title(), speech.say("log-opened-by"), ticket.opener_name);
    if let Some(closing) = &ticket.closing {
        let _ = writeln!(text, "{}: {}, {}", speech.say("log-closed-by"), closing.by.name(), time(closing.at));
        if !closing.reason.is_empty() {
            let _ = writeln!(text, "{}: {}", speech.say("log-reason"), closing.reason);
        }
    }
    for answer in &ticket.answers {
        let _ = writeln!(text, "{}: {}", answer.question, answer.answer);
    }
    for message in messages {
        let _ = write!(text, "\n[{}] {}: {}", time(message.sent_at), message.author_name, message.content);
        for earlier in &message.earlier {
            let _ = write!(text, "\n    {}: {}", speech.say("transcript-earlier"), earlier.content);
        }
        if let Some(at) = message.deleted_at {
            let _ = write!(text, "\n    {} {}", speech.say("transcript-deleted"), time(at));
        }
        for file in &message.attachments {
            let _ = write!(text, "\n    {} ({} B) {}", file.name, file.bytes, file.url);
        }
    }
    text.push('\n');
    text
}

/// `2026-03-01 12:00 UTC`.
fn time(at: Timestamp) -> String {
    let rfc3339 = at.to_rfc3339();
    let (date, rest) = rfc3339.split_once('T').unwrap_or((&rfc3339, ""));
    format!("{date} {} UTC", rest.get(..5).unwrap_or(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_read_as_names_where_they_are_known() {
        let names = BTreeMap::from([(UserId::new(1), "alice")]);
        assert_eq!(name_mentions("<@1>, meet <@2>, <@&1> and <@1", &names), "@alice, meet <@2>, <@&1> and <@1");
        assert_eq!(name_mentions("", &names), "");
    }
}
