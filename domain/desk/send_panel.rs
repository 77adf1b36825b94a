//! Publishing a panel: a message by which members open tickets, and which follows its panel from then on.

use serde_json::{Value, json};

use super::update_panels::refused;
use super::{Desk, digest, nonce};
use crate::actor::Actor;
use crate::discord::{DiscordError, Place, ReplyTo};
use crate::error::{Error, Outcome, Refusal};
use crate::event::EventKind;
use crate::job::{Job, Work};
use crate::notice::Notice;
use crate::panel::{MOST_MESSAGES, MOST_PANEL_NAME_CHARACTERS, NewPanel, Panel, PanelChange, Published, record_id};
use crate::permission::Permission;
use crate::settings::{Change, Settings};
use crate::store::document::Stored;

impl Desk {
    /// Begins to post a panel to a channel; whoever waits at `tell` is told how it went. The same interaction again
    /// changes nothing.
    pub async fn send_panel(&self, at: Place, actor: &Actor, wanted: NewPanel, tell: Option<ReplyTo>) -> Outcome<()> {
        let repositories = self.repositories(at).await?;
        let settings = repositories.settings.latest().await?;
        actor.must(Permission::SendPanel, &settings, None)?;
        let offers = match wanted.panel {
            Some(panel) => repositories.panels.get(panel).await?.value.types_of(&settings).len(),
            None => settings.types.len(),
        };
        if offers == 0 {
            return Err(Refusal::NoTypes.into());
        }
        self.guild_choices(at).must_take_messages(Some(&wanted.channel)).await?;
        let id = format!("job:send_panel:{}", actor.cause);
        self.begin(self.new_job(id, at, actor, Work::SendPanel(wanted), tell)).await
    }

    pub(super) async fn attempt_send_panel(&self, job: &Job, wanted: NewPanel) -> Outcome<Option<Notice>> {
        let (at, channel) = (job.place, wanted.channel);
        let repositories = self.repositories(at).await?;
        let settings = repositories.settings.latest().await?;
        let mut panel = self.panel_to_send(job, &settings, wanted).await?;
        if panel.value.messages().count() >= MOST_MESSAGES {
            panel = self.look_for_messages(at, panel).await?;
        }
        let message = self.presenter.panel(&panel.value, &panel.value.types_of(&settings));
        let nonce = nonce(("panel", &job.actor.cause));
        let posted = match self.discord.post_message(at, channel, &message, &nonce).await {
            Ok(posted) => posted,
            Err(DiscordError::Forbidden | DiscordError::Gone | DiscordError::Missing) => {
                return Err(self.forbidden_message(at, channel).await.into());
            }
            Err(error) if error.is_for_good() => return Err(refused(at, channel, &message, &error).into()),
            Err(error) => return Err(Error::from(error)),
        };
        let published = Published { channel, message: posted, digest: digest(message.body.text()), gone: false };
        let now = self.clock.now();
        let noting = repositories.panels.update(panel, |panel| {
            if panel.published.iter().any(|there| there.message == posted) {
                return Ok(());
            }
            panel.published.retain(|there| !there.gone);
            panel.published.push(published.clone());
            let event = panel.log.record(&record_id(at.bot, panel.id), EventKind::PanelSent, &job.actor, now);
            let title = json!(panel.title);
            event.after.extend([("message", json!(posted)), ("channel", json!(channel)), ("title", title)].map(named));
            Ok(())
        });
        noting.await?;
        Ok(Some(Notice::PanelSent { channel }))
    }

    /// The panel that was chosen; or else the one of all types that is called as the title says, with this text.
    async fn panel_to_send(&self, job: &Job, settings: &Settings, wanted: NewPanel) -> Outcome<Stored<Panel>> {
        let panels = self.repositories(job.place).await?.panels;
        if let Some(id) = wanted.panel {
            return panels.get(id).await;
        }
        let name: String = wanted.title.trim().chars().take(MOST_PANEL_NAME_CHARACTERS).collect();
        let change = PanelChange {
            name: Some(name.clone()),
            title: Some(wanted.title),
            text: Change::to(&wanted.text),
            ..PanelChange::default()
        };
        match panels.called(&name).await {
            Ok(known) if known.value.text.trim() != change.text.value().map_or("", |text| text.trim()) => {
                self.edit_panel(job.place, &job.actor, known.value.id, &change, None).await?;
                panels.get(known.value.id).await
            }
            Err(Error::Refused(Refusal::UnknownPanel { .. })) => {
                self.new_panel(job.place, &job.actor, settings, &change).await
            }
            known => known,
        }
    }

    /// Looks whether a panel's messages are still there; refused where there is no room for another.
    async fn look_for_messages(&self, at: Place, panel: Stored<Panel>) -> Outcome<Stored<Panel>> {
        let mut gone = Vec::new();
        for Published { channel, message, .. } in panel.value.messages() {
            if self.discord.has_message(at, *channel, *message).await == Ok(false) {
                gone.push(*message);
            }
        }
        if gone.is_empty() {
            return Err(Refusal::TooManyMessages { limit: MOST_MESSAGES }.into());
        }
        let panels = self.repositories(at).await?.panels;
        let noting = panels.update(panel, |panel| {
            panel.published.retain(|there| !gone.contains(&there.message));
            Ok(())
        });
        noting.await
    }
}

fn named((name, value): (&str, Value)) -> (String, Value) {
    (name.to_owned(), value)
}
