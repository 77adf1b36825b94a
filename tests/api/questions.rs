//! What members are asked before a ticket opens, over HTTP.

use reqwest::Method;
use serde_json::{Value, json};

use super::guild_resources::Guild;
use super::host::Answer;

fn labels(answer: &Answer) -> Vec<&str> {
    let questions = answer.body["questions"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    questions.iter().map(|question| question["label"].as_str().unwrap()).collect()
}

impl Guild {
    async fn asks_for(&self, question: Value) -> Answer {
        self.does(Method::POST, "/types/2/questions", question).await
    }
}

#[tokio::test]
async fn questions_of_every_kind_are_added_changed_moved_and_removed() {
    let guild = Guild::set_up().await;
    let options = json!([{ "label": "Small", "description": "S", "default": true }, { "label": "Large" }]);
    for (kind, more) in [
        (
            "short",
            json!({ "least": 2, "most": 20, "placeholder": "4711", "text": "No. 1", "pattern": "[0-9]+|No. .*", "pattern_message": "Digits" }),
        ),
        ("paragraph", json!({ "required": false, "description": "As it was" })),
        ("number", json!({ "least": -5, "most": 5 })),
        ("select", json!({ "options": options, "least": 1, "most": 2 })),
        ("radio", json!({ "options": options })),
        ("checkboxes", json!({ "options": options })),
        ("checkbox", json!({})),
        ("users", json!({ "most": 3 })),
        ("roles", json!({})),
        ("mentionables", json!({})),
        ("channels", json!({})),
        ("files", json!({ "most": 2 })),
        ("display", json!({ "text": "Read **this** first." })),
    ] {
        let mut question = json!({ "kind": kind, "label": kind });
        question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let added = guild.asks_for(question.clone()).await;
        assert_eq!(added.status, 201, "{added:?}");
        let last = added.body["questions"].as_array().unwrap().last().unwrap();
        for (field, value) in question.as_object().unwrap().iter().filter(|(field, _)| *field != "options") {
            assert_eq!(&last[field], value, "{kind} {field}");
        }
        assert_eq!(last["options"].as_array().unwrap().is_empty(), question.get("options").is_none(), "{kind}");
    }
    let listed = guild.asks(Method::GET, "/types/2/questions", &guild.admin, None).await;
    assert_eq!(labels(&listed).len(), 13);
    let number = |answer: &Answer, place: usize| answer.body["questions"][place]["number"].clone();

    let first = format!("/types/2/questions/{}", number(&listed, 0));
    let edited = guild.does(Method::PATCH, &first, json!({ "label": "Größe?", "pattern": null, "text": null })).await;
    assert_eq!((labels(&edited)[0], &edited.body["questions"][0]["pattern"]), ("Größe?", &Value::Null), "{edited:?}");
    assert_eq!(edited.body["questions"][0]["placeholder"], "4711", "what is left out stays");
    assert_eq!(guild.does(Method::PATCH, &first, json!({ "label": "x" })).await.problem(), (404, "no_such_question"));
    let first = format!("/types/2/questions/{}", number(&edited, 0));
    let moved = guild.does(Method::POST, &format!("{first}/move"), json!({ "place": 3 })).await;
    assert_eq!(&labels(&moved)[..3], ["paragraph", "number", "Größe?"]);
    let moved = guild.does(Method::POST, &format!("{first}/move"), json!({ "place": 1000 })).await;
    assert_eq!(labels(&moved).last(), Some(&"Größe?"));
    let removed = guild.does(Method::DELETE, &first, json!({})).await;
    assert_eq!((removed.status, labels(&removed).len()), (200, 12));
    assert!(!labels(&removed).contains(&"Größe?"));
    guild.desk.hosting.finish().await;
}

#[tokio::test]
async fn questions_are_an_admins_and_what_discord_would_not_take_is_refused() {
    let guild = Guild::set_up().await;
    let good = json!({ "kind": "short", "label": "Order" });
    let added = guild.asks_for(good.clone()).await;
    let one = format!("/types/2/questions/{}", added.body["questions"][0]["number"]);
    for (method, rest, body) in [
        (Method::GET, "/types/2/questions".to_owned(), json!({})),
        (Method::POST, "/types/2/questions".to_owned(), good.clone()),
        (Method::PATCH, one.clone(), json!({ "label": "x" })),
        (Method::POST, format!("{one}/move"), json!({ "place": 1 })),
        (Method::DELETE, one.clone(), json!({})),
    ] {
        let refused = guild.asks(method.clone(), &rest, &guild.desk.agent, Some(body)).await;
        assert_eq!(refused.problem(), (403, "not_allowed"), "{method} {rest}");
    }
    let option = |number: usize| json!({ "label": format!("Option {number}") });
    let many = |count: usize| (0..count).map(option).collect::<Vec<_>>();
    for (body, problem) in [
        (json!({ "label": "x" }), (400, "invalid_body")),
        (json!({ "kind": "short" }), (422, "field_length")),
        (json!({ "kind": "hologram", "label": "x" }), (400, "invalid_body")),
        (json!({ "kind": "short", "label": "x".repeat(46) }), (422, "field_length")),
        (json!({ "kind": "short", "label": "x", "placeholder": "x".repeat(101) }), (422, "field_length")),
        (json!({ "kind": "short", "label": "x", "most": 4001 }), (422, "field_range")),
        (json!({ "kind": "short", "label": "x", "least": 9, "most": 3 }), (422, "bounds_crossed")),
        (json!({ "kind": "short", "label": "x", "pattern": "(" }), (422, "pattern_refused")),
        (json!({ "kind": "select", "label": "x" }), (422, "field_range")),
        (json!({ "kind": "select", "label": "x", "options": many(26) }), (422, "field_range")),
        (json!({ "kind": "select", "label": "x", "options": [option(1), option(1)] }), (422, "option_twice")),
        (json!({ "kind": "radio", "label": "x", "options": [option(1)] }), (422, "field_range")),
        (json!({ "kind": "short", "label": { "$gt": "" } }), (400, "invalid_body")),
        (json!({ "kind": "short", "label": "x", "secret": true }), (400, "invalid_body")),
    ] {
        assert_eq!(guild.asks_for(body.clone()).await.problem(), problem, "{body}");
    }
    for rest in ["/types/99/questions", "/types/two/questions"] {
        assert_eq!(guild.does(Method::POST, rest, good.clone()).await.problem(), (404, "no_such_type"));
    }
    for rest in ["/types/2/questions/999", "/types/2/questions/first"] {
        assert_eq!(guild.does(Method::DELETE, rest, json!({})).await.problem(), (404, "no_such_question"));
    }
    for _ in 1..25 {
        assert_eq!(guild.asks_for(good.clone()).await.status, 201);
    }
    assert_eq!(guild.asks_for(good).await.problem(), (422, "too_many_questions"));
    guild.desk.hosting.finish().await;
}
