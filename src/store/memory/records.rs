//! The records themselves, and what the port does to them.

use std::collections::BTreeMap;

use tickit_domain::clock::Timestamp;
use tickit_domain::store::{Claim, Cursor, List, Order, Record, Selection, StoreError, StoreResult, Write, Written};

/// Records by id.
#[derive(Debug, Default)]
pub(super) struct Records(BTreeMap<String, Record>);

impl Records {
    pub(super) fn all(&self) -> BTreeMap<String, Record> {
        self.0.clone()
    }

    pub(super) fn beginning_with(&self, prefix: &str) -> Vec<Record> {
        self.with_prefix(prefix).cloned().collect()
    }

    fn with_prefix(&self, prefix: &str) -> impl Iterator<Item = &Record> {
        let from = self.0.range(prefix.to_owned()..).map(|(_, record)| record);
        from.take_while(move |record| record.id.starts_with(prefix))
    }

    fn selected(&self, selection: &Selection) -> Vec<&Record> {
        match selection {
            Selection::Prefix(prefix) => self.with_prefix(prefix).collect(),
            Selection::Filter(_) => self.0.values().filter(|record| selection.selects(record)).collect(),
        }
    }

    pub(super) fn get(&self, id: &str) -> Option<Record> {
        self.0.get(id).cloned()
    }

    pub(super) fn insert(&mut self, record: Record) -> StoreResult<Record> {
        if self.0.contains_key(&record.id) {
            return Err(StoreError::Conflict);
        }
        let rev = record.rev.saturating_add(1);
        Ok(self.put(Record { rev, ..record }))
    }

    pub(super) fn replace(&mut self, record: Record, expected: u64) -> StoreResult<Record> {
        match self.0.get(&record.id).map(|found| found.rev) {
            Some(found) if found == expected => Ok(self.put(Record { rev: expected + 1, ..record })),
            Some(_) => Err(StoreError::Conflict),
            None => Err(StoreError::NotFound),
        }
    }

    pub(super) fn delete(&mut self, id: &str, expected: Option<u64>) -> StoreResult<bool> {
        match (self.0.get(id), expected) {
            (Some(found), Some(expected)) if found.rev != expected => Err(StoreError::Conflict),
            _ => Ok(self.0.remove(id).is_some()),
        }
    }

    /// Applies writes up to the first that is refused.
    pub(super) fn write_all(&mut self, writes: Vec<Write>) -> Written {
        let mut written = Written::default();
        for write in writes {
            let done = match write {
                Write::Insert(record) => self.insert(record).map(|stored| stored.rev),
                Write::Replace { record, expected } => self.replace(record, expected).map(|stored| stored.rev),
                Write::Delete { id, expected } => self.delete(&id, expected).map(|_| 0),
            };
            match done {
                Ok(rev) => written.revs.push(rev),
                Err(error) => return Written { refused: Some(error), ..written },
            }
        }
        written
    }

    pub(super) fn increment(&mut self, id: &str, by: i64) -> StoreResult<i64> {
        let (counter, value) = self.get(id).unwrap_or_else(|| Record::counter(id)).counted(by)?;
        self.put(counter);
        Ok(value)
    }

    /// The records of a page, and one more where more are to come.
    pub(super) fn list(&self, list: &List) -> Vec<Record> {
        let by_id = matches!(list.selection, Selection::Prefix(_));
        let place =
            |at: Timestamp, id: &str| if by_id { (Timestamp::default(), id.to_owned()) } else { (at, id.to_owned()) };
        let mut found = self.selected(&list.selection);
        found.sort_by_key(|record| place(record.at, &record.id));
        if list.order == Order::Descending {
            found.reverse();
        }
        let is_after = |record: &&&Record, Cursor { at, id }: &Cursor| match list.order {
            Order::Ascending => place(record.at, &record.id) > place(*at, id),
            Order::Descending => place(record.at, &record.id) < place(*at, id),
        };
        let wanted = found.iter().filter(|record| list.after.as_ref().is_none_or(|after| is_after(record, after)));
        wanted.take(list.limit + 1).map(|record| (*record).clone()).collect()
    }

    pub(super) fn count(&self, selection: &Selection) -> u64 {
        self.selected(selection).len() as u64
    }

    pub(super) fn claim(&mut self, claim: &Claim) -> Vec<Record> {
        let is_due = |record: &&Record| {
            record.kind == claim.kind && claim.states.contains(&record.state) && record.at <= claim.now
        };
        let mut due: Vec<Record> = self.0.values().filter(is_due).cloned().collect();
        due.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        due.truncate(claim.limit);
        due.into_iter().map(|record| self.put(claim.taken(record))).collect()
    }

    fn put(&mut self, record: Record) -> Record {
        self.0.insert(record.id.clone(), record.clone());
        record
    }
}
