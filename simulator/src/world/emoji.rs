//! A guild's own emoji, and the components that name some.
use serde_json::{Value, json};

use super::{GuildId, Snowflake, UserId, World};
use crate::{FormErrors, Intents};

/// A guild's own emoji.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emoji {
    /// The id.
    pub id: Snowflake,
    /// The name.
    pub name: String,
}

impl Emoji {
    /// The emoji object.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id, "name": self.name, "animated": false, "managed": false, "require_colons": true,
            "available": true, "roles": [],
        })
    }
}

impl World {
    /// A new emoji of a guild.
    pub fn create_emoji(&mut self, guild: GuildId, name: &str) -> Snowflake {
        let id = self.next_old_id();
        if let Some(found) = self.guilds.get_mut(&guild) {
            found.emojis.push(Emoji { id, name: name.to_owned() });
        }
        self.emojis_changed(guild);
        id
    }

    /// Takes an emoji from a guild. Messages that show it stay as they are.
    pub fn delete_emoji(&mut self, guild: GuildId, id: Snowflake) {
        if let Some(found) = self.guilds.get_mut(&guild) {
            found.emojis.retain(|emoji| emoji.id != id);
        }
        self.emojis_changed(guild);
    }

    fn emojis_changed(&mut self, guild: GuildId) {
        let emojis: Vec<_> =
            self.guilds.get(&guild).into_iter().flat_map(|found| &found.emojis).map(Emoji::json).collect();
        let payload = json!({ "guild_id": guild, "emojis": emojis });
        self.emit_guild("GUILD_EMOJIS_UPDATE", guild, Intents::GUILD_EXPRESSIONS, &payload);
    }

    /// Notes each emoji of buttons and options that a bot cannot use: it may those of the guilds that it is in.
    pub(crate) fn check_emoji(&self, bot: UserId, form: &mut FormErrors, path: &str, components: &[Value]) {
        for (index, component) in components.iter().enumerate() {
            self.check_component(bot, form, &format!("{path}.{index}"), component);
        }
    }

    fn check_component(&self, bot: UserId, form: &mut FormErrors, path: &str, component: &Value) {
        if let Some(field) = self.unusable(bot, &component["emoji"]) {
            form.add(&format!("{path}.emoji.{field}"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji");
        }
        for inner in ["components", "options"] {
            if let Some(list) = component[inner].as_array() {
                self.check_emoji(bot, form, &format!("{path}.{inner}"), list);
            }
        }
        if component["accessory"].is_object() {
            self.check_component(bot, form, &format!("{path}.accessory"), &component["accessory"]);
        }
    }

    /// The field of an emoji for which Discord refuses it.
    fn unusable(&self, bot: UserId, emoji: &Value) -> Option<&'static str> {
        if !emoji.is_object() {
            return None;
        }
        let Some(id) = emoji["id"].as_str() else {
            let name = emoji["name"].as_str().unwrap_or_default();
            return name.is_ascii().then_some("name");
        };
        let known = self.guilds_of(bot).any(|guild| guild.emojis.iter().any(|emoji| emoji.id.to_string() == id));
        (!known).then_some("id")
    }
}
