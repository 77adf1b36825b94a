//! The application by which people sign in, entered in the dashboard.

use reqwest::Method;
use serde_json::{Value, json};

use super::browser::Browser;
use super::every_page::is_for_everybody;
use super::forms::{Sent, gets, sends};
use crate::api::host::Hosting;
use crate::api::signing_in::{Browser as Plain, House, SECRET, location};
use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY, OPERATOR_KEY};
use crate::support::eventually;

const PAGE: &str = "/dashboard/sign-in";

/// What seals after the key was changed.
const OTHER_KEY: &str = "5b9d2f7a1c3e8046b1d2c3a4958677e0f1029384a5b6c7d8e9fa0b1c2d3e4f50";

/// A service on which nobody said by which application people sign in.
struct Fresh {
    hosting: Hosting,
    url: String,
}

impl Fresh {
    async fn with(variables: &[(&str, &str)]) -> Self {
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let hosting = Hosting::with(&[&[("TICKIT_HTTP_ADDRESS", &*address)], variables].concat()).await;
        Self { url: format!("http://{address}"), hosting }
    }

    /// A browser of whoever runs the service.
    async fn operator(&self) -> Plain {
        let mut browser = self.nobody();
        assert_eq!(browser.opens(&self.hosting.operators_link().await).await.status(), 303);
        browser
    }

    fn nobody(&self) -> Plain {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Plain { http, url: self.url.clone(), cookies: Vec::new() }
    }

    async fn enters(&self, browser: &Plain, client_id: &str, secret: &str) -> Sent {
        sends(browser, PAGE, &entered(client_id, secret), &self.url).await
    }

    /// What happened to the application, as the service's audit log tells it.
    async fn audit(&self) -> Vec<Value> {
        let audit = self.hosting.asks(Method::GET, "/api/audit", OPERATOR_KEY, None).await.body;
        let is_ours = |entry: &&Value| entry["kind"].as_str().unwrap().starts_with("sign_in.application");
        audit["entries"].as_array().unwrap().iter().filter(is_ours).cloned().collect()
    }

    async fn named(&self) -> Value {
        self.hosting.asks(Method::GET, "/api/auth/application", OPERATOR_KEY, None).await.body
    }
}

/// What becomes of somebody who wants to sign in there.
async fn begins(url: &str) -> u16 {
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    http.get(format!("{url}/api/auth/login")).send().await.unwrap().status().as_u16()
}

fn entered(client_id: &str, secret: &str) -> Vec<(String, String)> {
    [("client_id", client_id), ("client_secret", secret)].map(|(name, value)| (name.into(), value.into())).into()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operator_enters_an_application_and_people_sign_in_at_once() {
    let fresh = Fresh::with(&[]).await;
    let hosting = &fresh.hosting;
    let Some(mut browser) = Browser::at(&fresh.url).await else { return };
    let (id, secret) = (hosting.world.bot.id().to_string(), hosting.world.bot.client_secret());
    browser.signs_in_by(&hosting.operators_link().await).await;
    assert_eq!(browser.path().await, "/dashboard/first-run");
    let callback = browser.does("evaluate", json!({ "script": "document.getElementById('redirect').value" })).await;
    assert_eq!(callback, json!(format!("{}/api/auth/callback", fresh.url)));
    browser.presses("Copy").await;
    browser.sees("Copied").await;
    browser.fills("Client ID", &id).await;
    browser.fills("Client secret", "not the secret").await;
    browser.presses("Check and save").await;
    browser.sees("This is no client secret.").await;
    browser.fills("Client secret", "0123456789abcdefghijklmnopqrstuv").await;
    browser.presses("Check and save").await;
    browser.sees("Discord does not take this client id").await;
    browser.is_accessible("a refused application").await;
    browser.fills("Client secret", &secret).await;
    browser.presses("Check and save").await;
    browser.sees("People sign in by the application").await;
    assert_eq!(browser.path().await, "/dashboard/first-run");
    is_for_everybody(&mut browser, "/dashboard/first-run", "Check and replace").await;
    is_for_everybody(&mut browser, PAGE, "People can sign in").await;
    let page = browser.does("evaluate", json!({ "script": "document.documentElement.outerHTML" })).await.to_string();
    assert!(page.contains(&id) && !page.contains(&secret), "the secret is shown again");
    browser.goes_to("/dashboard/audit").await;
    browser.sees("sign_in.application_set").await;
    assert!(!browser.reads().await.contains(&secret));
    browser.presses("Sign out").await;
    browser.signs_in(&hosting.world.guild.owner()).await;
    browser.did_no_wrong().await;
    browser.closes().await;
    fresh.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_is_replaced_and_forgotten_and_its_secret_is_told_nowhere() {
    let fresh = Fresh::with(&[]).await;
    let (world, mut operator) = (&fresh.hosting.world, fresh.operator().await);
    let (id, secret) = (world.bot.id().to_string(), world.bot.client_secret());
    assert_eq!(fresh.named().await, json!({ "client_id": null, "named_in": null, "since": null }));
    assert_eq!(begins(&fresh.url).await, 404);
    let (before, page) = (world.discord.open_access_tokens(), "/dashboard/first-run/sign-in");
    for _ in 0..2 {
        let saved = sends(&operator, page, &entered(&format!(" {id}\n"), &format!("{secret} ")), &fresh.url).await;
        assert_eq!((saved.status, saved.to.as_str()), (303, "/dashboard/first-run"), "{}", saved.text);
    }
    eventually("what Discord gave is given back", || world.discord.open_access_tokens() == before).await;
    let named = fresh.named().await;
    assert_eq!((&named["client_id"], &named["named_in"]), (&json!(id), &json!("dashboard")));
    assert_eq!(begins(&fresh.url).await, 303);

    let other = fresh.hosting.another_bot();
    let replaced = fresh.enters(&operator, &other.id().to_string(), &other.client_secret()).await;
    assert_eq!((replaced.status, replaced.to.as_str()), (303, PAGE));
    let mut alice = fresh.nobody();
    let begun = alice.gets(&format!("{}/api/auth/login", fresh.url)).await;
    assert!(location(&begun).contains(&format!("client_id={}", other.id())), "{}", location(&begun));
    for _ in 0..2 {
        assert_eq!(sends(&operator, &format!("{PAGE}/forget"), &[], &fresh.url).await.to, PAGE);
    }
    assert_eq!(begins(&fresh.url).await, 404, "at once");
    assert!(gets(&mut operator, PAGE).await.1.contains("Nobody can sign in yet"));
    assert_eq!(fresh.enters(&operator, &id, &secret).await.status, 303);
    let told = fresh.audit().await;
    let kinds: Vec<&str> = told.iter().rev().map(|entry| entry["kind"].as_str().unwrap()).collect();
    let (set, removed) = ("sign_in.application_set", "sign_in.application_removed");
    assert_eq!(kinds, [set, set, removed, set], "what changes nothing is told of nobody: {told:?}");
    let text = json!(told).to_string();
    assert!(text.contains(&id) && !text.contains(&secret) && !text.contains(&other.client_secret()), "{text}");
    assert_eq!(told[0]["actor"], "operator", "{text}");
    fresh.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_discord_does_not_take_is_not_saved_and_nobody_else_enters_any() {
    let fresh = Fresh::with(&[]).await;
    let (world, operator) = (&fresh.hosting.world, fresh.operator().await);
    let (id, secret) = (world.bot.id().to_string(), world.bot.client_secret());
    let (long, script) = ("é".repeat(5_000), "<script>alert(1)</script>");
    for (client_id, given, refusal) in [
        (script, &*secret, "This is no client id"),
        (&long, &secret, "This is no client id"),
        ("", &secret, "This is no client id"),
        (&id, "", "This is no client secret"),
        (&id, &long, "This is no client secret"),
        (&id, script, "Discord does not take"),
        ("81384788765712384", &secret, "Discord does not take"),
    ] {
        for page in [PAGE, "/dashboard/first-run/sign-in"] {
            let refused = sends(&operator, page, &entered(client_id, given), &fresh.url).await;
            assert!(refused.status == 422 && refused.text.contains(refusal), "{refusal}: {}", refused.text);
            assert!(!refused.text.contains(script) && !refused.text.contains(&secret), "{}", refused.text);
        }
    }
    assert_eq!(sends(&fresh.nobody(), PAGE, &entered(&id, &secret), &fresh.url).await.status, 303);
    for page in [PAGE, "/dashboard/first-run/sign-in", "/dashboard/sign-in/forget"] {
        assert_eq!(sends(&operator, page, &entered(&id, &secret), "https://evil.example").await.status, 403, "{page}");
    }
    assert_eq!((fresh.named().await["client_id"].take(), fresh.audit().await), (Value::Null, Vec::new()));
    fresh.hosting.finish().await;

    let away = Fresh::with(&[("DISCORD_API_BASE", "http://127.0.0.1:1/api/v10")]).await;
    let refused = away.enters(&away.operator().await, &id, &secret).await;
    assert!(refused.status == 422 && refused.text.contains("Nothing was saved"), "{}", refused.text);
    assert_eq!(away.named().await["client_id"], Value::Null);
    away.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_configuration_names_counts_and_the_page_says_so() {
    let house = House::set_up().await;
    let (id, secret) = (house.hosting.world.bot.id().to_string(), house.hosting.world.bot.client_secret());
    let mut operator = house.operator_signs_in().await;
    for page in [PAGE, "/dashboard/first-run"] {
        let (status, text) = gets(&mut operator, page).await;
        assert!(
            status == 200 && text.contains("configuration says by which application") && text.contains(&id),
            "{text}"
        );
        assert!(!text.contains("name=\"client_secret\"") && !text.contains(&secret), "{text}");
    }
    let other = house.hosting.another_bot();
    let refused = sends(&operator, PAGE, &entered(&other.id().to_string(), &other.client_secret()), &house.url).await;
    assert!(refused.status == 422 && refused.text.contains("configuration says by which"), "{}", refused.text);
    let named = house.hosting.asks(Method::GET, "/api/auth/application", OPERATOR_KEY, None).await.body;
    assert_eq!(named, json!({ "client_id": id, "named_in": "configuration", "since": null }));
    let (mut owner, access) = house.signs_in(&house.hosting.world.guild.owner()).await;
    assert_eq!(gets(&mut owner, PAGE).await.0, 403);
    assert_eq!(sends(&owner, PAGE, &entered(&id, &secret), &house.url).await.status, 403);
    assert_eq!(house.asks_as(&access, "/api/auth/application").await.status, 403);
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_on_the_same_databases_knows_it_at_once() {
    let (hosting, stores) = Hosting::in_memory().await;
    let (other, fresh) = (hosting.beside(stores).await, Fresh { url: hosting.url(), hosting });
    let there = format!("http://{}", other.service.address());
    assert_eq!(begins(&there).await, 404);
    let (id, secret) = (fresh.hosting.world.bot.id().to_string(), fresh.hosting.world.bot.client_secret());
    assert_eq!(fresh.enters(&fresh.operator().await, &id, &secret).await.status, 303);
    assert_eq!(begins(&there).await, 303);
    other.service.stop().await;
    fresh.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_says_where_it_was_entered_and_another_key_opens_it_after_rotating() {
    let keys = [("ENCRYPTION_KEY", ENCRYPTION_KEY), ("ENCRYPTION_IV", ENCRYPTION_IV), ("JWT_SECRET", SECRET)];
    let fresh = Fresh::with(&keys).await;
    let (id, secret) = (fresh.hosting.world.bot.id().to_string(), fresh.hosting.world.bot.client_secret());
    let settings = &fresh.hosting.world.settings;
    let tickit = settings.installation();
    let named = async || {
        let said = tickit.run(&["config"]).await;
        assert!(said.code == Some(0) && !said.all().contains(&secret), "{}", said.all());
        let lines = said.stdout.lines().filter(|line| line.starts_with("discord.client_"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(named().await, [""; 0]);
    assert_eq!(fresh.enters(&fresh.operator().await, &id, &secret).await.status, 303);
    let is_named = |lines: Vec<String>| {
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines.iter().all(|line| line.ends_with("the database: entered in the dashboard")), "{lines:?}");
        assert!(lines[0].contains(&id) && lines[1].contains("(secret)"), "{lines:?}");
    };
    is_named(named().await);
    fresh.hosting.service.stop().await;
    is_named(named().await);

    let other = settings.installation().set("ENCRYPTION_KEY", OTHER_KEY);
    let other = other.set("ENCRYPTION_KEYS_OLD", ENCRYPTION_KEY);
    let rotated = other.run(&["keys", "rotate"]).await;
    assert_eq!(rotated.code, Some(0), "{}", rotated.all());
    let service = other.set("ENCRYPTION_KEYS_OLD", "").serve().await;
    assert_eq!(begins(&service.url).await, 303, "the old key is not needed any more");
    service.stop().await;
    fresh.hosting.world.discord.finish().await.unwrap();
}
