//! Files that members send: kept with their ticket, shown in its transcript, and handed over again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use discord_simulator::people::MessageHandle;
use discord_simulator::{ChannelHandle, Member};
use serde_json::json;
use tokio::net::TcpListener;

use crate::support::{TestService, until_idle};

const SOON: Duration = Duration::from_secs(20);

const PICTURE: &[u8] = include_bytes!("../fixtures/transcript/squares.png");

const MIB: usize = 1024 * 1024;

/// Closes a ticket: its transcript as text and as a page.
async fn closed(app: &TestService, ticket: &ChannelHandle) -> (String, String) {
    app.closes(&app.agent("bob"), ticket, "").await;
    until_idle(&app.service, SOON).await;
    let (posted, text) = app.transcripts().pop().unwrap();
    let html = posted.attachments().into_iter().map(|file| file.filename).find(|name| name.contains(".html")).unwrap();
    (text, String::from_utf8(posted.file(&html).unwrap()).unwrap())
}

/// What `/ticket transcript` answers with a part of ticket 1.
async fn part(bob: &Member, app: &TestService, part: usize) -> MessageHandle {
    let answer = bob.slash(&app.general, &format!("/ticket transcript ticket:1 part:{part}")).await.finished().await;
    answer.message().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attachments_live_longer_than_the_channel_that_they_were_sent_in() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let invoice = vec![7_u8; 500_000];
    alice.says_with_file(&ticket, "the parcel", "parcel.png", PICTURE).await;
    alice.says_with_file(&ticket, "the invoice", "invoice.pdf", &invoice).await;
    let (text, html) = closed(&app, &ticket).await;
    assert!(!ticket.exists());
    assert!(text.contains(&format!("parcel.png ({} B) [kept with the ticket]", PICTURE.len())), "{text}");
    assert!(text.contains("invoice.pdf (488.2 KiB) [kept with the ticket]"), "{text}");
    assert_eq!(html.matches("src=\"data:image/png;base64,").count(), 1, "{html}");
    assert!(app.log.messages().pop().unwrap().json().to_string().contains("2 kept"), "the summary says so");

    let files = part(&bob, &app, 2).await;
    assert!(files.is_ephemeral() && files.text().contains("The last of 2 parts"), "{}", files.text());
    assert_eq!(files.file("parcel.png").as_deref(), Some(PICTURE));
    assert_eq!(files.file("invoice.pdf"), Some(invoice));
    assert!(part(&bob, &app, 3).await.text().contains("has 2 parts only"));

    // Whoever reopens the ticket and closes it again finds them there still.
    bob.slash(&app.general, "/ticket reopen ticket:1").await.finished().await;
    let again = app.ticket_channels().pop().unwrap();
    alice.says_with_file(&again, "one more", "label.png", PICTURE).await;
    let (text, html) = closed(&app, &again).await;
    assert_eq!(text.matches("[kept with the ticket]").count(), 3, "{text}");
    assert_eq!(html.matches("src=\"data:image/png;base64,").count(), 2);
    let names = part(&bob, &app, 2).await.attachments().into_iter().map(|file| file.filename);
    assert_eq!(names.collect::<Vec<_>>(), ["parcel.png", "invoice.pdf", "label.png"]);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_kept_up_to_what_the_guild_sets() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let shown = app.owner_says("/setup attachment_limit:1 attachments_limit:2").await;
    assert!(shown.contains("up to 1 MiB each, 2 MiB a ticket"), "{shown}");
    let ticket = app.opens(&alice, "Support").await;
    alice.says_with_file(&ticket, "x", "film.mp4", &vec![1; MIB + 1]).await;
    for number in 1..=3 {
        alice.says_with_file(&ticket, "x", &format!("scan-{number}.pdf"), &vec![number; MIB * 9 / 10]).await;
    }
    let (text, _) = closed(&app, &ticket).await;
    assert!(text.contains("film.mp4 (1.0 MiB) [not kept: it is too large]"), "{text}");
    assert_eq!(text.matches("(921.5 KiB) [kept with the ticket]").count(), 2, "{text}");
    assert!(text.contains("scan-3.pdf (921.5 KiB) [not kept: the ticket’s files are too many"), "{text}");
    assert_eq!(part(&bob, &app, 2).await.attachments().len(), 2);

    let shown = app.owner_says("/setup attachment_limit:0").await;
    assert!(shown.contains("up to 0 MiB each"), "{shown}");
    let ticket = app.opens(&alice, "Support").await;
    alice.says_with_file(&ticket, "x", "small.txt", b"small").await;
    let (text, _) = closed(&app, &ticket).await;
    assert!(text.contains("small.txt (5 B) http"), "{text}");
    let cleared = app.owner_says("/setup clear:\"Largest file: 8 MiB\"").await;
    assert!(cleared.contains("up to 8 MiB each, 2 MiB a ticket"), "{cleared}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_asked_for_that_discord_does_not_keep_and_no_file_keeps_a_ticket_from_closing() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, asked) = (elsewhere.local_addr().unwrap(), Arc::<AtomicUsize>::default());
    let counted = Arc::clone(&asked);
    let listening = tokio::spawn(async move {
        while elsewhere.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    let invented = |url: String| json!({ "attachments": [{ "id": "1", "filename": "x.png", "size": 10, "url": url }] });
    alice.sends(&ticket, invented(format!("http://{address}/attachments/1/2/x.png"))).await;
    alice.sends(&ticket, invented(format!("http://{address}/x.png"))).await;
    alice.sends(&ticket, json!({ "attachments": [{ "filename": 7, "size": "x" }, null, 3] })).await;
    let gone = alice.says_with_file(&ticket, "x", "gone.png", PICTURE).await;
    alice.deletes_message(&gone);
    alice.says_with_file(&ticket, "x", "here.png", PICTURE).await;
    let (text, html) = closed(&app, &ticket).await;
    assert_eq!(text.matches("[not kept: Discord no longer had it]").count(), 4, "{text}");
    assert_eq!(text.matches("[kept with the ticket]").count(), 1, "{text}");
    assert_eq!(html.matches("<img").count(), 1, "{html}");
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    listening.abort();
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_does_not_come_is_asked_for_again_and_in_the_end_done_without() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    for (times, fate) in [(1, "[kept with the ticket]"), (1000, "[not kept: Discord no longer had it]")] {
        let ticket = app.opens(&alice, "Support").await;
        alice.says_with_file(&ticket, "x", "scan.pdf", b"scanned").await;
        let away = Match::any().method("GET").path("/attachments/");
        let plan = app.discord.faults().respond(away, Fault::Status(503), times);
        let (text, _) = closed(&app, &ticket).await;
        assert!(text.contains(&format!("scan.pdf (7 B) {fate}")), "{text}");
        assert!(plan.happened() >= 1 && plan.happened() < 10);
        app.discord.faults().clear();
    }
    app.finish().await;
}
