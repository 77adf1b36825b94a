//! Discord has no room, takes permissions away, loses channels, and revokes tokens: members hear so, and tickets go on.

use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use discord_simulator::world::ChannelKind;
use discord_simulator::{ChannelHandle, Permissions};
use tickit::app::Service;
use tickit_domain::bot::{BotState, StopReason};
use tickit_domain::store::{DocumentStore as _, Record};
use tickit_domain::ticket::TicketState;
use tokio::time::{Instant, sleep};

use crate::support::{TestService, TestWorld, agrees, eventually, exhaust, health, says, tickets, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

fn move_into(app: &TestService, channel: &ChannelHandle, category: Option<&ChannelHandle>) {
    let parent = category.map(ChannelHandle::id);
    app.discord.shared().change(|world| world.edit_channel(channel.id(), |channel| channel.parent = parent));
}

async fn presses(app: &TestService, member: &str) -> String {
    app.member(member).press(&app.panel().button("Support")).await.finished().await.text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_category_is_told_and_leaves_room_for_the_next_press() {
    let app = TestService::ready().await;
    let fillers: Vec<_> = (0..50).map(|number| app.guild.text_channel(&format!("filler-{number}"))).collect();
    for filler in &fillers {
        move_into(&app, filler, Some(&app.category));
    }
    assert!(presses(&app, "alice").await.contains("There is no room for another ticket channel"));
    assert!(app.ticket_channels().is_empty());
    move_into(&app, &fillers[0], None);
    app.opens(&app.member("alice"), "Support").await;
    agrees(app.service.stores(), &app.home).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guild_with_five_hundred_channels_is_told() {
    let app = TestService::ready().await;
    for number in app.guild.channels().len()..500 {
        app.guild.channel(&format!("filler-{number}"), ChannelKind::TEXT);
    }
    assert!(presses(&app, "alice").await.contains("There is no room for another ticket channel"));
    assert_eq!(tickets(app.service.stores(), &app.guild).await[0].state, TicketState::Failed);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reopening_without_room_can_be_tried_again() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    app.closes(&bob, &ticket, "").await;
    until_idle(&app.service, SOON).await;
    let fillers: Vec<_> = (0..50).map(|number| app.guild.text_channel(&format!("filler-{number}"))).collect();
    for filler in &fillers {
        move_into(&app, filler, Some(&app.category));
    }
    let refused = says(&bob, &app.general, "/ticket reopen ticket:1").await;
    assert!(refused.contains("There is no room"), "{refused}");
    until_idle(&app.service, SOON).await;
    for filler in &fillers {
        move_into(&app, filler, None);
    }
    let reopened = says(&bob, &app.general, "/ticket reopen ticket:1").await;
    assert!(reopened.contains("is open"), "{reopened}");
    until_idle(&app.service, SOON).await;
    agrees(app.service.stores(), &app.home).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn permissions_that_are_lost_are_told_and_their_return_is_enough() {
    let app = TestService::ready().await;
    let faults = app.discord.faults();
    faults.respond(Match::any().method("POST").path("/guilds/"), Fault::Forbidden, 1000);
    assert!(presses(&app, "alice").await.contains("The bot lacks permissions in"));
    faults.clear();
    faults.respond(Match::any().method("POST").path("/messages"), Fault::Forbidden, 1000);
    let told = presses(&app, "alice").await;
    assert!(told.contains("The bot lacks permissions in"), "{told}");
    faults.clear();
    until_idle(&app.service, SOON).await;
    let ticket = app.ticket_channels().remove(0);
    assert!(ticket.messages().is_empty());
    let claimed = says(&app.agent("bob"), &ticket, "/ticket claim").await;
    assert!(claimed.contains("takes care"), "{claimed}");
    let welcomed = || ticket.messages().iter().any(|message| message.find_button("Give up").is_some());
    eventually("the welcome message comes after all", welcomed).await;
    agrees(app.service.stores(), &app.home).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_is_removed_and_invited_again_goes_on() {
    let app = TestService::ready().await;
    let (alice, button) = (app.member("alice"), app.panel().button("Support"));
    app.guild.kick(&app.bot);
    assert!(alice.tries_to_press(&button).await.is_err());
    app.guild.invite(&app.bot, Permissions::ADMINISTRATOR);
    app.opens(&alice, "Support").await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_category_role_and_log_channel_that_were_deleted_stop_nothing() {
    let app = TestService::ready().await;
    let owner = app.guild.owner();
    owner.deletes(&app.category);
    owner.deletes(&app.log);
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    app.closes(&alice, &ticket, "no log").await;
    until_idle(&app.service, SOON).await;
    app.staff.delete();
    let told = presses(&app, "alice").await;
    assert!(told.contains("is open"), "{told}");
    let all = tickets(app.service.stores(), &app.guild).await;
    assert_eq!((all[0].state, all[1].state), (TicketState::Closed, TicketState::Open));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_is_deleted_by_hand_closes_its_ticket_with_what_was_said() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    for number in 0..10 {
        alice.says(&ticket, &format!("line {number}")).await;
    }
    let store = app.service.stores().guild(tickit_domain::ids::GuildId::new(app.guild.id().0)).await.unwrap();
    let selection = tickit_domain::store::Selection::Prefix("message:".into());
    let deadline = Instant::now() + SOON;
    while store.count(&selection).await.unwrap() < 10 {
        assert!(Instant::now() < deadline, "the messages are kept");
        sleep(Duration::from_millis(20)).await;
    }
    app.guild.owner().deletes(&ticket);
    eventually("the transcript is posted", || !app.transcripts().is_empty()).await;
    let (_, text) = app.transcripts().remove(0);
    assert!((0..10).all(|number| text.contains(&format!("line {number}"))), "{text}");
    until_idle(&app.service, SOON).await;
    assert_eq!(tickets(app.service.stores(), &app.guild).await[0].state, TicketState::Closed);
    app.opens(&alice, "Support").await;
    app.finish().await;
}

/// Thirty seconds of this test are how old a slot must be before it is doubted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_is_deleted_while_nobody_listens_holds_nobody_back() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    let opened = Instant::now();
    until_idle(&app.service, SOON).await;
    let world = app.stop_service().await;
    world.guild.owner().deletes(&ticket);
    world.discord.faults().gateway(&world.bot).forget_sessions();
    let service = world.settings.start().await;
    let button = world.panel().button("Support");
    sleep(Duration::from_secs(31).saturating_sub(opened.elapsed())).await;
    let answer = alice.press(&button).await.finished().await;
    assert!(answer.text().contains("is open"), "{}", answer.text());
    until_idle(&service, SOON).await;
    agrees(service.stores(), &world.home).await;
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_welcome_message_that_was_deleted_comes_back_with_the_next_change() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    until_idle(&app.service, SOON).await;
    app.guild.owner().deletes_message(&welcome(&ticket));
    says(&bob, &ticket, "/ticket claim").await;
    until_idle(&app.service, SOON).await;
    assert!(ticket.exists() && welcome(&ticket).find_button("Give up").is_some());
    assert_eq!(agrees(app.service.stores(), &app.home).await.len(), 1);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_revoked_stops_the_bot_for_good_and_says_so() {
    let app = TestService::ready().await;
    app.bot.reset_token();
    let http = format!("http://{}", app.service.address());
    let deadline = Instant::now() + SOON;
    loop {
        let (status, health) = health(&http).await;
        let bot = &health["bots"]["list"][0];
        if bot["state"] == "stopped" {
            assert_eq!((status, bot["reason"].as_str()), (200, Some("token_revoked")), "{health}");
            break;
        }
        assert!(Instant::now() < deadline, "{health}");
        sleep(Duration::from_millis(50)).await;
    }
    let requests = app.discord.requests().len();
    sleep(Duration::from_secs(2)).await;
    let later: Vec<_> = app.discord.requests().into_iter().skip(requests).collect();
    assert!(later.is_empty(), "{later:?}");
    app.finish().await;
}

/// Days of this test pass in the job's own record.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_given_up_after_days_holds_nobody_back() {
    let (app, stores) = TestService::in_memory().await;
    let (alice, core) = (app.member("alice"), stores.memory_core());
    let faults = app.discord.faults();
    faults.respond(Match::any().method("POST").path("/guilds/"), Fault::Status(503), 100_000);
    let answer = alice.press(&app.panel().button("Support")).await;
    let deadline = Instant::now() + SOON;
    loop {
        assert!(Instant::now() < deadline, "the job never waits");
        sleep(Duration::from_millis(20)).await;
        let waits = |record: &Record| record.id.starts_with("job:open:") && record.state == "ready";
        let waiting = core.contents().into_values().find(waits);
        let Some(mut job) = waiting else { continue };
        exhaust(&mut job);
        let rev = job.rev;
        if core.replace(job, rev).await.is_ok() {
            break;
        }
    }
    assert!(answer.finishes_within(SOON).await);
    assert!(answer.text().contains("could not be opened"), "{}", answer.text());
    assert_eq!(tickets(&*stores, &app.guild).await[0].state, TicketState::Failed);
    faults.clear();
    app.opens(&alice, "Support").await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_was_stopped_for_its_intents_comes_back_by_the_operator_or_a_restart() {
    const KEY: &str = "an-operator-key-of-more-than-thirty-two-characters";
    let mut world = TestWorld::seeded(7).await;
    world.settings = world.settings.with("TICKIT_OPERATOR_KEY", KEY);
    let service = world.settings.start().await;
    let stopped = BotState::Stopped(StopReason::IntentsDisallowed);
    let is = |service: &Service, state| service.bots().iter().all(|bot| bot.state == state);
    world.discord.faults().gateway(&world.bot).close(4014);
    eventually("the bot is stopped", || is(&service, stopped)).await;
    let url = format!("http://{}/api/reconnect", service.address());
    let post = |body: String| reqwest::Client::new().post(&url).bearer_auth(KEY).body(body).send();
    assert_eq!(post(String::new()).await.unwrap().text().await.unwrap(), r#"{"reconnecting":0}"#);
    assert!(is(&service, stopped), "all bots means those that are not stopped");
    assert_eq!(post(format!(r#"{{"bot":"{}"}}"#, world.bot.id())).await.unwrap().status(), 202);
    eventually("the operator starts it", || is(&service, BotState::Ready)).await;

    world.discord.faults().gateway(&world.bot).close(4014);
    eventually("the bot is stopped again", || is(&service, stopped)).await;
    service.stop().await;
    world.settings.start().await.stop().await;
    world.discord.finish().await.unwrap();
}
