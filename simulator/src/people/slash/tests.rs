//! Slash texts against a definition.

use serde_json::{Value, json};

use super::{Mentions, Reference, Stage, command_name, typed};

struct Acme;

impl Mentions for Acme {
    fn user(&self, text: &str) -> Option<String> {
        (text == "@bob").then(|| "11".to_owned())
    }
    fn role(&self, text: &str) -> Option<String> {
        (text == "@Support").then(|| "22".to_owned())
    }
    fn channel(&self, text: &str) -> Option<(String, u64)> {
        match text {
            "#general" => Some(("33".to_owned(), 0)),
            "#Tickets" => Some(("44".to_owned(), 4)),
            _ => None,
        }
    }
}

fn ticket() -> Value {
    json!({ "name": "ticket", "type": 1, "options": [
        { "type": 1, "name": "close", "name_localizations": { "de": "schließen" }, "options": [
            { "type": 3, "name": "reason", "required": true, "max_length": 20 },
            { "type": 6, "name": "member" },
            { "type": 5, "name": "quiet" },
            { "type": 4, "name": "in", "min_value": 1, "max_value": 60 },
        ] },
        { "type": 2, "name": "panel", "options": [
            { "type": 1, "name": "send", "options": [
                { "type": 7, "name": "channel", "channel_types": [0] },
                { "type": 9, "name": "who" },
                { "type": 3, "name": "style", "choices": [{ "name": "Big", "value": "big" }] },
                { "type": 10, "name": "share" },
            ] },
        ] },
    ] })
}

fn sent(text: &str) -> Result<super::Typed, String> {
    typed(text, &ticket(), &Acme, Stage::Sent)
}

#[test]
fn options_are_nested_in_their_subcommand_and_typed() {
    let result = sent("/ticket close reason:\"all done\" member:@bob quiet:true in:5").unwrap();
    let expected = json!([{ "name": "close", "type": 1, "options": [
        { "name": "reason", "type": 3, "value": "all done" },
        { "name": "member", "type": 6, "value": "11" },
        { "name": "quiet", "type": 5, "value": true },
        { "name": "in", "type": 4, "value": 5 },
    ] }]);
    assert_eq!(Value::from(result.options), expected);
    assert_eq!(result.references, [Reference::User("11".into())]);
}

#[test]
fn a_group_is_one_level_more_and_choices_are_sent_by_value() {
    let result = sent("/ticket panel send channel:#general who:@Support style:Big share:0.5").unwrap();
    let options = &result.options[0]["options"][0]["options"];
    assert_eq!(result.options[0]["type"], 2);
    assert_eq!(options[2]["value"], "big");
    assert_eq!(options[3]["value"], 0.5);
    assert_eq!(result.references, [Reference::Channel("33".into()), Reference::Role("22".into())]);
}

#[test]
fn what_a_client_would_not_send_is_an_error() {
    let refused = [
        ("/ticket", "needs one of: close, panel"),
        ("/ticket open", "no subcommand"),
        ("/ticket close", "is required"),
        ("/ticket close reason:a reason:b", "2 times"),
        ("/ticket close reason:123456789012345678901", "20 characters"),
        ("/ticket close reason:a colour:red", "no option"),
        ("/ticket close reason:a member:@eve", "nothing that can be mentioned"),
        ("/ticket close reason:a in:61", "between 1 and 60"),
        ("/ticket close reason:a in:1.5", "a number"),
        ("/ticket close reason:a quiet:maybe", "True or False"),
        ("/ticket panel send channel:#Tickets", "nothing that can be mentioned"),
        ("/ticket panel send style:Huge", "offers Big"),
        ("/ticket panel send style", "name:value"),
    ];
    for (text, part) in refused {
        let error = sent(text).unwrap_err();
        assert!(error.contains(part), "{text}: {error}");
    }
}

#[test]
fn a_translated_name_is_understood_and_sent_in_the_original() {
    let result = sent("/ticket schließen reason:x").unwrap();
    assert_eq!(result.options[0]["name"], "close");
    assert_eq!(command_name("/ticket close").unwrap(), "ticket");
    assert!(command_name("ticket").is_err());
}

#[test]
fn while_typing_the_last_option_is_focused_and_nothing_is_required() {
    let result = typed("/ticket panel send style:B", &ticket(), &Acme, Stage::Typing).unwrap();
    let expected = json!({ "name": "style", "type": 3, "value": "B", "focused": true });
    assert_eq!(result.options[0]["options"][0]["options"][0], expected);
}
