//! However often somebody presses at once, they get as many tickets as they may have.

use std::time::Duration;

use discord_simulator::people::AnswerKind;
use futures_util::future::join_all;

use tickit_domain::clock::Timestamp;
use tickit_domain::ids::GuildId;
use tickit_domain::store::DocumentStore as _;

use crate::support::{TestService, agrees, change_body, eventually, says, tickets, until_idle};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_presses_at_once_make_one_ticket_and_forty_nine_refusals() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let button = app.panel().button("Support");

    let answers = join_all((0..50).map(|_| alice.press(&button))).await;
    let answers = join_all(answers.iter().map(discord_simulator::people::Answer::finished)).await;

    let (opened, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.text().contains("is open"));
    assert_eq!((opened.len(), refused.len()), (1, 49));
    for answer in refused {
        assert!(answer.text().contains("You have an open ticket of this type already"), "{}", answer.text());
        assert!(answer.kind() == AnswerKind::Deferred && answer.ephemeral());
    }
    assert_eq!(tickets(app.service.stores(), &app.guild).await.len(), 1);
    assert_eq!(agrees(app.service.stores(), &app.home).await.len(), 1);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_press_that_is_delivered_twice_makes_one_ticket() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing limit:5").await;
    let faults = app.discord.faults();
    faults.gateway(&app.bot).duplicate_events();
    let alice = app.member("alice");
    let answer = alice.press(&app.panel().button("Billing")).await.finished().await;
    assert!(answer.text().contains("is open"), "{}", answer.text());
    until_idle(&app.service, Duration::from_secs(10)).await;
    assert_eq!(agrees(app.service.stores(), &app.home).await.len(), 1);
    let callback = format!("/interactions/{}/", answer.interaction_id());
    eventually("the callback is recorded", || app.discord.request_count("POST", &callback) > 0).await;
    assert_eq!(app.discord.request_count("POST", &callback), 1);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_press_that_is_delivered_again_after_a_restart_makes_no_second_ticket() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing limit:5").await;
    app.opens(&app.member("alice"), "Billing").await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    let world = app.stop_service().await;
    // A session that begins before the press gets it once more.
    world.discord.faults().gateway(&world.bot).duplicate_events();
    let pressed = {
        let (button, alice) = (world.panel().button("Billing"), world.member("alice"));
        tokio::spawn(async move { alice.press(&button).await.finished().await })
    };
    let service = world.settings.start().await;
    let answer = pressed.await.unwrap();
    until_idle(&service, Duration::from_secs(10)).await;
    let expected = if answer.kind() == AnswerKind::Timeout { 1..=2 } else { 2..=2 };
    assert!(expected.contains(&agrees(service.stores(), &world.home).await.len()), "{answer:?}");
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slot_comes_back_when_its_ticket_is_closed() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    let refused = alice.press(&app.panel().button("Support")).await.finished().await;
    assert!(refused.text().contains("open ticket of this type already"), "{}", refused.text());
    app.closes(&alice, &ticket, "").await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    assert_eq!(app.opens(&alice, "Support").await.name(), "support-0002");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_type_with_a_limit_of_three_lets_three_be_open() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing limit:3").await;
    let alice = app.member("alice");
    let button = app.panel().button("Billing");
    let answers = join_all((0..8).map(|_| alice.press(&button))).await;
    let answers = join_all(answers.iter().map(discord_simulator::people::Answer::finished)).await;
    let refused = answers.iter().filter(|answer| answer.text().contains("You have 3 open tickets")).count();
    assert_eq!(refused, 5);
    eventually("there are three channels", || app.ticket_channels().len() == 3).await;
    agrees(app.service.stores(), &app.home).await;
    app.finish().await;
}

/// As it is a day later, when the opening's job is no longer kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slot_is_held_for_as_long_as_its_ticket_is_open() {
    let (app, stores) = TestService::in_memory().await;
    let alice = app.member("alice");
    app.opens(&alice, "Support").await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    let (core, guild) = (stores.memory_core(), stores.memory_guild(GuildId::new(app.guild.id().0)));
    for job in core.contents().keys().filter(|id| id.starts_with("job:open:")) {
        assert!(core.delete(job, None).await.unwrap());
    }
    for (_, mut slot) in guild.contents().into_iter().filter(|(id, _)| id.starts_with("slot:")) {
        change_body(&mut slot, |body| body["taken_at"] = serde_json::to_value(Timestamp::default()).unwrap());
        let rev = slot.rev;
        guild.replace(slot, rev).await.unwrap();
    }
    let refused = alice.press(&app.panel().button("Support")).await.finished().await;
    assert!(refused.text().contains("open ticket of this type already"), "{}", refused.text());
    app.finish().await;
}

/// As it is where the process died after the ticket was open, and somebody closed it before the job was taken over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_opening_that_is_attempted_again_after_its_ticket_was_closed_opens_no_second() {
    let (app, stores) = TestService::in_memory().await;
    let alice = app.member("alice");
    let ticket = app.opens(&alice, "Support").await;
    app.closes(&alice, &ticket, "").await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    let core = stores.memory_core();
    let (id, mut job) = core.contents().into_iter().find(|(id, _)| id.starts_with("job:open:")).unwrap();
    change_body(&mut job, |body| assert!(body["work"]["open"]["ticket"].take() != serde_json::Value::Null));
    (job.state, job.at) = ("running".into(), Timestamp::default());
    let rev = job.rev;
    core.replace(job, rev).await.unwrap();
    let attempts = || core.contents()[&id].body.read::<serde_json::Value>().unwrap()["attempts"].clone();
    eventually("the job is attempted again", || attempts() == 2).await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    assert_eq!(tickets(&*stores, &app.guild).await.len(), 1);
    assert!(app.ticket_channels().is_empty());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lowered_limit_counts_every_ticket_that_is_open_and_links_them() {
    let app = TestService::ready().await;
    app.has_panel("/type add name:Billing limit:3").await;
    let alice = app.member("alice");
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(app.opens(&alice, "Billing").await);
    }
    app.closes(&alice, &open[0], "").await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    app.owner_says("/type edit type:Billing limit:1").await;
    let refused = alice.press(&app.panel().button("Billing")).await.finished().await.text();
    assert!(refused.contains("You have an open ticket of this type already"), "{refused}");
    for ticket in &open[1..] {
        assert!(refused.contains(&format!("<#{}>", ticket.id())), "{refused}");
        app.closes(&alice, ticket, "").await;
    }
    until_idle(&app.service, Duration::from_secs(10)).await;
    app.opens(&alice, "Billing").await;
    assert_eq!(agrees(app.service.stores(), &app.home).await.len(), 1);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_cannot_reopen_a_ticket_for_its_openers_limit_is_told_whose_it_is() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let first = app.opens(&alice, "Support").await;
    app.closes(&alice, &first, "").await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    let second = app.opens(&alice, "Support").await;
    let refused = says(&bob, &app.general, "/ticket reopen ticket:1").await;
    let (whose, link) = (format!("<@{}> has an open ticket", alice.id()), format!("<#{}>", second.id()));
    assert!(refused.contains(&whose) && refused.contains(&link), "{refused}");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_presses_at_once_one_opens_a_ticket_where_its_type_has_a_cooldown() {
    let (app, stores) = TestService::in_memory().await;
    app.has_panel("/type add name:Billing limit:5 cooldown:10").await;
    let (alice, button) = (app.member("alice"), app.panel().button("Billing"));
    let answers = join_all((0..10).map(|_| alice.press(&button))).await;
    let answers = join_all(answers.iter().map(discord_simulator::people::Answer::finished)).await;
    let opened = answers.iter().filter(|answer| answer.text().contains("is open")).count();
    let paused = answers.iter().filter(|answer| answer.text().contains("of this type just now")).count();
    assert_eq!((opened, paused), (1, 9));
    app.opens(&app.member("bob"), "Billing").await;
    until_idle(&app.service, Duration::from_secs(10)).await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let turns = guild.contents().into_keys().filter(|id| id.contains(":opening-")).collect::<Vec<_>>();
    assert_eq!(turns, [] as [&str; 0], "nobody's turn lasts longer than the opening");
    app.finish().await;
}
