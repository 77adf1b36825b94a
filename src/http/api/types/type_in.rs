//! What becomes of a ticket type, as it comes in.

use std::mem::take;

use serde::Deserialize;
use tickit_domain::error::Refusal;
use tickit_domain::ids::{ChannelId, RoleId};
use tickit_domain::settings::{AccessChange, AccessRule, ButtonStyle, Change, TypeChange, WhoCloses};
use tickit_domain::ticket::Priority;
use utoipa::ToSchema;

use crate::http::api::patch::{change, list, some};

/// What becomes of a ticket type (RFC 7396): what is left out stays, and `null` takes back what was chosen. Of a new one
/// the name has to be there. What is asked of members has routes of its own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::http) struct TypeIn {
    /// 1 to 80 characters, as no other type is called.
    #[serde(default, deserialize_with = "some")]
    name: Option<String>,
    /// A single emoji, or a server's own as `<:name:id>`.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    emoji: Change<String>,
    /// `primary`, `secondary`, `success` or `danger`.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    style: Change<ButtonStyle>,
    /// 100 characters at most.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    description: Change<String>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    category: Change<ChannelId>,
    /// All of them from now on, 10 at most.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<Vec<String>>)]
    overflow: Change<Vec<ChannelId>>,
    /// All of them from now on, 25 at most.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<Vec<String>>)]
    staff: Change<Vec<RoleId>>,
    /// 1 to 10.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<u32>)]
    limit: Change<u32>,
    /// In seconds, thirty days at most.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<u32>)]
    cooldown: Change<u32>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    name_template: Change<String>,
    /// 2,000 characters at most, with placeholders such as `{user}`.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    welcome_text: Change<String>,
    /// `#RRGGBB`, or the name of one.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    welcome_colour: Change<String>,
    /// An address with https.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    welcome_image: Change<String>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<bool>)]
    mentions_staff: Change<bool>,
    /// All of them from now on, 10 at most.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<Vec<String>>)]
    pings: Change<Vec<RoleId>>,
    /// All rules from now on in their order, 25 at most: each `{"allow": "<role>"}` or `{"deny": "<role>"}`.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<Vec<Object>>)]
    access: Change<Vec<AccessRule>>,
    /// `low`, `normal`, `high` or `urgent`.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    priority: Change<Priority>,
    /// `opener_and_staff` or `staff`.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<String>)]
    who_closes: Change<WhoCloses>,
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<bool>)]
    reason_required: Change<bool>,
    /// In hours, a year at most; 0: never.
    #[serde(default, deserialize_with = "change")]
    #[schema(value_type = Option<u32>)]
    reopen_window: Change<u32>,
}

impl TryFrom<TypeIn> for TypeChange {
    type Error = Refusal;

    fn try_from(mut given: TypeIn) -> Result<Self, Refusal> {
        let looks = given.looks()?;
        Ok(Self {
            category: given.category,
            overflow: list(given.overflow),
            staff: list(given.staff),
            limit: given.limit,
            cooldown: given.cooldown,
            mentions_staff: given.mentions_staff,
            pings: list(given.pings),
            access: access(given.access),
            priority: given.priority,
            who_closes: given.who_closes,
            reason_required: given.reason_required,
            reopen_window: given.reopen_window,
            ..looks
        })
    }
}

impl TypeIn {
    /// What it says of names, texts and looks.
    fn looks(&mut self) -> Result<TypeChange, Refusal> {
        Ok(TypeChange {
            name: self.name.take(),
            emoji: take(&mut self.emoji),
            style: take(&mut self.style),
            description: take(&mut self.description),
            name_template: take(&mut self.name_template),
            welcome_text: take(&mut self.welcome_text),
            welcome_colour: take(&mut self.welcome_colour).parsed()?,
            welcome_image: take(&mut self.welcome_image).parsed()?,
            ..TypeChange::default()
        })
    }
}

/// All rules from now on.
fn access(given: Change<Vec<AccessRule>>) -> AccessChange {
    match given {
        Change::Keep => AccessChange::default(),
        Change::Clear => AccessChange { cleared: true, ..AccessChange::default() },
        Change::Set(rules) => AccessChange { cleared: true, rules, ..AccessChange::default() },
    }
}
