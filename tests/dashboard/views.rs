//! Saved views of the list of tickets: links above it, which everybody has for themselves.

use serde_json::json;

use super::browser::Browser;
use super::forms::gets;
use super::ticket::base;
use super::ticket_forms::sends;
use crate::api::signing_in::{Browser as Plain, House};

const SCRIPT: &str = "<script>alert(1)</script>";

/// The links to views that a page has: what each is called, where it leads, and whether it is what is shown.
fn links(page: &str) -> Vec<(String, String, bool)> {
    let Some((_, rest)) = page.split_once("id=\"views\"") else { return Vec::new() };
    let all = rest.split("</nav>").next().unwrap().split("<a href=\"").skip(1);
    let link = all.map(|link| {
        let (address, rest) = link.split_once('"').unwrap();
        let name = rest.split_once('>').unwrap().1.split('<').next().unwrap();
        (name.to_owned(), address.replace("&#38;", "&"), rest.starts_with(" aria-current"))
    });
    link.collect()
}

/// What somebody's views are called.
async fn names(browser: &mut Plain, list: &str) -> Vec<String> {
    let (status, page) = gets(browser, list).await;
    assert_eq!(status, 200);
    links(&page).into_iter().map(|(name, ..)| name).collect()
}

async fn is_removed_and_comes_back_in_each_look(browser: &mut Browser, list: &str) {
    for how in [json!({}), json!({ "scheme": "dark" }), json!({ "width": 360 })] {
        browser.opens(how.clone()).await;
        browser.goes_to(list).await;
        browser.does("unfold", json!({ "name": "My views" })).await;
        browser.is_accessible(&format!("views, {how}")).await;
        super::overview::shot(browser, "views", &how).await;
        browser.presses("Remove Unassigned, all").await;
        browser.sees("“Unassigned, all” is removed.").await;
        browser.is_accessible(&format!("a view that was removed, {how}")).await;
        super::overview::shot(browser, "views-removed", &how).await;
        browser.presses("Undo: Unassigned, all").await;
        browser.does("appear", json!({ "selector": "#views a[aria-current]" })).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_view_is_saved_shown_replaced_renamed_and_removed_and_comes_back_by_undo() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    for name in ["alice", "carol"] {
        world.opens(&world.member(name), "Support").await;
    }
    browser.signs_in(&world.agent("bob")).await;
    let list = format!("{}/tickets", base(&house));
    browser.goes_to(&list).await;
    browser.chooses("Assigned to", "Nobody").await;
    browser.fills("Text", "carol").await;
    browser.misses("#1").await;
    browser.does("unfold", json!({ "name": "My views" })).await;
    browser.fills("Name", "Carol’s").await;
    browser.presses("Save").await;
    browser.does("appear", json!({ "selector": "#views a[aria-current]" })).await;
    browser.misses("#1").await;

    // What is shown is marked, also as filters change without a new page.
    browser.fills("Text", "").await;
    browser.sees("#1").await;
    assert_eq!(browser.does("count", json!({ "selector": "#views a[aria-current]" })).await, 0);
    browser.does("unfold", json!({ "name": "My views" })).await;
    browser.chooses("Or in place of", "Carol’s").await;
    browser.presses("Replace").await;
    browser.does("appear", json!({ "selector": "#views a[aria-current]" })).await;
    browser.sees("#1").await;
    browser.does("unfold", json!({ "name": "My views" })).await;
    browser.fills("Name of Carol’s", "Unassigned, all").await;
    browser.presses("Rename Carol’s").await;
    browser.does("appear", json!({ "selector": "#views a[aria-current]" })).await;
    let shown = browser.does("text", json!({ "selector": "#views" })).await;
    assert_eq!(shown.as_str().unwrap().trim(), "Unassigned, all");
    browser.did_no_wrong().await;
    is_removed_and_comes_back_in_each_look(&mut browser, &list).await;
    browser.does("problems", json!({})).await;
    browser.goes_to(&list).await;
    browser.follows("Unassigned, all").await;
    browser.sees("#2").await;
    assert!(browser.path().await.ends_with("/tickets?assignee=nobody&"));
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_view_is_its_owners_alone_in_their_server_and_its_filters_are_read_before_they_are_kept() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (mut bob, _) = house.signs_in(&world.agent("bob")).await;
    let (mut grace, _) = house.signs_in(&world.agent("grace")).await;
    let (list, views) = (format!("{}/tickets", base(&house)), format!("{}/tickets/views", base(&house)));
    let odd = [("name", "Mine"), ("query", "status=open&nonsense=1&assignee=me&text=%3Cscript%3E%22&after=1.x")];
    let kept = "status=open&assignee=me&text=%3Cscript%3E%22&";
    assert_eq!(sends(&bob, &views, &house.url, &odd).await, (303, format!("{list}?{kept}"), String::new()));
    let shown = links(&gets(&mut bob, &format!("{list}?{kept}")).await.1);
    assert_eq!(shown, [("Mine".to_owned(), format!("{list}?{kept}"), true)]);

    assert_eq!(names(&mut grace, &list).await, Vec::<String>::new());
    for (form, fields) in [
        ("/1/remove", &[][..]),
        ("/1/rename", &[("name", "Hers")]),
        ("/replace", &[("view", "1"), ("query", "status=open&")]),
        ("/x/remove", &[]),
        ("/99999999999/remove", &[]),
        ("/-1/rename", &[("name", "x")]),
        ("/replace", &[("view", ""), ("query", "status=open&")]),
    ] {
        let refused = sends(&grace, &format!("{views}{form}"), &house.url, fields).await;
        assert_eq!((refused.0, refused.2.contains("You have no such view")), (404, true), "{form}: {}", refused.2);
    }
    // The same name is somebody else's as well.
    let saved = sends(&grace, &views, &house.url, &[("name", "Mine"), ("query", "status=closed")]).await;
    assert_eq!((saved.0, saved.1), (303, format!("{list}?status=closed&")));
    assert_eq!(sends(&bob, &format!("{views}/1/remove"), "http://127.0.0.1:1", &[]).await.0, 403, "from another site");
    assert!(sends(&house.browser(), &views, &house.url, &odd).await.1.starts_with("/sign-in"));
    let elsewhere = views.replace(&world.guild.id().to_string(), "1234567890123456");
    assert_eq!(sends(&bob, &elsewhere, &house.url, &odd).await.0, 404);

    // Whoever sees their own tickets alone has views of these, and whoever runs the service has none.
    let (mut member, _) = house.signs_in(&world.member("alice")).await;
    assert_eq!(sends(&member, &views, &house.url, &[("name", "Open"), ("query", "status=open")]).await.0, 303);
    assert_eq!(names(&mut member, &list).await, ["Open"]);
    let mut operator = house.operator_signs_in().await;
    let (status, page) = gets(&mut operator, &list).await;
    assert_eq!((status, page.contains("/tickets/views")), (200, false));
    assert_eq!(sends(&operator, &views, &house.url, &odd).await.0, 422);
    assert_eq!(
        (names(&mut bob, &list).await, names(&mut grace, &list).await),
        (vec!["Mine".into()], vec!["Mine".into()])
    );
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_is_taken_and_what_is_no_filter_are_refused_and_what_was_entered_stays() {
    let house = House::with(&[("TICKIT_WRITES_PER_SECOND", "1000")]).await;
    let world = &house.hosting.world;
    let (mut bob, _) = house.signs_in(&world.agent("bob")).await;
    let (list, views) = (format!("{}/tickets", base(&house)), format!("{}/tickets/views", base(&house)));
    let save = async |browser: &Plain, once: &str, name: &str, query: &str| {
        sends(browser, &views, &house.url, &[("once", once), ("name", name), ("query", query)]).await
    };
    for _ in 0..2 {
        assert_eq!(save(&bob, "1-a", "Open", "status=open").await.0, 303, "sent twice, it is done once");
    }
    for name in ["Open", " OPEN\t"] {
        let taken = save(&bob, "1-b", name, "status=closed").await;
        assert_eq!(taken.0, 422);
        assert!(
            taken.2.contains("You have a view “Open” already") && taken.2.contains("role=\"alert\""),
            "{}",
            taken.2
        );
        assert!(taken.2.contains("value=\"status=closed&#38;\""), "what was filtered by stays: {}", taken.2);
    }
    for (name, query, why) in [
        ("", "status=open", "empty or too long"),
        ("\u{200b} ", "status=open", "empty or too long"),
        (&"x".repeat(51), "status=open", "empty or too long"),
        (&"x".repeat(5_000), "status=open", "empty or too long"),
        ("Long", &format!("text={}", "x".repeat(5_000)), "empty or too long"),
        ("Nothing", "", "No filter is set"),
        ("Nothing", "status=%FF&x=<", "No filter is set"),
        ("Twice", "status=open&status=closed", "No filter is set"),
    ] {
        let refused = save(&bob, "", name, query).await;
        assert_eq!((refused.0, refused.2.contains(why)), (422, true), "{name} {query}");
        assert!(refused.2.contains(&format!("value=\"{name}\"")), "what was entered is lost: {name}");
    }
    assert_eq!(save(&bob, "", SCRIPT, "status=open").await.0, 303);
    let (_, page) = gets(&mut bob, &list).await;
    assert!(!page.contains(SCRIPT) && page.contains("alert(1)"), "{page}");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_views_are_the_most_and_one_that_is_removed_makes_room_and_comes_back_as_another() {
    let house = House::with(&[("TICKIT_WRITES_PER_SECOND", "1000")]).await;
    let (mut bob, _) = house.signs_in(&house.hosting.world.agent("bob")).await;
    let (list, views) = (format!("{}/tickets", base(&house)), format!("{}/tickets/views", base(&house)));
    let save = async |browser: &Plain, once: &str, name: &str| {
        sends(browser, &views, &house.url, &[("once", once), ("name", name), ("query", "status=open")]).await
    };
    assert_eq!(save(&bob, "", "Open").await.0, 303);
    for number in 2..=20 {
        assert_eq!(save(&bob, "", &format!("View {number} 🐌")).await.0, 303, "{number}");
    }
    let most = save(&bob, "", "One more").await;
    assert_eq!((most.0, most.2.contains("You can have 20 views here")), (422, true), "{}", most.2);

    let rename = async |browser: &Plain, name: &str| {
        sends(browser, &format!("{views}/2/rename"), &house.url, &[("name", name), ("query", "status=open&")]).await
    };
    let taken = rename(&bob, "open").await;
    assert_eq!((taken.0, taken.2.contains("value=\"open\"")), (422, true), "{}", taken.2);
    assert_eq!(rename(&bob, "Second").await.0, 303);
    // Sent twice, it is removed once, and can be taken back as long as there is room.
    for _ in 0..2 {
        let removed = sends(&bob, &format!("{views}/2/remove"), &house.url, &[]).await;
        assert_eq!((removed.0, removed.1), (303, format!("{list}?removed=2")));
    }
    let (_, page) = gets(&mut bob, &format!("{list}?removed=2")).await;
    assert!(page.contains("“Second” is removed."), "{page}");
    for other in ["removed=1", "removed=x", "removed="] {
        assert!(!gets(&mut bob, &format!("{list}?{other}")).await.1.contains("is removed."), "{other}");
    }
    assert_eq!(save(&bob, "2-a", "Second").await.0, 303);
    assert_eq!(names(&mut bob, &list).await.len(), 20);
    assert_eq!(sends(&bob, &format!("{views}/2/remove"), &house.url, &[]).await.0, 404, "its number is nobody else's");
    house.hosting.finish().await;
}
