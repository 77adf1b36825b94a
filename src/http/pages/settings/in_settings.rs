//! Who looks at settings: whoever may change them, and nobody else.

use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use tickit_domain::actor::Actor;
use tickit_domain::clock::Timestamp;
use tickit_domain::error::{Error, Outcome, Refusal};
use tickit_domain::settings::Settings;

use super::choices::Choices;
use super::entered::Entered;
use super::form::Form;
use super::page::{Deed, Page, Row, Section};
use crate::http::pages::frame::{Link, Section as Part, base};
use crate::http::pages::in_place::InPlace;
use crate::http::pages::instead::Instead;
use crate::http::pages::moment::Moment;
use crate::http::state::HttpState;

/// What the pages of settings are, in the order of their menu: the end of their address, and the key of their name.
const TABS: [(&str, &str); 11] = [
    ("", "page-settings-general"),
    ("/types", "page-types"),
    ("/panels", "page-panels"),
    ("/tags", "page-tags"),
    ("/staff", "page-staff"),
    ("/roles", "page-roles"),
    ("/limits", "page-limits"),
    ("/blacklist", "page-blacklist"),
    ("/texts", "page-texts"),
    ("/webhooks", "page-webhooks"),
    ("/erasure-requests", "page-erasures"),
];

/// Said by the address that a form leads to once it is saved.
const SAVED: &str = "saved";

/// Somebody who may change the settings of the address's guild, and those settings.
#[derive(Debug)]
pub(in crate::http::pages) struct InSettings {
    place: InPlace,
    pub(super) settings: Settings,
    /// How often they were changed.
    pub(super) changes: u32,
    /// Whether a form led here that is saved.
    is_saved: bool,
}

/// A form that was refused, to be shown once more.
#[derive(Debug)]
pub(super) struct Again {
    /// With the settings as they are now.
    pub(super) on: InSettings,
    refused: Refusal,
}

impl FromRequestParts<HttpState> for InSettings {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Instead> {
        let place = InPlace::from_request_parts(parts, state).await?;
        let is_saved = parts.uri.query().is_some_and(|query| query.split('&').any(|part| part == SAVED));
        let shown = place.desk.show_settings(place.at, &place.actor).await;
        let (settings, changes) = shown.map_err(|error| place.instead(error))?;
        Ok(Self { place, settings, changes, is_saved })
    }
}

impl Deref for InSettings {
    type Target = InPlace;

    fn deref(&self) -> &InPlace {
        &self.place
    }
}

impl InSettings {
    /// The address of a page of settings.
    pub(super) fn address(&self, rest: &str) -> String {
        format!("{}/settings{rest}", base(self.at))
    }

    /// A text.
    pub(super) fn say(&self, key: &str) -> String {
        self.visitor.reader.say(key)
    }

    /// The same about something that has a name.
    pub(super) fn name(&self, key: &str, name: &str) -> String {
        self.visitor.reader.fill(key, &[("name", name.into())])
    }

    /// The same about a number.
    pub(super) fn count(&self, key: &str, count: usize) -> String {
        self.visitor.reader.fill(key, &[("count", count.to_string().into())])
    }

    /// The roles and channels that can be chosen.
    pub(super) async fn choices(&self) -> Choices {
        let parts = self.visitor.state.0.known.names.parts(&self.desk, self.at).await;
        Choices::new(parts, self.say("page-choice-gone"))
    }

    /// Whoever sends a form.
    pub(super) fn sender(&self, entered: &Entered) -> Actor {
        self.sending(&entered.text("once"))
    }

    /// A form of settings, which is refused where these were changed since.
    pub(super) fn versioned(&self, form: Form) -> Form {
        form.sending("once", self.once()).sending("changes", self.changes.to_string())
    }

    /// A form of something else.
    pub(super) fn once_only(&self, form: Form) -> Form {
        form.sending("once", self.once())
    }

    /// A button that does something to what has a name.
    pub(super) fn deed(&self, rest: &str, text_key: &str, label_key: &str, name: &str) -> Deed {
        let (text, label) = (self.say(text_key), self.name(label_key, name));
        Deed { action: self.address(rest), text, label, hidden: vec![("once", self.once())], is_danger: false }
    }

    /// Something that was removed, with a button that takes that back.
    pub(super) fn former(&self, rest: &str, name: &str, removed_at: Option<Timestamp>) -> Row {
        let undo = self.deed(&format!("{rest}/restore"), "page-undo", "page-undo-named", name);
        let at = removed_at.map(|removed_at| self.name("page-removed-at", &Moment(removed_at).text()));
        Row { name: name.to_owned(), about: at.into_iter().collect(), deeds: vec![undo], ..Row::default() }
    }

    /// The part of a page about what was removed, where something was.
    pub(super) fn restorable(&self, rows: Vec<Row>) -> Option<Section> {
        let (title, about) = (self.say("page-removed"), self.say("page-removed-about"));
        (!rows.is_empty()).then(|| Section { title, about, rows, ..Section::default() })
    }

    /// A page of settings as it goes out.
    pub(super) async fn show(&self, page: Page) -> Result<Response, Instead> {
        Ok(page.answer(self.frame(Part::Settings).await?, self.tabs(), self.is_saved))
    }

    /// Where they can go among the settings; the page is below the last one that its address begins with.
    fn tabs(&self) -> Vec<Link> {
        let path = self.visitor.route.split_once("/settings").map(|(_, rest)| rest).unwrap_or_default();
        let is_here = |end: &str| if end.is_empty() { path.is_empty() } else { path.starts_with(end) };
        let link = |(end, key)| Link { address: self.address(end), text: self.say(key), is_here: is_here(end) };
        TABS.into_iter().map(link).collect()
    }

    /// Leads whoever sent a form on to an address, once it is done; a form that was sent twice is done. Where it was refused,
    /// the settings as they are now, so that the form can be shown once more.
    pub(super) async fn once_more<T: Send>(
        self,
        done: Outcome<T>,
        entered: &Entered,
        to: &str,
    ) -> Result<Again, Instead> {
        let refused = match done {
            Ok(_) => return Err(self.saved(to)),
            Err(Error::Refused(refused)) => refused,
            Err(failed @ Error::Failed(_)) => return Err(self.instead(failed)),
        };
        let known = self.desk.has_changed_settings(self.at, &self.sender(entered)).await;
        if known.map_err(|error| self.instead(error))? {
            return Err(self.saved(to));
        }
        let shown = self.desk.show_settings(self.at, &self.actor).await;
        let (settings, changes) = shown.map_err(|error| self.instead(error))?;
        Ok(Again { on: Self { settings, changes, ..self }, refused })
    }

    /// The same of a button, whose refusal is a page of its own.
    pub(super) async fn pressed<T: Send>(self, done: Outcome<T>, entered: &Entered, to: &str) -> Instead {
        match self.once_more(done, entered, to).await {
            Ok(Again { on, refused }) => on.instead(refused),
            Err(instead) => instead,
        }
    }

    /// To an address, which says that it is saved.
    pub(super) fn saved(&self, to: &str) -> Instead {
        Instead::Elsewhere(format!("{}?{SAVED}", self.address(to)))
    }
}

impl Again {
    /// The page with the form as it was entered, and why that was refused.
    pub(super) async fn show(&self, mut page: Page, entered: &Entered) -> Result<Response, Instead> {
        let (name, why) = (entered.text("form"), self.on.refusal_text(&self.refused));
        let was_changed = matches!(self.refused, Refusal::ChangedMeanwhile { .. });
        if let Some(form) = page.forms_mut().find(|form| form.name == name) {
            *form = form.clone().refused(entered, why, was_changed);
        }
        page.status = StatusCode::UNPROCESSABLE_ENTITY;
        self.on.show(page).await
    }
}
