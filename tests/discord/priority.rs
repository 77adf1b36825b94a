//! Staff say how urgent a ticket is, by command and by menu, and the first message shows it.

use tickit_domain::ids::GuildId;
use tickit_domain::store::{Facets, List, Order, Selection};

use crate::support::{TestService, eventually, says, tickets, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_priority_is_set_by_command_and_by_menu_shown_and_found() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    app.opens(&bob, "Support").await;
    let shows = |priority: &str| welcome(&ticket).text().contains(priority);

    assert!(says(&bob, &ticket, "/ticket priority level:High").await.contains("High"));
    eventually("the first message shows it", || shows("High")).await;
    let answer = {
        let levels = bob.select(&welcome(&ticket).select("More …"), ["priority"]).await.message().unwrap();
        bob.select(&levels.select("Priority"), ["urgent"]).await
    };
    assert!(answer.text().contains("Urgent"), "{}", answer.text());
    eventually("the first message follows", || shows("Urgent")).await;

    let refused = says(&alice, &ticket, "/ticket priority level:Low").await;
    assert!(refused.contains("You are not allowed"), "{refused}");

    let store = app.service.stores().guild(GuildId::new(app.guild.id().0)).await.unwrap();
    let urgent = Selection::with_facet("ticket", Facets::facet("priority", "urgent").unwrap());
    let list = List { selection: urgent, order: Order::Ascending, limit: 10, after: None };
    let found = store.list(&list).await.unwrap().records;
    assert_eq!(found.iter().map(|record| record.id.as_str()).collect::<Vec<_>>(), ["ticket:00000001"]);
    assert_eq!(tickets(app.service.stores(), &app.guild).await.len(), 2);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_priority_is_shown_in_the_name_or_the_topic_where_the_guild_wants_it() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let saved = app.owner_says("/setup priority:\"in front of the channel's name\"").await;
    assert!(saved.contains("Priority: in front of the channel's name"), "{saved}");
    let ticket = app.opens(&alice, "Support").await;
    says(&bob, &ticket, "/ticket priority level:Urgent").await;
    eventually("its name says so", || ticket.name().starts_with('🔴')).await;
    app.owner_says("/setup priority:\"in front of the channel's topic\"").await;
    let other = app.opens(&app.member("dora"), "Support").await;
    says(&bob, &other, "/ticket priority level:High").await;
    let topic = || other.state().and_then(|channel| channel.topic).unwrap_or_default();
    eventually("its topic says so", || topic().starts_with('🟠')).await;
    assert!(!other.name().contains('🟠'));
    app.finish().await;
}
