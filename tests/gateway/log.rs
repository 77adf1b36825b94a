//! What the log says of sessions: what an operator wants to know, once.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tickit_domain::bot::{BotState, StopReason};
use tracing_subscriber::fmt::MakeWriter;

use super::TestGateway;
use crate::support::{TestService, eventually};

/// Collects what is logged by this thread.
#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn begin() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(log.clone()).finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn lines(&self, part: &str) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().filter(|line| line.contains(part)).map(str::to_owned).collect()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_session_that_was_lost_and_one_that_was_resumed_are_told_once() {
    let (log, _guard) = Log::begin();
    let gateway = TestGateway::open().await;
    let bot = gateway.bot("Helper").await;
    gateway.discord.faults().gateway_away(std::time::Duration::from_secs(30));
    let tried = || gateway.supervisor.counters().disconnects.get() >= 5;
    assert!(super::eventually(tried).await);
    gateway.discord.clock().advance(std::time::Duration::from_secs(30));
    gateway.until(&bot, BotState::Ready).await;
    assert_eq!(log.lines("the session is lost").len(), 1);
    assert_eq!(log.lines("the bot is degraded").len(), 1);
    let resumed = log.lines("the session is resumed");
    assert!(resumed.len() == 1 && resumed[0].contains(&bot.id().to_string()), "{resumed:?}");
    assert!(log.lines("the connection ended").is_empty());
    gateway.close().await;
}

#[tokio::test]
async fn a_bot_that_stopped_for_good_is_told_once() {
    let (log, _guard) = Log::begin();
    let app = TestService::ready().await;
    app.bot.reset_token();
    let stopped = BotState::Stopped(StopReason::TokenRevoked);
    eventually("the bot is stopped", || app.service.bots().iter().all(|bot| bot.state == stopped)).await;
    let bot = app.bot.id().to_string();
    let told: Vec<_> = log.lines("stopped").into_iter().filter(|line| line.contains(&bot)).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    app.finish().await;
}
