//! API keys, made and revoked in the dashboard.

use reqwest::Method;
use serde_json::{Value, json};

use super::browser::Browser;
use super::every_page::is_for_everybody;
use super::forms::{form_to, gets, sends, with};
use crate::api::signing_in::House;
use crate::installation::OPERATOR_KEY;

const PAGE: &str = "/dashboard/keys";

/// What somebody with bad intentions enters.
const SCRIPT: &str = "<script>alert(1)</script>";

/// Keys as the API lists them.
async fn listed(house: &House) -> Vec<Value> {
    let listed = house.hosting.asks(Method::GET, "/api/keys", OPERATOR_KEY, None).await.body;
    listed["keys"].as_array().unwrap().clone()
}

/// The key that a page shows.
fn shown(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("<input id=\"key\" value=\"")?;
    Some(rest.split('"').next().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_makes_a_key_sees_it_once_and_revokes_it() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let hosting = &house.hosting;
    browser.signs_in_by(&hosting.operators_link().await).await;
    browser.follows("API keys").await;
    is_for_everybody(&mut browser, PAGE, "Make a key").await;
    browser.fills("Name", "CRM").await;
    let bot =
        browser.does("evaluate", json!({ "script": "document.querySelector('#bot option:last-child').text" })).await;
    browser.chooses("For which bot", bot.as_str().unwrap()).await;
    browser.does("check", json!({ "label": "Read tickets" })).await;
    browser.fills("For how many days", "7").await;
    browser.presses("Make the key").await;
    browser.sees("Made: CRM").await;
    assert_eq!(browser.path().await, PAGE, "it stands in no address");
    let key = browser.does("evaluate", json!({ "script": "document.getElementById('key').value" })).await;
    let key = key.as_str().unwrap().to_owned();
    browser.is_accessible("a key that was made").await;
    browser.presses("Copy").await;
    browser.sees("Copied").await;
    let tickets = format!("/api/guilds/{}/tickets", hosting.world.guild.id());
    assert_eq!(hosting.asks(Method::GET, &tickets, &key, None).await.status, 200, "it opens what it is for");
    assert_eq!(hosting.asks(Method::GET, "/api/keys", &key, None).await.status, 403, "and nothing else");

    browser.goes_to(PAGE).await;
    browser.sees("CRM").await;
    let page = browser.does("evaluate", json!({ "script": "document.documentElement.outerHTML" })).await.to_string();
    assert!(!page.contains(&key), "it is shown once");
    browser.does("unfold", json!({ "name": "Revoke" })).await;
    browser.is_accessible("a key that is to be revoked").await;
    browser.presses("Revoke for good").await;
    browser.does("appear", json!({ "selector": ".badge:text-is(\"Revoked\")" })).await;
    let refused = hosting.asks(Method::GET, &tickets, &key, None).await;
    assert_eq!(refused.problem(), (401, "unauthenticated"), "at once");
    is_for_everybody(&mut browser, PAGE, "Revoked").await;
    browser.goes_to("/dashboard/audit").await;
    browser.sees("key.created").await;
    browser.sees("key.revoked").await;
    assert!(!browser.reads().await.contains(&key));
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_sent_twice_makes_one_key_and_shows_it_once() {
    let house = House::set_up().await;
    let mut operator = house.operator_signs_in().await;
    let before = listed(&house).await;
    let form = form_to(&gets(&mut operator, PAGE).await.1, PAGE);
    let bot = house.hosting.world.bot.id().to_string();
    let entered = with(&form, &[("name", "Acme"), ("bot", &bot), ("register", "on"), ("days", "")]);
    let made = sends(&operator, PAGE, &entered, &house.url).await;
    let key = shown(&made.text).unwrap();
    assert_eq!((made.status, key.starts_with("tickit_")), (200, true), "{}", made.text);
    assert!(made.text.contains("TICKIT_KEY") && !made.text.contains("Authorization"), "what it is for is said");
    let again = sends(&operator, PAGE, &entered, &house.url).await;
    assert_eq!((again.status, shown(&again.text)), (422, None), "{}", again.text);
    assert!(again.text.contains("This form made a key already") && !again.text.contains(&key), "{}", again.text);
    let keys = listed(&house).await;
    assert_eq!(keys.len(), before.len() + 1);
    // Whoever sends another form makes another key.
    let form = form_to(&again.text, PAGE);
    let entered = with(&form, &[("name", "Acme"), ("bot", &bot), ("register", "on")]);
    let other = shown(&sends(&operator, PAGE, &entered, &house.url).await.text).unwrap();
    assert_ne!(other, key);

    // The token that the first key registered goes with it where that is asked for, and comes back by the new one.
    let forget = [("forget_token".to_owned(), "on".to_owned())];
    let first = format!("{PAGE}/{}/revoke", before[0]["id"].as_str().unwrap());
    assert_eq!(sends(&operator, &first, &forget, &house.url).await.status, 303);
    house.hosting.service.look_for_bots().await.unwrap();
    assert_eq!(house.hosting.health().await["bots"]["total"], 0, "its bot is hosted still");
    assert_eq!(house.hosting.registers(&key, "delegate").await.status, 200);
    let revoke = format!("{PAGE}/{}/revoke", key.split('_').nth(1).unwrap());
    for _ in 0..2 {
        let revoked = sends(&operator, &revoke, &[], &house.url).await;
        assert_eq!((revoked.status, revoked.to.as_str()), (303, PAGE));
    }
    assert_eq!(house.hosting.registers(&key, "delegate").await.status, 401);
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_should_send_makes_no_key_and_is_not_lost() {
    let house = House::set_up().await;
    let mut operator = house.operator_signs_in().await;
    let (before, long) = (listed(&house).await.len(), "é".repeat(5_000));
    for (entered, refusal) in [
        (&[("name", ""), ("register", "on")][..], "A key needs a name"),
        (&[("name", &*long), ("register", "on")], "A key needs a name"),
        (&[("name", SCRIPT)], "Choose at least one thing"),
        (&[("name", SCRIPT), ("register", "on"), ("days", "0")], "1 to 3,650 days"),
        (&[("name", SCRIPT), ("register", "on"), ("days", SCRIPT)], "1 to 3,650 days"),
        (&[("name", "x"), ("register", "on"), ("bot", &*long)], "There is no such bot"),
        (&[("once", &*long)], "A key needs a name"),
    ] {
        let entered: Vec<_> = entered.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let refused = sends(&operator, PAGE, &entered, &house.url).await;
        assert!(refused.status == 422 && refused.text.contains(refusal), "{refusal}: {}", refused.status);
        assert!(!refused.text.contains(SCRIPT), "{refusal}");
        let name = entered.iter().find(|(name, _)| name == "name").map(|(_, name)| name.replace('<', "&#60;"));
        let kept = name.is_none_or(|name| refused.text.contains(&name.replace('>', "&#62;")));
        assert!(kept, "what was entered is lost: {}", refused.text);
    }
    assert_eq!(listed(&house).await.len(), before);
    let named = [("name", SCRIPT), ("register", "on")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let made = sends(&operator, PAGE, &named, &house.url).await;
    assert!(made.status == 200 && !made.text.contains(SCRIPT), "a name is any text: {}", made.text);
    for gone in ["0000000000000000", "x", "%3Cscript%3E"] {
        let revoked = sends(&operator, &format!("{PAGE}/{gone}/revoke"), &[], &house.url).await;
        assert_eq!(revoked.status, 404, "{gone}");
    }
    let (mut owner, _) = house.signs_in(&house.hosting.world.guild.owner()).await;
    assert_eq!(gets(&mut owner, PAGE).await.0, 403);
    assert_eq!(sends(&owner, PAGE, &named, &house.url).await.status, 403);
    assert_eq!(sends(&operator, PAGE, &named, "https://evil.example").await.status, 403);
    assert_eq!(sends(&house.browser(), PAGE, &named, &house.url).await.status, 303);
    assert_eq!(listed(&house).await.len(), before + 1);
    assert!(!gets(&mut operator, PAGE).await.1.contains(SCRIPT));
    house.hosting.finish().await;
}
