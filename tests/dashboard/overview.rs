//! How a server stands: the first page of staff.

use reqwest::StatusCode;
use serde_json::json;

use super::browser::Browser;
use crate::api::signing_in::{House, location};
use crate::support::says;

/// Waits until the page says all of these.
async fn tells(browser: &mut Browser, wanted: &[&str]) {
    let mut said = String::new();
    for _ in 0..100 {
        let text = browser.does("text", json!({ "selector": "#overview" })).await;
        said = text.as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        if wanted.iter().all(|wanted| said.contains(wanted)) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("it says {said}, not {wanted:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_sees_at_once_how_many_tickets_wait_and_what_people_do_meanwhile() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (bob, alice, carol) = (world.agent("bob"), world.member("alice"), world.member("carol"));
    browser.goes_to("/dashboard").await;
    browser.signs_in(&bob).await;
    browser.sees("No ticket is open.").await;
    let first = world.opens(&alice, "Support").await;
    tells(&mut browser, &["Open 1 Waiting for staff 1 Waiting for the member 0 Nobody works on it 1"]).await;
    bob.says(&first, "How can I help?").await;
    world.opens(&carol, "Support").await;
    let now = "Open 2 Waiting for staff 1 Waiting for the member 1 Nobody works on it 2";
    tells(&mut browser, &[now, "Opened 2 0 a week ago Closed 0 0 a week ago"]).await;
    world.closes(&bob, &first, "done").await;
    browser.sees("#2").await;
    for how in [json!({}), json!({ "scheme": "dark" }), json!({ "width": 360 })] {
        browser.opens(how.clone()).await;
        browser.goes_to("/dashboard").await;
        browser.sees("Open for longest:").await;
        browser.is_accessible(&format!("overview, {how}")).await;
        shot(&mut browser, "overview", &how).await;
    }
    browser.follows("Waiting for staff 1").await;
    browser.sees("#2").await;
    browser.goes_to("/dashboard").await;
    tells(&mut browser, &["Nobody works on it 1"]).await;
    browser.follows("Nobody works on it 1").await;
    browser.sees("#2").await;
    let tab = browser.does("text", json!({ "selector": "#tabs a[aria-current]" })).await;
    assert_eq!(tab.as_str().unwrap().split_whitespace().collect::<Vec<_>>(), ["Unassigned", "1"]);
    says(&bob, &world.ticket_channels()[0], "/ticket claim").await;
    browser.misses("#2").await;
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn members_are_led_to_their_tickets_and_others_see_nothing() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (bob, alice) = (world.agent("bob"), world.member("alice"));
    world.opens(&alice, "Support").await;
    let base = format!("{}/dashboard/{}/{}", house.url, world.bot.id(), world.guild.id());
    let stranger = house.browser().gets(&base).await;
    assert!(location(&stranger).starts_with("/sign-in?to="), "{stranger:?}");
    let (mut member, _) = house.signs_in(&alice).await;
    let led = member.gets(&base).await;
    assert!(led.status().is_redirection() && location(&led).ends_with("/tickets"), "{led:?}");
    for page in ["/analytics", "/analytics/flow.csv"] {
        assert_eq!(member.gets(&format!("{base}{page}")).await.status(), StatusCode::FORBIDDEN, "{page}");
    }
    let (mut staff, _) = house.signs_in(&bob).await;
    assert_eq!(staff.gets(&base).await.status(), StatusCode::OK);
    for page in ["", "/analytics", "/analytics/flow.csv"] {
        let elsewhere = format!("{}/dashboard/{}/1234567890123456{page}", house.url, world.bot.id());
        assert_eq!(staff.gets(&elsewhere).await.status(), StatusCode::NOT_FOUND, "{page}");
    }
    house.hosting.finish().await;
}

/// Keeps a picture of a page where `TICKIT_TEST_PICTURES` names a directory.
#[expect(clippy::disallowed_methods, reason = "where pictures go is told by the environment")]
pub async fn shot(browser: &mut Browser, page: &str, how: &serde_json::Value) {
    let Ok(directory) = std::env::var("TICKIT_TEST_PICTURES") else { return };
    let look = if how["width"] == 360 { "narrow" } else { how["scheme"].as_str().unwrap_or("light") };
    browser.does("screenshot", json!({ "path": format!("{directory}/{page}-{look}.png") })).await;
}
