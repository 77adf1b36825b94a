//! `/role-limit`: how many tickets members of a role have open, of all types together.

use std::time::Duration;

use discord_simulator::Permissions;

use crate::support::{TestService, until_idle};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_most_generous_role_of_a_member_says_how_many_and_which_are_open_is_told() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing limit:5").await;
    let [vip, guest] = ["VIP", "Guest"].map(|name| app.guild.role(name, Permissions::empty()));
    let limits = app.owner_says("/setup limit:1").await;
    assert!(limits.contains("may have open: 1\n"), "{limits}");
    app.owner_says("/role-limit role:@VIP limit:2").await;
    let limits = app.owner_says("/role-limit role:@Guest limit:0").await;
    for line in ["Everybody else: 1".to_owned(), format!("<@&{}>: 2", vip.id()), format!("<@&{}>: 0", guest.id())] {
        assert!(limits.contains(&line), "{line}: {limits}");
    }
    assert!(app.owner_says("/setup").await.contains("otherwise for 2 roles"));
    let button = app.panel().button("Billing");
    let refused = app.member("carol").with_role(&guest).press(&button).await.finished().await.text();
    assert_eq!(refused, "You may not have tickets open here.");
    let alice = app.member("alice").with_role(&guest).with_role(&vip);
    let open = [app.opens(&alice, "Billing").await, app.opens(&alice, "Billing").await];
    let refused = alice.press(&button).await.finished().await.text();
    assert!(refused.contains("You have 2 open tickets here already"), "{refused}");
    assert!(open.iter().all(|ticket| refused.contains(&format!("<#{}>", ticket.id()))), "{refused}");
    let bob = app.member("bob");
    app.opens(&bob, "Billing").await;
    assert!(bob.press(&button).await.finished().await.text().contains("You have an open ticket here already"));
    app.owner_says("/role-limit role:@VIP").await;
    let refused = alice.press(&button).await.finished().await.text();
    assert!(
        refused.contains("You have 2 open tickets here already") && refused.contains("You may have 0"),
        "{refused}"
    );
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_limit_of_whose_ticket_it_is_counts_also_where_somebody_else_reopens_it() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing limit:5").await;
    let vip = app.guild.role("VIP", Permissions::empty());
    app.owner_says("/setup limit:1").await;
    app.owner_says("/role-limit role:@VIP limit:2").await;
    let (alice, bob) = (app.member("alice").with_role(&vip), app.agent("bob"));
    let first = app.opens(&alice, "Billing").await;
    app.closes(&alice, &first, "").await;
    until_idle(&app.service, SOON).await;
    app.opens(&alice, "Billing").await;
    let reopened = bob.slash(&app.general, "/ticket reopen ticket:1").await.finished().await.text();
    assert!(reopened.contains("open again"), "{reopened}");
    let refused = alice.press(&app.panel().button("Support")).await.finished().await.text();
    assert!(refused.contains("You have 2 open tickets here already"), "{refused}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_is_no_role_with_a_limit_of_its_own() {
    let app = TestService::ready().await;
    let everyone = app.owner_says("/role-limit role:@everyone limit:3").await;
    assert!(everyone.contains("choose their limit with /setup"), "{everyone}");
    app.finish().await;
}
