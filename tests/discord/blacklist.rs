//! `/blacklist`: who is on it opens no ticket, whatever they began before, until they are taken off or their time is over.

use discord_simulator::Permissions;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::GuildId;
use tickit_domain::store::DocumentStore as _;

use crate::support::{TestService, change_body, says};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_on_the_blacklist_opens_nothing_and_reads_why_until_they_are_taken_off() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let button = app.panel().button("Support");
    let added = says(&bob, &app.general, "/blacklist add who:@alice reason:\"Spam again\" duration:7d").await;
    assert!(added.contains(&format!("<@{}> is on the blacklist until <t:", alice.id())), "{added}");
    let refused = alice.press(&button).await.finished().await.text();
    assert!(refused.contains("You can again <t:") && refused.contains("Reason: Spam again"), "{refused}");
    let listed = says(&bob, &app.general, "/blacklist list").await;
    assert!(listed.contains("Spam again") && listed.contains("one entry"), "{listed}");
    for command in ["/blacklist add who:@alice", "/blacklist remove who:@alice", "/blacklist list"] {
        let not_allowed = says(&alice, &app.general, command).await;
        assert!(not_allowed.contains("you need to be staff"), "{command}: {not_allowed}");
    }
    says(&bob, &app.general, "/blacklist add who:@alice").await;
    let refused = alice.press(&button).await.finished().await.text();
    assert_eq!(refused, "You cannot open tickets here.");
    let removed = says(&bob, &app.general, "/blacklist remove who:@alice").await;
    assert!(removed.contains("no longer"), "{removed}");
    app.opens(&alice, "Support").await;
    let again = says(&bob, &app.general, "/blacklist remove who:@alice").await;
    assert!(again.contains("is not on the blacklist"), "{again}");
    for wrong in ["2", "0m", "4000d"] {
        let refused = says(&bob, &app.general, &format!("/blacklist add who:@alice duration:{wrong}")).await;
        assert!(refused.contains("30m, 2h or 7d"), "{wrong}: {refused}");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_was_open_before_opens_nothing() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing questions:\"Order number\"").await;
    let alice = app.member("alice");
    let form = alice.press(&app.panel().button("Billing")).await.modal().unwrap();
    app.owner_says("/blacklist add who:@alice").await;
    let refused = alice.submit(&form, [("Order number", "42")]).await.finished().await.text();
    assert!(refused.contains("You cannot open tickets here"), "{refused}");
    assert!(app.ticket_channels().is_empty());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_is_put_on_it_by_who_manages_the_server_and_holds_nobody_back_who_does() {
    let app = TestService::ready().await;
    let guests = app.guild.role("Guests", Permissions::empty());
    let (alice, bob) = (app.member("alice").with_role(&guests), app.agent("bob"));
    let refused = says(&bob, &app.general, "/blacklist add who:@Guests").await;
    assert!(refused.contains("manage the server"), "{refused}");
    let everyone = app.owner_says("/blacklist add who:@everyone").await;
    assert!(everyone.contains("@everyone cannot be on the blacklist"), "{everyone}");
    app.owner_says("/blacklist add who:@Guests reason:Closed").await;
    let refused = alice.press(&app.panel().button("Support")).await.finished().await.text();
    assert!(refused.contains("Closed"), "{refused}");
    app.opens(&bob, "Support").await;
    let owner = app.guild.owner().with_role(&guests);
    app.opens(&owner, "Support").await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_whose_time_is_over_holds_nobody_back_and_needs_no_restart() {
    let (app, stores) = TestService::in_memory().await;
    let alice = app.member("alice");
    app.owner_says("/blacklist add who:@alice duration:1m").await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let (_, mut entry) = guild.contents().into_iter().find(|(id, _)| id.starts_with("blacklist:")).unwrap();
    let events = guild.contents().into_iter().filter(|(id, _)| id.starts_with("event:blacklist:"));
    assert_eq!(events.count(), 1);
    let over = serde_json::to_value(Timestamp::from_millis(1_772_366_400_123)).unwrap();
    change_body(&mut entry, |body| body["until"] = over);
    let rev = entry.rev;
    guild.replace(entry, rev).await.unwrap();
    app.opens(&alice, "Support").await;
    assert!(app.owner_says("/blacklist list").await.contains("Nobody is on the blacklist"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_blacklist_has_pages() {
    let app = TestService::ready().await;
    for number in 0..6 {
        app.member(&format!("guest-{number}"));
        app.owner_says(&format!("/blacklist add who:@guest-{number} reason:\"Number {number}\"")).await;
    }
    let owner = app.guild.owner();
    let first = owner.slash(&app.general, "/blacklist list").await;
    assert!(first.text().contains("Number 5") && !first.text().contains("Number 0"), "{}", first.text());
    let second = owner.press(&first.message().unwrap().button("2")).await;
    assert!(second.text().contains("Number 0") && second.text().contains("Page 2 of 2"), "{}", second.text());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_menu_of_a_member_asks_why_and_for_how_long_and_puts_them_on_the_blacklist() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let refused = alice.uses_on_member(&app.general, "Blacklist from tickets", &bob).await.text();
    assert!(refused.contains("you need to be staff"), "{refused}");
    let form = bob.uses_on_member(&app.general, "Blacklist from tickets", &alice).await.modal().unwrap();
    let wrong = bob.submit(&form, [("reason", ""), ("duration", "soon")]).await.text();
    assert!(wrong.contains("30m, 2h or 7d"), "{wrong}");
    let added = bob.submit(&form, [("reason", "Spam again"), ("duration", "7d")]).await.text();
    assert!(added.contains(&format!("<@{}> is on the blacklist until <t:", alice.id())), "{added}");
    let refused = alice.press(&app.panel().button("Support")).await.finished().await.text();
    assert!(refused.contains("Reason: Spam again"), "{refused}");
    app.finish().await;
}
