//! Events into the outbox, each with the bots that may see it.
use std::sync::Arc;

use serde_json::{Value, value::to_raw_value};

use super::{ApplicationId, ChannelId, GuildId, World};
use crate::{Dispatch, Intents, Payload, Permissions};

impl World {
    /// For one bot.
    pub fn emit_bot(
        &mut self,
        name: &'static str,
        application: ApplicationId,
        guild: Option<GuildId>,
        intents: Intents,
        payload: &Value,
    ) {
        let Some(payload) = raw(payload) else { return };
        let recipients = vec![application];
        self.push(Dispatch { name, guild, intents, recipients, payload, without_content: None, privy: Vec::new() });
    }

    /// For every bot of a guild.
    pub fn emit_guild(&mut self, name: &'static str, guild: GuildId, intents: Intents, payload: &Value) {
        let recipients = self.bots_of(guild);
        if recipients.is_empty() {
            return;
        }
        let Some(payload) = raw(payload) else { return };
        let guild = Some(guild);
        self.push(Dispatch { name, guild, intents, recipients, payload, without_content: None, privy: Vec::new() });
    }

    /// For every bot that can see a channel.
    pub fn emit_channel(&mut self, name: &'static str, channel: ChannelId, intents: Intents, payload: &Value) {
        let recipients = self.bots_that_see(channel);
        self.emit_to(name, channel, intents, recipients, payload);
    }

    /// For these bots; the guild is the channel's.
    pub(super) fn emit_to(
        &mut self,
        name: &'static str,
        channel: ChannelId,
        intents: Intents,
        recipients: Vec<ApplicationId>,
        payload: &Value,
    ) {
        if recipients.is_empty() {
            return;
        }
        let guild = self.channels.get(&channel).and_then(|channel| channel.guild);
        let Some(payload) = raw(payload) else { return };
        self.push(Dispatch { name, guild, intents, recipients, payload, without_content: None, privy: Vec::new() });
    }

    pub(super) fn push(&mut self, dispatch: Dispatch) {
        self.outbox.push(dispatch);
    }

    /// The bots that are members of a guild.
    pub fn bots_of(&self, guild: GuildId) -> Vec<ApplicationId> {
        let Some(guild) = self.guilds.get(&guild) else { return Vec::new() };
        // Bots have roles of their own, so that a guild with many people need not be searched.
        let mut bots: Vec<_> = guild.roles.values().filter_map(|role| role.bot).collect();
        bots.retain(|bot| guild.members.contains_key(bot));
        bots.dedup();
        bots
    }

    /// The bots that can see a channel; in a DM, the bot that it is with.
    pub fn bots_that_see(&self, channel: ChannelId) -> Vec<ApplicationId> {
        let Some(found) = self.channels.get(&channel) else { return Vec::new() };
        let Some(guild) = found.guild else {
            return found.recipients.iter().copied().filter(|user| self.applications.contains_key(user)).collect();
        };
        let mut bots = self.bots_of(guild);
        bots.retain(|bot| self.permissions_in(channel, *bot).contains(Permissions::VIEW_CHANNEL));
        bots
    }
}

pub(super) fn raw(payload: &Value) -> Option<Payload> {
    to_raw_value(payload).ok().map(Arc::from)
}
