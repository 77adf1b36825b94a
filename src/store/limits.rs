//! What a record may hold: the same in every engine, so that a guild can move from one to another.

use std::collections::HashSet;

use tickit_domain::store::{
    Claim, Filter, LONGEST_FACET, MOST_FACETS, Record, Selection, StoreError, StoreResult, Write,
};

use super::weight;

/// The longest id, kind, state, owner or write token, in bytes. MongoDB has no limit of its own for these since 4.2.
pub(super) const LONGEST_NAME: usize = 512;
/// The most writes in one call.
const LARGEST_BATCH: usize = 1000;
/// The most states, and the most facets, that a list asks for.
const MOST_ALTERNATIVES: usize = 16;
/// The most records that one claim takes.
const LARGEST_CLAIM: usize = 1000;
/// The largest body as BSON, in bytes: MongoDB's limit of 16 MiB a document, less room for the record around it.
const LARGEST_BODY: usize = 15 * 1024 * 1024;

/// Whether there can be a record of this id.
pub(super) fn is_id(id: &str) -> bool {
    !id.is_empty() && is_name(id)
}

/// Refuses what some engine could not store and give back as it was.
pub(super) fn check(record: &Record) -> StoreResult<()> {
    check_id(&record.id)?;
    let names = [("kind", &record.kind), ("state", &record.state), ("owner", &record.owner), ("write", &record.write)];
    for (field, name) in names {
        if !is_name(name) {
            return Err(StoreError::Invalid(format!("its {field} is over {LONGEST_NAME} bytes or holds a NUL")));
        }
    }
    check_facets(&record.facets)?;
    if weight::of_body(record.body.text())? > LARGEST_BODY { Err(StoreError::TooLarge) } else { Ok(()) }
}

/// Refuses an id that cannot be stored.
pub(super) fn check_id(id: &str) -> StoreResult<()> {
    if is_id(id) {
        return Ok(());
    }
    Err(StoreError::Invalid(format!("its id is empty, over {LONGEST_NAME} bytes or holds a NUL")))
}

/// Refuses writes of which one could not be stored, and two about one record: which of them was settled could not be told.
pub(super) fn check_batch(writes: &[Write]) -> StoreResult<()> {
    let mut ids = HashSet::new();
    if writes.len() > LARGEST_BATCH || !writes.iter().all(|write| ids.insert(write.id())) {
        return Err(StoreError::Invalid(format!("there are over {LARGEST_BATCH} writes, or two about one record")));
    }
    writes.iter().try_for_each(|write| match write {
        Write::Insert(record) | Write::Replace { record, .. } => check(record),
        Write::Delete { id, .. } => check_id(id),
    })
}

/// Refuses a selection that asks for too much at once.
pub(super) fn check_selection(selection: &Selection) -> StoreResult<()> {
    let Selection::Filter(Filter { states, facets, .. }) = selection else { return Ok(()) };
    if states.len() <= MOST_ALTERNATIVES && facets.len() <= MOST_ALTERNATIVES {
        return Ok(());
    }
    Err(StoreError::Invalid(format!("a list asks for at most {MOST_ALTERNATIVES} states and facets")))
}

fn check_facets(facets: &[String]) -> StoreResult<()> {
    let is_facet = |facet: &String| (1..=LONGEST_FACET).contains(&facet.len()) && !facet.contains('\0');
    if facets.len() > MOST_FACETS || !facets.iter().all(is_facet) || !facets.is_sorted_by(|one, next| one < next) {
        return Err(StoreError::Invalid(format!(
            "its facets are over {MOST_FACETS}, out of order, or one is empty, over {LONGEST_FACET} bytes or holds a NUL"
        )));
    }
    Ok(())
}

/// Refuses a claim that could take a record twice, and bounds how many it takes.
pub(super) fn check_claim(claim: &Claim) -> StoreResult<Claim> {
    if claim.until <= claim.now {
        return Err(StoreError::Invalid("a claim has to last until after now".into()));
    }
    if !is_name(&claim.state) || !is_name(&claim.owner) {
        return Err(StoreError::Invalid(format!("its state or owner is over {LONGEST_NAME} bytes or holds a NUL")));
    }
    Ok(Claim { limit: claim.limit.min(LARGEST_CLAIM), ..claim.clone() })
}

fn is_name(name: &str) -> bool {
    name.len() <= LONGEST_NAME && !name.contains('\0')
}
