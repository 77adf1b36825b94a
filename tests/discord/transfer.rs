//! Handing a ticket over to somebody else of staff; `staff.rs` has what it is to be handed over to a team.

use crate::support::{TestService, eventually, says, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_claim_is_transferred_to_somebody_else_of_staff() {
    let app = TestService::ready().await;
    let (alice, bob, carl) = (app.member("alice"), app.agent("bob"), app.agent("carl"));
    let ticket = app.opens(&alice, "Support").await;
    says(&bob, &ticket, "/ticket claim").await;
    assert!(says(&alice, &ticket, "/ticket transfer member:@alice").await.contains("you need to be staff"));
    let (of_bob, of_carl) = (format!("<@{}>", bob.id()), format!("<@{}>", carl.id()));
    let handed_over = says(&bob, &ticket, "/ticket transfer member:@carl").await;
    assert!(handed_over.contains(&format!("handed over to {of_carl}")), "{handed_over}");
    let shown = || welcome(&ticket).text();
    eventually("the first message names carl alone", || shown().contains(&of_carl) && !shown().contains(&of_bob)).await;
    let refused = says(&bob, &ticket, "/ticket claim").await;
    assert!(refused.contains(&format!("{of_carl} takes care of this ticket already")), "{refused}");
    assert!(says(&carl, &ticket, "/ticket unclaim").await.contains("no longer takes care"));
    app.finish().await;
}
