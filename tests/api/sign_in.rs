//! People who sign in with Discord, and what they may then in a guild.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use discord_simulator::faults::{Fault, Match};
use reqwest::header::COOKIE;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tickit_domain::clock::Timestamp;

use super::host::{Hosting, answer};
use super::signing_in::{Browser, House, SECRET, location};
use crate::support::{eventually, eventually_async};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_signs_in_with_discord_looks_at_their_guild_and_signs_out_at_once() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (bob, alice) = (world.agent("bob"), world.member("alice"));
    world.opens(&alice, "Support").await;
    let (mut browser, access) = house.signs_in(&bob).await;
    assert_eq!(house.me(&access).await.body, json!({ "id": bob.id().to_string(), "name": "bob" }));
    assert_eq!(house.tickets(&access).await.body["tickets"][0]["number"], 1);
    let url = format!("{}/api/guilds/{}/tickets/1/claim", house.url, world.guild.id());
    let claimed = answer(house.hosting.http.post(&url).bearer_auth(&access).send().await.unwrap()).await;
    assert_eq!(claimed.body["assignee"], bob.id().to_string(), "{claimed:?}");

    let old = browser.cookies.clone();
    assert_eq!(browser.posts("/api/auth/refresh", "null", "").await.problem(), (403, "another_site"));
    assert_eq!(browser.posts("/api/auth/refresh", &house.url.clone(), "").await.status, 200);
    assert_ne!(browser.cookies, old, "the secret is another one");
    assert_eq!(browser.posts("/api/auth/logout", &house.url.clone(), &access).await.status, 204);
    assert_eq!(house.me(&access).await.problem(), (401, "signed_out"), "at once");
    assert_eq!(browser.refreshes().await.problem(), (401, "signed_out"));
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_comes_twice_at_once_makes_one_session_and_strange_ones_make_none() {
    let house = House::set_up().await;
    let alice = house.hosting.world.member("alice");
    let mut browser = house.browser();
    let back = browser.consents(&alice).await;
    let come = |cookie: String| house.browser().http.get(&back).header(COOKIE, cookie).send();
    let (one, other) = tokio::join!(come(browser.cookie()), come(browser.cookie()));
    let mut statuses = [one.unwrap().status().as_u16(), other.unwrap().status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let late = answer(come(browser.cookie()).await.unwrap()).await;
    assert_eq!(late.problem(), (409, "sign_in_used"));

    let mut browser = house.browser();
    let back = browser.consents(&alice).await;
    let elsewhere = answer(house.browser().gets(&back).await).await;
    assert_eq!(elsewhere.problem(), (400, "strange_sign_in"), "begun in another browser");
    let forged = back.replace("state=", "state=x");
    assert_eq!(answer(browser.gets(&forged).await).await.problem(), (400, "strange_sign_in"));
    let denied = format!("{}/api/auth/callback?error=access_denied&state=x", house.url);
    assert_eq!(answer(browser.gets(&denied).await).await.problem(), (403, "no_consent"));
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn discord_asks_each_time_and_takes_its_token_back_for_which_nobody_waits() {
    let house = House::set_up().await;
    let discord = &house.hosting.world.discord;
    let alice = house.hosting.world.member("alice");
    let begun = house.browser().gets(&format!("{}/api/auth/login", house.url)).await;
    assert!(location(&begun).contains("prompt=consent"), "{}", location(&begun));
    let (_, access) = house.signs_in(&alice).await;
    eventually_async("the token is revoked", async || discord.open_access_tokens() == 0).await;
    assert_eq!(house.me(&access).await.status, 200, "the sign-in is ours, and goes on");
    discord.ignore_revocations();
    let (_, access) = house.signs_in(&alice).await;
    assert_eq!((house.me(&access).await.status, discord.open_access_tokens()), (200, 1));
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sign_in_is_over_after_ninety_days_however_often_it_is_renewed() {
    let house = House::set_up().await;
    let (mut browser, _) = house.signs_in(&house.hosting.world.member("alice")).await;
    let days = |days: u64| Duration::from_hours(24 * days);
    for _ in 0..4 {
        house.clock.moves_on(days(20));
        assert_eq!(browser.refreshes().await.status, 200);
    }
    let access = browser.refreshes().await.body["access_token"].as_str().unwrap().to_owned();
    let listed = house.asks_as(&access, "/api/auth/sessions").await;
    let text = |field: &str| listed.body["sessions"][0][field].as_str().unwrap().to_owned();
    let (began, ends) =
        (Timestamp::parse_rfc3339(&text("signed_in_at")), Timestamp::parse_rfc3339(&text("expires_at")));
    assert_eq!(ends.unwrap().since(began.unwrap()), days(90));
    house.clock.moves_on(Duration::from_hours(10 * 24 - 1));
    let renewed = browser.refreshes().await;
    assert_eq!(renewed.status, 200, "{renewed:?}");
    house.clock.moves_on(Duration::from_hours(1));
    let access = renewed.body["access_token"].as_str().unwrap();
    assert_eq!(house.me(access).await.problem(), (401, "signed_out"), "its access token would hold longer");
    assert_eq!(browser.refreshes().await.problem(), (401, "signed_out"));
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn how_many_notes_there_are_is_told_to_those_who_may_read_them() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    world.opens(&alice, "Support").await;
    let (_, staff) = house.signs_in(&bob).await;
    let (_, opener) = house.signs_in(&alice).await;
    let ticket = format!("/api/guilds/{}/tickets/1", world.guild.id());
    let noted = Some(json!({ "text": "She was rude." }));
    assert_eq!(house.hosting.asks(Method::POST, &format!("{ticket}/notes"), &staff, noted).await.body["notes"], 1);
    for (who, access, told) in [("staff", &staff, json!(1)), ("its opener", &opener, Value::Null)] {
        assert_eq!(house.asks_as(access, &ticket).await.body["notes"], told, "{who}");
        assert_eq!(house.tickets(access).await.body["tickets"][0]["notes"], told, "{who}");
        let transcript = house.asks_as(access, &format!("{ticket}/transcript?format=json")).await;
        assert_eq!(transcript.body["ticket"]["notes"], told, "{who}: {transcript:?}");
    }
    let closed = house.hosting.asks(Method::POST, &format!("{ticket}/close"), &opener, Some(json!({}))).await;
    assert_eq!((closed.status, &closed.body["notes"]), (200, &Value::Null), "what she does shows her no more");
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_people_are_sent_back_to_is_the_operators_word_whatever_headers_say() {
    let house = House::set_up().await;
    let browser = house.browser();
    let login = browser.http.get(format!("{}/api/auth/login", house.url)).header("x-forwarded-host", "evil.example");
    let begun = login.header("forwarded", "host=evil.example;proto=https").send().await.unwrap();
    let callback = format!("{}/api/auth/callback", house.url).replace(':', "%3A").replace('/', "%2F");
    assert!(location(&begun).contains(&format!("redirect_uri={callback}")), "{}", location(&begun));
    house.hosting.finish().await;

    let hosting = Hosting::with(&[("TICKIT_PUBLIC_URL", "http://tickets.invalid")]).await;
    let login = Client::new().get(format!("{}/api/auth/login", hosting.url())).send().await.unwrap();
    assert_eq!(answer(login).await.problem(), (403, "not_secure"));
    hosting.finish().await;
    let hosting = Hosting::usual().await;
    let login = Client::new().get(format!("{}/api/auth/login", hosting.url())).send().await.unwrap();
    assert_eq!(answer(login).await.problem(), (404, "sign_in_not_configured"));
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_that_is_used_again_ends_the_sign_in_of_whoever_has_the_next() {
    let house = House::set_up().await;
    let (mut browser, _) = house.signs_in(&house.hosting.world.member("alice")).await;
    let stolen = browser.cookies.clone();
    assert_eq!(browser.refreshes().await.status, 200);
    let mut other = Browser { cookies: stolen.clone(), ..house.browser() };
    assert_eq!(other.refreshes().await.problem(), (409, "overtaken"), "another window, a moment later");
    let access = browser.refreshes().await.body["access_token"].as_str().unwrap().to_owned();
    let mut thief = Browser { cookies: stolen, ..house.browser() };
    assert_eq!(thief.refreshes().await.problem(), (401, "signed_out"));
    assert_eq!(browser.refreshes().await.problem(), (401, "signed_out"));
    assert_eq!(house.me(&access).await.problem(), (401, "signed_out"));
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_that_are_forged_tampered_with_or_for_something_else_open_nothing() {
    let house = House::set_up().await;
    let (_, access) = house.signs_in(&house.hosting.world.agent("bob")).await;
    let parts: Vec<&str> = access.split('.').collect();
    let read = |part: &str| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap() };
    let write = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let (header, claims) = (read(parts[0]), read(parts[1]));
    let signed = |header: &Value, claims: &Value, secret: &str| {
        let text = format!("{}.{}", write(header), write(claims));
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(ring::hmac::sign(&key, text.as_bytes())))
    };
    let with = |value: &Value, field: &str, to: Value| {
        let mut value = value.clone();
        value[field] = to;
        value
    };
    assert_eq!(house.me(&signed(&header, &claims, SECRET)).await.status, 200, "it is signed as ours are");
    let none = with(&header, "alg", json!("none"));
    for (what, token) in [
        ("another user", format!("{}.{}.{}", parts[0], write(&with(&claims, "sub", json!("5"))), parts[2])),
        ("another secret", signed(&header, &claims, "another secret of thirty-two bytes")),
        ("alg none", format!("{}.{}.", write(&none), parts[1])),
        ("alg none, signed", signed(&none, &claims, SECRET)),
        ("HS512", signed(&with(&header, "alg", json!("HS512")), &claims, SECRET)),
        ("another type", signed(&with(&header, "typ", json!("JWT")), &claims, SECRET)),
        ("another key id", signed(&with(&header, "kid", json!("0")), &claims, SECRET)),
        ("another audience", signed(&header, &with(&claims, "aud", json!("other")), SECRET)),
        ("another issuer", signed(&header, &with(&claims, "iss", json!("other")), SECRET)),
        ("expired", signed(&header, &with(&claims, "exp", json!(1)), SECRET)),
        ("of a user who has no such sign-in", signed(&header, &with(&claims, "sub", json!("5")), SECRET)),
        ("of no sign-in", signed(&header, &with(&claims, "sid", json!("5")), SECRET)),
        ("nonsense", "a.b.c".into()),
        ("an operator in name", signed(&header, &with(&claims, "sid", json!({ "$gt": "" })), SECRET)),
    ] {
        assert_eq!(house.me(&token).await.problem(), (401, "signed_out"), "{what}");
        assert_eq!(house.tickets(&token).await.problem(), (401, "signed_out"), "{what}");
    }
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_may_in_a_guild_what_their_roles_let_them_and_nothing_while_discord_is_away() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let (alice, bob, owner) = (world.member("alice"), world.agent("bob"), world.guild.owner());
    world.opens(&alice, "Support").await;
    world.opens(&world.member("carol"), "Support").await;
    let stranger = world.discord.guild("Elsewhere").member("mallory");

    let config = format!("{}/api/guilds/{}/config", house.url, world.guild.id());
    let settings = async |access: &str| {
        answer(house.hosting.http.get(&config).bearer_auth(access).send().await.unwrap()).await.status
    };
    let (_, of_owner) = house.signs_in(&owner).await;
    let (_, of_bob) = house.signs_in(&bob).await;
    let (_, of_alice) = house.signs_in(&alice).await;
    let (_, of_stranger) = house.signs_in(&stranger).await;
    let seen = async |access: &str| house.tickets(access).await.body["tickets"].as_array().unwrap().len();
    assert_eq!((seen(&of_owner).await, seen(&of_bob).await, seen(&of_alice).await), (2, 2, 1));
    assert_eq!((settings(&of_owner).await, settings(&of_bob).await, settings(&of_alice).await), (200, 403, 403));
    assert_eq!(house.tickets(&of_stranger).await.problem(), (404, "no_such_guild"));

    let dave = world.agent("dave");
    let (_, of_dave) = house.signs_in(&dave).await;
    let path = format!("/guilds/{}/members/{}", world.guild.id(), dave.id());
    let limit = Fault::RateLimited { scope: "user", retry_after: Duration::from_secs(5) };
    for fault in [Fault::Status(500), Fault::CutBefore, limit] {
        let away = world.discord.faults().respond(Match::any().path(&path), fault.clone(), 100);
        assert_eq!(house.tickets(&of_dave).await.problem(), (503, "discord_away"), "{fault:?}: neither yes nor no");
        away.cancel();
    }
    eventually_async("Discord is asked again", async || house.tickets(&of_dave).await.status == 200).await;
    eventually("it was asked", || world.discord.request_count("GET", &path) > 0).await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_moderator_whose_role_was_taken_is_out_within_a_minute() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    let bob = world.agent("bob");
    world.opens(&world.member("alice"), "Support").await;
    let (_, access) = house.signs_in(&bob).await;
    let seen = async || house.tickets(&access).await.body["tickets"].as_array().unwrap().len();
    assert_eq!(seen().await, 1);
    bob.loses_role(&world.staff);
    house.clock.moves_on(Duration::from_secs(59));
    assert_eq!(seen().await, 0);
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn access_and_what_was_begun_are_over_in_time_and_a_sign_in_gives_access_again() {
    let house = House::set_up().await;
    let alice = house.hosting.world.member("alice");
    let (mut browser, access) = house.signs_in(&alice).await;
    assert_eq!(browser.refreshes().await.body["expires_in"], 15 * 60, "as JWT_EXPIRY says");
    house.clock.moves_on(Duration::from_mins(14));
    assert_eq!(house.me(&access).await.status, 200);
    house.clock.moves_on(Duration::from_mins(1));
    assert_eq!(house.me(&access).await.problem(), (401, "signed_out"));
    let again = browser.refreshes().await;
    assert_eq!(house.me(again.body["access_token"].as_str().unwrap()).await.status, 200);

    let mut late = house.browser();
    let back = late.consents(&alice).await;
    house.clock.moves_on(Duration::from_mins(10));
    assert_eq!(answer(late.gets(&back).await).await.problem(), (400, "strange_sign_in"));
    house.hosting.finish().await;
}
