//! `/setup`: who works on tickets, and where they go.

use crate::support::{TestService, says, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_set_up_is_shown_and_left_alone_where_it_is_not_named() {
    let app = TestService::without_setup(7).await;
    app.has_commands().await;
    let first = app.owner_says("/setup").await;
    assert_eq!(first.matches("not set").count(), 4, "{first}");
    app.owner_says("/setup staff:@Support category:#Tickets").await;
    let second = app.owner_says("/setup log:#ticket-log names:\"{type}-{username}-{number}\"").await;
    for part in [
        format!("<@&{}>", app.staff.id()),
        format!("<#{}>", app.category.id()),
        format!("<#{}>", app.log.id()),
        "{type}-{username}-{number}".to_owned(),
    ] {
        assert!(second.contains(&part), "{part} in {second}");
    }
    app.has_panel("/panel type name:Support").await;
    assert_eq!(app.opens(&app.member("alice"), "Support").await.name(), "support-alice-0001");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guild_that_chose_nothing_has_working_tickets() {
    let app = TestService::without_setup(7).await;
    app.has_commands().await;
    app.has_panel("/panel type name:Support").await;
    let alice = app.member("alice").locale("de");
    let ticket = app.opens(&alice, "Support").await;
    assert!(welcome(&ticket).text().contains("Danke"), "{}", welcome(&ticket).text());
    let owner = app.guild.owner();
    assert!(says(&owner, &ticket, "/ticket claim").await.contains("takes care"));
    welcome(&ticket);
    let close = ticket.messages().into_iter().find_map(|message| message.find_button("Schließen")).unwrap();
    let form = alice.press(&close).await.modal().unwrap();
    let closing = alice.submit(&form, [] as [(&str, &str); 0]).await;
    assert_eq!(closing.kind(), discord_simulator::people::AnswerKind::Message);
    crate::support::eventually("the channel is gone", || !ticket.exists()).await;
    app.finish().await;
}
