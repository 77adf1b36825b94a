//! Who else looks at a ticket, and who writes an answer: two people with browsers of their own.

use serde_json::{Value, json};

use super::browser::Browser;
use super::ticket::base;
use crate::api::signing_in::{self, House};
use crate::support::eventually;

/// Tells that somebody has a ticket open; what they are told of others.
async fn tells(browser: &signing_in::Browser, path: &str, doing: &str) -> (u16, Value) {
    let answer = browser.sends(path, &browser.url, &[("doing", doing)]).await;
    (answer.status().as_u16(), answer.json().await.unwrap_or_default())
}

fn told(others: &Value) -> Vec<&str> {
    others["others"].as_array().unwrap().iter().map(|other| other["text"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_see_who_else_looks_at_a_ticket_and_who_writes_an_answer() {
    let house = House::set_up().await;
    let (Some(mut of_bob), Some(mut of_carol)) = (Browser::at(&house.url).await, Browser::at(&house.url).await) else {
        return;
    };
    let world = &house.hosting.world;
    let (bob, carol, alice) = (world.agent("bob"), world.agent("carol"), world.member("alice"));
    let channel = world.opens(&alice, "Support").await;
    let page = format!("{}/tickets/1", base(&house));
    of_bob.signs_in(&bob).await;
    of_bob.goes_to(&page).await;
    of_carol.signs_in(&carol).await;
    of_carol.goes_to(&page).await;
    of_bob.sees("carol is here, too").await;
    of_carol.sees("bob is here, too").await;

    of_carol.fills("Your answer", "It comes tomorrow").await;
    of_bob.sees("carol is writing an answer").await;
    for how in [json!({}), json!({ "scheme": "dark" }), json!({ "width": 360 })] {
        of_bob.opens(how.clone()).await;
        of_bob.goes_to(&page).await;
        of_carol.fills("Your answer", &format!("It comes tomorrow, {how}")).await;
        of_bob.sees("carol is").await;
        of_bob.is_accessible(&format!("a ticket that somebody else looks at, {how}")).await;
    }
    of_carol.fills("Your answer", "It comes tomorrow").await;
    of_carol.presses("Send").await;
    let is_answered = || channel.messages().iter().any(|one| one.content().contains("It comes tomorrow"));
    eventually("the answer is posted", is_answered).await;
    of_bob.sees("It comes tomorrow").await;
    of_bob.misses("carol is writing an answer").await;
    of_bob.sees("carol is here, too").await;

    // Whoever has gone is forgotten, without a word of theirs.
    of_carol.did_no_wrong().await;
    of_carol.closes().await;
    let mut is_gone = false;
    for _ in 0..45 {
        is_gone = of_bob.does("count", json!({ "selector": ".looker" })).await == json!(0);
        if is_gone {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    assert!(is_gone, "carol is still there");
    of_bob.did_no_wrong().await;
    of_bob.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_but_staff_is_seen_or_sees_and_two_tabs_are_one_person() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (bob, alice) = (world.agent("bob"), world.member("alice"));
    world.opens(&alice, "Support").await;
    let (page, at) = (format!("{}/tickets/1", base(&house)), format!("{}/tickets/1/looking", base(&house)));
    let (mut staff, _) = house.signs_in(&bob).await;
    let (mut opener, _) = house.signs_in(&alice).await;
    let (member, _) = house.signs_in(&world.member("dave")).await;
    let (other, _) = house.signs_in(&world.agent("<script>alert(1)</script>")).await;
    let operator = house.operator_signs_in().await;

    assert_eq!(house.browser().sends(&at, &house.url, &[]).await.status(), 303);
    for (who, browser) in [("the opener", &opener), ("a member", &member)] {
        let (status, said) = tells(browser, &at, "writing").await;
        assert_eq!((status, said.get("others")), (403, None), "{who}");
    }
    let foreign = other.sends(&at, "http://127.0.0.1:1", &[("doing", "writing")]).await;
    assert_eq!(foreign.status(), 403, "by another site's page");
    for elsewhere in [at.replace("/tickets/1/", "/tickets/99/"), at.replace(&world.guild.id().to_string(), "1")] {
        assert_eq!(tells(&other, &elsewhere, "writing").await.0, 404, "{elsewhere}");
    }
    assert_eq!(tells(&other, &at, "dancing").await.0, 400);
    assert_eq!(tells(&staff, &at, "").await.0, 400);

    assert_eq!(tells(&staff, &at, "reading").await, (200, json!({ "others": [] })), "nobody was made to be seen");
    let (mut second, _) = house.signs_in(&bob).await;
    assert_eq!(tells(&second, &at, "writing").await, (200, json!({ "others": [] })), "it is the same person");
    let seen = tells(&other, &at, "reading").await.1;
    assert_eq!(seen, json!({ "others": [{ "text": "bob is writing an answer", "is_writing": true }] }));
    assert_eq!(told(&tells(&operator, &at, "reading").await.1).len(), 2);
    let seen = tells(&staff, &at, "reading").await.1;
    let named: Vec<&str> = told(&seen);
    assert_eq!(named, ["<script>alert(1)</script> is here, too", "Operator is here, too"], "as a text");

    // Without scripts nothing is said of it, to those who may not know not even where it would stand.
    let (_, text) = staff.reads(&page).await;
    assert!(text.contains("id=\"lookers\"") && !text.contains("is here, too"), "{text}");
    let (status, text) = opener.reads(&page).await;
    assert!(status == 200 && !text.contains("lookers\""), "{text}");
    assert_eq!(second.reads(&page).await.0, 200);
    house.hosting.finish().await;
}
