//! Sealed databases: the contract, and that what was said opens in its own place with its own key only.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tickit::crypto::Vault;
use tickit::store::SealedStores;
use tickit::store::memory::{Fault, Faults, MemoryStore, MemoryStores};
use tickit::store::sealed::Progress;
use tickit_domain::ids::GuildId;
use tickit_domain::store::document::WriteTokens;
use tickit_domain::store::{DocumentStore as _, List, Order, Record, Selection, StoreError, Stores, Write};

use super::contract::GUILD;
use super::{Fixture, note};
use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY};

const OTHER_KEY: &str = "5b9d2f7a1c3e8046b1d2c3a4958677e0f1029384a5b6c7d8e9fa0b1c2d3e4f50";

/// Sealed databases in memory.
struct Sealed(Arc<SealedStores>);

impl Fixture for Sealed {
    async fn open() -> Option<Self> {
        Some(Self(on(&Arc::default(), ENCRYPTION_KEY, &[])))
    }

    fn stores(&self) -> Arc<dyn Stores> {
        self.0.clone()
    }

    async fn end(self) {}
}

contract_on!(Sealed, contract:
    a_record_comes_back_as_it_went_in, a_replacement_needs_the_revision, a_deletion_may_name_a_revision,
    many_records_are_read_at_once, a_counter_counts, a_guild_has_its_own_database, a_destroyed_database_is_empty);
contract_on!(Sealed, contract_values:
    any_text_is_an_id, what_is_no_id_is_refused, any_text_is_a_value, numbers_come_back_exactly,
    keys_are_identifiers, a_body_is_an_object, bodies_nest_so_deep);
contract_on!(Sealed, contract_lists:
    a_prefix_lists_by_id, a_kind_lists_by_moment, every_filter_selects, counts_agree_with_lists,
    claims_take_what_is_due, claims_come_due_again);
contract_on!(Sealed, contract_facets: facets_select_together, facets_follow_their_record);
contract_on!(Sealed, golden: records_of_every_version_are_read);
contract_on!(Sealed, contract_batches:
    writes_are_done_in_order, writes_stop_at_the_first_that_is_refused, writes_that_cannot_be_stored_leave_all_undone);

fn on(inner: &Arc<MemoryStores>, key: &str, old: &[&str]) -> Arc<SealedStores> {
    let old: Vec<_> = old.iter().map(|key| (*key).into()).collect();
    let vault = Vault::new(&key.into(), &ENCRYPTION_IV.into(), &old).unwrap();
    Arc::new(SealedStores::new(inner.clone(), Arc::new(vault), true))
}

fn said() -> Record {
    note("note:1", json!({ "text": "in confidence" }))
}

fn all_notes() -> List {
    List { selection: Selection::Prefix("note:".into()), order: Order::Ascending, limit: 1000, after: None }
}

/// The body of a record as the engine keeps it.
fn kept(store: &MemoryStore, id: &str) -> Value {
    store.contents()[id].body.read().unwrap()
}

#[tokio::test]
async fn what_was_said_is_sealed_and_what_was_set_up_is_readable() {
    let inner = Arc::new(MemoryStores::default());
    let stores = on(&inner, ENCRYPTION_KEY, &[]);
    let guild = stores.guild(GUILD).await.unwrap();
    guild.insert(said()).await.unwrap();
    guild.insert(Record { kind: "settings".into(), ..note("settings:1", json!({ "text": "set up" })) }).await.unwrap();
    let job = || Record { kind: "job".into(), ..note("job:1", json!({ "text": "in confidence" })) };
    assert_eq!(stores.core().write_all(vec![Write::Insert(job())]).await.refused, None);
    let raw = inner.memory_guild(GUILD);
    assert_eq!(kept(&raw, "note:1").as_object().unwrap().keys().collect::<Vec<_>>(), ["sealed"]);
    assert_eq!(kept(&raw, "settings:1"), json!({ "text": "set up" }));
    assert!(!format!("{:?}", inner.memory_core().contents()).contains("in confidence"));
    assert_eq!(stores.core().get("job:1").await.unwrap().unwrap().body, json!({ "text": "in confidence" }));
}

#[tokio::test]
async fn what_is_sealed_opens_nowhere_else() {
    let inner = Arc::new(MemoryStores::default());
    let stores = on(&inner, ENCRYPTION_KEY, &[]);
    stores.guild(GUILD).await.unwrap().insert(said()).await.unwrap();
    let sealed = inner.memory_guild(GUILD).contents()["note:1"].clone();
    let other = GuildId::new(7);
    inner.memory_guild(GUILD).insert(Record { id: "note:2".into(), ..sealed.clone() }).await.unwrap();
    inner.memory_guild(other).insert(sealed).await.unwrap();
    for (guild, id) in [(GUILD, "note:2"), (other, "note:1")] {
        let found = stores.guild(guild).await.unwrap().get(id).await;
        assert!(matches!(found, Err(StoreError::Corrupt(_))), "{guild} {id}: {found:?}");
    }
}

#[tokio::test]
async fn a_record_that_cannot_be_opened_is_in_no_others_way_and_stays_as_it_is() {
    let inner = Arc::new(MemoryStores::default());
    on(&inner, OTHER_KEY, &[]).guild(GUILD).await.unwrap().insert(said()).await.unwrap();
    let stores = on(&inner, ENCRYPTION_KEY, &[]);
    let guild = stores.guild(GUILD).await.unwrap();
    guild.insert(note("note:2", json!({ "text": "readable" }))).await.unwrap();
    let raw = inner.memory_guild(GUILD);
    let found = guild.list(&all_notes()).await.unwrap().records;
    assert_eq!(found[1].body, json!({ "text": "readable" }));
    let before = kept(&raw, "note:1");
    guild.replace(found[0].clone(), found[0].rev).await.unwrap();
    assert_eq!(kept(&raw, "note:1"), before);
    let again = on(&inner, ENCRYPTION_KEY, &[OTHER_KEY]).guild(GUILD).await.unwrap();
    assert_eq!(again.get("note:1").await.unwrap().unwrap().body, said().body);
}

#[tokio::test]
async fn what_was_stored_before_it_was_sealed_is_read_and_is_sealed_by_its_next_write() {
    let inner = Arc::new(MemoryStores::default());
    let before = inner.memory_guild(GUILD).insert(said()).await.unwrap();
    let guild = on(&inner, ENCRYPTION_KEY, &[]).guild(GUILD).await.unwrap();
    assert_eq!(guild.get("note:1").await.unwrap(), Some(before.clone()));
    let written = guild.replace(before, 1).await.unwrap();
    assert_eq!(written.body, said().body);
    assert!(!kept(&inner.memory_guild(GUILD), "note:1").to_string().contains("confidence"));
}

#[tokio::test]
async fn what_is_there_is_sealed_anew_however_often_it_is_begun_and_what_is_new_is_left_alone() {
    let inner = Arc::new(MemoryStores::default());
    let tokens = WriteTokens::new("test".into());
    inner.guild(GUILD).await.unwrap();
    let raw = inner.memory_guild(GUILD);
    for number in 0..120 {
        raw.insert(note(&format!("note:{number:03}"), said().body.read().unwrap())).await.unwrap();
    }
    let sealed = |store: &MemoryStore| {
        store.contents().values().filter(|record| record.body.text().starts_with("{\"sealed\"")).count()
    };
    // It ends amid the second page.
    raw.set_faults(Faults { at_call: [(4, Fault::Unavailable)].into(), ..Faults::default() });
    let first = on(&inner, OTHER_KEY, &[]).convert(&tokens, Duration::ZERO, |_| ()).await.unwrap();
    assert_eq!((first.failed, first.written, sealed(&raw)), (1, 50, 50));
    let second = on(&inner, OTHER_KEY, &[]).convert(&tokens, Duration::ZERO, |_| ()).await.unwrap();
    assert_eq!((second.failed, second.written, sealed(&raw)), (0, 70, 120));
    // With another key, while somebody changes one.
    let stores = on(&inner, ENCRYPTION_KEY, &[OTHER_KEY]);
    let mut told = Vec::new();
    let third = stores.convert(&tokens, Duration::ZERO, |progress| told.push(progress.records)).await.unwrap();
    assert_eq!((third.written, third.unreadable), (120, 0));
    assert!(told.is_sorted() && told.len() >= 3, "{told:?}");
    let again = stores.convert(&tokens, Duration::ZERO, |_| ()).await.unwrap();
    assert_eq!(again, Progress { written: 0, ..third });
    let guild = on(&inner, ENCRYPTION_KEY, &[]).guild(GUILD).await.unwrap();
    assert_eq!(guild.get("note:077").await.unwrap().unwrap().body, said().body);
    assert_eq!(on(&inner, OTHER_KEY, &[]).convert(&tokens, Duration::ZERO, |_| ()).await.unwrap().unreadable, 120);
}

#[tokio::test]
async fn who_changes_a_record_while_it_is_sealed_loses_nothing() {
    let inner = Arc::new(MemoryStores::default());
    let (stores, tokens) = (on(&inner, ENCRYPTION_KEY, &[]), WriteTokens::new("test".into()));
    let guild = stores.guild(GUILD).await.unwrap();
    for number in 0..40 {
        let record = note(&format!("note:{number:03}"), json!({ "count": 0 }));
        inner.memory_guild(GUILD).insert(record).await.unwrap();
    }
    let changes = async {
        let mut conflicts = 0;
        for number in 0..40 {
            let id = format!("note:{number:03}");
            loop {
                let record = guild.get(&id).await.unwrap().unwrap();
                tokio::task::yield_now().await;
                let (rev, body) = (record.rev, json!({ "count": 1 }).into());
                match guild.replace(Record { body, ..record }, rev).await {
                    Err(StoreError::Conflict) => conflicts += 1,
                    replaced => break drop(replaced.unwrap()),
                }
            }
        }
        conflicts
    };
    let slow = Faults { delay: Duration::from_millis(2), ..Faults::default() };
    inner.memory_guild(GUILD).set_faults(slow);
    let (conflicts, converted) = tokio::join!(changes, stores.convert(&tokens, Duration::ZERO, |_| ()));
    assert_eq!(converted.unwrap().failed, 0);
    assert!(conflicts <= 40, "each is sealed at most once: {conflicts}");
    for record in guild.list(&all_notes()).await.unwrap().records {
        assert_eq!(record.body, json!({ "count": 1 }), "{}", record.id);
    }
}
