//! MongoDB: the contract, and how an owner finds the records there.

use std::time::{Duration, Instant};

use mongodb::bson::{Bson, Document, doc};
use secrecy::SecretString;
use serde_json::{Value, json};
use tickit::store::{Engine, MongoStores, OpenError, StoreSettings};
use tickit_domain::store::{Record, StoreError, Stores};
use tokio::net::TcpListener;

use super::contract::GUILD;
use super::contract_races::all;
use super::mongo_server::{ANY, Mongo};
use super::{Fixture, note};

contract_on!(Mongo);

#[tokio::test]
async fn each_guild_has_a_database_from_its_first_record_on() {
    let Some(mongo) = Mongo::at(ANY).await else { return };
    assert!(mongo.databases().await.is_empty(), "looking at its health made a database");
    let store = mongo.stores.guild(GUILD).await.unwrap();
    store.get("note:1").await.unwrap();
    store.health().await.unwrap();
    assert_eq!(mongo.databases().await, [mongo.prefix.as_str()]);
    store.insert(note("note:1", json!({}))).await.unwrap();
    let name = format!("{}-guild-{GUILD}", mongo.prefix);
    assert_eq!(mongo.databases().await, [mongo.prefix.as_str(), &name]);
    assert_eq!(mongo.admin.database(&name).list_collection_names().await.unwrap(), ["records"]);
    store.destroy().await.unwrap();
    assert_eq!(mongo.databases().await, [mongo.prefix.as_str()]);
    mongo.end().await;
}

#[tokio::test]
async fn an_owner_can_read_and_edit_the_fields() {
    let Some(mongo) = Mongo::at(ANY).await else { return };
    let store = mongo.stores.guild(GUILD).await.unwrap();
    store.insert(note("note:1", json!({ "subject": "Lost", "tags": ["a"] }))).await.unwrap();
    let records = mongo.admin.database(&format!("{}-guild-{GUILD}", mongo.prefix)).collection::<Document>("records");
    let document = records.find_one(doc! { "body.subject": "Lost", "body.tags": "a" }).await.unwrap().unwrap();
    assert_eq!(document.get_str("_id").unwrap(), "note:1");
    assert!(matches!(document.get("at"), Some(Bson::DateTime(_))));
    // What a shell writes: 32-bit numbers and dates.
    let edit =
        doc! { "$set": { "rev": 1_i32, "body.number": 5_i32, "body.day": mongodb::bson::DateTime::from_millis(0) } };
    records.update_one(doc! { "_id": "note:1" }, edit).await.unwrap();
    let found = store.get("note:1").await.unwrap().unwrap();
    let body: Value = found.body.read().unwrap();
    assert_eq!((found.rev, &body["number"], &body["day"]), (1, &json!(5), &json!("1970-01-01T00:00:00Z")));
    assert_eq!(store.replace(Record { state: "old".into(), ..found }, 1).await.unwrap().rev, 2);
    records.insert_one(doc! { "_id": "note:2", "kind": "note" }).await.unwrap();
    assert!(matches!(store.get("note:2").await, Err(StoreError::Corrupt(_))));
    mongo.end().await;
}

#[tokio::test]
async fn a_database_is_indexed_once_it_has_grown() {
    let Some(mongo) = Mongo::at(ANY).await else { return };
    let store = mongo.stores.guild(GUILD).await.unwrap();
    let indexes = async |name: &str| {
        let records = mongo.admin.database(name).collection::<Document>("records");
        records.list_index_names().await.unwrap().len()
    };
    let name = format!("{}-guild-{GUILD}", mongo.prefix);
    super::insert_notes(&*store, 200).await;
    assert_eq!(indexes(&name).await, 1);
    // No more than it takes, through several tasks, and nothing after: a guild that stops there has its indexes too.
    all(6, |task| {
        let store = store.clone();
        async move {
            for number in 0..50 {
                store.insert(note(&format!("note:{task}:{number}"), json!({}))).await.unwrap();
            }
        }
    })
    .await;
    let began = Instant::now();
    while indexes(&name).await < 3 || indexes(&mongo.prefix).await < 2 {
        assert!(began.elapsed() < Duration::from_secs(20), "the indexes were not made");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    mongo.end().await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = listener.local_addr().unwrap();
    drop(listener);
    assert_unavailable(&format!("mongodb://{nobody}")).await;
}

#[tokio::test]
async fn a_server_that_never_answers_is_unavailable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = listener.local_addr().unwrap();
    let accepting = tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok(connection) = listener.accept().await {
            held.push(connection);
        }
    });
    assert_unavailable(&format!("mongodb://{silent}")).await;
    accepting.abort();
}

async fn assert_unavailable(address: &str) {
    let stores = MongoStores::open(&SecretString::from(address.to_owned()), "tickit").await.unwrap();
    let began = Instant::now();
    let core = stores.core();
    let (read, write, health) = tokio::join!(core.get("1"), core.insert(note("1", json!({}))), core.health());
    assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    assert!(matches!(write, Err(StoreError::Unavailable(_))), "{write:?}");
    assert!(matches!(health, Err(StoreError::Unavailable(_))), "{health:?}");
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    stores.close().await;
}

#[tokio::test]
async fn what_cannot_be_an_address_or_a_prefix_is_said_without_the_password() {
    let open = async |uri: &str, prefix: &str| {
        let engine = Engine::Mongo { uri: SecretString::from(uri.to_owned()) };
        tickit::store::open(StoreSettings { engine, prefix: prefix.into() }).await.unwrap_err()
    };
    for uri in [
        "mongodb://me:hunter2@",
        "mongodb://me:hunter2@host:port/",
        "http://me:hunter2@host",
        "mongodb://me:hun@ter2@h/?w=x&q",
    ] {
        let error = open(uri, "tickit").await;
        assert!(matches!(error, OpenError::Uri(_)), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("hun"), "{error:?}");
    }
    for prefix in ["", "a b", "a.b", "a$b", "a/b", &"x".repeat(37)] {
        assert!(matches!(open("mongodb://127.0.0.1:1", prefix).await, OpenError::Prefix { .. }), "{prefix:?}");
    }
}
