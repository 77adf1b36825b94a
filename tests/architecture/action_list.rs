//! `docs/ACTIONS.md`: every action, by which doors it is reached, who may do it, and what happens by it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use tickit::config::read_roles;
use tickit_commands::words::Words;
use tickit_commands::{ACTIONS, Action};
use tickit_domain::event::EventKind;
use tickit_domain::permission::Permission;
use tickit_domain::roles::Standing;

use super::sources::{files, none, read};

/// What happens although nobody calls for it, besides what is done by the HTTP API alone.
const BY_ITSELF: [(EventKind, &str); 4] = [
    (EventKind::FirstResponse, "somebody of staff writes in a ticket for the first time"),
    (EventKind::MessagePosted, "somebody has the bot post in a ticket, over HTTP"),
    (EventKind::MessageRefused, "what somebody has the bot post, and was answered 202, is not taken by Discord later"),
    (EventKind::OpenerLeft, "the opener of a ticket leaves the guild"),
];

/// How the names of events begin that the HTTP API makes.
const BY_HTTP: [&str; 6] = ["bot.", "key.", "sign_in.", "erasure.", "job.", "webhook."];

/// How the names of events end by which a removal is taken back, which the dashboard does.
const RESTORED: &str = ".restored";

const INTRODUCTION: &str = "# Actions

Everything that people do in Discord is an action, and this is the list of them, written from the code: by which doors
each is reached, who may do it, and which events it makes. An action is one word in every layer: `commands/<word>.rs`
holds its doors, `domain/desk/<word>.rs` what it does, and `docs/ADDING-A-COMMAND.md` says how one is added.

A door is a slash command, an entry in the menu of a member or of a message, a button, a select menu in a message, or a
form. *Completed* names options for which choices are offered while one types. Where several may do it, what it is done to
decides which of them: somebody else's claim, say, is not given up by those who may give up their own.

| action | slash command | completed | menus | button | select | form | who may | events |
|---|---|---|---|---|---|---|---|---|
";

/// The document as the code has it.
pub(super) fn document(words: &Words) -> String {
    let mut text = INTRODUCTION.to_owned();
    for action in ACTIONS {
        text += &row(action, words);
    }
    text += "\n## Who may\n\nWhoever is of a rank may do what those below it may. Who opened a ticket and who was added to \
             it may do some of it to that one, whatever they are besides.\n\n| permission | what for | from | who opened it | \
             who was added |\n|---|---|---|---|---|\n";
    for (name, about) in permissions() {
        let permission = permission(&name);
        let (opener, added) = (tick(permission.is_openers()), tick(permission.is_added_members()));
        let _ = writeln!(text, "| `{name}` | {about} | {} | {opener} | {added} |", rank(least(permission)));
    }
    text += "\n## What happens by itself\n\n| event | when |\n|---|---|\n";
    for (kind, when) in BY_ITSELF {
        let _ = writeln!(text, "| `{}` | {when} |", kind.name());
    }
    let by_http = EventKind::ALL.iter().map(|kind| kind.name()).filter(|name| is_by_http(name));
    let by_http = by_http.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let _ = writeln!(
        text,
        "\nBots, keys, sign-ins and webhooks are changed, jobs taken in hand, what members said is erased, and what was removed \
         is taken back, over HTTP alone: {by_http}."
    );
    text
}

fn row(action: &Action, words: &Words) -> String {
    let english = words.speak("en-US");
    let menus = [action.user_menu.map(|_| "user"), action.message_menu.map(|_| "message")].into_iter().flatten();
    let menus = menus.map(|of| format!("*{}*", english.say(&format!("{}-{of}-menu", action.word))));
    let outside = if action.works_outside { "✓, also in direct messages" } else { "✓" };
    let is = |there: bool| if there { outside } else { "" };
    let completed =
        action.slash.iter().flat_map(|slash| slash.complete).map(|complete| format!("`{}`", complete.option));
    format!(
        "| `{}` | {} | {} | {} | {} | {} | {} | {} | {} |\n",
        action.word,
        action.slash.map(|slash| format!("`/{}`", slash.name)).unwrap_or_default(),
        completed.collect::<Vec<_>>().join(" "),
        menus.collect::<Vec<_>>().join(", "),
        is(action.press.is_some()),
        is(action.choose.is_some()),
        is(action.submit.is_some()),
        action.needs.iter().map(|needs| who(*needs)).collect::<Vec<_>>().join("; "),
        action.records.iter().map(|kind| format!("`{}`", kind.name())).collect::<Vec<_>>().join(" "),
    )
}

fn who(needs: Permission) -> String {
    let besides = [(needs.is_openers(), "who opened it"), (needs.is_added_members(), "who was added")];
    let besides = besides.into_iter().filter(|(may, _)| *may).map(|(_, who)| who);
    [rank(least(needs))].into_iter().chain(besides).collect::<Vec<_>>().join(", ")
}

/// What somebody has to be at least, as long as no operator says otherwise.
fn least(permission: Permission) -> Standing {
    read_roles(None).unwrap().least(permission)
}

const fn rank(standing: Standing) -> &'static str {
    match standing {
        Standing::Member => "members",
        Standing::Viewer => "viewers",
        Standing::Trainee => "trainees",
        Standing::Staff => "agents",
        Standing::Admin => "admins",
    }
}

const fn tick(may: bool) -> &'static str {
    if may { "✓" } else { "" }
}

fn is_by_http(name: &str) -> bool {
    BY_HTTP.iter().any(|begins| name.starts_with(begins)) || name.ends_with(RESTORED)
}

/// The permissions by name, each with what it says of itself.
fn permissions() -> Vec<(String, String)> {
    let table = read("domain/permission.rs");
    let body = table.split("pub enum Permission {").nth(1).and_then(|rest| rest.split("\n}").next()).unwrap();
    let lines: Vec<&str> = body.lines().map(str::trim).collect();
    let named = lines.windows(2).filter_map(|two| Some((two[1].strip_suffix(',')?, two[0].strip_prefix("/// ")?)));
    named.map(|(name, about)| (name.to_owned(), about.trim_end_matches('.').to_owned())).collect()
}

fn permission(name: &str) -> Permission {
    let stored = name.chars().flat_map(|letter| {
        let before = letter.is_uppercase().then_some('_');
        before.into_iter().chain(letter.to_lowercase())
    });
    let stored: String = stored.skip(1).collect();
    serde_json::from_value(stored.into()).unwrap()
}

#[test]
fn every_action_has_a_door_somebody_who_may_and_says_what_happens() {
    let mut found = Vec::new();
    for action in ACTIONS {
        let Action { word, needs, records, slash, user_menu, message_menu, press, choose, submit, .. } = action;
        let doors = [slash.is_some(), user_menu.is_some(), message_menu.is_some(), press.is_some(), choose.is_some()];
        if !doors.contains(&true) && submit.is_none() {
            found.push(format!("{word} has no door"));
        }
        let only_shows = ["list_", "show_", "search_", "use_"].iter().any(|begins| word.starts_with(begins))
            || ["history", "my_tickets", "ticket_queue"].contains(word);
        if needs.is_empty() || records.is_empty() != only_shows {
            found.push(format!("{word} needs {needs:?} and makes {records:?}"));
        }
    }
    none("these are not told in whole", &found);
}

#[test]
fn every_event_is_made_by_an_action_or_by_itself() {
    let made: BTreeSet<&str> = ACTIONS.iter().flat_map(|action| action.records).map(|kind| kind.name()).collect();
    let by_itself: BTreeSet<&str> = BY_ITSELF.iter().map(|(kind, _)| kind.name()).collect();
    let all = EventKind::ALL.iter().map(|kind| kind.name()).filter(|name| !is_by_http(name));
    let untold: Vec<_> =
        all.filter(|name| made.contains(name) == by_itself.contains(name)).map(str::to_owned).collect();
    none("of these it is not said, or said twice, where they come from", &untold);
}

#[test]
fn every_verb_asks_for_what_its_action_says() {
    let desk = files(&["domain/desk"], ".rs");
    let mut found = Vec::new();
    for Action { word, needs, .. } in ACTIONS {
        let verb = desk.iter().find(|file| file.path.ends_with(&format!("/{word}.rs"))).unwrap();
        let asked = verb.text.split("Permission::").skip(1);
        let asked: BTreeSet<&str> =
            asked.map(|rest| rest.split(|letter: char| !letter.is_alphanumeric()).next().unwrap()).collect();
        let said: BTreeSet<String> = needs.iter().map(|needs| format!("{needs:?}")).collect();
        if !asked.iter().all(|asked| said.contains(*asked)) {
            found.push(format!("{word} says {said:?}, and its verb asks for {asked:?}"));
        }
    }
    none("actions say something else than their verbs", &found);
}
