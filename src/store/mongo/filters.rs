//! The questions, as filters. Every value stands where MongoDB takes a value only, so that no text becomes an operator.

use mongodb::bson::{Document, doc};
use tickit_domain::store::{Claim, Cursor, Filter, List, Order, Selection};

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
    let (operator, direction) = match list.order {
        Order::Ascending => ("$gt", 1),
        Order::Descending => ("$lt", -1),
    };
    if let Selection::Prefix(prefix) = &list.selection {
        return (doc! { "_id": rest_of_prefix(prefix, list) }, doc! { "_id": direction });
    }
    let (selected, sort) = (of_selection(&list.selection), doc! { "at": direction, "_id": direction });
    let Some(after) = &list.after else { return (selected, sort) };
    let at = moment(after.at);
    let same_moment = doc! { "at": at, "_id": { operator: &after.id } };
    (doc! { "$and": [selected, { "$or": [{ "at": { operator: at } }, same_moment] }] }, sort)
}

/// What of a prefix's ids is still to come, as one range: of two ranges over one field a server may choose the wrong one
/// to read by.
fn rest_of_prefix(prefix: &str, list: &List) -> Document {
    let mut range = doc! { "$gte": prefix };
    if let Some(end) = end_of_prefix(prefix) {
        range.insert("$lt", end);
    }
    let Some(Cursor { id, .. }) = &list.after else { return range };
    match list.order {
        Order::Ascending if id.as_str() >= prefix => {
            range.remove("$gte");
            range.insert("$gt", id);
        }
        Order::Descending if range.get_str("$lt").is_ok_and(|end| id.as_str() < end) || !range.contains_key("$lt") => {
            range.insert("$lt", id);
        }
        _ => {}
    }
    range
}

/// Those that a claim may take.
pub(super) fn of_claim(claim: &Claim) -> Document {
    doc! { "kind": &claim.kind, "state": { "$in": &claim.states }, "at": { "$lte": moment(claim.now) } }
}

#[cfg(test)]
mod tests {
    use tickit_domain::clock::Timestamp;

    use super::*;

    fn page(order: Order, after: Option<&str>) -> Document {
        let after = after.map(|id| Cursor { at: Timestamp::default(), id: id.into() });
        of_page(&List { selection: Selection::Prefix("a:".into()), order, limit: 1, after }).0
    }

    #[test]
    fn every_page_of_a_prefix_is_one_range() {
        use Order::{Ascending, Descending};
        assert_eq!(page(Ascending, None), doc! { "_id": { "$gte": "a:", "$lt": "a;" } });
        assert_eq!(page(Ascending, Some("a:5")), doc! { "_id": { "$lt": "a;", "$gt": "a:5" } });
        assert_eq!(page(Descending, Some("a:5")), doc! { "_id": { "$gte": "a:", "$lt": "a:5" } });
        // A cursor from elsewhere widens nothing.
        assert_eq!(page(Ascending, Some("A")), doc! { "_id": { "$gte": "a:", "$lt": "a;" } });
        assert_eq!(page(Descending, Some("b")), doc! { "_id": { "$gte": "a:", "$lt": "a;" } });
    }
}
