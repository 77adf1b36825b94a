//! `/dashboard/{bot}/{guild}/settings/texts`: what members read in the guild's own words where they may not open a ticket.

use axum::response::Response;
use tickit_domain::error::{Error, Refusal};
use tickit_domain::settings::{MOST_REFUSAL_CHARACTERS, RefusalReason};

use super::entered::Entered;
use super::form::{Field, Form};
use super::in_settings::InSettings;
use super::page::{Page, Section};
use crate::http::pages::instead::Instead;
use crate::http::pages::sent::Sent;

/// Each reason, as forms and texts name it.
const REASONS: [(RefusalReason, &str); 5] = [
    (RefusalReason::Limit, "limit"),
    (RefusalReason::Roles, "roles"),
    (RefusalReason::Blacklist, "blacklist"),
    (RefusalReason::Newcomer, "newcomer"),
    (RefusalReason::Cooldown, "cooldown"),
];

/// Shows them.
pub(super) async fn list(on: InSettings) -> Result<Response, Instead> {
    on.show(page(&on)).await
}

/// Saves one.
pub(super) async fn save(on: InSettings, Sent(entered): Sent<Entered>) -> Result<Response, Instead> {
    let done = match entered.text("form").parse() {
        Ok(reason) => {
            let (actor, text) = (on.sender(&entered), entered.text("text"));
            on.desk.refusal_text_if(entered.changes(), on.at, &actor, reason, &text).await
        }
        Err(_) => Err(Error::from(Refusal::StaleControl)),
    };
    let again = on.once_more(done, &entered, "/texts").await?;
    again.show(page(&again.on), &entered).await
}

fn page(on: &InSettings) -> Page {
    let form = |(reason, name): (RefusalReason, &'static str)| {
        let saved = on.settings.refusal_texts.get(&reason).cloned().unwrap_or_default();
        let label = on.say(&format!("page-reason-{name}"));
        let field = Field::lines("text", label, saved, MOST_REFUSAL_CHARACTERS).hint(on.say("page-texts-hint"));
        on.versioned(Form::new(
            name,
            on.address("/texts"),
            on.name("page-texts-save", &on.say(&format!("page-reason-{name}"))),
            vec![field],
        ))
    };
    let forms = REASONS.map(form).into();
    let (title, about) = (on.say("page-texts"), on.say("page-texts-about"));
    Page { title, about, sections: vec![Section::of_forms(forms)], ..Page::default() }
}
