//! How a server did: charts, tables and files of the same numbers.

use reqwest::StatusCode;
use serde_json::json;

use super::browser::Browser;
use super::overview::shot;
use crate::api::signing_in::House;
use crate::support::says;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_did_is_seen_as_chart_table_and_file() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (bob, alice, carol) = (world.agent("bob"), world.member("alice"), world.member("carol"));
    browser.goes_to("/dashboard").await;
    browser.signs_in(&bob).await;
    browser.follows("Analytics").await;
    browser.sees("Nothing to count yet").await;
    browser.is_accessible("analytics without tickets").await;

    let first = world.opens(&alice, "Support").await;
    says(&bob, &first, "/ticket claim").await;
    says(&bob, &first, "/ticket label add:<script>alert(1)</script>").await;
    bob.says(&first, "How can I help?").await;
    world.closes(&bob, &first, "done").await;
    world.opens(&carol, "Support").await;
    browser.follows("7 days").await;
    browser.sees("Opened, closed and open").await;
    assert_eq!(browser.does("count", json!({ "selector": ".chart canvas" })).await, json!(3));
    let total = async |browser: &mut Browser, selector: &str| {
        let rows = format!(
            "[...document.querySelectorAll('{selector} tbody tr')].reduce((sums, row) => \
             [...row.cells].slice(1).map((cell, at) => (sums[at] ?? 0) + Number(cell.dataset.value)), [])"
        );
        browser.does("evaluate", json!({ "script": rows })).await
    };
    let flow = total(&mut browser, "#table-flow").await;
    assert_eq!((&flow[0], &flow[1]), (&json!(2), &json!(1)), "{flow}");
    let heat = "[...document.querySelectorAll('.heat td')].reduce((sum, cell) => sum + Number(cell.textContent), 0)";
    assert_eq!(browser.does("evaluate", json!({ "script": heat })).await, json!(2));
    let page = browser.reads().await;
    assert!(page.contains("<script>alert(1)</script>") && page.contains("bob"), "{page}");
    browser.fills("From", "2026-03-31").await;
    browser.fills("Until", "2026-03-01").await;
    browser.presses("Show").await;
    browser.sees("Choose two dates").await;
    // That the answer is no usual one, browsers say themselves.
    let problems = browser.does("problems", json!({})).await;
    assert!(problems.as_array().unwrap().iter().all(|problem| problem.as_str().unwrap().contains("422")), "{problems}");
    for how in [json!({}), json!({ "scheme": "dark" }), json!({ "width": 360 }), json!({ "scripts": false })] {
        browser.opens(how.clone()).await;
        browser.goes_to("/dashboard").await;
        browser.follows("Analytics").await;
        browser.sees("When tickets are opened").await;
        if how["scripts"].is_null() {
            browser.is_accessible(&format!("analytics, {how}")).await;
            shot(&mut browser, "analytics", &how).await;
        }
    }
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_are_files_and_what_is_no_period_is_said() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (bob, alice) = (world.agent("bob"), world.member("alice"));
    let channel = world.opens(&alice, "Support").await;
    says(&bob, &channel, "/ticket label add:=1+1").await;
    let base = format!("{}/dashboard/{}/{}/analytics", house.url, world.bot.id(), world.guild.id());
    let (mut staff, _) = house.signs_in(&bob).await;
    let labels = staff.gets(&format!("{base}/labels.csv?days=7")).await;
    assert_eq!(labels.headers()["content-type"], "text/csv; charset=utf-8");
    assert!(labels.headers()["content-disposition"].to_str().unwrap().contains("tickit-labels.csv"));
    let text = labels.text().await.unwrap();
    assert!(text.contains("'=1+1") && text.lines().count() == 2, "{text}");
    let flow = staff.gets(&format!("{base}/flow.csv?days=7")).await.text().await.unwrap();
    assert_eq!(flow.lines().count(), 8, "{flow}");
    assert!(flow.lines().last().unwrap().replace('"', "").ends_with(",1,0,1"), "{flow}");
    for name in ["answers", "closings", "types", "priorities", "staff", "stars", "hours"] {
        assert_eq!(staff.gets(&format!("{base}/{name}.csv")).await.status(), StatusCode::OK, "{name}");
    }
    assert_eq!(staff.gets(&format!("{base}/everything.csv")).await.status(), StatusCode::NOT_FOUND);
    let long = "x".repeat(5000);
    for wrong in [
        "?from=2026-03-31&until=2026-03-01",
        "?from=2020-01-01&until=2026-03-01",
        "?from=%3Cscript%3Ealert(1)%3C%2Fscript%3E&until=2026-03-01",
        "?days=8",
        &format!("?from={long}"),
    ] {
        let shown = staff.gets(&format!("{base}{wrong}")).await;
        assert_eq!(shown.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        let text = shown.text().await.unwrap();
        assert!(text.contains("Choose two dates") && !text.contains("<script>alert"), "{wrong}");
        assert_eq!(staff.gets(&format!("{base}/flow.csv{wrong}")).await.status(), StatusCode::BAD_REQUEST, "{wrong}");
    }
    house.hosting.finish().await;
}
