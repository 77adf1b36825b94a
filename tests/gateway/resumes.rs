//! A session that cannot be resumed is not resumed for ever.

use std::time::Duration;

use discord_simulator::Simulator;
use discord_simulator::faults::ResumeFault;
use tickit::gateway::GatewaySettings;
use tickit_domain::bot::{BotState, Trouble};
use tokio::time::{Instant, sleep};

use super::{PATIENCE, TestGateway, id, quick};

#[tokio::test]
async fn a_session_whose_every_resume_fails_is_begun_anew_by_one_identify() {
    let settings = GatewaySettings { ready_timeout: Duration::from_millis(100), ..quick() };
    let gateway = TestGateway::with(Simulator::builder(), settings).await;
    let faults = [
        ResumeFault::CloseWithoutCode,
        ResumeFault::Close(1006),
        ResumeFault::Close(4000),
        ResumeFault::Drop,
        ResumeFault::Invalidate,
        ResumeFault::Silence,
    ];
    let mut bots = Vec::new();
    for fault in faults {
        let bot = gateway.bot(&format!("{fault:?}")).await;
        gateway.discord.faults().gateway(&bot).fail_resumes(fault);
        gateway.discord.faults().gateway(&bot).drop_tcp();
        bots.push((fault, bot));
    }
    for (fault, bot) in &bots {
        let anew = gateway.discord.until(PATIENCE, || gateway.discord.identify_count(bot) == 2).await;
        assert!(anew, "{fault:?} is resumed for ever");
        gateway.until(bot, BotState::Ready).await;
        let conditions = gateway.supervisor.conditions();
        let condition = conditions.iter().find(|(bot_id, _)| *bot_id == id(bot)).unwrap().1;
        assert_eq!((condition.trouble, condition.next_try), (None, None), "{fault:?}");
    }
    let resumes = gateway.supervisor.counters().resumes.get();
    assert!(resumes <= 7 * bots.len() as u64, "{resumes} resumes");
    gateway.close().await;
}

#[tokio::test]
async fn a_bot_that_cannot_get_past_its_trouble_is_shown_as_degraded() {
    let gateway = TestGateway::open().await;
    let bot = gateway.bot("Helper").await;
    gateway.discord.faults().gateway(&bot).fail_resumes(ResumeFault::Close(4000));
    gateway.discord.faults().gateway(&bot).drop_tcp();
    gateway.until(&bot, BotState::Degraded(Trouble::ConnectionLost)).await;
    let condition = gateway.supervisor.conditions()[0].1;
    assert_eq!(condition.trouble, Some(Trouble::ConnectionLost));
    assert!(condition.next_try.is_some_and(|at| at <= Instant::now() + quick().backoff.longest));
    gateway.until(&bot, BotState::Ready).await;
    gateway.close().await;
}

/// The gateway takes the connection and the IDENTIFY, and drops both: a thousand of these reset the token.
#[tokio::test]
async fn sessions_that_never_come_to_be_cost_fewer_and_fewer_identifies() {
    let gateway = TestGateway::open().await;
    let bot = gateway.application("Helper");
    gateway.discord.faults().gateway(&bot).away(Duration::from_hours(1));
    gateway.start(&bot);
    gateway.until(&bot, BotState::Degraded(Trouble::ConnectionLost)).await;
    sleep(Duration::from_secs(4)).await;
    let identifies = gateway.supervisor.counters().identifies.get();
    // At ten milliseconds to six seconds a pause; with 600 ms at most there would be about fifteen more.
    assert!((3..=14).contains(&identifies), "{identifies} identifies");
    gateway.close().await;
}

/// Something listens at the gateway's address and never says HELLO.
#[tokio::test]
async fn a_gateway_without_a_hello_costs_no_identify_and_is_told() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}", silent.local_addr().unwrap());
    let speaking = tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((stream, _)) = silent.accept().await {
            open.push(tokio_tungstenite::accept_async(stream).await);
        }
    });
    let answer = serde_json::json!({ "id": "1", "url": url, "shards": 1, "session_start_limit":
        { "total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1 } });
    let api = axum::Router::new().fallback(move || async move { axum::Json(answer) });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, api).await });
    let mut gateway = TestGateway::open().await;
    let rest = tickit::discord::RestSettings { base, ..tickit::discord::RestSettings::default() };
    gateway.rest = tickit::discord::Rest::new(rest, std::sync::Arc::new(())).unwrap();
    let settings = GatewaySettings { hello_timeout: Duration::from_millis(20), ..quick() };
    gateway.reopen(std::sync::Arc::new(super::Reversed), settings);
    let bot = gateway.application("Helper");
    gateway.start(&bot);
    gateway.until(&bot, BotState::Degraded(Trouble::GatewayUnreachable)).await;
    assert_eq!(gateway.supervisor.counters().identifies.get(), 0);
    speaking.abort();
    server.abort();
    gateway.close().await;
}
