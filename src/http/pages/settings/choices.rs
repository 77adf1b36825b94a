//! Roles and channels, chosen by what they are called. What was chosen and is not there any more can be seen and taken away.

use std::sync::Arc;

use tickit_domain::guild::{ChannelKind, GuildParts};
use tickit_domain::ids::{ChannelId, RoleId};

use crate::http::pages::choice::Choice;

/// What can be chosen of a guild.
#[derive(Debug)]
pub(super) struct Choices {
    /// None where Discord did not say.
    parts: Option<Arc<GuildParts>>,
    /// What is said of something that is gone.
    gone: String,
}

impl Choices {
    pub(super) const fn new(parts: Option<Arc<GuildParts>>, gone: String) -> Self {
        Self { parts, gone }
    }

    /// The roles that people can be given.
    pub(super) fn roles(&self, chosen: &[RoleId]) -> Vec<Choice> {
        let roles = self.parts.iter().flat_map(|parts| &parts.roles).filter(|role| !role.managed);
        let known = roles.map(|role| (role.id.to_string(), format!("@{}", role.name)));
        self.with(known, chosen.iter().map(ToString::to_string))
    }

    /// What a role is called.
    pub(super) fn role(&self, id: RoleId) -> String {
        let mut roles = self.parts.iter().flat_map(|parts| &parts.roles);
        roles.find(|role| role.id == id).map_or_else(|| self.missing(&id.to_string()), |role| format!("@{}", role.name))
    }

    /// What a channel is called.
    pub(super) fn channel(&self, id: ChannelId) -> String {
        let mut channels = self.parts.iter().flat_map(|parts| &parts.channels);
        let found = channels.find(|channel| channel.id == id);
        found.map_or_else(|| self.missing(&id.to_string()), |channel| format!("#{}", channel.name))
    }

    /// The categories.
    pub(super) fn categories(&self, chosen: &[ChannelId]) -> Vec<Choice> {
        self.channels_of(ChannelKind::Category, "", chosen)
    }

    /// The channels in which messages are written.
    pub(super) fn channels(&self, chosen: &[ChannelId]) -> Vec<Choice> {
        self.channels_of(ChannelKind::Messages, "#", chosen)
    }

    fn channels_of(&self, kind: ChannelKind, mark: &str, chosen: &[ChannelId]) -> Vec<Choice> {
        let channels = self.parts.iter().flat_map(|parts| &parts.channels).filter(|channel| channel.kind == kind);
        let known = channels.map(|channel| (channel.id.to_string(), format!("{mark}{}", channel.name)));
        self.with(known, chosen.iter().map(ToString::to_string))
    }

    /// All that there are by their names, and what is chosen besides.
    fn with(&self, known: impl Iterator<Item = (String, String)>, chosen: impl Iterator<Item = String>) -> Vec<Choice> {
        let mut all: Vec<Choice> = known.map(|(value, text)| Choice { value, text, is_chosen: false }).collect();
        all.sort_by_key(|choice| choice.text.to_lowercase());
        for value in chosen {
            match all.iter_mut().find(|choice| choice.value == value) {
                Some(choice) => choice.is_chosen = true,
                None => all.push(Choice { text: self.missing(&value), value, is_chosen: true }),
            }
        }
        all
    }

    /// Something that is gone; where Discord did not say what there is, nothing is.
    fn missing(&self, id: &str) -> String {
        if self.parts.is_some() { format!("{id} ({})", self.gone) } else { id.to_owned() }
    }
}

/// These, and that none is chosen.
pub(super) fn or_none(mut choices: Vec<Choice>, none: String) -> Vec<Choice> {
    let is_chosen = !choices.iter().any(|choice| choice.is_chosen);
    choices.insert(0, Choice { value: String::new(), text: none, is_chosen });
    choices
}
