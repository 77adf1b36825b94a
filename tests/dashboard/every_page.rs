//! Every page as people see it: light, dark, and on a small phone.

use serde_json::json;

use super::browser::Browser;
use super::matrix::ids;
use super::pages::{Page, pages};
use crate::api::signing_in::House;

/// How a page is looked at.
fn looks() -> [(&'static str, serde_json::Value); 3] {
    [("light", json!({})), ("dark", json!({ "scheme": "dark" })), ("small", json!({ "width": 360, "height": 740 }))]
}

/// Looks at a page in each look, in which it says something, and stays there.
pub async fn is_for_everybody(browser: &mut Browser, page: &str, text: &str) {
    for (look, how) in looks() {
        browser.opens(how).await;
        assert_eq!(browser.goes_to(page).await, 200, "{page}");
        browser.sees(text).await;
        browser.is_accessible(&format!("{page} ({look})")).await;
    }
    browser.opens(json!({})).await;
    browser.goes_to(page).await;
}

/// What is no page of its own: files, and what has no end.
fn is_looked_at(page: &Page) -> bool {
    let last = page.path.rsplit('/').next().unwrap_or_default();
    let is_file = ["{name}", "{file}", "{table}", "export", "transcript", "events"].contains(&last);
    page.method == "get" && !is_file
}

/// Where pictures of all pages go, for whoever wants to look at them.
#[expect(clippy::disallowed_methods, reason = "pictures are only made where somebody asks for them")]
fn gallery() -> Option<String> {
    std::env::var("TICKIT_TEST_PICTURES").ok()
}

/// Whoever is signed in looks at each of these pages in each look.
async fn looks_at(house: &House, browser: &mut Browser, pages: &[Page], guild: &str) {
    let mut ids = ids(house, guild);
    ids.extend(["tag", "question"].map(|of| (of, "1".to_owned())));
    for (look, how) in looks() {
        browser.opens(how).await;
        for page in pages {
            let status = browser.goes_to(&page.filled(&ids)).await;
            let is_there = !page.path.contains("{webhook}");
            assert_eq!(status, if is_there { 200 } else { 404 }, "{page:?}");
            browser.is_accessible(&format!("{} ({look})", page.path)).await;
            // A picture is taken with a style of its own, which the policy refuses.
            browser.did_no_wrong().await;
            if let Some(folder) = gallery() {
                let name = page.path.replace(['/', '{', '}'], "_");
                browser.does("screenshot", json!({ "path": format!("{folder}/{name}-{look}.png") })).await;
                browser.does("problems", json!({})).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_for_everybody_in_light_and_dark_and_on_a_phone_and_does_no_wrong() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (alice, owner) = (world.member("alice"), world.guild.owner());
    let ticket = world.opens(&alice, "Support").await;
    alice.says(&ticket, "My parcel never came").await;
    world.owner_asks("/form add type:Support kind:Number label:Order", &[]).await;
    let form = owner.slash(&world.general, "/tags add").await.modal().unwrap();
    owner.submit(&form, [("name", "hello"), ("text", "Hello {user}")]).await;
    let guild = world.guild.id().to_string();
    let (of_guilds, others): (Vec<_>, Vec<_>) = pages().into_iter().filter(is_looked_at).partition(Page::is_of_guild);
    let (own, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|page| page.path.starts_with("/dashboard/me"));
    browser.signs_in(&alice).await;
    looks_at(&house, &mut browser, &own, &guild).await;
    browser.signs_in(&owner).await;
    looks_at(&house, &mut browser, &of_guilds, &guild).await;
    browser.signs_in_by(&house.hosting.operators_link().await).await;
    looks_at(&house, &mut browser, &others, &guild).await;
    browser.closes().await;
    house.hosting.finish().await;
}
