//! Moving tickets to another type.

use discord_simulator::Permissions;

use crate::support::{TestService, eventually, says, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_moved_is_seen_by_the_staff_of_its_new_type_and_leaves_its_slot() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let clerks = app.guild.role("Clerks", Permissions::empty());
    let clerk = app.member("clerk").with_role(&clerks);
    app.has_panel("/type add name:Billing staff:@Clerks").await;
    let ticket = app.opens(&alice, "Support").await;
    assert!(!clerk.sees(&ticket));
    assert!(says(&alice, &ticket, "/ticket move type:Billing").await.contains("you need to be staff"));
    assert!(says(&bob, &ticket, "/ticket move type:Nothing").await.contains("no longer exists"));
    assert!(says(&bob, &ticket, "/ticket move type:Billing").await.contains("of the type **Billing** now"));
    eventually("its new staff sees it", || clerk.sees(&ticket)).await;
    eventually("the first message says so", || welcome(&ticket).text().contains("Billing #0001")).await;
    app.opens(&alice, "Support").await;
    let refused = alice.press(&app.panel().button("Billing")).await.finished().await;
    assert!(refused.text().contains("You have an open ticket of this type already"), "{refused:?}");
    assert!(says(&bob, &ticket, "/ticket move type:Support").await.contains("of the type **Support** now"));
    eventually("the clerk no longer sees it", || !clerk.sees(&ticket)).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_types_to_move_to_are_chosen_from_a_menu() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    app.has_panel("/type add name:Billing").await;
    let ticket = app.opens(&alice, "Support").await;
    let offered = bob.types(&ticket, "/ticket move type:bil").await;
    assert_eq!(offered.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(), ["Billing"]);
    let types = bob.select(&welcome(&ticket).select("More …"), ["move_ticket"]).await;
    assert!(types.message().unwrap().selects().remove(0).options().iter().all(|option| option != "Support"));
    assert!(bob.select(&types.message().unwrap().selects().remove(0), ["2"]).await.text().contains("**Billing** now"));
    app.finish().await;
}
