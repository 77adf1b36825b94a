//! A conversation with every kind of message, beside the transcript that it becomes. `UPDATE_GENERATED=1` writes it anew.

use std::fs;
use std::path::Path;

use super::{conversation, ticket, transcript};

const CONVERSATION: &str = include_str!("../fixtures/transcript/conversation.json");

#[test]
fn every_kind_of_message_is_in_the_page_and_in_the_text() {
    let rendered = transcript(&ticket("en-US", None), &conversation(CONVERSATION));
    is_there("conversation.html", &rendered.html);
    is_there("conversation.txt", &rendered.text);
}

#[test]
fn a_transcript_is_in_the_language_of_the_tickets_opener() {
    is_there("conversation.de.txt", &transcript(&ticket("de", None), &conversation(CONVERSATION)).text);
}

#[test]
fn no_message_is_an_empty_line_and_what_is_not_known_is_named() {
    let messages = conversation(CONVERSATION);
    let text = transcript(&ticket("en-US", None), &messages).text;
    let blocks: Vec<&str> = text.split("\n[").skip(1).collect();
    assert_eq!(blocks.len(), messages.len());
    for block in blocks {
        let said = block.split_once(']').unwrap().1;
        assert!(said.split_once(": ").is_some_and(|(_, said)| !said.trim().is_empty()), "{block}");
    }
    assert!(text.contains("A message of Discord's own (type 200)") && text.contains("component type 99"), "{text}");
}

#[expect(clippy::disallowed_methods, reason = "who runs the tests says whether they write")]
fn is_there(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/transcript").join(name);
    if std::env::var("UPDATE_GENERATED").is_ok() {
        fs::write(&file, text).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        there == text,
        "{} is not what the code says: run `just generate`, and look at what changed",
        file.display()
    );
}
