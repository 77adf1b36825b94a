//! What a transcript says of what was said.

use std::time::Duration;

use discord_simulator::ChannelHandle;
use serde_json::{Value, json};

use crate::support::{TestService, until_idle};

const SOON: Duration = Duration::from_secs(20);

/// Closes a ticket: its transcript as text and as a page.
async fn closed(app: &TestService, ticket: &ChannelHandle) -> (String, String) {
    app.closes(&app.agent("bob"), ticket, "").await;
    until_idle(&app.service, SOON).await;
    let (posted, text) = app.transcripts().pop().unwrap();
    let html = posted.attachments().into_iter().map(|file| file.filename).find(|name| name.contains(".html")).unwrap();
    (text, String::from_utf8(posted.file(&html).unwrap()).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_that_can_be_said_is_in_the_transcript() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    let order = alice.says(&ticket, "My order never came").await;
    alice.replies(&order, "Nobody answers").await;
    alice.forwards(&alice.says(&app.general, "Delivered on Monday").await, &ticket).await;
    alice.sends_sticker(&ticket, "sad_parrot").await;
    alice.starts_poll(&ticket, "Which colour?", &["red", "blue"]).await;
    let field = json!({ "fields": [{ "name": "Parcel", "value": "DE-4711" }] });
    alice.sends_embeds(&ticket, vec![field, json!({ "image": { "url": "http://127.0.0.1/parcel.png" } })]).await;
    let display = json!({ "type": 17, "components": [{ "type": 10, "content": "A text display" }] });
    alice.sends_components(&ticket, vec![display, json!({ "type": 99, "text": "new" })]).await;
    alice.causes_notice(&ticket, 6).await;
    alice.causes_notice(&ticket, 200).await;
    let (text, html) = closed(&app, &ticket).await;
    for said in [
        "In reply to",
        "alice: My order never came",
        "Delivered on Monday",
        "sad_parrot",
        "Which colour?",
        "blue: 0",
        "Parcel: DE-4711",
        "http://127.0.0.1/parcel.png",
        "A text display",
        "component type 99",
        "Pinned a message",
        "type 200",
    ] {
        assert!(text.contains(said), "{said:?} is not in the transcript:\n{text}");
    }
    assert!(html.contains(&format!("href=\"#m{}\"", order.id())), "a reply leads to what it answers: {html}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_that_was_edited_shows_what_it_answers_then_what_it_was_then_what_it_is() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    let order = alice.says(&ticket, "My order never came").await;
    let reply = alice.replies(&order, "the first wording").await;
    alice.edits(&reply, "the second wording");
    let (_, html) = closed(&app, &ticket).await;
    let at = |said: &str| html.find(said).unwrap_or_else(|| panic!("{said:?} is not in {html}"));
    let places = [at("In reply to"), at("the first wording"), at("the second wording")];
    assert!(places.is_sorted(), "{places:?}: {html}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preview_that_comes_later_is_no_edit() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    let link = alice.says(&ticket, "see http://127.0.0.1/help").await;
    link.gets_preview(json!({ "title": "How to return a parcel", "url": "http://127.0.0.1/help" }));
    let changed = alice.says(&ticket, "the first wording").await;
    alice.edits(&changed, "the second wording");
    let (text, _) = closed(&app, &ticket).await;
    assert!(text.contains("How to return a parcel"), "{text}");
    assert_eq!(text.matches("Before it was edited").count(), 1, "{text}");
    assert!(text.contains("(edited): the second wording") && text.contains("edited: the first wording"), "{text}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_cannot_be_read_loses_no_other_and_closes_all_the_same() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    until_idle(&app.service, SOON).await;
    let odd = [
        json!({ "author": null, "content": "no author" }),
        json!({ "content": 7 }),
        json!({ "content": "late", "timestamp": "yesterday", "edited_timestamp": 12 }),
        json!({ "content": "many", "embeds": "x", "attachments": { "a": 1 }, "mentions": [null], "components": null }),
        json!({ "content": "kind", "type": "nineteen", "flags": [], "member": 4 }),
        json!({ "content": "reply", "type": 19, "message_reference": [], "referenced_message": "gone" }),
    ];
    for fields in &odd {
        alice.sends(&ticket, fields.clone()).await;
    }
    let heard = alice.says(&ticket, "heard as it was said").await;
    alice.edits(&heard, "edited then");
    heard.becomes(json!({ "mentions": 3, "edited_timestamp": [] }));
    // The same once more while nobody listens, so that the channel is read.
    let world = app.stop_service().await;
    for fields in &odd {
        alice.sends(&ticket, fields.clone()).await;
    }
    alice.says(&ticket, "written while nobody listened").await;
    world.discord.faults().gateway(&world.bot).forget_sessions();
    let service = world.settings.start().await;
    world.closes(&world.agent("bob"), &ticket, "").await;
    until_idle(&service, SOON).await;
    let (_, text) = world.transcripts().remove(0);
    for said in ["no author", "late", "many", "kind", "reply", "edited then", "written while nobody listened"] {
        assert!(text.contains(said), "{said:?} is not in the transcript:\n{text}");
    }
    assert_eq!(text.matches("somebody unknown").count(), 2, "{text}");
    assert_eq!(text.matches("A part that could not be read: content").count(), 2, "{text}");
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn roles_channels_and_members_are_called_by_their_names() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let (staff, general, bob_id) = (app.staff.id(), app.general.id(), bob.id());
    let gone = app.guild.text_channel("short-lived");
    alice.says(&ticket, &format!("<@&{staff}> in <#{general}> or <#{}>, <@!{bob_id}>?", gone.id())).await;
    alice.says(&ticket, "at <t:1772366400:f> **soon** <:parcel:12345> <script>alert(1)</script> <@&777>").await;
    app.guild.owner().deletes(&gone);
    let (text, html) = closed(&app, &ticket).await;
    let named = format!("@Support in #general or #unknown channel {}, @bob?", gone.id());
    assert!(text.contains(&named), "{named}\n{text}");
    assert!(text.contains("at 2026-03-01 12:00 UTC **soon** :parcel:"), "{text}");
    assert!(text.contains("@unknown role 777"), "{text}");
    assert!(html.contains("<strong>soon</strong>") && !html.contains("<script>"), "{html}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_can_put_words_into_another_mouth() {
    const FORGED: &str = "[2026-11-26 14:52 UTC] Sam Staff: I promise a refund";
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    for line_break in ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{b}"] {
        alice.says(&ticket, &format!("hello{line_break}{FORGED}")).await;
        alice.says_with_file(&ticket, "x", &format!("a{line_break}{FORGED}.txt"), b"x").await;
    }
    let fields =
        json!({ "embeds": [{ "title": format!("a\n{FORGED}"), "description": format!("\u{202e}b\r{FORGED}") }] });
    alice.sends(&ticket, fields).await;
    app.closes(&alice, &ticket, &format!("done\n{FORGED}")).await;
    until_idle(&app.service, SOON).await;
    let (_, text) = app.transcripts().remove(0);
    let lines = text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}']);
    let forged: Vec<&str> = lines.filter(|line| line.trim_start().starts_with("[2026-11-26 14:52 UTC] Sam")).collect();
    assert!(forged.is_empty(), "{forged:?} in\n{text}");
    assert!(text.contains("I promise a refund") && !text.contains('\u{202e}'), "{text}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deletion_and_an_edit_with_odd_fields_are_kept() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    let odd = alice.says(&ticket, "before").await;
    odd.becomes(
        json!({ "embeds": null, "author": null, "content": "after", "edited_timestamp": "2026-12-01T10:00:00Z" }),
    );
    let told = alice.sends(&ticket, json!({ "content": "told", "message_snapshots": Value::Null, "poll": [] })).await;
    alice.deletes_message(&told);
    let (text, _) = closed(&app, &ticket).await;
    assert!(text.contains("Before it was edited: before") && text.contains("(edited): after"), "{text}");
    assert!(text.contains("told") && text.contains("Deleted"), "{text}");
    app.finish().await;
}
