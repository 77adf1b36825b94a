//! The list of a server's tickets.

use serde_json::json;

use super::browser::Browser;
use crate::api::signing_in::House;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_signs_in_and_finds_the_tickets_that_wait() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (bob, alice) = (world.agent("bob"), world.member("alice"));
    world.opens(&alice, "Support").await;

    browser.goes_to("/dashboard").await;
    assert_eq!(browser.path().await, "/sign-in?to=%2Fdashboard");
    browser.signs_in(&bob).await;
    browser.follows("Tickets").await;
    browser.sees("#1").await;
    browser.chooses("Priority", "Urgent").await;
    browser.sees("No tickets").await;
    browser.follows("Show all").await;
    browser.sees("#1").await;
    browser.fills("Text", "nowhere").await;
    browser.sees("No tickets").await;
    browser.fills("Text", "").await;
    browser.misses("No tickets").await;
    browser.follows("#1").await;
    assert!(browser.reads().await.contains("alice"), "whose it is");
    browser.presses("Claim").await;
    browser.sees("Give up").await;
    browser.follows("Tickets").await;
    let carol = world.member("carol");
    world.opens(&carol, "Support").await;
    browser.sees("#2").await;
    for how in [json!({}), json!({ "scheme": "dark" }), json!({ "width": 360 })] {
        browser.opens(how.clone()).await;
        browser.goes_to("/dashboard").await;
        browser.follows("Tickets").await;
        browser.sees("#2").await;
        browser.is_accessible(&format!("tickets, {how}")).await;
    }
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}
