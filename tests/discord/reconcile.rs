//! Tickets are compared with Discord: what nobody was at goes on, what is gone is closed, and nothing is closed because
//! Discord could not be asked.

use std::sync::Arc;
use std::time::Duration;

use discord_simulator::ChannelHandle;
use discord_simulator::faults::{Fault, Match};
use tickit::store::MemoryStores;
use tickit_domain::clock::Timestamp;
use tickit_domain::store::{DocumentStore as _, Record};
use tickit_domain::ticket::TicketState;
use tokio::time::{Instant, sleep};

use crate::support::{TestService, TestWorld, agrees, eventually, exhaust, tickets, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

async fn state_of_first(stores: &MemoryStores, world: &TestWorld) -> Option<TicketState> {
    tickets(stores, &world.guild).await.first().map(|ticket| ticket.state)
}

async fn becomes(stores: &MemoryStores, world: &TestWorld, state: TicketState) {
    let deadline = Instant::now() + SOON;
    while state_of_first(stores, world).await != Some(state) {
        assert!(Instant::now() < deadline, "the ticket never becomes {state:?}");
        sleep(Duration::from_millis(20)).await;
    }
}

/// Changes the job that waits, as if time had passed.
async fn with_waiting_job(stores: &MemoryStores, kind: &str, mut change: impl FnMut(&mut Record)) {
    let core = stores.memory_core();
    let deadline = Instant::now() + SOON;
    loop {
        assert!(Instant::now() < deadline, "no {kind} waits");
        sleep(Duration::from_millis(20)).await;
        let waits = |record: &Record| record.id.starts_with(&format!("job:{kind}:")) && record.state == "ready";
        let Some(mut job) = core.contents().into_values().find(waits) else { continue };
        change(&mut job);
        let rev = job.rev;
        if core.replace(job, rev).await.is_ok() {
            return;
        }
    }
}

async fn presses_close(app: &TestWorld, ticket: &ChannelHandle) {
    let alice = app.member("alice");
    let asked = alice.press(&welcome(ticket).button("Close")).await;
    alice.submit(&asked.modal().unwrap(), [("reason", "done")]).await;
}

/// A ticket that is closing, and whose job was given up.
async fn stuck() -> (TestService, Arc<MemoryStores>, ChannelHandle) {
    let (app, stores) = TestService::in_memory().await;
    let ticket = app.opens(&app.member("alice"), "Support").await;
    until_idle(&app.service, SOON).await;
    app.discord.faults().respond(Match::any().method("DELETE").path("/channels/"), Fault::Status(503), 100_000);
    presses_close(&app, &ticket).await;
    with_waiting_job(&stores, "sync", exhaust).await;
    eventually("its job is dead", || stores.memory_core().contents().into_values().any(|job| job.state == "dead"))
        .await;
    assert_eq!(state_of_first(&stores, &app).await, Some(TicketState::Closing));
    app.discord.faults().clear();
    (app, stores, ticket)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_closing_has_a_second_chance_after_its_job_was_given_up() {
    let (app, stores, ticket) = stuck().await;
    let world = app.stop_service().await;
    let service = world.settings.start_on(stores.clone()).await;
    eventually("its channel is gone", || !ticket.exists()).await;
    becomes(&stores, &world, TicketState::Closed).await;
    world.opens(&world.member("alice"), "Support").await;
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_opening_without_a_job_gets_its_channel() {
    let (app, stores) = TestService::in_memory().await;
    let faults = app.discord.faults();
    faults.respond(Match::any().method("POST").path("/guilds/"), Fault::Status(503), 100_000);
    let press = app.member("alice").press(&app.panel().button("Support")).await;
    becomes(&stores, &app, TicketState::Opening).await;
    let world = app.stop_service().await;
    let core = stores.memory_core();
    for id in core.contents().into_keys().filter(|id| id.starts_with("job:open:")) {
        core.delete(&id, None).await.unwrap();
    }
    faults.clear();
    let service = world.settings.start_on(stores.clone()).await;
    becomes(&stores, &world, TicketState::Open).await;
    until_idle(&service, SOON).await;
    assert_eq!(agrees(&*stores, &world.home).await.len(), 1);
    drop(press);
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_was_deleted_while_nobody_listened_closes_its_ticket_by_itself() {
    let (app, stores) = TestService::in_memory().await;
    let ticket = app.opens(&app.member("alice"), "Support").await;
    until_idle(&app.service, SOON).await;
    let world = app.stop_service().await;
    world.guild.owner().deletes(&ticket);
    world.discord.faults().gateway(&world.bot).forget_sessions();
    let service = world.settings.start_on(stores.clone()).await;
    becomes(&stores, &world, TicketState::Closed).await;
    eventually("its transcript is posted", || world.transcripts().len() == 1).await;
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_ticket_is_closed_because_discord_could_not_be_asked() {
    let (app, stores) = TestService::in_memory().await;
    app.opens(&app.member("alice"), "Support").await;
    until_idle(&app.service, SOON).await;
    let world = app.stop_service().await;
    let faults = world.discord.faults();
    faults.respond(Match::any().method("GET").path("/guilds/"), Fault::Status(500), 3);
    faults.respond(Match::any().method("GET").path("/guilds/"), Fault::Forbidden, 3);
    faults.respond(Match::any().method("GET").path("/channels/"), Fault::Forbidden, 100_000);
    let service = world.settings.start_on(stores.clone()).await;
    let asked = || world.discord.requests().iter().filter(|asked| asked.method == "GET" && asked.status >= 400).count();
    eventually("Discord is asked in vain", || asked() >= 3).await;
    sleep(Duration::from_secs(2)).await;
    assert_eq!(state_of_first(&stores, &world).await, Some(TicketState::Open));
    faults.clear();
    assert_eq!(agrees(&*stores, &world.home).await.len(), 1);
    service.stop().await;
    world.discord.finish().await.unwrap();
}

/// The bot is refused three times, five seconds apart, and looks again an hour later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_the_bot_could_not_delete_goes_once_it_may() {
    let (app, stores) = TestService::in_memory().await;
    let ticket = app.opens(&app.member("alice"), "Support").await;
    until_idle(&app.service, SOON).await;
    let faults = app.discord.faults();
    faults.respond(Match::any().method("DELETE").path("/channels/"), Fault::Forbidden, 100_000);
    presses_close(&app, &ticket).await;
    becomes(&stores, &app, TicketState::Closed).await;
    assert!(ticket.exists());
    with_waiting_job(&stores, "reconcile", |job| job.at = Timestamp::default()).await;
    sleep(Duration::from_secs(2)).await;
    assert!(ticket.exists());
    faults.clear();
    with_waiting_job(&stores, "reconcile", |job| job.at = Timestamp::default()).await;
    eventually("its channel is gone", || !ticket.exists()).await;
    assert_eq!(app.transcripts().len(), 1);
    app.finish().await;
}
