//! What a bot's own code does with tickets, by the plugin's client, against the service as an operator runs it.

use serde_json::json;

use super::robo::is_packed;
use super::stage::Stage;
use crate::support::{eventually, says};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bots_own_command_opens_labels_and_notes_a_ticket_of_the_real_service() {
    if !is_packed() {
        return;
    }
    let stage = Stage::that_may(&["register", "forward", "agent"]).await;
    let world = &stage.world;
    let robo = stage.robo(&stage.url, "forward").await;
    world.set_up().await;
    let alice = world.member("alice");
    assert_eq!(says(&alice, &world.general, "/refund order:4711").await, "Ticket 1 is yours.", "{}", robo.log());
    eventually("the ticket has its channel", || world.ticket_channels().len() == 1).await;
    let ticket = stage.ticket(1).await;
    let known = json!([ticket["opener"], ticket["labels"], ticket["notes"]]);
    assert_eq!(known, json!([alice.id().to_string(), ["refund"], 1]), "{ticket}");
    assert!(!robo.log().contains(&stage.key), "a secret is logged");
    stage.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_is_not_made_for_it_is_an_answer_to_the_member_and_opens_nothing() {
    if !is_packed() {
        return;
    }
    let stage = Stage::new().await;
    let world = &stage.world;
    let robo = stage.robo(&stage.url, "forward").await;
    world.set_up().await;
    let said = says(&world.member("alice"), &world.general, "/refund order:4711").await;
    assert!(said.starts_with("forbidden: "), "{said} {}", robo.log());
    assert!(world.ticket_channels().is_empty());
    stage.finish().await;
}
