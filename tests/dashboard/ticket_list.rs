//! The list of tickets: its filters, what is done to several at once, and exports.

use serde_json::{Value, json};

use super::browser::Browser;
use super::ticket::base;
use super::ticket_forms::{reads, sends, ticket};
use crate::api::signing_in::House;
use crate::support::eventually;

/// The numbers of the tickets that a list shows, in its order.
fn numbers(page: &str) -> Vec<u32> {
    let cells = page.split("<td><a href=\"").skip(1);
    cells.filter_map(|cell| cell.split_once(">#")?.1.split_once('<')?.0.parse().ok()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_finds_claims_and_closes_tickets_by_keyboard_alone() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let bob = world.agent("bob");
    for name in ["alice", "carol", "dave"] {
        world.opens(&world.member(name), "Support").await;
    }
    browser.signs_in(&bob).await;
    browser.goes_to(&format!("{}/tickets", base(&house))).await;
    browser.sees("#3").await;
    let keys = async |browser: &mut Browser, keys: &[&str]| browser.does("press", json!({ "keys": keys })).await;
    keys(&mut browser, &["?"]).await;
    browser.sees("By keyboard").await;
    browser.is_accessible("the help of the list").await;
    keys(&mut browser, &["Escape"]).await;
    browser.misses("By keyboard").await;
    keys(&mut browser, &["/"]).await;
    browser.does("type", json!({ "text": "carol" })).await;
    browser.misses("#3").await;
    browser.sees("#2").await;
    keys(&mut browser, &["ControlOrMeta+a", "Backspace"]).await;
    browser.sees("#3").await;
    browser.does("evaluate", json!({ "script": "document.activeElement.blur()" })).await;
    keys(&mut browser, &["j", "j", "k", "j", "o"]).await;
    browser.sees("#2 support-0002").await;
    // To the button by tabbing, as whoever has no mouse does.
    let is_there = "document.activeElement.textContent";
    for _ in 0..40 {
        keys(&mut browser, &["Tab"]).await;
        if browser.does("evaluate", json!({ "script": is_there })).await == "Claim" {
            break;
        }
    }
    keys(&mut browser, &["Enter"]).await;
    browser.sees("Give up").await;
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_tickets_are_changed_at_once_and_what_is_refused_is_said_by_ticket() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let bob = world.agent("bob");
    for name in ["alice", "carol", "dave"] {
        world.opens(&world.member(name), "Support").await;
    }
    browser.signs_in(&bob).await;
    browser.goes_to(&format!("{}/tickets", base(&house))).await;
    browser.does("unfold", json!({ "name": "Change several at once" })).await;
    browser.does("check", json!({ "label": "Choose ticket 1" })).await;
    browser.does("check", json!({ "label": "Choose ticket 2" })).await;
    browser.fills("Reason", "Solved together").await;
    browser.presses("Close tickets").await;
    eventually("their channels are gone", || world.ticket_channels().len() == 1).await;
    browser.goes_to(&format!("{}/tickets?status=open", base(&house))).await;
    browser.sees("#3").await;
    browser.follows("All").await;
    browser.sees("#1").await;
    browser.does("unfold", json!({ "name": "Change several at once" })).await;
    for ticket in ["Choose ticket 1", "Choose ticket 3"] {
        browser.does("check", json!({ "label": ticket })).await;
    }
    browser.presses("Set priority").await;
    browser.sees("Tickets changed: 1.").await;
    for how in [json!({}), json!({ "scheme": "dark" }), json!({ "width": 360 })] {
        browser.opens(how.clone()).await;
        browser.goes_to(&format!("{}/tickets?sort=oldest", base(&house))).await;
        browser.does("unfold", json!({ "name": "Change several at once" })).await;
        browser.is_accessible(&format!("the list, {how}")).await;
    }
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_are_filtered_turned_back_and_forth_and_exported_as_they_are_filtered() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let names = ["alice", "carol", "=dave"];
    for name in names {
        world.opens(&world.member(name), "Support").await;
    }
    let bob = world.agent("bob");
    let (mut staff, access) = house.signs_in(&bob).await;
    let list = format!("{}/tickets", base(&house));
    let sent = sends(&staff, &format!("{list}/2/claim"), &house.url, &[]).await;
    assert_eq!(sent.0, 303);
    let carol = house.tickets(&access).await.body["tickets"][1]["opener"].as_str().unwrap().to_owned();
    for (query, expected) in [
        (String::new(), vec![3, 2, 1]),
        ("sort=oldest".into(), vec![1, 2, 3]),
        ("status=open&assignee=me".into(), vec![2]),
        ("status=open&assignee=nobody".into(), vec![3, 1]),
        (format!("assignee={}", bob.id()), vec![2]),
        ("opener=carol".into(), vec![2]),
        (format!("opener={carol}"), vec![2]),
        ("opener=nobody-is-called-so".into(), vec![]),
        ("from=2020-01-01&until=2020-12-31".into(), vec![]),
        ("from=2020-01-01".into(), vec![3, 2, 1]),
        ("text=carol".into(), vec![2]),
        ("text=support&assignee=nobody".into(), vec![3, 1]),
        ("label=refund".into(), vec![]),
        // What is not known filters by nothing, and a place of another list is one in this.
        ("status=%00&priority=%F0&type=-1&from=x&sort=%3Cscript%3E&after=1.ticket%3A9&assignee=x".into(), vec![]),
        ("after=garbage".into(), vec![3, 2, 1]),
    ] {
        let (status, page) = reads(&mut staff, &format!("{list}?{query}")).await;
        assert_eq!((status, numbers(&page)), (200, expected), "{query}");
    }
    let (_, csv) = reads(&mut staff, &format!("{list}/export?format=csv&assignee=nobody")).await;
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!((lines.len(), lines[0].starts_with("number,status")), (3, true), "{csv}");
    assert!(lines[1].starts_with("\"3\",\"open\"") && lines[1].contains("\"'=dave\""), "{csv}");
    let (_, exported) = reads(&mut staff, &format!("{list}/export?format=json&status=open")).await;
    let exported: Vec<Value> = serde_json::from_str(&exported).unwrap();
    assert_eq!(exported.iter().map(|one| one["number"].as_u64().unwrap()).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(exported[0], ticket(&house, &access).await, "as the API has it");
    let (_, none) = reads(&mut staff, &format!("{list}/export?format=json&opener=nobody-is-called-so")).await;
    assert_eq!(none, "[]");
    assert_eq!(reads(&mut staff, &format!("{list}/export?format=xml")).await.0, 400);

    let (mut member, _) = house.signs_in(&world.member("erin")).await;
    assert_eq!(numbers(&reads(&mut member, &list).await.1), Vec::<u32>::new(), "members see theirs alone");
    assert_eq!(reads(&mut member, &format!("{list}/export?format=json")).await.1, "[]");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_to_several_tickets_is_refused_to_members_and_where_it_makes_no_sense() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    world.opens(&world.member("alice"), "Support").await;
    let (staff, access) = house.signs_in(&world.agent("bob")).await;
    let (member, _) = house.signs_in(&world.member("carol")).await;
    let (list, before) = (format!("{}/tickets", base(&house)), ticket(&house, &access).await);
    let close = [("ticket", "1"), ("action", "close"), ("reason", "x")];
    assert_eq!(sends(&staff, &list, "http://127.0.0.1:1", &close).await.0, 403, "from another site");
    assert!(sends(&house.browser(), &list, &house.url, &close).await.1.starts_with("/sign-in"));
    let refused = sends(&member, &list, &house.url, &close).await;
    assert!(refused.2.contains("role=\"alert\""), "{}: it says that it was refused", refused.0);
    for form in [
        &[("action", "close")][..],
        &[("ticket", "x"), ("action", "close")],
        &[("ticket", "1"), ("action", "explode")],
        &[("ticket", "1"), ("action", "priority"), ("new_priority", "extreme")],
    ] {
        assert_eq!(sends(&staff, &list, &house.url, form).await.0, 400, "{form:?}");
    }
    for (action, field) in [("label", "new_label"), ("assign", "to")] {
        for text in ["<script>alert(1)</script>", &"x".repeat(5_000), ""] {
            let odd = sends(&staff, &list, &house.url, &[("ticket", "1"), ("action", action), (field, text)]).await;
            assert_eq!(odd.0 >= 400, !text.starts_with('<') || action == "assign", "{action}: {}", odd.0);
            assert!(!odd.2.contains("<script>alert"), "{action}");
        }
    }
    let now = ticket(&house, &access).await;
    assert_eq!((&now["status"], &now["assignee"]), (&before["status"], &before["assignee"]));
    house.hosting.finish().await;
}
