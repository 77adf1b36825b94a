//! A bot is removed from a guild and invited again: its jobs rest meanwhile, and nothing there is taken for gone.

use std::time::Duration;

use discord_simulator::Permissions;
use discord_simulator::faults::{Fault, Match};
use tickit_domain::ticket::TicketState;
use tokio::time::{Instant, sleep};

use crate::support::{TestService, eventually, tickets, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

/// The service is started again, as after an update: it does not have to be told that the bot is back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_was_closing_is_closed_when_the_bot_is_back_and_not_before() {
    let (app, stores) = TestService::in_memory().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    until_idle(&app.service, SOON).await;
    let faults = app.discord.faults();
    faults.respond(Match::any().method("DELETE").path("/channels/"), Fault::Status(503), 100_000);
    let asked = alice.press(&welcome(&ticket).button("Close")).await;
    alice.submit(&asked.modal().unwrap(), [("reason", "done")]).await;
    eventually("it is being closed", || app.discord.request_count("DELETE", "/channels/") > 0).await;
    app.guild.kick(&app.bot);
    faults.clear();
    let before = app.discord.requests().len();
    // As long as three attempts five seconds apart take.
    sleep(Duration::from_secs(13)).await;
    let refused = app.discord.requests().into_iter().skip(before).filter(|asked| matches!(asked.status, 403 | 404));
    let refused = refused.count();
    assert!(refused <= 3, "{refused} requests for a guild that the bot is not in");
    assert!(ticket.exists());
    assert_eq!(tickets(&*stores, &app.guild).await[0].state, TicketState::Closing);

    let world = app.stop_service().await;
    world.guild.invite(&world.bot, Permissions::ADMINISTRATOR);
    let service = world.settings.start_on(stores.clone()).await;
    eventually("its channel is gone", || !ticket.exists()).await;
    let deadline = Instant::now() + SOON;
    while tickets(&*stores, &world.guild).await[0].state != TicketState::Closed {
        assert!(Instant::now() < deadline, "the ticket is never closed");
        sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(world.transcripts().len(), 1);
    world.opens(&alice, "Support").await;
    service.stop().await;
    world.discord.finish().await.unwrap();
}
