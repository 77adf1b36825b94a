//! The questions, as filters. Every value stands where MongoDB takes a value only, so that no text becomes an operator.

use mongodb::bson::{Document, doc};
use tickit_domain::store::{Claim, Filter, List, Order, Selection};

use super::documents::moment;
use crate::store::pages::end_of_prefix;

/// The record of one id, at one revision only where `rev` says so.
pub(super) fn of_id(id: &str, rev: Option<u64>) -> Document {
    let mut filter = doc! { "_id": id };
    if let Some(rev) = rev {
        filter.insert("rev", i64::try_from(rev).unwrap_or(i64::MAX));
    }
    filter
}

/// Those that a selection means.
pub(super) fn of_selection(selection: &Selection) -> Document {
    match selection {
        Selection::Prefix(prefix) => {
            let mut range = doc! { "$gte": prefix };
            if let Some(end) = end_of_prefix(prefix) {
                range.insert("$lt", end);
            }
            doc! { "_id": range }
        }
        Selection::Filter(Filter { kind, states, owner, facets, from, until }) => {
            let mut filter = doc! { "kind": kind };
            match states.as_slice() {
                [] => {}
                [state] => drop(filter.insert("state", state)),
                states => drop(filter.insert("state", doc! { "$in": states })),
            }
            if !facets.is_empty() {
                filter.insert("facets", doc! { "$all": facets });
            }
            if let Some(owner) = owner {
                filter.insert("owner", owner);
            }
            let mut range = Document::new();
            if let Some(from) = from {
                range.insert("$gte", moment(*from));
            }
            if let Some(until) = until {
                range.insert("$lt", moment(*until));
            }
            if !range.is_empty() {
                filter.insert("at", range);
            }
            filter
        }
    }
}

/// Those that a page may hold, and their order.
pub(super) fn of_page(list: &List) -> (Document, Document) {
    let selected = of_selection(&list.selection);
    let by_id = matches!(list.selection, Selection::Prefix(_));
    let (operator, direction) = match list.order {
        Order::Ascending => ("$gt", 1),
        Order::Descending => ("$lt", -1),
    };
    let sort = if by_id {
        doc! { "_id": direction }
    } else {
        doc! { "at": direction, "_id": direction }
    };
    let Some(after) = &list.after else { return (selected, sort) };
    let beyond_id = doc! { "_id": { operator: &after.id } };
    let beyond = if by_id {
        beyond_id
    } else {
        let at = moment(after.at);
        let same_moment = doc! { "$and": [{ "at": at }, beyond_id] };
        doc! { "$or": [{ "at": { operator: at } }, same_moment] }
    };
    (doc! { "$and": [selected, beyond] }, sort)
}

/// Those that a claim may take.
pub(super) fn of_claim(claim: &Claim) -> Document {
    doc! { "kind": &claim.kind, "state": { "$in": &claim.states }, "at": { "$lte": moment(claim.now) } }
}
