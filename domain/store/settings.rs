//! A guild's settings, one record for each bot.

use serde::{Deserialize, Serialize};

use super::StoreResult;
use super::document::{Document, Documents, Stored};
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::BotId;
use crate::settings::Settings;

/// The settings in one guild's database for one bot.
#[derive(Debug, Clone)]
pub struct SettingsOf {
    documents: Documents,
    at: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct BotSettings {
    bot: BotId,
    settings: Settings,
}

impl Document for BotSettings {
    const KIND: &'static str = "settings";

    fn id(&self) -> String {
        key(self.bot)
    }
}

fn key(bot: BotId) -> String {
    format!("settings:{bot}")
}

impl SettingsOf {
    /// A bot's settings in a guild's database.
    pub const fn new(documents: Documents, at: Place) -> Self {
        Self { documents, at }
    }

    /// What was chosen, or the defaults.
    pub async fn get(&self) -> StoreResult<Settings> {
        let stored: Option<Stored<BotSettings>> = self.documents.get(&key(self.at.bot)).await?;
        let settings = stored.map(|stored| stored.value.settings).unwrap_or_default();
        Ok(settings.without_everyone(self.at.guild))
    }

    /// Changes the settings by compare-and-set.
    pub async fn update<R>(
        &self,
        mut change: impl FnMut(&mut Settings) -> Outcome<R> + Send,
    ) -> Outcome<(Settings, R)> {
        let Place { bot, guild } = self.at;
        let none = || BotSettings { bot, settings: Settings::default() };
        let changing = self.documents.update_or_insert(key(bot), none, |stored: &mut BotSettings| {
            stored.settings = std::mem::take(&mut stored.settings).without_everyone(guild);
            change(&mut stored.settings)
        });
        changing.await.map(|(stored, result)| (stored.settings, result))
    }
}
