//! What the forms of a ticket's page refuse, asked by plain HTTP.

use std::collections::BTreeMap;

use discord_simulator::people::MessageHandle;
use reqwest::header::{COOKIE, ORIGIN};
use serde_json::Value;

use super::ticket::base;
use crate::api::signing_in::{Browser, House, location};
use crate::support::eventually_async;

/// Every form, with what fills it in well.
const FORMS: [(&str, &[(&str, &str)]); 18] = [
    ("answer", &[("at", "0"), ("answer", "close")]),
    ("assign", &[("to", "1")]),
    ("claim", &[]),
    ("close", &[("text", "x")]),
    ("delete", &[("text", "1")]),
    ("force-close", &[("text", "x"), ("sure", "1")]),
    ("labels", &[("text", "x")]),
    ("looking", &[("doing", "writing")]),
    ("move", &[("type", "1")]),
    ("note", &[("text", "x")]),
    ("priority", &[("priority", "urgent")]),
    ("rename", &[("text", "x")]),
    ("reopen", &[]),
    ("reply", &[("text", "x")]),
    ("request", &[("text", "x")]),
    ("topic", &[("text", "x")]),
    ("transfer", &[("to", "type")]),
    ("unclaim", &[]),
];

/// The fields of which a person can fill in whatever they like.
const FIELDS: [(&str, &str); 9] = [
    ("assign", "other"),
    ("close", "text"),
    ("delete", "text"),
    ("labels", "text"),
    ("note", "text"),
    ("rename", "text"),
    ("reply", "text"),
    ("topic", "text"),
    ("transfer", "other"),
];

const SCRIPT: &str = "<script>alert(1)</script>";

/// Sends a form from a page of this origin; status, where it leads and what it says.
pub async fn sends(browser: &Browser, path: &str, origin: &str, form: &[(&str, &str)]) -> (u16, String, String) {
    let form: BTreeMap<&str, &str> = form.iter().copied().collect();
    let post = browser.http.post(format!("{}{path}", browser.url)).header(COOKIE, browser.cookie());
    let got = post.header(ORIGIN, origin).form(&form).send().await.unwrap();
    let to = if got.status() == 303 { location(&got) } else { String::new() };
    (got.status().as_u16(), to, got.text().await.unwrap())
}

pub async fn reads(browser: &mut Browser, path: &str) -> (u16, String) {
    let url = format!("{}{path}", browser.url);
    let got = browser.gets(&url).await;
    (got.status().as_u16(), got.text().await.unwrap())
}

/// The ticket as the API tells of it, without what is of no matter here.
pub async fn ticket(house: &House, access: &str) -> Value {
    house.tickets(access).await.body["tickets"][0].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_form_does_anything_for_strangers_for_members_or_for_another_site() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (bob, alice, carol) = (world.agent("bob"), world.member("alice"), world.member("carol"));
    let channel = world.opens(&alice, "Support").await;
    let (staff, access) = house.signs_in(&bob).await;
    let (member, _) = house.signs_in(&carol).await;
    let (before, said) = (ticket(&house, &access).await, channel.messages().len());
    let base = base(&house);
    for (form, fields) in FORMS {
        let path = format!("{base}/tickets/1/{form}");
        let stranger = sends(&house.browser(), &path, &house.url, fields).await;
        assert_eq!((stranger.0, stranger.1.starts_with("/sign-in")), (303, true), "{form}");
        let foreign = sends(&staff, &path, "http://127.0.0.1:1", fields).await;
        assert_eq!(foreign.0, 403, "{form}, from another site");
        let refused = sends(&member, &path, &house.url, fields).await;
        assert_eq!(refused.0, 403, "{form}, by a member");
        let elsewhere = path.replace(&world.guild.id().to_string(), "1");
        assert_eq!(sends(&staff, &elsewhere, &house.url, fields).await.0, 404, "{form}, in another guild");
        let missing = path.replace("/tickets/1/", "/tickets/99/");
        assert_eq!(sends(&staff, &missing, &house.url, fields).await.0, 404, "{form}, of no ticket");
    }
    let mut member = member;
    assert_eq!(reads(&mut member, &format!("{base}/tickets/1")).await.0, 403, "another member's ticket");
    assert_eq!(reads(&mut member, &format!("{base}/tickets/1/transcript")).await.0, 403);
    assert_eq!(reads(&mut member, &format!("{base}/tickets/1/files/1-0")).await.0, 403);
    assert_eq!((ticket(&house, &access).await, channel.messages().len()), (before, said), "nothing changed");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn script_and_five_thousand_characters_in_every_field_are_text_or_refused_and_kept() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let alice = world.member(SCRIPT);
    let channel = world.opens(&alice, "Support").await;
    alice.says(&channel, &format!("{SCRIPT} [x](javascript:alert(1))")).await;
    let (mut owner, access) = house.signs_in(&world.guild.owner()).await;
    let page = format!("{}/tickets/1", base(&house));
    let long = "x".repeat(5_000);
    for (form, field) in FIELDS.into_iter().filter(|(form, _)| *form != "close") {
        let answer = sends(&owner, &format!("{page}/{form}"), &house.url, &[(field, SCRIPT)]).await;
        assert!([303, 422].contains(&answer.0), "{form}: {}", answer.0);
        assert!(!answer.2.contains(SCRIPT), "{form}: it runs");
        let answer = sends(&owner, &format!("{page}/{form}"), &house.url, &[(field, &long)]).await;
        assert!([303, 422].contains(&answer.0), "{form}: {}", answer.0);
        // Of a ticket that is open it is not even asked.
        if answer.0 == 422 && form != "delete" {
            assert!(answer.2.contains(&long), "{form}: what was entered is lost");
        }
    }
    eventually_async("it is heard", async || {
        let heard = house.hosting.http.get(format!("{}/api/guilds/{}/tickets/1/messages", house.url, world.guild.id()));
        heard.bearer_auth(&access).send().await.unwrap().text().await.unwrap().contains("javascript")
    })
    .await;
    let (status, shown) = reads(&mut owner, &page).await;
    assert_eq!(status, 200);
    assert!(shown.contains("&#60;script&#62;alert(1)&#60;/script&#62;") || shown.contains("&lt;script&gt;"), "as text");
    assert!(!shown.contains(SCRIPT) && !shown.contains("href=\"javascript:"), "it runs");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_is_sent_twice_does_it_once_and_what_is_not_taken_is_shown_again() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let alice = world.member("alice");
    let channel = world.opens(&alice, "Support").await;
    let (staff, _) = house.signs_in(&world.agent("bob")).await;
    let page = format!("{}/tickets/1", base(&house));
    let saying = |text: &'static str| [("once", "1-a"), ("text", text)];
    for text in ["Hello", "Hello", "Hello again"] {
        let sent = sends(&staff, &format!("{page}/reply"), &house.url, &saying(text)).await;
        assert_eq!((sent.0, sent.1.as_str()), (303, page.as_str()));
    }
    let said: Vec<String> =
        channel.messages().iter().map(MessageHandle::content).filter(|text| text.contains("Hello")).collect();
    assert_eq!(said, ["**bob**\nHello", "**bob**\nHello again"], "who goes back and writes something else means it");
    for _ in 0..2 {
        let noted = sends(&staff, &format!("{page}/note"), &house.url, &saying("Seen")).await;
        assert_eq!(noted.0, 303);
    }
    let mut staff = staff;
    assert_eq!(reads(&mut staff, &page).await.1.matches(">Seen<").count(), 1);

    let long = "y".repeat(2_001);
    let refused = sends(&staff, &format!("{page}/reply"), &house.url, &[("text", &long)]).await;
    assert_eq!(refused.0, 422);
    assert!(refused.2.contains(&long) && refused.2.contains("role=\"alert\""), "what was written is there, and why");
    let odd = sends(&staff, &format!("{page}/priority"), &house.url, &[("priority", "extreme")]).await;
    assert_eq!(odd.0, 400);
    let odd = sends(&staff, &format!("{page}/move"), &house.url, &[("type", "99")]).await;
    assert_eq!(odd.0, 404);
    assert_eq!(reads(&mut staff, &format!("{page}?before=x")).await.0, 200, "what is no message's id is none");
    house.hosting.finish().await;
}
