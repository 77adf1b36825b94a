//! Applications and their tokens.
use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use serde_json::{Value, json};

use super::{ApplicationId, Command, CommandId, GuildId, World, render::merge};
use crate::{Intents, endpoint::SigningKey};

/// An application with its bot.
#[derive(Debug, Clone)]
pub struct Application {
    /// The id, also of the bot user.
    pub id: ApplicationId,
    /// The name.
    pub name: String,
    /// The bot's current token.
    pub token: String,
    /// What interactions over HTTP are signed with.
    pub key: SigningKey,
    /// The privileged intents that are switched on.
    pub privileged: Intents,
    /// How many shards may identify at once.
    pub max_concurrency: u32,
    /// How many IDENTIFYs are left today.
    pub identifies_left: u32,
    /// Global commands.
    pub commands: BTreeMap<CommandId, Command>,
    /// Commands of one guild.
    pub guild_commands: BTreeMap<GuildId, BTreeMap<CommandId, Command>>,
    /// Where interactions are posted to instead of the gateway.
    pub interactions_endpoint: Option<String>,
    /// How many first answers were refused with 40060.
    pub refused_answers: u64,
}

/// IDENTIFYs a day.
pub(crate) const IDENTIFIES_A_DAY: u32 = 1000;

impl Application {
    /// What it shows besides its id when it asks for people's tokens.
    pub fn client_secret(&self) -> String {
        format!("client-secret-of-{}", self.id)
    }

    /// The flags that say which privileged intents an unverified application has.
    pub fn flags(&self) -> u64 {
        let pairs = [(Intents::GUILD_PRESENCES, 13), (Intents::GUILD_MEMBERS, 15), (Intents::MESSAGE_CONTENT, 19)];
        let granted = pairs.iter().filter(|(intent, _)| self.privileged.contains(*intent));
        granted.fold(1 << 23, |flags, (_, bit)| flags | (1 << bit))
    }

    /// The application object.
    pub fn json(&self, bot: &Value, guilds: usize) -> Value {
        let mut body = json!({
            "id": self.id, "name": self.name, "icon": null, "description": "", "type": null, "bot": bot,
            "summary": "", "is_monetized": false, "is_verified": false, "is_discoverable": false,
            "bot_public": true, "bot_require_code_grant": false, "verify_key": self.key.public(), "flags": self.flags(),
            "hook": true, "storefront_available": false, "redirect_uris": [], "rpc_origins": [], "tags": [],
            "interactions_endpoint_url": self.interactions_endpoint, "role_connections_verification_url": null,
            "owner": { "id": "1", "username": "owner", "discriminator": "0", "global_name": null, "avatar": null,
                "public_flags": 0, "flags": 0, "primary_guild": null },
        });
        let rest = json!({
            "approximate_guild_count": guilds, "approximate_user_install_count": 0, "team": null,
            "approximate_user_authorization_count": 0, "explicit_content_filter": 0, "max_participants": null,
            "integration_types_config": { "0": {} }, "event_webhooks_status": 1, "event_webhooks_url": null,
            "creator_monetization_state": 1, "internal_guild_restriction": 1, "monetization_state": 1,
            "discoverability_state": 1, "discovery_eligibility_flags": 0, "rpc_application_state": 0,
            "store_application_state": 1, "verification_state": 1, "monetization_eligibility_flags": 0,
            "flags_new": self.flags().to_string(), "eligible_oauth2_scopes": ["bot", "applications.commands"],
        });
        merge(&mut body, rest);
        body
    }
}

impl World {
    /// A new application with a bot user of the same id.
    pub fn create_application(&mut self, name: &str) -> ApplicationId {
        let id = self.next_old_id();
        self.insert_user(id, name, true);
        let token = self.draw_token(id);
        let key = SigningKey::from_seed(&self.random_seed());
        let application = Application {
            id,
            name: name.to_owned(),
            token: token.clone(),
            key,
            privileged: Intents::empty(),
            max_concurrency: 1,
            identifies_left: IDENTIFIES_A_DAY,
            commands: BTreeMap::new(),
            guild_commands: BTreeMap::new(),
            interactions_endpoint: None,
            refused_answers: 0,
        };
        self.applications.insert(id, application);
        self.tokens.insert(token, id);
        id
    }

    /// Makes the token invalid and returns the new one. Sessions are for the gateway to close.
    pub fn reset_token(&mut self, id: ApplicationId) -> String {
        let token = self.draw_token(id);
        if let Some(application) = self.applications.get_mut(&id) {
            self.tokens.remove(&application.token);
            application.token.clone_from(&token);
            self.tokens.insert(token.clone(), id);
        }
        token
    }

    /// Has interactions posted there, or sent to the gateway.
    pub(crate) fn set_interactions_endpoint(&mut self, id: ApplicationId, url: Option<String>) {
        if let Some(application) = self.applications.get_mut(&id) {
            application.interactions_endpoint = url;
        }
    }

    /// The application of an `Authorization` header's token, with or without `Bot `.
    pub fn authorize(&self, token: &str) -> Option<ApplicationId> {
        self.tokens.get(token.strip_prefix("Bot ").unwrap_or(token)).copied()
    }

    /// The application object as its own bot sees it.
    pub fn application_json(&self, id: ApplicationId) -> Value {
        let guilds = self.guilds_of(id).count();
        self.applications.get(&id).map_or(Value::Null, |application| application.json(&self.user_json(id), guilds))
    }

    fn draw_token(&mut self, id: ApplicationId) -> String {
        let first = STANDARD_NO_PAD.encode(id.to_string());
        format!("{first}.{}.{}", self.random_text(6), self.random_text(38))
    }
}
