//! The API's document: it names the routes that there are.

use std::collections::BTreeSet;

use reqwest::Method;

use super::host::Hosting;
use super::operations::{METHODS, filled, ids_of_nothing, whole};

#[tokio::test]
async fn every_route_of_the_document_is_there_and_takes_its_methods_and_no_other() {
    let hosting = Hosting::with(&[("TICKIT_REQUESTS_PER_SECOND", "10000")]).await;
    let (document, ids) = (whole(), ids_of_nothing("81384788765712384", "1"));
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() >= 10);
    for (path, operations) in paths {
        let url = filled(path, &ids);
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
    let document = whole();
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
