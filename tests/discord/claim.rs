//! Claiming a ticket and giving it up.

use crate::support::{TestService, eventually, says, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_the_staff_claims_a_ticket_and_nobody_else_can() {
    let app = TestService::ready().await;
    let (alice, bob, eve) = (app.member("alice"), app.agent("bob"), app.agent("eve"));
    let ticket = app.opens(&alice, "Support").await;
    assert!(says(&alice, &ticket, "/ticket claim").await.contains("you need to be staff"));
    assert!(says(&bob, &app.general, "/ticket claim").await.contains("Use this in a ticket's channel"));
    assert!(says(&eve, &ticket, "/ticket unclaim").await.contains("Nobody has taken this ticket on"));
    assert!(says(&bob, &ticket, "/ticket claim").await.contains("takes care of this ticket"));
    let refused = says(&eve, &ticket, "/ticket claim").await;
    assert!(refused.contains(&format!("<@{}> takes care of this ticket already", bob.id())), "{refused}");
    let again = says(&bob, &ticket, "/ticket claim").await;
    assert!(again.contains("takes care of this ticket"), "{again}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_unclaimed_by_whoever_claimed_it_or_an_admin() {
    let app = TestService::ready().await;
    let (alice, bob, eve) = (app.member("alice"), app.agent("bob"), app.agent("eve"));
    let ticket = app.opens(&alice, "Support").await;
    bob.press(&welcome(&ticket).button("Claim")).await;
    eventually("the message shows it", || welcome(&ticket).find_button("Give up").is_some()).await;
    let refused = eve.press(&welcome(&ticket).button("Give up")).await;
    assert!(refused.text().contains("allowed to manage the server"), "{}", refused.text());
    assert!(says(&app.guild.owner(), &ticket, "/ticket unclaim").await.contains("no longer takes care"));
    eventually("the message shows it", || welcome(&ticket).find_button("Claim").is_some()).await;
    eve.press(&welcome(&ticket).button("Claim")).await;
    assert!(says(&eve, &ticket, "/ticket unclaim").await.contains("no longer takes care"));
    app.finish().await;
}
