//! What browsers are told of every answer.

use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;
use tickit::http::document;

use super::host::Hosting;
use super::operations::{filled, ids_of_nothing};
use super::tickets::Desk;
use crate::installation::OPERATOR_KEY;

/// Pages have policies of their own, which allow their own style and pictures, and the link's page its own form.
const PAGES: [&str; 2] = ["/api/docs", "/api/auth/links/{link}"];

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

/// What every answer says, whatever it is.
fn is_safe(headers: &HeaderMap) -> bool {
    let policy = header(headers, "content-security-policy");
    let directives: Vec<&str> = policy.split(';').map(str::trim).collect();
    let closed = ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"];
    closed.iter().all(|directive| directives.contains(directive))
        && directives.iter().any(|directive| directive.starts_with("form-action "))
        && !policy.contains("script")
        && header(headers, "x-content-type-options") == "nosniff"
        && header(headers, "x-frame-options") == "DENY"
        && header(headers, "cache-control") == "no-store"
}

#[tokio::test]
async fn every_route_tells_browsers_to_keep_frame_guess_and_run_nothing() {
    let hosting = Hosting::with(&[("TICKIT_REQUESTS_PER_SECOND", "10000")]).await;
    let document: Value = serde_json::from_str(&document().unwrap()).unwrap();
    let mut seen = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        // A feed goes on for ever.
        let asked = operations.as_object().unwrap().keys().filter(|_| !path.ends_with("/events"));
        for method in asked {
            for key in ["", OPERATOR_KEY] {
                let verb: Method = method.to_uppercase().parse().unwrap();
                let answered =
                    hosting.asks(verb, &filled(path, &ids_of_nothing("81384788765712384", "1")), key, None).await;
                let headers = &answered.headers;
                assert!(is_safe(headers), "{method} {path}: {headers:?}");
                let referrer = header(headers, "referrer-policy");
                assert!(referrer == "no-referrer" || PAGES.contains(&path.as_str()), "{method} {path}: {referrer}");
                seen += 1;
            }
        }
    }
    assert!(seen > 150, "{seen}");
    for nowhere in ["/nothing", "/api/nothing", "/.git/config"] {
        assert!(is_safe(&hosting.asks(Method::GET, nowhere, "", None).await.headers), "{nowhere}");
    }
    hosting.finish().await;
}

#[tokio::test]
async fn a_transcript_that_a_browser_shows_is_framed_by_nobody_and_sends_nothing() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    world.opens(&world.member("alice"), "Billing").await;
    for format in ["html", "text", "json"] {
        let read = desk.gets(&format!("/1/transcript?format={format}")).await;
        assert_eq!(read.status, 200, "{format}");
        assert!(is_safe(&read.headers), "{format}: {:?}", read.headers);
        let policy = header(&read.headers, "content-security-policy");
        assert!(policy.ends_with("sandbox") && policy.contains("form-action 'none'"), "{policy}");
    }
    desk.hosting.finish().await;
}
