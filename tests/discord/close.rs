//! Closing a ticket, and opening it again.

use std::time::Duration;

use futures_util::future::join_all;

use crate::support::{Stage, agrees, eventually, says, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slash_command_closes_with_the_reason_that_it_was_given() {
    let stage = Stage::set().await;
    let (alice, bob) = (stage.member("alice"), stage.agent("bob"));
    let ticket = stage.opens(&alice, "Support").await;
    assert!(says(&bob, &stage.general, "/ticket close").await.contains("Use this in a ticket's channel"));
    let form = bob.slash(&ticket, "/ticket close reason:\"all done\"").await.modal().unwrap();
    assert_eq!(form.title(), "Close ticket #1?");
    bob.submit(&form, [] as [(&str, &str); 0]).await;
    eventually("the channel is gone", || !ticket.exists()).await;
    until_idle(&stage.service, SOON).await;
    let (_, text) = stage.transcripts().remove(0);
    assert!(text.contains("all done") && text.contains("bob"), "{text}");
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_several_close_at_once_is_closed_once() {
    let stage = Stage::set().await;
    let (alice, bob) = (stage.member("alice"), stage.agent("bob"));
    let ticket = stage.opens(&alice, "Support").await;
    let close = welcome(&ticket).button("Close");
    let forms: Vec<_> = [&alice, &bob, &alice, &bob].into_iter().collect();
    let forms =
        join_all(forms.into_iter().map(async |member| (member, member.press(&close).await.modal().unwrap()))).await;
    let answers = join_all(forms.iter().map(|(member, form)| member.submit(form, [("reason", "twice")]))).await;
    let closed = answers.iter().filter(|answer| !answer.text().contains("not open")).count();
    assert!(closed >= 1, "{answers:?}");
    eventually("the channel is gone", || !ticket.exists()).await;
    until_idle(&stage.service, SOON).await;
    assert_eq!(stage.transcripts().len(), 1);
    let late = bob.press_custom(&stage.panel(), "tickit:1:close:1").await;
    assert!(late.text().contains("This ticket is not open"), "{}", late.text());
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reopened_ticket_keeps_its_number_and_its_conversation() {
    let stage = Stage::set().await;
    let (alice, bob) = (stage.member("alice"), stage.agent("bob"));
    let ticket = stage.opens(&alice, "Support").await;
    alice.says(&ticket, "the first thing").await;
    assert!(says(&bob, &stage.general, "/ticket reopen ticket:1").await.contains("This ticket is not closed"));
    assert!(says(&bob, &stage.general, "/ticket reopen ticket:9").await.contains("no such ticket"));
    stage.closes(&bob, &ticket, "").await;
    until_idle(&stage.service, SOON).await;
    assert!(says(&alice, &stage.general, "/ticket reopen ticket:1").await.contains("you need to be staff"));
    assert!(says(&bob, &stage.general, "/ticket reopen ticket:1").await.contains("is open"));
    until_idle(&stage.service, SOON).await;
    let again = stage.ticket_channels().remove(0);
    assert!(again.name() == "support-0001" && alice.sees(&again));
    alice.says(&again, "the second thing").await;
    stage.closes(&bob, &again, "").await;
    until_idle(&stage.service, SOON).await;
    let (_, text) = stage.transcripts().pop().unwrap();
    assert!(text.contains("the first thing") && text.contains("the second thing"), "{text}");
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reopening_needs_a_free_slot_and_happens_once() {
    let stage = Stage::set().await;
    let (alice, bob, eve) = (stage.member("alice"), stage.agent("bob"), stage.agent("eve"));
    let first = stage.opens(&alice, "Support").await;
    stage.closes(&bob, &first, "").await;
    until_idle(&stage.service, SOON).await;
    let second = stage.opens(&alice, "Support").await;
    let refused = says(&bob, &stage.general, "/ticket reopen ticket:1").await;
    assert!(refused.contains("open ticket of this type already"), "{refused}");
    stage.closes(&bob, &second, "").await;
    until_idle(&stage.service, SOON).await;
    let reopen = stage.transcripts()[0].0.button("Reopen");
    let answers = join_all([&bob, &eve, &bob, &eve].map(|agent| agent.press(&reopen))).await;
    for answer in answers {
        let text = answer.finished().await.text();
        assert!(text.contains("is open") || text.contains("not closed"), "{text}");
    }
    until_idle(&stage.service, SOON).await;
    assert_eq!(agrees(&*stage.service.desk().stores, &stage.ground).await.len(), 1);
    stage.strike().await;
}

/// More than one attempt may read, while no session listened.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_conversation_that_nobody_heard_is_in_the_transcript_whole() {
    const LINES: usize = 620;
    let stage = Stage::set().await;
    let alice = stage.member("alice");
    let ticket = stage.opens(&alice, "Support").await;
    until_idle(&stage.service, SOON).await;
    let scenery = stage.leave().await;
    for number in 0..LINES {
        alice.says(&ticket, &format!("line {number}.")).await;
    }
    scenery.discord.faults().gateway(&scenery.bot).forget_sessions();
    let service = scenery.settings.start().await;
    scenery.closes(&alice, &ticket, "").await;
    until_idle(&service, SOON).await;
    let (_, text) = scenery.transcripts().remove(0);
    assert!((0..LINES).all(|number| text.contains(&format!("line {number}."))), "{text}");
    assert_eq!(scenery.transcripts().len(), 1);
    let pages = scenery.discord.request_count("GET", &format!("/channels/{}/messages", ticket.id()));
    assert_eq!(pages, 7, "pages are read once");
    service.stop().await;
    scenery.discord.finish().await.unwrap();
}
