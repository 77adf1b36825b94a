//! What somebody does to the audit log who can write the databases and has no key: all of it shows.

use std::sync::Arc;

use serde_json::{Value, json};
use tickit::store::MemoryStores;
use tickit_domain::desk::Appending;
use tickit_domain::event::{Event, EventKind};
use tickit_domain::store::audit_chain::Misfit;
use tickit_domain::store::{DocumentStore, Record, Stores as _};

use super::audit_chain::{EVENTS, chains, changed, event, fits, happened, link, record, verdict, with_events};
use super::contract::GUILD;
use crate::support::change_body;

/// All that is tried.
const TAMPERINGS: [&str; 12] = [
    "changes an entry",
    "changes who did it",
    "changes an entry and has it appended again",
    "removes what an entry says",
    "removes an entry",
    "removes an entry with its link",
    "has a link name another entry",
    "exchanges two entries",
    "exchanges two entries and their positions",
    "puts an entry in",
    "cuts the end off",
    "removes all",
];

/// Does it, and says what does not fit then.
async fn tampers(how: &str, store: &dyn DocumentStore) -> Misfit {
    match how {
        "changes an entry" => {
            changed(store, &event(30), |body| body["after"]["priority"] = "low".into()).await;
            Misfit::Changed(30, event(30))
        }
        "changes who did it" => {
            changed(store, &event(30), |body| body["actor"]["name"] = "bob".into()).await;
            Misfit::Changed(30, event(30))
        }
        "removes what an entry says" => {
            changed(store, &event(30), |body| (body["before"], body["after"]) = (json!({}), json!({}))).await;
            Misfit::Emptied(30, event(30))
        }
        "removes an entry" => {
            store.delete(&event(30), None).await.unwrap();
            Misfit::Removed(30, event(30))
        }
        "removes an entry with its link" => {
            cuts(store, 30..=30).await;
            Misfit::Missing(30)
        }
        "has a link name another entry" => {
            changed(store, &link(30), |body| body["event"] = event(31).into()).await;
            Misfit::Forged(30)
        }
        "cuts the end off" => {
            cuts(store, 51..=EVENTS).await;
            Misfit::Short(u64::from(EVENTS))
        }
        "removes all" => {
            cuts(store, 1..=EVENTS).await;
            Misfit::Short(u64::from(EVENTS))
        }
        _ => tampers_with_more(how, store).await,
    }
}

async fn tampers_with_more(how: &str, store: &dyn DocumentStore) -> Misfit {
    match how {
        "changes an entry and has it appended again" => {
            let mut record = store.get(&event(30)).await.unwrap().unwrap();
            let rev = record.rev;
            change_body(&mut record, |body| {
                body["after"]["priority"] = "low".into();
                body.as_object_mut().unwrap().remove("position");
            });
            store.replace(Record { state: "new".into(), ..record }, rev).await.unwrap();
            Misfit::Changed(30, event(30))
        }
        "exchanges two entries" => {
            exchanges(store, |_, _| ()).await;
            // The second now stands where the first did.
            Misfit::Missing(30)
        }
        "exchanges two entries and their positions" => {
            let positions = |first: &mut Value, second: &mut Value| {
                (first["position"], second["position"]) = (31.into(), 30.into());
            };
            exchanges(store, positions).await;
            Misfit::Forged(30)
        }
        _ => {
            let forged = Event { position: Some(30), ..happened(1, 61, EventKind::Claimed) };
            store.insert(Record { state: String::new(), ..record(&forged) }).await.unwrap();
            Misfit::Added(event(61))
        }
    }
}

/// Removes entries with their links.
async fn cuts(store: &dyn DocumentStore, numbers: std::ops::RangeInclusive<u32>) {
    for number in numbers {
        store.delete(&event(number), None).await.unwrap();
        store.delete(&link(number), None).await.unwrap();
    }
}

/// Has the links 30 and 31 change places, once their bodies were changed.
async fn exchanges(store: &dyn DocumentStore, change: impl FnOnce(&mut Value, &mut Value)) {
    let [one, other] = [30, 31].map(link);
    let bodies = [store.get(&one).await.unwrap().unwrap().body, store.get(&other).await.unwrap().unwrap().body];
    let [mut first, mut second] = bodies.map(|body| body.read::<Value>().unwrap());
    change(&mut first, &mut second);
    changed(store, &one, |body| *body = second).await;
    changed(store, &other, |body| *body = first).await;
}

#[tokio::test]
async fn whatever_is_done_to_the_records_shows_and_the_first_that_does_not_fit_is_named() {
    for how in TAMPERINGS {
        let stores = Arc::new(MemoryStores::default());
        let chains = chains(stores.clone(), "one", "key").await;
        let guild = with_events(&*stores).await;
        assert_eq!(chains.append(Some(GUILD), Appending::New).await.unwrap(), u64::from(EVENTS));
        fits(&chains, u64::from(EVENTS)).await;
        let expected = tampers(how, &*guild).await;
        assert_eq!(verdict(&chains).await.misfit, Some(expected), "somebody {how}");
        // What happens later covers nothing up, unless nothing else was left of the end.
        guild.insert(record(&happened(2, 1, EventKind::Opening))).await.unwrap();
        chains.append(Some(GUILD), Appending::Earlier).await.unwrap();
        assert!(verdict(&chains).await.misfit.is_some(), "somebody {how}, and it is covered up");
    }
}

#[tokio::test]
async fn a_chain_that_was_cut_says_so_for_ever_and_an_end_that_was_noted_elsewhere_shows_more() {
    let stores = Arc::new(MemoryStores::default());
    let chains = chains(stores.clone(), "one", "key").await;
    let guild = with_events(&*stores).await;
    chains.append(Some(GUILD), Appending::New).await.unwrap();
    let end = fits(&chains, 60).await.end.unwrap();
    assert_eq!(chains.verify(Some(GUILD), Some(end.clone()), |_| {}).await.unwrap().misfit, None);
    tampers("cuts the end off", &*guild).await;
    for number in 1..=20 {
        guild.insert(record(&happened(2, number, EventKind::Opening))).await.unwrap();
        chains.append(Some(GUILD), Appending::New).await.unwrap();
    }
    assert_eq!(verdict(&chains).await.misfit, Some(Misfit::Cut(51, "60".into())));
    // Somebody who can write the service's own database as well makes it forget how far the chain went.
    let stores = Arc::new(MemoryStores::default());
    let chains = super::audit_chain::chains(stores.clone(), "one", "key").await;
    let guild = with_events(&*stores).await;
    chains.append(Some(GUILD), Appending::New).await.unwrap();
    let end = fits(&chains, 60).await.end.unwrap();
    stores.core().delete(&format!("audit_head:{GUILD}"), None).await.unwrap();
    tampers("cuts the end off", &*guild).await;
    assert_eq!(verdict(&chains).await.misfit, None);
    assert_eq!(chains.verify(Some(GUILD), Some(end), |_| {}).await.unwrap().misfit, Some(Misfit::Short(60)));
}

#[tokio::test]
async fn a_chain_that_was_made_with_another_key_does_not_fit() {
    let (stores, others) = (Arc::new(MemoryStores::default()), Arc::new(MemoryStores::default()));
    let (ours, forgers) = (chains(stores.clone(), "one", "key").await, chains(others.clone(), "two", "other").await);
    let (guild, forged) = (with_events(&*stores).await, with_events(&*others).await);
    ours.append(Some(GUILD), Appending::New).await.unwrap();
    forgers.append(Some(GUILD), Appending::New).await.unwrap();
    for position in 1..=EVENTS {
        let record = forged.get(&link(position)).await.unwrap().unwrap();
        changed(&*guild, &link(position), |body| *body = record.body.read().unwrap()).await;
    }
    assert_eq!(verdict(&ours).await.misfit, Some(Misfit::Forged(1)));
}
