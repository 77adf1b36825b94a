//! Lists, as far as every engine reads them alike.

use tickit_domain::store::{Cursor, List, Page, Record, StoreError, StoreResult};

use super::limits;

/// The most records in a page.
const LARGEST_PAGE: usize = 1000;

/// Refuses a page of no or too many records, and one after what is no place.
pub(super) fn check(list: &List) -> StoreResult<()> {
    limits::check_selection(&list.selection)?;
    if let Some(after) = &list.after {
        limits::check_id(&after.id)?;
    }
    if (1..=LARGEST_PAGE).contains(&list.limit) {
        return Ok(());
    }
    Err(StoreError::Invalid(format!("a page has 1 to {LARGEST_PAGE} records, not {}", list.limit)))
}

/// Makes a page of what was read, which is one record more than asked for where more are to come.
pub(super) fn page(mut records: Vec<Record>, limit: usize) -> Page {
    let more = records.len() > limit;
    records.truncate(limit);
    let next = records.last().filter(|_| more).map(|last| Cursor { at: last.at, id: last.id.clone() });
    Page { records, next }
}

/// The first text after all that begin with `prefix`; `None` where there is none.
pub(super) fn end_of_prefix(prefix: &str) -> Option<String> {
    let mut letters: Vec<char> = prefix.chars().collect();
    while let Some(last) = letters.pop() {
        let next = (u32::from(last) + 1..=u32::from(char::MAX)).find_map(char::from_u32);
        if let Some(next) = next {
            letters.push(next);
            return Some(letters.into_iter().collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::end_of_prefix;

    #[test]
    fn the_end_of_a_prefix_is_after_all_that_begin_so() {
        assert_eq!(end_of_prefix("ticket:").as_deref(), Some("ticket;"));
        assert_eq!(end_of_prefix("a\u{d7ff}").as_deref(), Some("a\u{e000}"));
        assert_eq!(end_of_prefix("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(end_of_prefix("\u{10ffff}"), None);
        assert_eq!(end_of_prefix(""), None);
    }
}
