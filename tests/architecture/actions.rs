//! Actions: one word in every layer, and doors that hold no more than a door does.

use std::collections::BTreeSet;

use tickit_commands::words::Words;
use tickit_commands::{ACTIONS, definitions};

use super::sources::{Source, files, none, read};

/// The longest that a function of a command may be.
const MOST_COMMAND_LINES: usize = 25;

/// The longest that a function of the HTTP door may be.
const MOST_HTTP_LINES: usize = 20;

/// An action, and its file.
struct Action {
    word: &'static str,
    slash: Option<&'static str>,
    text: String,
}

/// The actions of the table, each with the file of its name.
fn actions() -> Vec<Action> {
    let one = |action: &tickit_commands::Action| {
        let (word, slash) = (action.word, action.slash.map(|slash| slash.name));
        Action { word, slash, text: read(&format!("commands/{word}.rs")) }
    };
    let actions: Vec<Action> = ACTIONS.iter().map(one).collect();
    assert!(actions.len() >= 10, "only {} actions are in commands/lib.rs", actions.len());
    actions
}

#[test]
fn every_action_is_one_word_in_every_layer() {
    let (mut words, desk) = (BTreeSet::new(), files(&["domain/desk"], ".rs"));
    for Action { word, .. } in actions() {
        assert!(words.insert(word), "commands/{word}.rs takes its word once more");
        let verb = desk.iter().find(|file| file.path.ends_with(&format!("/{word}.rs")));
        let verb = verb.unwrap_or_else(|| panic!("domain/desk has no file {word}.rs"));
        assert!(verb.text.contains(&format!("pub async fn {word}(")), "{} holds no verb {word:?}", verb.path);
    }
}

#[test]
fn every_option_that_is_declared_is_read_and_no_other() {
    let definitions = definitions(&Words::load().unwrap());
    for Action { word, slash, text } in actions() {
        let mut options = definitions.clone();
        for name in slash.unwrap_or_default().split(' ') {
            let command = options.into_iter().find(|option| option["name"] == name && option["type"] != 2);
            options = command.and_then(|command| command["options"].as_array().cloned()).unwrap_or_default();
        }
        let declared: BTreeSet<&str> = options.iter().filter_map(|option| option["name"].as_str()).collect();
        let text = with_what_it_uses(&text);
        let calls = ["options.optional", "options.required", "options.choice"]
            .into_iter()
            .flat_map(|call| text.split(call).skip(1));
        let read: BTreeSet<&str> = calls.filter_map(|rest| rest.split('"').nth(1)).collect();
        assert_eq!(read, declared, "commands/{word}.rs: left: what is read; right: what is declared");
    }
}

/// An action's file and those that it uses and that are no actions: where two actions share options, these read them.
fn with_what_it_uses(text: &str) -> String {
    let used = text.lines().filter_map(|line| line.strip_prefix("use crate::"));
    let names = used.map(|rest| rest.split([':', ';']).next().unwrap_or_default());
    let shared = names.filter(|name| ACTIONS.iter().all(|action| action.word != *name));
    let sources = files(&["commands"], ".rs");
    let shipped = |name: &str| sources.iter().find(|source| source.path == format!("commands/{name}.rs"));
    let shared = shared.filter_map(shipped).flat_map(Source::shipped);
    shared.fold(text.to_owned(), |all, line| all + "\n" + line)
}

#[test]
fn every_action_calls_a_verb_of_the_desk() {
    let desk = files(&["domain/desk"], ".rs");
    for action in actions() {
        let verbs: Vec<&str> = action.text.split("desk.").skip(1).filter_map(|rest| rest.split('(').next()).collect();
        assert!(!verbs.is_empty(), "commands/{}.rs calls no verb of the desk", action.word);
        for verb in verbs {
            let holds = |source: &&Source| source.text.contains(&format!("pub async fn {verb}("));
            assert_eq!(desk.iter().filter(holds).count(), 1, "commands/{}.rs calls desk.{verb}", action.word);
        }
    }
}

#[test]
fn every_action_has_texts() {
    let english = read("commands/locales/en-US.ftl");
    let silent = actions().into_iter().filter(|action| {
        let begins = format!("{}-", action.word);
        !english.lines().any(|line| line.starts_with(&begins))
    });
    none("no text begins with these words", &silent.map(|action| action.word.to_owned()).collect::<Vec<_>>());
}

#[test]
fn every_action_is_played_by_a_test() {
    let played: String = files(&["tests/discord", "tests/support"], ".rs").into_iter().map(|file| file.text).collect();
    let english = read("commands/locales/en-US.ftl");
    let untested = actions().into_iter().filter(|action| {
        let typed = action.slash.map(|name| format!("/{name}"));
        let label = between(&english, &format!("\n{}-button = ", action.word), "\n");
        let pressed = label.map(|label| format!("button(\"{label}\")"));
        let opened = action.word == "open" && played.contains(".opens(");
        !(opened
            || typed.is_some_and(|typed| played.contains(&typed))
            || pressed.is_some_and(|press| played.contains(&press)))
    });
    none("no test in tests/discord plays these", &untested.map(|action| action.word.to_owned()).collect::<Vec<_>>());
}

#[test]
fn every_permission_is_asked_for_by_a_verb() {
    let table = read("domain/permission.rs");
    let body = between(&table, "pub enum Permission {", "\n}").unwrap();
    let names = body.lines().filter_map(|line| line.trim().strip_suffix(','));
    let desk: String = files(&["domain/desk"], ".rs").into_iter().map(|file| file.text).collect();
    let unused = names.filter(|name| !desk.contains(&format!("Permission::{name}"))).map(str::to_owned);
    none("nobody is asked for these permissions", &unused.collect::<Vec<_>>());
}

#[test]
fn doors_are_thin() {
    let mut found = Vec::new();
    for action in actions() {
        thicker(&format!("commands/{}.rs", action.word), &action.text, MOST_COMMAND_LINES, &mut found);
    }
    for source in files(&["src/http"], ".rs") {
        thicker(&source.path, &source.text, MOST_HTTP_LINES, &mut found);
    }
    none("these functions of doors are too long", &found);
}

/// The functions of a file that have more lines below their signature than they may, by the indentation that rustfmt gives them.
fn thicker(path: &str, text: &str, most: usize, found: &mut Vec<String>) {
    let code = text.split("\n#[cfg(test)]").next().unwrap_or_default();
    let lines: Vec<&str> = code.lines().collect();
    for (start, line) in lines.iter().enumerate() {
        let inner = line.trim_start();
        let is_function = inner.contains("fn ") && !inner.starts_with("//") && !line.trim_end().ends_with(['}', ';']);
        if !is_function {
            continue;
        }
        let end = format!("{}}}", " ".repeat(line.len() - inner.len()));
        // The signature of a command is as long as it has options.
        let signature = lines.iter().skip(start).position(|line| line.ends_with('{')).unwrap_or_default();
        let length = lines.iter().skip(start + signature).position(|line| *line == end).map_or(0, |last| last + 1);
        if length > most {
            found.push(format!("{path}:{}: {length} lines, {most} at most", start + 1));
        }
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split(after).next()
}
