//! Application commands.
use serde_json::{Map, Value, json};

use super::{ApplicationId, CommandId, GuildId, Snowflake};

/// A command as registered.
#[derive(Debug, Clone)]
pub struct Command {
    /// The id.
    pub id: CommandId,
    /// Whose.
    pub application: ApplicationId,
    /// The guild, if it is one guild's.
    pub guild: Option<GuildId>,
    /// Changes with each edit.
    pub version: Snowflake,
    /// 1 slash, 2 user, 3 message.
    pub kind: u64,
    /// The name.
    pub name: String,
    /// All else, as it was sent.
    pub definition: Map<String, Value>,
}

impl Command {
    /// The command object.
    pub fn json(&self) -> Value {
        let mut body = json!({
            "id": self.id, "application_id": self.application, "version": self.version, "type": self.kind,
            "name": self.name, "description": "", "default_member_permissions": null, "dm_permission": true,
            "nsfw": false, "name_localizations": null, "description_localizations": null,
            "integration_types": [0], "contexts": null,
        });
        if let Value::Object(fields) = &mut body {
            fields.extend(self.definition.iter().map(|(name, value)| (name.clone(), value.clone())));
            if let Some(guild) = self.guild {
                fields.insert("guild_id".to_owned(), json!(guild));
                fields.remove("dm_permission");
            }
        }
        body
    }
}
