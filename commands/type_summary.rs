//! All that is chosen of a ticket type, and what is missing of it.

use tickit_domain::guild::{Gone, Missing};
use tickit_domain::ids::ChannelId;
use tickit_domain::settings::{AccessRule, TicketType, WhoCloses};

use crate::limits::cut;
use crate::priority;
use crate::role_list::role_list;
use crate::words::Speech;

/// The most characters that are shown of a text.
const SHOWN_TEXT: usize = 200;

/// The most characters that are shown of a type's name in a list.
pub(crate) const SHOWN_NAME: usize = 30;

/// The most lines about what is missing.
const MOST_MISSING: usize = 10;

/// What is chosen of a type, a line each.
pub(crate) fn of(kind: &TicketType, speech: Speech<'_>) -> String {
    let questions =
        kind.form.questions().iter().map(|question| question.label.as_str()).collect::<Vec<_>>().join(" | ");
    let yes_or_no = |yes: bool| speech.say(if yes { "type-yes" } else { "type-no" });
    let text = |text: Option<&String>| or_none(text.map(|text| cut(text, SHOWN_TEXT)).unwrap_or_default(), speech);
    let closes = if kind.close.who == WhoCloses::Staff { "type-closes-staff" } else { "type-closes-all" };
    let allowed = roles(kind, |rule| matches!(rule, AccessRule::Allow(_)));
    let denied = roles(kind, |rule| matches!(rule, AccessRule::Deny(_)));
    let fill = [
        ("emoji", or_none(kind.emoji.clone().unwrap_or_default(), speech).into()),
        ("category", channels(kind.category.as_slice(), speech).into()),
        ("overflow", channels(&kind.overflow, speech).into()),
        ("staff", role_list(&kind.staff, speech).into()),
        ("limit", kind.limit.into()),
        ("cooldown", (kind.cooldown / 60).into()),
        ("questions", or_none(cut(&questions, SHOWN_TEXT), speech).into()),
        ("mention", yes_or_no(kind.mentions_staff).into()),
        ("pings", role_list(&kind.pings, speech).into()),
        ("required", role_list(&allowed, speech).into()),
        ("forbidden", role_list(&denied, speech).into()),
        ("priority", speech.say(priority::text(kind.priority)).into()),
        ("closes", speech.say(closes).into()),
        ("reason", yes_or_no(kind.close.reason_required).into()),
        ("reopen", reopening(kind.reopen.window, speech).into()),
        ("names", text(kind.name_template.as_ref()).into()),
        ("description", text(kind.description.as_ref()).into()),
        ("welcome", text(kind.welcome.text.as_ref()).into()),
    ];
    speech.fill("type-list", &fill)
}

/// What was deleted of what types and settings name, a line each; empty where nothing was.
pub(crate) fn missing(missing: &[Missing], speech: Speech<'_>) -> String {
    let line = |Missing { kind, what }: &Missing| {
        let kind = kind.as_ref().map_or_else(|| speech.say("type-all"), |name| cut(name, SHOWN_NAME));
        let (key, id) = match what {
            Gone::Role(role) => ("type-missing-role", role.to_string()),
            Gone::Channel(channel) => ("type-missing-channel", channel.to_string()),
        };
        speech.fill(key, &[("kind", kind.into()), ("id", id.into())])
    };
    missing.iter().take(MOST_MISSING).map(line).collect::<Vec<_>>().join("\n")
}

fn roles(kind: &TicketType, which: impl Fn(&AccessRule) -> bool) -> Vec<tickit_domain::ids::RoleId> {
    kind.access.iter().filter(|rule| which(rule)).map(|rule| rule.role()).collect()
}

fn channels(channels: &[ChannelId], speech: Speech<'_>) -> String {
    let links: Vec<String> = channels.iter().map(|channel| format!("<#{channel}>")).collect();
    or_none(links.join(", "), speech)
}

fn reopening(window: Option<u32>, speech: Speech<'_>) -> String {
    match window {
        None => speech.say("type-reopen-always"),
        Some(0) => speech.say("type-reopen-never"),
        Some(hours) => speech.fill("type-reopen-hours", &[("hours", hours.into())]),
    }
}

fn or_none(text: String, speech: Speech<'_>) -> String {
    if text.is_empty() { speech.say("set_up-none") } else { text }
}
