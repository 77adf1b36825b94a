//! What Discord refuses to show of a ticket is told, holds up nothing else, and is shown when it can be.

use std::time::Duration;

use discord_simulator::{ChannelHandle, Member, Permissions};
use serde_json::Value;
use tickit::app::Service;
use tokio::time::{Instant, sleep};

use crate::support::{TestService, eventually, health, says, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);
const MANAGE_ROLES: u64 = 1 << 28;

/// How many tickets health says are shown in part: of all, and of the guild that has most.
async fn in_part(service: &Service) -> (u64, u64) {
    let (_, said) = health(&format!("http://{}", service.address())).await;
    let count = |place: &str| said.pointer(place).and_then(Value::as_u64).unwrap_or_default();
    (count("/tickets/shown_in_part"), count("/tickets/guilds/0/shown_in_part"))
}

async fn until_in_part(service: &Service, tickets: u64) {
    let deadline = Instant::now() + SOON;
    while in_part(service).await != (tickets, tickets) {
        assert!(Instant::now() < deadline, "health says {:?}, not {tickets}", in_part(service).await);
        sleep(Duration::from_millis(50)).await;
    }
}

/// A ticket and an agent, in a guild with a carol, where *Manage Roles* was taken from the bot.
async fn without_manage_roles() -> (TestService, Member, ChannelHandle) {
    let app = TestService::ready().await;
    let bob = app.agent("bob");
    app.member("carol");
    let ticket = app.opens(&app.member("alice"), "Support").await;
    let needed = tickit::discord::permissions::needed();
    app.guild.role("Helper", Permissions(needed)).set_permissions(Permissions(needed & !MANAGE_ROLES));
    (app, bob, ticket)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tickets_that_discord_shows_in_part_are_counted_by_health_and_named_by_check() {
    let (app, bob, ticket) = without_manage_roles().await;
    let needed = tickit::discord::permissions::needed();
    assert_eq!(in_part(&app.service).await, (0, 0));
    says(&bob, &ticket, "/ticket add who:@carol").await;
    until_in_part(&app.service, 1).await;

    let world = app.stop_service().await;
    let said = world.settings.installation().run(&["check"]).await;
    let guild = format!("warning  guild {}: Discord does not show who may see it of ticket #1", world.guild.id());
    assert!(said.stdout.contains(&guild) && said.stdout.contains("by its role: Manage Roles"), "{}", said.all());

    let service = world.settings.start().await;
    until_in_part(&service, 1).await;
    world.guild.role("Helper", Permissions(needed)).set_permissions(Permissions(needed));
    until_in_part(&service, 0).await;
    service.stop().await;
    let said = world.settings.installation().run(&["check"]).await;
    assert!(!said.stdout.contains("does not show"), "{}", said.all());
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_who_cannot_be_let_in_is_told_of_and_holds_up_neither_claim_nor_name() {
    let (app, bob, ticket) = without_manage_roles().await;
    let needed = tickit::discord::permissions::needed();

    assert!(says(&bob, &ticket, "/ticket add who:@carol").await.contains("was added"));
    let told = |channel: &ChannelHandle| {
        channel.messages().iter().any(|message| {
            let text = message.text();
            text.contains("does not show who may see it") && text.contains("Manage Roles")
        })
    };
    eventually("it is told in the ticket", || told(&ticket)).await;
    eventually("it is told in the log", || told(&app.log)).await;
    says(&bob, &ticket, "/ticket claim").await;
    eventually("the claim is shown", || welcome(&ticket).find_button("Give up").is_some()).await;
    says(&bob, &ticket, "/ticket rename name:lost-parcel").await;
    eventually("the name is shown", || ticket.name() == "lost-parcel").await;
    until_idle(&app.service, SOON).await;
    let count = |channel: &ChannelHandle| {
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
