//! Interactions that come over HTTP.

use std::fmt::Debug;

use async_trait::async_trait;
use serde_json::Value;
use tickit_domain::ids::BotId;
use tokio::time::Instant;

use crate::interactions::{Delivery, Unanswered};

/// Answers interactions that were handed over.
#[async_trait]
pub trait Answering: Send + Sync + Debug {
    /// Answers in place: Discord's interaction response, as JSON.
    async fn in_place(&self, bot: BotId, raw: &str, received: Instant) -> Result<Value, Unanswered>;
    /// Answers by the interaction's own token, and says what became of the answer.
    async fn by_token(&self, bot: BotId, raw: &str, received: Instant) -> Forwarded;
}

/// What became of an interaction that is answered by its token.
pub type Forwarded = Result<Delivery, Unanswered>;
