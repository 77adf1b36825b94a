//! A ticket type: what it looks like on a panel, who may open it, and what its tickets are like.
//!
//! Some fields are *read at the time*: changing one changes tickets that are open. Others are *taken at opening*: a ticket
//! keeps what the type said when it was opened.

use serde::{Deserialize, Serialize};

use super::access_rule::AccessRule;
use super::staff::TeamId;
use crate::accent_colour::AccentColour;
use crate::clock::Timestamp;
use crate::form::Form;
use crate::ids::{ChannelId, RoleId};
use crate::image_url::ImageUrl;
use crate::priority::Priority;

/// The most characters of a button's label
/// (<https://docs.discord.com/developers/components/reference#button>).
pub const MOST_TYPE_NAME_CHARACTERS: usize = 80;

/// The most characters of a type's description, which stands below its name in a select menu
/// (<https://docs.discord.com/developers/components/reference#string-select>).
pub const MOST_DESCRIPTION_CHARACTERS: usize = 100;

/// The most characters of a first message's text: it shares an embed with what was answered.
pub const MOST_WELCOME_CHARACTERS: usize = 2000;

/// The most tickets of one type that a member may be allowed to have open.
pub const MOST_OPEN: u32 = 10;

/// The longest pause between two tickets of a member, in seconds: thirty days.
pub const LONGEST_COOLDOWN: u32 = 30 * 24 * 60 * 60;

/// The most hours after its closing in which a ticket may be reopened, where there is a limit: a year.
pub const LONGEST_REOPEN: u32 = 365 * 24;

/// The most categories into which a type's tickets overflow.
pub const MOST_OVERFLOW: usize = 10;

/// The most roles that a new ticket pings.
pub const MOST_PINGS: usize = 10;

/// What the highest limit of a type may have been that was stored before it was remembered.
const fn most_open() -> u32 {
    MOST_OPEN
}

/// A ticket type's number in its settings: short, so that it fits into custom ids, and never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypeId(pub u16);

/// One kind of ticket that members can open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketType {
    /// Its number.
    pub id: TypeId,
    /// What its button says, and what its tickets are called. Taken at opening.
    pub name: String,
    /// The emoji on its button, a Unicode one or `<:name:id>`.
    pub emoji: Option<String>,
    /// How its button looks; none: the first of a panel stands out.
    #[serde(default)]
    pub style: Option<ButtonStyle>,
    /// What it is for, below its name in a select menu.
    #[serde(default)]
    pub description: Option<String>,
    /// The category in which its channels are made; none: the guild's. Read when a channel is made.
    #[serde(default)]
    pub category: Option<ChannelId>,
    /// The categories that are tried in this order where Discord says that the one before is full. Read when a channel is
    /// made.
    #[serde(default)]
    pub overflow: Vec<ChannelId>,
    /// Who works on it besides the guild's staff. Read at the time.
    pub staff: Vec<RoleId>,
    /// Which teams work on it. Read at the time.
    #[serde(default)]
    pub teams: Vec<TeamId>,
    /// What others of staff may do once somebody has taken a ticket of it on. Read at the time.
    #[serde(default)]
    pub claim_mode: ClaimMode,
    /// How many of it one member may have open. Read at opening and reopening.
    pub limit: u32,
    /// The highest limit that it ever had: up to so many a member may still have open.
    #[serde(default = "most_open")]
    pub highest_limit: u32,
    /// For how many seconds a member has to wait after opening one; 0: not at all. Read at opening.
    #[serde(default)]
    pub cooldown: u32,
    /// How its channels are named; none: as the guild's. Taken at opening.
    #[serde(default)]
    pub name_template: Option<String>,
    /// What the first message says. Taken at opening.
    #[serde(default)]
    pub welcome: Welcome,
    /// What a member is asked before it opens. Answers are kept with their questions.
    pub form: Form,
    /// Whether its staff is mentioned in the first message of a new ticket. Taken at opening.
    #[serde(default)]
    pub mentions_staff: bool,
    /// Which roles the first message of a new ticket pings besides. Taken at opening.
    #[serde(default)]
    pub pings: Vec<RoleId>,
    /// Who may open it. Read at opening.
    #[serde(default)]
    pub access: Vec<AccessRule>,
    /// How urgent its tickets are to begin with. Taken at opening.
    #[serde(default)]
    pub priority: Priority,
    /// Who closes it, and how. Read at the time.
    #[serde(default)]
    pub close: CloseRules,
    /// For how long it may be reopened. Read at the time.
    #[serde(default)]
    pub reopen: ReopenRules,
    /// When it was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Timestamp>,
}

/// How a button looks
/// (<https://docs.discord.com/developers/components/reference#button-button-styles>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ButtonStyle {
    /// Blurple.
    Primary,
    /// Grey.
    Secondary,
    /// Green.
    Success,
    /// Red.
    Danger,
}

/// What the first message of a ticket says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Welcome {
    /// Its text, with placeholders; none: Tickit's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The colour at its side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<AccentColour>,
    /// The image below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageUrl>,
}

/// What others of staff may do in a ticket that somebody has taken on. Who manages the guild is not held to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimMode {
    /// They read and write.
    #[default]
    Write,
    /// They read.
    Read,
    /// They do not see it.
    Hidden,
}

/// How a ticket is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CloseRules {
    /// Who closes it.
    #[serde(default)]
    pub who: WhoCloses,
    /// Whether it needs a reason.
    #[serde(default)]
    pub reason_required: bool,
}

/// Who closes a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhoCloses {
    /// Who opened it, and staff.
    #[default]
    OpenerAndStaff,
    /// Staff only.
    Staff,
}

/// How a ticket is reopened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReopenRules {
    /// For how many hours after its closing; none: for ever, 0: never.
    #[serde(default)]
    pub window: Option<u32>,
}

impl TicketType {
    /// A type of which nothing is chosen yet.
    pub fn numbered(id: TypeId) -> Self {
        Self {
            id,
            name: String::new(),
            emoji: None,
            style: None,
            description: None,
            category: None,
            overflow: Vec::new(),
            staff: Vec::new(),
            teams: Vec::new(),
            claim_mode: ClaimMode::default(),
            limit: 1,
            highest_limit: 1,
            cooldown: 0,
            name_template: None,
            welcome: Welcome::default(),
            form: Form::default(),
            mentions_staff: false,
            pings: Vec::new(),
            access: Vec::new(),
            priority: Priority::default(),
            close: CloseRules::default(),
            reopen: ReopenRules::default(),
            removed_at: None,
        }
    }

    /// Whether it is called this, letters' case and spaces around aside.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.trim().to_lowercase()
    }

    /// Whether a member with these roles may open it.
    pub fn may_be_opened_with(&self, everyone: RoleId, roles: &[RoleId]) -> bool {
        let about = |role: RoleId| role == everyone || roles.contains(&role);
        match self.access.iter().find(|rule| about(rule.role())) {
            Some(AccessRule::Allow(_)) => true,
            Some(AccessRule::Deny(_)) => false,
            None => !self.access.iter().any(|rule| matches!(rule, AccessRule::Allow(_))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_about_a_member_decides_and_where_none_does_they_may_unless_others_are_allowed() {
        let (everyone, vip, banned) = (RoleId::new(1), RoleId::new(2), RoleId::new(3));
        let may = |access: &[AccessRule], roles: &[RoleId]| {
            let kind = TicketType { access: access.to_vec(), ..TicketType::numbered(TypeId(1)) };
            kind.may_be_opened_with(everyone, roles)
        };
        let (deny, allow) = (AccessRule::Deny(banned), AccessRule::Allow(vip));
        assert!(may(&[], &[]) && may(&[deny], &[vip]) && !may(&[deny], &[vip, banned]));
        for rules in [&[deny, allow][..], &[deny, allow, AccessRule::Deny(everyone)]] {
            assert!(may(rules, &[vip]) && !may(rules, &[]) && !may(rules, &[vip, banned]));
        }
        assert!(may(&[deny, allow, AccessRule::Allow(everyone)], &[]));
    }

    #[test]
    fn a_type_that_an_earlier_version_stored_has_what_nobody_chose() {
        let stored = r#"{"id":3,"name":"Billing","emoji":null,"staff":[],"limit":1,"highest_limit":1,"form":[]}"#;
        let read: TicketType = serde_json::from_str(stored).unwrap();
        assert_eq!(read, TicketType { name: "Billing".into(), ..TicketType::numbered(TypeId(3)) });
    }
}
