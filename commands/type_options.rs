//! The options that adding and editing a ticket type share, and what of a type can be taken back.

use tickit_domain::error::Outcome;
use tickit_domain::form::Form;
use tickit_domain::ids::{GuildId, RoleId};
use tickit_domain::settings::{AccessChange, AccessRule, ButtonStyle, ListChange, RolesChange, TypeChange, WhoCloses};
use tickit_domain::ticket::Priority;

use crate::options::Options;

/// How a button looks, by the key of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, poise::ChoiceParameter)]
pub(crate) enum Style {
    #[name = "type-style-primary"]
    Primary,
    #[name = "type-style-secondary"]
    Secondary,
    #[name = "type-style-success"]
    Success,
    #[name = "type-style-danger"]
    Danger,
}

/// How urgent tickets are, by the key of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, poise::ChoiceParameter)]
pub(crate) enum Urgency {
    #[name = "priority-low"]
    Low,
    #[name = "priority-normal"]
    Normal,
    #[name = "priority-high"]
    High,
    #[name = "priority-urgent"]
    Urgent,
}

/// Who closes tickets, by the key of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, poise::ChoiceParameter)]
pub(crate) enum Closers {
    #[name = "type-closes-all"]
    OpenerAndStaff,
    #[name = "type-closes-staff"]
    Staff,
}

/// What can be taken back, by the key of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, poise::ChoiceParameter)]
pub(crate) enum Clearable {
    #[name = "type-clear-emoji"]
    Emoji,
    #[name = "type-clear-style"]
    Style,
    #[name = "type-clear-category"]
    Category,
    #[name = "type-clear-overflow"]
    Overflow,
    #[name = "type-clear-staff"]
    Staff,
    #[name = "type-clear-limit"]
    Limit,
    #[name = "type-clear-cooldown"]
    Cooldown,
    #[name = "type-clear-questions"]
    Questions,
    #[name = "type-clear-pings"]
    Pings,
    #[name = "type-clear-access"]
    Access,
    #[name = "type-clear-priority"]
    Priority,
    #[name = "type-clear-closing"]
    Closing,
    #[name = "type-clear-reopening"]
    Reopening,
    #[name = "type-clear-texts"]
    Texts,
}

/// What the options of both commands say.
pub(crate) fn change(options: &Options, guild: GuildId) -> Outcome<TypeChange> {
    let questions = options.optional::<String>("questions")?;
    let rules = options.optional::<String>("access")?;
    let rules = rules.map(|rules| AccessRule::parse_all(&rules, RoleId::new(guild.get()))).transpose()?;
    let access = AccessChange {
        rules: rules.unwrap_or_default(),
        required: Vec::from_iter(options.optional("required")?),
        forbidden: Vec::from_iter(options.optional("forbidden")?),
        ..AccessChange::default()
    };
    Ok(TypeChange {
        name: options.optional("name")?,
        emoji: options.optional("emoji")?.into(),
        style: options.choice::<Style>("style")?.map(Style::chosen).into(),
        category: options.optional("category")?.into(),
        overflow: ListChange::of(None, options.optional("overflow")?),
        staff: RolesChange::of(None, options.optional("staff")?),
        limit: options.optional("limit")?.into(),
        cooldown: options.optional::<u32>("cooldown")?.map(|minutes| minutes.saturating_mul(60)).into(),
        form: questions.as_deref().map(Form::parse).transpose()?.into(),
        mentions_staff: options.optional("mention")?.into(),
        pings: RolesChange::of(None, options.optional("ping")?),
        access,
        priority: options.choice::<Urgency>("priority")?.map(Urgency::chosen).into(),
        who_closes: options.choice::<Closers>("closes")?.map(Closers::chosen).into(),
        reason_required: options.optional("reason")?.into(),
        reopen_window: options.optional("reopen")?.into(),
        ..TypeChange::default()
    })
}

impl Style {
    const fn chosen(self) -> ButtonStyle {
        match self {
            Self::Primary => ButtonStyle::Primary,
            Self::Secondary => ButtonStyle::Secondary,
            Self::Success => ButtonStyle::Success,
            Self::Danger => ButtonStyle::Danger,
        }
    }
}

impl Urgency {
    const fn chosen(self) -> Priority {
        match self {
            Self::Low => Priority::Low,
            Self::Normal => Priority::Normal,
            Self::High => Priority::High,
            Self::Urgent => Priority::Urgent,
        }
    }
}

impl Closers {
    const fn chosen(self) -> WhoCloses {
        match self {
            Self::OpenerAndStaff => WhoCloses::OpenerAndStaff,
            Self::Staff => WhoCloses::Staff,
        }
    }
}

impl Clearable {
    /// Takes it back, unless it is set in the same go.
    pub(crate) fn apply(self, change: &mut TypeChange) {
        match self {
            Self::Emoji => change.emoji.clear(),
            Self::Style => change.style.clear(),
            Self::Category => change.category.clear(),
            Self::Overflow => change.overflow.cleared = true,
            Self::Staff => change.staff.cleared = true,
            Self::Limit => change.limit.clear(),
            Self::Cooldown => change.cooldown.clear(),
            Self::Questions => change.form.clear(),
            Self::Pings => {
                change.pings.cleared = true;
                change.mentions_staff.clear();
            }
            Self::Access => change.access.cleared = true,
            Self::Priority => change.priority.clear(),
            Self::Closing => {
                change.who_closes.clear();
                change.reason_required.clear();
            }
            Self::Reopening => change.reopen_window.clear(),
            Self::Texts => clear_texts(change),
        }
    }
}

fn clear_texts(change: &mut TypeChange) {
    for text in [&mut change.description, &mut change.name_template, &mut change.welcome_text] {
        text.clear();
    }
    change.welcome_colour.clear();
    change.welcome_image.clear();
}
