//! A page of settings: sections, each with what there is and the forms by which it is changed.

use askama::Template;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

use super::form::{Form, Input};
use super::preview::Preview;
use crate::http::pages::frame::{Frame, Link, page};

/// What stands on a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) title: String,
    /// What is said about it; may be empty.
    pub(super) about: String,
    /// To the page above.
    pub(super) back: Option<Link>,
    /// What members see of it.
    pub(super) preview: Option<Preview>,
    /// What is shown once and never again: what it is called, and what it is.
    pub(super) secret: Option<(String, String)>,
    pub(super) sections: Vec<Section>,
    pub(super) status: StatusCode,
}

/// A part of a page.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) title: String,
    pub(super) about: String,
    pub(super) rows: Vec<Row>,
    /// What is said where there are no rows; where it is empty, there never are.
    pub(super) none: String,
    pub(super) forms: Vec<Form>,
    /// The next rows.
    pub(super) next: Option<Link>,
}

/// Something that there is.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) name: String,
    /// Where it is changed.
    pub(super) address: Option<String>,
    /// What is said about it, each part for itself.
    pub(super) about: Vec<String>,
    /// How it stands, where that is worth saying.
    pub(super) badge: Option<String>,
    pub(super) deeds: Vec<Deed>,
}

/// A button that does something to a row.
#[derive(Debug)]
pub(super) struct Deed {
    pub(super) action: String,
    pub(super) text: String,
    /// The same with what it is done to, for whoever does not see where it stands.
    pub(super) label: String,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) is_danger: bool,
}

#[derive(Template)]
#[template(path = "pages/settings.html")]
struct SettingsPage {
    frame: Frame,
    tabs: Vec<Link>,
    page: Page,
    is_saved: bool,
}

impl Page {
    /// The page as it goes out.
    pub(super) fn answer(self, frame: Frame, tabs: Vec<Link>, is_saved: bool) -> Response {
        let (status, is_secret) = (self.status, self.secret.is_some());
        let mut response = page(&SettingsPage { frame, tabs, page: self, is_saved });
        if response.status().is_success() {
            *response.status_mut() = status;
        }
        if is_secret {
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        response
    }

    /// Its forms.
    pub(super) fn forms_mut(&mut self) -> impl Iterator<Item = &mut Form> {
        self.sections.iter_mut().flat_map(|section| &mut section.forms)
    }
}

impl Section {
    /// One of which only forms are there.
    pub(super) fn of_forms(forms: Vec<Form>) -> Self {
        Self { forms, ..Self::default() }
    }
}
