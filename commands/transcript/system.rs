//! Messages that Discord itself writes
//! (<https://docs.discord.com/developers/resources/message#message-object-message-types>).

use serde_json::Value;

use super::pieces::{inner, items, string};
use super::plain::one_line;
use crate::words::Speech;

/// What happened, in a sentence that follows the name of whoever did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happened {
    /// What the message's content says is in the sentence, or is for Discord's client only.
    Alone(String),
    /// The content is to be read as well.
    WithText(String),
}

/// What happened, where a message says that something happened; nothing where somebody wrote it.
pub fn happened(raw: &Value, content: &str, speech: Speech<'_>) -> Option<Happened> {
    let kind = raw.get("type")?.as_u64()?;
    // Text, a reply, the answers to a command and to a context menu, and the first message of a thread.
    if matches!(kind, 0 | 19 | 20 | 21 | 23) {
        return None;
    }
    if let Some(key) = with_text(kind) {
        return Some(Happened::WithText(speech.say(key)));
    }
    if let Some(key) = with_name(kind) {
        let name = match kind {
            1 | 2 => first_mentioned(raw),
            25 => inner(raw, "role_subscription_data", "tier_name"),
            32 => inner(raw, "application", "name"),
            _ => content.to_owned(),
        };
        return Some(Happened::Alone(speech.fill(key, &[("name", one_line(&name).into())])));
    }
    Some(match sentence(kind) {
        Some(key) => Happened::Alone(speech.say(key)),
        None => Happened::WithText(speech.fill("transcript-system", &[("kind", kind.to_string().into())])),
    })
}

/// What is told of somebody or something that has a name.
const fn with_name(kind: u64) -> Option<&'static str> {
    Some(match kind {
        1 => "transcript-added",
        2 => "transcript-removed",
        4 => "transcript-renamed",
        12 => "transcript-followed",
        18 => "transcript-thread-created",
        25 => "transcript-subscribed",
        27 => "transcript-stage-start",
        28 => "transcript-stage-end",
        31 => "transcript-stage-topic",
        32 => "transcript-app-subscribed",
        _ => return None,
    })
}

/// What may have a text besides.
const fn with_text(kind: u64) -> Option<&'static str> {
    Some(match kind {
        24 => "transcript-automod",
        26 => "transcript-premium",
        46 => "transcript-poll-ended",
        _ => return None,
    })
}

/// What is told without a name. The content of these is a number or a moment for Discord's client.
const fn sentence(kind: u64) -> Option<&'static str> {
    Some(match kind {
        3 => "transcript-call",
        5 => "transcript-icon",
        6 => "transcript-pinned",
        7 => "transcript-joined",
        8 => "transcript-boosted",
        9 => "transcript-boosted-1",
        10 => "transcript-boosted-2",
        11 => "transcript-boosted-3",
        14..=17 => "transcript-discovery",
        22 => "transcript-invite",
        29 => "transcript-stage-speaker",
        36 => "transcript-alert-on",
        37 => "transcript-alert-off",
        38 => "transcript-raid",
        39 => "transcript-no-raid",
        44 => "transcript-purchase",
        55 => "transcript-hd",
        _ => return None,
    })
}

fn first_mentioned(raw: &Value) -> String {
    let Some(user) = items(raw, "mentions").next() else { return String::new() };
    let names = [string(user, "global_name"), string(user, "username")];
    names.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
}
