//! Interactions on their way to their answers, whichever door they came by.

use async_trait::async_trait;
use serde_json::Value;
use tickit_domain::ids::BotId;
use tokio::time::Instant;

use crate::http::{Answering, Forwarded};
use crate::interactions::{Callback, Delivery, Interactions, Unanswered};

/// Answers interactions. Cheap to share behind an `Arc`.
#[derive(Debug)]
pub(super) struct Answerer {
    pub(super) interactions: Interactions,
    pub(super) callback: Callback,
}

#[async_trait]
impl Answering for Answerer {
    /// Whether Discord hears the answer is up to whoever asked.
    async fn in_place(&self, bot: BotId, raw: &str, received: Instant) -> Result<Value, Unanswered> {
        let answer = self.interactions.answer(bot, raw, received).await?;
        self.interactions.delivered(&answer, Delivery::Reached);
        Ok(answer.reply.to_json())
    }

    async fn by_token(&self, bot: BotId, raw: &str, received: Instant) -> Forwarded {
        let answer = self.interactions.answer(bot, raw, received).await?;
        let delivery = self.callback.deliver(&answer).await;
        self.interactions.delivered(&answer, delivery);
        Ok(delivery)
    }
}
