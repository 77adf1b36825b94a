//! Asking the other side to close a ticket.

use std::time::Duration;

use discord_simulator::ChannelHandle;
use discord_simulator::people::MessageHandle;
use serde_json::json;
use tickit::store::MemoryStores;
use tickit::store::memory::MemoryStore;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::GuildId;
use tickit_domain::store::{DocumentStore as _, Record};
use tokio::time::{Instant, sleep};

use crate::support::{TestService, change_body, eventually, says, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

/// The newest message with *Accept and close*.
fn request(ticket: &ChannelHandle) -> MessageHandle {
    let asks = |message: &MessageHandle| message.find_button("Accept and close").is_some();
    ticket.messages().into_iter().rev().find(asks).expect("a request to close")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_opened_a_ticket_accepts_what_staff_asks_and_staff_does_not() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    says(&bob, &ticket, "/ticket request-close reason:\"seems solved\"").await;
    let asked = request(&ticket);
    assert!(asked.text().contains("asks to close this ticket: seems solved"), "{}", asked.text());
    eventually("the first message shows it", || welcome(&ticket).text().contains("To be closed")).await;
    assert!(says(&alice, &ticket, "/ticket request-close").await.contains("Somebody asks already"));
    let accept = asked.button("Accept and close");
    assert!(bob.press(&accept).await.text().contains("The other side accepts this"));
    let accepted = alice.press(&accept).await;
    assert!(accepted.text().contains("closes this ticket: seems solved"), "{}", accepted.text());
    eventually("the channel is gone", || !ticket.exists()).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn staff_accepts_what_the_opener_asks_and_whoever_asked_takes_it_back() {
    let app = TestService::ready().await;
    app.owner_says("/type edit type:Support closes:\"Staff only\" reason:True").await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    assert!(says(&alice, &ticket, "/ticket request-close").await.contains("with a reason only"));
    let closes = says(&alice, &ticket, "/ticket request-close reason:done hours:2").await;
    assert!(closes.contains("closed by staff only"), "no way around the rules: {closes}");
    says(&alice, &ticket, "/ticket request-close reason:done").await;
    let first = request(&ticket);
    let kept = alice.press(&first.button("Keep open")).await;
    assert!(kept.text().contains("keeps this ticket open"), "{}", kept.text());
    let form = alice.press(&welcome(&ticket).button("Ask to close")).await.modal().unwrap();
    alice.submit(&form, [("reason", "truly done")]).await;
    let stale = bob.press(&first.button("Accept and close")).await;
    assert!(stale.text().contains("Nobody asks any more"), "{}", stale.text());
    let accepted = bob.press(&request(&ticket).button("Accept and close")).await;
    assert!(accepted.text().contains("closes this ticket: truly done"), "{}", accepted.text());
    eventually("the channel is gone", || !ticket.exists()).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_by_the_other_side_keeps_a_ticket_open() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    says(&bob, &ticket, "/ticket request-close hours:1").await;
    bob.says(&ticket, "Does it work?").await;
    eventually("it is their turn", || welcome(&ticket).text().contains("the member")).await;
    assert!(welcome(&ticket).text().contains("To be closed"), "one's own message does not matter");
    alice.says(&ticket, "It does not.").await;
    eventually("it is not asked for any more", || !welcome(&ticket).text().contains("To be closed")).await;
    let late = alice.press(&request(&ticket).button("Accept and close")).await;
    assert!(late.text().contains("Nobody asks any more"), "{}", late.text());
    let eve = app.member("eve");
    says(&bob, &ticket, "/ticket add who:@eve").await;
    eventually("who was added sees it", || eve.sees(&ticket)).await;
    says(&bob, &ticket, "/ticket request-close").await;
    let accepted = eve.press(&request(&ticket).button("Accept and close")).await;
    assert!(accepted.text().contains("closes this ticket"), "who was added accepts: {}", accepted.text());
    app.finish().await;
}

/// Moves what a ticket's request waits for into the past, as if that time had passed.
async fn let_the_time_pass(stores: &MemoryStores, guild: &MemoryStore) {
    change(
        guild,
        |id| id.starts_with("ticket:"),
        |record| {
            change_body(record, |body| body["close_request"]["until"] = json!("2026-01-01T00:00:00.000Z"));
        },
    )
    .await;
    change(&stores.memory_core(), |id| id.starts_with("job:close_request:"), |job| job.at = Timestamp::default()).await;
}

async fn change(store: &MemoryStore, which: impl Fn(&str) -> bool, change: impl Fn(&mut Record)) {
    let deadline = Instant::now() + SOON;
    loop {
        assert!(Instant::now() < deadline, "the record does not come to rest");
        let (_, mut record) = store.contents().into_iter().find(|(id, _)| which(id)).expect("a record");
        let rev = record.rev;
        change(&mut record);
        if store.replace(record, rev).await.is_ok() {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_answer_a_ticket_is_closed_after_the_hours_that_were_given_across_a_restart() {
    let (app, stores) = TestService::in_memory().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    says(&bob, &ticket, "/ticket request-close hours:1 reason:silence").await;
    assert!(request(&ticket).text().contains("it is closed <t:"));
    eventually("the first message shows it", || welcome(&ticket).text().contains("To be closed")).await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let TestService { world, service } = app;
    service.stop().await;
    let_the_time_pass(&stores, &guild).await;
    let service = world.settings.start_on(stores.clone()).await;
    eventually("the channel is gone", || !ticket.exists()).await;
    until_idle(&service, SOON).await;
    let (_, text) = world.transcripts().remove(0);
    assert!(text.contains("silence") && text.contains("bob"), "{text}");
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_hours_a_request_lapses_and_the_ticket_stays_open() {
    let (app, stores) = TestService::in_memory().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    says(&bob, &ticket, "/ticket request-close").await;
    eventually("the first message shows it", || welcome(&ticket).text().contains("To be closed")).await;
    let_the_time_pass(&stores, &stores.memory_guild(GuildId::new(app.guild.id().0))).await;
    eventually("it is not asked for any more", || !welcome(&ticket).text().contains("To be closed")).await;
    until_idle(&app.service, SOON).await;
    assert!(ticket.exists());
    app.finish().await;
}
