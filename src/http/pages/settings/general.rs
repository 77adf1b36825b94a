//! `/dashboard/{bot}/{guild}/settings`: what holds for all tickets.

use axum::response::Response;
use tickit_domain::desk::Expiring;
use tickit_domain::error::Refusal;
use tickit_domain::name::MOST_NAME_CHARACTERS;
use tickit_domain::settings::{
    Change, MOST_DAYS, MOST_OPEN_OF_ALL, MOST_RETENTION_DAYS, PriorityShown, Settings, SettingsChange,
};
use tickit_domain::zone::Zone;

use super::choices::{Choices, or_none};
use super::entered::{Entered, list, unless_same};
use super::form::{Field, Form, Input};
use super::in_settings::InSettings;
use super::page::{Page, Section};
use crate::http::pages::choice::Choice;
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::pages::sent::Sent;

/// In MiB: what a file, and all files of a ticket, may have at most.
const LARGEST_FILE: u32 = 10;
const LARGEST_FILES: u32 = 1024;

/// Where a priority may be shown, as forms name it.
const SHOWN: [(PriorityShown, &str); 3] =
    [(PriorityShown::Nowhere, "nowhere"), (PriorityShown::Name, "name"), (PriorityShown::Topic, "topic")];

/// Shows them.
pub(super) async fn show(on: InSettings) -> Result<Response, Instead> {
    on.show(page(&on).await?).await
}

/// Saves one form of them.
pub(super) async fn save(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let done = match change(&on.settings, &entered) {
        Ok(change) => {
            let actor = on.sender(&entered);
            on.desk.set_up_if(entered.changes(), on.at, &actor, &change).await.map(drop)
        }
        Err(refused) => Err(refused.into()),
    };
    let again = on.once_more(done, &entered, "").await?;
    again.show(page(&again.on).await?, &entered).await
}

/// What is to be changed by the form that was sent.
fn change(now: &Settings, entered: &Entered) -> Result<SettingsChange, Refusal> {
    match entered.text("form").as_str() {
        "where" => change_of_work(now, entered),
        "who" => Ok(SettingsChange {
            limit: entered.number("limit", MOST_OPEN_OF_ALL)?,
            account_days: entered.number("account_days", MOST_DAYS)?,
            member_days: entered.number("member_days", MOST_DAYS)?,
            ..SettingsChange::default()
        }),
        "kept" => Ok(SettingsChange {
            feedback: Change::Set(entered.is_on("feedback")),
            retention: retention(now, entered.number("retention", MOST_RETENTION_DAYS)?),
            attachment_limit: entered.number("attachment_limit", LARGEST_FILE)?,
            attachments_limit: entered.number("attachments_limit", LARGEST_FILES)?,
            ..SettingsChange::default()
        }),
        _ => Ok(SettingsChange::default()),
    }
}

fn change_of_work(now: &Settings, entered: &Entered) -> Result<SettingsChange, Refusal> {
    Ok(SettingsChange {
        staff: list(&entered.roles("staff")?, &now.staff),
        category: unless_same(entered.channel("category")?, now.category.as_ref()),
        log_channel: unless_same(entered.channel("log_channel")?, now.log_channel.as_ref()),
        name_template: unless_same(Change::to(&entered.text("name_template")), Some(&now.name_template)),
        priority_shown: entered.named("priority_shown").into(),
        time_zone: time_zone(now, &entered.text("time_zone"))?,
        ..SettingsChange::default()
    })
}

/// The one that is chosen stays, whether or not this version knows it.
fn time_zone(now: &Settings, chosen: &str) -> Result<Change<Zone>, Refusal> {
    if chosen == now.time_zone.to_string() { Ok(Change::Keep) } else { Ok(Change::Set(chosen.parse()?)) }
}

/// A shorter time that was chosen and does not hold yet is not chosen anew by whoever saves something else.
fn retention(now: &Settings, chosen: Change<u32>) -> Change<u32> {
    unless_same(chosen, now.retention.chosen().as_ref())
}

async fn page(on: &InSettings) -> Result<Page, Instead> {
    let forms = vec![who_works(on).await, who_opens(on), kept(on).await?];
    Ok(Page { title: on.say("page-settings"), sections: vec![Section::of_forms(forms)], ..Page::default() })
}

async fn who_works(on: &InSettings) -> Form {
    let (choices, now) = (on.choices().await, &on.settings);
    let shown = SHOWN.iter().find(|(shown, _)| *shown == now.priority_shown).map_or("nowhere", |(_, name)| name);
    let shown_choices = SHOWN.map(|(_, name)| (name, on.say(&format!("page-shown-{name}"))));
    let staff = Field::new("staff", on.say("page-settings-staff"), Input::Any(choices.roles(&now.staff)));
    let name = Field::line("name_template", on.say("page-settings-name"), &now.name_template, MOST_NAME_CHARACTERS);
    let priority = Input::One(Choice::among(shown_choices, shown));
    let [category, log] = places(on, &choices);
    let fields = vec![
        staff.hint(on.say("page-settings-staff-hint")),
        category,
        log,
        name.hint(on.say("page-settings-name-hint")),
        Field::new("priority_shown", on.say("page-settings-priority"), priority),
        Field::new("time_zone", on.say("page-settings-zone"), Input::One(zones(&now.time_zone)))
            .hint(on.say("page-settings-zone-hint")),
    ];
    let form = Form::new("where", on.address(""), on.say("page-save"), fields);
    on.versioned(form.titled(on.say("page-settings-where"), on.say("page-settings-where-about")))
}

/// All there are, and the one that is chosen though the names of a later version know it no more.
fn zones(chosen: &Zone) -> Vec<Choice> {
    let chosen = chosen.to_string();
    let mut names = Zone::called("");
    if !names.contains(&chosen) {
        names.insert(0, chosen.clone());
    }
    Choice::among(names.into_iter().map(|name| (name.clone(), name)), &chosen)
}

/// Where tickets and transcripts go.
fn places(on: &InSettings, choices: &Choices) -> [Field; 2] {
    let category: Vec<_> = on.settings.category.into_iter().collect();
    let category = or_none(choices.categories(&category), on.say("page-settings-category-none"));
    let log: Vec<_> = on.settings.log_channel.into_iter().collect();
    let log = or_none(choices.channels(&log), on.say("page-settings-log-none"));
    [
        Field::new("category", on.say("page-settings-category"), Input::One(category)),
        Field::new("log_channel", on.say("page-settings-log"), Input::One(log)),
    ]
}

fn who_opens(on: &InSettings) -> Form {
    let now = &on.settings;
    let fields = vec![
        Field::number("limit", on.say("page-settings-limit"), now.open_limits.each, MOST_OPEN_OF_ALL)
            .hint(on.say("page-settings-limit-hint")),
        Field::number("account_days", on.say("page-settings-account-days"), Some(now.account_days), MOST_DAYS),
        Field::number("member_days", on.say("page-settings-member-days"), Some(now.member_days), MOST_DAYS),
    ];
    let form = Form::new("who", on.address(""), on.say("page-save"), fields);
    on.versioned(form.titled(on.say("page-settings-who"), String::new()))
}

async fn kept(on: &InSettings) -> Result<Form, Instead> {
    let (now, hint) = (&on.settings, expiring(on).await?);
    let days =
        Field::number("retention", on.say("page-settings-retention"), now.retention.chosen(), MOST_RETENTION_DAYS);
    let fields = vec![
        Field::new("feedback", on.say("page-settings-feedback"), Input::Box(now.feedback)),
        days.hint(hint.unwrap_or_else(|| on.say("page-settings-retention-hint"))),
        Field::number("attachment_limit", on.say("page-settings-file"), Some(now.attachment_limit), LARGEST_FILE),
        Field::number("attachments_limit", on.say("page-settings-files"), Some(now.attachments_limit), LARGEST_FILES),
    ];
    let form = Form::new("kept", on.address(""), on.say("page-save"), fields);
    Ok(on.versioned(form.titled(on.say("page-settings-kept"), String::new())))
}

/// What a shorter time will remove that does not hold yet.
async fn expiring(on: &InSettings) -> Result<Option<String>, Instead> {
    let shown = on.desk.show_retention(on.at, &on.actor).await.map_err(|error| on.instead(error))?;
    let told = |expiring: Expiring| {
        let fill = [
            ("days", expiring.days.to_string().into()),
            ("from", Moment(expiring.from).text().into()),
            ("tickets", expiring.tickets.to_string().into()),
        ];
        on.visitor.reader.fill("page-settings-expiring", &fill)
    };
    Ok(shown.expiring.map(told))
}
