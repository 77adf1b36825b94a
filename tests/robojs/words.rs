//! What is written in a ticket of a bot that hands everything over.

use super::relay::Relay;
use super::robo::is_packed;
use super::stage::Stage;
use crate::support::eventually;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_edits_and_deletions_that_a_forwarding_robo_sees_are_in_the_transcript() {
    if !is_packed() {
        return;
    }
    let stage = Stage::new().await;
    let (world, relay) = (&stage.world, Relay::of(&stage.url).await);
    let robo = stage.robo(&relay.url, "forward").await;
    world.set_up().await;
    let (alice, sam) = (world.member("alice"), world.agent("sam"));
    let ticket = world.opens(&alice, "Support").await;
    let first = alice.says(&ticket, "my order is lost").await;
    robo.until("the message is told of", || relay.told_of("my order is lost")).await;
    alice.edits(&first, "my order is late");
    let regretted = alice.says(&ticket, "you are all useless").await;
    alice.deletes_message(&regretted);
    robo.until("the deletion is told of", || relay.told_of("MESSAGE_DELETE")).await;
    world.closes(&sam, &ticket, "Solved").await;
    eventually("there is a transcript", || !world.transcripts().is_empty()).await;
    let transcript = &world.transcripts()[0].1;
    for said in ["(edited): my order is late", "edited: my order is lost", "you are all useless\n    ↳ Deleted"] {
        assert!(transcript.contains(said), "{said} is not in it:\n{transcript}");
    }
    stage.finish().await;
}
