//! The API's document: it names the routes that there are.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::Value;
use tickit::http::document;

use super::host::Hosting;

const METHODS: [&str; 5] = ["get", "put", "post", "patch", "delete"];

#[tokio::test]
async fn every_route_of_the_document_is_there_and_takes_its_methods_and_no_other() {
    let hosting = Hosting::with(&[("TICKIT_REQUESTS_PER_SECOND", "10000")]).await;
    let document: Value = serde_json::from_str(&document().unwrap()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() >= 10);
    for (path, operations) in paths {
        let url = path.replace("{application_id}", "81384788765712384").replace("{key_id}", "0000000000000000");
        let url = url
            .replace("{guild}", "81384788765712384")
            .replace("{ticket}", "1")
            .replace("{label}", "x")
            .replace("{tag}", "x")
            .replace("{link}", "x")
            .replace("{type}", "1")
            .replace("{question}", "1")
            .replace("{panel}", "1")
            .replace("{role}", "81384788765712384")
            .replace("{reason}", "limit")
            .replace("{attachment}", "81384788765712384-0")
            .replace("{job}", "x")
            .replace("{session}", "x")
            .replace("{webhook}", "0000000000000000")
            .replace("{delivery}", "x")
            .replace("{whom}", "81384788765712384")
            .replace("{user}", "81384788765712384");
        assert!(!url.contains('{'), "{path} has a parameter that this test does not know");
        for method in METHODS {
            let verb: Method = method.to_uppercase().parse().unwrap();
            let answered = hosting.asks(verb, &url, "", None).await;
            let is_there = operations.get(method).is_some();
            let takes = !matches!(answered.problem().1, "no_such_route" | "method_not_allowed");
            assert_eq!(takes, is_there, "{method} {path}: {answered:?}");
        }
    }
    hosting.finish().await;
}

#[test]
fn every_operation_says_what_it_needs_answers_and_is_for() {
    let document: Value = serde_json::from_str(&document().unwrap()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let mut names = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let what = format!("{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{what} has no summary");
            assert!(!operation["tags"].as_array().unwrap().is_empty(), "{what} has no tag");
            assert!(!operation["responses"].as_object().unwrap().is_empty(), "{what} answers nothing");
            let is_open = [
                "/api/health",
                "/api/health/live",
                "/metrics",
                "/api/docs",
                "/api/openapi.json",
                "/discord/{application_id}",
                "/api/auth/login",
                "/api/auth/callback",
                "/api/auth/refresh",
                "/api/auth/links/{link}",
            ]
            .contains(&path.as_str());
            assert_eq!(operation.get("security").is_some(), !is_open, "{what}: who may?");
            let name = operation["operationId"].as_str().unwrap().to_owned();
            assert!(names.insert(name), "{what} is named as another");
        }
    }
    assert!(names.len() >= 13, "{names:?}");
}

/// Routes come from the document's own table, so that none is mounted beside it.
#[test]
fn no_route_is_mounted_past_the_document() {
    let router = include_str!("../../src/http/router.rs");
    assert!(!router.contains(".route(") && !router.contains(".nest("), "src/http/router.rs mounts a route by hand");
}
