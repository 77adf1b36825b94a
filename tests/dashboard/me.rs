//! The pages on which members see their own tickets.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::ACCEPT;
use serde_json::json;

use super::browser::Browser;
use super::every_page::is_for_everybody;
use crate::api::signing_in::{Browser as Plain, House, location};
use crate::support::until_idle;

const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_finds_their_tickets_and_says_how_it_went() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    let channel = world.opens(&alice, "Support").await;
    alice.says(&channel, "My parcel never came.").await;
    world.closes(&bob, &channel, "a new one is on its way").await;
    until_idle(&house.hosting.service, SOON).await;

    browser.signs_in(&alice).await;
    browser.goes_to("/dashboard/me").await;
    is_for_everybody(&mut browser, "/dashboard/me", "#1").await;
    browser.follows("#1").await;
    browser.sees("a new one is on its way").await;
    let page = browser.path().await;
    is_for_everybody(&mut browser, &page, "How did it go?").await;
    browser.chooses("Stars", "★★★★").await;
    browser.fills("What do you want to say?", "Quick and kind.").await;
    browser.presses("Send").await;
    browser.sees("4 / 5").await;
    let script = json!({ "script": "document.querySelector('textarea').value" });
    assert_eq!(browser.does("evaluate", script).await, json!("Quick and kind."));
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_a_members_own_is_nobody_elses() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (alice, carol) = (world.member("alice"), world.member("carol"));
    let channel = world.opens(&alice, "Support").await;
    alice.says(&channel, "My <script>alert(1)</script> never came.").await;
    world.closes(&world.agent("bob"), &channel, "<script>alert(1)</script>").await;
    until_idle(&house.hosting.service, SOON).await;
    let own = format!("/dashboard/me/{}/{}", world.bot.id(), world.guild.id());
    let (mut of_alice, _) = house.signs_in(&alice).await;
    let (mut of_carol, _) = house.signs_in(&carol).await;
    let (mut of_bob, _) = house.signs_in(&world.agent("bob")).await;
    let mut nobody = house.browser();

    for page in ["", "/1", "/1/transcript", "/export"] {
        let (status, text) = of_alice.reads(&format!("{own}{page}")).await;
        assert_eq!(status, 200, "{page}");
        assert!(page == "/export" || !text.contains("<script>alert"), "{page}: {text}");
        assert_eq!(nobody.reads(&format!("{own}{page}")).await.0, 303, "{page}");
        assert_eq!(of_alice.reads(&format!("/dashboard/me/{}/5{page}", world.bot.id())).await.0, 404, "{page}");
    }
    assert!(of_alice.reads(&format!("{own}/1/transcript")).await.1.contains("never came"));
    assert!(of_alice.reads(&format!("{own}/export")).await.1.contains("never came"));
    assert!(!of_carol.reads(&format!("{own}/export")).await.1.contains("never came"), "it is not hers");
    assert!(of_carol.reads("/dashboard/me").await.1.contains("No tickets"));
    for (who, browser) in [("carol", &mut of_carol), ("staff", &mut of_bob)] {
        for page in ["/1", "/1/transcript"] {
            assert!(matches!(browser.reads(&format!("{own}{page}")).await.0, 403 | 404), "{who}: {page}");
        }
        let rated = browser.sends(&format!("{own}/1/rate"), &house.url, &[("stars", "1")]).await;
        assert!(matches!(rated.status().as_u16(), 403 | 404), "{who}");
    }
    rates(&house, &of_alice, &own).await;
    let (_, text) = of_alice.reads(&format!("{own}/1")).await;
    assert!(text.contains("5 / 5") && text.contains("&#60;script&#62;alert(1)"), "{text}");
    house.hosting.finish().await;
}

/// Whoever opened the first ticket rates it, with all that is refused.
async fn rates(house: &House, of_alice: &Plain, own: &str) {
    let rate = format!("{own}/1/rate");
    assert_eq!(of_alice.sends(&rate, "http://127.0.0.1:1", &[("stars", "1")]).await.status(), 403);
    for stars in ["", "0", "6", "<script>alert(1)</script>"] {
        let refused = of_alice.sends(&rate, &house.url, &[("stars", stars)]).await;
        assert_eq!(refused.status(), 422, "{stars}");
        let text = refused.text().await.unwrap();
        assert!(text.contains("role=\"alert\"") && text.contains("How did it go?"), "{stars}: {text}");
        assert!(!text.contains("<script>alert"), "{stars}: {text}");
    }
    let given = [("stars", "5"), ("comment", "<script>alert(1)</script>"), ("once", "a")];
    for _ in 0..2 {
        assert_eq!(location(&of_alice.sends(&rate, &house.url, &given).await), format!("{own}/1"));
    }
    let long = "é".repeat(5_000);
    let refused = of_alice.sends(&rate, &house.url, &[("stars", "5"), ("comment", &long)]).await;
    assert_eq!(refused.status(), 422);
    let text = refused.text().await.unwrap();
    assert!(
        text.contains(&long) && text.contains("<option value=\"5\" selected>"),
        "what was entered is there: {text}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_wrong_while_somebody_signs_in_is_a_page_in_a_browser_and_a_problem_for_programs() {
    let house = House::set_up().await;
    let browser = house.browser();
    for (method, path, status, text) in [
        (Method::GET, "/api/auth/callback?state=x&code=y", 400, "You are not signed in"),
        (Method::GET, "/api/auth/callback?error=access_denied&state=x", 403, "was not allowed to say who you are"),
        (Method::POST, "/api/auth/links/x.y", 410, "This link is used or too old"),
    ] {
        let ask = || browser.http.request(method.clone(), format!("{}{path}", house.url));
        let page = ask().header(ACCEPT, "text/html,application/xhtml+xml;q=0.9").send().await.unwrap();
        assert_eq!(page.status(), status, "{path}");
        assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
        assert!(page.text().await.unwrap().contains(text), "{path}");
        let problem = ask().send().await.unwrap();
        assert_eq!(problem.status(), status, "{path}");
        assert_eq!(problem.headers()["content-type"], "application/problem+json", "{path}");
    }
    house.hosting.finish().await;
}
