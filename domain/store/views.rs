//! The views of those who look at a guild's tickets: a record each.

use super::StoreResult;
use super::document::{Document, Documents};
use crate::discord::Place;
use crate::error::{Outcome, Refusal};
use crate::ids::{BotId, UserId};
use crate::view::Views;

/// The views in a guild's database that are of a bot's tickets.
#[derive(Debug, Clone)]
pub struct SavedViews {
    documents: Documents,
    at: Place,
}

impl Document for Views {
    const KIND: &'static str = "views";

    fn id(&self) -> String {
        key(self.bot, self.user)
    }

    fn owner(&self) -> String {
        self.user.to_string()
    }
}

fn key(bot: BotId, user: UserId) -> String {
    format!("views:{bot}:{user}")
}

impl SavedViews {
    /// Those in a guild's database.
    pub const fn new(documents: Documents, at: Place) -> Self {
        Self { documents, at }
    }

    /// Somebody's.
    pub async fn of(&self, user: UserId) -> StoreResult<Views> {
        let known = self.documents.get::<Views>(&key(self.at.bot, user)).await?;
        Ok(known.map_or_else(|| Views::none(self.at.bot, user), |known| known.value))
    }

    /// Changes somebody's.
    pub async fn change<R: Send>(
        &self,
        user: UserId,
        change: impl Fn(&mut Views) -> Result<R, Refusal> + Send + Sync,
    ) -> Outcome<R> {
        let bot = self.at.bot;
        let none = || Views::none(bot, user);
        let changing = self.documents.update_or_insert(key(bot, user), none, |views| Ok(change(views)?));
        Ok(changing.await?.1)
    }

    /// Forgets somebody's.
    pub async fn forget(&self, user: UserId) -> StoreResult<()> {
        self.documents.store().delete(&key(self.at.bot, user), None).await.map(drop)
    }
}
