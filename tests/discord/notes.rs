//! Notes that staff writes for staff.

use crate::support::{TestService, eventually, says, welcome};

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
