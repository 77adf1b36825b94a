//! Commands that ask the service which runs, with the operator's key.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::LOCATION;

use crate::installation::{Installation, OPERATOR_KEY};

#[tokio::test]
async fn the_operators_key_goes_to_the_configured_address_and_to_none_that_this_names() {
    let mut tickit = Installation::in_production().set("TICKIT_OPERATOR_KEY", OPERATOR_KEY);
    let service = tickit.serve().await;
    let elsewhere = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let there = format!("http://{}/api/keys", elsewhere.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    tokio::spawn(async move {
        while elsewhere.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    for status in [StatusCode::MOVED_PERMANENTLY, StatusCode::SEE_OTHER, StatusCode::TEMPORARY_REDIRECT] {
        let false_one = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = false_one.local_addr().unwrap().to_string();
        let there = there.clone();
        let router = Router::new().fallback(async move || (status, [(LOCATION, there)]));
        let serving = tokio::spawn(async move { axum::serve(false_one, router).await.unwrap() });
        tickit = tickit.set("TICKIT_HTTP_ADDRESS", address);
        for words in [&["keys", "list"][..], &["keys", "create", "--invitation"]] {
            let said = tickit.run(words).await;
            assert!(said.code == Some(1) && said.stderr.contains(status.as_str()), "{status}: {}", said.all());
        }
        serving.abort();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0, "it was sent on");
    service.stop().await;
}
