//! `/type remove`: nobody opens another ticket of the type, and those that are open go on.

use discord_simulator::Permissions;

use crate::support::{TestService, says, until_idle};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_type_is_removed_once_that_is_confirmed_and_its_tickets_go_on_by_its_rules() {
    let app = TestService::ready().await;
    let clerks = app.guild.role("Clerks", Permissions::empty());
    app.has_panel("/type add name:Billing staff:@Clerks closes:\"Staff only\"").await;
    let (alice, bob) = (app.member("alice"), app.member("bob").with_role(&clerks));
    let ticket = app.opens(&alice, "Billing").await;
    let panel = app.panel();

    let owner = app.guild.owner();
    let asked = owner.slash(&app.general, "/type remove type:Billing").await;
    assert!(asked.text().contains("Those that are open go on"), "{}", asked.text());
    assert!(app.owner_says("/type list").await.contains("Billing"), "nothing is removed before it is confirmed");
    let done = owner.press(&asked.button("Remove it")).await.text();
    assert!(done.contains("“Billing” is removed"), "{done}");
    assert!(!app.owner_says("/type list").await.contains("Billing"));

    let refused = app.member("carol").press_custom(&panel, "tickit:2:open:2").await.finished().await.text();
    assert!(refused.contains("This type of ticket no longer exists"), "{refused}");
    assert!(says(&alice, &ticket, "/ticket close reason:x").await.contains("closed by staff only"));
    assert!(says(&bob, &ticket, "/ticket claim").await.contains("takes care"));
    app.closes(&bob, &ticket, "Paid").await;
    until_idle(&app.service, std::time::Duration::from_secs(10)).await;
    let again = owner.press(&asked.button("Remove it")).await.text();
    assert!(again.contains("no longer exists"), "{again}");
    app.finish().await;
}
