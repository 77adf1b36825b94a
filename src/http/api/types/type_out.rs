//! A ticket type as it is told.

use serde::Serialize;
use tickit_domain::ids::{ChannelId, RoleId};
use tickit_domain::settings::{AccessRule, ButtonStyle, ClaimMode, Settings, TicketType, WhoCloses};
use tickit_domain::ticket::Priority;
use utoipa::ToSchema;

use super::question_json::QuestionOut;

/// All ticket types: 25 at most.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TypeList)]
pub(in crate::http) struct TypesOut {
    types: Vec<TypeOut>,
}

/// All that is chosen of a ticket type.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WholeType)]
pub(in crate::http) struct TypeOut {
    number: u16,
    #[serde(flatten)]
    looks: LooksOut,
    #[serde(flatten)]
    rules: RulesOut,
    #[schema(value_type = Option<String>)]
    category: Option<ChannelId>,
    /// The categories that are tried in this order where that is full.
    #[schema(value_type = Vec<String>)]
    overflow: Vec<ChannelId>,
    /// The roles that work on it, besides those of all types.
    #[schema(value_type = Vec<String>)]
    staff: Vec<RoleId>,
    /// The names of the teams that work on it.
    teams: Vec<String>,
    /// Whether its staff is mentioned in a new ticket.
    mentions_staff: bool,
    /// Which roles a new ticket pings besides.
    #[schema(value_type = Vec<String>)]
    pings: Vec<RoleId>,
    questions: Vec<QuestionOut>,
}

/// What a ticket type is called, looks like and says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TypeLooks)]
struct LooksOut {
    name: String,
    emoji: Option<String>,
    /// How its button looks: `primary`, `secondary`, `success` or `danger`; none: the first of a panel stands out.
    #[schema(value_type = Option<String>)]
    style: Option<ButtonStyle>,
    description: Option<String>,
    name_template: Option<String>,
    welcome_text: Option<String>,
    /// As `#RRGGBB`.
    welcome_colour: Option<String>,
    welcome_image: Option<String>,
}

/// What holds for a ticket type's tickets.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TypeRules)]
struct RulesOut {
    /// How many of it a member may have open.
    limit: u32,
    /// How many seconds a member waits for the next.
    cooldown: u32,
    /// Who may open it: the first rule about a role of theirs decides, each `{"allow": "<role>"}` or `{"deny": "<role>"}`.
    #[schema(value_type = Vec<Object>)]
    access: Vec<AccessRule>,
    /// `low`, `normal`, `high` or `urgent`.
    #[schema(value_type = String)]
    priority: Priority,
    /// What others of staff may do once somebody has claimed a ticket: `write`, `read`, or `hidden` where they do not see it.
    #[schema(value_type = String)]
    claim_mode: ClaimMode,
    /// `opener_and_staff` or `staff`.
    #[schema(value_type = String)]
    who_closes: WhoCloses,
    reason_required: bool,
    /// For how many hours it may be reopened; none: for ever, 0: never.
    reopen_window: Option<u32>,
}

impl TypesOut {
    pub(super) fn of(settings: &Settings) -> Self {
        Self { types: settings.types.iter().map(|kind| TypeOut::of(kind, settings)).collect() }
    }
}

impl TypeOut {
    pub(super) fn of(kind: &TicketType, settings: &Settings) -> Self {
        let teams = settings.teams.iter().filter(|team| kind.teams.contains(&team.id));
        Self {
            number: kind.id.0,
            looks: kind.into(),
            rules: kind.into(),
            category: kind.category,
            overflow: kind.overflow.clone(),
            staff: kind.staff.clone(),
            teams: teams.map(|team| team.name.clone()).collect(),
            mentions_staff: kind.mentions_staff,
            pings: kind.pings.clone(),
            questions: kind.form.questions().iter().map(QuestionOut::from).collect(),
        }
    }
}

impl From<&TicketType> for LooksOut {
    fn from(kind: &TicketType) -> Self {
        let welcome = &kind.welcome;
        Self {
            name: kind.name.clone(),
            emoji: kind.emoji.clone(),
            style: kind.style,
            description: kind.description.clone(),
            name_template: kind.name_template.clone(),
            welcome_text: welcome.text.clone(),
            welcome_colour: welcome.colour.map(|colour| colour.to_string()),
            welcome_image: welcome.image.as_ref().map(|image| image.as_str().to_owned()),
        }
    }
}

impl From<&TicketType> for RulesOut {
    fn from(kind: &TicketType) -> Self {
        Self {
            limit: kind.limit,
            cooldown: kind.cooldown,
            access: kind.access.clone(),
            priority: kind.priority,
            claim_mode: kind.claim_mode,
            who_closes: kind.close.who,
            reason_required: kind.close.reason_required,
            reopen_window: kind.reopen.window,
        }
    }
}
