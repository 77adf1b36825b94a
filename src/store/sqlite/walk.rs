//! Pages by several facets and states together: their index entries are walked side by side, each jumping to where the
//! others are, so that no record is read but those of the page.

use std::collections::VecDeque;

use rusqlite::types::Value;
use rusqlite::{Connection, StatementStatus, params};
use tickit_domain::clock::Timestamp;
use tickit_domain::store::{Cursor, Filter, List, Order};

/// So many entries of one index are read at a time at most, where it is followed without jumps.
const LONGEST_RUN: usize = 64;

/// Whether a filter asks for several things together, and only for what an index has.
pub(super) fn is_possible(filter: &Filter) -> bool {
    let is_indexed = filter.owner.is_none() && !filter.states.iter().any(String::is_empty);
    is_indexed && (!filter.facets.is_empty() || filter.states.len() > 1)
}

/// The ids of a page's records in order, and one more where more are to come; with the steps that SQLite took to find
/// them.
pub(super) fn ids(connection: &Connection, list: &List, filter: &Filter) -> rusqlite::Result<(Vec<String>, u64)> {
    let mut walk =
        Walk { connection, order: list.order, end: end(list.order, filter), sources: sources(filter), steps: 0 };
    let mut ids = Vec::new();
    let mut from = start(list, filter);
    while ids.len() <= list.limit {
        let Some(place) = walk.next(from)? else { break };
        ids.push(place.id.clone());
        from = From { at: place.at, id: Value::Text(place.id), inclusive: false };
    }
    Ok((ids, walk.steps))
}

/// Where an index entry stands: by moment, then by id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    at: i64,
    id: String,
}

/// Where to go on from.
struct From {
    at: i64,
    id: Value,
    inclusive: bool,
}

/// Several indexes under way.
struct Walk<'a> {
    connection: &'a Connection,
    order: Order,
    /// The last moment that is meant.
    end: Option<i64>,
    sources: Vec<Source>,
    steps: u64,
}

/// One condition: the entries of one index, or of several of which any will do.
struct Source(Vec<Index>);

/// The entries of one facet or state, in the order of pages.
struct Index {
    sql: &'static [&'static str; 4],
    kind: String,
    name: String,
    /// What was read ahead.
    ahead: VecDeque<Place>,
    run: usize,
    is_at_end: bool,
}

fn sources(filter: &Filter) -> Vec<Source> {
    let index = |sql, name: &String| Index {
        sql,
        kind: filter.kind.clone(),
        name: name.clone(),
        ahead: VecDeque::new(),
        run: 1,
        is_at_end: false,
    };
    let states = Source(filter.states.iter().map(|state| index(&BY_STATE, state)).collect());
    let states = (!filter.states.is_empty()).then_some(states);
    states.into_iter().chain(filter.facets.iter().map(|facet| Source(vec![index(&BY_FACET, facet)]))).collect()
}

/// Where a page begins. A blob comes after every text.
fn start(list: &List, filter: &Filter) -> From {
    let first = match list.order {
        Order::Ascending => (filter.from.map_or(i64::MIN, Timestamp::as_millis), Value::Text(String::new())),
        Order::Descending => match filter.until {
            Some(until) => (until.as_millis(), Value::Text(String::new())),
            None => (i64::MAX, Value::Blob(Vec::new())),
        },
    };
    let begin = From { at: first.0, id: first.1, inclusive: list.order == Order::Ascending };
    match &list.after {
        Some(Cursor { at, id }) if is_within(list.order, at.as_millis(), begin.at) => {
            From { at: at.as_millis(), id: Value::Text(id.clone()), inclusive: false }
        }
        _ => begin,
    }
}

/// Whether a cursor's moment is not before the first that is meant.
fn is_within(order: Order, cursor: i64, first: i64) -> bool {
    match order {
        Order::Ascending => cursor >= first,
        Order::Descending => cursor < first || first == i64::MAX,
    }
}

fn end(order: Order, filter: &Filter) -> Option<i64> {
    match order {
        Order::Ascending => filter.until.map(Timestamp::as_millis),
        Order::Descending => filter.from.map(Timestamp::as_millis),
    }
}

impl Walk<'_> {
    /// The first place from here on that every source has: each in turn goes on from where the one before it stands.
    fn next(&mut self, mut from: From) -> rusqlite::Result<Option<Place>> {
        let mut candidate: Option<Place> = None;
        let (mut agreed, all) = (0, self.sources.len());
        loop {
            for source in &mut self.sources {
                let Some(place) = source.seek(self.connection, self.order, &from, &mut self.steps)? else {
                    return Ok(None);
                };
                agreed = if candidate.as_ref() == Some(&place) { agreed + 1 } else { 1 };
                from = From { at: place.at, id: Value::Text(place.id.clone()), inclusive: true };
                candidate = Some(place);
                if agreed == all {
                    return Ok(candidate.filter(|place| !is_beyond(self.order, self.end, place.at)));
                }
            }
            if is_beyond(self.order, self.end, from.at) {
                return Ok(None);
            }
        }
    }
}

/// Whether a moment is beyond the last that is meant.
fn is_beyond(order: Order, end: Option<i64>, at: i64) -> bool {
    end.is_some_and(|end| match order {
        Order::Ascending => at >= end,
        Order::Descending => at < end,
    })
}

impl Source {
    /// The first of its entries from here on.
    fn seek(
        &mut self,
        connection: &Connection,
        order: Order,
        from: &From,
        steps: &mut u64,
    ) -> rusqlite::Result<Option<Place>> {
        let mut first: Option<Place> = None;
        for index in &mut self.0 {
            let Some(place) = index.seek(connection, order, from, steps)? else { continue };
            let is_first = first.as_ref().is_none_or(|first| is_before(order, place, first));
            if is_first {
                first = Some(place.clone());
            }
        }
        Ok(first)
    }
}

fn is_before(order: Order, one: &Place, other: &Place) -> bool {
    match order {
        Order::Ascending => one < other,
        Order::Descending => one > other,
    }
}

impl Index {
    fn seek(
        &mut self,
        connection: &Connection,
        order: Order,
        from: &From,
        steps: &mut u64,
    ) -> rusqlite::Result<Option<&Place>> {
        let mut passed = 0;
        while self.ahead.front().is_some_and(|place| from.is_past(order, place)) {
            self.ahead.pop_front();
            passed += 1;
        }
        if self.ahead.is_empty() && !self.is_at_end {
            // One after the other: more are likely to be wanted.
            self.run = if passed == 1 { (self.run * 2).min(LONGEST_RUN) } else { 1 };
            self.read_ahead(connection, order, from, steps)?;
        }
        Ok(self.ahead.front())
    }

    fn read_ahead(
        &mut self,
        connection: &Connection,
        order: Order,
        from: &From,
        steps: &mut u64,
    ) -> rusqlite::Result<()> {
        let [ascending, after, descending, before] = self.sql;
        let sql = match (order, from.inclusive) {
            (Order::Ascending, true) => ascending,
            (Order::Ascending, false) => after,
            (Order::Descending, true) => descending,
            (Order::Descending, false) => before,
        };
        let mut statement = connection.prepare_cached(sql)?;
        let place = |row: &rusqlite::Row<'_>| Ok(Place { at: row.get(0)?, id: row.get(1)? });
        for place in statement.query_map(params![self.kind, self.name, from.at, from.id, self.run], place)? {
            self.ahead.push_back(place?);
        }
        *steps += u64::try_from(statement.reset_status(StatementStatus::VmStep)).unwrap_or(0);
        self.is_at_end = self.ahead.len() < self.run;
        Ok(())
    }
}

impl From {
    /// Whether this place comes before what is sought.
    fn is_past(&self, order: Order, place: &Place) -> bool {
        let Value::Text(id) = &self.id else { return false };
        let (place, from) = ((place.at, &place.id), (self.at, id));
        match order {
            Order::Ascending => place < from || (place == from && !self.inclusive),
            Order::Descending => place > from || (place == from && !self.inclusive),
        }
    }
}

/// From a place on, beyond it, back from it, and back beyond it.
const BY_FACET: [&str; 4] = [
    "SELECT at, id FROM facets WHERE kind = ?1 AND facet = ?2 AND (at, id) >= (?3, ?4) ORDER BY at, id LIMIT ?5",
    "SELECT at, id FROM facets WHERE kind = ?1 AND facet = ?2 AND (at, id) > (?3, ?4) ORDER BY at, id LIMIT ?5",
    "SELECT at, id FROM facets WHERE kind = ?1 AND facet = ?2 AND (at, id) <= (?3, ?4)
     ORDER BY at DESC, id DESC LIMIT ?5",
    "SELECT at, id FROM facets WHERE kind = ?1 AND facet = ?2 AND (at, id) < (?3, ?4)
     ORDER BY at DESC, id DESC LIMIT ?5",
];
const BY_STATE: [&str; 4] = [
    "SELECT at, id FROM records WHERE state <> '' AND kind = ?1 AND state = ?2 AND (at, id) >= (?3, ?4)
     ORDER BY at, id LIMIT ?5",
    "SELECT at, id FROM records WHERE state <> '' AND kind = ?1 AND state = ?2 AND (at, id) > (?3, ?4)
     ORDER BY at, id LIMIT ?5",
    "SELECT at, id FROM records WHERE state <> '' AND kind = ?1 AND state = ?2 AND (at, id) <= (?3, ?4)
     ORDER BY at DESC, id DESC LIMIT ?5",
    "SELECT at, id FROM records WHERE state <> '' AND kind = ?1 AND state = ?2 AND (at, id) < (?3, ?4)
     ORDER BY at DESC, id DESC LIMIT ?5",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::schema;

    #[test]
    fn every_page_is_read_from_an_index_in_its_order() {
        let directory = tempfile::TempDir::new().unwrap();
        let connection = schema::open_writer(&directory.path().join("plan.db"), None).unwrap();
        for (statements, index) in [
            (BY_FACET, "SEARCH facets USING PRIMARY KEY (kind=? AND facet=? AND (at,id)"),
            (BY_STATE, "SEARCH records USING COVERING INDEX by_state (kind=? AND state=? AND (at,id)"),
        ] {
            for sql in statements {
                let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
                let values = params!["ticket", "x", 0, "", 1];
                let steps: Vec<String> =
                    plan.query_map(values, |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
                assert!(steps.len() == 1 && steps[0].starts_with(index), "{sql}: {steps:?}");
            }
        }
    }
}
