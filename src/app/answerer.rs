//! Interactions on their way to their answers, whichever door they came by.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use tickit_domain::ids::BotId;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use crate::http::{Answering, Forwarded};
use crate::interactions::{Callback, Delivery, Interactions, Unanswered};

/// Answers interactions. Cheap to share behind an `Arc`.
#[derive(Debug)]
pub(super) struct Answerer {
    pub(super) interactions: Interactions,
    pub(super) callback: Callback,
}

/// Answers those that come over HTTP. Whoever handed one over may lose patience or the connection, and what was begun is
/// brought to its end all the same.
#[derive(Debug)]
pub(super) struct AnswererOverHttp {
    pub(super) answerer: Arc<Answerer>,
    pub(super) handlers: TaskTracker,
}

impl Answerer {
    /// Answers by the interaction's own token.
    pub(super) async fn by_token(&self, bot: BotId, raw: &str, received: Instant) -> Forwarded {
        let answer = self.interactions.answer(bot, raw, received).await?;
        let delivery = self.callback.deliver(&answer).await;
        self.interactions.delivered(&answer, delivery);
        Ok(delivery)
    }

    /// Answers in place. Whether Discord hears it is up to whoever asked.
    async fn in_place(&self, bot: BotId, raw: &str, received: Instant) -> Result<Value, Unanswered> {
        let answer = self.interactions.answer(bot, raw, received).await?;
        self.interactions.delivered(&answer, Delivery::Reached);
        Ok(answer.reply.to_json())
    }
}

#[async_trait]
impl Answering for AnswererOverHttp {
    async fn in_place(&self, bot: BotId, raw: &str, received: Instant) -> Result<Value, Unanswered> {
        let (answerer, raw) = (self.answerer.clone(), raw.to_owned());
        let answering = self.handlers.spawn(async move { answerer.in_place(bot, &raw, received).await });
        answering.await.unwrap_or_else(|error| Err(Unanswered::Unreadable(error.to_string())))
    }

    async fn by_token(&self, bot: BotId, raw: &str, received: Instant) -> Forwarded {
        let (answerer, raw) = (self.answerer.clone(), raw.to_owned());
        let answering = self.handlers.spawn(async move { answerer.by_token(bot, &raw, received).await });
        answering.await.unwrap_or_else(|error| Err(Unanswered::Unreadable(error.to_string())))
    }
}
