//! Roles and channels that were chosen and that somebody has deleted since.

use std::sync::Arc;
use std::time::Duration;

use super::{Desk, open_guild};
use crate::discord::Place;
use crate::error::Outcome;
use crate::guild::{Gone, Missing};
use crate::ids::{BotId, ChannelId, GuildId, RoleId};
use crate::settings::{Settings, TicketType};
use crate::store::Stores;
use crate::store::document::WriteTokens;
use crate::store::settings::SettingsOf;
use crate::transcript::GuildNames;

/// How long Discord is asked: whoever looks at settings waits for it.
const PATIENCE: Duration = Duration::from_secs(1);

impl Desk {
    /// What is missing of what a guild's settings and types name; nothing where Discord does not say in time.
    pub(super) async fn missing_choices(&self, at: Place, settings: &Settings) -> Vec<Missing> {
        match self.discord.guild_names(at, PATIENCE).await {
            Ok(there) => {
                let missing = missing(settings, &there);
                self.watcher.missing(at, &missing);
                missing
            }
            Err(error) => {
                tracing::debug!(guild = %at.guild, %error, "it is not known what is missing");
                Vec::new()
            }
        }
    }
}

/// What each bot's admins chose in a guild, for whoever looks at the databases and changes nothing.
pub async fn settings_of_bots(
    stores: &dyn Stores,
    write_tokens: &Arc<WriteTokens>,
    guild: GuildId,
) -> Outcome<Vec<(BotId, Settings)>> {
    let documents = open_guild(stores, write_tokens, guild).await?;
    let mut found = Vec::new();
    for bot in SettingsOf::bots(&documents).await? {
        found.push((bot, SettingsOf::stored(&documents, Place { bot, guild }).await?));
    }
    Ok(found)
}

/// What settings and types name and a guild does not have.
pub fn missing(settings: &Settings, there: &GuildNames) -> Vec<Missing> {
    let channels = settings.category.iter().chain(&settings.log_channel);
    let limited = settings.open_limits.roles.iter().map(|limited| limited.role);
    let roles: Vec<RoleId> = settings.staff.iter().copied().chain(limited).collect();
    let mut found = gone(None, &roles, channels, there);
    for kind in &settings.types {
        let TicketType { name, staff, pings, access, category, overflow, .. } = kind;
        let roles: Vec<RoleId> =
            [&staff[..], pings].concat().into_iter().chain(access.iter().map(|rule| rule.role())).collect();
        found.extend(gone(Some(name), &roles, category.iter().chain(overflow), there));
    }
    found
}

fn gone<'a>(
    kind: Option<&String>,
    roles: &[RoleId],
    channels: impl Iterator<Item = &'a ChannelId>,
    there: &GuildNames,
) -> Vec<Missing> {
    let roles = roles.iter().filter(|role| !there.roles.contains_key(role)).map(|role| Gone::Role(*role));
    let channels =
        channels.filter(|channel| !there.channels.contains_key(channel)).map(|channel| Gone::Channel(*channel));
    let mut found: Vec<Missing> = Vec::new();
    for what in roles.chain(channels) {
        let missing = Missing { kind: kind.cloned(), what };
        if !found.contains(&missing) {
            found.push(missing);
        }
    }
    found
}
