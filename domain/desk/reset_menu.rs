//! A select menu that works again after use: a client keeps what was chosen selected until the message is edited.

use super::Desk;
use crate::actor::Actor;
use crate::discord::{DiscordError, Place};
use crate::error::{Error, Outcome};
use crate::ids::ChannelId;
use crate::job::{Job, Work};
use crate::notice::Notice;
use crate::panel::{PanelId, Published, Shows};

impl Desk {
    /// Has the messages of a panel in a channel edited to what they are, so that nothing is selected in them. Whoever
    /// chose something has their answer, whatever becomes of this.
    pub async fn reset_menu(&self, at: Place, actor: &Actor, panel: PanelId, channel: ChannelId) {
        let id = format!("job:reset_menu:{}:{}:{}:{channel}", at.bot, at.guild, panel);
        match self.ask(self.new_job(id, at, actor, Work::ResetMenu { panel, channel }, None)).await {
            Ok(asked) => self.start_sync(asked).await,
            Err(error) => tracing::warn!(guild = %at.guild, error = format!("{error:#}"), "a menu stays as it is"),
        }
    }

    pub(super) async fn attempt_reset_menu(
        &self,
        job: &Job,
        panel: PanelId,
        channel: ChannelId,
    ) -> Outcome<Option<Notice>> {
        let repositories = self.repositories(job.place).await?;
        let panel = repositories.panels.get(panel).await?.value;
        if panel.shows != Shows::Menu {
            return Ok(None);
        }
        let settings = repositories.settings.get().await?;
        let message = self.presenter.panel(&panel, &panel.types_of(&settings));
        for Published { message: id, .. } in panel.messages().filter(|there| there.channel == channel) {
            match self.discord.edit_message(job.place, channel, *id, &message).await {
                // What is refused or gone is noticed when the panel changes.
                Err(error) if !error.is_for_good() && !is_gone(&error) => return Err(Error::from(error)),
                _ => {}
            }
        }
        Ok(None)
    }
}

const fn is_gone(error: &DiscordError) -> bool {
    matches!(error, DiscordError::Gone | DiscordError::Missing | DiscordError::Forbidden)
}
