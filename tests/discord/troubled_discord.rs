//! Discord has no room, takes permissions away, loses channels, and revokes tokens: members hear so, and tickets go on.

use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use discord_simulator::world::ChannelKind;
use discord_simulator::{ChannelHandle, Permissions};
use tickit::app::Service;
use tickit_domain::bot::{BotState, StopReason};
use tickit_domain::clock::Timestamp;
use tickit_domain::store::DocumentStore as _;
use tickit_domain::ticket::TicketState;
use tokio::time::{Instant, sleep};

use crate::support::{Scenery, Stage, agrees, eventually, health, says, tickets, until_idle, welcome};

const SOON: Duration = Duration::from_secs(20);

fn move_into(stage: &Stage, channel: &ChannelHandle, category: Option<&ChannelHandle>) {
    let parent = category.map(ChannelHandle::id);
    stage.discord.shared().change(|world| world.edit_channel(channel.id(), |channel| channel.parent = parent));
}

async fn presses(stage: &Stage, member: &str) -> String {
    stage.member(member).press(&stage.panel().button("Support")).await.finished().await.text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_category_is_told_and_leaves_room_for_the_next_press() {
    let stage = Stage::set().await;
    let fillers: Vec<_> = (0..50).map(|number| stage.guild.text_channel(&format!("filler-{number}"))).collect();
    for filler in &fillers {
        move_into(&stage, filler, Some(&stage.category));
    }
    assert!(presses(&stage, "alice").await.contains("There is no room for another ticket channel"));
    assert!(stage.ticket_channels().is_empty());
    move_into(&stage, &fillers[0], None);
    stage.opens(&stage.member("alice"), "Support").await;
    agrees(&*stage.service.desk().stores, &stage.ground).await;
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guild_with_five_hundred_channels_is_told() {
    let stage = Stage::set().await;
    for number in stage.guild.channels().len()..500 {
        stage.guild.channel(&format!("filler-{number}"), ChannelKind::TEXT);
    }
    assert!(presses(&stage, "alice").await.contains("There is no room for another ticket channel"));
    assert_eq!(tickets(&*stage.service.desk().stores, &stage.guild).await[0].state, TicketState::Failed);
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reopening_without_room_can_be_tried_again() {
    let stage = Stage::set().await;
    let (alice, bob) = (stage.member("alice"), stage.agent("bob"));
    let ticket = stage.opens(&alice, "Support").await;
    stage.closes(&bob, &ticket, "").await;
    until_idle(&stage.service, SOON).await;
    let fillers: Vec<_> = (0..50).map(|number| stage.guild.text_channel(&format!("filler-{number}"))).collect();
    for filler in &fillers {
        move_into(&stage, filler, Some(&stage.category));
    }
    let refused = says(&bob, &stage.general, "/ticket reopen ticket:1").await;
    assert!(refused.contains("There is no room"), "{refused}");
    until_idle(&stage.service, SOON).await;
    for filler in &fillers {
        move_into(&stage, filler, None);
    }
    let reopened = says(&bob, &stage.general, "/ticket reopen ticket:1").await;
    assert!(reopened.contains("is open"), "{reopened}");
    until_idle(&stage.service, SOON).await;
    agrees(&*stage.service.desk().stores, &stage.ground).await;
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn permissions_that_are_lost_are_told_and_their_return_is_enough() {
    let stage = Stage::set().await;
    let faults = stage.discord.faults();
    faults.respond(Match::any().method("POST").path("/guilds/"), Fault::Forbidden, 1000);
    assert!(presses(&stage, "alice").await.contains("The bot lacks permissions in"));
    faults.clear();
    faults.respond(Match::any().method("POST").path("/messages"), Fault::Forbidden, 1000);
    let told = presses(&stage, "alice").await;
    assert!(told.contains("The bot lacks permissions in"), "{told}");
    faults.clear();
    until_idle(&stage.service, SOON).await;
    let ticket = stage.ticket_channels().remove(0);
    assert!(ticket.messages().is_empty());
    let claimed = says(&stage.agent("bob"), &ticket, "/ticket claim").await;
    assert!(claimed.contains("takes care"), "{claimed}");
    let welcomed = || ticket.messages().iter().any(|message| message.find_button("Give up").is_some());
    eventually("the welcome message comes after all", welcomed).await;
    agrees(&*stage.service.desk().stores, &stage.ground).await;
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_is_removed_and_invited_again_goes_on() {
    let stage = Stage::set().await;
    let (alice, button) = (stage.member("alice"), stage.panel().button("Support"));
    stage.guild.kick(&stage.bot);
    assert!(alice.tries_to_press(&button).await.is_err());
    stage.guild.invite(&stage.bot, Permissions::ADMINISTRATOR);
    stage.opens(&alice, "Support").await;
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_category_role_and_log_channel_that_were_deleted_stop_nothing() {
    let stage = Stage::set().await;
    let owner = stage.guild.owner();
    owner.deletes(&stage.category);
    owner.deletes(&stage.log);
    let alice = stage.member("alice");
    let ticket = stage.opens(&alice, "Support").await;
    stage.closes(&alice, &ticket, "no log").await;
    until_idle(&stage.service, SOON).await;
    stage.staff.delete();
    let told = presses(&stage, "alice").await;
    assert!(told.contains("is open"), "{told}");
    let all = tickets(&*stage.service.desk().stores, &stage.guild).await;
    assert_eq!((all[0].state, all[1].state), (TicketState::Closed, TicketState::Open));
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_is_deleted_by_hand_closes_its_ticket_with_what_was_said() {
    let stage = Stage::set().await;
    let alice = stage.member("alice");
    let ticket = stage.opens(&alice, "Support").await;
    for number in 0..10 {
        alice.says(&ticket, &format!("line {number}")).await;
    }
    let store = stage.service.desk().stores.guild(tickit_domain::ids::GuildId::new(stage.guild.id().0)).await.unwrap();
    let selection = tickit_domain::store::Selection::Prefix("message:".into());
    let deadline = Instant::now() + SOON;
    while store.count(&selection).await.unwrap() < 10 {
        assert!(Instant::now() < deadline, "the messages are kept");
        sleep(Duration::from_millis(20)).await;
    }
    stage.guild.owner().deletes(&ticket);
    eventually("the transcript is posted", || !stage.transcripts().is_empty()).await;
    let (_, text) = stage.transcripts().remove(0);
    assert!((0..10).all(|number| text.contains(&format!("line {number}"))), "{text}");
    until_idle(&stage.service, SOON).await;
    assert_eq!(tickets(&*stage.service.desk().stores, &stage.guild).await[0].state, TicketState::Closed);
    stage.opens(&alice, "Support").await;
    stage.strike().await;
}

/// Thirty seconds of this test are how old a slot must be before it is doubted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_is_deleted_while_nobody_listens_holds_nobody_back() {
    let stage = Stage::set().await;
    let alice = stage.member("alice");
    let ticket = stage.opens(&alice, "Support").await;
    let opened = Instant::now();
    until_idle(&stage.service, SOON).await;
    let scenery = stage.leave().await;
    scenery.guild.owner().deletes(&ticket);
    scenery.discord.faults().gateway(&scenery.bot).forget_sessions();
    let service = scenery.settings.start().await;
    let button = scenery.panel().button("Support");
    sleep(Duration::from_secs(31).saturating_sub(opened.elapsed())).await;
    let answer = alice.press(&button).await.finished().await;
    assert!(answer.text().contains("is open"), "{}", answer.text());
    until_idle(&service, SOON).await;
    agrees(&*service.desk().stores, &scenery.ground).await;
    service.stop().await;
    scenery.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_welcome_message_that_was_deleted_comes_back_with_the_next_change() {
    let stage = Stage::set().await;
    let (alice, bob) = (stage.member("alice"), stage.agent("bob"));
    let ticket = stage.opens(&alice, "Support").await;
    until_idle(&stage.service, SOON).await;
    stage.guild.owner().deletes_message(&welcome(&ticket));
    says(&bob, &ticket, "/ticket claim").await;
    until_idle(&stage.service, SOON).await;
    assert!(ticket.exists() && welcome(&ticket).find_button("Give up").is_some());
    assert_eq!(agrees(&*stage.service.desk().stores, &stage.ground).await.len(), 1);
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_revoked_stops_the_bot_for_good_and_says_so() {
    let stage = Stage::set().await;
    stage.bot.reset_token();
    let http = format!("http://{}", stage.service.address());
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
    let requests = stage.discord.requests().len();
    sleep(Duration::from_secs(2)).await;
    let later: Vec<_> = stage.discord.requests().into_iter().skip(requests).collect();
    assert!(later.is_empty(), "{later:?}");
    stage.strike().await;
}

/// Days of this test pass in the job's own record.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_given_up_after_days_holds_nobody_back() {
    let (stage, stores) = Stage::in_memory().await;
    let (alice, core) = (stage.member("alice"), stores.memory_core());
    let faults = stage.discord.faults();
    faults.respond(Match::any().method("POST").path("/guilds/"), Fault::Status(503), 100_000);
    let answer = alice.press(&stage.panel().button("Support")).await;
    let deadline = Instant::now() + SOON;
    loop {
        assert!(Instant::now() < deadline, "the job never waits");
        sleep(Duration::from_millis(20)).await;
        let waiting = core.contents().into_values().find(|record| record.kind == "job" && record.state == "ready");
        let Some(mut job) = waiting else { continue };
        (job.body["attempts"], job.at) = (1000.into(), Timestamp::from_millis(0));
        let rev = job.rev;
        if core.replace(job, rev).await.is_ok() {
            break;
        }
    }
    assert!(answer.finishes_within(SOON).await);
    assert!(answer.text().contains("could not be opened"), "{}", answer.text());
    assert_eq!(tickets(&*stores, &stage.guild).await[0].state, TicketState::Failed);
    faults.clear();
    stage.opens(&alice, "Support").await;
    stage.strike().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_was_stopped_for_its_intents_comes_back_by_the_operator_or_a_restart() {
    const KEY: &str = "an-operator-key-of-more-than-thirty-two-characters";
    let mut scenery = Scenery::seeded(7).await;
    scenery.settings = scenery.settings.with("TICKIT_OPERATOR_KEY", KEY);
    let service = scenery.settings.start().await;
    let stopped = BotState::Stopped(StopReason::IntentsDisallowed);
    let is = |service: &Service, state| service.bots().iter().all(|bot| bot.state == state);
    scenery.discord.faults().gateway(&scenery.bot).close(4014);
    eventually("the bot is stopped", || is(&service, stopped)).await;
    let url = format!("http://{}/api/reconnect", service.address());
    let post = |body: String| reqwest::Client::new().post(&url).bearer_auth(KEY).body(body).send();
    assert_eq!(post(String::new()).await.unwrap().text().await.unwrap(), r#"{"reconnecting":0}"#);
    assert!(is(&service, stopped), "all bots means those that are not stopped");
    assert_eq!(post(format!(r#"{{"bot":"{}"}}"#, scenery.bot.id())).await.unwrap().status(), 202);
    eventually("the operator starts it", || is(&service, BotState::Ready)).await;

    scenery.discord.faults().gateway(&scenery.bot).close(4014);
    eventually("the bot is stopped again", || is(&service, stopped)).await;
    service.stop().await;
    scenery.settings.start().await.stop().await;
    scenery.discord.finish().await.unwrap();
}
