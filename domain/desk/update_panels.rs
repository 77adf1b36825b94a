//! Making the messages of panels show what their panels are: one job a bot and guild, whoever changed whatever.

use serde_json::Value;

use super::request_sync::SyncRequest;
use super::{Desk, digest};
use crate::actor::Actor;
use crate::discord::{DiscordError, OutgoingMessage, Place, ReplyTo};
use crate::error::{Error, Outcome, Refusal};
use crate::ids::ChannelId;
use crate::job::{Job, Work};
use crate::notice::Notice;
use crate::panel::{Panel, Published};
use crate::settings::Settings;
use crate::store::document::Stored;

/// What became of a panel's messages.
#[derive(Debug, Default)]
struct PanelShown {
    /// How many were changed.
    updated: u32,
    /// The channels of those that are gone.
    gone: Vec<ChannelId>,
    /// What Discord refuses for good.
    refused: Option<Refusal>,
}

impl Desk {
    /// Writes down that the messages of panels are to follow, before something is changed that they show.
    pub(super) async fn request_panels(&self, at: Place, actor: &Actor, tell: Option<ReplyTo>) -> Outcome<SyncRequest> {
        let id = format!("job:panels:{}:{}", at.bot, at.guild);
        self.ask(self.new_job(id, at, actor, Work::UpdatePanels, tell)).await
    }

    pub(super) async fn attempt_update_panels(&self, job: &Job) -> Outcome<Option<Notice>> {
        let repositories = self.repositories(job.place).await?;
        repositories.panels.relay(self.clock.now()).await?;
        let settings = repositories.settings.latest().await?;
        let mut all = PanelShown::default();
        for panel in repositories.panels.all().await? {
            if panel.value.deleted {
                all.updated += self.take_down(job.place, &panel).await?;
                let emptying = repositories.panels.update(panel, |panel| {
                    panel.published.retain(|_| !panel.deleted);
                    Ok(())
                });
                emptying.await?;
                continue;
            }
            let shown = self.show_panel(job.place, &settings, panel).await?;
            all.updated += shown.updated;
            all.gone.extend(shown.gone);
            all.refused = all.refused.or(shown.refused);
        }
        match all.refused {
            Some(refusal) => Err(refusal.into()),
            None => Ok(Some(Notice::PanelsUpdated { updated: all.updated, gone: all.gone })),
        }
    }

    /// Edits the messages of a panel that show something else.
    async fn show_panel(&self, at: Place, settings: &Settings, panel: Stored<Panel>) -> Outcome<PanelShown> {
        let panels = self.repositories(at).await?.panels;
        let message = self.presenter.panel(&panel.value, &panel.value.types_of(settings));
        let wanted = digest(message.body.text());
        let stale = panel.value.messages().filter(|there| there.digest != wanted).cloned().collect::<Vec<_>>();
        let (mut shown, mut known) = (PanelShown::default(), panel);
        for Published { channel, message: id, .. } in stale {
            let gone = match self.discord.edit_message(at, channel, id, &message).await {
                Ok(()) => false,
                Err(DiscordError::Gone | DiscordError::Missing) => true,
                Err(DiscordError::Forbidden) => {
                    shown.refused = Some(self.forbidden_message(at, channel).await);
                    continue;
                }
                Err(error) if error.is_for_good() => {
                    shown.refused = Some(refused(at, channel, &message, &error));
                    continue;
                }
                Err(error) => return Err(Error::from(error)),
            };
            if gone {
                shown.gone.push(channel);
            } else {
                shown.updated += 1;
            }
            known = panels
                .update(known, |panel| {
                    for there in panel.published.iter_mut().filter(|there| there.message == id) {
                        there.digest.clone_from(&wanted);
                        there.gone = gone;
                    }
                    Ok(())
                })
                .await?;
        }
        Ok(shown)
    }

    /// Deletes the messages of a panel; how many. One that the bot may not delete stays, and what it offers is refused.
    async fn take_down(&self, at: Place, panel: &Stored<Panel>) -> Outcome<u32> {
        let mut deleted = 0;
        for Published { channel, message, .. } in panel.value.messages() {
            match self.discord.delete_message(at, *channel, *message).await {
                Ok(()) => deleted += 1,
                Err(DiscordError::Gone | DiscordError::Missing) => {}
                Err(error @ DiscordError::Forbidden) => {
                    tracing::warn!(guild = %at.guild, %channel, %error, "a panel's message cannot be deleted");
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(deleted)
    }
}

/// What whoever wanted a panel is told of a refusal that would be the same each time.
pub(super) fn refused(at: Place, channel: ChannelId, message: &OutgoingMessage, error: &DiscordError) -> Refusal {
    tracing::warn!(guild = %at.guild, bot = %at.bot, %channel, %error, "Discord does not take a panel");
    match error {
        DiscordError::WrongChannelKind => Refusal::NoMessages { channel },
        DiscordError::InvalidField { path, .. } if path.contains("emoji") => match label_at(path, message) {
            Some(kind) => Refusal::EmojiRefused { kind },
            None => Refusal::PanelRefused,
        },
        _ => Refusal::PanelRefused,
    }
}

/// What the button or option says that a path such as `components[0].components[1].components[3].emoji.id` is about: the
/// name of its type.
fn label_at(path: &str, message: &OutgoingMessage) -> Option<String> {
    let body: Value = message.body.read().ok()?;
    let mut at = &body;
    for step in path.split(['.', '[']).take_while(|step| *step != "emoji") {
        at = match step.strip_suffix(']') {
            Some(index) => at.get(index.parse::<usize>().ok()?)?,
            None => at.get(step)?,
        };
    }
    at.get("label")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_type_whose_emoji_is_refused_is_found_by_its_path() {
        let buttons = json!({ "components": [{ "label": "Billing" }, { "label": "Sales" }] });
        let menu = json!({ "components": [{ "options": [{ "label": "Refunds" }] }] });
        let body = json!({ "components": [{ "components": [{ "content": "x" }, buttons, menu] }] });
        let message = OutgoingMessage::from(crate::json_text::JsonText::from(body));
        let found = |path| label_at(path, &message);
        assert_eq!(found("components[0].components[1].components[1].emoji.id").as_deref(), Some("Sales"));
        assert_eq!(found("components[0].components[2].components[0].options[0].emoji").as_deref(), Some("Refunds"));
        for strange in ["components", "components[7].emoji", "components[0].emoji", "", "[18446744073709551616].emoji"]
        {
            assert_eq!(found(strange), None, "{strange}");
        }
    }
}
