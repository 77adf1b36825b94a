//! A server that was busy for a year and a half: what its pages say of that is what the API counts.

use serde_json::{Value, json};
use tickit::clock::SystemClock;
use tickit_domain::clock::{Clock as _, Timestamp};

use super::browser::Browser;
use super::overview::shot;
use crate::api::host::Hosting;
use crate::api::statistics::Full;

const TICKETS: u32 = 3000;

/// Within so many days.
const DAYS: i64 = 500;

/// Adds up what a chart's table says of a number, which is in one of its columns.
fn sum(table: &str, column: usize) -> Value {
    let script = format!(
        "[...document.querySelectorAll('#table-{table} tbody tr')]\
         .reduce((sum, row) => sum + Number(row.cells[{column}].dataset.value), 0)"
    );
    json!({ "script": script })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_servers_pages_say_what_is_counted_over_http() {
    let (now, day) = (SystemClock.now(), 24 * 60 * 60 * 1000);
    let begin = Timestamp::from_millis((now.as_millis() / day - DAYS) * day);
    let full = Full::on(Hosting::in_memory_signing_in().await, TICKETS, begin..now).await;
    let Some(mut browser) = Browser::at(&full.hosting.url()).await else { return };
    let counted = loop {
        let counted = full.gets("/statistics?days=30").await;
        if counted["complete"] == true {
            break counted;
        }
    };
    browser.goes_to("/dashboard").await;
    browser.signs_in(&full.hosting.world.agent("bob")).await;
    for how in [json!({}), json!({ "scheme": "dark" }), json!({ "width": 360 })] {
        browser.opens(how.clone()).await;
        browser.goes_to("/dashboard").await;
        browser.sees("Open for longest:").await;
        shot(&mut browser, "busy-overview", &how).await;
        browser.follows("Analytics").await;
        browser.follows("30 days").await;
        browser.sees("When tickets are opened").await;
        for (column, number) in [(1, "opened"), (2, "closed")] {
            let shown = browser.does("evaluate", sum("flow", column)).await;
            assert_eq!((&shown, shown.as_u64() > Some(100)), (&counted[number], true), "{number}");
        }
        browser.is_accessible(&format!("analytics of a busy server, {how}")).await;
        shot(&mut browser, "busy-analytics", &how).await;
    }
    browser.closes().await;
    full.hosting.finish().await;
}
