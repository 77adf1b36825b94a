//! What Discord refuses to show of a ticket is told, holds up nothing else, and is shown when it can be.

use std::time::Duration;

use discord_simulator::Permissions;

use crate::support::{TestService, eventually, says, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);
const MANAGE_ROLES: u64 = 1 << 28;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_who_cannot_be_let_in_is_told_of_and_holds_up_neither_claim_nor_name() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    app.member("carol");
    let ticket = app.opens(&alice, "Support").await;
    let needed = tickit::discord::permissions::needed();
    app.guild.role("Helper", Permissions(needed)).set_permissions(Permissions(needed & !MANAGE_ROLES));

    assert!(says(&bob, &ticket, "/ticket add member:@carol").await.contains("was added"));
    let told = |channel: &discord_simulator::ChannelHandle| {
        channel.messages().iter().any(|message| {
            let text = message.text();
            text.contains("does not show who was added") && text.contains("Manage Roles")
        })
    };
    eventually("it is told in the ticket", || told(&ticket)).await;
    eventually("it is told in the log", || told(&app.log)).await;
    says(&bob, &ticket, "/ticket claim").await;
    eventually("the claim is shown", || welcome(&ticket).find_button("Give up").is_some()).await;
    says(&bob, &ticket, "/ticket rename name:lost-parcel").await;
    eventually("the name is shown", || ticket.name() == "lost-parcel").await;
    until_idle(&app.service, SOON).await;
    let count = |channel: &discord_simulator::ChannelHandle| {
        channel.messages().iter().filter(|message| message.text().contains("does not show")).count()
    };
    assert_eq!((count(&ticket), count(&app.log)), (1, 1), "it is told once");

    app.guild.role("Helper", Permissions(needed)).set_permissions(Permissions(needed));
    let lets_in = |request: &discord_simulator::Requested| {
        request.method == "PUT" && request.path.contains("/permissions/") && request.status == 204
    };
    eventually("carol is let in, though nobody asked again", || app.discord.requests().iter().any(lets_in)).await;
    app.finish().await;
}
