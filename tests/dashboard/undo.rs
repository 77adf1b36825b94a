//! What an admin removed comes back.

use std::time::Duration;

use serde_json::json;

use super::browser::Browser;
use super::forms::{base, form_named, forms, gets, sends, with};
use crate::api::signing_in::{Browser as Plain, House};
use crate::support::eventually;

/// The button of a page that leads to an address that ends in this, and what it was answered.
async fn presses(browser: &mut Plain, house: &House, page: &str, end: &str) -> (u16, String) {
    let shown = gets(browser, page).await.1;
    let found = forms(&shown).into_iter().find(|form| form.action.ends_with(end));
    let form = found.unwrap_or_else(|| panic!("no button to {end} on {shown}"));
    let sent = sends(browser, &form.action, &form.fields, &house.url).await;
    (sent.status, sent.to)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_removed_type_comes_back_on_its_panel_by_undo() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    world.owner_says("/type add name:Billing cooldown:60").await;
    let offers = |name: &str| world.panel().buttons().iter().any(|button| button.label() == name);
    eventually("it is offered", || offers("Billing")).await;

    browser.signs_in(&world.guild.owner()).await;
    browser.follows("Settings").await;
    browser.follows("Ticket types").await;
    browser.presses("Remove Billing").await;
    browser.sees("Removed of late").await;
    eventually("it is offered no more", || !offers("Billing")).await;
    for how in [json!({}), json!({ "scheme": "dark" }), json!({ "width": 360 })] {
        browser.opens(how.clone()).await;
        browser.goes_to(&format!("{}/settings/types", base(&house))).await;
        browser.is_accessible(&format!("removed types, {how}")).await;
    }
    browser.presses("Undo: Billing").await;
    browser.misses("Removed of late").await;
    eventually("it is offered again", || offers("Billing")).await;
    browser.follows("Billing").await;
    assert_eq!(
        browser.does("evaluate", json!({ "script": "document.getElementsByName('cooldown')[0].value" })).await,
        "3600"
    );
    browser.goes_to(&format!("{}/audit", base(&house))).await;
    browser.sees("Ticket type restored").await;
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_and_a_tag_come_back_once_within_30_days_and_where_their_name_is_free() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (mut owner, _) = house.signs_in(&world.guild.owner()).await;
    let (panels, tags) = (format!("{}/settings/panels", base(&house)), format!("{}/settings/tags", base(&house)));
    let add = form_named(&gets(&mut owner, &tags).await.1, "add");
    let entered = with(&add, &[("name", "hours"), ("text", "We are here at night.")]);
    assert_eq!(sends(&owner, &tags, &entered, &house.url).await.status, 303);
    assert_eq!(sends(&owner, &tags, &entered, &house.url).await.status, 303, "sent twice, it is added once");

    let before = world.panel();
    assert_eq!(presses(&mut owner, &house, &panels, "/1/delete").await, (303, format!("{panels}?saved")));
    eventually("its message goes", || !before.exists()).await;
    assert_eq!(presses(&mut owner, &house, &panels, "/1/restore").await, (303, format!("{panels}?saved")));
    let page = gets(&mut owner, &panels).await.1;
    assert!(page.contains("How can we help?") && page.contains("In no channel yet"), "{page}");
    assert!(!page.contains("Removed of late"), "{page}");

    assert_eq!(presses(&mut owner, &house, &tags, "/1/delete").await, (303, format!("{tags}?saved")));
    let removed = gets(&mut owner, &tags).await.1;
    assert!(!removed.contains("We are here at night."), "{removed}");
    let undo = forms(&removed).into_iter().find(|form| form.action.ends_with("/1/restore")).unwrap();
    assert_eq!(sends(&owner, &undo.action, &undo.fields, &house.url).await.status, 303);
    assert_eq!(sends(&owner, &undo.action, &undo.fields, &house.url).await.status, 303, "sent twice, it is done once");
    assert!(gets(&mut owner, &tags).await.1.contains("We are here at night."));

    assert_eq!(presses(&mut owner, &house, &tags, "/1/delete").await.0, 303);
    let undo =
        forms(&gets(&mut owner, &tags).await.1).into_iter().find(|form| form.action.ends_with("/1/restore")).unwrap();
    house.clock.moves_on(Duration::from_hours(30 * 24 + 1));
    let (mut owner, _) = house.signs_in(&world.guild.owner()).await;
    assert!(!gets(&mut owner, &tags).await.1.contains("/1/restore"));
    assert!([404, 409, 410, 422].contains(&sends(&owner, &undo.action, &undo.fields, &house.url).await.status));
    house.hosting.finish().await;
}
