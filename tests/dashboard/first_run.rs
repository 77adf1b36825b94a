//! From a fresh machine to the first ticket.

use serde_json::json;

use super::browser::Browser;
use super::every_page::is_for_everybody;
use crate::api::host::Hosting;
use crate::installation::Installation;

#[tokio::test]
async fn a_fresh_machine_says_where_to_begin_and_one_that_was_begun_with_does_not() {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let tickit = Installation::new().set("TICKIT_HTTP_ADDRESS", address.to_string());
    let mut service = tickit.serve().await;
    let said = service.said_until("api/auth/links/").await;
    let link = said.split_whitespace().find(|word| word.contains("/api/auth/links/")).unwrap().to_owned();
    assert!(link.starts_with(&format!("http://{address}/")), "{said}");
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    assert_eq!(http.post(&link).send().await.unwrap().status(), 303);
    assert_eq!(http.post(&link).send().await.unwrap().status(), 410, "once");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_is_led_from_a_token_to_a_server() {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let hosting = Hosting::with(&[("TICKIT_HTTP_ADDRESS", &address)]).await;
    let Some(mut browser) = Browser::at(&hosting.url()).await else { return };
    browser.signs_in_by(&hosting.operators_link().await).await;
    assert_eq!(browser.path().await, "/dashboard/first-run");
    is_for_everybody(&mut browser, "/dashboard/first-run", "Set Tickit up").await;
    browser.fills("Token", "no token").await;
    browser.presses("Check and add").await;
    browser.sees("This is no bot token.").await;
    browser.fills("Token", &hosting.world.bot.token()).await;
    browser.presses("Check and add").await;
    browser.sees("Ready").await;
    hosting.world.set_up().await;
    browser.sees("Acme").await;
    let alice = hosting.world.member("alice");
    hosting.world.opens(&alice, "Support").await;
    browser.does("see", json!({ "text": "Done" })).await;
    is_for_everybody(&mut browser, "/dashboard/first-run", "Acme").await;
    browser.did_no_wrong().await;
    browser.closes().await;
    hosting.finish().await;
}
