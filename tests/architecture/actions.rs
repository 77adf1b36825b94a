//! Actions: one word in every layer, and doors that hold no more than a door does.

use std::collections::BTreeSet;

use tickit_commands::slash_names;

use super::sources::{Source, files, none, read};

/// The longest that a function of a command may be.
const MOST_COMMAND_LINES: usize = 25;

/// The longest that a function of the HTTP door may be.
const MOST_HTTP_LINES: usize = 20;

/// An action as its file has it.
struct Action {
    file: String,
    word: String,
    text: String,
}

/// The actions in the table of `commands/lib.rs`.
fn actions() -> Vec<Action> {
    let table = read("commands/lib.rs");
    let lines = table.lines().filter_map(|line| line.trim().strip_suffix("::ACTION,"));
    let actions = lines.map(|file| {
        let text = read(&format!("commands/{file}.rs"));
        let word = between(&text, "word: \"", "\"").unwrap_or_else(|| panic!("commands/{file}.rs names no word"));
        Action { file: file.to_owned(), word: word.to_owned(), text: text.clone() }
    });
    let actions: Vec<Action> = actions.collect();
    assert!(actions.len() >= 10, "only {} actions are found in commands/lib.rs", actions.len());
    actions
}

#[test]
fn every_action_is_one_word_in_every_layer() {
    let mut words = BTreeSet::new();
    for action in actions() {
        assert!(
            words.insert(action.word.clone()),
            "commands/{}.rs takes the word {:?} once more",
            action.file,
            action.word
        );
        assert_eq!(action.file, action.word, "commands/{}.rs is not named after its word", action.file);
        let verb = files(&["domain/desk"], ".rs")
            .into_iter()
            .find(|file| file.path.ends_with(&format!("/{}.rs", action.word)));
        let verb = verb.unwrap_or_else(|| panic!("domain/desk has no file {}.rs", action.word));
        let named = verb.text.contains(&format!("pub async fn {}(", action.word));
        assert!(named, "{} holds no verb {:?}", verb.path, action.word);
    }
}

#[test]
fn every_action_calls_a_verb_of_the_desk() {
    let desk = files(&["domain/desk"], ".rs");
    for action in actions() {
        let verbs: Vec<&str> = action.text.split("desk.").skip(1).filter_map(|rest| rest.split('(').next()).collect();
        assert!(!verbs.is_empty(), "commands/{}.rs calls no verb of the desk", action.file);
        for verb in verbs {
            let holds = |source: &&Source| source.text.contains(&format!("pub async fn {verb}("));
            assert_eq!(desk.iter().filter(holds).count(), 1, "commands/{}.rs calls desk.{verb}", action.file);
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
    none("no text begins with these words", &silent.map(|action| action.word).collect::<Vec<_>>());
}

#[test]
fn every_action_is_played_by_a_test() {
    let played: String = files(&["tests/discord", "tests/support"], ".rs").into_iter().map(|file| file.text).collect();
    let english = read("commands/locales/en-US.ftl");
    let untested = actions().into_iter().filter(|action| {
        let typed =
            slash_names().into_iter().find(|(_, word)| *word == action.word).map(|(name, _)| format!("/{name}"));
        let label = between(&english, &format!("\n{}-button = ", action.word), "\n");
        let pressed = label.map(|label| format!("button(\"{label}\")"));
        let opened = action.word == "open" && played.contains(".opens(");
        !(opened
            || typed.is_some_and(|typed| played.contains(&typed))
            || pressed.is_some_and(|press| played.contains(&press)))
    });
    none("no test in tests/discord plays these", &untested.map(|action| action.word).collect::<Vec<_>>());
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
        thicker(&format!("commands/{}.rs", action.file), &action.text, MOST_COMMAND_LINES, &mut found);
    }
    for source in files(&["src/http"], ".rs") {
        thicker(&source.path, &source.text, MOST_HTTP_LINES, &mut found);
    }
    none("these functions of doors are too long", &found);
}

/// The functions of a file that have more lines than they may, by the indentation that rustfmt gives them.
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
        let length = lines.iter().skip(start).position(|line| *line == end).map_or(0, |last| last + 1);
        if length > most {
            found.push(format!("{path}:{}: {length} lines, {most} at most", start + 1));
        }
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split(after).next()
}
