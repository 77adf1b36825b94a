//! The repositories of one guild, as verbs of the desk are given them.

use std::sync::Arc;

use super::Desk;
use crate::discord::Place;
use crate::store::StoreResult;
use crate::store::attachments::Attachments;
use crate::store::blacklist::Blacklist;
use crate::store::drafts::Drafts;
use crate::store::messages::Messages;
use crate::store::notes::Notes;
use crate::store::notifications::PendingNotifications;
use crate::store::panels::Panels;
use crate::store::quotes::Quotes;
use crate::store::settings::SettingsOf;
use crate::store::slots::Slots;
use crate::store::tags::Tags;
use crate::store::tickets::Tickets;
use crate::store::transcripts::Transcripts;

/// The repositories of one guild, for one bot.
#[derive(Debug, Clone)]
pub(super) struct GuildRepositories {
    pub tickets: Tickets,
    pub settings: SettingsOf,
    pub panels: Panels,
    pub tags: Tags,
    pub slots: Slots,
    pub drafts: Drafts,
    pub quotes: Quotes,
    pub blacklist: Blacklist,
    pub messages: Messages,
    pub notes: Notes,
    pub notifications: PendingNotifications,
    pub transcripts: Transcripts,
    pub attachments: Attachments,
}

impl Desk {
    pub(super) async fn repositories(&self, at: Place) -> StoreResult<GuildRepositories> {
        let documents = self.documents(at.guild).await?;
        let followed = documents.clone().followed(self.watcher.is_followed(at));
        Ok(GuildRepositories {
            tickets: Tickets::new(followed, at, Arc::clone(&self.numbers), Arc::clone(&self.watcher)),
            settings: SettingsOf::new(documents.clone(), at, Arc::clone(&self.recent)),
            panels: Panels::new(documents.clone(), at),
            tags: Tags::new(documents.clone(), at),
            slots: Slots::new(documents.clone()),
            drafts: Drafts::new(documents.clone()),
            quotes: Quotes::new(documents.clone(), at),
            blacklist: Blacklist::new(documents.clone(), at),
            messages: Messages::new(documents.clone()),
            notes: Notes::new(documents.clone()),
            notifications: PendingNotifications::new(documents.clone(), at),
            transcripts: Transcripts::new(documents.clone()),
            attachments: Attachments::new(documents),
        })
    }
}
