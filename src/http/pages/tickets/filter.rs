//! What tickets are filtered by.

use std::time::Duration;

use axum::extract::Query;
use axum::http::Uri;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use tickit_domain::clock::Timestamp;
use tickit_domain::error::{Outcome, Refusal};
use tickit_domain::label::Label;
use tickit_domain::settings::TypeId;
use tickit_domain::store::ticket_pages::{Sorted, Wanted};

use crate::http::pages::in_place::InPlace;

/// Whoever looks, and nobody, where it is asked who has a ticket.
pub(super) const ME: &str = "me";
pub(super) const NOBODY: &str = "nobody";

/// The other order.
pub(super) const OLDEST: &str = "oldest";

/// What tickets are filtered by. An empty text filters by nothing: it is what a form sends of a field that nobody filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::http::pages) struct FilterIn {
    pub(super) status: String,
    pub(super) priority: String,
    pub(super) assignee: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) waiting_for: String,
    pub(super) label: String,
    pub(super) opener: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) text: String,
    pub(super) sort: String,
}

impl FilterIn {
    /// What a query says, as [`Self::query`] writes it; nothing where it says something else.
    pub(super) fn read(query: &str) -> Self {
        let address = format!("/?{query}").parse::<Uri>().ok();
        let filter = address.and_then(|address| Query::try_from_uri(&address).ok());
        filter.map(|Query(filter)| filter).unwrap_or_default()
    }

    /// As a query, without what filters by nothing; it ends in `&` where there is anything.
    pub(super) fn query(&self) -> String {
        let chosen = self.fields().into_iter().filter(|(_, value)| !value.trim().is_empty());
        chosen
            .flat_map(|(name, value)| {
                [name, "="].into_iter().chain(utf8_percent_encode(value, NON_ALPHANUMERIC)).chain(["&"])
            })
            .collect()
    }

    /// Whether it filters by more than stands in front.
    pub(super) fn is_fine(&self) -> bool {
        [&self.label, &self.opener, &self.from, &self.until, &self.sort]
            .into_iter()
            .any(|field| !field.trim().is_empty())
    }

    fn fields(&self) -> [(&'static str, &str); 11] {
        [
            ("status", &self.status),
            ("priority", &self.priority),
            ("assignee", &self.assignee),
            ("type", &self.kind),
            ("waiting_for", &self.waiting_for),
            ("label", &self.label),
            ("opener", &self.opener),
            ("from", &self.from),
            ("until", &self.until),
            ("text", &self.text),
            ("sort", &self.sort),
        ]
    }

    /// What is wanted by it; `None` where nobody is called as it says. What is not known of a filter filters by nothing.
    pub(super) async fn wanted(&self, place: &InPlace) -> Outcome<Option<Wanted>> {
        let opener = match self.opener.trim() {
            "" => None,
            text => place.desk.opener_called(place.at, &place.actor, text).await?,
        };
        if opener.is_none() && !self.opener.trim().is_empty() {
            return Ok(None);
        }
        let claimed_by = if self.assignee == ME { place.actor.who.user() } else { self.assignee.parse().ok() };
        Ok(Some(Wanted { opener, claimed_by, ..self.named()? }))
    }

    /// What is wanted by what it names.
    fn named(&self) -> Result<Wanted, Refusal> {
        let label = Some(self.label.trim()).filter(|text| !text.is_empty()).map(Label::parse).transpose()?;
        Ok(Wanted {
            states: named(&self.status).into_iter().collect(),
            priority: named(&self.priority),
            waiting_for: named(&self.waiting_for),
            kind: self.kind.parse().ok().map(TypeId),
            from: day(&self.from),
            until: day(&self.until).map(|day| day.plus(Duration::from_hours(24))),
            sorted: if self.sort == OLDEST { Sorted::OldestFirst } else { Sorted::NewestFirst },
            unclaimed: self.assignee == NOBODY,
            label,
            ..Wanted::default()
        })
    }
}

/// The beginning of a day in UTC, as a form sends it.
fn day(text: &str) -> Option<Timestamp> {
    Timestamp::parse_rfc3339(&format!("{}T00:00:00Z", text.trim()))
}

/// Something that has a name, by that.
fn named<T: serde::de::DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::from(name)).ok()
}
