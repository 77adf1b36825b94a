//! Giving tickets to somebody of staff.

use crate::support::{TestService, eventually, says, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_assigned_to_staff_and_to_nobody_else() {
    let app = TestService::ready().await;
    let (alice, bob, carl) = (app.member("alice"), app.agent("bob"), app.agent("carl"));
    let ticket = app.opens(&alice, "Support").await;
    assert!(says(&alice, &ticket, "/ticket assign member:@alice").await.contains("you need to be staff"));
    assert!(says(&bob, &ticket, "/ticket assign member:@alice").await.contains("is not staff for this ticket"));
    assert!(says(&bob, &ticket, "/ticket assign member:@Helper").await.contains("or a bot"));
    assert!(says(&bob, &ticket, "/ticket assign member:@carl").await.contains("works on this ticket now"));
    let carl_is_named = || welcome(&ticket).text().contains(&format!("<@{}>", carl.id()));
    eventually("the first message names who works on it", carl_is_named).await;
    assert!(says(&bob, &ticket, "/ticket assign member:@bob").await.contains("works on this ticket now"));
    assert!(says(&carl, &ticket, "/ticket claim").await.contains("takes care of this ticket already"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_leads_to_a_form_in_which_somebody_is_chosen() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let menu = welcome(&ticket).select("More …");
    assert!(alice.select(&menu, ["assign"]).await.text().contains("you need to be staff"));
    let form = bob.select(&menu, ["assign"]).await.modal().unwrap();
    assert!(bob.submit(&form, [("member", "@bob")]).await.text().contains("works on this ticket now"));
    app.finish().await;
}
