//! The forms of a ticket type, and what they change of it.

use tickit_domain::error::Refusal;
use tickit_domain::ids::RoleId;
use tickit_domain::image_url::MOST_URL_CHARACTERS;
use tickit_domain::name::MOST_NAME_CHARACTERS;
use tickit_domain::settings::{
    AccessChange, AccessRule, ButtonStyle, Change, LONGEST_COOLDOWN, LONGEST_REOPEN, MOST_DESCRIPTION_CHARACTERS,
    MOST_OPEN, MOST_TYPE_NAME_CHARACTERS, MOST_WELCOME_CHARACTERS, TicketType, TypeChange, WhoCloses,
};
use tickit_domain::ticket::Priority;

use super::super::choices::{Choices, or_none};
use super::super::entered::{Entered, list, unless_same};
use super::super::form::{Field, Form, Input};
use super::super::in_settings::InSettings;
use crate::http::pages::choice::Choice;

/// The most characters of an emoji, a server's own among them.
const MOST_EMOJI_CHARACTERS: usize = 60;

/// The most characters of a colour.
const MOST_COLOUR_CHARACTERS: usize = 20;

const STYLES: [(ButtonStyle, &str); 4] = [
    (ButtonStyle::Primary, "primary"),
    (ButtonStyle::Secondary, "secondary"),
    (ButtonStyle::Success, "success"),
    (ButtonStyle::Danger, "danger"),
];

const CLOSERS: [(WhoCloses, &str); 2] = [(WhoCloses::OpenerAndStaff, "opener_and_staff"), (WhoCloses::Staff, "staff")];

/// What is to be changed of a type by the form that was sent.
pub(super) fn change(kind: &TicketType, entered: &Entered) -> Result<TypeChange, Refusal> {
    match entered.text("form").as_str() {
        "looks" => Ok(change_of_looks(kind, entered)),
        "welcome" => change_of_welcome(kind, entered),
        "channels" => change_of_channels(kind, entered),
        "rules" => change_of_rules(kind, entered),
        _ => Ok(TypeChange::default()),
    }
}

fn change_of_looks(kind: &TicketType, entered: &Entered) -> TypeChange {
    TypeChange {
        name: Some(entered.text("name")).filter(|name| *name != kind.name),
        emoji: unless_same(Change::to(&entered.text("emoji")), kind.emoji.as_ref()),
        style: unless_same(entered.named("style").map_or(Change::Clear, Change::Set), kind.style.as_ref()),
        description: unless_same(Change::to(&entered.text("description")), kind.description.as_ref()),
        ..TypeChange::default()
    }
}

fn change_of_welcome(kind: &TicketType, entered: &Entered) -> Result<TypeChange, Refusal> {
    Ok(TypeChange {
        welcome_text: unless_same(Change::to(&entered.text("welcome_text")), kind.welcome.text.as_ref()),
        welcome_colour: Change::to_parsed(&entered.text("welcome_colour"))?,
        welcome_image: Change::to_parsed(&entered.text("welcome_image"))?,
        mentions_staff: Change::Set(entered.is_on("mentions_staff")),
        pings: list(&entered.roles("pings")?, &kind.pings),
        ..TypeChange::default()
    })
}

fn change_of_channels(kind: &TicketType, entered: &Entered) -> Result<TypeChange, Refusal> {
    Ok(TypeChange {
        staff: list(&entered.roles("staff")?, &kind.staff),
        category: unless_same(entered.channel("category")?, kind.category.as_ref()),
        overflow: list(&entered.channels("overflow")?, &kind.overflow),
        name_template: unless_same(Change::to(&entered.text("name_template")), kind.name_template.as_ref()),
        priority: entered.named("priority").into(),
        ..TypeChange::default()
    })
}

fn change_of_rules(kind: &TicketType, entered: &Entered) -> Result<TypeChange, Refusal> {
    Ok(TypeChange {
        limit: entered.number("limit", MOST_OPEN)?,
        cooldown: entered.number("cooldown", LONGEST_COOLDOWN)?,
        access: access(kind, &entered.roles("allow")?, &entered.roles("deny")?),
        who_closes: entered.named("who_closes").into(),
        reason_required: Change::Set(entered.is_on("reason_required")),
        reopen_window: entered.number("reopen_window", LONGEST_REOPEN)?,
        ..TypeChange::default()
    })
}

/// Whoever may not stands before whoever may. Rules that are about the same roles stay in their order.
fn access(kind: &TicketType, allow: &[RoleId], deny: &[RoleId]) -> AccessChange {
    let allowed = allow.iter().copied().map(AccessRule::Allow);
    let rules: Vec<AccessRule> = deny.iter().copied().map(AccessRule::Deny).chain(allowed).collect();
    if rules.len() == kind.access.len() && rules.iter().all(|rule| kind.access.contains(rule)) {
        return AccessChange::default();
    }
    AccessChange { cleared: true, rules, ..AccessChange::default() }
}

/// All forms of a type.
pub(super) fn forms(on: &InSettings, kind: &TicketType, choices: &Choices) -> Vec<Form> {
    let parts = [
        ("looks", looks(on, kind)),
        ("welcome", welcome(on, kind, choices)),
        ("channels", channels(on, kind, choices)),
        ("rules", rules(on, kind, choices)),
    ];
    let form = |(name, fields)| {
        let form = Form::new(name, on.address(&format!("/types/{}", kind.id.0)), on.say("page-save"), fields);
        on.versioned(form.titled(on.say(&format!("page-type-form-{name}")), String::new()))
    };
    parts.map(form).into()
}

fn looks(on: &InSettings, kind: &TicketType) -> Vec<Field> {
    let styles = STYLES.map(|(_, name)| (name, on.say(&format!("page-style-{name}"))));
    let style = STYLES.iter().find(|(style, _)| Some(*style) == kind.style).map_or("", |(_, name)| name);
    let styles = or_none(Choice::among(styles, style), on.say("page-type-style-none"));
    let (emoji, description) = (kind.emoji.clone(), kind.description.clone());
    vec![
        Field::line("name", on.say("page-types-name"), &kind.name, MOST_TYPE_NAME_CHARACTERS),
        Field::line("emoji", on.say("page-type-emoji"), emoji.unwrap_or_default(), MOST_EMOJI_CHARACTERS)
            .hint(on.say("page-type-emoji-hint")),
        Field::new("style", on.say("page-type-style"), Input::One(styles)),
        Field::line(
            "description",
            on.say("page-type-description"),
            description.unwrap_or_default(),
            MOST_DESCRIPTION_CHARACTERS,
        ),
    ]
}

fn welcome(on: &InSettings, kind: &TicketType, choices: &Choices) -> Vec<Field> {
    let (text, colour, image) = (&kind.welcome.text, kind.welcome.colour, &kind.welcome.image);
    let text = text.clone().unwrap_or_default();
    let colour = colour.map(|colour| colour.to_string()).unwrap_or_default();
    let image = image.as_ref().map(|image| image.as_str().to_owned()).unwrap_or_default();
    vec![
        Field::lines("welcome_text", on.say("page-type-welcome"), text, MOST_WELCOME_CHARACTERS)
            .hint(on.say("page-type-welcome-hint")),
        Field::line("welcome_colour", on.say("page-colour"), colour, MOST_COLOUR_CHARACTERS)
            .hint(on.say("page-colour-hint")),
        Field::line("welcome_image", on.say("page-image"), image, MOST_URL_CHARACTERS).hint(on.say("page-image-hint")),
        Field::new("mentions_staff", on.say("page-type-mentions"), Input::Box(kind.mentions_staff)),
        Field::new("pings", on.say("page-type-pings"), Input::Any(choices.roles(&kind.pings))),
    ]
}

fn channels(on: &InSettings, kind: &TicketType, choices: &Choices) -> Vec<Field> {
    let category: Vec<_> = kind.category.into_iter().collect();
    let category = or_none(choices.categories(&category), on.say("page-type-category-none"));
    let priorities =
        Priority::ALL.map(|priority| (priority.name(), on.say(&format!("page-priority-{}", priority.name()))));
    let template = kind.name_template.clone().unwrap_or_default();
    vec![
        Field::new("staff", on.say("page-type-staff"), Input::Any(choices.roles(&kind.staff)))
            .hint(on.say("page-type-staff-hint")),
        Field::new("category", on.say("page-settings-category"), Input::One(category)),
        Field::new("overflow", on.say("page-type-overflow"), Input::Any(choices.categories(&kind.overflow))),
        Field::line("name_template", on.say("page-settings-name"), template, MOST_NAME_CHARACTERS)
            .hint(on.say("page-type-name-hint")),
        Field::new(
            "priority",
            on.say("page-type-priority"),
            Input::One(Choice::among(priorities, kind.priority.name())),
        ),
    ]
}

fn rules(on: &InSettings, kind: &TicketType, choices: &Choices) -> Vec<Field> {
    let roles = |wanted: fn(&AccessRule) -> bool| -> Vec<RoleId> {
        kind.access.iter().filter(|rule| wanted(rule)).map(|rule| rule.role()).collect()
    };
    let allow = choices.roles(&roles(|rule| matches!(rule, AccessRule::Allow(_))));
    let deny = choices.roles(&roles(|rule| matches!(rule, AccessRule::Deny(_))));
    let closer = CLOSERS.iter().find(|(who, _)| *who == kind.close.who).map_or("", |(_, name)| name);
    let closers = CLOSERS.map(|(_, name)| (name, on.say(&format!("page-closer-{name}"))));
    vec![
        Field::number("limit", on.say("page-type-limit"), Some(kind.limit), MOST_OPEN),
        Field::number("cooldown", on.say("page-type-cooldown"), Some(kind.cooldown), LONGEST_COOLDOWN),
        Field::new("allow", on.say("page-type-allow"), Input::Any(allow)).hint(on.say("page-type-allow-hint")),
        Field::new("deny", on.say("page-type-deny"), Input::Any(deny)),
        Field::new("who_closes", on.say("page-type-closes"), Input::One(Choice::among(closers, closer))),
        Field::new("reason_required", on.say("page-type-reason"), Input::Box(kind.close.reason_required)),
        Field::number("reopen_window", on.say("page-type-reopen"), kind.reopen.window, LONGEST_REOPEN)
            .hint(on.say("page-type-reopen-hint")),
    ]
}
