//! Publishing a panel: a message with a button for each ticket type.

use super::{Desk, nonce};
use crate::actor::Actor;
use crate::discord::{DiscordError, Place, ReplyTo};
use crate::error::{Error, Outcome, Refusal};
use crate::job::{Job, Work};
use crate::notice::Notice;
use crate::panel::{NewPanel, Panel};
use crate::permission::Permission;
use crate::store::settings::SentPanel;

impl Desk {
    /// Begins to post a panel with all of the guild's ticket types to a channel; whoever waits at `tell` is told how it
    /// went. The same interaction again changes nothing.
    pub async fn send_panel(&self, at: Place, actor: &Actor, wanted: NewPanel, tell: Option<ReplyTo>) -> Outcome<()> {
        let settings = self.repositories(at).await?.settings.get().await?;
        actor.must(Permission::SendPanel, &settings, None)?;
        if settings.types.is_empty() {
            return Err(Refusal::NoTypes.into());
        }
        self.guild_choices(at).must_take_messages(Some(&wanted.channel)).await?;
        let id = format!("job:send_panel:{}", actor.cause);
        self.begin(self.new_job(id, at, actor, Work::SendPanel(wanted), tell)).await
    }

    pub(super) async fn attempt_send_panel(&self, job: &Job, wanted: NewPanel) -> Outcome<Option<Notice>> {
        let NewPanel { channel, title, text } = wanted;
        let settings = self.repositories(job.place).await?.settings;
        let panel = Panel { title, text, types: settings.get().await?.types };
        let message = self.presenter.panel(&panel);
        match self.discord.post_message(job.place, channel, &message, &nonce(("panel", &job.actor.cause))).await {
            Ok(message) => {
                let sent = SentPanel { message, channel, title: &panel.title };
                settings.panel_sent(&job.actor, self.clock.now(), &sent).await?;
                Ok(Some(Notice::PanelSent { channel }))
            }
            Err(DiscordError::Forbidden | DiscordError::Gone | DiscordError::Missing) => {
                Err(self.forbidden_message(job.place, channel).await.into())
            }
            Err(error) => Err(Error::from(error)),
        }
    }
}
