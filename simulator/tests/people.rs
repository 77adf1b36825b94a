//! What people do, and what bots and people get to see of it.
use std::time::Duration;

use serde_json::{Value, json};

use discord_simulator::{Permissions, people::AnswerKind};

use crate::bot::{acme, text};

fn ticket() -> Value {
    json!([{ "name": "ticket", "description": "Tickets", "options": [
        { "type": 1, "name": "close", "description": "Close it", "options": [
            { "type": 3, "name": "reason", "description": "Why", "required": true },
            { "type": 6, "name": "member", "description": "Whose" },
            { "type": 7, "name": "channel", "description": "Which" },
            { "type": 3, "name": "tag", "description": "Tag", "autocomplete": true },
        ] },
    ] }])
}

fn rows() -> Value {
    json!([
        { "type": 1, "components": [
            { "type": 2, "style": 1, "label": "Open", "custom_id": "open" },
            { "type": 2, "style": 2, "label": "Closed", "custom_id": "closed", "disabled": true },
            { "type": 2, "style": 5, "label": "Manual", "url": "https://example.com" },
        ] },
        { "type": 1, "components": [
            { "type": 3, "custom_id": "kind", "options": [{ "label": "Bug", "value": "b" }, { "label": "Question", "value": "q" }] },
        ] },
        { "type": 1, "components": [{ "type": 5, "custom_id": "who", "min_values": 1, "max_values": 2 }] },
    ])
}

#[tokio::test]
async fn a_slash_command_arrives_with_options_and_resolved_objects() {
    let (discord, guild, mut bot) = acme(ticket()).await;
    let support = guild.role("Support", Permissions::MANAGE_MESSAGES);
    let alice = guild.member("alice").with_role(&support).locale("de");
    let bob = guild.member("bob");
    let general = alice.channel("general").unwrap();
    let typed = "/ticket close reason:\"all done\" member:@bob channel:#general";
    let (answer, interaction) = tokio::join!(
        alice.slash(&general, typed),
        bot.answers(
            4,
            json!({ "content": "Closed.", "flags": 64, "embeds": [{ "title": "Bye", "description": "for now" }] })
        ),
    );
    assert_eq!((answer.kind(), answer.ephemeral()), (AnswerKind::Message, true));
    assert_eq!(answer.text(), "Closed.\nBye\nfor now");
    assert!(answer.acknowledged_after() < Duration::from_secs(3));
    assert_eq!(interaction["type"], 2);
    assert_eq!(interaction["data"]["options"][0]["options"][0]["value"], "all done");
    assert_eq!(interaction["data"]["guild_id"], guild.id().to_string());
    let resolved = &interaction["data"]["resolved"];
    let (bob_id, channel_id) = (bob.id().to_string(), general.id().to_string());
    assert_eq!(resolved["users"][&bob_id]["username"], "bob");
    assert!(resolved["members"][&bob_id]["permissions"].is_string());
    assert_eq!(resolved["channels"][&channel_id]["name"], "general");
    assert_eq!(interaction["member"]["user"]["username"], "alice");
    assert_eq!(interaction["member"]["roles"], json!([support.id()]));
    assert_eq!((&interaction["locale"], &interaction["guild_locale"]), (&json!("de"), &json!("en-US")));
    let held: u64 = text(&interaction["member"]["permissions"]).parse().unwrap();
    assert_eq!(held, (Permissions::EVERYONE | Permissions::MANAGE_MESSAGES).0);
    assert_eq!(alice.ephemerals().len(), 1);
    assert!(general.messages_seen_by(&bob).is_empty(), "bob does not see what only alice sees");
    drop(discord);
}

#[tokio::test]
async fn what_is_typed_is_completed() {
    let (_discord, guild, mut bot) = acme(ticket()).await;
    let alice = guild.member("alice");
    let general = alice.channel("general").unwrap();
    let choices = json!({ "choices": [{ "name": "Refund", "value": "refund" }] });
    let (choices, interaction) = tokio::join!(alice.types(&general, "/ticket close tag:re"), bot.answers(8, choices));
    assert_eq!(choices[0].name, "Refund");
    assert_eq!(interaction["type"], 4);
    let focused = json!({ "name": "tag", "type": 3, "value": "re", "focused": true });
    assert_eq!(interaction["data"]["options"][0]["options"][0], focused);
}

#[tokio::test]
async fn commands_hide_from_those_without_permission() {
    let hidden = json!([{ "name": "setup", "description": "Set up", "default_member_permissions": "32" }]);
    let (_discord, guild, _bot) = acme(hidden).await;
    let (alice, owner) = (guild.member("alice"), guild.owner());
    let general = alice.channel("general").unwrap();
    let refused = alice.tries_to_slash(&general, "/setup").await.unwrap_err();
    assert!(refused.to_string().contains("no command"), "{refused}");
    assert_eq!(alice.commands(&general), []);
    assert_eq!(owner.commands(&general), [("/setup".to_owned(), "Set up".to_owned())]);
}

#[tokio::test]
async fn buttons_and_menus_carry_their_message() {
    let (_discord, guild, mut bot) = acme(json!([])).await;
    let (alice, bob) = (guild.member("alice"), guild.member("bob"));
    let general = alice.channel("general").unwrap();
    bot.says(&general, json!({ "content": "Need help?", "components": rows() })).await;
    let panel = general.last_message().unwrap();
    let button = panel.button("Open");
    let (answer, interaction) = tokio::join!(alice.press(&button), bot.answers(7, json!({ "content": "Changed" })));
    assert_eq!(answer.kind(), AnswerKind::Update);
    assert_eq!(panel.content(), "Changed");
    assert_eq!(interaction["data"]["custom_id"], "open");
    assert_eq!(interaction["data"]["component_type"], 2);
    assert_eq!(interaction["message"]["id"], panel.id().to_string());
    let select = panel.select("kind");
    let (_, interaction) = tokio::join!(alice.select(&select, ["Question"]), bot.answers(6, json!({})));
    assert_eq!(interaction["data"]["values"], json!(["q"]));
    let select = panel.select("who");
    let (_, interaction) = tokio::join!(alice.select(&select, ["@bob", "alice"]), bot.answers(6, json!({})));
    assert_eq!(interaction["data"]["values"], json!([bob.id(), alice.id()]));
    assert_eq!(interaction["data"]["resolved"]["users"][bob.id().to_string()]["username"], "bob");
    let (_, interaction) = tokio::join!(alice.press_custom(&panel, "forged"), bot.answers(6, json!({})));
    assert_eq!(interaction["data"]["custom_id"], "forged");
}

#[tokio::test]
async fn a_person_presses_only_what_they_can() {
    let (_discord, guild, bot) = acme(json!([])).await;
    let (alice, owner) = (guild.member("alice"), guild.owner());
    let general = alice.channel("general").unwrap();
    bot.says(&general, json!({ "content": "Need help?", "components": rows() })).await;
    let panel = general.last_message().unwrap();
    for (label, part) in [("Closed", "greyed out"), ("Manual", "only opens a page")] {
        let refused = alice.tries_to_press(&panel.button(label)).await.unwrap_err();
        assert!(refused.to_string().contains(part), "{refused}");
    }
    let refused = alice.tries_to_select(&panel.select("kind"), ["Praise"]).await.unwrap_err();
    assert!(refused.to_string().contains("does not offer"), "{refused}");
    let private = guild.text_channel("private");
    let path = format!("/channels/{}/permissions/{}", private.id(), guild.id());
    let deny = json!({ "type": 0, "deny": Permissions::VIEW_CHANNEL.0.to_string() });
    assert_eq!(bot.request(reqwest::Method::PUT, &path, deny).await.0, 204);
    bot.says(&private, json!({ "content": "Secret", "components": rows() })).await;
    let secret = private.last_message().unwrap();
    assert!(alice.tries_to_press(&secret.button("Open")).await.is_err());
    assert!(!alice.sees(&private) && owner.sees(&private));
    assert!(alice.tries_to_say(&private, discord_simulator::world::Draft::text("hi")).await.is_err());
    let button = secret.button("Open");
    owner.deletes_message(&secret);
    assert!(owner.tries_to_press(&button).await.unwrap_err().to_string().contains("gone"));
}

#[tokio::test]
async fn a_deferral_is_finished_by_an_edit_and_silence_is_a_failure() {
    let (discord, guild, mut bot) = acme(ticket()).await;
    let alice = guild.member("alice");
    let general = alice.channel("general").unwrap();
    let (answer, interaction) =
        tokio::join!(alice.slash(&general, "/ticket close reason:x"), bot.answers(5, json!({ "flags": 64 })),);
    assert_eq!(answer.kind(), AnswerKind::Deferred);
    assert!(!answer.finishes_within(Duration::from_millis(20)).await);
    let (finished, status) =
        tokio::join!(answer.finished(), bot.edit_original(&interaction, json!({ "content": "Done." })));
    assert_eq!((finished.text().as_str(), status), ("Done.", 200));
    let late = tokio::spawn({
        let (alice, general) = (alice.clone(), general.clone());
        async move { alice.slash(&general, "/ticket close reason:y").await }
    });
    let interaction = bot.interaction().await;
    discord.clock().advance(Duration::from_secs(4));
    let answer = late.await.unwrap();
    assert_eq!((answer.kind(), answer.text().as_str()), (AnswerKind::Timeout, "This interaction failed"));
    assert_eq!(bot.answer(&interaction, 4, json!({ "content": "Sorry" })).await, 404);
}

#[tokio::test]
async fn modals_with_rows_and_with_labels_are_filled_in() {
    let (_discord, guild, mut bot) = acme(ticket()).await;
    let alice = guild.member("alice");
    let general = alice.channel("general").unwrap();
    let modal = json!({ "custom_id": "form", "title": "Your question", "components": [
        { "type": 1, "components": [{ "type": 4, "custom_id": "subject", "label": "Subject", "style": 1, "max_length": 10 }] },
        { "type": 18, "label": "What is it?", "description": "Pick one", "component": {
            "type": 3, "custom_id": "kind", "options": [{ "label": "Bug", "value": "b" }, { "label": "Idea", "value": "i" }] } },
        { "type": 18, "label": "Details", "component": { "type": 4, "custom_id": "details", "style": 2, "required": false } },
    ] });
    let (answer, _) = tokio::join!(alice.slash(&general, "/ticket close reason:x"), bot.answers(9, modal));
    let modal = answer.modal().expect("a modal");
    assert_eq!((answer.kind(), modal.title().as_str()), (AnswerKind::Modal, "Your question"));
    let refused = [
        (vec![("Subject", ""), ("kind", "Bug")], "required"),
        (vec![("Subject", "12345678901"), ("kind", "Bug")], "10 characters"),
        (vec![("Subject", "Help"), ("kind", "Praise")], "does not offer"),
        (vec![("Subject", "Help")], "1 to 1 choices"),
        (vec![("Colour", "red")], "no field"),
    ];
    for (answers, part) in refused {
        let refused = alice.tries_to_submit(&modal, answers).await.unwrap_err();
        assert!(refused.to_string().contains(part), "{refused}");
    }
    let answers = [("Subject", "Help"), ("What is it?", "Idea")];
    let (answer, interaction) =
        tokio::join!(alice.submit(&modal, answers), bot.answers(4, json!({ "content": "Thanks" })));
    assert_eq!(answer.text(), "Thanks");
    assert_eq!(interaction["type"], 5);
    let expected = json!({ "custom_id": "form", "components": [
        { "type": 1, "id": 1, "components": [{ "type": 4, "id": 2, "custom_id": "subject", "value": "Help" }] },
        { "type": 18, "id": 3, "component": { "type": 3, "id": 4, "custom_id": "kind", "values": ["i"] } },
        { "type": 18, "id": 5, "component": { "type": 4, "id": 6, "custom_id": "details", "value": "" } },
    ] });
    assert_eq!(interaction["data"], expected);
    let (_, interaction) = tokio::join!(alice.submit_raw(&modal, json!([])), bot.answers(4, json!({ "content": "?" })));
    assert_eq!(interaction["data"]["components"], json!([]));
}

#[tokio::test]
async fn groups_boxes_pickers_and_files_of_a_modal_are_filled_in() {
    let (_discord, guild, mut bot) = acme(ticket()).await;
    let (alice, bob) = (guild.member("alice"), guild.member("bob"));
    let general = alice.channel("general").unwrap();
    let options = json!([{ "label": "Bug", "value": "b", "default": true }, { "label": "Idea", "value": "i" }]);
    let bob_at_first = json!([{ "type": "user", "id": bob.id().to_string() }]);
    let modal = json!({ "custom_id": "form", "title": "All of them", "components": [
        { "type": 10, "content": "Please read" },
        { "type": 18, "label": "One", "component": { "type": 21, "custom_id": "one", "options": options } },
        { "type": 18, "label": "Any", "component": { "type": 22, "custom_id": "any", "options": options } },
        { "type": 18, "label": "Who", "component": { "type": 5, "custom_id": "who", "default_values": bob_at_first } },
        { "type": 18, "label": "Proof", "component": { "type": 19, "custom_id": "proof", "max_values": 2 } },
    ] });
    let (answer, _) = tokio::join!(alice.slash(&general, "/ticket close reason:x"), bot.answers(9, modal));
    let modal = answer.modal().expect("a modal");
    for (answers, part) in [
        (vec![("One", "Bug")], "1 to 2 files, not 0"),
        (vec![("Proof", "1"), ("Proof", "2"), ("Proof", "3")], "1 to 2 files, not 3"),
        (vec![("One", "Bug"), ("One", "Idea"), ("Proof", "1")], "1 to 1 choices"),
    ] {
        let refused = alice.tries_to_submit(&modal, answers).await.unwrap_err();
        assert!(refused.to_string().contains(part), "{refused}");
    }
    let answers = [("One", "Idea"), ("Any", "Bug"), ("Any", "Idea"), ("Proof", "a.png")];
    let (_, interaction) = tokio::join!(alice.submit(&modal, answers), bot.answers(4, json!({ "content": "Thanks" })));
    let data = &interaction["data"];
    let entered = |index: usize| &data["components"][index]["component"];
    assert_eq!((&entered(1)["value"], &entered(2)["values"]), (&json!("i"), &json!(["b", "i"])));
    assert_eq!(entered(3)["values"], json!([bob.id().to_string()]), "what is not answered keeps its first value");
    let file = &data["resolved"]["attachments"][entered(4)["values"][0].as_str().unwrap()];
    assert_eq!((&file["filename"], &file["size"], &file["ephemeral"]), (&json!("a.png"), &json!(20), &json!(true)));
    let content = reqwest::get(file["url"].as_str().unwrap()).await.unwrap().text().await.unwrap();
    assert_eq!(content, "The content of a.png");
}

#[tokio::test]
async fn people_write_edit_delete_and_leave() {
    let (_discord, guild, _bot) = acme(json!([])).await;
    let (alice, bob, owner) = (guild.member("alice"), guild.member("bob"), guild.owner());
    let general = alice.channel("general").unwrap();
    let message = alice.says(&general, "hello").await;
    alice.edits(&message, "hello, all");
    assert_eq!(general.messages_seen_by(&bob)[0].content(), "hello, all");
    owner.deletes_message(&message);
    assert!(!message.exists());
    assert_eq!(guild.audit_log().len(), 1);
    let file = bob.says_with_file(&general, "", "log.txt", b"lines").await;
    assert_eq!(file.file("log.txt").unwrap(), b"lines");
    owner.deletes(&general);
    assert!(!general.exists() && alice.channels().is_empty());
    alice.leaves();
    assert!(!alice.is_here());
    alice.rejoins();
    assert!(alice.is_here());
}

#[tokio::test]
#[should_panic(expected = "alice cannot do that")]
async fn a_test_that_lets_a_person_do_what_they_cannot_fails() {
    let (_discord, guild, _bot) = acme(json!([])).await;
    let alice = guild.member("alice");
    alice.deletes(&alice.channel("general").unwrap());
}

#[tokio::test]
async fn load_can_be_made_without_looking_around() {
    let (discord, guild, mut bot) = acme(json!([])).await;
    let alice = guild.member("alice");
    let data = json!({ "component_type": 2, "custom_id": "open", "id": 1 });
    let (id, receiver) = discord.interaction(&bot.application, &guild, &alice, data);
    let interaction = bot.answers(6, json!({})).await;
    assert_eq!(interaction["id"], id.to_string());
    assert_eq!(receiver.await.unwrap().kind, 6);
}
