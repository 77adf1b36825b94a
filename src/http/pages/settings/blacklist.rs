//! `/dashboard/{bot}/{guild}/settings/blacklist`: who opens no tickets.

use axum::response::Response;
use tickit_domain::blacklist::{BlacklistDuration, BlacklistEntry, MOST_BLACKLIST_REASON_CHARACTERS};
use tickit_domain::error::{Error, Outcome, Refusal};
use tickit_domain::whom::Whom;

use super::choices::{Choices, or_none};
use super::entered::Entered;
use super::form::{Field, Form, Input};
use super::in_settings::InSettings;
use super::page::{Page, Row, Section};
use super::someone::{MOST_ID_CHARACTERS, called, whom};
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::pages::sent::Sent;

/// The most entries that are shown, the newest.
const MOST_SHOWN: usize = 200;

/// The most characters of a time, such as `30d`.
const MOST_TIME_CHARACTERS: usize = 10;

/// Lists it.
pub(super) async fn list(on: InSettings) -> Result<Response, Instead> {
    on.show(page(&on).await?).await
}

/// Puts somebody on it.
pub(super) async fn add(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let done = added(&on, &entered).await;
    let again = on.once_more(done, &entered, "/blacklist").await?;
    again.show(page(&again.on).await?, &entered).await
}

/// Takes somebody off it.
pub(super) async fn remove(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let done = match entered.text("whom").parse::<Whom>() {
        Ok(whom) => on.desk.remove_from_blacklist(on.at, &on.sender(&entered), whom).await,
        Err(_) => Err(Error::from(Refusal::NoSuchMember)),
    };
    Err(on.pressed(done, &entered, "/blacklist").await)
}

async fn added(on: &InSettings, entered: &Entered) -> Outcome<BlacklistEntry> {
    let lasts = Some(entered.text("lasts")).filter(|text| !text.is_empty());
    let lasts = lasts.map(|text| text.parse::<BlacklistDuration>()).transpose()?;
    let (whom, reason) = (whom(entered)?, entered.text("reason"));
    on.desk.add_to_blacklist(on.at, &on.sender(entered), whom, &reason, lasts).await
}

async fn page(on: &InSettings) -> Result<Page, Instead> {
    let entries = on.desk.blacklist(on.at, &on.actor).await.map_err(|error| on.instead(error))?;
    let choices = on.choices().await;
    let mut rows = Vec::new();
    for entry in entries.iter().take(MOST_SHOWN) {
        rows.push(row(on, entry, called(on, &choices, entry.whom).await));
    }
    let all = Section { rows, none: on.say("page-blacklist-none"), ..Section::default() };
    let (title, about) = (on.say("page-blacklist"), on.say("page-blacklist-about"));
    Ok(Page { title, about, sections: vec![all, Section::of_forms(vec![form(on, &choices)])], ..Page::default() })
}

fn row(on: &InSettings, entry: &BlacklistEntry, name: String) -> Row {
    let until = match entry.until {
        Some(until) => on.name("page-blacklist-until", &Moment(until).text()),
        None => on.say("page-blacklist-forever"),
    };
    let mut remove = on.deed("/blacklist/remove", "page-remove", "page-remove-named", &name);
    remove.hidden.push(("whom", entry.whom.to_string()));
    let reason = Some(entry.reason.clone()).filter(|reason| !reason.is_empty());
    Row { name, about: reason.into_iter().chain([until]).collect(), deeds: vec![remove], ..Row::default() }
}

fn form(on: &InSettings, choices: &Choices) -> Form {
    let fields = vec![
        Field::new("role", on.say("page-role"), Input::One(or_none(choices.roles(&[]), on.say("page-role-none")))),
        Field::line("user", on.say("page-user"), "", MOST_ID_CHARACTERS).hint(on.say("page-user-hint")),
        Field::lines("reason", on.say("page-blacklist-reason"), "", MOST_BLACKLIST_REASON_CHARACTERS),
        Field::line("lasts", on.say("page-blacklist-lasts"), "", MOST_TIME_CHARACTERS)
            .hint(on.say("page-blacklist-lasts-hint")),
    ];
    let form = Form::new("add", on.address("/blacklist"), on.say("page-blacklist-add"), fields);
    on.once_only(form.titled(on.say("page-blacklist-new"), String::new()))
}
