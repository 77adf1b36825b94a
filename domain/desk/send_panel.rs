//! Publishing a panel: a message with a button for each ticket type.

use super::Desk;
use crate::access::Permission;
use crate::actor::Actor;
use crate::discord::{DiscordError, NewPanel, Notice, Panel, Place, ReplyTo};
use crate::error::{Error, Outcome, Refusal};
use crate::job::{Job, Work};

impl Desk {
    /// Begins to post a panel with all of the guild's ticket types to a channel; whoever waits at `reply` is told how it
    /// went. The same interaction again changes nothing.
    pub async fn send_panel(&self, at: Place, actor: &Actor, wanted: NewPanel, reply: ReplyTo) -> Outcome<()> {
        let settings = self.repositories(at).await?.settings.get().await?;
        actor.must(Permission::SendPanel, &settings, None)?;
        if settings.types.is_empty() {
            return Err(Refusal::NoTypes.into());
        }
        self.guild_choices(at).must_take_messages(Some(&wanted.channel)).await?;
        let id = format!("job:send_panel:{}", actor.interaction);
        self.begin(self.new_job(id, at, actor, Work::SendPanel(wanted), Some(reply))).await
    }

    pub(super) async fn attempt_send_panel(&self, job: &Job, wanted: NewPanel) -> Outcome<Option<Notice>> {
        let NewPanel { channel, title, text } = wanted;
        let types = self.repositories(job.place).await?.settings.get().await?.types;
        let panel = Panel { title, text, types, asked_by: job.actor.interaction };
        match self.discord.post_panel(job.place, channel, &panel).await {
            Ok(_) => Ok(Some(Notice::PanelSent { channel })),
            Err(DiscordError::Forbidden | DiscordError::Gone | DiscordError::Missing) => {
                Err(self.forbidden_message(job.place, channel).await.into())
            }
            Err(error) => Err(Error::from(error)),
        }
    }
}
