//! What a guild's audit log says of what the bot did.

use crate::support::{TestService, eventually, says};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_that_is_changed_for_a_ticket_has_its_reason_in_the_audit_log() {
    let app = TestService::ready().await;
    let (alice, bob, carol) = (app.member("alice"), app.agent("bob"), app.member("carol"));
    let ticket = app.opens(&alice, "Support").await;
    says(&bob, &ticket, "/ticket add who:@carol").await;
    eventually("carol sees it", || carol.sees(&ticket)).await;
    says(&bob, &ticket, "/ticket remove who:@carol").await;
    eventually("carol no longer sees it", || !carol.sees(&ticket)).await;
    says(&bob, &ticket, "/ticket rename name:refund").await;
    eventually("it is renamed", || ticket.name() == "refund").await;
    app.closes(&bob, &ticket, "").await;
    let has_reason = |path: &str| !path.contains("/messages") && !path.contains("/commands");
    let changes: Vec<_> = app
        .discord
        .requests()
        .into_iter()
        .filter(|request| {
            request.method != "GET" && ["/guilds/", "/channels/"].iter().any(|of| request.path.contains(of))
        })
        .filter(|request| has_reason(&request.path))
        .map(|request| (request.method, request.path, request.reason.unwrap_or_default()))
        .collect();
    let methods: Vec<_> = changes.iter().map(|(method, ..)| method.as_str()).collect();
    assert_eq!(methods, ["POST", "PUT", "DELETE", "PATCH", "DELETE"], "{changes:?}");
    assert!(changes.iter().all(|(.., reason)| reason.contains("icket 1")), "{changes:?}");
    app.finish().await;
}
