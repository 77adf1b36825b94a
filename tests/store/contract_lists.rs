//! How every engine lists, counts and claims.

use serde_json::json;
use tickit_domain::clock::Timestamp;
use tickit_domain::store::{Claim, Filter, List, Order, Record, Selection, StoreError, Stores};

use super::contract::GUILD;
use super::{insert_notes, note, walk};

pub(super) async fn a_prefix_lists_by_id(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    for id in ["b:2", "a:10", "a:1", "a:2", "a;", "a", "b:1", "a:", "a:é"] {
        store.insert(note(id, json!({}))).await.unwrap();
    }
    let prefix = |text: &str| Selection::Prefix(text.into());
    assert_eq!(walk(&*store, prefix("a:"), Order::Ascending, 2).await, ["a:", "a:1", "a:10", "a:2", "a:é"]);
    assert_eq!(walk(&*store, prefix("a:"), Order::Descending, 2).await, ["a:é", "a:2", "a:10", "a:1", "a:"]);
    assert_eq!(walk(&*store, prefix("a:1"), Order::Ascending, 100).await, ["a:1", "a:10"]);
    assert_eq!(walk(&*store, prefix(""), Order::Ascending, 3).await.len(), 9);
    assert_eq!(walk(&*store, prefix("c"), Order::Ascending, 3).await, [""; 0]);
}

pub(super) async fn a_kind_lists_by_moment(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    // Two at every moment, so that pages end between records of one moment.
    for number in 0..20 {
        let at = Timestamp::from_millis((number / 2) * 7 - 30);
        store.insert(Record { at, ..note(&format!("note:{:02}", (number * 7) % 20), json!({})) }).await.unwrap();
    }
    store.insert(Record { kind: "memo".into(), ..note("memo:1", json!({})) }).await.unwrap();
    let all = Selection::Filter(Filter { kind: "note".into(), ..Filter::default() });
    for limit in [1, 3, 19, 20, 21] {
        let forward = walk(&*store, all.clone(), Order::Ascending, limit).await;
        let mut backward = walk(&*store, all.clone(), Order::Descending, limit).await;
        backward.reverse();
        assert_eq!(forward.len(), 20);
        assert_eq!(forward, backward);
        assert_eq!(forward[..4], ["note:00", "note:07", "note:01", "note:14"]);
    }
}

pub(super) async fn every_filter_selects(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    for number in 0..12_i64 {
        let record = Record {
            state: if number % 2 == 0 { "open" } else { "closed" }.into(),
            owner: if number % 3 == 0 { "alice" } else { "" }.into(),
            at: Timestamp::from_millis(number),
            ..note(&format!("{number:02}"), json!({}))
        };
        store.insert(record).await.unwrap();
    }
    for state in [None, Some("open"), Some("closed"), Some("gone"), Some("")] {
        for owner in [None, Some("alice"), Some(""), Some("bob")] {
            for (from, until) in
                [(None, None), (Some(3), None), (None, Some(9)), (Some(3), Some(9)), (Some(9), Some(3))]
            {
                let selection = Selection::Filter(Filter {
                    kind: "note".into(),
                    states: state.map(String::from).into_iter().collect(),
                    owner: owner.map(String::from),
                    facets: Vec::new(),
                    from: from.map(Timestamp::from_millis),
                    until: until.map(Timestamp::from_millis),
                });
                let expected: Vec<String> = (0..12_i64)
                    .filter(|number| state.is_none_or(|state| state == if number % 2 == 0 { "open" } else { "closed" }))
                    .filter(|number| owner.is_none_or(|owner| owner == if number % 3 == 0 { "alice" } else { "" }))
                    .filter(|&number| {
                        from.is_none_or(|from| number >= from) && until.is_none_or(|until| number < until)
                    })
                    .map(|number| format!("{number:02}"))
                    .collect();
                assert_eq!(store.count(&selection).await, Ok(expected.len() as u64), "{selection:?}");
                assert_eq!(walk(&*store, selection.clone(), Order::Ascending, 4).await, expected, "{selection:?}");
            }
        }
    }
}

pub(super) async fn pages_are_stable_under_change(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    insert_notes(&*store, 10).await;
    let mut list =
        List { selection: Selection::in_state("note", "new"), order: Order::Ascending, limit: 4, after: None };
    let first = store.list(&list).await.unwrap();
    assert_eq!(ids(&first.records), ["note:000", "note:001", "note:002", "note:003"]);
    // The page's end itself goes, one before it comes, and one after it goes.
    store.delete("note:003", None).await.unwrap();
    store.delete("note:005", None).await.unwrap();
    store.insert(Record { at: Timestamp::from_millis(1500), ..note("note:new", json!({})) }).await.unwrap();
    list.after = first.next;
    let second = store.list(&list).await.unwrap();
    assert_eq!(ids(&second.records), ["note:004", "note:006", "note:007", "note:008"]);
    list.after = second.next;
    let rest = store.list(&list).await.unwrap();
    assert_eq!((ids(&rest.records), rest.next), (vec!["note:009"], None));
}

pub(super) async fn a_page_has_bounds(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    for limit in [0, 1001, usize::MAX] {
        let list = List { selection: Selection::Prefix(String::new()), order: Order::Ascending, limit, after: None };
        assert!(matches!(store.list(&list).await, Err(StoreError::Invalid(_))));
    }
    insert_notes(&*store, 4).await;
    let list = List { selection: Selection::in_state("note", "new"), order: Order::Ascending, limit: 4, after: None };
    assert_eq!(store.list(&list).await.unwrap().next, None);
}

pub(super) async fn counts_agree_with_lists(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    assert_eq!(store.count(&Selection::Prefix(String::new())).await, Ok(0));
    insert_notes(&*store, 7).await;
    assert_eq!(store.count(&Selection::Prefix("note:".into())).await, Ok(7));
    assert_eq!(store.count(&Selection::Prefix("note:00".into())).await, Ok(7));
    assert_eq!(store.count(&Selection::Prefix("note:003".into())).await, Ok(1));
    assert_eq!(store.count(&Selection::in_state("note", "new")).await, Ok(7));
    assert_eq!(store.count(&Selection::in_state("note", "old")).await, Ok(0));
}

pub(super) async fn claims_take_what_is_due(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    insert_notes(&*store, 10).await;
    store
        .insert(Record { state: "done".into(), at: Timestamp::from_millis(0), ..note("done", json!({})) })
        .await
        .unwrap();
    let claimed = store.claim(&claim_until(4000, 3, 9000)).await.unwrap();
    assert_eq!(ids(&claimed), ["note:000", "note:001", "note:002"]);
    for record in &claimed {
        assert_eq!((record.state.as_str(), record.owner.as_str(), record.rev), ("running", "worker", 2));
        assert_eq!(record.at, Timestamp::from_millis(9000));
        assert_eq!(record.write, format!("write of {}", record.id));
        assert_eq!(store.get(&record.id).await.unwrap().as_ref(), Some(record));
    }
    assert_eq!(ids(&store.claim(&claim_until(4000, 100, 9000)).await.unwrap()), ["note:003", "note:004"]);
    assert_eq!(store.claim(&claim_until(4000, 100, 9000)).await.unwrap(), []);
    assert_eq!(store.claim(&claim_until(9000, 0, 9999)).await.unwrap(), []);
    assert!(matches!(store.claim(&claim_until(4000, 1, 4000)).await, Err(StoreError::Invalid(_))));
}

pub(super) async fn claims_come_due_again(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    insert_notes(&*store, 1).await;
    let again = |now, until| Claim { states: vec!["new".into(), "running".into()], ..claim_until(now, 5, until) };
    assert_eq!(store.claim(&again(1000, 2000)).await.unwrap().len(), 1);
    assert_eq!(store.claim(&again(1999, 3000)).await.unwrap().len(), 0);
    let late = store.claim(&again(2000, 3000)).await.unwrap();
    assert_eq!(late[0].rev, 3);
    let stale = Record { state: "done".into(), ..late[0].clone() };
    assert_eq!(store.replace(stale, 2).await, Err(StoreError::Conflict));
}

pub(super) fn claim_until(now: i64, limit: usize, until: i64) -> Claim {
    Claim {
        kind: "note".into(),
        states: vec!["new".into()],
        now: Timestamp::from_millis(now),
        state: "running".into(),
        owner: "worker".into(),
        until: Timestamp::from_millis(until),
        limit,
    }
}

fn ids(records: &[Record]) -> Vec<&str> {
    records.iter().map(|record| record.id.as_str()).collect()
}
