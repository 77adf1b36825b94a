//! Users: people and bots.
use serde_json::{Value, json};

use super::{UserId, World};

/// A user.
#[derive(Debug, Clone)]
pub struct User {
    /// The id.
    pub id: UserId,
    /// The name.
    pub name: String,
    /// Whether an application's bot.
    pub bot: bool,
    /// The language of the user's client.
    pub locale: String,
    /// Whether the user takes no direct messages from members of guilds.
    pub takes_no_direct_messages: bool,
}

impl User {
    /// The user object.
    pub fn json(&self) -> Value {
        json!({
            "id": self.id, "username": self.name, "discriminator": "0", "global_name": null, "avatar": null,
            "bot": self.bot, "system": false, "public_flags": 0, "flags": 0, "banner": null, "accent_color": null,
            "avatar_decoration_data": null, "collectibles": null, "display_name_styles": null, "banner_color": null,
            "clan": null, "primary_guild": null,
        })
    }
}

impl World {
    /// A new person.
    pub fn create_user(&mut self, name: &str) -> UserId {
        let id = self.next_old_id();
        self.insert_user(id, name, false)
    }

    pub(super) fn insert_user(&mut self, id: UserId, name: &str, bot: bool) -> UserId {
        let (name, locale) = (name.to_owned(), "en-US".to_owned());
        let user = User { id, name, bot, locale, takes_no_direct_messages: false };
        self.users.insert(id, user);
        id
    }

    /// The user object of an id; of a deleted user if it is unknown.
    pub fn user_json(&self, id: UserId) -> Value {
        self.users.get(&id).map_or_else(
            || json!({ "id": id, "username": "deleted_user", "discriminator": "0", "global_name": null, "avatar": null, "public_flags": 0 }),
            User::json,
        )
    }
}
