//! Every page as people see it: light, dark, and on a small phone.

use reqwest::Method;
use serde_json::json;

use super::browser::Browser;
use super::matrix::ids;
use super::pages::{Ids, Page, pages};
use crate::api::host::Hosting;
use crate::api::receiver::INSIDE;
use crate::api::signing_in::House;

/// Whether rows of links show the one to this page, however long they are.
const WHERE_ONE_IS_IS_SHOWN: &str = "[...document.querySelectorAll('nav [aria-current]')].every((link) => {
    const { left, right } = link.getBoundingClientRect();
    return left >= 0 && right <= innerWidth;
})";

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
async fn looks_at(browser: &mut Browser, pages: &[Page], ids: &Ids) {
    for (look, how) in looks() {
        browser.opens(how).await;
        for page in pages {
            assert_eq!(browser.goes_to(&page.filled(ids)).await, 200, "{page:?}");
            browser.is_accessible(&format!("{} ({look})", page.path)).await;
            let shown = browser.does("evaluate", json!({ "script": WHERE_ONE_IS_IS_SHOWN })).await;
            assert_eq!(shown, true, "a link to {} is out of sight ({look})", page.path);
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

/// A webhook of the guild's; its id.
async fn webhook(house: &House) -> String {
    let hosting = &house.hosting;
    let admin = hosting.admin_key().await;
    let (path, to) = (format!("/api/guilds/{}/webhooks", hosting.world.guild.id()), "https://127.0.0.1:9/told");
    let made = hosting.asks(Method::POST, &path, &admin, Some(json!({ "url": to }))).await;
    made.body["webhook"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_for_everybody_in_light_and_dark_and_on_a_phone_and_does_no_wrong() {
    let house = House::with(&[INSIDE]).await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (alice, owner) = (world.member("alice"), world.guild.owner());
    let ticket = world.opens(&alice, "Support").await;
    alice.says(&ticket, "My parcel never came").await;
    world.owner_asks("/form add type:Support kind:Number label:Order", &[]).await;
    let form = owner.slash(&world.general, "/tags add").await.modal().unwrap();
    owner.submit(&form, [("name", "hello"), ("text", "Hello {user}")]).await;
    let mut ids = ids(&house, &world.guild.id().to_string());
    ids.extend(["tag", "question"].map(|of| (of, "1".to_owned())));
    ids.insert("webhook", webhook(&house).await);
    // Whoever runs it has the binary, which goes on with the same databases at the same address.
    let House { hosting: Hosting { world, service, .. }, .. } = house;
    service.stop().await;
    let installation = world.settings.installation();
    let running = installation.serve().await;
    let (of_guilds, others): (Vec<_>, Vec<_>) = pages().into_iter().filter(is_looked_at).partition(Page::is_of_guild);
    let (own, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|page| page.path.starts_with("/dashboard/me"));
    browser.signs_in(&alice).await;
    looks_at(&mut browser, &own, &ids).await;
    browser.signs_in(&owner).await;
    looks_at(&mut browser, &of_guilds, &ids).await;
    browser.signs_in_by(installation.run(&["login-link"]).await.stdout.trim()).await;
    looks_at(&mut browser, &others, &ids).await;
    browser.closes().await;
    running.stop().await;
    world.discord.finish().await.unwrap();
}
