//! `tickit login-link`: the operator signs in without Discord.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::host::answer;
use super::signing_in::House;
use crate::installation::{Installation, OPERATOR_KEY};

impl House {
    pub async fn makes_link(&self) -> String {
        let made = self.hosting.asks(Method::POST, "/api/auth/links", OPERATOR_KEY, None).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.body["url"].as_str().unwrap().to_owned()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_signs_the_operator_in_once_until_they_sign_out() {
    let house = House::set_up().await;
    let link = house.makes_link().await;
    assert!(link.starts_with(&format!("{}/api/auth/links/", house.url)), "{link}");
    let mut browser = house.browser();
    let (mut twin, mut late) = (house.browser(), house.browser());
    let (one, other) = tokio::join!(browser.opens(&link), twin.opens(&link));
    let mut statuses = [one.status().as_u16(), other.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410], "one of two");
    assert_eq!(answer(late.opens(&link).await).await.problem(), (410, "login_link_over"));

    let mut browser = if browser.cookies.is_empty() { twin } else { browser };
    let access = browser.refreshes().await.body["access_token"].as_str().unwrap().to_owned();
    assert_eq!(house.me(&access).await.body, json!({ "id": Value::Null, "name": "operator" }));
    let keys = async || house.hosting.asks(Method::GET, "/api/keys", &access, None).await;
    assert_eq!(keys().await.status, 200);
    assert_eq!(browser.posts("/api/auth/logout", &house.url, &access).await.status, 204);
    assert_eq!(keys().await.problem(), (401, "signed_out"), "at once");
    assert_eq!(browser.refreshes().await.problem(), (401, "signed_out"));
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_looks_at_a_link_in_advance_does_not_use_it_up_and_no_other_site_does() {
    let house = House::set_up().await;
    let link = house.makes_link().await;
    let http = house.browser().http;
    for method in [Method::GET, Method::HEAD, Method::GET] {
        let seen = http.request(method, &link).header("user-agent", "Discordbot/2.0").send().await.unwrap();
        assert!(seen.status() == 200 && !seen.headers().contains_key("set-cookie"), "{seen:?}");
        let headers = seen.headers();
        assert!(headers["referrer-policy"] == "same-origin" && headers["cache-control"] == "no-store", "{headers:?}");
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none';") && policy.contains("form-action 'self'"), "{policy}");
        assert!(!seen.text().await.unwrap().contains("<script"), "it runs nothing");
    }
    let in_german = http.get(&link).header("accept-language", "de-AT,de;q=0.9,en").send().await.unwrap();
    let said = in_german.text().await.unwrap();
    assert!(said.contains("<html lang=\"de\">") && said.contains("Bei Tickit anmelden"), "{said}");
    for origin in ["http://127.0.0.2", "null", ""] {
        let foreign = http.post(&link).header("origin", origin).send().await.unwrap();
        assert_eq!(answer(foreign).await.problem(), (403, "another_site"), "{origin:?}");
    }
    assert_eq!(house.browser().opens(&link).await.status(), 303, "it is good still");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_is_old_or_made_up_signs_nobody_in_and_nobody_else_makes_one() {
    let house = House::set_up().await;
    let link = house.makes_link().await;
    for forged in [link[..link.len() - 1].to_owned(), format!("{}/api/auth/links/x", house.url)] {
        assert_eq!(answer(house.browser().opens(&forged).await).await.problem(), (410, "login_link_over"));
    }
    house.clock.moves_on(Duration::from_mins(10));
    assert_eq!(answer(house.browser().opens(&link).await).await.problem(), (410, "login_link_over"));

    let (_, owner) = house.signs_in(&house.hosting.world.guild.owner()).await;
    let key = house.hosting.bot_key().await;
    for (with, status) in [("", 401), (&*key, 403), (&*owner, 403)] {
        assert_eq!(house.hosting.asks(Method::POST, "/api/auth/links", with, None).await.status, status);
    }
    house.hosting.finish().await;
}

#[tokio::test]
async fn the_command_makes_a_link_also_while_the_service_runs_and_without_discord() {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{address}");
    let tickit = Installation::new().set("TICKIT_HTTP_ADDRESS", address.to_string());
    let here = tickit.run(&["login-link"]).await;
    assert!(here.stdout.starts_with(&format!("{url}/api/auth/links/")), "on its own machine: {}", here.all());
    let tickit = tickit.set("TICKIT_HTTP_ADDRESS", "0.0.0.0:0");
    let nowhere = tickit.run(&["login-link"]).await;
    assert!(nowhere.code == Some(1) && nowhere.stderr.contains("set http.public_url"), "{}", nowhere.all());
    let tickit = tickit.set("TICKIT_HTTP_ADDRESS", address.to_string());
    let tickit = tickit.set("TICKIT_PUBLIC_URL", &*url);
    let before = tickit.run(&["login-link"]).await;
    let service = tickit.serve().await;
    let meanwhile = tickit.run(&["login-link"]).await;
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    for made in [before, meanwhile] {
        let link = made.stdout.trim();
        assert!(link.starts_with(&url) && made.stderr.contains("within ten minutes"), "{}", made.all());
        assert_eq!(http.post(link).send().await.unwrap().status(), 303);
        assert_eq!(http.post(link).send().await.unwrap().status(), 410);
    }
    service.stop().await;
}
