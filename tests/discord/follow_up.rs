//! A ticket that follows one which is not reopened any more.

use std::time::Duration;

use tickit_domain::ids::TicketId;

use crate::support::{TestService, eventually, says, tickets, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_not_reopened_is_followed_by_one_of_the_same_type_for_the_same_member_that_names_it() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    app.closes(&bob, &ticket, "solved").await;
    until_idle(&app.service, SOON).await;
    app.owner_says("/type edit type:Support reopen:0").await;

    let refused = bob.slash(&app.general, "/ticket reopen ticket:1").await;
    assert!(refused.text().contains("are not reopened"), "{}", refused.text());
    let follow = refused.button("Open a follow-up");
    let opened = bob.press(&follow).await.finished().await.text();
    assert!(opened.contains("is open"), "{opened}");
    let next = app.ticket_channels().remove(0);
    eventually("there is a welcome message", || !next.messages().is_empty()).await;
    assert!(next.name() == "support-0002" && alice.sees(&next));
    assert!(welcome(&next).text().contains("#0001"), "{}", welcome(&next).text());
    let (second, asker) = (tickets(app.service.stores(), &app.guild).await.remove(1), bob.id().0);
    assert_eq!((second.opener.get(), second.follows.map(TicketId::get)), (alice.id().0, Some(1)));
    assert_ne!(second.opener.get(), asker);

    let more = bob.press(&follow).await.finished().await.text();
    assert!(more.contains("open ticket of this type already"), "the limit is hers: {more}");
    let own = app.opens(&bob, "Support").await;
    assert_eq!(own.name(), "support-0003", "and not his");
    assert!(says(&alice, &app.general, "/ticket reopen ticket:1").await.contains("You are not allowed"));
    app.finish().await;
}
