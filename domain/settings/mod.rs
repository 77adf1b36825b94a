//! What a guild's admins chose, a set of it for each bot.

mod access_rule;
mod change;
mod emoji;
mod narrowed;
mod notifications;
mod open_limits;
mod refusal_texts;
mod restore_type;
mod retention;
mod staff;
mod ticket_type;
mod type_change;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use access_rule::{AccessRule, MOST_ACCESS_RULES};
pub use change::{Change, ListChange, RolesChange, SettingsChange};
pub use notifications::{MOST_NOTIFIED, MOST_WAITING_MINUTES, NotificationKind, Notifications, NotificationsChange};
pub use open_limits::{MOST_OPEN_OF_ALL, MOST_ROLE_LIMITS, OpenLimits, RoleLimit};
pub use refusal_texts::{MOST_REFUSAL_CHARACTERS, RefusalReason, RefusalTexts};
pub use retention::{MOST_RETENTION_DAYS, RETENTION_NOTICE, Retention, ShorterRetention};
pub use staff::{MOST_TEAM_NAME_CHARACTERS, MOST_TEAMS, Rank, StaffMember, Team, TeamId};
pub use ticket_type::{
    ButtonStyle, ClaimMode, CloseRules, LONGEST_COOLDOWN, LONGEST_REOPEN, MOST_DESCRIPTION_CHARACTERS, MOST_OPEN,
    MOST_OVERFLOW, MOST_PINGS, MOST_TYPE_NAME_CHARACTERS, MOST_WELCOME_CHARACTERS, ReopenRules, TicketType, TypeId,
    Welcome, WhoCloses,
};
pub use type_change::{AccessChange, TypeChange};

use crate::error::Refusal;
use crate::ids::{ChannelId, GuildId, RoleId};
use crate::permission::Permission;
use crate::roles::{Roles, Standing};
use crate::whom::Whom;
use crate::zone::Zone;

/// The most ticket types: five rows of five buttons on a panel
/// (<https://docs.discord.com/developers/components/reference#action-row>).
pub const MOST_TYPES: usize = 25;

/// So many types that were removed are remembered, the newest: tickets of them go on by their rules.
pub const MOST_FORMER_TYPES: usize = 25;

/// The most roles that work on all tickets, or on those of one type: each is an overwrite of every ticket's channel.
pub const MOST_STAFF: usize = 25;

/// The largest file that is kept with a ticket, in MiB, where nobody chose.
const ATTACHMENT_LIMIT: u32 = 8;

/// The most that can be chosen: a larger one could not be handed over again.
const MOST_ATTACHMENT_LIMIT: u32 = 10;

/// How large all of a ticket's files may be together, in MiB, where nobody chose, and the most that can be chosen.
const ATTACHMENTS_LIMIT: u32 = 64;
const MOST_ATTACHMENTS_LIMIT: u32 = 1024;

/// The most days that an account has to be old, or a member has to have been in the guild.
pub const MOST_DAYS: u32 = 365;

const fn attachment_limit() -> u32 {
    ATTACHMENT_LIMIT
}

const fn attachments_limit() -> u32 {
    ATTACHMENTS_LIMIT
}

/// Where nobody chose, feedback is asked for: a ticket's channel goes when it is closed, and the message that asks is also what
/// tells its opener that it was closed, by whom and why, as they expect of a helpdesk.
const fn feedback() -> bool {
    true
}

/// A guild's settings for one bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The roles that work on tickets of every type as agents.
    pub staff: Vec<RoleId>,
    /// Everybody else who works on tickets: members, those of other ranks, and those in teams.
    #[serde(default)]
    pub ranks: Vec<StaffMember>,
    /// The teams.
    #[serde(default)]
    pub teams: Vec<Team>,
    /// The number of the next team.
    #[serde(default)]
    pub next_team: u16,
    /// The category in which ticket channels are made; none: at the top.
    pub category: Option<ChannelId>,
    /// Where transcripts are posted.
    pub log_channel: Option<ChannelId>,
    /// How channels are named; see [`crate::name`].
    pub name_template: String,
    /// Where the priority of a ticket is shown, besides its first message.
    #[serde(default)]
    pub priority_shown: PriorityShown,
    /// The largest file of a ticket that is kept with it, in MiB; 0: none is.
    #[serde(default = "attachment_limit")]
    pub attachment_limit: u32,
    /// How large all of them may be together, in MiB; 0: none is.
    #[serde(default = "attachments_limit")]
    pub attachments_limit: u32,
    /// How many days old the account of whoever opens a ticket has to be.
    #[serde(default)]
    pub account_days: u32,
    /// How many days ago whoever opens a ticket has to have joined.
    #[serde(default)]
    pub member_days: u32,
    /// Whether who opened a ticket is asked what they think of how it went.
    #[serde(default = "feedback")]
    pub feedback: bool,
    /// For how long tickets are kept after they were closed.
    #[serde(default)]
    pub retention: Retention,
    /// By which clock its days begin.
    #[serde(default)]
    pub time_zone: Zone,
    /// How many tickets a member may have open, of all types together.
    #[serde(default)]
    pub open_limits: OpenLimits,
    /// What those who work on tickets want to be told of, each for themselves.
    #[serde(default)]
    pub notifications: Vec<Notifications>,
    /// What members read in the guild's own words where they may not open a ticket.
    #[serde(default)]
    pub refusal_texts: RefusalTexts,
    /// Whether anybody was ever put on the blacklist, so that it has to be asked.
    #[serde(default)]
    pub has_blacklist: bool,
    /// The ticket types in the order of a panel's buttons.
    pub types: Vec<TicketType>,
    /// Types that were removed.
    #[serde(default)]
    pub former_types: Vec<TicketType>,
    /// The number of the next type.
    pub next_type: u16,
    /// Which permissions the guild keeps for those who are more than the service's configuration asks for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub narrowed: BTreeMap<Permission, Standing>,
    /// Which role may what, as the service's configuration says. It is no part of what is stored.
    #[serde(skip)]
    pub roles: Roles,
    /// Whether `@everyone` is stored as staff, which earlier versions took, and is not heeded.
    #[serde(skip)]
    pub ignores_everyone: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            staff: Vec::new(),
            ranks: Vec::new(),
            teams: Vec::new(),
            next_team: 0,
            category: None,
            log_channel: None,
            name_template: "{type}-{number}".into(),
            priority_shown: PriorityShown::default(),
            attachment_limit: ATTACHMENT_LIMIT,
            attachments_limit: ATTACHMENTS_LIMIT,
            account_days: 0,
            member_days: 0,
            feedback: feedback(),
            retention: Retention::default(),
            time_zone: Zone::default(),
            open_limits: OpenLimits::default(),
            notifications: Vec::new(),
            refusal_texts: RefusalTexts::new(),
            has_blacklist: false,
            types: Vec::new(),
            former_types: Vec::new(),
            next_type: 1,
            narrowed: BTreeMap::new(),
            roles: Roles::default(),
            ignores_everyone: false,
        }
    }
}

/// Where the priority of a ticket is shown, besides its first message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriorityShown {
    /// Nowhere.
    #[default]
    Nowhere,
    /// In front of its channel's name.
    Name,
    /// In front of its channel's topic.
    Topic,
}

/// How much of what people send is kept with their tickets, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttachmentLimits {
    /// Of one file.
    pub file: u64,
    /// Of all of a ticket's files together.
    pub ticket: u64,
}

impl AttachmentLimits {
    /// Whether the guild keeps no files.
    pub const fn is_nothing_kept(self) -> bool {
        self.file == 0 || self.ticket == 0
    }
}

impl Settings {
    /// The type of this number, as long as it was not removed.
    pub fn ticket_type(&self, id: TypeId) -> Result<&TicketType, Refusal> {
        self.types.iter().find(|kind| kind.id == id).ok_or(Refusal::NoSuchType)
    }

    /// The type of this name.
    pub fn type_called(&self, name: &str) -> Result<&TicketType, Refusal> {
        let unknown = || Refusal::UnknownType { kind: name.trim().to_owned() };
        self.types.iter().find(|kind| kind.is_called(name)).ok_or_else(unknown)
    }

    /// The type of a ticket, also where it was removed.
    pub fn type_of_ticket(&self, id: TypeId) -> Option<&TicketType> {
        self.types.iter().chain(&self.former_types).find(|kind| kind.id == id)
    }

    /// Where the channels of a type are made: in the first of these that there is room in; at the top where none is named.
    pub fn categories_of(&self, kind: TypeId) -> Vec<ChannelId> {
        let kind = self.type_of_ticket(kind);
        let first = kind.and_then(|kind| kind.category).or(self.category);
        let mut categories: Vec<ChannelId> = first.into_iter().collect();
        for category in kind.into_iter().flat_map(|kind| &kind.overflow) {
            if !categories.contains(category) {
                categories.push(*category);
            }
        }
        categories
    }

    /// The roles that the first message of a new ticket pings, each once.
    pub fn mentioned_by(&self, kind: &TicketType) -> Vec<RoleId> {
        let working = |(whom, rank): (Whom, Rank)| match whom {
            Whom::Role(role) if rank > Rank::Viewer => Some(role),
            _ => None,
        };
        let staff = kind.mentions_staff.then(|| self.staff_for(kind.id, None));
        let mut roles: Vec<RoleId> = staff.into_iter().flatten().filter_map(working).collect();
        for role in &kind.pings {
            if !roles.contains(role) {
                roles.push(*role);
            }
        }
        roles
    }

    /// How much of what people send is kept.
    pub fn attachment_limits(&self) -> AttachmentLimits {
        let bytes = |mebibytes: u32| u64::from(mebibytes) * 1024 * 1024;
        AttachmentLimits { file: bytes(self.attachment_limit), ticket: bytes(self.attachments_limit) }
    }

    /// The same without `@everyone` as staff, whose role has the guild's own id: a ticket is never shown to everybody.
    #[must_use]
    pub fn without_everyone(mut self, guild: GuildId) -> Self {
        let everyone = RoleId::new(guild.get());
        self.ignores_everyone =
            self.staff.contains(&everyone) || self.types.iter().any(|kind| kind.staff.contains(&everyone));
        self.staff.retain(|role| *role != everyone);
        self.ranks.retain(|member| member.whom != everyone.into());
        for kind in &mut self.types {
            kind.staff.retain(|role| *role != everyone);
        }
        self
    }
}
