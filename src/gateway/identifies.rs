//! A session's IDENTIFYs: each is one of a thousand a day, which all programs with the bot's token share, and is counted
//! before it is sent.

use tokio::time::{Instant, timeout};

use super::address::GatewayForBot;
use super::close::Ending;
use super::session::Session;
use crate::discord::Request;

impl Session {
    /// Counts an IDENTIFY before it is sent, or says why it must not be.
    pub async fn count_identify(&self) -> Result<(), Ending> {
        let settings = &self.hosting.settings;
        self.ask_for_identifies().await;
        if !self.home.turns.are_left() {
            return Err(Ending::Exhausted);
        }
        let spend = self.hosting.memory.spend_identify(self.who.bot, settings.identify_limit);
        match timeout(settings.memory_timeout, spend).await {
            Ok(Ok(true)) if self.home.turns.spend() => Ok(()),
            Ok(Ok(_)) => Err(Ending::Exhausted),
            Ok(Err(error)) => {
                tracing::warn!(error = format!("{error:#}"), "identifies cannot be counted: the session waits");
                Err(Ending::NoMemory)
            }
            Err(_) => Err(Ending::NoMemory),
        }
    }

    /// Asks Discord how many identifies are left, where that was a while ago: other programs with the bot's token spend
    /// them as well. What was known stands where there is no answer.
    async fn ask_for_identifies(&self) {
        let (turns, settings) = (&self.home.turns, &self.hosting.settings);
        if turns.known_for() < settings.settled {
            return;
        }
        let (request, deadline) = (Request::get("/gateway/bot"), Instant::now() + settings.connect_timeout);
        let asking = self.hosting.rest.request_as::<GatewayForBot>(self.who.bot, &request, deadline);
        if let Ok(GatewayForBot { session_start_limit: limit, .. }) = asking.await {
            self.home.board.note_identifies(limit.remaining, limit.total);
            turns.renew(limit);
        }
    }
}
