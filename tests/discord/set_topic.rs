//! What a ticket is about.

use discord_simulator::ChannelHandle;

use crate::support::{TestService, eventually, says, welcome};

fn topic(channel: &ChannelHandle) -> String {
    channel.state().and_then(|channel| channel.topic).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_topic_is_said_in_the_channel_and_taken_back() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let before = topic(&ticket);
    assert!(says(&alice, &ticket, "/ticket topic text:x").await.contains("you need to be staff"));
    assert!(says(&bob, &ticket, "/ticket topic text:\"=1+1 @everyone\"").await.contains("=1+1 @everyone"));
    eventually("the channel says so", || topic(&ticket).contains("=1+1 @everyone")).await;
    let marker = before.rsplit(" · ").next().unwrap().to_owned();
    assert!(topic(&ticket).ends_with(&marker), "the channel is found again by it");
    let form = bob.slash(&ticket, "/ticket topic").await.modal().unwrap();
    assert!(form.field("text").unwrap().value().contains("=1+1"));
    assert!(bob.submit(&form, [("text", "")]).await.text().contains("no topic now"));
    eventually("the first message says nothing of it", || !welcome(&ticket).text().contains("=1+1")).await;
    app.finish().await;
}
