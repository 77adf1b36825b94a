//! A ticket that follows one which is not reopened any more.

use std::time::Duration;

use discord_simulator::Permissions;
use tickit_domain::ids::TicketId;

use crate::support::{TestService, eventually, says, tickets, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_not_reopened_is_followed_by_one_of_the_same_type_for_the_same_member_that_names_it() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    app.closes(&bob, &ticket, "solved").await;
    until_idle(&app.service, SOON).await;
    app.owner_says("/type edit type:Support reopen:0").await;

    let refused = bob.slash(&app.general, "/ticket reopen ticket:1").await;
    assert!(refused.text().contains("are not reopened"), "{}", refused.text());
    let follow = refused.button("Open a follow-up");
    let opened = bob.press(&follow).await.finished().await.text();
    assert!(opened.contains("is open"), "{opened}");
    let next = app.ticket_channels().remove(0);
    eventually("there is a welcome message", || !next.messages().is_empty()).await;
    assert!(next.name() == "support-0002" && alice.sees(&next));
    assert!(welcome(&next).text().contains("#0001"), "{}", welcome(&next).text());
    let (second, asker) = (tickets(app.service.stores(), &app.guild).await.remove(1), bob.id().0);
    assert_eq!((second.opener.get(), second.follows.map(TicketId::get)), (alice.id().0, Some(1)));
    assert_ne!(second.opener.get(), asker);

    let more = bob.press(&follow).await.finished().await.text();
    assert!(more.contains("open ticket of this type already"), "the limit is hers: {more}");
    let own = app.opens(&bob, "Support").await;
    assert_eq!(own.name(), "support-0003", "and not his");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_opened_a_ticket_follows_it_up_themselves_and_leaves_reopening_to_staff() {
    let app = TestService::ready().await;
    let vip = app.guild.role("VIP", Permissions::empty());
    let (alice, bob) = (app.member("alice").locale("de"), app.agent("bob"));
    let mallory = app.member("mallory");
    for member in [&alice, &mallory] {
        let ticket = app.opens(member, "Support").await;
        let offered = alice.types(&app.general, "/ticket reopen ticket:").await;
        assert!(offered.iter().all(|choice| choice.name.contains("#0001")), "none that is open, or another's");
        let open = says(member, &app.general, "/ticket reopen ticket:1").await;
        assert!(open.contains("nicht geschlossen") || open.contains("you need to be staff"), "{open}");
        bob.slash(&ticket, "/ticket close reason:solved").await;
        eventually("the channel is gone", || !ticket.exists()).await;
        until_idle(&app.service, SOON).await;
    }
    assert_eq!(alice.types(&app.general, "/ticket reopen ticket:").await.len(), 1);
    let refused = alice.slash(&app.general, "/ticket reopen ticket:1").await;
    assert!(refused.ephemeral() && refused.text().contains("öffnet das Team wieder"), "{}", refused.text());
    let follow = refused.button("Folgeticket öffnen");
    let forged = mallory.press_custom(&app.panel(), &follow.custom_id()).await.text();
    assert!(forged.contains("you need to be the one who opened the ticket, or staff"), "{forged}");
    assert!(says(&mallory, &app.general, "/ticket reopen ticket:1").await.contains("you need to be staff"));

    app.owner_says("/type edit type:Support required:@VIP cooldown:60").await;
    let refused = alice.press(&follow).await.finished().await.text();
    assert!(refused.contains("„Support“ steht dir nicht offen"), "{refused}");
    let alice = alice.with_role(&vip);
    app.owner_says("/blacklist add who:@alice").await;
    let refused = alice.press(&follow).await.finished().await.text();
    assert!(refused.contains("Du kannst hier keine Tickets öffnen"), "{refused}");
    app.owner_says("/blacklist remove who:@alice").await;
    let standing = alice.slash(&app.general, "/ticket info ticket:1").await;
    let opened = alice.press(&standing.button("Folgeticket öffnen")).await.finished().await.text();
    assert!(opened.contains("Dein Ticket #3 ist offen"), "the pause does not hold: {opened}");
    let next = tickets(app.service.stores(), &app.guild).await.remove(2);
    assert_eq!((next.follows.map(TicketId::get), next.submitter), (Some(1), None));
    let again = alice.press(&follow).await.finished().await.text();
    assert!(again.contains("Du hast schon ein offenes Ticket"), "{again}");
    assert!(bob.slash(&app.general, "/ticket info ticket:1").await.buttons().is_empty(), "staff reopens it");
    app.finish().await;
}
