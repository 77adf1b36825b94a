//! Closing by force on a ticket's page, by admins.

use serde_json::json;

use super::browser::Browser;
use super::ticket::{base, opens};
use super::ticket_forms::{reads, sends, ticket};
use crate::api::signing_in::House;
use crate::support::eventually;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_closes_by_force_what_the_rules_of_its_type_hold_back_once_they_say_that_they_mean_it() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (owner, page) = (world.guild.owner(), format!("{}/tickets/1", base(&house)));
    let channel = world.opens(&world.member("alice"), "Support").await;
    let (mut admin, access) = house.signs_in(&owner).await;
    let offers = "tickets/1/force-close";
    assert!(!reads(&mut admin, &page).await.1.contains(offers), "nothing holds it back");
    world.owner_says("/type edit type:Support closes:\"Staff only\" reason:True").await;
    assert!(reads(&mut admin, &page).await.1.contains(offers));
    let (mut agent, _) = house.signs_in(&world.agent("bob")).await;
    assert!(!reads(&mut agent, &page).await.1.contains(offers));
    for form in [&[("sure", "1")][..], &[]] {
        assert_eq!(sends(&agent, &format!("{page}/force-close"), &house.url, form).await.0, 403);
    }
    let script = [("text", "<script>alert(1)</script>")];
    let unsure = sends(&admin, &format!("{page}/force-close"), &house.url, &script).await;
    assert_eq!((unsure.0, unsure.2.contains("Tick that you mean it")), (422, true));
    assert!(unsure.2.contains("alert(1)") && !unsure.2.contains("<script>alert"), "what was entered is lost");
    let held = sends(&admin, &format!("{page}/close"), &house.url, &[("text", " ")]).await;
    assert_eq!((held.0, &ticket(&house, &access).await["status"]), (422, &json!("open")), "{}", held.2);

    browser.signs_in(&owner).await;
    browser.goes_to(&page).await;
    opens(&mut browser, "Force close").await;
    browser.is_accessible("closing by force").await;
    browser.presses("Force close").await;
    assert!(channel.exists(), "the browser asks once more");
    browser.does("check", json!({ "label": "Yes, close it all the same" })).await;
    browser.presses("Force close").await;
    eventually("the channel is gone", || !channel.exists()).await;
    browser.goes_to(&page).await;
    browser.sees("sealed the transcript").await;
    assert_eq!(
        sends(&admin, &format!("{page}/force-close"), &house.url, &[("sure", "1")]).await.0,
        409,
        "it is closed"
    );
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}
