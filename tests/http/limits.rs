//! How much is let through, by whom, and what answers say of it.

use std::sync::Arc;

use reqwest::header::HeaderMap;
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;
use tickit::config::HttpSettings;

use super::{Door, There};
use crate::installation::OPERATOR_KEY;

impl Door {
    /// Somebody asks a listed proxy, or so the headers say.
    async fn asks_for(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let request = Client::new().get(format!("{}{path}", self.url));
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
    }

    /// How many may ask this often for a path, by these headers, until they are too many.
    async fn lets_through(&self, path: &str, headers: &[(&str, &str)]) -> usize {
        for number in 0..50 {
            if self.asks_for(path, headers).await.status() == StatusCode::TOO_MANY_REQUESTS {
                return number;
            }
        }
        panic!("{path} has no limit");
    }
}

/// Two of everything in one go, and the next in a minute or so.
fn few(settings: &mut HttpSettings) {
    settings.requests_per_second = 1;
    settings.sign_ins_per_minute = 1;
}

fn behind_loopback(settings: &mut HttpSettings) {
    few(settings);
    settings.trusted_proxies = ["127.0.0.0/8".parse().unwrap()].into_iter().collect();
}

fn number(headers: &HeaderMap, name: &str) -> u64 {
    headers[name].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn every_answer_says_how_much_is_left_and_too_many_read_when_to_come_again() {
    let door = Door::open_with(Arc::new(There), |settings| settings.requests_per_second = 2);
    for _ in 0..2 {
        let answer = door.get("/api/health").await;
        let headers = answer.headers();
        assert_eq!(number(headers, "ratelimit-limit"), 4);
        assert!((2..=3).contains(&number(headers, "ratelimit-remaining")), "{headers:?}");
        assert!((1..=2).contains(&number(headers, "ratelimit-reset")), "{headers:?}");
        assert!(!headers.contains_key("retry-after"));
    }
    let refused = loop {
        let answer = door.get("/nothing").await;
        assert!(answer.headers().contains_key("ratelimit-remaining"), "what is not there counts too");
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            break answer;
        }
    };
    assert_eq!(number(refused.headers(), "ratelimit-remaining"), 0);
    assert!(number(refused.headers(), "retry-after") >= 1);
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "too_many_requests");
    for _ in 0..10 {
        let live = door.get("/api/health/live").await;
        assert_eq!(live.status(), StatusCode::OK, "whoever keeps the process alive is never sent away");
        assert!(!live.headers().contains_key("ratelimit-limit"));
    }
    door.close().await;
}

#[tokio::test]
async fn a_strangers_header_makes_nobody_another_caller() {
    let door = Door::open_with(Arc::new(There), few);
    let one = door.lets_through("/nothing", &[("x-forwarded-for", "192.0.2.1")]).await;
    assert!((2..5).contains(&one), "{one}");
    let another = [("x-forwarded-for", "192.0.2.2"), ("forwarded", "for=192.0.2.2")];
    assert!(door.lets_through("/nothing", &another).await < 2, "nobody else");
    door.close().await;
}

#[tokio::test]
async fn behind_a_listed_proxy_each_client_counts_by_itself_and_none_by_what_they_made_up() {
    let door = Door::open_with(Arc::new(There), behind_loopback);
    let spent = door.lets_through("/nothing", &[("x-forwarded-for", "192.0.2.1")]).await;
    assert!((2..5).contains(&spent), "{spent}");
    let status = async |name: &str, value: &str| door.asks_for("/nothing", &[(name, value)]).await.status();
    assert_eq!(status("x-forwarded-for", "192.0.2.2").await, StatusCode::NOT_FOUND, "another client");
    assert_eq!(status("forwarded", "for=192.0.2.3;proto=https").await, StatusCode::NOT_FOUND, "another client");
    // Whoever is somebody else has two in one go; of the same client one may be there again.
    for same in ["198.51.100.1, 192.0.2.1", "192.0.2.1, 127.0.0.9", "192.0.2.1:4711"] {
        assert!(door.lets_through("/nothing", &[("x-forwarded-for", same)]).await < 2, "{same}");
    }
    door.lets_through("/nothing", &[("x-forwarded-for", "2001:db8:0:1::1")]).await;
    let neighbour = door.lets_through("/nothing", &[("x-forwarded-for", "2001:db8:0:1::2")]).await;
    assert!(neighbour < 2, "one network: {neighbour}");
    assert_eq!(status("x-forwarded-for", "2001:db8:0:2::1").await, StatusCode::NOT_FOUND);
    door.close().await;
}

#[tokio::test]
async fn steps_of_sign_ins_have_a_limit_by_address() {
    let door = Door::open_with(Arc::new(There), |settings| {
        behind_loopback(settings);
        settings.requests_per_second = 100;
    });
    for path in ["/api/auth/login", "/api/auth/links/guessed", "/api/auth/callback?code=x"] {
        let client = format!("192.0.2.{}", path.len());
        assert_eq!(door.lets_through(path, &[("x-forwarded-for", &client)]).await, 2, "{path}");
        let other = door.asks_for(path, &[("x-forwarded-for", "198.51.100.1")]).await;
        if path == "/api/auth/login" {
            assert_eq!(other.json::<Value>().await.unwrap()["code"], "sign_in_not_configured", "others go on");
        }
        let elsewhere = door.asks_for("/api/health", &[("x-forwarded-for", &client)]).await;
        assert_eq!(elsewhere.status(), StatusCode::OK, "sign-ins have a limit of their own");
    }
    door.close().await;
}

#[tokio::test]
async fn whoever_guesses_keys_is_sent_away_by_address_and_a_known_key_is_not() {
    let door = Door::open_with(Arc::new(There), |settings| {
        few(settings);
        settings.writes_per_second = 1;
    });
    let mut seen = Vec::new();
    for number in 0..10 {
        seen.push(door.reconnect(&format!("guess-{number}"), "").await.0);
    }
    assert!(seen.contains(&StatusCode::TOO_MANY_REQUESTS), "{seen:?}");
    assert!(door.lets_through("/api/health", &[]).await < 2, "it is the address's share");
    assert_eq!(door.reconnect(OPERATOR_KEY, "").await.0, StatusCode::ACCEPTED, "from the same address");
    let mut statuses = Vec::new();
    for _ in 0..10 {
        statuses.push(door.reconnect(OPERATOR_KEY, "").await.0);
    }
    assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS), "the operator has a limit too: {statuses:?}");
    door.close().await;
}

#[tokio::test]
async fn nobody_signs_in_through_a_proxy_that_was_reached_by_plain_http() {
    let door = Door::open_with(Arc::new(There), |settings| {
        behind_loopback(settings);
        (settings.requests_per_second, settings.sign_ins_per_minute) = (100, 100);
        settings.public_url = Some("https://tickit.example.org".to_owned());
    });
    let code = async |headers: &[(&str, &str)]| {
        door.asks_for("/api/auth/login", headers).await.json::<Value>().await.unwrap()["code"].clone()
    };
    for plain in [("x-forwarded-proto", "http"), ("forwarded", "for=192.0.2.1;proto=http"), ("x-forwarded-proto", "ws")]
    {
        assert_eq!(code(&[("x-forwarded-for", "192.0.2.1"), plain]).await, "not_secure", "{plain:?}");
    }
    // There are no databases behind this door, which is as far as somebody gets who may sign in.
    for private in [("x-forwarded-proto", "https"), ("forwarded", "for=192.0.2.2;proto=https"), ("x-other", "")] {
        assert_eq!(code(&[("x-forwarded-for", "192.0.2.2"), private]).await, "store_unavailable", "{private:?}");
    }
    door.close().await;
}
