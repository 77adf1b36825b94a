//! The first message of a ticket is there, whoever deletes it.

use std::time::Duration;

use crate::support::{TestService, eventually, says, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

/// Discord remembers for some minutes what was sent with a nonce, also where it was deleted since, and answers with that
/// instead of sending the same nonce again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_message_that_was_deleted_is_posted_anew_and_does_not_come_back_as_the_deleted_one() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let mut seen = vec![welcome(&ticket).id()];
    for (word, button) in [("claim", "Give up"), ("unclaim", "Claim")] {
        until_idle(&app.service, SOON).await;
        app.guild.owner().deletes_message(&welcome(&ticket));
        assert!(ticket.messages().iter().all(|message| message.buttons().is_empty()));
        says(&bob, &ticket, &format!("/ticket {word}")).await;
        eventually("it is posted anew", || ticket.messages().iter().any(|message| !message.buttons().is_empty())).await;
        assert!(welcome(&ticket).find_button(button).is_some(), "it shows what is now");
        assert!(!seen.contains(&welcome(&ticket).id()));
        seen.push(welcome(&ticket).id());
    }
    app.closes(&alice, &ticket, "").await;
    app.finish().await;
}
