//! What a guild keeps for fewer than usual, chosen in the dashboard.

use reqwest::Method;
use serde_json::{Value, json};

use super::browser::Browser;
use super::forms::{base, form_named, gets, sends, with};
use crate::api::signing_in::House;
use crate::installation::OPERATOR_KEY;
use crate::support::{eventually_async, says};

/// What the guild keeps, as the API tells it.
async fn kept(house: &House) -> Value {
    let world = &house.hosting.world;
    let path = format!("/api/guilds/{}/config?bot={}", world.guild.id(), world.bot.id());
    house.hosting.asks(Method::GET, &path, OPERATOR_KEY, None).await.body["roles"].take()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_keeps_a_permission_for_admins_and_gives_it_back() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let bob = world.agent("bob");
    let channel = world.opens(&world.member("alice"), "Support").await;
    let renames = async || says(&bob, &channel, "/ticket rename name:refund").await;
    browser.signs_in(&world.guild.owner()).await;
    browser.follows("Settings").await;
    browser.follows("Who may what").await;
    browser.chooses("Rename a ticket", "Admins").await;
    browser.presses("Save").await;
    browser.sees("Saved.").await;
    eventually_async("it is kept", async || kept(&house).await == json!({ "rename_ticket": "admin" })).await;
    let told = renames().await;
    assert!(told.contains("you need to be allowed to manage the server"), "{told}");
    browser.chooses("Rename a ticket", "As usual: Agents").await;
    browser.presses("Save").await;
    eventually_async("it is given back", async || kept(&house).await == json!({})).await;
    let told = renames().await;
    assert!(!told.contains("you need to be"), "{told}");
    browser.goes_to(&format!("{}/audit", base(&house))).await;
    browser.sees("rename_ticket").await;
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_allowed_more_and_of_two_admins_the_second_sees_what_changed() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (mut first, _) = house.signs_in(&world.guild.owner()).await;
    let path = format!("{}/settings/roles", base(&house));
    let form = form_named(&gets(&mut first, &path).await.1, "roles");
    let entered = with(&form, &[("close_ticket", "admin"), ("label_ticket", "agent"), ("rename_ticket", "")]);
    for _ in 0..2 {
        let saved = sends(&first, &path, &entered, &house.url).await;
        assert_eq!((saved.status, saved.to), (303, format!("{path}?saved")));
    }
    let now = json!({ "close_ticket": "admin", "label_ticket": "agent" });
    assert_eq!(kept(&house).await, now);
    let late = sends(&first, &path, &with(&form, &[("once", "late"), ("close_ticket", "")]), &house.url).await;
    assert_eq!(late.status, 422, "{}", late.text);
    assert!(late.text.contains("Saved meanwhile: Admins"), "{}", late.text);
    assert_eq!(kept(&house).await, now);

    let form = form_named(&gets(&mut first, &path).await.1, "roles");
    for (entered, status) in [
        (&[("rename_ticket", "member")][..], 422),
        (&[("delete_ticket", "agent")], 422),
        (&[("close_ticket", "<script>alert(1)</script>")], 303),
        (&[("fly", "admin")], 303),
        (&[], 303),
    ] {
        let sent = sends(&first, &path, &with(&form, entered), &house.url).await;
        assert_eq!(sent.status, status, "{entered:?}: {}", sent.text);
        assert!(!sent.text.contains("<script>alert"), "{entered:?}");
        assert_eq!(kept(&house).await, now, "{entered:?}");
    }
    let (bob, _) = house.signs_in(&world.agent("bob")).await;
    let entered = with(&form, &[("close_ticket", "")]);
    assert_eq!(sends(&bob, &path, &entered, &house.url).await.status, 403);
    assert_eq!(sends(&first, &path, &entered, "https://evil.example").await.status, 403);
    assert_eq!(kept(&house).await, now);
    house.hosting.finish().await;
}
