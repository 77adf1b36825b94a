//! All that is chosen of a ticket type, and what is missing of it.

use std::time::Duration;

use tickit_domain::guild::{Gone, Missing};
use tickit_domain::ids::{GuildId, RoleId};
use tickit_domain::settings::{AccessRule, TicketType, WhoCloses};

use crate::duration::in_words;
use crate::limits::cut;
use crate::mention::{Mention, listed};
use crate::priority;
use crate::role_list::role_list;
use crate::words::Speech;

/// The most characters that are shown of a text.
const SHOWN_TEXT: usize = 200;

/// The most characters that are shown of a type's name in a list.
pub(crate) const SHOWN_NAME: usize = 30;

/// The most lines about what is missing.
const MOST_MISSING: usize = 10;

/// What is chosen of a type, a line each; what nobody chose is left out.
pub(crate) fn of(kind: &TicketType, guild: GuildId, speech: Speech<'_>) -> String {
    let lines = [chosen(kind, speech).to_vec(), rules(kind, guild, speech).to_vec()].concat();
    let said = lines.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(key, value)| speech.fill(key, &[("value", value.into())])).collect::<Vec<_>>().join("\n")
}

/// What it is, where its channels are, and who works on it, by the keys of the lines.
fn chosen(kind: &TicketType, speech: Speech<'_>) -> [(&'static str, String); 9] {
    let text = |text: Option<&String>| text.map(|text| cut(text, SHOWN_TEXT)).unwrap_or_default();
    let questions =
        kind.form.questions().iter().map(|question| question.label.as_str()).collect::<Vec<_>>().join(" | ");
    [
        ("type-shows-emoji", kind.emoji.clone().unwrap_or_default()),
        ("type-shows-description", text(kind.description.as_ref())),
        ("type-shows-category", listed(kind.category.as_slice())),
        ("type-shows-overflow", listed(&kind.overflow)),
        ("type-shows-names", text(kind.name_template.as_ref())),
        ("type-shows-staff", unless_none(&kind.staff, speech)),
        ("type-shows-pings", unless_none(&kind.pings, speech)),
        ("type-shows-questions", cut(&questions, SHOWN_TEXT)),
        ("type-shows-welcome", text(kind.welcome.text.as_ref())),
    ]
}

/// What holds for it, by the keys of the lines.
fn rules(kind: &TicketType, guild: GuildId, speech: Speech<'_>) -> [(&'static str, String); 8] {
    let yes_or_no = |yes: bool| speech.say(if yes { "type-yes" } else { "type-no" });
    let closes = if kind.close.who == WhoCloses::Staff { "type-closes-staff" } else { "type-closes-all" };
    let pause = Duration::from_secs(kind.cooldown.into());
    [
        ("type-shows-limit", kind.limit.to_string()),
        ("type-shows-cooldown", if pause.is_zero() { String::new() } else { in_words(pause, speech) }),
        ("type-shows-mention", yes_or_no(kind.mentions_staff)),
        ("type-shows-access", access(&kind.access, guild, speech)),
        ("type-shows-priority", speech.say(priority::text(kind.priority))),
        ("type-shows-closes", speech.say(closes)),
        ("type-shows-reason", yes_or_no(kind.close.reason_required)),
        ("type-shows-reopen", reopening(kind.reopen.window, speech)),
    ]
}

/// Who may open it, in the order in which it is asked.
fn access(rules: &[AccessRule], guild: GuildId, speech: Speech<'_>) -> String {
    let said = |rule: &AccessRule| {
        let key = if matches!(rule, AccessRule::Allow(_)) { "type-allow" } else { "type-deny" };
        speech.fill(key, &[("role", rule.role().mention().into())])
    };
    let decides_for_all = rules.iter().any(|rule| rule.role().get() == guild.get());
    let only_these = !decides_for_all && rules.iter().any(|rule| matches!(rule, AccessRule::Allow(_)));
    rules.iter().map(said).chain(only_these.then(|| speech.say("type-only-these"))).collect::<Vec<_>>().join(", ")
}

fn unless_none(roles: &[RoleId], speech: Speech<'_>) -> String {
    if roles.is_empty() { String::new() } else { role_list(roles, speech) }
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

fn reopening(window: Option<u32>, speech: Speech<'_>) -> String {
    match window {
        None => speech.say("type-reopen-always"),
        Some(0) => speech.say("type-reopen-never"),
        Some(hours) => speech.fill("type-reopen-hours", &[("hours", hours.into())]),
    }
}
