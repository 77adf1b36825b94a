//! What every engine does with several writes in one go.

use serde_json::json;
use tickit_domain::store::{DocumentStore, Record, StoreError, Stores, Write, Written};

use super::contract::GUILD;
use super::note;

pub(super) async fn writes_are_done_in_order(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let first = store.insert(note("note:1", json!({ "text": "first" }))).await.unwrap();
    store.insert(note("note:2", json!({}))).await.unwrap();
    let writes = vec![
        insert("note:3"),
        insert("note:4"),
        Write::Replace { record: Record { body: json!({ "text": "second" }).into(), ..first }, expected: 1 },
        Write::Delete { id: "note:2".into(), expected: Some(1) },
        Write::Delete { id: "note:never".into(), expected: None },
        insert("note:5"),
    ];
    assert_eq!(store.write_all(writes).await, Written { revs: vec![1, 1, 2, 0, 0, 1], refused: None });
    assert_eq!(ids(&*store).await, ["note:1", "note:3", "note:4", "note:5"]);
    let replaced = store.get("note:1").await.unwrap().unwrap();
    assert_eq!((replaced.rev, replaced.body), (2, json!({ "text": "second" }).into()));
    assert_eq!(store.write_all(Vec::new()).await, Written::default());
}

pub(super) async fn writes_stop_at_the_first_that_is_refused(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let known = store.insert(note("note:1", json!({}))).await.unwrap();
    let gone = note("note:gone", json!({}));
    let refused = [
        (insert("note:1"), StoreError::Conflict),
        (Write::Replace { record: known.clone(), expected: 7 }, StoreError::Conflict),
        (Write::Replace { record: gone, expected: 1 }, StoreError::NotFound),
        (Write::Delete { id: "note:1".into(), expected: Some(7) }, StoreError::Conflict),
    ];
    for (number, (write, error)) in refused.into_iter().enumerate() {
        let [before, also, after] = ["before", "also", "never"].map(|place| insert(&format!("note:{number}:{place}")));
        let written = store.write_all(vec![before, also, write, after]).await;
        assert_eq!(written, Written { revs: vec![1, 1], refused: Some(error) });
    }
    let expected = (0..4).flat_map(|number| [format!("note:{number}:also"), format!("note:{number}:before")]);
    let mut expected: Vec<String> = expected.chain(["note:1".to_owned()]).collect();
    expected.sort();
    assert_eq!(ids(&*store).await, expected);
    assert_eq!(store.get("note:1").await.unwrap(), Some(known));
}

pub(super) async fn writes_that_cannot_be_stored_leave_all_undone(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let nowhere = Write::Delete { id: "\0".into(), expected: None };
    let unsound = [note("", json!({})), note("note:2", json!([])), note("note:2", json!({ "a.b": 1 }))];
    let unsound = unsound.map(Write::Insert).into_iter().chain([insert("note:1"), nowhere]);
    for second in unsound {
        let written = store.write_all(vec![insert("note:1"), second]).await;
        assert!(matches!(written.refused, Some(StoreError::Invalid(_))) && written.revs.is_empty(), "{written:?}");
    }
    let many = (0..1001).map(|number| insert(&number.to_string())).collect();
    assert!(matches!(store.write_all(many).await.refused, Some(StoreError::Invalid(_))));
    assert_eq!(ids(&*store).await, [""; 0]);
}

fn insert(id: &str) -> Write {
    Write::Insert(note(id, json!({ "text": id })))
}

async fn ids(store: &dyn DocumentStore) -> Vec<String> {
    use tickit_domain::store::{Order, Selection};
    super::walk(store, Selection::Prefix("note:".into()), Order::Ascending, 100).await
}
