//! Ratings that strangers forge, that come late or twice, or while something is away.

use std::time::Duration;

use discord_simulator::Member;
use discord_simulator::people::MessageHandle;
use futures_util::future::join_all;
use serde_json::json;
use tickit::store::MemoryStores;
use tickit::store::memory::Faults;
use tickit_domain::ids::GuildId;
use tickit_domain::store::DocumentStore as _;
use tickit_domain::ticket::Rating;

use crate::support::{TestGuild, TestService, change_body, eventually, forges, says, tickets, until_idle};

const SOON: Duration = Duration::from_secs(20);
const STALE: &str = "This button is out of date";

/// A member's ticket was closed, and they are asked what they think of it.
async fn asked(app: &TestService, member: &Member) -> MessageHandle {
    let ticket = app.opens(member, "Support").await;
    member.says(&ticket, "my parcel is lost").await;
    app.closes(&app.agent("bob"), &ticket, "").await;
    until_idle(&app.service, SOON).await;
    member.direct_channel(&app.bot).messages().pop().expect("a request")
}

async fn rating(app: &TestService) -> Option<Rating> {
    tickets(app.service.stores(), &app.guild).await.remove(0).rating().cloned()
}

/// What a member reads who sends a press from their own direct messages.
async fn said(app: &TestService, member: &Member, custom_id: &str) -> String {
    let data = json!({ "component_type": 2, "custom_id": custom_id, "id": 1 });
    let channel = member.direct_channel(&app.bot);
    let (id, first) = app.discord.interaction_in(&app.bot, &channel, member, data, None);
    assert_eq!(first.await.map(|first| first.kind), Ok(4), "{custom_id}");
    app.discord.shared().read(|world| {
        let message = world.interactions[&id].original.unwrap();
        world.message(channel.id(), message).unwrap().content.clone()
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_rates_another_members_ticket_whatever_they_may_and_whichever_guild_they_name() {
    let app = TestService::ready().await;
    let (alice, eve, owner) = (app.member("alice"), app.member("eve"), app.guild.owner());
    asked(&app, &alice).await;
    let elsewhere = TestGuild::new(&app.discord, "Elsewhere", &[&app.bot]);
    elsewhere.set_up().await;
    let (bot, here, there) = (app.bot.id(), app.guild.id(), elsewhere.guild.id());
    let forged = format!("tickit:2:rate:1:1:1@{bot}@{here}");
    for other in [&eve, &owner] {
        let refused = said(&app, other, &forged).await;
        assert!(refused.contains("Only who opened this ticket rates it"), "{}: {refused}", other.name);
    }
    for (custom_id, refusal) in [
        (format!("tickit:2:rate:1:1:1@{bot}@{there}"), "no such ticket"),
        (format!("tickit:2:rate:2:1:1@{bot}@{here}"), "no such ticket"),
        (format!("tickit:2:rate:1:1:1@7@{here}"), STALE),
        ("tickit:2:rate:1:1:1".to_owned(), "works in a server only"),
        (format!("tickit:2:rate:1:2:1@{bot}@{here}"), "cannot be rated"),
        (format!("tickit:2:rate:1:1:0@{bot}@{here}"), STALE),
        (format!("tickit:2:rate:1:1:6@{bot}@{here}"), STALE),
        (format!("tickit:2:rate:1:1:-1@{bot}@{here}"), STALE),
        (format!("tickit:2:rate:1:1:5:5@{bot}@{here}"), STALE),
        (format!("tickit:2:rate:1@{bot}@{here}"), STALE),
        (format!("tickit:2:rate:1:1@{bot}@{here}"), STALE),
    ] {
        let refused = said(&app, &alice, &custom_id).await;
        assert!(refused.contains(refusal), "{custom_id}: {refused}");
    }
    assert_eq!(rating(&app).await, None);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_rates_a_ticket_that_is_open_or_that_they_were_not_asked_about() {
    let app = TestService::ready().await;
    let (alice, bob) = (app.member("alice"), app.agent("bob"));
    let ticket = app.opens(&alice, "Support").await;
    let forged = format!("tickit:2:rate:1:1:5@{}@{}", app.bot.id(), app.guild.id());
    assert!(said(&app, &alice, &forged).await.contains("cannot be rated"));
    app.closes(&bob, &ticket, "").await;
    until_idle(&app.service, SOON).await;
    assert!(said(&app, &alice, &forged).await.contains("cannot be rated"), "she never wrote, and was not asked");
    assert_eq!(rating(&app).await, None);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_presses_at_once_one_counts_and_the_same_again_changes_nothing() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let request = asked(&app, &alice).await;
    let buttons: Vec<_> = (1..=5).map(|stars| request.button(&stars.to_string())).collect();
    join_all(buttons.iter().map(|button| alice.press(button))).await;
    until_idle(&app.service, SOON).await;
    let given = rating(&app).await.unwrap();
    assert_eq!(tickets(app.service.stores(), &app.guild).await[0].ratings.len(), 1);
    let shown = format!("{}/5", given.stars.get());
    let summary = app.transcripts().remove(0).0.text();
    assert!(summary.contains(&shown), "{shown} counts: {summary}");
    alice.press(&request.button(&given.stars.get().to_string())).await;
    assert_eq!(rating(&app).await, Some(given));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_comment_is_as_long_as_it_may_be_and_needs_stars() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let request = asked(&app, &alice).await;
    alice.press(&request.button("3")).await;
    let form = alice.press(&request.button("Add a comment")).await.modal().unwrap();
    let long = "x".repeat(4000);
    assert!(forges(&alice, &form, &[&long]).await.text().contains("1000"), "it is refused");
    assert_eq!(rating(&app).await.unwrap().comment, "");
    forges(&alice, &form, &[&long[..1000]]).await;
    assert_eq!(rating(&app).await.unwrap().comment.len(), 1000);
    eventually("the summary shows it", || app.transcripts()[0].0.text().contains(&long[..1000])).await;
    assert!(request.text().contains(&long[..1000]), "and the request");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_is_deleted_and_one_whose_time_is_over_are_not_rated() {
    let (app, stores) = TestService::in_memory().await;
    let alice = app.member("alice");
    let request = asked(&app, &alice).await;
    alice.press(&request.button("2")).await;
    until_idle(&app.service, SOON).await;
    let guild = stores.memory_guild(GuildId::new(app.guild.id().0));
    let (_, mut record) = guild.contents().into_iter().find(|(id, _)| id.starts_with("ticket:")).unwrap();
    let rev = record.rev;
    change_body(&mut record, |body| body["closing"]["feedback"]["until"] = json!("2026-01-01T00:00:00.000Z"));
    guild.replace(record, rev).await.unwrap();
    let late = alice.press(&request.button("5")).await;
    assert!(late.text().contains("The time to rate this ticket is over"), "{}", late.text());
    assert!(request.text().contains("⭐⭐ 2/5") && rating(&app).await.unwrap().stars.get() == 2);
    let owner = app.guild.owner();
    let confirm = owner.slash(&app.general, "/ticket delete ticket:1").await.buttons().remove(0);
    owner.press(&confirm).await;
    until_idle(&app.service, SOON).await;
    let gone = alice.press(&request.button("5")).await;
    assert!(gone.text().contains("no such ticket"), "{}", gone.text());
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_away_a_star_is_refused_with_a_word_and_can_be_pressed_again() {
    let (app, stores) = TestService::in_memory().await;
    let alice = app.member("alice");
    let request = asked(&app, &alice).await;
    let away = |stores: &MemoryStores, away: bool| {
        let faults = Faults { away, ..Faults::default() };
        stores.memory_core().set_faults(faults.clone());
        stores.memory_guild(GuildId::new(app.guild.id().0)).set_faults(faults);
    };
    away(&stores, true);
    let refused = alice.press(&request.button("4")).await;
    assert!(refused.text().contains("cannot reach its database"), "{}", refused.text());
    away(&stores, false);
    alice.press(&request.button("4")).await;
    assert_eq!(rating(&app).await.unwrap().stars.get(), 4);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rating_counts_though_the_bot_was_removed_from_the_guild() {
    let app = TestService::ready().await;
    let alice = app.member("alice");
    let request = asked(&app, &alice).await;
    app.guild.kick(&app.bot);
    let given = alice.press(&request.button("5")).await;
    assert!(given.text().contains("⭐⭐⭐⭐⭐ 5/5"), "{}", given.text());
    until_idle(&app.service, SOON).await;
    assert_eq!(rating(&app).await.unwrap().stars.get(), 5);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_rating_is_an_event_with_what_it_was_before() {
    let (app, stores) = TestService::in_memory().await;
    let alice = app.member("alice");
    let request = asked(&app, &alice).await;
    alice.press(&request.button("1")).await;
    alice.press(&request.button("5")).await;
    until_idle(&app.service, SOON).await;
    assert!(says(&app.guild.owner(), &app.general, "/ticket info ticket:1").await.contains("5/5"));
    let events = stores.memory_guild(GuildId::new(app.guild.id().0)).contents().into_values();
    let bodies = events.filter(|record| record.kind == "event").map(|event| event.body.read::<serde_json::Value>());
    let rated: Vec<_> = bodies.map(Result::unwrap).filter(|event| event["kind"] == "ticket.rated").collect();
    let stars = |of: &serde_json::Value| of["ratings"][0]["stars"].as_u64();
    let changes: Vec<_> = rated.iter().map(|event| (stars(&event["before"]), stars(&event["after"]))).collect();
    assert_eq!(changes, [(None, Some(1)), (Some(1), Some(5))]);
    assert!(rated.iter().all(|event| event["actor"]["name"] == "alice"), "{rated:?}");
    app.finish().await;
}
