//! Webhooks: addresses of other people's programs that are told what becomes of tickets.

mod change;
mod delivery;
mod payload;
mod queue;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::discord::Place;
use crate::error::Refusal;
use crate::event::{Event, EventKind, EventLog};
use crate::ids::{BotId, GuildId};

pub use delivery::{Answer, Delivery, DeliveryState, Follows, LastTry};
pub use payload::{Told, payload, test_payload};
pub use queue::{QueueState, WebhookQueue};

/// The most webhooks of a bot in a guild, and of a bot in all its guilds.
pub const MOST_WEBHOOKS: usize = 10;

/// The most characters of what is said about a webhook.
pub const MOST_DESCRIPTION_CHARACTERS: usize = 200;

/// The most characters of an address.
pub const MOST_ADDRESS_CHARACTERS: usize = 2048;

/// How long the secret before still signs beside a new one.
pub const OLD_SECRET_SIGNS: Duration = Duration::from_hours(24);

/// A webhook's id: 16 digits of hex.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebhookId(String);

/// Whose webhooks: a bot's in one guild, or those of a bot's owner for all its guilds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WebhookOwner {
    /// The bot.
    pub bot: BotId,
    /// The guild; none where they are for all.
    pub guild: Option<GuildId>,
}

/// What only those know who need it: never printed, never told by an event, sealed wherever it is stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidential(String);

/// Where deliveries go, as it was checked at the border.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookTarget {
    /// The whole address, which may let in whoever knows it.
    pub url: Confidential,
    /// Scheme, host and port of it, which everybody may know.
    pub origin: String,
}

/// How a delivery is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookFormat {
    /// As Standard Webhooks has it (<https://www.standardwebhooks.com>), signed.
    #[default]
    Standard,
    /// As a message for a webhook of Discord's
    /// (<https://docs.discord.com/developers/resources/webhook#execute-webhook>).
    Discord,
}

/// Why Tickit turned a webhook off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnedOff {
    /// Its receiver said that it is gone for good.
    Gone,
    /// Nothing reached it for days.
    Failing,
}

/// A secret that was in use before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldSecret {
    /// The secret.
    pub secret: Confidential,
    /// Until when it signs.
    pub until: Timestamp,
}

/// A webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Which of its owner's it is, counted from 1 and never given twice.
    pub number: u32,
    /// Whose it is.
    pub owner: WebhookOwner,
    /// What its owner says about it; may be empty.
    pub description: String,
    /// The language of whoever made it, as Discord names it.
    pub locale: String,
    /// Where its deliveries go.
    pub url: Confidential,
    /// Scheme, host and port of that.
    pub origin: String,
    /// How often the address was changed: what events tell in its place.
    pub url_changes: u32,
    /// What it is told of; of everything where none is named.
    pub events: Vec<EventKind>,
    /// How its deliveries are written.
    pub format: WebhookFormat,
    /// Whether it is told anything.
    pub enabled: bool,
    /// Why it is not, where Tickit decided so.
    pub turned_off: Option<TurnedOff>,
    /// What its deliveries are signed with.
    pub secret: Confidential,
    /// How often the secret was changed: what events tell in its place.
    pub secret_changes: u32,
    /// The secret before.
    pub old_secret: Option<OldSecret>,
    /// When it was made. It is told of nothing that happened before.
    pub created_at: Timestamp,
    /// Whether it was removed, and its record is to go.
    #[serde(default)]
    pub removed: bool,
    /// What happened to it, as far as that is not a record of its own yet.
    #[serde(default)]
    pub log: EventLog,
}

/// A webhook to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWebhook {
    /// Its id, which nobody has.
    pub id: WebhookId,
    /// Where its deliveries go.
    pub target: WebhookTarget,
    /// What they are signed with.
    pub secret: Confidential,
    /// How they are written.
    pub format: WebhookFormat,
    /// What is said about it.
    pub description: String,
    /// What it is told of; of everything where none is named.
    pub events: Vec<EventKind>,
}

/// What is to be otherwise of a webhook. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookChange {
    /// Where its deliveries go.
    pub target: Option<WebhookTarget>,
    /// How they are written.
    pub format: Option<WebhookFormat>,
    /// What is said about it.
    pub description: Option<String>,
    /// What it is told of.
    pub events: Option<Vec<EventKind>>,
    /// Whether it is told anything.
    pub enabled: Option<bool>,
}

impl WebhookId {
    /// The id of these 16 digits of hex; `None` where they are not.
    pub fn new(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 16 && text.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for WebhookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is no webhook's id, so that there is none.
impl FromStr for WebhookId {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::new(text).ok_or(Refusal::NoSuchWebhook)
    }
}

impl From<Place> for WebhookOwner {
    fn from(at: Place) -> Self {
        Self { bot: at.bot, guild: Some(at.guild) }
    }
}

impl From<String> for Confidential {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Confidential {
    /// The text, for whoever needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Confidential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Confidential(…)")
    }
}

impl Webhook {
    /// A new one, by somebody who speaks this language; refused where too much is said about it.
    pub fn new(owner: WebhookOwner, new: NewWebhook, locale: &str, now: Timestamp) -> Result<Self, Refusal> {
        let NewWebhook { id, target, secret, format, description, events } = new;
        Ok(Self {
            id,
            number: 0,
            owner,
            description: change::fitting(&description)?,
            locale: locale.to_owned(),
            url: target.url,
            origin: target.origin,
            url_changes: 0,
            events: change::each_once(events),
            format,
            enabled: true,
            turned_off: None,
            secret,
            secret_changes: 0,
            old_secret: None,
            created_at: now,
            removed: false,
            log: EventLog::default(),
        })
    }

    /// Whether it is to be told of this.
    pub fn wants(&self, event: &Event) -> bool {
        let is_wanted = self.events.is_empty() || self.events.contains(&event.kind);
        is_wanted && self.enabled && !self.removed && self.created_at <= event.at
    }

    /// The secrets that sign now, the newest first.
    pub fn secrets(&self, now: Timestamp) -> impl Iterator<Item = &Confidential> {
        let old = self.old_secret.as_ref().filter(|old| now < old.until).map(|old| &old.secret);
        std::iter::once(&self.secret).chain(old)
    }
}

/// The id of a webhook's record.
pub(crate) fn record_id(bot: BotId, id: &WebhookId) -> String {
    format!("webhook:{bot}:{id}")
}
