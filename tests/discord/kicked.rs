//! A bot that is removed from a guild asks nothing of it, and goes on when it is invited back.

use std::time::Duration;

use discord_simulator::Permissions;
use discord_simulator::faults::{Fault, Match};
use tokio::time::sleep;

use crate::support::{TestService, eventually};

/// Longer than one request is tried at a time.
const SETTLED: Duration = Duration::from_secs(4);

/// Longer than a job pauses that was tried some times.
const PAUSE: Duration = Duration::from_secs(8);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_asked_of_a_guild_that_removed_the_bot_until_it_is_invited_back() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let deletion = Match::any().method("DELETE").path(&format!("/channels/{}", ticket.id()));
    let away = app.discord.faults().respond(deletion, Fault::Status(503), 10_000);
    bob.slash(&ticket, "/ticket close reason:\"all done\"").await;
    eventually("the channel is to be deleted", || away.happened() >= 1).await;
    app.guild.kick(&app.bot);
    sleep(SETTLED).await;
    let asked = || app.discord.requests().iter().filter(|request| request.path.starts_with("/channels/")).count();
    let before = asked();
    sleep(PAUSE).await;
    assert_eq!(asked(), before, "Discord was asked");
    app.discord.faults().clear();
    app.guild.invite(&app.bot, Permissions::ADMINISTRATOR);
    eventually("the channel is deleted after all", || !ticket.exists()).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outage_of_the_guild_removes_nobody() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    app.discord.faults().gateway(&app.bot).outage(&app.guild);
    sleep(Duration::from_millis(200)).await;
    app.closes(&bob, &ticket, "").await;
    app.finish().await;
}
