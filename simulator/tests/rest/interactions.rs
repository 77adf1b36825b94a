//! Interactions and what follows them.
use std::time::Duration;

use discord_simulator::world::InteractionKind;
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

use super::client::Scene;

#[tokio::test]
async fn the_first_answer_makes_a_message_and_the_second_is_refused() {
    let scene = Scene::free().await;
    let mut asked = scene.command();
    let answer = json!({ "type": 4, "data": { "content": "done", "flags": 64 } });
    assert_eq!(scene.answer(&asked, answer.clone()).await.status, 204);
    let first = asked.first.try_recv().unwrap();
    assert_eq!(first.kind, 4);
    scene.answer(&asked, answer).await.refused(400, 40060);
    let original = scene.get(&scene.webhook(&asked, "/messages/@original")).await.ok();
    assert_eq!((&original["content"], &original["flags"]), (&json!("done"), &json!(64)));
    assert_eq!(original["interaction_metadata"]["user"]["username"], "alice");
    // Nobody but the interaction's own token reaches an ephemeral message.
    scene.get(&scene.at(&format!("/messages/{}", original["id"].as_str().unwrap()))).await.refused(404, 10008);
}

#[tokio::test]
async fn answers_are_late_after_three_seconds_and_tokens_end_after_fifteen_minutes() {
    let scene = Scene::free().await;
    let late = scene.command();
    scene.discord.clock().advance(Duration::from_millis(3_100));
    scene.answer(&late, json!({ "type": 5 })).await.refused(404, 10062);
    let asked = scene.command();
    scene.answer(&asked, json!({ "type": 5, "data": { "flags": 64 } })).await.ok();
    scene.discord.clock().advance(Duration::from_mins(14));
    scene.patch(&scene.webhook(&asked, "/messages/@original"), json!({ "content": "still" })).await.ok();
    scene.discord.clock().advance(Duration::from_mins(2));
    let late = scene.patch(&scene.webhook(&asked, "/messages/@original"), json!({ "content": "late" })).await;
    late.refused(401, 50027);
}

#[tokio::test]
async fn a_deferral_is_filled_by_an_edit_or_the_first_follow_up() {
    let scene = Scene::free().await;
    let asked = scene.command();
    scene.get(&scene.webhook(&asked, "/messages/@original")).await.refused(404, 10008);
    scene.post(&scene.webhook(&asked, ""), json!({ "content": "early" })).await.refused(404, 10015);
    let callback = format!("/interactions/{}/{}/callback?with_response=true", asked.id, asked.token);
    let response = scene.post(&callback, json!({ "type": 5, "data": { "flags": 64 } })).await.ok();
    assert_eq!(response["interaction"]["response_message_loading"], true);
    let filled = scene.patch(&scene.webhook(&asked, "/messages/@original"), json!({ "content": "filled" })).await.ok();
    assert_eq!((&filled["content"], &filled["flags"]), (&json!("filled"), &json!(64)));
    let further = scene.post(&scene.webhook(&asked, ""), json!({ "content": "further" })).await.ok();
    assert_ne!(further["id"], filled["id"]);
    let other = scene.command();
    scene.answer(&other, json!({ "type": 5 })).await.ok();
    let first = scene.post(&scene.webhook(&other, ""), json!({ "content": "first" })).await.ok();
    assert_eq!(scene.get(&scene.webhook(&other, "/messages/@original")).await.ok()["id"], first["id"]);
    assert_eq!(scene.delete(&scene.webhook(&other, "/messages/@original")).await.status, 204);
    scene.get(&scene.webhook(&other, "/messages/@original")).await.refused(404, 10008);
}

#[tokio::test]
async fn a_wish_for_the_answer_is_read_however_a_library_writes_it() {
    let scene = Scene::free().await;
    for (wish, status) in [("true", 200), ("1", 200), ("false", 204), ("0", 204)] {
        let asked = scene.command();
        let callback = format!("/interactions/{}/{}/callback?with_response={wish}", asked.id, asked.token);
        let answer = scene.post(&callback, json!({ "type": 4, "data": { "content": "hello" } })).await;
        assert_eq!(answer.status, status, "{wish}");
    }
}

/// A form with a file and what is to be said about it, which for a callback is under `data`.
fn with_file(payload: &Value, name: &'static str) -> Form {
    let file = Part::bytes(name.as_bytes().to_vec()).file_name(name).mime_str("text/plain").unwrap();
    Form::new().text("payload_json", payload.to_string()).part("files[0]", file)
}

#[tokio::test]
async fn answers_and_what_follows_them_carry_files() {
    let scene = Scene::free().await;
    let asked = scene.command();
    let about =
        json!({ "content": "see", "attachments": [{ "id": "0", "filename": "a.txt", "description": "the first" }] });
    let callback = format!("/interactions/{}/{}/callback?with_response=true", asked.id, asked.token);
    let form = with_file(&json!({ "type": 4, "data": about }), "first");
    let response = scene.upload(Method::POST, &callback, form).await.ok();
    let first = &response["resource"]["message"]["attachments"][0];
    assert_eq!((&first["filename"], &first["description"]), (&json!("a.txt"), &json!("the first")));
    let served = scene.http.get(first["url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(served.text().await.unwrap(), "first");

    let original = scene.webhook(&asked, "/messages/@original");
    let kept = json!({ "attachments": [{ "id": first["id"] }, { "id": "0", "filename": "b.txt" }] });
    let edited = scene.upload(Method::PATCH, &original, with_file(&kept, "second")).await.ok();
    let names = |message: &Value| {
        let files = message["attachments"].as_array().unwrap().iter();
        files.map(|file| file["filename"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&edited), ["a.txt", "b.txt"]);
    let further = scene.webhook(&asked, "");
    let further = scene.upload(Method::POST, &further, with_file(&json!({ "flags": 64 }), "third")).await.ok();
    assert_eq!((names(&further), &further["flags"]), (vec!["third".to_owned()], &json!(64)));
    let many = (0..11).fold(Form::new().text("payload_json", "{}"), |form, number| {
        form.part(format!("files[{number}]"), Part::bytes(b"x".to_vec()).file_name("x"))
    });
    scene.upload(Method::POST, &scene.webhook(&asked, ""), many).await.refused(400, 50035);
    let large = Part::bytes(vec![0; 10 * 1024 * 1024 + 1]).file_name("large");
    let large = Form::new().text("payload_json", "{}").part("files[0]", large);
    scene.upload(Method::POST, &scene.webhook(&asked, ""), large).await.refused(413, 40005);
    let _ = scene.discord.shared().openapi.take_violations();
}

#[tokio::test]
async fn a_component_updates_its_message() {
    let scene = Scene::free().await;
    let alice = scene.guild.member("alice").id();
    let row = json!({ "type": 1, "components": [{ "type": 2, "style": 1, "label": "Go", "custom_id": "go" }] });
    let sent = scene.post(&scene.at("/messages"), json!({ "content": "press", "components": [row] })).await.ok();
    let message = sent["id"].as_str().unwrap().parse().ok();
    let pressed = scene.interaction(InteractionKind::Component, message, alice);
    scene.answer(&pressed, json!({ "type": 7, "data": { "content": "pressed", "components": [] } })).await.ok();
    let path = scene.at(&format!("/messages/{}", sent["id"].as_str().unwrap()));
    assert_eq!(scene.get(&path).await.ok()["content"], "pressed");
    let pressed = scene.interaction(InteractionKind::Component, message, alice);
    scene.answer(&pressed, json!({ "type": 6 })).await.ok();
    scene.patch(&scene.webhook(&pressed, "/messages/@original"), json!({ "content": "later" })).await.ok();
    assert_eq!(scene.get(&path).await.ok()["content"], "later");
}

#[tokio::test]
async fn a_modal_follows_a_command_or_component_and_nothing_else() {
    let scene = Scene::free().await;
    let alice = scene.guild.member("alice").id();
    let input = json!({ "type": 4, "custom_id": "why", "style": 1 });
    let label = json!({ "type": 18, "label": "Why?", "component": input });
    let modal = json!({ "type": 9, "data": { "custom_id": "form", "title": "Form", "components": [label] } });
    let mut asked = scene.command();
    scene.answer(&asked, modal.clone()).await.ok();
    assert_eq!(asked.first.try_recv().unwrap().data.unwrap()["title"], "Form");
    let submitted = scene.interaction(InteractionKind::ModalSubmit, None, alice);
    scene.answer(&submitted, modal.clone()).await.refused(400, 50035);
    scene.answer(&submitted, json!({ "type": 7, "data": {} })).await.refused(400, 50035);
    let deferred = scene.command();
    scene.answer(&deferred, json!({ "type": 5 })).await.ok();
    scene.answer(&deferred, modal.clone()).await.refused(400, 40060);
    let mut long = modal;
    long["data"]["title"] = json!("x".repeat(46));
    let body = scene.answer(&scene.command(), long).await.refused(400, 50035);
    assert_eq!(body["errors"]["data"]["title"]["_errors"][0]["code"], "BASE_TYPE_BAD_LENGTH");
    let _ = scene.discord.shared().openapi.take_violations();
}

#[tokio::test]
async fn mistakes_in_a_callback_are_told_under_data() {
    let scene = Scene::free().await;
    let asked = scene.command();
    let body = scene.answer(&asked, json!({ "type": 4, "data": { "content": "x".repeat(2001) } })).await;
    assert_eq!(body.refused(400, 50035)["errors"]["data"]["content"]["_errors"][0]["code"], "BASE_TYPE_MAX_LENGTH");
    scene.answer(&asked, json!({ "type": 4, "data": { "content": "short" } })).await.ok();
    scene.answer(&scene.command(), json!({ "type": 8, "data": { "choices": [] } })).await.refused(400, 50035);
    let asked = scene.interaction(InteractionKind::Autocomplete, None, scene.guild.member("alice").id());
    scene.answer(&asked, json!({ "type": 8, "data": { "choices": [{ "name": "a", "value": "b" }] } })).await.ok();
    let forged = format!("/interactions/{}/nonsense/callback", asked.id);
    scene.post(&forged, json!({ "type": 5 })).await.refused(404, 10062);
    let _ = scene.discord.shared().openapi.take_violations();
}
