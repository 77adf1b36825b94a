//! What a change made of a document, as its events tell it.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::document::Document;
use super::events::Recorded;
use crate::event::Event;

/// Takes the events out that are new since `recorded`, and fills in what they changed, each field in one of them.
pub(super) fn with_differences<T: Recorded>(value: &mut T, before: Option<&T>, recorded: u32) -> Vec<Event> {
    let (mut new, old): (Vec<Event>, Vec<Event>) =
        value.log().take_pending().into_iter().partition(|event| event.number > recorded);
    value.log().keep_pending(old);
    if let Some(untold) = new.iter().position(|event| !event.is_told()) {
        let (before, after) = (before.map(text).unwrap_or_default(), text(value));
        let [before, after] = [&before, &after].map(|body| {
            let mut fields = told::<T>(body);
            fields.retain(|field, _| !new.iter().any(|event| event.tells_of(field)));
            fields
        });
        let event = &mut new[untold];
        (event.before, event.after) = (only_of(&before, &after), only_of(&after, &before));
    }
    new
}

fn text(document: &impl Document) -> String {
    serde_json::to_string(document).unwrap_or_default()
}

/// What events may tell of a document: its body as it is stored, less what is nobody's business and what is not there,
/// said in any of the ways that a body has for it.
fn told<T: Recorded>(body: &str) -> BTreeMap<&str, &RawValue> {
    let mut fields: BTreeMap<&str, &RawValue> = serde_json::from_str(body).unwrap_or_default();
    let is_empty = |value: &RawValue| matches!(value.get(), "null" | r#""""# | "[]" | "{}");
    fields.retain(|field, value| *field != "log" && !T::UNTOLD.contains(field) && !is_empty(value));
    fields
}

/// The fields that are otherwise in another body.
fn only_of(body: &BTreeMap<&str, &RawValue>, other: &BTreeMap<&str, &RawValue>) -> Map<String, Value> {
    let differs = |field: &str, value: &RawValue| other.get(field).is_none_or(|other| other.get() != value.get());
    let fields = body.iter().filter(|(field, value)| differs(field, value));
    fields.filter_map(|(field, value)| Some(((*field).to_owned(), serde_json::from_str(value.get()).ok()?))).collect()
}
