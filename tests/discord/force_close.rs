//! Closing from anywhere, by admins.

use std::time::Duration;

use crate::support::{TestGuild, TestService, eventually, says, until_idle};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_closes_any_ticket_of_their_server_from_anywhere_and_without_a_reason() {
    let app = TestService::ready().await;
    app.owner_says("/type edit type:Support closes:\"Staff only\" reason:True").await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let refused = says(&bob, &app.general, "/ticket force-close ticket:1").await;
    assert!(refused.contains("You are not allowed"), "{refused}");
    assert!(bob.types(&app.general, "/ticket force-close ticket:").await.is_empty());
    let other = TestGuild::new(&app.discord, "Elsewhere", &[&app.bot]);
    other.set_up().await;
    let elsewhere = other.owner_says("/ticket force-close ticket:1").await;
    assert!(elsewhere.contains("no such ticket"), "{elsewhere}");
    let offered = app.guild.owner().types(&app.general, "/ticket force-close ticket:ali").await;
    assert_eq!(offered.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(), ["Support #0001 · alice"]);
    let closed = app.owner_says("/ticket force-close ticket:1").await;
    assert!(closed.contains("#1 is being closed"), "{closed}");
    eventually("the channel is gone", || !ticket.exists()).await;
    until_idle(&app.service, Duration::from_secs(20)).await;
    assert_eq!(app.transcripts().len(), 1);
    let again = app.owner_says("/ticket force-close ticket:1").await;
    assert!(again.contains("This ticket is not open"), "{again}");
    app.finish().await;
}
