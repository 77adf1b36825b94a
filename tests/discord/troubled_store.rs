//! The database is away, slow, loses answers or is broken: members hear so in time, and nothing is lost.

use std::time::Duration;

use discord_simulator::people::AnswerKind;
use futures_util::future::join_all;
use serde_json::json;
use tickit::store::MemoryStores;
use tickit::store::memory::Faults;
use tickit_domain::ids::GuildId;
use tokio::time::{Instant, sleep};

use crate::support::{TestGuild, TestService, agrees, eventually, health, health_for_operator, says, until_idle};

/// The deadline of 1.5 s, and what a busy machine adds.
const IN_TIME: Duration = Duration::from_millis(2_300);

fn trouble(app: &TestService, stores: &MemoryStores, faults: &Faults) {
    stores.memory_core().set_faults(faults.clone());
    stores.memory_guild(GuildId::new(app.guild.id().0)).set_faults(faults.clone());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_away_members_are_told_so_and_then_all_goes_on() {
    let (app, stores) = TestService::in_memory().await;
    let (alice, bernd) = (app.member("alice"), app.member("bernd").locale("de"));
    let http = format!("http://{}", app.service.address());
    assert_eq!(health(&http).await.0, 200);
    trouble(&app, &stores, &Faults { away: true, ..Faults::default() });
    let button = app.panel().button("Support");
    let answer = alice.press(&button).await;
    assert!(answer.text().contains("cannot reach its database") && answer.ephemeral(), "{}", answer.text());
    assert!(answer.acknowledged_after() < IN_TIME, "{answer:?}");
    let answer = bernd.press(&button).await;
    assert!(answer.text().contains("Tickit erreicht seine Datenbank gerade nicht"), "{}", answer.text());
    let refused = says(&app.guild.owner(), &app.general, "/setup names:x").await;
    assert!(refused.contains("cannot reach its database"), "{refused}");
    sleep(Duration::from_millis(1100)).await;
    let (status, said) = health(&http).await;
    assert_eq!((status, said["status"].as_str()), (503, Some("unavailable")), "{said}");

    trouble(&app, &stores, &Faults::default());
    app.opens(&alice, "Support").await;
    app.opens(&bernd, "Support").await;
    sleep(Duration::from_millis(1100)).await;
    assert_eq!(health(&http).await.0, 200);
    assert_eq!(agrees(&*stores, &app.home).await.len(), 2);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_database_gets_members_an_honest_answer_in_time() {
    let (app, stores) = TestService::in_memory().await;
    let alice = app.member("alice");
    trouble(&app, &stores, &Faults { delay: Duration::from_secs(8), ..Faults::default() });
    let answer = alice.press(&app.panel().button("Support")).await;
    assert!(answer.text().contains("could not confirm that this was saved"), "{}", answer.text());
    assert!(answer.acknowledged_after() < IN_TIME, "{answer:?}");
    trouble(&app, &stores, &Faults::default());
    app.opens(&alice, "Support").await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_loses_requests_and_answers_loses_no_ticket() {
    let (app, stores) = TestService::in_memory().await;
    let faults = Faults { seed: 3, answer_lost: 0.15, request_lost: 0.1, unavailable: 0.03, ..Faults::default() };
    trouble(&app, &stores, &faults);
    let members: Vec<_> = (0..15).map(|number| app.member(&format!("member-{number}"))).collect();
    let button = app.panel().button("Support");
    let answers = join_all(members.iter().map(|member| member.press(&button))).await;
    let began = Instant::now();
    sleep(Duration::from_secs(3)).await;
    trouble(&app, &stores, &Faults::default());
    let (mut opened, mut told) = (0, 0);
    for answer in answers {
        assert_ne!(answer.kind(), AnswerKind::Timeout);
        if answer.kind() == AnswerKind::Deferred {
            assert!(answer.finishes_within(Duration::from_mins(1).saturating_sub(began.elapsed())).await, "{answer:?}");
            assert!(answer.text().contains("is open"), "{answer:?}");
            opened += 1;
        } else {
            told += 1;
        }
    }
    let took = began.elapsed();
    until_idle(&app.service, Duration::from_mins(1)).await;
    let open = agrees(&*stores, &app.home).await.len();
    println!("{opened} promised, {told} told to try again, {open} open, after {took:?}");
    assert!(open >= opened && opened >= 5, "{open} open, {opened} promised");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_file_stops_its_own_guild_only() {
    let app = TestService::ready().await;
    let other = TestGuild::new(&app.discord, "Other", &[&app.bot]);
    other.set_up().await;
    let guild = app.guild.id().to_string();
    let world = app.stop_service().await;
    let broken = find(&world.settings.data(), &guild);
    for path in &broken {
        std::fs::write(path, b"this is no database, whatever its name says").unwrap();
    }
    assert!(!broken.is_empty());
    let service = world.settings.start().await;
    let alice = world.member("alice");
    let answer = alice.press(&world.panel().button("Support")).await.finished().await;
    assert!(answer.text().contains("our fault") || answer.text().contains("cannot reach"), "{}", answer.text());
    assert!(answer.acknowledged_after() < IN_TIME && answer.ephemeral(), "{answer:?}");
    other.opens(&other.member("alice"), "Support").await;
    eventually("the bot is ready", || service.bots().len() == 1).await;
    service.stop().await;
    world.discord.finish().await.unwrap();
}

/// The files of a guild below a directory.
fn find(directory: &std::path::Path, guild: &str) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let (directories, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let named = files.into_iter().filter(|path| path.display().to_string().contains(guild));
    named.chain(directories.iter().flat_map(|directory| find(directory, guild))).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guilds_file_that_cannot_be_written_is_told_to_who_waits_and_named_with_the_reason() {
    let app = TestService::ready().await;
    let id = app.guild.id().0;
    let file = app.settings.data().join(format!("guilds/{:02x}/{id}.db", (id >> 22) & 0xff));
    // Who may do everything may write read-only files too; but nobody writes what another program has locked for writing.
    let other = rusqlite::Connection::open(&file).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let alice = app.member("alice");
    let answer = alice.press(&app.panel().button("Support")).await;
    let (http, pressed) = (format!("http://{}", app.service.address()), Instant::now());
    let broken = loop {
        let (_, said) = health_for_operator(&http).await;
        let broken = said["database"]["broken"].as_array().cloned().unwrap_or_default();
        if let Some(broken) = broken.first() {
            break broken.as_str().unwrap().to_owned();
        }
        assert!(pressed.elapsed() < Duration::from_secs(15), "health does not say it: {said}");
        sleep(Duration::from_millis(100)).await;
    };
    assert!(broken.contains(&format!("{id}.db")) && broken.contains("locked"), "{broken}");
    let (_, told) = health(&http).await;
    assert_eq!((&told["database"]["broken_count"], &told["database"]["broken"]), (&json!(1), &json!([])), "{told}");
    assert!(answer.finishes_within(Duration::from_secs(15).saturating_sub(pressed.elapsed())).await, "{answer:?}");
    assert!(answer.text().contains("cannot be done right now"), "{}", answer.text());
    other.execute_batch("ROLLBACK").unwrap();
    eventually("it is open after all", || answer.text().contains("is open")).await;
    until_idle(&app.service, Duration::from_secs(20)).await;
    assert_eq!(agrees(app.service.stores(), &app.home).await.len(), 1, "{answer:?}");
    // Health is asked of the database once a second at most.
    let written = Instant::now();
    while health(&http).await.1["database"]["broken_count"] != json!(0) {
        assert!(written.elapsed() < Duration::from_secs(15), "health still says it");
        sleep(Duration::from_millis(100)).await;
    }
    app.finish().await;
}
