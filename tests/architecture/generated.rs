//! Generated files: what the code would write today is what is there. `UPDATE_GENERATED=1` writes it anew.

use std::collections::BTreeSet;
use std::fs;

use tickit::http::document;
use tickit_commands::definitions;
use tickit_commands::notice::refusal;
use tickit_commands::words::Words;
use tickit_domain::error::Refusal;

use super::sources::{read, root};

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

/// Every code by which the rules refuse something is in the page about the API, with what people read of it.
#[test]
fn the_refusals_are_those_of_the_code() {
    const BEGINS: &str = "<!-- what the rules refuse: written from the code -->\n";
    let (page, words) = (read("docs/API.md"), Words::load().unwrap());
    let (before, rest) = page.split_once(BEGINS).unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    let row = |refused: &Refusal| {
        let text = refusal(refused, words.speak("en-US")).replace('\n', " ").replace('|', "\\|");
        format!("| `{}` | {text} |\n", refused.code().replace('-', "_"))
    };
    let rows: BTreeSet<String> = Refusal::examples().iter().map(row).collect();
    let rows: String = rows.into_iter().collect();
    is_there("docs/API.md", &format!("{before}{BEGINS}| `code` | for example |\n|---|---|\n{rows}<!-- end -->{after}"));
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
