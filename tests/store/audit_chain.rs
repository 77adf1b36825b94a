//! The audit log's chain: whatever is done to the records shows, and whatever befalls processes does not.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tickit::crypto::{AuditKey, Vault};
use tickit::store::memory::{Fault, Faults, MemoryStores};
use tickit::store::{SealedStores, SqliteStores};
use tickit_domain::actor::{Cause, Door, Who};
use tickit_domain::clock::Timestamp;
use tickit_domain::desk::{Appending, AuditChains};
use tickit_domain::event::{Event, EventKind};
use tickit_domain::ids::UserId;
use tickit_domain::json_text::JsonText;
use tickit_domain::store::audit_chain::{Misfit, Verdict};
use tickit_domain::store::document::WriteTokens;
use tickit_domain::store::{DocumentStore, List, Order, Record, Selection, Stores};

use super::contract::GUILD;
use super::sqlite::Directory;
use crate::installation::{ENCRYPTION_IV, ENCRYPTION_KEY};
use crate::support::change_body;

const OTHER_KEY: &str = "5b9d2f7a1c3e8046b1d2c3a4958677e0f1029384a5b6c7d8e9fa0b1c2d3e4f50";

/// So many events, more than are appended at once.
pub(super) const EVENTS: u32 = 60;

pub(super) fn vault(key: &str, old: &[&str]) -> Arc<Vault> {
    let old: Vec<_> = old.iter().map(|key| (*key).into()).collect();
    Arc::new(Vault::new(&key.into(), &ENCRYPTION_IV.into(), &old).unwrap())
}

/// The chains of a process, with the key that its databases have or this one.
pub(super) async fn chains(stores: Arc<dyn Stores>, node: &str, key: &str) -> AuditChains {
    let (vault, now) = (vault(ENCRYPTION_KEY, &[]), Timestamp::default());
    let key = AuditKey::read_or_keep(&vault, &*stores.core(), key.into(), now).await.unwrap();
    AuditChains::new(stores, Arc::new(WriteTokens::new(node.into())), Arc::new(key))
}

pub(super) fn happened(ticket: u32, number: u32, kind: EventKind) -> Event {
    Event {
        subject: format!("ticket:{ticket:08}"),
        number,
        kind,
        actor: Who::Member { user: UserId::new(7), name: "alice".into() },
        door: Door::Component,
        cause: Cause::Request(format!("{ticket}-{number}")),
        at: Timestamp::from_millis(i64::from(ticket * 1000 + number)),
        before: json!({ "priority": null, "z": 1.5, "a": [{ "y": 1, "b": "ü" }] }).as_object().unwrap().clone(),
        after: json!({ "priority": "high" }).as_object().unwrap().clone(),
        position: None,
        untold: false,
    }
}

/// An event as it becomes a record.
pub(super) fn record(event: &Event) -> Record {
    Record {
        id: event.id(),
        kind: "event".into(),
        state: "new".into(),
        owner: "user:7".into(),
        at: event.at,
        rev: 0,
        write: format!("write of {}", event.id()),
        schema: 1,
        facets: vec![format!("event:{}", event.kind.name())],
        body: JsonText::of(event).unwrap(),
    }
}

/// Ticket 1 has all the events.
pub(super) async fn with_events(stores: &dyn Stores) -> Arc<dyn DocumentStore> {
    let guild = stores.guild(GUILD).await.unwrap();
    for number in 1..=EVENTS {
        guild.insert(record(&happened(1, number, EventKind::PriorityChanged))).await.unwrap();
    }
    guild
}

pub(super) async fn verdict(chains: &AuditChains) -> Verdict {
    chains.verify(Some(GUILD), None, |_| {}).await.unwrap()
}

/// All of it fits, and so much of it is there.
pub(super) async fn fits(chains: &AuditChains, links: u64) -> Verdict {
    let verdict = verdict(chains).await;
    assert_eq!((verdict.misfit.as_ref(), verdict.checked.links), (None, links), "{verdict:?}");
    verdict
}

pub(super) async fn changed(store: &dyn DocumentStore, id: &str, change: impl FnOnce(&mut Value)) {
    let mut record = store.get(id).await.unwrap().unwrap();
    let rev = record.rev;
    change_body(&mut record, change);
    store.replace(record, rev).await.unwrap();
}

pub(super) fn event(number: u32) -> String {
    format!("event:ticket:00000001:{number:07}")
}

pub(super) fn link(position: u32) -> String {
    format!("audit:{position:012}")
}

#[tokio::test]
async fn what_goes_with_its_ticket_leaves_the_chain_whole() {
    let stores = Arc::new(MemoryStores::default());
    let chains = chains(stores.clone(), "one", "key").await;
    let guild = with_events(&*stores).await;
    for ticket in [2, 3] {
        for (number, kind) in [(1, EventKind::Opening), (2, EventKind::Closed), (3, EventKind::Deleted)] {
            guild.insert(record(&happened(ticket, number, kind))).await.unwrap();
        }
    }
    chains.append(Some(GUILD), Appending::New).await.unwrap();
    guild.delete("event:ticket:00000002:0000001", None).await.unwrap();
    guild.delete("event:ticket:00000002:0000002", None).await.unwrap();
    let empty = |body: &mut Value| (body["before"], body["after"]) = (json!({}), json!({}));
    changed(&*guild, "event:ticket:00000003:0000001", empty).await;
    let Verdict { checked, .. } = fits(&chains, 66).await;
    assert_eq!((checked.deleted, checked.emptied, checked.events, checked.unlinked), (2, 1, 64, 0));
    // A deletion that somebody made up explains nothing.
    guild.delete(&event(5), None).await.unwrap();
    let made_up = Event { position: Some(9), ..happened(1, 61, EventKind::Deleted) };
    guild.insert(Record { state: String::new(), ..record(&made_up) }).await.unwrap();
    assert_eq!(verdict(&chains).await.misfit, Some(Misfit::Removed(5, event(5))));
}

#[tokio::test]
async fn a_process_may_die_or_fail_at_any_call_and_each_event_is_in_the_chain_once() {
    for fault in [Fault::Unavailable, Fault::AnswerLost, Fault::RequestLost] {
        for call in 1..=14 {
            let stores = Arc::new(MemoryStores::default());
            let chains = chains(stores.clone(), "one", "key").await;
            with_events(&*stores).await;
            let faults = Faults { at_call: (call..call + 5).map(|call| (call, fault)).collect(), ..Faults::default() };
            stores.memory_guild(GUILD).set_faults(faults);
            let _ = chains.append(Some(GUILD), Appending::New).await;
            stores.memory_guild(GUILD).set_faults(Faults::default());
            chains.append(Some(GUILD), Appending::New).await.unwrap();
            let Verdict { checked, .. } = fits(&chains, u64::from(EVENTS)).await;
            assert_eq!(checked.unlinked, 0, "{fault:?} at call {call}");
        }
        let stores = Arc::new(MemoryStores::default());
        let chains = chains(stores.clone(), "one", "key").await;
        with_events(&*stores).await;
        let at_call: BTreeMap<u64, Fault> = (3..20).map(|call| (call, fault)).collect();
        stores.memory_core().set_faults(Faults { at_call, ..Faults::default() });
        let _ = chains.append(Some(GUILD), Appending::New).await;
        stores.memory_core().set_faults(Faults::default());
        chains.append(Some(GUILD), Appending::New).await.unwrap();
        fits(&chains, u64::from(EVENTS)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_processes_append_at_once_and_each_event_is_in_the_chain_once() {
    let stores = Arc::new(MemoryStores::default());
    let nodes = ["one", "two", "three"].map(|node| chains(stores.clone(), node, "key"));
    let nodes = futures_util::future::join_all(nodes).await;
    let delay = Duration::from_millis(2);
    stores.memory_guild(GUILD).set_faults(Faults { delay, ..Faults::default() });
    let appending = nodes.iter().map(async |chains| {
        for _ in 0..30 {
            // A node that was overtaken too often tries again.
            let _ = chains.append(Some(GUILD), Appending::New).await;
        }
    });
    tokio::join!(with_events(&*stores), futures_util::future::join_all(appending));
    stores.memory_guild(GUILD).set_faults(Faults::default());
    nodes[0].append(Some(GUILD), Appending::New).await.unwrap();
    let Verdict { checked, .. } = fits(&nodes[1], u64::from(EVENTS)).await;
    assert_eq!(checked.unlinked, 0);
}

#[tokio::test]
async fn what_happened_before_there_was_a_chain_is_put_into_it_once() {
    let stores = Arc::new(MemoryStores::default());
    let chains = chains(stores.clone(), "one", "key").await;
    let guild = stores.guild(GUILD).await.unwrap();
    for number in 1..=EVENTS {
        let earlier = record(&happened(1, number, EventKind::PriorityChanged));
        guild.insert(Record { state: String::new(), ..earlier }).await.unwrap();
    }
    assert_eq!(chains.append(Some(GUILD), Appending::New).await.unwrap(), 0, "nobody looks for them");
    assert_eq!(verdict(&chains).await.checked.unlinked, u64::from(EVENTS));
    guild.insert(record(&happened(2, 1, EventKind::Opening))).await.unwrap();
    assert_eq!(chains.append(Some(GUILD), Appending::New).await.unwrap(), 1);
    assert_eq!(chains.append(Some(GUILD), Appending::Earlier).await.unwrap(), u64::from(EVENTS));
    assert_eq!(chains.append(Some(GUILD), Appending::Earlier).await.unwrap(), 0);
    assert_eq!(fits(&chains, u64::from(EVENTS) + 1).await.checked.unlinked, 0);
}

#[tokio::test]
async fn a_chain_fits_whatever_key_its_events_are_sealed_with() {
    let directory = Directory::new();
    let inner: Arc<dyn Stores> = Arc::new(SqliteStores::open(directory.path()).await.unwrap());
    let stores = Arc::new(SealedStores::new(inner.clone(), vault(ENCRYPTION_KEY, &[]), true));
    let chains = chains(stores.clone(), "one", "key").await;
    with_events(&*stores).await;
    chains.append(Some(GUILD), Appending::New).await.unwrap();
    let end = fits(&chains, u64::from(EVENTS)).await.end;

    let rotated = Arc::new(SealedStores::new(inner.clone(), vault(OTHER_KEY, &[ENCRYPTION_KEY]), true));
    let tokens = Arc::new(WriteTokens::new("rotating".into()));
    // The directory of guilds is the engine's, which knows this one by now.
    assert!(rotated.convert(&tokens, Duration::ZERO, |_| {}).await.unwrap().written >= u64::from(EVENTS));
    let anew = Arc::new(SealedStores::new(inner.clone(), vault(OTHER_KEY, &[]), true));
    AuditKey::seal_anew(&vault(OTHER_KEY, &[ENCRYPTION_KEY]), &*anew.core(), Timestamp::default()).await.unwrap();
    let (core, vault) = (anew.core(), vault(OTHER_KEY, &[]));
    let key = AuditKey::read_or_keep(&vault, &*core, "x".into(), Timestamp::default()).await.unwrap();
    let chains = AuditChains::new(anew.clone(), tokens, Arc::new(key));
    assert_eq!(fits(&chains, u64::from(EVENTS)).await.end, end);
    // Nothing of what happened stands in the links.
    let links =
        List { selection: Selection::Prefix("audit:".into()), order: Order::Ascending, limit: 100, after: None };
    let links = inner.guild(GUILD).await.unwrap().list(&links).await.unwrap().records;
    assert_eq!(links.len(), EVENTS as usize);
    assert!(links.iter().all(|link| !link.body.text().contains("priority") && !link.body.text().contains("alice")));
    inner.close().await;
}
