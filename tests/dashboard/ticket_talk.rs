//! What was said in a ticket, on its page: a long conversation, and the files that are kept.

use super::browser::Browser;
use super::ticket::base;
use super::ticket_forms::{reads, ticket};
use crate::api::signing_in::{Browser as Plain, House, location};
use crate::support::eventually_async;

/// More than a page of the conversation has.
const LINES: usize = 105;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_said_before_the_newest_hundred_messages_is_a_page_back_and_from_there_forth_again() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let alice = world.member("alice");
    let channel = world.opens(&alice, "Support").await;
    for line in 0..LINES {
        alice.says(&channel, &format!("Line {line:03}")).await;
    }
    browser.signs_in(&world.agent("bob")).await;
    browser.goes_to(&format!("{}/tickets/1", base(&house))).await;
    browser.sees("Line 104").await;
    let latest = browser.reads().await;
    assert!(latest.contains("Line 005") && !latest.contains("Line 004"), "{latest}");
    assert!(!latest.contains("To the latest messages"), "these are the latest");
    browser.follows("Earlier messages").await;
    browser.sees("Line 004").await;
    let earlier = browser.reads().await;
    assert!(earlier.contains("Line 000") && !earlier.contains("Line 005"), "{earlier}");
    assert!(!earlier.contains("Earlier messages"), "this is where it begins");
    browser.is_accessible("earlier messages").await;

    // What is said meanwhile is no reason to leave them.
    alice.says(&channel, "Are you there?").await;
    browser.presses("Claim").await;
    browser.sees("Are you there?").await;
    browser.follows("Earlier messages").await;
    browser.sees("Line 005").await;
    assert!(!browser.reads().await.contains("Line 006"));
    browser.follows("To the latest messages").await;
    browser.sees("Are you there?").await;
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

/// Status of a file, how it is to be treated, and its content.
async fn downloads(browser: &mut Plain, path: &str) -> (u16, String, Vec<u8>) {
    let url = format!("{}{path}", browser.url);
    let got = browser.gets(&url).await;
    let header = |name: &str| got.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default();
    let treated = format!("{} {}", header("content-disposition"), header("content-type"));
    (got.status().as_u16(), treated, got.bytes().await.unwrap().to_vec())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_kept_is_downloaded_by_staff_and_whoever_opened_the_ticket_and_by_nobody_else() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    let channel = world.opens(&alice, "Support").await;
    let content = b"<script>alert(1)</script>";
    alice.says_with_file(&channel, "See this", "page.html", content).await;
    world.closes(&bob, &channel, "").await;
    let (mut staff, access) = house.signs_in(&bob).await;
    eventually_async("it is closed", async || ticket(&house, &access).await["status"] == "closed").await;
    let page = format!("{}/tickets/1", base(&house));
    let (_, shown) = reads(&mut staff, &page).await;
    let link = shown.split(&format!("{page}/files/")).nth(1).unwrap_or_else(|| panic!("no file in {shown}"));
    let file = format!("{page}/files/{}", link.split('"').next().unwrap());
    let (mut opener, _) = house.signs_in(&alice).await;
    for browser in [&mut staff, &mut opener] {
        let (status, treated, read) = downloads(browser, &file).await;
        assert_eq!((status, read.as_slice()), (200, content.as_slice()));
        assert!(treated.starts_with("attachment; filename=\"page.html\""), "{treated}");
        assert!(treated.ends_with(" application/octet-stream"), "{treated}");
    }

    let (mut other, _) = house.signs_in(&world.member("carol")).await;
    let (status, _, read) = downloads(&mut other, &file).await;
    assert_eq!((status, read.windows(6).any(|part| part == b"alert(")), (403, false), "another member");
    let stranger = house.browser().gets(&format!("{}{file}", house.url)).await;
    assert!(location(&stranger).starts_with("/sign-in"), "{stranger:?}");
    let elsewhere = file.replace(&world.guild.id().to_string(), "1234567890123456");
    for missing in
        [elsewhere, file.replace("/tickets/1/", "/tickets/2/"), format!("{file}1"), format!("{page}/files/x")]
    {
        assert_eq!(downloads(&mut staff, &missing).await.0, 404, "{missing}");
    }
    house.hosting.finish().await;
}
