//! Messages that Discord itself writes
//! (<https://docs.discord.com/developers/resources/message#message-object-message-types>).

use serde_json::Value;

use crate::words::Speech;

/// What happened, where a message says that something happened; nothing where somebody wrote it.
pub fn label(raw: &Value, speech: Speech<'_>) -> Option<String> {
    let kind = raw.get("type")?.as_u64()?;
    Some(match kind {
        // Text, a reply, and the answers to a command and to a context menu.
        0 | 19 | 20 | 23 => return None,
        6 => speech.say("transcript-pinned"),
        7 => speech.say("transcript-joined"),
        8..=11 => speech.say("transcript-boosted"),
        18 => speech.say("transcript-thread"),
        46 => speech.say("transcript-poll-ended"),
        other => speech.fill("transcript-system", &[("kind", other.to_string().into())]),
    })
}
