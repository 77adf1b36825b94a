//! Webhooks and the audit log, as an admin sees them.

use serde_json::json;

use super::browser::Browser;
use super::forms::{base, form_named, gets, sends, with};
use crate::api::receiver::{INSIDE, Receiver, Reply};
use crate::api::signing_in::House;
use crate::support::eventually;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_adds_a_webhook_tries_it_out_and_sends_again_what_failed() {
    let house = House::with(&[INSIDE]).await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let receiver = Receiver::new().await;
    receiver.answers(|number| Reply::status(if number == 0 { 410 } else { 200 }));
    browser.signs_in(&house.hosting.world.guild.owner()).await;
    browser.follows("Settings").await;
    browser.follows("Webhooks").await;
    browser.fills("Address", &format!("https://{}/", "10.0.0.1")).await;
    browser.fills("What it is for", "CRM").await;
    browser.presses("Add the webhook").await;
    browser.does("see", json!({ "text": "Add the webhook" })).await;
    assert_eq!(browser.does("count", json!({ "selector": ".note.bad" })).await, 1, "why it may not go there");
    // Chromium tells of every answer that is no success.
    let told = browser.does("problems", json!({})).await;
    assert!(told.as_array().unwrap().iter().all(|told| told.as_str().unwrap().contains("status of 422")), "{told}");
    browser.fills("Address", &receiver.url).await;
    browser.presses("Add the webhook").await;
    browser.sees("It is not shown again.").await;
    let secret = browser.does("text", json!({ "selector": ".secret" })).await;
    assert!(secret.as_str().unwrap().starts_with("whsec_"), "{secret}");
    let origin = receiver.url.trim_end_matches('/').split('/').take(3).collect::<Vec<_>>().join("/");
    browser.does("click", json!({ "role": "link", "name": origin, "exact": false })).await;
    browser.presses("Send a test").await;
    eventually("it is tried", || receiver.answered() == 1).await;
    let standing = browser.does("count", json!({ "selector": ".secret" })).await;
    assert_eq!(standing, 0, "a secret is shown once");
    let path = browser_path(&mut browser).await;
    browser.goes_to(&path).await;
    browser.sees("failed").await;
    for how in [json!({}), json!({ "scheme": "dark" }), json!({ "width": 360 })] {
        let path = browser_path(&mut browser).await;
        browser.opens(how.clone()).await;
        browser.goes_to(&path).await;
        browser.is_accessible(&format!("a webhook, {how}")).await;
    }
    browser.does("check", json!({ "label": "It is told what happens" })).await;
    browser.presses("Save").await;
    browser.sees("Saved.").await;
    browser.does("click", json!({ "name": "Send again", "exact": false })).await;
    eventually("it is sent again", || receiver.answered() == 2).await;
    browser.presses("Remove").await;
    browser.sees("Nobody is told yet.").await;
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

/// Where the browser is, without what a form said.
async fn browser_path(browser: &mut Browser) -> String {
    let path = browser.path().await;
    path.split('?').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_audit_log_tells_what_changed_and_is_filtered_and_exported() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let owner = house.hosting.world.guild.owner();
    let (mut plain, _) = house.signs_in(&owner).await;
    let settings = format!("{}/settings", base(&house));
    let form = form_named(&gets(&mut plain, &settings).await.1, "who");
    assert_eq!(sends(&plain, &settings, &with(&form, &[("limit", "9")]), &house.url).await.status, 303);
    let audit = format!("{}/audit", base(&house));

    browser.signs_in(&owner).await;
    browser.follows("Audit log").await;
    browser.sees("Settings changed").await;
    browser.sees("in the dashboard").await;
    let text = browser.reads().await;
    assert!(text.contains("each: 9") && text.contains("@Support"), "roles have names: {text}");
    browser.chooses("What happened", "Panel deleted").await;
    browser.sees("No entries").await;
    browser.chooses("What happened", "Ticket type added").await;
    browser.misses("No entries").await;
    for how in [json!({}), json!({ "scheme": "dark" }), json!({ "width": 360 })] {
        browser.opens(how.clone()).await;
        browser.goes_to(&audit).await;
        browser.is_accessible(&format!("audit, {how}")).await;
    }
    browser.did_no_wrong().await;
    browser.closes().await;

    let (status, csv) = gets(&mut plain, &format!("{audit}/export?kind=settings.changed&format=csv")).await;
    assert!(status == 200 && csv.starts_with("id,position,at,kind"), "{csv}");
    assert!(csv.lines().skip(1).all(|line| line.contains("settings.changed")) && csv.lines().count() > 2, "{csv}");
    let (_, lines) = gets(&mut plain, &format!("{audit}/export?format=ndjson&actor={}", owner.id())).await;
    assert!(
        lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["actor_name"] == owner.name)
    );
    let nobody = gets(&mut plain, &format!("{audit}?actor=user:1&from=2020-01-01&until=nonsense")).await;
    assert!(nobody.0 == 200 && nobody.1.contains("No entries"), "{nobody:?}");
    for who in [house.hosting.world.member("alice"), house.hosting.world.agent("bob")] {
        let (mut browser, _) = house.signs_in(&who).await;
        for path in ["", "/export?format=csv"] {
            assert_eq!(gets(&mut browser, &format!("{audit}{path}")).await.0, 403, "{} at {path}", who.name);
        }
    }
    house.hosting.finish().await;
}
