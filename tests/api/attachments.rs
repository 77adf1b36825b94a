//! Files that are kept with tickets, and transcripts for programs, over HTTP.

use reqwest::Method;
use serde_json::{Value, json};

use super::tickets::{Desk, key_of};
use crate::support::eventually_async;

/// A closed ticket in which this was sent.
async fn closed_with(desk: &Desk, name: &str, content: &[u8]) {
    let world = &desk.hosting.world;
    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    let channel = world.opens(&alice, "Billing").await;
    alice.says_with_file(&channel, "Größe \"M\" 🐌", name, content).await;
    world.closes(&bob, &channel, "").await;
    eventually_async("it is closed", async || desk.gets("/1").await.body["status"] == "closed").await;
}

#[tokio::test]
async fn a_file_that_is_kept_is_listed_and_read_as_it_was_sent_and_never_shown() {
    let desk = Desk::set_up().await;
    let content: Vec<u8> = b"<script>alert(1)</script>".iter().copied().cycle().take(500_000).collect();
    closed_with(&desk, "page.html", &content).await;
    let viewer = desk.hosting.has_key(key_of(&desk.hosting, &["viewer"])).await;
    let listed = desk.asks(Method::GET, "/1/attachments", &viewer, None).await;
    let file = &listed.body["attachments"][0];
    assert_eq!(
        (listed.status, &file["name"], &file["bytes"]),
        (200, &json!("page.html"), &json!(500_000)),
        "{listed:?}"
    );

    let guild = desk.hosting.world.guild.id();
    let id = file["id"].as_str().unwrap();
    let url = format!("{}/api/guilds/{guild}/tickets/1/attachments/{id}", desk.hosting.url());
    let read = desk.hosting.http.get(url).bearer_auth(&viewer).send().await.unwrap();
    assert_eq!(read.status(), 200);
    let header = |name: &str| read.headers()[name].to_str().unwrap().to_owned();
    assert!(header("content-disposition").starts_with("attachment; filename=\"page.html\""));
    assert_eq!(header("content-type"), "application/octet-stream");
    assert_eq!((header("x-content-type-options"), header("content-length")), ("nosniff".into(), "500000".into()));
    assert!(read.bytes().await.unwrap() == content[..]);

    for rest in ["/1/attachments/1-0", "/1/attachments/x", &*format!("/1/attachments/{id}1"), "/1/attachments/-"] {
        assert_eq!(desk.gets(rest).await.problem(), (404, "no_such_file"), "{rest}");
    }
    assert_eq!(desk.gets(&format!("/2/attachments/{id}")).await.problem(), (404, "no_such_ticket"));
    assert_eq!(desk.gets("/2/attachments").await.problem(), (404, "no_such_ticket"));
    desk.hosting.finish().await;
}

#[tokio::test]
async fn a_transcript_is_read_as_json_of_an_open_ticket_and_of_a_closed_one() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    world.opens(&world.member("carol"), "Billing").await;
    let open: Value = serde_json::from_str(&desk.reads("/1/transcript?format=json").await).unwrap();
    assert_eq!((&open["ticket"]["number"], &open["ticket"]["status"]), (&json!(1), &json!("open")), "{open}");
    desk.asks(Method::POST, "/1/close", &desk.agent, Some(json!({}))).await;
    eventually_async("it is closed", async || desk.gets("/1").await.body["status"] == "closed").await;

    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    let channel = world.opens(&alice, "Billing").await;
    for number in 0..105 {
        alice.says(&channel, &format!("Line {number} \"🐌\"")).await;
    }
    world.closes(&bob, &channel, "").await;
    eventually_async("it is closed", async || desk.gets("/2").await.body["status"] == "closed").await;
    let read: Value = serde_json::from_str(&desk.reads("/2/transcript?format=json").await).unwrap();
    let all = read["messages"].as_array().unwrap();
    let lines: Vec<&str> =
        all.iter().filter(|one| one["by_bot"] == false).filter_map(|one| one["content"].as_str()).collect();
    assert_eq!(lines, (0..105).map(|number| format!("Line {number} \"🐌\"")).collect::<Vec<_>>());
    assert_eq!(desk.gets("/9/transcript?format=json").await.problem(), (404, "no_such_ticket"));
    desk.hosting.finish().await;
}
