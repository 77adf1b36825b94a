//! Searching a guild's tickets over HTTP, by words and with other filters beside them.

use reqwest::Method;
use serde_json::json;

use super::tickets::{Desk, key_of};
use crate::support::{eventually_async, says};

#[tokio::test]
async fn tickets_are_found_by_every_word_that_was_said_in_them() {
    let desk = Desk::set_up().await;
    let world = &desk.hosting.world;
    let (alice, dora, carol) = (world.member("alice"), world.member("dora"), world.agent("carol"));
    let (first, second) = (world.opens(&alice, "Billing").await, world.opens(&dora, "Billing").await);
    alice.says(&first, "My Parcel, number AB-123, is LOST!").await;
    dora.says(&second, "退款 please: the parcel came broken").await;
    says(&carol, &second, "/ticket note text:insured").await;
    let topic = json!({ "topic": "Straße", "priority": "high" });
    assert_eq!(desk.asks(Method::PATCH, "/2", &desk.agent, Some(topic)).await.status, 200);
    eventually_async("both were heard", async || desk.numbers("?text=parcel").await == [2, 1]).await;
    for (text, found) in [
        ("PARCEL%20lost", vec![1]),
        ("lost%20parcel%20123", vec![1]),
        ("broken&status=open&priority=high", vec![2]),
        ("broken&status=closed", vec![]),
        ("lost%20broken", vec![]),
        ("退款", vec![2]),
        ("straße", vec![2]),
        ("insured", vec![2]),
        ("dora", vec![2]),
        ("dor", vec![2]),
        ("parce", vec![]),
        ("%3F!%20…", vec![]),
        ("word:parcel", vec![]),
    ] {
        assert_eq!(desk.numbers(&format!("?text={text}")).await, found, "{text}");
    }
    let page = desk.gets("?text=parcel&limit=1").await.body;
    assert_eq!(page["tickets"][0]["number"], 2);
    let after = page["next"].as_str().unwrap();
    let rest = desk.gets(&format!("?text=parcel&limit=1&after={after}")).await.body;
    assert_eq!((&rest["tickets"][0]["number"], &rest["next"]), (&json!(1), &json!(null)));
    desk.hosting.finish().await;
}

#[tokio::test]
async fn what_was_edited_away_is_not_found_notes_are_found_by_staff_and_a_text_has_to_be_one() {
    let desk = Desk::set_up().await;
    let (hosting, world) = (&desk.hosting, &desk.hosting.world);
    let (alice, carol) = (world.member("alice"), world.agent("carol"));
    let channel = world.opens(&alice, "Billing").await;
    let said = alice.says(&channel, "secretly").await;
    says(&carol, &channel, "/ticket note text:troublemaker").await;
    eventually_async("it was heard", async || desk.numbers("?text=secretly").await == [1]).await;
    alice.edits(&said, "openly");
    eventually_async("the edit was heard", async || desk.numbers("?text=openly").await == [1]).await;
    assert_eq!(desk.numbers("?text=secretly").await, [0; 0]);
    assert_eq!(desk.numbers("?text=troublemaker").await, [1]);
    let viewer = hosting.has_key(key_of(hosting, &["viewer"])).await;
    for (text, found) in [("openly", 1), ("troublemaker", 0)] {
        let listed = desk.asks(Method::GET, &format!("?text={text}"), &viewer, None).await;
        assert_eq!((listed.status, listed.body["tickets"].as_array().unwrap().len()), (200, found), "{text}");
    }
    for text in ["", "%20", &"x".repeat(201)] {
        let refused = desk.gets(&format!("?text={text}")).await;
        assert_eq!(refused.problem(), (400, "invalid_query"), "{text}");
    }
    desk.hosting.finish().await;
}
