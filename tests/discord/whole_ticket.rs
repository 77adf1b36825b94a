//! One ticket from the panel to the transcript.

use std::time::Duration;

use discord_simulator::people::AnswerKind;

use crate::support::{TestService, eventually, until_idle};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_opened_talked_in_claimed_and_closed() {
    let app = TestService::ready().await;
    let (alice, bob, carol) = (app.member("alice"), app.agent("bob"), app.member("carol"));

    let ticket = app.opens(&alice, "Support").await;
    assert_eq!(ticket.name(), "support-0001");
    assert!(alice.sees(&ticket) && bob.sees(&ticket) && !carol.sees(&ticket));
    eventually("there is a welcome message", || !ticket.messages().is_empty()).await;
    let welcome = ticket.messages().remove(0);
    assert!(welcome.text().contains("Support #0001"), "{}", welcome.text());

    let first = alice.says(&ticket, "My order never came").await;
    alice.edits(&first, "My order #17 never came");
    let typo = alice.says(&ticket, "asdf").await;
    alice.deletes_message(&typo);

    let claimed = bob.press(&welcome.button("Claim")).await;
    assert!(claimed.text().contains("takes care of this ticket"), "{}", claimed.text());
    eventually("the welcome message says who claimed it", || welcome.find_button("Give up").is_some()).await;

    bob.slash(&ticket, "/ticket add who:@carol").await;
    eventually("carol sees the ticket", || carol.sees(&ticket)).await;
    bob.slash(&ticket, "/ticket remove who:@carol").await;
    eventually("carol no longer sees the ticket", || !carol.sees(&ticket)).await;

    let asked = alice.press(&welcome.button("Close")).await;
    let closing = alice.submit(&asked.modal().unwrap(), [("reason", "found it")]).await;
    assert_eq!(closing.kind(), AnswerKind::Message, "its text is gone with the channel soon after");
    eventually("the channel is gone", || !ticket.exists()).await;
    eventually("the transcript is posted", || !app.log.messages().is_empty()).await;

    let posted = app.log.messages().remove(0);
    assert!(posted.text().contains("found it"), "{}", posted.text());
    let text = String::from_utf8(posted.file("ticket-0001.txt").unwrap()).unwrap();
    for line in ["My order #17 never came", "My order never came", "asdf", "Deleted"] {
        assert!(text.contains(line), "{line:?} is not in the transcript:\n{text}");
    }
    let html = String::from_utf8(posted.file("ticket-0001.html").unwrap()).unwrap();
    assert!(html.contains("My order #17 never came") && !html.contains("://"), "{html}");

    until_idle(&app.service, Duration::from_secs(10)).await;
    let reopened = bob.press(&posted.button("Reopen")).await.finished().await;
    assert!(reopened.text().contains("is open"), "{}", reopened.text());
    assert_eq!(app.ticket_channels().len(), 1);
    app.finish().await;
}
