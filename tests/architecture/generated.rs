//! Generated files: what the code would write today is what is there. `UPDATE_GENERATED=1` writes it anew.

use std::fs;

use tickit::http::document;
use tickit_commands::definitions;
use tickit_commands::words::Words;

use super::sources::root;

#[test]
fn the_commands_are_those_of_the_code() {
    let definitions = definitions(&Words::load().unwrap());
    let text = serde_json::to_string_pretty(&definitions).unwrap() + "\n";
    is_there("docs/commands.json", &text);
}

#[test]
fn the_actions_are_those_of_the_code() {
    is_there("docs/ACTIONS.md", &super::action_list::document(&Words::load().unwrap()));
}

#[test]
fn the_api_is_that_of_the_code() {
    is_there("docs/openapi.json", &(document().unwrap() + "\n"));
}

#[expect(clippy::disallowed_methods, reason = "who runs the tests says whether they write")]
fn is_there(path: &str, text: &str) {
    let file = root().join(path);
    if std::env::var("UPDATE_GENERATED").is_ok() {
        fs::write(&file, text).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert!(there == text, "{path} is not what the code says: run `just generate`, and commit it");
}
