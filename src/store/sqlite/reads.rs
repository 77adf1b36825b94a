//! The questions, as statements.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde_json::json;
use tickit_domain::store::{Filter, List, Order, Record, Selection};

use super::rows::{SELECT, record};
use crate::store::pages::end_of_prefix;

/// Those of these records that exist.
pub(super) fn find_many(connection: &Connection, ids: &[String]) -> rusqlite::Result<Vec<Record>> {
    let sql = format!("{SELECT} id IN (SELECT value FROM json_each(?1))");
    let ids = serde_json::Value::from(ids).to_string();
    connection.prepare_cached(&sql)?.query_map([ids], record)?.collect()
}

/// The records of a page, and one more where more are to come.
pub(super) fn list(connection: &Connection, list: &List) -> rusqlite::Result<Vec<Record>> {
    let mut condition = Condition::of(&list.selection);
    let (comparison, direction) = match list.order {
        Order::Ascending => (">", "ASC"),
        Order::Descending => ("<", "DESC"),
    };
    let by_id = matches!(list.selection, Selection::Prefix(_));
    match &list.after {
        Some(after) if by_id => condition.and(&format!("id {comparison} ?"), after.id.clone()),
        Some(after) => {
            condition.and(&format!("(at, id) {comparison} (?, ?)"), after.at.as_millis());
            condition.values.push(after.id.clone().into());
        }
        None => {}
    }
    let columns = if by_id { format!("id {direction}") } else { format!("at {direction}, id {direction}") };
    let sql = format!("{SELECT} {} ORDER BY {columns} LIMIT {}", condition.sql, list.limit + 1);
    connection.prepare_cached(&sql)?.query_map(params_from_iter(condition.values), record)?.collect()
}

/// How many records there are.
pub(super) fn count(connection: &Connection, selection: &Selection) -> rusqlite::Result<u64> {
    let condition = Condition::of(selection);
    let sql = format!("SELECT count(*) FROM records WHERE {}", condition.sql);
    connection.prepare_cached(&sql)?.query_row(params_from_iter(condition.values), |row| row.get(0))
}

/// What comes after WHERE, with its values in order.
struct Condition {
    sql: String,
    values: Vec<Value>,
}

impl Condition {
    fn of(selection: &Selection) -> Self {
        match selection {
            Selection::Prefix(prefix) => {
                let mut condition = Self { sql: "id >= ?".into(), values: vec![prefix.clone().into()] };
                if let Some(end) = end_of_prefix(prefix) {
                    condition.and("id < ?", end);
                }
                condition
            }
            Selection::Filter(filter) => Self::of_filter(filter),
        }
    }

    fn of_filter(Filter { kind, states, owner, facets, from, until }: &Filter) -> Self {
        let mut condition = Self { sql: "kind = ?".into(), values: vec![kind.clone().into()] };
        match states.as_slice() {
            [] => {}
            [state] if state.is_empty() => condition.and("state = ?", state.clone()),
            [state] => condition.and("state <> '' AND state = ?", state.clone()),
            states => condition.and("state IN (SELECT value FROM json_each(?))", json!(states).to_string()),
        }
        if let Some(owner) = owner {
            condition.and("owner = ?", owner.clone());
        }
        for facet in facets {
            const SQL: &str = "EXISTS (SELECT 1 FROM facets WHERE facets.kind = records.kind AND facet = ?
                AND facets.at = records.at AND facets.id = records.id)";
            condition.and(SQL, facet.clone());
        }
        if let Some(from) = from {
            condition.and("at >= ?", from.as_millis());
        }
        if let Some(until) = until {
            condition.and("at < ?", until.as_millis());
        }
        condition
    }

    fn and(&mut self, sql: &str, value: impl Into<Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.push(value.into());
    }
}
