//! Keys, tokens and sign-ins that open nothing are in the audit log: counted, and without anybody's address.

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use tickit_domain::clock::Timestamp;

use super::host::{Hosting, answer};
use super::signing_in::House;
use crate::installation::OPERATOR_KEY;
use crate::support::eventually_async;

/// The events of a kind in the service's audit log.
async fn events(hosting: &Hosting, kind: &str) -> Vec<Value> {
    let read = hosting.asks(Method::GET, &format!("/api/audit?kind={kind}&limit=100"), OPERATOR_KEY, None).await;
    assert_eq!(read.status, 200, "{read:?}");
    read.body["entries"].as_array().unwrap().clone()
}

/// How often something was shown, by the events of a kind.
fn counts(events: &[Value], reason: &str) -> u64 {
    let of_reason = events.iter().filter(|event| event["after"]["reason"] == reason);
    of_reason.map(|event| event["after"]["count"].as_u64().unwrap()).sum()
}

/// The service ends and begins again on its databases: what was counted is recorded by then.
async fn restarted(hosting: Hosting) -> Hosting {
    let Hosting { world, service, http } = hosting;
    service.stop().await;
    let service = world.settings.start_unready().await;
    Hosting { world, service, http }
}

#[tokio::test]
async fn keys_that_open_nothing_are_counted_by_kind_and_address_and_not_one_by_one() {
    let hosting = Hosting::usual().await;
    let key = hosting.bot_key().await;
    let id = hosting.asks(Method::GET, "/api/keys", OPERATOR_KEY, None).await.body["keys"][0]["id"].clone();
    let path = format!("/api/keys/{}", id.as_str().unwrap());
    assert_eq!(hosting.asks(Method::DELETE, &path, OPERATOR_KEY, None).await.status, 200);
    let guesses = (0..40).map(|number| format!("tickit_0123456789abcdef_{number:048}")).collect::<Vec<_>>();
    let asked = guesses.iter().map(|guess| hosting.asks(Method::GET, "/api/keys", guess, None));
    assert!(join_all(asked).await.iter().all(|answer| answer.status == 401));
    for guess in ["x", "tickit_", &OPERATOR_KEY[1..]] {
        let sent =
            hosting.http.get(format!("{}/api/keys", hosting.url())).header("authorization", format!("Bearer {guess}"));
        assert_eq!(answer(sent.send().await.unwrap()).await.status, 401, "{guess}");
    }
    assert_eq!(hosting.asks(Method::GET, &hosting.bot_path(""), &key, None).await.status, 401);
    eventually_async("they are told", async || !events(&hosting, "key.refused").await.is_empty()).await;

    let hosting = restarted(hosting).await;
    let told = events(&hosting, "key.refused").await;
    assert_eq!((counts(&told, "unknown_key"), counts(&told, "revoked_key")), (43, 1), "{told:?}");
    assert!(told.len() <= 4, "two kinds, told at once and at the end: {}", told.len());
    let revoked = told.iter().find(|event| event["after"]["reason"] == "revoked_key").unwrap();
    assert_eq!((&revoked["after"]["key"], &revoked["actor"]), (&id, &json!("tickit")));
    for event in &told {
        let from = event["after"]["from"].as_str().unwrap();
        assert!(from.len() == 16 && !event.to_string().contains("127.0.0.1"), "{event}");
        assert!(!event.to_string().contains(&guesses[0][25..]), "{event}");
        assert!(Timestamp::parse_rfc3339(event["after"]["first"].as_str().unwrap()).is_some(), "{event}");
    }
    hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sign_ins_that_fail_are_told_and_what_is_merely_over_is_not() {
    let house = House::set_up().await;
    let alice = house.hosting.world.member("alice");
    let (mut browser, access) = house.signs_in(&alice).await;
    let back = house.browser().consents(&alice).await;
    assert_eq!(answer(house.browser().gets(&back).await).await.problem(), (400, "strange_sign_in"));
    let link = format!("{}/api/auth/links/guessed", house.url);
    assert_eq!(answer(house.browser().opens(&link).await).await.problem(), (410, "login_link_over"));
    let forged = format!("{}x", &access[..access.len() - 1]);
    assert_eq!(house.me(&forged).await.status, 401);
    let mut thief = house.browser();
    thief.cookies = vec![("tickit_sign_in".into(), format!("{}.guess", "0".repeat(48)))];
    assert_eq!(thief.refreshes().await.problem(), (401, "signed_out"));
    // Whoever signed out, and whose tokens are over by that, is no stranger.
    assert_eq!(browser.posts("/api/auth/logout", &house.url.clone(), &access).await.status, 204);
    assert_eq!((house.me(&access).await.status, browser.refreshes().await.status), (401, 401));

    let told = async || events(&house.hosting, "sign_in.failed").await;
    eventually_async("they are told", async || !told().await.is_empty()).await;
    let House { hosting, .. } = house;
    let hosting = restarted(hosting).await;
    let told = events(&hosting, "sign_in.failed").await;
    for reason in ["strange_sign_in", "dead_link", "forged_token", "unknown_secret"] {
        assert_eq!(counts(&told, reason), 1, "{reason}: {told:?}");
    }
    assert_eq!(told.len(), 4, "{told:?}");
    hosting.finish().await;
}
