//! Whose pages follow what.

use std::time::Duration;

use reqwest::header::COOKIE;
use reqwest::{Method, Response};
use serde_json::json;
use tokio::time::timeout;

use super::browser::Browser;
use super::ticket::base;
use crate::api::signing_in::{self, House};
use crate::installation::OPERATOR_KEY;
use crate::support::says;

/// Longer than it takes until somebody is told what happened in their own process.
const QUIET: Duration = Duration::from_millis(700);

async fn follows(browser: &signing_in::Browser, path: &str) -> Response {
    let get = browser.http.get(format!("{}{path}", browser.url)).header(COOKIE, browser.cookie());
    get.send().await.unwrap()
}

/// What a stream says until it has this in it, or until it is quiet for a while.
async fn hears(stream: &mut Response, wanted: Option<&str>) -> String {
    let (mut heard, patience) = (String::new(), if wanted.is_some() { Duration::from_secs(10) } else { QUIET });
    while !wanted.is_some_and(|wanted| heard.contains(wanted)) {
        let Ok(more) = timeout(patience, stream.chunk()).await else {
            assert!(wanted.is_none(), "it says {heard:?}, and never {wanted:?}");
            break;
        };
        heard.push_str(std::str::from_utf8(&more.unwrap().expect("it goes on")).unwrap());
    }
    heard
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_opened_a_ticket_is_told_of_it_and_of_no_other_and_nothing_of_staffs() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (bob, alice, carol) = (world.agent("bob"), world.member("alice"), world.member("carol"));
    let own = world.opens(&alice, "Support").await;
    let other = world.opens(&carol, "Support").await;
    let (staff, _) = house.signs_in(&bob).await;
    let (member, _) = house.signs_in(&alice).await;
    let events = format!("{}/events", base(&house));
    for (path, status) in [
        (events.clone(), 403),
        (format!("{events}?ticket=2"), 403),
        (format!("{events}?ticket=99"), 404),
        (format!("{events}?ticket=x"), 404),
        (format!("{events}?ticket="), 404),
        (format!("/dashboard/{}/1/events?ticket=1", world.bot.id()), 404),
    ] {
        assert_eq!(follows(&member, &path).await.status(), status, "{path}");
    }
    assert_eq!(follows(&house.browser(), &format!("{events}?ticket=1")).await.status(), 303);

    let mut of_alice = follows(&member, &format!("{events}?ticket=1")).await;
    assert_eq!(of_alice.headers()["content-type"], "text/event-stream");
    let mut of_ticket = follows(&staff, &format!("{events}?ticket=1")).await;
    let mut of_guild = follows(&staff, &events).await;
    for stream in [&mut of_alice, &mut of_ticket, &mut of_guild] {
        hears(stream, None).await;
    }
    carol.says(&other, "Where is it?").await;
    says(&bob, &other, "/ticket priority level:Urgent").await;
    hears(&mut of_guild, Some("data: changed")).await;
    assert_eq!(hears(&mut of_alice, None).await, "", "of another's ticket");
    assert_eq!(hears(&mut of_ticket, None).await, "", "of another ticket");
    says(&bob, &own, "/ticket note text:\"She is a VIP\"").await;
    hears(&mut of_ticket, Some("data: changed")).await;
    let looking = staff.http.post(format!("{}{}/tickets/1/looking", house.url, base(&house)));
    assert_eq!(
        looking.header(COOKIE, staff.cookie()).form(&[("doing", "writing")]).send().await.unwrap().status(),
        200
    );
    hears(&mut of_ticket, Some("event: looking\ndata: looking")).await;
    assert_eq!(hears(&mut of_alice, None).await, "", "of a note, and of who looks");
    bob.says(&own, "It comes tomorrow").await;
    let heard = hears(&mut of_alice, Some("data: changed")).await;
    assert!(!heard.contains("tomorrow") && !heard.contains("event:"), "only that there is something: {heard}");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_members_pages_of_their_ticket_follow_it() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (bob, alice) = (world.agent("bob"), world.member("alice"));
    let channel = world.opens(&alice, "Support").await;
    alice.says(&channel, "My parcel never came").await;
    browser.signs_in(&alice).await;
    browser.goes_to(&format!("{}/tickets/1", base(&house))).await;
    bob.says(&channel, "It comes tomorrow").await;
    browser.sees("It comes tomorrow").await;
    let own = format!("/dashboard/me/{}/{}/1", world.bot.id(), world.guild.id());
    browser.goes_to(&own).await;
    browser.sees("Open").await;
    says(&bob, &channel, "/ticket rename name:parcel").await;
    browser.sees("parcel").await;
    world.closes(&bob, &channel, "It came").await;
    browser.sees("It came").await;
    browser.sees("How did it go?").await;

    // What is being said of it stays, whatever happens meanwhile.
    browser.fills("What do you want to say?", "Quick and kind.").await;
    browser.does("evaluate", json!({ "script": "document.activeElement.blur()" })).await;
    let reopen = format!("/api/guilds/{}/tickets/1/reopen?bot={}", world.guild.id(), world.bot.id());
    assert_eq!(house.hosting.asks(Method::POST, &reopen, OPERATOR_KEY, Some(json!({}))).await.status, 200);
    browser.does("appear", json!({ "selector": ".state-open" })).await;
    let script = json!({ "script": "document.querySelector('textarea').value" });
    assert_eq!(browser.does("evaluate", script).await, json!("Quick and kind."));
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}
