//! How every engine finds records by their facets.

use serde_json::json;
use tickit_domain::clock::Timestamp;
use tickit_domain::store::{
    Cursor, DocumentStore, Facets, Filter, LONGEST_FACET, List, MOST_FACETS, Order, Record, Selection, StoreError,
    Stores,
};

use super::contract::GUILD;
use super::{note, walk};

/// So many notes; each has the facets of its number.
const NOTES: i64 = 60;

fn facets(number: i64) -> Vec<String> {
    let third = (number % 3 == 0).then_some("third");
    Facets::default().with("half", number % 2).with_each("label", third).with("all", "").with("all", 1).into()
}

fn state(number: i64) -> &'static str {
    ["open", "closing", "closed"][usize::try_from(number % 5).unwrap().min(2)]
}

async fn insert_faceted(store: &dyn DocumentStore) {
    for number in 0..NOTES {
        // Two at every moment, so that pages end between records of one moment.
        let at = Timestamp::from_millis(number / 2);
        let id = format!("note:{number:03}");
        let record = Record { at, state: state(number).into(), facets: facets(number), ..note(&id, json!({})) };
        store.insert(record).await.unwrap();
    }
    // Another kind has the same facets.
    let memo = Record { kind: "memo".into(), facets: facets(0), ..note("memo:1", json!({})) };
    store.insert(memo).await.unwrap();
}

pub(super) async fn facets_select_together(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    insert_faceted(&*store).await;
    let record = store.get("note:003").await.unwrap().unwrap();
    assert_eq!(record.facets, ["all:1", "half:1", "label:third"]);
    let wanted: [&[&str]; 7] = [
        &[],
        &["half:0"],
        &["label:third", "half:1"],
        &["all:1", "half:0", "label:third"],
        &["half:0", "half:1"],
        &["label:none"],
        &["half:0", "half:0"],
    ];
    let states: [&[&str]; 5] = [&[], &["open"], &["closed", "open"], &["open", "gone", "closing", "closed"], &["gone"]];
    for facets in wanted {
        for states in states {
            for (from, until) in [(None, None), (Some(7), Some(22)), (None, Some(9)), (Some(25), None)] {
                let filter = filter(facets, states, from, until);
                let expected = expected(&filter);
                let selection = Selection::Filter(filter);
                assert_eq!(store.count(&selection).await, Ok(expected.len() as u64), "{selection:?}");
                let found = walk(&*store, selection.clone(), Order::Ascending, 7).await;
                assert_eq!(found, expected, "{selection:?}");
                let mut backward = walk(&*store, selection.clone(), Order::Descending, 4).await;
                backward.reverse();
                assert_eq!(backward, expected, "{selection:?}");
            }
        }
    }
}

fn filter(facets: &[&str], states: &[&str], from: Option<i64>, until: Option<i64>) -> Filter {
    let owned = |texts: &[&str]| texts.iter().copied().map(String::from).collect();
    Filter {
        kind: "note".into(),
        states: owned(states),
        owner: None,
        facets: owned(facets),
        from: from.map(Timestamp::from_millis),
        until: until.map(Timestamp::from_millis),
    }
}

/// The ids that a filter selects, reckoned without a store.
fn expected(filter: &Filter) -> Vec<String> {
    let selection = Selection::Filter(filter.clone());
    let record = |number: i64| Record {
        state: state(number).into(),
        facets: facets(number),
        at: Timestamp::from_millis(number / 2),
        ..note(&format!("note:{number:03}"), json!({}))
    };
    (0..NOTES).map(record).filter(|record| selection.selects(record)).map(|record| record.id).collect()
}

pub(super) async fn facets_follow_their_record(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let with = |facet: &str| Selection::with_facet("note", facet.into());
    let record = Record { facets: vec!["a".into(), "b".into()], ..note("note:1", json!({})) };
    let record = store.insert(record).await.unwrap();
    let other = Record { facets: vec!["b".into(), "c".into()], at: Timestamp::from_millis(5), ..record };
    let other = store.replace(other, 1).await.unwrap();
    assert_eq!(store.get("note:1").await.unwrap().as_ref(), Some(&other));
    assert_eq!(counts(&*store, [with("a"), with("b"), with("c")]).await, [0, 1, 1]);
    // A claim moves the record in time.
    let claim = super::contract_lists::claim_until(5, 1, 9);
    assert_eq!(store.claim(&claim).await.unwrap()[0].facets, ["b", "c"]);
    assert_eq!(walk(&*store, with("c"), Order::Ascending, 1).await, ["note:1"]);
    assert_eq!(store.replace(Record { facets: vec!["x".into()], ..other }, 1).await, Err(StoreError::Conflict));
    assert_eq!(counts(&*store, [with("x"), with("b"), with("c")]).await, [0, 1, 1]);
    store.delete("note:1", None).await.unwrap();
    assert_eq!(counts(&*store, [with("x"), with("b"), with("c")]).await, [0, 0, 0]);
}

async fn counts<const N: usize>(store: &dyn DocumentStore, selections: [Selection; N]) -> [u64; N] {
    let mut counts = [0; N];
    for (count, selection) in counts.iter_mut().zip(&selections) {
        *count = store.count(selection).await.unwrap();
        assert_eq!(walk(store, selection.clone(), Order::Descending, 10).await.len() as u64, *count);
    }
    counts
}

pub(super) async fn hostile_facets_are_refused_or_kept(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let refused: [Vec<String>; 6] = [
        vec!["x".repeat(600)],
        vec!["x".repeat(LONGEST_FACET + 1)],
        vec![String::new()],
        vec!["a\0b".into()],
        vec!["b".into(), "a".into()],
        (0..=MOST_FACETS).map(|number| format!("label:{number:03}")).collect(),
    ];
    for facets in refused {
        let record = Record { facets, ..note("note:1", json!({})) };
        assert!(matches!(store.insert(record).await, Err(StoreError::Invalid(_))));
    }
    let mut hostile: Vec<String> = [
        "'; DROP TABLE facets; --",
        "$where",
        "a.b",
        "{\"$gt\":\"\"}",
        "[\"x\"]",
        "*",
        "é",
        "e\u{301}",
        "🎫",
        " ",
        "\u{1}",
    ]
    .map(String::from)
    .into();
    hostile.push("é".repeat(LONGEST_FACET / 2));
    hostile.sort();
    store.insert(Record { facets: hostile.clone(), ..note("note:1", json!({})) }).await.unwrap();
    assert_eq!(store.get("note:1").await.unwrap().unwrap().facets, hostile);
    for facet in hostile {
        assert_eq!(store.count(&Selection::with_facet("note", facet.clone())).await, Ok(1), "{facet:?}");
    }
    // However many labels, and however long, a document's own facets can be stored.
    let labels = (0..400).map(|number| format!("{number}{}", "é".repeat(600)));
    let facets = Vec::from(Facets::default().with("bot", 1).with_each("label", labels));
    assert_eq!(facets.len(), MOST_FACETS);
    store.insert(Record { facets, ..note("note:2", json!({})) }).await.unwrap();
    assert_eq!(store.count(&Selection::with_facet("note", "bot:1".into())).await, Ok(1));
    let many = Filter { kind: "note".into(), facets: vec!["a".into(); 17], ..Filter::default() };
    assert!(matches!(store.count(&Selection::Filter(many)).await, Err(StoreError::Invalid(_))));
}

pub(super) async fn a_page_is_true_while_records_change(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    insert_faceted(&*store).await;
    let selection = Selection::Filter(filter(&["half:0"], &["open", "closing"], None, None));
    let mut list = List { selection, order: Order::Descending, limit: 5, after: None };
    let mut seen: Vec<String> = Vec::new();
    let mut expected = expected(&filter(&["half:0"], &["open", "closing"], None, None));
    expected.reverse();
    loop {
        let page = store.list(&list).await.unwrap();
        // What was seen changes: it leaves the list, its place stays.
        for record in page.records {
            let rev = record.rev;
            seen.push(record.id.clone());
            store
                .replace(Record { state: "closed".into(), facets: vec!["half:1".into()], ..record }, rev)
                .await
                .unwrap();
        }
        match page.next {
            Some(next) => list.after = Some(next.to_string().parse().unwrap()),
            None => break,
        }
    }
    assert_eq!(seen, expected);
}

pub(super) async fn a_cursor_that_was_tampered_with_is_refused_or_another_place(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    insert_faceted(&*store).await;
    let selections = [
        Selection::with_facet("note", "half:0".into()),
        Selection::in_state("note", "open"),
        Selection::Filter(filter(&["all:1"], &["open", "closed"], None, None)),
        Selection::Prefix("note:".into()),
    ];
    for selection in selections {
        for order in [Order::Ascending, Order::Descending] {
            for id in ["", "\0", &"x".repeat(513)] {
                let after = Some(Cursor { at: Timestamp::from_millis(3), id: id.into() });
                let list = List { selection: selection.clone(), order, limit: 100, after };
                assert!(matches!(store.list(&list).await, Err(StoreError::Invalid(_))), "{id:?}");
            }
            for (at, id) in [(i64::MIN, "note:"), (i64::MAX, "{\"$gt\":\"\"}"), (3, "memo:1"), (-1, "' OR 1=1 --")] {
                let after = Some(Cursor { at: Timestamp::from_millis(at), id: id.into() });
                let list = List { selection: selection.clone(), order, limit: 100, after };
                let page = store.list(&list).await.unwrap();
                assert!(page.records.iter().all(|record| list.selection.selects(record)), "{at} {id}");
            }
        }
    }
}
