//! What a message answers: another message, as a quoted line that leads there, or a command.

use serde_json::Value;

use super::cards::FORWARDED;
use super::pieces::{Card, Line, number, string};
use super::plain::{one_line, start};
use crate::words::Speech;

/// The most characters of a message that is answered.
const MOST_REPLIED: usize = 120;

/// The types of messages that are about another: a reply, and the first one of a thread
/// (<https://docs.discord.com/developers/resources/message#message-object-message-types>).
const REPLY: u64 = 19;
const THREAD_STARTER: u64 = 21;

/// What stands above a message, for what it answers.
pub fn cards(raw: &Value, speech: Speech<'_>) -> Vec<Card> {
    reply(raw, speech).into_iter().chain(command(raw, speech)).collect()
}

fn reply(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let reference = raw.get("message_reference")?;
    let key = match number(raw, "type") {
        REPLY => "transcript-reply",
        THREAD_STARTER => "transcript-thread-starter",
        _ => return None,
    };
    if number(reference, "type") == FORWARDED {
        return None;
    }
    let about = string(reference, "message_id").parse().ok();
    let Some(replied) = raw.get("referenced_message").filter(|replied| replied.is_object()) else {
        return Some(Card { about, ..Card::labelled(speech.say("transcript-reply-gone")) });
    };
    let name = replied.get("author").and_then(name).unwrap_or_else(|| speech.say("transcript-unknown-author"));
    let text = start(&one_line(&string(replied, "content")), MOST_REPLIED);
    let text = if text.trim().is_empty() { speech.say("transcript-reply-without-text") } else { text };
    Some(Card { label: speech.say(key), lines: vec![Line::named(name, text)], about, ..Card::default() })
}

/// Who used the command that the message answers.
fn command(raw: &Value, speech: Speech<'_>) -> Option<Card> {
    let interaction = raw.get("interaction").filter(|interaction| interaction.is_object())?;
    let (command, user) = (string(interaction, "name"), interaction.get("user").and_then(name)?);
    let fill = [("user", one_line(&user).into()), ("command", one_line(&command).into())];
    (!command.is_empty()).then(|| Card::labelled(speech.fill("transcript-command", &fill)))
}

/// What somebody is called.
fn name(user: &Value) -> Option<String> {
    [string(user, "global_name"), string(user, "username")].into_iter().find(|name| !name.is_empty())
}
