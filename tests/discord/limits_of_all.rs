//! The limit of the guild: how many tickets a member has open, of all types together.

use std::time::Duration;

use futures_util::future::join_all;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::GuildId;
use tickit_domain::store::DocumentStore as _;

use crate::support::{TestService, agrees, change_body, says, until_idle};

const SOON: Duration = Duration::from_secs(20);

/// Types of which a member may have three open each, on one panel.
async fn with_types(app: &TestService) {
    app.has_panel("/type add name:Billing limit:3").await;
    app.has_panel("/type add name:Sales limit:3").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_many_press_at_once_no_more_are_open_of_all_types_than_the_guild_lets() {
    let app = TestService::ready().await;
    with_types(&app).await;
    let shown = app.owner_says("/setup limit:2").await;
    assert!(shown.contains("a member may have open: 2"), "{shown}");
    let alice = app.member("alice");
    let buttons = ["Billing", "Sales", "Support"].map(|kind| app.panel().button(kind));
    let answers = join_all((0..24).map(|number| alice.press(&buttons[number % 3]))).await;
    let answers = join_all(answers.iter().map(discord_simulator::people::Answer::finished)).await;
    let opened = answers.iter().filter(|answer| answer.text().contains("is open")).count();
    let refused = answers.iter().filter(|answer| answer.text().contains("already")).count();
    assert_eq!((opened, refused), (2, 22));
    assert_eq!(agrees(app.service.stores(), &app.home).await.len(), 2);
    let told = alice.press(&buttons[1]).await.finished().await.text();
    assert!(told.contains("You have 2 open tickets here already"), "{told}");
    for channel in app.ticket_channels() {
        assert!(told.contains(&format!("<#{}>", channel.id())), "{told}");
    }
    app.opens(&app.member("bob"), "Support").await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_open_before_there_was_a_limit_counts_and_one_that_is_lowered_holds_for_all() {
    let app = TestService::ready().await;
    with_types(&app).await;
    let alice = app.member("alice");
    let (first, second) = (app.opens(&alice, "Billing").await, app.opens(&alice, "Sales").await);
    app.owner_says("/setup limit:3").await;
    let third = app.opens(&alice, "Sales").await;
    let button = app.panel().button("Billing");
    let refused = alice.press(&button).await.finished().await.text();
    assert!(refused.contains("You have 3 open tickets here already"), "{refused}");
    app.owner_says("/setup limit:1").await;
    for ticket in [&first, &third] {
        app.closes(&alice, ticket, "").await;
        until_idle(&app.service, SOON).await;
    }
    let refused = alice.press(&button).await.finished().await.text();
    assert!(refused.contains("You have an open ticket here already"), "{refused}");
    assert!(refused.contains(&format!("<#{}>", second.id())), "{refused}");
    let owner = app.guild.owner();
    let not_reopened = says(&owner, &app.general, "/ticket reopen ticket:1").await;
    assert!(not_reopened.contains(&format!("<@{}> has an open ticket here already", alice.id())), "{not_reopened}");
    app.owner_says("/setup clear:\"Open tickets of a member: as many as the types let\"").await;
    app.opens(&alice, "Billing").await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_moved_or_reopened_keeps_its_place_and_one_that_is_closed_gives_it_back() {
    let (app, stores) = TestService::in_memory().await;
    with_types(&app).await;
    app.owner_says("/setup limit:1").await;
    let (alice, owner) = (app.member("alice"), app.guild.owner());
    let ticket = app.opens(&alice, "Billing").await;
    says(&owner, &ticket, "/ticket move type:Sales").await;
    until_idle(&app.service, SOON).await;
    let refused = alice.press(&app.panel().button("Support")).await.finished().await.text();
    assert!(refused.contains("You have an open ticket here already"), "{refused}");
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let held = || guild.contents().into_keys().filter(|id| id.starts_with("slot:")).count();
    assert_eq!(held(), 2, "one of its type and one of all");
    app.closes(&alice, &ticket, "").await;
    until_idle(&app.service, SOON).await;
    assert_eq!(held(), 0);
    says(&owner, &app.general, "/ticket reopen ticket:1").await;
    until_idle(&app.service, SOON).await;
    assert_eq!(held(), 2);
    let refused = alice.press(&app.panel().button("Support")).await.finished().await.text();
    assert!(refused.contains("You have an open ticket here already"), "{refused}");
    app.finish().await;
}

/// As it is where a process died between taking the place and taking that of the type, and nobody asks again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_whose_ticket_never_came_holds_nobody_back() {
    let (app, stores) = TestService::in_memory().await;
    with_types(&app).await;
    app.owner_says("/setup limit:1").await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Billing").await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let (_, mut left) = guild.contents().into_iter().find(|(id, _)| id.contains(":all:")).unwrap();
    app.closes(&alice, &ticket, "").await;
    until_idle(&app.service, SOON).await;
    change_body(&mut left, |body| body["taken_at"] = serde_json::to_value(Timestamp::default()).unwrap());
    guild.insert(left).await.unwrap();
    app.opens(&alice, "Sales").await;
    app.finish().await;
}
