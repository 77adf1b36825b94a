//! The questions, as statements.

use rusqlite::types::Value;
use rusqlite::{Connection, Statement, StatementStatus, params_from_iter};
use serde_json::json;
use tickit_domain::store::{Filter, List, Order, Record, Selection};

use super::rows::{SELECT, record};
use super::walk;
use crate::store::pages::end_of_prefix;

/// Those of these records that exist.
pub(super) fn find_many(connection: &Connection, ids: &[String]) -> rusqlite::Result<Vec<Record>> {
    let sql = format!("{SELECT} id IN (SELECT value FROM json_each(?1))");
    let ids = serde_json::Value::from(ids).to_string();
    connection.prepare_cached(&sql)?.query_map([ids], record)?.collect()
}

/// The records of a page, and one more where more are to come; with the steps that SQLite took for them.
pub(super) fn list(connection: &Connection, list: &List) -> rusqlite::Result<(Vec<Record>, u64)> {
    let filter = match &list.selection {
        Selection::Filter(filter) if walk::is_possible(filter) => filter,
        _ => return scan(connection, list),
    };
    // What is found is read as it was when it was found.
    let moment = connection.unchecked_transaction()?;
    let (ids, steps) = walk::ids(&moment, list, filter)?;
    let mut statement = moment.prepare_cached(&format!("{SELECT} id = ?1"))?;
    let records = ids.iter().map(|id| statement.query_row([id], record)).collect::<rusqlite::Result<_>>()?;
    Ok((records, steps + steps_of(&statement)))
}

/// The same, by a statement that looks at every record of the kind where no index answers it.
fn scan(connection: &Connection, list: &List) -> rusqlite::Result<(Vec<Record>, u64)> {
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
    let mut statement = connection.prepare_cached(&sql)?;
    let records = statement.query_map(params_from_iter(condition.values), record)?.collect::<rusqlite::Result<_>>()?;
    Ok((records, steps_of(&statement)))
}

fn steps_of(statement: &Statement<'_>) -> u64 {
    u64::try_from(statement.reset_status(StatementStatus::VmStep)).unwrap_or(0)
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
            condition.and("id IN (SELECT id FROM facets WHERE facet = ? AND kind = ?)", facet.clone());
            condition.values.push(kind.clone().into());
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
