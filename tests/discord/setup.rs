//! `/setup`: who works on tickets, and where they go.

use crate::support::{Stage, says, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_set_up_is_shown_and_left_alone_where_it_is_not_named() {
    let stage = Stage::bare(7).await;
    stage.has_commands().await;
    let first = stage.owner_says("/setup").await;
    assert_eq!(first.matches("not set").count(), 4, "{first}");
    stage.owner_says("/setup staff:@Support category:#Tickets").await;
    let second = stage.owner_says("/setup log:#ticket-log names:\"{type}-{username}-{number}\"").await;
    for part in [
        format!("<@&{}>", stage.staff.id()),
        format!("<#{}>", stage.category.id()),
        format!("<#{}>", stage.log.id()),
        "{type}-{username}-{number}".to_owned(),
    ] {
        assert!(second.contains(&part), "{part} in {second}");
    }
    stage.has_panel("/panel type name:Support").await;
    assert_eq!(stage.opens(&stage.member("alice"), "Support").await.name(), "support-alice-0001");
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guild_that_chose_nothing_has_working_tickets() {
    let stage = Stage::bare(7).await;
    stage.has_commands().await;
    stage.has_panel("/panel type name:Support").await;
    let alice = stage.member("alice").locale("de");
    let ticket = stage.opens(&alice, "Support").await;
    assert!(welcome(&ticket).text().contains("Danke"), "{}", welcome(&ticket).text());
    let owner = stage.guild.owner();
    assert!(says(&owner, &ticket, "/ticket claim").await.contains("takes care"));
    welcome(&ticket);
    let close = ticket.messages().into_iter().find_map(|message| message.find_button("Schließen")).unwrap();
    let form = alice.press(&close).await.modal().unwrap();
    let closing = alice.submit(&form, [] as [(&str, &str); 0]).await;
    assert_eq!(closing.kind(), discord_simulator::people::AnswerKind::Message);
    crate::support::eventually("the channel is gone", || !ticket.exists()).await;
    stage.strike().await;
}
