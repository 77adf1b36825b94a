//! Texts: every one is used, every one that is used is there, and every language says the same things.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tickit_commands::words::Words;
use tickit_commands::{ACTIONS, definitions};
use tickit_domain::error::Refusal;

use super::sources::{files, none, read};

/// The texts of one language: each key, and what stands behind it.
fn texts(source: &str) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once(" =") {
            Some((key, text)) if line.starts_with(|first: char| first.is_ascii_alphabetic()) => {
                key.clone_into(&mut last);
                found.insert(last.clone(), text.to_owned());
            }
            _ => found.entry(last.clone()).or_default().push_str(line),
        }
    }
    assert!(found.len() > 50, "only {} texts are found", found.len());
    found
}

fn english() -> BTreeMap<String, String> {
    texts(&read("commands/locales/en-US.ftl"))
}

/// All code that says something to members.
fn speakers() -> String {
    let code = files(&["commands"], ".rs").into_iter().map(|source| source.shipped().collect::<Vec<_>>().join("\n"));
    let templates = files(&["commands/templates"], ".html").into_iter().map(|source| source.text);
    code.chain(templates).collect::<Vec<_>>().join("\n")
}

/// The keys under which the slash commands and their options are described: an action's by its word, a command that only
/// holds others by its name.
fn described(name: &str, definition: &Value, found: &mut BTreeSet<String>) {
    let typed = |action: &&tickit_commands::Action| action.slash.is_some_and(|slash| slash.name == name);
    let word = ACTIONS.iter().find(typed).map_or(name, |action| action.word);
    found.insert(format!("{word}-command"));
    for option in definition["options"].as_array().into_iter().flatten() {
        let inner = option["name"].as_str().unwrap();
        if option["type"] == 1 {
            described(&format!("{name} {inner}"), option, found);
        } else {
            found.insert(format!("{word}-option-{inner}"));
        }
    }
}

#[test]
fn every_text_is_used() {
    let mut used = BTreeSet::new();
    for action in ACTIONS {
        let menus = [("user", action.user_menu.is_some()), ("message", action.message_menu.is_some())];
        used.extend(menus.iter().filter(|(_, has)| *has).map(|(of, _)| format!("{}-{of}-menu", action.word)));
    }
    let typed = |definition: &Value| definition.get("description").is_some();
    for definition in definitions(&Words::load().unwrap()).into_iter().filter(typed) {
        described(definition["name"].as_str().unwrap(), &definition, &mut used);
    }
    used.extend(Refusal::examples().iter().map(|refusal| format!("refused-{}", refusal.code())));
    let speakers = speakers();
    let silent = english().into_keys().filter(|key| !used.contains(key) && !speakers.contains(&format!("\"{key}\"")));
    none("nobody says these texts", &silent.collect::<Vec<_>>());
}

#[test]
fn every_text_that_is_said_is_there() {
    let (english, speakers) = (english(), speakers());
    let mut missing = Vec::new();
    for call in ["say(\"", "fill(\"", "find(\""] {
        let keys = speakers.split(call).skip(1).filter_map(|rest| rest.split('"').next());
        missing.extend(keys.filter(|key| !english.contains_key(*key)).map(str::to_owned));
    }
    none("these texts are said and not there", &missing);
}

/// All that writes pages.
fn pages() -> String {
    let (code, templates) = (files(&["src/http/pages"], ".rs"), files(&["templates/pages"], ".html"));
    code.into_iter().chain(templates).map(|source| source.text).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_text_of_a_page_is_used_and_there() {
    let (pages, english) = (pages(), texts(&read("commands/locales/dashboard/en-US.ftl")));
    // A key is said whole, or begun, and ended by what is named.
    let begun: BTreeSet<String> = pages
        .split("format!(\"page-")
        .skip(1)
        .filter_map(|rest| Some(format!("page-{}", rest.split_once('{')?.0)))
        .collect();
    let is_begun = |key: &str| begun.iter().any(|start| key.starts_with(start));
    let unused = english.keys().filter(|key| !pages.contains(&format!("\"{key}\"")) && !is_begun(key));
    none("these texts of pages are said nowhere", &unused.cloned().collect::<Vec<_>>());
    let said = pages.split("\"page-").skip(1).filter_map(|rest| Some(format!("page-{}", rest.split_once('"')?.0)));
    let missing = said.filter(|key| !key.contains('{') && !english.contains_key(key));
    none("these texts of pages are not there", &missing.collect::<Vec<_>>());
}

#[test]
fn every_language_says_the_same_with_the_same_blanks() {
    let mut found = Vec::new();
    for language in files(&["commands/locales"], ".ftl") {
        let (folder, _) = language.path.rsplit_once('/').unwrap();
        let (english, texts) = (texts(&read(&format!("{folder}/en-US.ftl"))), texts(&language.text));
        for key in english.keys().chain(texts.keys()).collect::<BTreeSet<_>>() {
            let blanks = |texts: &BTreeMap<String, String>| texts.get(key).map(|text| blanks(text));
            if blanks(&english) != blanks(&texts) {
                found.push(format!("{}: {key}", language.path));
            }
        }
    }
    none("these differ from English in what is there or filled in", &found);
}

/// What a text is filled in with.
fn blanks(text: &str) -> BTreeSet<String> {
    let names = text.split('$').skip(1).map(|rest| rest.chars().take_while(|letter| letter.is_alphanumeric()));
    names.map(Iterator::collect).collect()
}
