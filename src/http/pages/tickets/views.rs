//! The views that somebody has of a server's tickets, as they stand above the list.

use tickit_domain::error::Outcome;
use tickit_domain::view::{View, ViewId, Views};

use crate::http::pages::choice::Choice;
use crate::http::pages::frame::{Link, base};
use crate::http::pages::in_place::InPlace;

/// A name that was not taken, and why.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Of this view; of a new one where there is none.
    pub(super) view: Option<ViewId>,
    pub(super) name: String,
    pub(super) refused: Option<String>,
}

/// Somebody's views, as the page shows them.
#[derive(Debug)]
pub(super) struct ViewsOut {
    pub(super) links: Vec<Link>,
    pub(super) rows: Vec<ViewRow>,
    /// Which can be replaced.
    pub(super) choices: Vec<Choice>,
    /// One that was removed just now.
    pub(super) removed: Option<View>,
    /// What a new one is called.
    pub(super) name: String,
    /// Why what was sent is not done.
    pub(super) refused: Option<String>,
}

/// A view that can be changed.
#[derive(Debug)]
pub(super) struct ViewRow {
    /// Where its forms go.
    pub(super) address: String,
    pub(super) field: String,
    pub(super) name: String,
    /// What stands in its form.
    pub(super) entered: String,
}

impl ViewsOut {
    /// Of whoever looks at a list that is filtered so, and removed one just now; `None` of whoever has none and can save none.
    pub(super) async fn of(place: &InPlace, (query, removed): (&str, &str), draft: Draft) -> Outcome<Option<Self>> {
        let known = place.desk.list_views(place.at, &place.actor).await?;
        let list = format!("{}/tickets", base(place.at));
        Ok(known.map(|Views { views, removed: last, .. }| Self {
            links: views.iter().map(|view| link(view, &list, query)).collect(),
            rows: views.iter().map(|view| ViewRow::of(view, &list, &draft)).collect(),
            choices: Choice::among(views.iter().map(|view| (view.id.0.to_string(), view.name.as_str())), ""),
            removed: last.filter(|last| last.id.0.to_string() == removed),
            name: if draft.view.is_none() { draft.name } else { String::new() },
            refused: draft.refused,
        }))
    }
}

impl ViewRow {
    fn of(view: &View, list: &str, draft: &Draft) -> Self {
        Self {
            address: format!("{list}/views/{}", view.id.0),
            field: format!("view-{}", view.id.0),
            name: view.name.clone(),
            entered: if draft.view == Some(view.id) { draft.name.clone() } else { view.name.clone() },
        }
    }
}

fn link(view: &View, list: &str, query: &str) -> Link {
    Link { address: format!("{list}?{}", view.query), text: view.name.clone(), is_here: view.query == query }
}
