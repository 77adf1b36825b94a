//! Setting a guild up: who works on tickets, and where they go.

use super::Desk;
use crate::access::Permission;
use crate::actor::Actor;
use crate::discord::Place;
use crate::error::Outcome;
use crate::ids::{ChannelId, RoleId};
use crate::settings::Settings;

/// What an admin changes; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct SettingsChange {
    /// A role that works on tickets of every type.
    pub staff: Option<RoleId>,
    /// The category in which ticket channels are made.
    pub category: Option<ChannelId>,
    /// Where transcripts are posted.
    pub log_channel: Option<ChannelId>,
    /// How channels are named.
    pub name_template: Option<String>,
}

impl Desk {
    /// Changes a guild's settings.
    pub async fn set_up(&self, at: Place, actor: &Actor, change: &SettingsChange) -> Outcome<Settings> {
        let settings = self.repositories(at).await?.settings;
        let changing = settings.update(|settings| {
            actor.must(Permission::ChangeSettings, settings, None)?;
            if let Some(staff) = change.staff
                && !settings.staff.contains(&staff)
            {
                settings.staff.push(staff);
            }
            settings.category = change.category.or(settings.category);
            settings.log_channel = change.log_channel.or(settings.log_channel);
            if let Some(template) = &change.name_template {
                settings.name_template.clone_from(template);
            }
            Ok(())
        });
        Ok(changing.await?.0)
    }
}
