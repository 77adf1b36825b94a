//! A crash and a bad day at Discord: nothing that was acknowledged is lost, and nothing is left behind.

use std::time::Duration;

use discord_simulator::faults::{Fault, Match};
use discord_simulator::people::{Answer, AnswerKind};
use futures_util::future::join_all;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use crate::installation;
use crate::support::{TestGuild, TestService, agrees, eventually, health, until_idle};

/// How long a member waits at most for what was promised to them.
const PROMISE: Duration = Duration::from_mins(1);

/// The second process has the files to itself, so it waits for no lease of the first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_amid_a_hundred_presses_loses_and_doubles_nothing() {
    let app = TestService::ready().await;
    // Discord makes twenty channels in ten seconds in one guild, and fifty in one category.
    let mut homes: Vec<_> =
        (0..4).map(|number| TestGuild::new(&app.discord, &format!("Guild {number}"), &[&app.bot])).collect();
    join_all(homes.iter().map(TestGuild::set_up)).await;
    let world = app.stop_service().await;
    homes.push(world.home);
    let installation = world.settings.installation();

    let first = serve(&installation).await;
    let presses: Vec<_> = homes.iter().flat_map(|home| (0..20).map(|number| presses(home, 5 * number))).collect();
    let promised = || world.discord.request_count("POST", "/callback");
    let before = promised();
    let began = Instant::now();
    while promised() - before < 40 && began.elapsed() < Duration::from_secs(3) {
        sleep(Duration::from_millis(2)).await;
    }
    first.kill().await;
    let channels_then: usize = homes.iter().map(|home| home.ticket_channels().len()).sum();
    let second = serve(&installation).await;
    let answers: Vec<Answer> = join_all(presses).await.into_iter().map(Result::unwrap).collect();
    let promised: Vec<_> = answers.iter().filter(|answer| answer.kind() == AnswerKind::Deferred).collect();
    let restarted = Instant::now();
    for answer in &promised {
        assert!(answer.finishes_within(PROMISE.saturating_sub(restarted.elapsed())).await, "{answer:?}");
        assert!(answer.text().contains("is open"), "{answer:?}");
    }
    let took = restarted.elapsed();
    assert!(promised.len() >= 30, "only {} of 100 presses were acknowledged", promised.len());

    // What was not acknowledged may still be under way.
    let (code, log) = second.stop().await;
    assert_eq!(code, Some(0), "{log}");
    let service = world.settings.start().await;
    until_idle(&service, PROMISE).await;
    let mut open = 0;
    for home in &homes {
        open += agrees(service.stores(), home).await.len();
    }
    assert!(open >= promised.len(), "{open} tickets for {} acknowledged presses", promised.len());
    service.stop().await;
    let promised = promised.len();
    println!("{promised} acknowledged, {channels_then} channels at the crash, {open} open, all told after {took:?}");
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_amid_presses_keeps_what_was_promised_and_leaves_the_rest_to_the_next_process() {
    let app = TestService::ready().await;
    let promised = |app: &TestService| app.discord.request_count("POST", "/callback");
    let before = promised(&app);
    let presses: Vec<_> = (0..12).map(|number| presses(&app.home, number)).collect();
    eventually("some are promised a ticket", || promised(&app) >= before + 4).await;
    let world = app.stop_service().await;
    let service = world.settings.start().await;
    let answers: Vec<Answer> = join_all(presses).await.into_iter().map(Result::unwrap).collect();
    let promised: Vec<_> = answers.iter().filter(|answer| answer.kind() == AnswerKind::Deferred).collect();
    assert!(promised.len() >= 4, "{answers:?}");
    for answer in &promised {
        assert!(answer.finishes_within(PROMISE).await && answer.text().contains("is open"), "{answer:?}");
    }
    until_idle(&service, PROMISE).await;
    assert!(agrees(service.stores(), &world.home).await.len() >= promised.len());
    service.stop().await;
    world.discord.finish().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_bad_days_at_discord_lose_and_double_nothing() {
    let days = join_all((1..=10).map(|seed| tokio::spawn(bad_day(seed)))).await;
    let (promised, happened) = days.into_iter().fold((0, 0), |(promised, happened), day| {
        let day = day.unwrap();
        (promised + day.0, happened + day.1)
    });
    println!("{promised} presses were acknowledged, {happened} requests went wrong");
    assert!(promised >= 50 && happened >= 100, "{promised} acknowledged, {happened} faults");
}

/// Ten members press while Discord fails; how many were acknowledged, and how many requests went wrong.
async fn bad_day(seed: u64) -> (usize, u32) {
    let app = TestService::without_setup(seed).await;
    app.set_up().await;
    let faults = app.discord.faults();
    let plans = [
        faults.respond_sometimes(Match::any(), Fault::Status(500), 0.08, 1000),
        faults.respond_sometimes(Match::any(), Fault::Status(503), 0.05, 1000),
        faults.respond_sometimes(Match::any(), Fault::CutBefore, 0.08, 1000),
        faults.respond_sometimes(Match::any(), Fault::CutAfter, 0.12, 1000),
        faults.respond_sometimes(Match::any(), Fault::Delay(Duration::from_millis(700)), 0.1, 1000),
    ];
    let answers = join_all((0..10).map(|number| presses(&app.home, number))).await;
    let answers: Vec<Answer> = answers.into_iter().map(Result::unwrap).collect();
    let promised: Vec<_> = answers.iter().filter(|answer| answer.kind() == AnswerKind::Deferred).collect();
    let began = Instant::now();
    for answer in &promised {
        assert!(answer.finishes_within(PROMISE.saturating_sub(began.elapsed())).await, "seed {seed}: {answer:?}");
        assert!(answer.text().contains("is open"), "seed {seed}: {answer:?}");
    }
    let happened = plans.iter().map(discord_simulator::faults::Plan::happened).sum();
    faults.clear();
    until_idle(&app.service, PROMISE).await;
    let open = agrees(app.service.stores(), &app.home).await;
    assert!(open.len() >= promised.len(), "seed {seed}");
    for channel in app.ticket_channels() {
        let welcomes = channel.messages().iter().filter(|message| !message.buttons().is_empty()).count();
        assert_eq!(welcomes, 1, "seed {seed}: #{}", channel.name());
    }
    let promised = promised.len();
    app.finish().await;
    (promised, happened)
}

/// A member presses, a moment after the one before.
fn presses(home: &TestGuild, number: u32) -> JoinHandle<Answer> {
    let (member, button) = (home.member(&format!("member-{number}")), home.panel().button("Support"));
    tokio::spawn(async move {
        sleep(Duration::from_millis(10) * number).await;
        member.press(&button).await
    })
}

/// The binary, with its bots ready.
async fn serve(installation: &installation::Installation) -> installation::Service {
    let service = installation.serve().await;
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let (_, health) = health(&service.url).await;
        if health["bots"]["ready"] == 1 {
            return service;
        }
        assert!(Instant::now() < deadline, "the bot is not ready: {health}");
        sleep(Duration::from_millis(20)).await;
    }
}
