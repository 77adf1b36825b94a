//! Answers to a form: as long as Discord lets them be, and all of them to be read in the ticket.

use serde_json::json;
use tickit_domain::ids::GuildId;
use tickit_domain::store::Record;

use crate::support::{TestService, change_body, eventually, forges, replace_settings, says, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_answers_of_four_thousand_characters_are_read_in_the_ticket() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:One|Two|Three|Four|Five").await;
    let alice = app.member("alice");
    let form = alice.press(&app.panel().button("Billing")).await.modal().unwrap();
    let answers: Vec<String> = ["a", "b", "c", "d", "é"].iter().map(|letter| letter.repeat(4000)).collect();
    let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
    let opened = forges(&alice, &form, &answers).await;
    assert!(opened.text().contains("is open"), "{}", opened.text());
    let ticket = app.ticket_channels().remove(0);
    eventually("there is a first message", || !ticket.messages().is_empty()).await;
    let file = || String::from_utf8(welcome(&ticket).file("answers.txt").expect("the answers")).unwrap();
    let whole = |text: &str| answers.iter().all(|answer| text.contains(answer)) && text.contains("Three");
    assert!(whole(&file()), "{}", file());
    assert!(says(&app.agent("bob"), &ticket, "/ticket claim").await.contains("takes care"));
    eventually("the claim is shown", || welcome(&ticket).find_button("Give up").is_some()).await;
    assert!(whole(&file()), "the file stays when the message is edited");
    assert_eq!(welcome(&ticket).attachments().len(), 1);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_fit_into_the_message_come_without_a_file() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:One").await;
    let alice = app.member("alice");
    let form = alice.press(&app.panel().button("Billing")).await.modal().unwrap();
    forges(&alice, &form, &[&"x".repeat(1024)]).await;
    let ticket = app.ticket_channels().remove(0);
    eventually("there is a first message", || !ticket.messages().is_empty()).await;
    assert!(welcome(&ticket).text().contains(&"x".repeat(1024)) && welcome(&ticket).attachments().is_empty());
    app.finish().await;
}

/// As 8bdd27c stored it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_of_the_first_version_takes_long_answers_too() {
    let (app, stores) = TestService::in_memory().await;
    app.has_panel("/type add name:Billing questions:One").await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let of_the_first_version = |record: &mut Record| {
        record.schema = 1;
        change_body(record, |body| {
            for kind in body["settings"]["types"].as_array_mut().unwrap() {
                kind.as_object_mut().unwrap().remove("mentions_staff");
                let asks = !kind["form"]["questions"].as_array().unwrap().is_empty();
                let question = json!({ "text": "One", "required": true, "longest": 1000 });
                kind["form"] = if asks { json!([question]) } else { json!([]) };
            }
        });
    };
    replace_settings(&guild, of_the_first_version).await;
    let alice = app.member("alice");
    let form = alice.press(&app.panel().button("Billing")).await.modal().unwrap();
    let opened = forges(&alice, &form, &[&"x".repeat(4000)]).await;
    assert!(opened.text().contains("is open"), "{}", opened.text());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_was_changed_meanwhile_names_what_it_asks_now() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:One").await;
    let alice = app.member("alice");
    let form = alice.press(&app.panel().button("Billing")).await.modal().unwrap();
    app.owner_says("/type edit type:Billing questions:\"One|Invoice number\"").await;
    let refused = forges(&alice, &form, &["x"]).await;
    assert!(refused.text().contains("it asks for “Invoice number” now"), "{}", refused.text());
    app.finish().await;
}
