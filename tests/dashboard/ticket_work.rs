//! What staff does to a ticket on its page besides answering: giving it to somebody, and asking to close it.

use serde_json::json;

use super::browser::Browser;
use super::ticket::{base, opens, opens_and};
use super::ticket_forms::{sends, ticket};
use crate::api::signing_in::House;
use crate::support::{eventually, welcome};

/// How the ticket stands, as its page has it.
async fn standing(browser: &mut Browser) -> String {
    let text = browser.does("text", json!({ "selector": "#standing" })).await;
    text.as_str().unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_is_assigned_handed_over_to_a_team_and_given_back() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    let (alice, bob, bella) = (world.member("alice"), world.agent("bob"), world.member("bella"));
    assert!(world.owner_says("/staff add who:@bella team:Refunds").await.contains("**Refunds**"));
    let channel = world.opens(&alice, "Support").await;
    let owner = world.guild.owner().with_role(&world.staff);
    browser.signs_in(&owner).await;
    browser.goes_to(&format!("{}/tickets/1", base(&house))).await;

    opens_and(&mut browser, "Assign", "Me").await;
    browser.sees("assigned it").await;
    let stands = standing(&mut browser).await;
    assert!(stands.contains(&format!("Assigned to {}", owner.name)), "{stands}");
    opens(&mut browser, "Assign").await;
    browser.fills("Or to somebody else, by their Discord ID", &format!("<@{}>", bob.id())).await;
    browser.presses("Assign").await;
    let of_bob = format!("<@{}>", bob.id());
    eventually("the first message names bob", || welcome(&channel).text().contains(&of_bob)).await;
    browser.does("appear", json!({ "selector": "#standing dd:text-is(\"bob\")" })).await;

    opens(&mut browser, "Assign").await;
    browser.fills("Or to somebody else, by their Discord ID", &alice.id().to_string()).await;
    browser.presses("Assign").await;
    browser.sees("is not staff for this ticket").await;
    let entered = "document.getElementById('assign-other').value";
    assert_eq!(browser.does("evaluate", json!({ "script": entered })).await, alice.id().to_string(), "it stays");
    assert!(standing(&mut browser).await.contains("Assigned to bob"));

    assert!(!bella.sees(&channel));
    opens_and(&mut browser, "Hand over", "Refunds").await;
    browser.sees("handed it over").await;
    browser.does("appear", json!({ "selector": "#standing dd:text-is(\"Refunds\")" })).await;
    eventually("the team sees it", || bella.sees(&channel)).await;
    opens_and(&mut browser, "Hand over", "Back to whoever works on this type").await;
    eventually("the team does not see it", || !bella.sees(&channel)).await;
    assert!(!standing(&mut browser).await.contains("Refunds"));
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn either_side_asks_to_close_a_ticket_and_the_other_keeps_it_open_or_closes_it() {
    let house = House::set_up().await;
    let Some(mut browser) = Browser::at(&house.url).await else { return };
    let world = &house.hosting.world;
    world.owner_says("/type edit type:Support closes:\"Staff only\"").await;
    let (alice, bob) = (world.member("alice"), world.agent("bob"));
    let channel = world.opens(&alice, "Support").await;
    let page = format!("{}/tickets/1", base(&house));

    browser.signs_in(&bob).await;
    browser.goes_to(&page).await;
    opens(&mut browser, "Ask to close").await;
    // Closing it has a reason, too.
    let reason = "document.getElementById('request-text').value = 'Is it solved?'";
    browser.does("evaluate", json!({ "script": reason })).await;
    browser.presses("Ask to close").await;
    browser.sees("bob asks to close this ticket.").await;
    assert!(!browser.reads().await.contains("Keep it open"), "whoever asked waits for the answer");

    browser.does("forget", json!({})).await;
    browser.signs_in(&alice).await;
    browser.goes_to(&page).await;
    browser.sees("bob asks to close this ticket.").await;
    assert!(browser.reads().await.contains("Is it solved?"));
    browser.is_accessible("a ticket that is asked to be closed").await;
    browser.presses("Keep it open").await;
    browser.misses("bob asks to close this ticket.").await;
    assert!(channel.exists());
    opens(&mut browser, "Ask to close").await;
    browser.fills("Reason", "It came").await;
    browser.presses("Ask to close").await;
    browser.sees("alice asks to close this ticket.").await;

    browser.does("forget", json!({})).await;
    browser.signs_in(&bob).await;
    browser.goes_to(&page).await;
    browser.sees("alice asks to close this ticket.").await;
    assert!(browser.reads().await.contains("kept it open"), "the history tells of it");
    browser.presses("Close it").await;
    eventually("the channel is gone", || !channel.exists()).await;
    browser.goes_to(&page).await;
    browser.sees("sealed the transcript").await;
    assert!(standing(&mut browser).await.contains("Reason It came"));
    browser.did_no_wrong().await;
    browser.closes().await;
    house.hosting.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_to_what_nobody_asked_is_refused_and_so_is_that_of_whoever_asked() {
    let house = House::set_up().await;
    let world = &house.hosting.world;
    world.opens(&world.member("alice"), "Support").await;
    let (staff, access) = house.signs_in(&world.agent("bob")).await;
    let page = format!("{}/tickets/1", base(&house));
    let answer = async |at: &str, answer: &str| {
        sends(&staff, &format!("{page}/answer"), &house.url, &[("at", at), ("answer", answer)]).await
    };
    for (at, said) in [("0", "close"), ("-9223372036854775808", "close"), ("0", "keep")] {
        let refused = answer(at, said).await;
        assert_eq!((refused.0, refused.2.contains("Nobody asks any more")), (422, true), "{at} {said}: {}", refused.2);
    }
    for (at, said) in [("x", "close"), ("0", "explode"), ("", "keep"), ("99999999999999999999", "close")] {
        assert_eq!(answer(at, said).await.0, 400, "{at} {said}");
    }
    let long = "x".repeat(5_000);
    let refused = sends(&staff, &format!("{page}/request"), &house.url, &[("text", &long)]).await;
    assert_eq!((refused.0, refused.2.contains(&long)), (422, true), "what was entered is lost");
    let asking = [("once", "1-a"), ("text", "<script>alert(1)</script>")];
    for _ in 0..2 {
        assert_eq!(sends(&staff, &format!("{page}/request"), &house.url, &asking).await.0, 303, "sent twice");
    }
    let again = sends(&staff, &format!("{page}/request"), &house.url, &[("text", "")]).await;
    assert_eq!(again.0, 422);
    assert!(again.2.contains("Somebody asks already") && !again.2.contains("<script>alert"), "{}", again.2);
    assert_eq!(ticket(&house, &access).await["status"], "open");
    house.hosting.finish().await;
}
