//! What every engine can hold, and gives back as it was.

use serde_json::{Value, json};
use tickit_domain::clock::Timestamp;
use tickit_domain::store::{DocumentStore, Record, Selection, StoreError, StoreResult, Stores};

use super::contract::{GUILD, body_of};
use super::note;

const HOSTILE: [&str; 14] = [
    "'; DROP TABLE records; --",
    "\"quoted\" \\ and \\u0000 and %00",
    "$where",
    "a.b.$[].c",
    "{\"$gt\": \"\"}",
    "../../core.db",
    "  spaces\tand\nlines\r\n",
    "\u{202e}gnp.exe \u{200f}مرحبا",
    "🎫👩‍👩‍👧‍👦\u{1f3f4}\u{e0067}",
    "e\u{301} is not \u{e9}",
    "\u{feff}mark \u{fffd} \u{ffff} \u{10ffff}",
    "*?[a-z]_%",
    "NULL",
    "\u{1}\u{7f}\u{80}",
];

pub(super) async fn any_text_is_an_id(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let longest = "é".repeat(256);
    for (number, id) in HOSTILE.iter().copied().chain([longest.as_str()]).enumerate() {
        let hostile =
            Record { state: id.into(), owner: id.into(), write: id.into(), ..note(id, json!({ "number": number })) };
        store.insert(hostile).await.unwrap();
    }
    for (number, id) in HOSTILE.iter().copied().chain([longest.as_str()]).enumerate() {
        let found = store.get(id).await.unwrap().unwrap();
        assert_eq!((&*found.id, &*found.state, &*found.owner, &*found.write), (id, id, id, id));
        assert_eq!(found.body, json!({ "number": number }));
        assert_eq!(store.count(&Selection::Prefix(id.into())).await, Ok(1), "{id:?}");
        assert_eq!(store.count(&Selection::in_state("note", id)).await, Ok(1), "{id:?}");
        assert_eq!(store.get_many(&[id.to_owned()]).await.unwrap().len(), 1, "{id:?}");
    }
    assert_eq!(store.get("e\u{301} is not e\u{301}").await.unwrap(), None);
    for id in HOSTILE {
        assert_eq!(store.delete(id, Some(1)).await, Ok(true), "{id:?}");
    }
}

pub(super) async fn what_is_no_id_is_refused(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let over = "x".repeat(513);
    for id in ["", "\0", "a\0b", &over] {
        assert_invalid(store.insert(note(id, json!({}))).await, id);
        assert_invalid(store.replace(note(id, json!({})), 1).await, id);
        assert_invalid(store.increment(id, 1).await, id);
        assert_eq!(store.get(id).await, Ok(None));
        assert_eq!(store.delete(id, None).await, Ok(false));
    }
    let names: [fn(&mut Record) -> &mut String; 4] =
        [|record| &mut record.kind, |record| &mut record.state, |record| &mut record.owner, |record| &mut record.write];
    for name in names {
        for text in ["\0", &over] {
            let mut record = note("note:1", json!({}));
            name(&mut record).push_str(text);
            assert_invalid(store.insert(record).await, text);
        }
    }
}

pub(super) async fn any_text_is_a_value(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let long = "ä".repeat(10_000);
    let texts: Vec<&str> = HOSTILE.into_iter().chain(["", "\0", "in\0side", "end\0", &long]).collect();
    let body = json!({ "texts": texts, "nested": { "text": texts.concat() } });
    store.insert(note("note:1", body.clone())).await.unwrap();
    assert_eq!(body_of(&*store, "note:1").await, body);
}

pub(super) async fn numbers_come_back_exactly(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let floats = [0.1, -0.0, 1.0, 1e300, 5e-324, f64::MAX, f64::MIN_POSITIVE, 0.1 + 0.2, 123_456_789.123_456_79];
    let body = json!({
        "whole": [0, 1, -1, i32::MAX, i64::from(i32::MAX) + 1, i64::MAX, i64::MIN, 81_384_788_765_712_384_i64],
        "floats": floats,
        "others": [true, false, null, [], {}, [[]], { "a": { "b": [1, "1", 1.0, null] } }],
    });
    let ends = [i64::MIN, -1, 0, i64::MAX].map(Timestamp::from_millis);
    for (number, at) in ends.into_iter().enumerate() {
        let record = Record { at, schema: u16::MAX, ..note(&format!("note:{number}"), body.clone()) };
        let inserted = store.insert(record).await.unwrap();
        let found = store.get(&inserted.id).await.unwrap().unwrap();
        assert_eq!(found, inserted);
        // Equality of JSON numbers takes -0.0 for 0.0, but their texts differ.
        assert_eq!(found.body.to_string(), body.to_string());
    }
    assert_invalid(store.insert(note("note:9", json!({ "n": u64::MAX }))).await, "u64");
}

pub(super) async fn keys_are_identifiers(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    for key in ["", "$set", "a.b", "a\0", "ключ", "a b", "a-b", &"k".repeat(513)] {
        assert_invalid(store.insert(note("note:1", json!({ key: 1 }))).await, key);
        assert_invalid(store.insert(note("note:1", json!({ "list": [{ "deep": { key: 1 } }] }))).await, key);
    }
    let body = json!({ "_id": 1, "__proto__": 2, "0": 3, "camelCase": 4, "id": 5, "body": { "body": 6 } });
    store.insert(note("note:1", body.clone())).await.unwrap();
    assert_eq!(body_of(&*store, "note:1").await, body);
}

pub(super) async fn a_body_is_an_object(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    for body in [Value::Null, json!([]), json!("text"), json!(1), json!(true)] {
        assert_invalid(store.insert(note("note:1", body.clone())).await, &body.to_string());
    }
}

pub(super) async fn large_bodies_fit_and_larger_ones_do_not(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let limit = 15 * 1024 * 1024;
    let largest = json!({ "text": "x".repeat(limit - 16) });
    let record = settle(store.insert(note("note:1", largest.clone())).await, &*store).await;
    assert!(record.body == largest, "15 MiB came back changed");
    let over = json!({ "text": "x".repeat(limit - 15) });
    assert_eq!(store.insert(note("note:2", over.clone())).await.err(), Some(StoreError::TooLarge));
    assert_eq!(store.replace(note("note:1", over), 1).await.err(), Some(StoreError::TooLarge));
    // Two bytes each as JSON, and many more as BSON.
    let many = json!({ "list": vec![1; limit / 15] });
    assert_eq!(store.insert(note("note:2", many)).await.err(), Some(StoreError::TooLarge));
}

pub(super) async fn bodies_nest_so_deep(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let nested = |levels: usize| (1..levels).fold(json!({}), |inner, _| json!({ "a": inner }));
    store.insert(note("note:1", nested(64))).await.unwrap();
    assert_eq!(body_of(&*store, "note:1").await, nested(64));
    assert_invalid(store.insert(note("note:2", nested(65))).await, "65 deep");
}

/// A slow machine may take longer over 15 MiB than the engine waits; the record is there all the same.
async fn settle(outcome: StoreResult<Record>, store: &dyn DocumentStore) -> Record {
    match outcome {
        Ok(record) => record,
        Err(StoreError::Ambiguous(_)) => loop {
            if let Ok(Some(record)) = store.get("note:1").await {
                return record;
            }
        },
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn assert_invalid<T>(outcome: StoreResult<T>, what: &str) {
    let error = outcome.err();
    assert!(matches!(error, Some(StoreError::Invalid(_))), "{what:?}: {error:?}");
}
