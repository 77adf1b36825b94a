//! Lengths and counts of what messages and modals consist of.
use serde_json::{Value, json};

use super::client::Scene;

fn row(components: &Value) -> Value {
    json!({ "type": 1, "components": components })
}

fn select(more: Value) -> Value {
    let mut select = json!({ "type": 3, "custom_id": "select", "options": options(2) });
    merge(&mut select, more);
    select
}

fn options(count: usize) -> Value {
    (0..count).map(|number| json!({ "label": format!("o{number}"), "value": number.to_string() })).collect()
}

fn merge(body: &mut Value, more: Value) {
    if let (Value::Object(body), Value::Object(more)) = (body, more) {
        body.extend(more);
    }
}

fn long(length: usize) -> String {
    "x".repeat(length)
}

/// Sends bodies that are just not too long, and others that are, each refused at its place below `at` with its code.
async fn holds(scene: &Scene, at: &str, fine: Vec<Value>, wrong: Vec<(Value, &str, &str)>) {
    for body in fine {
        scene.post(&scene.at("/messages"), body).await.ok();
    }
    for (body, place, code) in wrong {
        let refused = scene.post(&scene.at("/messages"), body).await.refused(400, 50035);
        assert_eq!(refused.pointer(&format!("/errors/{at}{place}/_errors/0/code")), Some(&json!(code)), "{refused}");
    }
    let _ = scene.discord.shared().openapi.take_violations();
}

#[tokio::test]
async fn each_part_of_an_embed_has_a_length() {
    let scene = Scene::free().await;
    let embed = |embed: Value| json!({ "embeds": [embed] });
    let field = |name: usize, value: usize| json!({ "name": long(name), "value": long(value) });
    let fine = vec![
        embed(json!({ "title": long(256), "description": long(4096) })),
        embed(json!({ "footer": { "text": long(2048) }, "author": { "name": long(256) } })),
        embed(json!({ "fields": vec![field(1, 1); 25] })),
        embed(json!({ "fields": [field(256, 1024)] })),
    ];
    let wrong = vec![
        (embed(json!({ "description": long(4097) })), "description", "BASE_TYPE_MAX_LENGTH"),
        (embed(json!({ "footer": { "text": long(2049) } })), "footer/text", "BASE_TYPE_MAX_LENGTH"),
        (embed(json!({ "author": { "name": long(257) } })), "author/name", "BASE_TYPE_MAX_LENGTH"),
        (embed(json!({ "fields": vec![field(1, 1); 26] })), "fields", "BASE_TYPE_MAX_LENGTH"),
        (embed(json!({ "fields": [field(257, 1)] })), "fields/0/name", "BASE_TYPE_BAD_LENGTH"),
        (embed(json!({ "fields": [field(1, 1025)] })), "fields/0/value", "BASE_TYPE_BAD_LENGTH"),
        (embed(json!({ "fields": [field(0, 1)] })), "fields/0/name", "BASE_TYPE_REQUIRED"),
        (embed(json!({ "title": "t", "color": 0x0100_0000 })), "color", "NUMBER_TYPE_MAX"),
    ];
    holds(&scene, "embeds/0/", fine, wrong).await;
}

#[tokio::test]
async fn a_message_has_five_rows_of_five_buttons_or_one_select() {
    let scene = Scene::free().await;
    let button = |number: usize| json!({ "type": 2, "style": 1, "label": long(80), "custom_id": number.to_string() });
    let buttons = |row: usize, count: usize| (0..count).map(|number| button(row * 10 + number)).collect::<Value>();
    let rows = |count: usize| json!({ "components": (0..count).map(|at| row(&buttons(at, 5))).collect::<Value>() });
    let one = |components: Value| json!({ "components": [row(&components)] });
    let labelled = |label: Value| one(json!([{ "type": 2, "style": 1, "label": label, "custom_id": "a" }]));
    let link = |url: String| one(json!([{ "type": 2, "style": 5, "label": "Go", "url": url }]));
    let fine = vec![rows(5), link(format!("https://{}", long(504)))];
    let wrong = vec![
        (rows(6), "", "BASE_TYPE_BAD_LENGTH"),
        (one(buttons(0, 6)), "/0/components", "BASE_TYPE_BAD_LENGTH"),
        (one(json!([])), "/0/components", "BASE_TYPE_REQUIRED"),
        (one(json!([select(json!({})), button(1)])), "/0/components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
        (labelled(json!(long(81))), "/0/components/0/label", "BASE_TYPE_MAX_LENGTH"),
        (labelled(Value::Null), "/0/components/0/label", "BUTTON_COMPONENT_INVALID_LABEL"),
        (link(format!("https://{}", long(505))), "/0/components/0/url", "BASE_TYPE_BAD_LENGTH"),
    ];
    holds(&scene, "components", fine, wrong).await;
}

#[tokio::test]
async fn a_select_has_25_options_and_bounds_within_them() {
    let scene = Scene::free().await;
    let one = |more: Value| json!({ "components": [row(&json!([select(more)]))] });
    let option = |label: usize, value: usize, description: usize| {
        let option = json!({ "label": long(label), "value": long(value), "description": long(description) });
        one(json!({ "options": [option] }))
    };
    let fine = vec![
        one(json!({ "options": options(25), "min_values": 0, "max_values": 25, "placeholder": long(150) })),
        option(100, 100, 100),
    ];
    let twice = json!({ "options": [{ "label": "a", "value": "v" }, { "label": "b", "value": "v" }] });
    let wrong = vec![
        (one(json!({ "options": options(26) })), "options", "BASE_TYPE_BAD_LENGTH"),
        (one(json!({ "options": [] })), "options", "BASE_TYPE_REQUIRED"),
        (one(twice), "options/1/value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"),
        (one(json!({ "max_values": 3 })), "max_values", "SELECT_COMPONENT_INVALID_MAX_VALUES"),
        (one(json!({ "min_values": 2 })), "max_values", "SELECT_COMPONENT_INVALID_MAX_VALUES"),
        (one(json!({ "max_values": 0 })), "max_values", "SELECT_COMPONENT_INVALID_MAX_VALUES"),
        (one(json!({ "placeholder": long(151) })), "placeholder", "BASE_TYPE_MAX_LENGTH"),
        (option(101, 1, 1), "options/0/label", "BASE_TYPE_BAD_LENGTH"),
        (option(1, 101, 1), "options/0/value", "BASE_TYPE_BAD_LENGTH"),
        (option(1, 1, 101), "options/0/description", "BASE_TYPE_MAX_LENGTH"),
    ];
    holds(&scene, "components/0/components/0/", fine, wrong).await;
}

#[tokio::test]
async fn a_modal_has_five_fields_with_lengths() {
    let scene = Scene::free().await;
    let modal = |components: Value| {
        let data = json!({ "custom_id": "form", "title": long(45), "components": components });
        json!({ "type": 9, "data": data })
    };
    let input = |custom_id: &str, placeholder: usize| {
        let placeholder = long(placeholder);
        json!({ "type": 4, "custom_id": custom_id, "style": 1, "placeholder": placeholder })
    };
    let field = |label: usize, description: usize, component: Value| {
        let (label, description) = (long(label), long(description));
        json!({ "type": 18, "label": label, "description": description, "component": component })
    };
    let in_row = |label: usize| {
        let mut input = input("a", 1);
        merge(&mut input, json!({ "label": long(label) }));
        row(&json!([input]))
    };
    let many = |count: usize| (0..count).map(|at| field(45, 100, input(&at.to_string(), 100))).collect::<Value>();
    let bounds = json!({ "type": 4, "custom_id": "a", "style": 2, "min_length": 5, "max_length": 4 });
    for fine in [many(5), json!([in_row(45)])] {
        scene.answer(&scene.command(), modal(fine)).await.ok();
    }
    let wrong = [
        (many(6), "", "BASE_TYPE_BAD_LENGTH"),
        (json!([]), "", "BASE_TYPE_REQUIRED"),
        (json!([field(46, 1, input("a", 1))]), "/0/label", "BASE_TYPE_BAD_LENGTH"),
        (json!([field(0, 1, input("a", 1))]), "/0/label", "BASE_TYPE_REQUIRED"),
        (json!([field(1, 101, input("a", 1))]), "/0/description", "BASE_TYPE_MAX_LENGTH"),
        (json!([field(1, 1, input("a", 101))]), "/0/component/placeholder", "BASE_TYPE_MAX_LENGTH"),
        (json!([field(1, 1, bounds)]), "/0/component/max_length", "NUMBER_TYPE_MAX"),
        (json!([in_row(46)]), "/0/components/0/label", "BASE_TYPE_BAD_LENGTH"),
        (json!([row(&json!([input("a", 1), input("b", 1)]))]), "/0/components", "BASE_TYPE_BAD_LENGTH"),
        (
            json!([field(1, 1, input("a", 1)), field(1, 1, input("a", 1))]),
            "/1/component/custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
        ),
    ];
    for (components, place, code) in wrong {
        let refused = scene.answer(&scene.command(), modal(components)).await.refused(400, 50035);
        let found = refused.pointer(&format!("/errors/data/components{place}/_errors/0/code"));
        assert_eq!(found, Some(&json!(code)), "{refused}");
    }
    let _ = scene.discord.shared().openapi.take_violations();
}

#[tokio::test]
async fn choices_in_a_modal_have_bounds() {
    let scene = Scene::free().await;
    let options = |count: usize, chosen: usize| {
        let option = |at: usize| json!({ "label": at.to_string(), "value": at.to_string(), "default": at < chosen });
        (0..count).map(option).collect::<Value>()
    };
    let modal = |mut component: Value| {
        component["custom_id"] = json!("a");
        let label = json!({ "type": 18, "label": "Label", "component": component });
        json!({ "type": 9, "data": { "custom_id": "form", "title": "Form", "components": [label] } })
    };
    for fine in [
        json!({ "type": 21, "options": options(10, 1) }),
        json!({ "type": 22, "options": options(10, 10) }),
        json!({ "type": 3, "options": options(25, 25), "max_values": 25 }),
        json!({ "type": 5, "min_values": 0, "max_values": 25, "required": false }),
        json!({ "type": 19, "max_values": 10 }),
    ] {
        scene.answer(&scene.command(), modal(fine)).await.ok();
    }
    for (wrong, place) in [
        (json!({ "type": 21, "options": options(1, 0) }), "options"),
        (json!({ "type": 21, "options": options(11, 0) }), "options"),
        (json!({ "type": 21, "options": options(2, 2) }), "options"),
        (json!({ "type": 22, "options": options(11, 0) }), "options"),
        (json!({ "type": 22, "options": options(2, 0), "max_values": 3 }), "max_values"),
        (json!({ "type": 3, "options": options(2, 0), "max_values": 3 }), "max_values"),
        (json!({ "type": 5, "max_values": 26 }), "max_values"),
        (json!({ "type": 5, "min_values": 0 }), "required"),
        (json!({ "type": 19, "max_values": 11 }), "max_values"),
    ] {
        let refused = scene.answer(&scene.command(), modal(wrong)).await.refused(400, 50035);
        let found = refused.pointer(&format!("/errors/data/components/0/component/{place}"));
        assert!(found.is_some(), "{place}: {refused}");
    }
    let _ = scene.discord.shared().openapi.take_violations();
}
