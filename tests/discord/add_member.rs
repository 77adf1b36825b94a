//! Adding members to a ticket and removing them.

use discord_simulator::Permissions;
use serde_json::json;

use crate::support::{TestService, eventually, says, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_added_once_and_only_who_was_added_is_removed() {
    let app = TestService::ready().await;
    let (alice, bob, carol) = (app.member("alice"), app.agent("bob"), app.member("carol"));
    let ticket = app.opens(&alice, "Support").await;
    assert!(says(&alice, &ticket, "/ticket add who:@carol").await.contains("you need to be staff"));
    assert!(says(&bob, &ticket, "/ticket add who:@alice").await.contains("can see this ticket already"));
    assert!(says(&bob, &ticket, "/ticket remove who:@carol").await.contains("was never added"));
    assert!(says(&bob, &ticket, "/ticket remove who:@alice").await.contains("cannot be removed from it"));
    assert!(says(&bob, &app.general, "/ticket add who:@carol").await.contains("Use this in a ticket's channel"));
    assert!(says(&bob, &ticket, "/ticket add who:@carol").await.contains("was added"));
    eventually("carol sees it", || carol.sees(&ticket)).await;
    assert!(says(&bob, &ticket, "/ticket add who:@carol").await.contains("can see this ticket already"));
    assert!(says(&carol, &ticket, "/ticket remove who:@carol").await.contains("you need to be staff"));
    assert!(says(&bob, &ticket, "/ticket remove who:@carol").await.contains("was removed"));
    eventually("carol no longer sees it", || !carol.sees(&ticket)).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_changes_in_a_row_end_as_the_last_one_says() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let guests: Vec<_> = (0..4).map(|number| app.member(&format!("guest-{number}"))).collect();
    let ticket = app.opens(&alice, "Support").await;
    for guest in &guests {
        bob.slash(&ticket, &format!("/ticket add who:@{}", guest.name)).await;
    }
    for guest in &guests[..2] {
        bob.slash(&ticket, &format!("/ticket remove who:@{}", guest.name)).await;
    }
    let see = || guests.iter().map(|guest| guest.sees(&ticket)).collect::<Vec<_>>();
    eventually("two of four see it", || see() == [false, false, true, true]).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_asks_whom_and_does_the_same() {
    let app = TestService::ready().await;
    let (alice, bob, carol) = (app.member("alice"), app.agent("bob"), app.member("carol"));
    let ticket = app.opens(&alice, "Support").await;
    let more = welcome(&ticket).select("More …");
    assert!(alice.select(&more, ["add_member"]).await.text().contains("you need to be staff"));
    let form = bob.select(&more, ["add_member"]).await.modal().unwrap();
    let added = bob.submit(&form, [("who", "@carol")]).await;
    assert!(added.text().contains("was added"), "{added:?}");
    eventually("carol sees it", || carol.sees(&ticket)).await;
    let form = bob.select(&more, ["remove_member"]).await.modal().unwrap();
    assert!(bob.submit(&form, [("who", "@alice")]).await.text().contains("cannot be removed from it"));
    assert!(bob.submit(&form, [("who", "@carol")]).await.text().contains("was removed"));
    eventually("carol no longer sees it", || !carol.sees(&ticket)).await;
    let forged =
        json!([{ "type": 18, "id": 1, "component": { "type": 7, "id": 2, "custom_id": "who", "values": ["me"] } }]);
    assert!(bob.submit_raw(&form, forged).await.text().contains("out of date"));
    alice.says(&ticket, "thank you @carol").await;
    app.closes(&bob, &ticket, "").await;
    eventually("the transcript is posted", || !app.transcripts().is_empty()).await;
    let (_, text) = app.transcripts().remove(0);
    assert!(text.contains("thank you @carol") && text.contains("@carol was added"), "{text}");
    assert!(bob.press_custom(&app.panel(), "tickit:1:add:1").await.text().contains("not open"));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_is_added_and_removed_like_a_member() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let experts = app.guild.role("experts", Permissions::empty());
    let (dora, ticket) = (app.member("dora").with_role(&experts), app.opens(&alice, "Support").await);
    assert!(says(&bob, &ticket, "/ticket add who:@experts").await.contains("was added"));
    eventually("whoever has the role sees it", || dora.sees(&ticket)).await;
    assert!(says(&bob, &ticket, "/ticket add who:@experts").await.contains("can see this ticket already"));
    assert!(says(&bob, &ticket, "/ticket remove who:@experts").await.contains("was removed"));
    eventually("nobody sees it by the role", || !dora.sees(&ticket)).await;
    app.finish().await;
}
