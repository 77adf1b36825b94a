//! Pinning messages in tickets.

use crate::support::{TestService, eventually, says, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_pinned_and_no_longer() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let said = alice.says(&ticket, "my order is 17").await;
    assert!(alice.uses_on_message("Pin in ticket", &said).await.text().contains("you need to be staff"));
    assert!(bob.uses_on_message("Pin in ticket", &said).await.text().contains("Pinned"));
    eventually("it is pinned", || said.is_pinned()).await;
    assert!(says(&bob, &ticket, "/ticket pin").await.contains("Pinned"));
    eventually("the first message is pinned", || welcome(&ticket).is_pinned()).await;
    assert!(bob.uses_on_message("Pin in ticket", &said).await.text().contains("No longer pinned"));
    eventually("it is not pinned", || !said.is_pinned()).await;
    let elsewhere = alice.says(&app.general, "hello").await;
    assert!(bob.uses_on_message("Pin in ticket", &elsewhere).await.text().contains("Use this in a ticket's channel"));
    app.finish().await;
}
