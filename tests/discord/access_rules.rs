//! Who may open tickets of a type: roles in an order that admins choose.

use discord_simulator::{Member, Permissions};

use crate::support::TestService;

/// Whether a member may not open a ticket of the type on the panel.
async fn is_refused(app: &TestService, member: &Member) -> bool {
    member.press(&app.panel().button("Billing")).await.finished().await.text().contains("is not open to you")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_roles_that_are_allowed_or_denied_in_an_order_the_first_that_a_member_has_decides() {
    let app = TestService::ready().await;
    let [vip, muted] = ["VIP", "Muted"].map(|name| app.guild.role(name, Permissions::empty()));
    let (allow, deny) = (format!("allow <@&{}>", vip.id()), format!("deny <@&{}>", muted.id()));
    app.has_panel(&format!("/type add name:Billing access:\"{deny}, {allow}\"")).await;
    let both = |name: &str| app.member(name).with_role(&vip).with_role(&muted);
    assert!(is_refused(&app, &both("alice")).await && is_refused(&app, &app.member("bob")).await);
    app.opens(&app.member("carol").with_role(&vip), "Billing").await;

    let said = app.owner_says(&format!("/type edit type:Billing access:\"{allow}; {deny}\"")).await;
    assert!(said.contains(&format!("Who may open it: {allow}, {deny}, nobody else")), "{said}");
    app.opens(&both("dave"), "Billing").await;
    assert!(is_refused(&app, &app.member("erin").with_role(&muted)).await);
    assert!(is_refused(&app, &app.member("erin")).await);

    app.owner_says(&format!("/type edit type:Billing access:\"{deny}, allow @everyone\"")).await;
    app.opens(&app.member("frank"), "Billing").await;
    assert!(is_refused(&app, &both("grace")).await);
    let kept = app.owner_says("/type edit type:Billing limit:2").await;
    assert!(kept.contains(&format!("Who may open it: {deny}, allow <@&{}>\n", app.guild.id())), "{kept}");
    let owner = app.guild.owner().locale("de");
    let rules = format!("verbiete <@&{}>, erlaube <@&{}>", muted.id(), vip.id());
    let german =
        crate::support::says(&owner, &app.general, &format!("/type edit type:Billing access:\"{rules}\"")).await;
    assert!(german.contains(&format!("Wer es öffnen darf: {rules}, sonst niemand")), "{german}");
    let owner = owner.locale("en-US");
    assert_eq!(owner.id(), app.guild.owner().id());
    let cleared = app.owner_says("/type edit type:Billing clear:\"Required and forbidden roles: none\"").await;
    assert!(!cleared.contains("Who may open it"), "{cleared}");
    app.opens(&both("heidi"), "Billing").await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_of_rules_that_makes_no_sense_is_refused_with_the_part_at_fault_and_changes_nothing() {
    let app = TestService::ready().await;
    let vip_role = app.guild.role("VIP", Permissions::empty());
    let vip = vip_role.id();
    app.has_panel(&format!("/type add name:Billing access:\"allow <@&{vip}>\"")).await;
    let many: Vec<String> = (1..=26).map(|role| format!("deny {role}")).collect();
    for (rules, refusal) in [
        ("forbid @everyone", "“forbid @everyone” is no rule"),
        ("VIP", "“VIP” is no rule"),
        (" , ", "“,” is no rule"),
        ("deny <@5>", "“deny <@5>” is no rule"),
        (&*format!("deny <@&{vip}>, allow {vip}"), "stands in the list twice"),
        ("deny 1234567890123456", "no such role"),
        (&*many.join(","), "no such role"),
    ] {
        let refused = app.owner_says(&format!("/type edit type:Billing access:\"{rules}\"")).await;
        assert!(refused.contains(refusal), "{rules}: {refused}");
    }
    app.opens(&app.member("alice").with_role(&vip_role), "Billing").await;
    assert!(is_refused(&app, &app.member("bob")).await);
    app.finish().await;
}
