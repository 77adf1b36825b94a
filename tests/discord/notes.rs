//! Notes that staff writes for staff.

use futures_util::future::join_all;
use tickit_domain::ids::GuildId;
use tickit_domain::store::DocumentStore as _;

use crate::support::{TestService, change_body, eventually, says, until_idle, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_note_is_kept_and_never_shown_to_the_member_not_even_in_the_transcript() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    assert!(says(&alice, &ticket, "/ticket note text:x").await.contains("you need to be staff"));
    assert!(says(&alice, &ticket, "/ticket notes").await.contains("you need to be staff"));
    assert!(says(&bob, &ticket, "/ticket note text:\"a secret of @everyone\"").await.contains("is one on this ticket"));
    let form = bob.select(&welcome(&ticket).select("More …"), ["add_note"]).await.modal().unwrap();
    let long = "n".repeat(4000);
    assert!(bob.submit(&form, [("text", long.as_str())]).await.text().contains("are 2 on this ticket"));
    let notes = says(&bob, &ticket, "/ticket notes").await;
    assert!(notes.contains("a secret of @everyone") && notes.contains("nnn…"), "{notes}");
    assert!(ticket.messages().iter().all(|message| !message.text().contains("secret")), "nobody else saw it");
    app.closes(&bob, &ticket, "done").await;
    eventually("the transcript is posted", || !app.transcripts().is_empty()).await;
    let (_, text) = app.transcripts().remove(0);
    assert!(!text.contains("secret"), "{text}");
    assert!(says(&bob, &app.general, "/ticket notes ticket:1").await.contains("a secret of @everyone"));
    assert!(says(&alice, &app.general, "/ticket notes ticket:1").await.contains("you need to be staff"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_write_at_once_there_are_no_more_notes_than_there_can_be() {
    let (app, stores) = TestService::in_memory().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    until_idle(&app.service, std::time::Duration::from_secs(10)).await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let (_, mut record) = guild.contents().into_iter().find(|(id, _)| id.starts_with("ticket:")).unwrap();
    change_body(&mut record, |body| body["notes"] = 498.into());
    let rev = record.rev;
    guild.replace(record, rev).await.unwrap();
    let answers = join_all((0..6).map(|_| says(&bob, &ticket, "/ticket note text:x"))).await;
    let refused = answers.iter().filter(|answer| answer.contains("There are 500 notes on this ticket already")).count();
    assert_eq!(refused, 4, "{answers:?}");
    let kept = guild.contents().into_keys().filter(|id| id.starts_with("note:")).count();
    assert_eq!(kept, 2, "what does not count is not kept");
    app.finish().await;
}
