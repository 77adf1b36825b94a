//! What every engine does with one record.

use serde_json::json;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::GuildId;
use tickit_domain::store::{DocumentStore, Record, StoreError, Stores};

use super::note;

/// Makes a named test of each case, on one engine.
macro_rules! contract_on {
    ($fixture:ty) => {
        contract_on!($fixture, contract:
            a_record_comes_back_as_it_went_in, a_replacement_needs_the_revision, a_deletion_may_name_a_revision,
            many_records_are_read_at_once, a_counter_counts, a_guild_has_its_own_database,
            asking_for_a_guild_makes_none, a_guild_is_listed_in_the_directory, a_guild_on_the_move_is_not_served, a_destroyed_database_is_empty,
            a_healthy_store_says_so, a_closed_store_is_unavailable_or_done);
        contract_on!($fixture, contract_values:
            any_text_is_an_id, what_is_no_id_is_refused, any_text_is_a_value, numbers_come_back_exactly,
            keys_are_identifiers, a_body_is_an_object, large_bodies_fit_and_larger_ones_do_not, bodies_nest_so_deep);
        contract_on!($fixture, contract_lists:
            a_prefix_lists_by_id, a_kind_lists_by_moment, every_filter_selects, pages_are_stable_under_change,
            a_page_has_bounds, counts_agree_with_lists, claims_take_what_is_due, claims_come_due_again);
        contract_on!($fixture, contract_facets:
            facets_select_together, facets_follow_their_record, hostile_facets_are_refused_or_kept,
            a_page_is_true_while_records_change, a_cursor_that_was_tampered_with_is_refused_or_another_place);
        contract_on!($fixture, golden: records_of_every_version_are_read);
        contract_on!($fixture, contract_batches:
            writes_are_done_in_order, writes_stop_at_the_first_that_is_refused,
            writes_that_cannot_be_stored_leave_all_undone);
        contract_on!($fixture, through two clients:
            one_of_many_inserts_wins, one_of_many_replacements_wins, no_number_is_given_twice,
            each_job_is_claimed_once, what_is_acknowledged_can_be_read);
    };
    ($fixture:ty, through two clients: $($case:ident),+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() {
            let Some(fixture) = <$fixture as crate::store::Fixture>::open().await else { return };
            let first = crate::store::Fixture::stores(&fixture);
            let second = crate::store::Fixture::another_client(&fixture).await;
            crate::store::contract_races::$case(&[first.clone(), second.clone().unwrap_or(first)]).await;
            if let Some(second) = second {
                second.close().await;
            }
            crate::store::Fixture::end(fixture).await;
        }
    )+};
    ($fixture:ty, $module:ident: $($case:ident),+) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() {
            let Some(fixture) = <$fixture as crate::store::Fixture>::open().await else { return };
            crate::store::$module::$case(&*crate::store::Fixture::stores(&fixture)).await;
            crate::store::Fixture::end(fixture).await;
        }
    )+};
}

pub(super) const GUILD: GuildId = GuildId::new(81_384_788_765_712_384);

pub(super) async fn a_record_comes_back_as_it_went_in(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let record =
        Record { owner: "member".into(), schema: 7, ..note("note:1", json!({ "text": "hello", "none": null })) };
    let inserted = store.insert(record.clone()).await.unwrap();
    assert_eq!(inserted, Record { rev: 1, ..record.clone() });
    assert_eq!(store.get("note:1").await.unwrap(), Some(inserted));
    assert_eq!(store.get("note:2").await.unwrap(), None);
    assert_eq!(store.insert(record).await, Err(StoreError::Conflict));
}

pub(super) async fn a_replacement_needs_the_revision(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let record = store.insert(note("note:1", json!({ "text": "first" }))).await.unwrap();
    let second = Record {
        kind: "memo".into(),
        state: "old".into(),
        owner: "somebody".into(),
        at: Timestamp::from_millis(-5),
        write: "second".into(),
        schema: 2,
        body: json!({ "other": ["second"] }).into(),
        ..record
    };
    let replaced = store.replace(second.clone(), 1).await.unwrap();
    assert_eq!(replaced, Record { rev: 2, ..second.clone() });
    assert_eq!(store.get("note:1").await.unwrap(), Some(replaced));
    assert_eq!(store.replace(second.clone(), 1).await, Err(StoreError::Conflict));
    assert_eq!(store.replace(second.clone(), 3).await, Err(StoreError::Conflict));
    assert_eq!(store.replace(Record { id: "note:2".into(), ..second }, 1).await, Err(StoreError::NotFound));
}

pub(super) async fn a_deletion_may_name_a_revision(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let record = store.insert(note("note:1", json!({}))).await.unwrap();
    store.replace(record, 1).await.unwrap();
    assert_eq!(store.delete("note:1", Some(1)).await, Err(StoreError::Conflict));
    assert_eq!(store.delete("note:1", Some(2)).await, Ok(true));
    assert_eq!(store.delete("note:1", Some(2)).await, Ok(false));
    assert_eq!(store.delete("note:1", None).await, Ok(false));
    store.insert(note("note:1", json!({}))).await.unwrap();
    assert_eq!(store.delete("note:1", None).await, Ok(true));
    assert_eq!(store.get("note:1").await.unwrap(), None);
}

pub(super) async fn many_records_are_read_at_once(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    super::insert_notes(&*store, 5).await;
    let asked = ["note:001", "note:003", "note:999", "", "note:\0"].map(String::from);
    let mut found: Vec<String> = store.get_many(&asked).await.unwrap().into_iter().map(|record| record.id).collect();
    found.sort();
    assert_eq!(found, ["note:001", "note:003"]);
    assert_eq!(store.get_many(&[]).await.unwrap(), []);
}

pub(super) async fn a_counter_counts(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    assert_eq!(store.increment("seq:ticket", 1).await, Ok(1));
    assert_eq!(store.increment("seq:ticket", 10).await, Ok(11));
    assert_eq!(store.increment("seq:ticket", -1).await, Ok(10));
    assert_eq!(store.increment("seq:other", i64::MAX).await, Ok(i64::MAX));
    let counter = store.get("seq:ticket").await.unwrap().unwrap();
    assert_eq!((counter.kind.as_str(), counter.body, counter.rev), ("sequence", json!({ "value": 10 }).into(), 3));
    store.insert(note("note:1", json!({ "value": 1 }))).await.unwrap();
    assert_eq!(store.increment("note:1", 1).await, Err(StoreError::Conflict));
}

pub(super) async fn a_guild_has_its_own_database(stores: &dyn Stores) {
    let (one, other) = (stores.guild(GUILD).await.unwrap(), stores.guild(GuildId::new(2)).await.unwrap());
    one.insert(note("note:1", json!({ "of": "one" }))).await.unwrap();
    assert_eq!(other.get("note:1").await.unwrap(), None);
    assert_eq!(stores.core().get("note:1").await.unwrap(), None);
    other.insert(note("note:1", json!({ "of": "other" }))).await.unwrap();
    let again = stores.guild(GUILD).await.unwrap();
    assert_eq!(again.get("note:1").await.unwrap().unwrap().body, json!({ "of": "one" }));
}

pub(super) async fn asking_for_a_guild_makes_none(stores: &dyn Stores) {
    assert_eq!(stores.has_guild(GUILD).await, Ok(false));
    assert_eq!(stores.core().get(&format!("directory:{GUILD}")).await, Ok(None));
    stores.guild(GUILD).await.unwrap();
    assert_eq!(stores.has_guild(GUILD).await, Ok(true), "it is known as soon as it is made");
}

pub(super) async fn a_guild_is_listed_in_the_directory(stores: &dyn Stores) {
    stores.guild(GUILD).await.unwrap();
    stores.guild(GUILD).await.unwrap();
    let entry = stores.core().get(&format!("directory:{GUILD}")).await.unwrap().unwrap();
    assert_eq!((entry.state.as_str(), entry.owner, entry.rev), ("active", GUILD.to_string(), 1));
    assert!(entry.body.text_at("database").unwrap().contains(&GUILD.to_string()));
}

pub(super) async fn a_guild_on_the_move_is_not_served(stores: &dyn Stores) {
    let id = format!("directory:{GUILD}");
    let entry = Record { kind: "directory".into(), state: "moving".into(), ..note(&id, json!({})) };
    stores.core().insert(entry).await.unwrap();
    assert!(matches!(stores.guild(GUILD).await, Err(StoreError::Unavailable(_))));
}

pub(super) async fn a_destroyed_database_is_empty(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    let kept = stores.guild(GuildId::new(2)).await.unwrap();
    kept.insert(note("note:1", json!({}))).await.unwrap();
    store.destroy().await.unwrap();
    super::insert_notes(&*store, 3).await;
    store.destroy().await.unwrap();
    assert_eq!(store.get("note:001").await.unwrap(), None);
    store.insert(note("note:001", json!({ "text": "again" }))).await.unwrap();
    assert_eq!(store.get("note:001").await.unwrap().unwrap().body, json!({ "text": "again" }));
    assert_eq!(store.get("note:002").await.unwrap(), None);
    assert!(kept.get("note:1").await.unwrap().is_some());
}

pub(super) async fn a_healthy_store_says_so(stores: &dyn Stores) {
    assert!(!stores.core().health().await.unwrap().engine.is_empty());
    stores.guild(GUILD).await.unwrap().health().await.unwrap();
}

pub(super) async fn a_closed_store_is_unavailable_or_done(stores: &dyn Stores) {
    let store = stores.guild(GUILD).await.unwrap();
    store.insert(note("note:1", json!({}))).await.unwrap();
    stores.close().await;
    stores.close().await;
    match store.get("note:1").await {
        Ok(found) => assert!(found.is_some()),
        Err(error) => assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}"),
    }
}

/// The body of a record that must be there.
pub(super) async fn body_of(store: &dyn DocumentStore, id: &str) -> serde_json::Value {
    store.get(id).await.unwrap().unwrap_or_else(|| panic!("{id:?} is not there")).body.read().unwrap()
}
