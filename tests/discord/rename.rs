//! `/ticket rename`.

use crate::support::{TestService, eventually, tickets, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_rename_a_ticket_and_a_name_that_waits_holds_nothing_up() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;

    let refused = alice.slash(&ticket, "/ticket rename name:mine").await;
    assert!(refused.ephemeral() && refused.text().contains("need to be staff"), "{}", refused.text());
    let nothing = bob.slash(&ticket, "/ticket rename name:///").await;
    assert!(nothing.text().contains("does not take that name"), "{}", nothing.text());

    let renamed = bob.slash(&ticket, "/ticket rename name:\"Lost Parcel\"").await;
    assert!(renamed.text().contains("**lost-parcel**"), "{}", renamed.text());
    eventually("the channel has its new name", || ticket.name() == "lost-parcel").await;

    for name in ["second", "third", "fourth"] {
        bob.slash(&ticket, &format!("/ticket rename name:{name}")).await;
    }
    eventually("Discord took a second name, which is all that it takes in ten minutes", || {
        ticket.name() != "lost-parcel"
    })
    .await;
    let kept = tickets(app.service.stores(), &app.guild).await.remove(0);
    assert_eq!(kept.name, "fourth", "the record has the last name, for the time that Discord takes it");

    bob.slash(&ticket, "/ticket claim").await;
    eventually("a claim does not wait for a name", || welcome(&ticket).find_button("Give up").is_some()).await;
    app.finish().await;
}
