//! What those who work on a guild's tickets are to be told next.

use super::StoreResult;
use super::document::{Document, Documents};
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::{BotId, UserId};
use crate::notification::Pending;

/// The notifications of one bot in a guild's database.
#[derive(Debug, Clone)]
pub struct PendingNotifications {
    documents: Documents,
    at: Place,
}

impl Document for Pending {
    const KIND: &'static str = "notification";

    fn id(&self) -> String {
        key(self.bot, self.user)
    }
}

fn key(bot: BotId, user: UserId) -> String {
    format!("notification:{bot}:{user}")
}

impl PendingNotifications {
    /// Those in a guild's database that are a bot's.
    pub const fn new(documents: Documents, at: Place) -> Self {
        Self { documents, at }
    }

    /// What somebody is to be told next.
    pub async fn of(&self, user: UserId) -> StoreResult<Pending> {
        let known = self.documents.get::<Pending>(&key(self.at.bot, user)).await?;
        Ok(known.map_or_else(|| Pending::none(self.at.bot, user), |known| known.value))
    }

    /// Changes it.
    pub async fn change(&self, user: UserId, mut change: impl FnMut(&mut Pending) + Send) -> Outcome<()> {
        let bot = self.at.bot;
        let changing = self.documents.update_or_insert(
            key(bot, user),
            || Pending::none(bot, user),
            |pending| {
                change(pending);
                Ok(())
            },
        );
        changing.await.map(drop)
    }
}
