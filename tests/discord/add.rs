//! Adding members to a ticket and removing them.

use serde_json::json;

use crate::support::{Stage, eventually, says, welcome};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_added_once_and_only_who_was_added_is_removed() {
    let stage = Stage::set().await;
    let (alice, bob, carol) = (stage.member("alice"), stage.agent("bob"), stage.member("carol"));
    let ticket = stage.opens(&alice, "Support").await;
    assert!(says(&alice, &ticket, "/ticket add member:@carol").await.contains("you need to be staff"));
    assert!(says(&bob, &ticket, "/ticket add member:@alice").await.contains("can see this ticket already"));
    assert!(says(&bob, &ticket, "/ticket remove member:@carol").await.contains("was never added"));
    assert!(says(&bob, &ticket, "/ticket remove member:@alice").await.contains("cannot be removed from it"));
    assert!(says(&bob, &stage.general, "/ticket add member:@carol").await.contains("Use this in a ticket's channel"));
    assert!(says(&bob, &ticket, "/ticket add member:@carol").await.contains("was added"));
    eventually("carol sees it", || carol.sees(&ticket)).await;
    assert!(says(&bob, &ticket, "/ticket add member:@carol").await.contains("can see this ticket already"));
    assert!(says(&carol, &ticket, "/ticket remove member:@carol").await.contains("you need to be staff"));
    assert!(says(&bob, &ticket, "/ticket remove member:@carol").await.contains("was removed"));
    eventually("carol no longer sees it", || !carol.sees(&ticket)).await;
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_changes_in_a_row_end_as_the_last_one_says() {
    let stage = Stage::set().await;
    let (alice, bob) = (stage.member("alice"), stage.agent("bob"));
    let guests: Vec<_> = (0..4).map(|number| stage.member(&format!("guest-{number}"))).collect();
    let ticket = stage.opens(&alice, "Support").await;
    for guest in &guests {
        bob.slash(&ticket, &format!("/ticket add member:@{}", guest.name)).await;
    }
    for guest in &guests[..2] {
        bob.slash(&ticket, &format!("/ticket remove member:@{}", guest.name)).await;
    }
    let see = || guests.iter().map(|guest| guest.sees(&ticket)).collect::<Vec<_>>();
    eventually("two of four see it", || see() == [false, false, true, true]).await;
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_buttons_ask_whom_and_do_the_same() {
    let stage = Stage::set().await;
    let (alice, bob, carol) = (stage.member("alice"), stage.agent("bob"), stage.member("carol"));
    let ticket = stage.opens(&alice, "Support").await;
    let (add, remove) = (welcome(&ticket).button("Add"), welcome(&ticket).button("Remove"));
    assert!(alice.press(&add).await.text().contains("you need to be staff"));
    let form = bob.press(&add).await.modal().unwrap();
    let added = bob.submit(&form, [("member", "@carol")]).await;
    assert!(added.text().contains("was added"), "{added:?}");
    eventually("carol sees it", || carol.sees(&ticket)).await;
    let form = bob.press(&remove).await.modal().unwrap();
    assert!(bob.submit(&form, [("member", "@alice")]).await.text().contains("cannot be removed from it"));
    assert!(bob.submit(&form, [("member", "@carol")]).await.text().contains("was removed"));
    eventually("carol no longer sees it", || !carol.sees(&ticket)).await;
    let forged =
        json!([{ "type": 18, "id": 1, "component": { "type": 5, "id": 2, "custom_id": "member", "values": ["me"] } }]);
    assert!(bob.submit_raw(&form, forged).await.text().contains("out of date"));
    alice.says(&ticket, "thank you @carol").await;
    stage.closes(&bob, &ticket, "").await;
    eventually("the transcript is posted", || !stage.transcripts().is_empty()).await;
    let (_, text) = stage.transcripts().remove(0);
    assert!(text.contains("thank you @carol") && text.contains("@carol was added"), "{text}");
    assert!(bob.press_custom(&stage.panel(), "tickit:1:add:1").await.text().contains("not open"));
    stage.strike().await;
}
