//! Messages that somebody chose to make a ticket from, until it is opened: for an hour.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::StoreResult;
use super::document::{Document, Documents};
use super::forgetting::forget_older;
use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::{BotId, MessageId, UserId};
use crate::ticket::Quoted;

/// How long a message is kept after it was chosen: as long as it may take to choose a type and fill in its form.
pub const QUOTES_KEPT: Duration = Duration::from_hours(1);

/// A message, and who chose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Quote {
    bot: BotId,
    by: UserId,
    quoted: Quoted,
    at: Timestamp,
}

impl Document for Quote {
    const KIND: &'static str = "quote";

    fn id(&self) -> String {
        key(self.bot, self.by, self.quoted.message)
    }

    fn owner(&self) -> String {
        self.by.to_string()
    }

    fn at(&self) -> Timestamp {
        self.at
    }
}

fn key(bot: BotId, by: UserId, message: MessageId) -> String {
    format!("quote:{bot}:{by}:{message}")
}

/// The messages that were chosen in one guild.
#[derive(Debug, Clone)]
pub struct Quotes {
    documents: Documents,
    at: Place,
}

impl Quotes {
    /// Those in a guild's database that were chosen through a bot.
    pub const fn new(documents: Documents, at: Place) -> Self {
        Self { documents, at }
    }

    /// The message as somebody chose it; `None` where they never did, or too long ago.
    pub async fn get(&self, by: UserId, message: MessageId, now: Timestamp) -> StoreResult<Option<Quoted>> {
        let found = self.documents.get::<Quote>(&key(self.at.bot, by, message)).await?;
        let fresh = found.filter(|quote| now <= quote.value.at.plus(QUOTES_KEPT));
        Ok(fresh.map(|quote| quote.value.quoted))
    }

    /// Keeps a message as somebody chose it just now.
    pub async fn keep(&self, by: UserId, quoted: &Quoted, now: Timestamp) -> Outcome<()> {
        let new = || Quote { bot: self.at.bot, by, quoted: quoted.clone(), at: now };
        let keeping = self.documents.update_or_insert(key(self.at.bot, by, quoted.message), new, |quote| {
            (quote.quoted, quote.at) = (quoted.clone(), now);
            Ok(())
        });
        keeping.await.map(drop)
    }
}

/// Forgets messages that were chosen too long ago, through whatever bot.
pub async fn forget_old(documents: &Documents, now: Timestamp) -> StoreResult<()> {
    forget_older(documents, Quote::KIND, QUOTES_KEPT, now).await
}
