//! How soon a page in a browser shows what somebody did in Discord. `TICKIT_TEST_MEASURED` says how often that is measured,
//! which is for a quiet machine.

use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use serde_json::json;
use tokio::time::sleep;

use super::browser::Browser;
use crate::api::signing_in::House;
use crate::support::chosen;

/// So many tickets where nobody says, each opened by a member of its own.
const MEASURED: u64 = 3;

/// Waits until the page shows a text.
const WATCH: &str = "new Promise((done) => {
  const look = () => document.body.innerText.includes('{text}') && done(true);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
})";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_list_in_a_browser_follows_each_press_in_discord() {
    let measured = chosen("TICKIT_TEST_MEASURED").unwrap_or(MEASURED);
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    browser.goes_to("/dashboard").await;
    browser.signs_in(&world.agent("bob")).await;
    browser.goes_to(&format!("/dashboard/{}/{}/tickets", world.bot.id(), world.guild.id())).await;
    let mut took = Histogram::<u64>::new(3).unwrap();
    for number in 1..=measured {
        let (member, button) = (world.member(&format!("member-{number}")), world.panel().button("Support"));
        // Discord takes 50 requests a second, and each ticket needs some.
        sleep(Duration::from_millis(1500)).await;
        let script = WATCH.replace("{text}", &format!("member-{number}"));
        let shown = browser.does("evaluate", json!({ "script": script }));
        let pressed = async {
            sleep(Duration::from_millis(200)).await;
            let pressed = Instant::now();
            member.press(&button).await;
            pressed
        };
        let (_, pressed) = tokio::join!(shown, pressed);
        took.record(u64::try_from(pressed.elapsed().as_millis()).unwrap()).unwrap();
    }
    let at = |quantile| took.value_at_quantile(quantile);
    println!("from the press to the page: p50 {} p90 {} max {} ms, of {measured}", at(0.5), at(0.9), took.max());
    assert_eq!(took.len(), measured);
    house.hosting.finish().await;
}
