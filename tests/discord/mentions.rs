//! Staff is mentioned in a new ticket, where its type wants it, and only then.

use discord_simulator::{ChannelHandle, Permissions};

use crate::support::{TestService, says, until_idle, welcome};

/// What the first message says above its embed.
fn content(ticket: &ChannelHandle) -> String {
    welcome(ticket).state().unwrap().content
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_is_mentioned_once_in_a_new_ticket_of_a_type_that_wants_it() {
    let app = TestService::ready().await;
    let clerks = app.guild.role("Clerks", Permissions::empty());
    app.has_panel("/type add name:Billing staff:@Clerks mention:True").await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let within = std::time::Duration::from_secs(10);

    let quiet = app.opens(&alice, "Support").await;
    assert!(!content(&quiet).contains("<@&"), "{}", content(&quiet));
    let billing = app.opens(&alice, "Billing").await;
    let mentioned =
        |text: String| [clerks.id(), app.staff.id()].iter().all(|role| text.contains(&format!("<@&{role}>")));
    assert!(mentioned(content(&billing)), "{}", content(&billing));
    let posted = app.discord.request_count("POST", &format!("/channels/{}/messages", billing.id()));
    assert_eq!(posted, 1);

    until_idle(&app.service, within).await;
    app.guild.owner().deletes_message(&welcome(&billing));
    assert!(says(&bob, &billing, "/ticket claim").await.contains("takes care"));
    until_idle(&app.service, within).await;
    assert!(!content(&billing).contains("<@&"), "a message that takes its place mentions nobody again");

    app.closes(&alice, &billing, "").await;
    until_idle(&app.service, within).await;
    let told = says(&bob, &app.general, "/ticket reopen ticket:2").await;
    assert!(told.contains(&format!("Ticket #2 of <@{}> is open again", alice.id())), "{told}");
    until_idle(&app.service, within).await;
    let reopened = app.ticket_channels().into_iter().last().unwrap();
    assert!(!content(&reopened).contains("<@&"), "{}", content(&reopened));
    app.finish().await;
}
