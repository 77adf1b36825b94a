//! Controls below messages that were sent by a version before this one: they stay in channels for ever.

use serde_json::json;

use crate::support::{TestService, eventually};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn controls_that_are_out_there_keep_working() {
    let app = TestService::ready().await;
    let (alice, bob, carol) = (app.member("alice"), app.agent("bob"), app.member("carol"));
    let opened = alice.press_custom(&app.panel(), "tickit:1:open:1").await.finished().await;
    assert!(opened.text().contains("is open"), "{}", opened.text());
    let ticket = app.ticket_channels().remove(0);

    let form = bob.press_custom(&app.panel(), "tickit:1:add:1").await.modal().unwrap();
    assert!(bob.submit(&form, [("who", "@carol")]).await.text().contains("was added"));
    eventually("carol sees it", || carol.sees(&ticket)).await;

    let chosen =
        json!([{ "type": 18, "component": { "type": 5, "custom_id": "member", "values": [carol.id().to_string()] } }]);
    let sent = json!({ "custom_id": "tickit:1:remove:1", "components": chosen });
    let (_, first) = app.discord.interaction_in(&app.bot, &ticket, &bob, sent, None);
    assert_eq!(first.await.map(|first| first.kind), Ok(4), "a form that was open while Tickit was updated");
    eventually("carol no longer sees it", || !carol.sees(&ticket)).await;

    assert!(bob.press_custom(&app.panel(), "tickit:1:claim:1").await.text().contains("takes care"));
    let form = alice.press_custom(&app.panel(), "tickit:1:close:1").await.modal().unwrap();
    alice.submit(&form, [("reason", "done")]).await;
    eventually("the channel is gone", || !ticket.exists()).await;
    app.finish().await;
}
