//! What befalls SQLite's files: no room, no permission, broken pages, other programs, too many at once.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::json;
use tickit::store::sqlite::SqliteLimits;
use tickit::store::{Engine, OpenError, SqliteStores, StoreSettings};
use tickit_domain::ids::GuildId;
use tickit_domain::store::{Filter, Record, Selection, StoreError, StoreResult, Stores};

use super::contract::GUILD;
use super::contract_races::all;
use super::note;
use super::sqlite::Directory;

async fn open_within(directory: &Directory, limits: SqliteLimits) -> SqliteStores {
    SqliteStores::open_within(directory.path(), limits).await.unwrap()
}

fn guild_file(directory: &Directory) -> PathBuf {
    let spread = (GUILD.get() >> 22) & 0xff;
    directory.path().join(format!("guilds/{spread:02x}/{GUILD}.db"))
}

#[tokio::test]
async fn records_outlive_the_service() {
    let directory = Directory::new();
    let settings =
        || StoreSettings { engine: Engine::Sqlite { directory: directory.path().into() }, prefix: String::new() };
    for round in 1..=3 {
        let stores = tickit::store::open(settings()).await.unwrap();
        let store = stores.guild(GUILD).await.unwrap();
        assert_eq!(store.increment("seq:ticket", 1).await, Ok(round));
        stores.close().await;
        assert!(guild_file(&directory).is_file());
        let left = fs::read_dir(directory.path()).unwrap().filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_str().unwrap().ends_with("-wal")
        });
        assert_eq!(left.count(), 0, "a file was not closed");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_can_read_the_directory() {
    use std::os::unix::fs::PermissionsExt;
    let directory = Directory::new();
    let stores = open_within(&directory, SqliteLimits::default()).await;
    assert_eq!(fs::metadata(directory.path()).unwrap().permissions().mode() & 0o777, 0o700);
    stores.close().await;
}

#[tokio::test]
async fn a_full_file_refuses_and_recovers() {
    let directory = Directory::new();
    let stores =
        open_within(&directory, SqliteLimits { largest_file_pages: Some(64), ..SqliteLimits::default() }).await;
    let store = stores.guild(GUILD).await.unwrap();
    let fill = |number: usize| note(&format!("note:{number}"), json!({ "text": "x".repeat(10_000) }));
    let mut count = 0;
    let error = loop {
        match store.insert(fill(count)).await {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(&error, StoreError::Unavailable(text) if text.contains("full")), "{error:?}");
    assert!(count > 5, "{count}");
    for number in 0..count {
        assert!(store.get(&format!("note:{number}")).await.unwrap().is_some(), "note:{number} is gone");
    }
    assert_eq!(store.get(&format!("note:{count}")).await, Ok(None));
    store.delete("note:0", None).await.unwrap();
    store.delete("note:1", None).await.unwrap();
    store.insert(fill(count)).await.unwrap();
    store.health().await.unwrap();
    stores.close().await;
}

#[tokio::test]
async fn a_directory_that_cannot_be_one_is_told_at_the_start() {
    let directory = Directory::new();
    fs::write(directory.path(), "a file").unwrap();
    let error = SqliteStores::open(&directory.path().join("data")).await.unwrap_err();
    assert!(matches!(&error, OpenError::Directory { .. }), "{error:?}");
    assert!(error.to_string().contains("data"));
    fs::remove_file(directory.path()).unwrap();
}

#[tokio::test]
async fn a_guild_whose_directory_is_unwritable_leaves_the_others_alone() {
    let directory = Directory::new();
    let stores = open_within(&directory, SqliteLimits::default()).await;
    // Something else has the name that the guild's directory would have.
    let blocked = guild_file(&directory).parent().unwrap().to_owned();
    fs::create_dir_all(blocked.parent().unwrap()).unwrap();
    fs::write(&blocked, "in the way").unwrap();
    let store = stores.guild(GUILD).await.unwrap();
    assert!(matches!(store.insert(note("note:1", json!({}))).await, Err(StoreError::Unavailable(_))));
    assert!(matches!(store.health().await, Err(StoreError::Unavailable(_))));
    stores.guild(GuildId::new(2)).await.unwrap().insert(note("note:1", json!({}))).await.unwrap();
    fs::remove_file(&blocked).unwrap();
    assert_eq!(store.insert(note("note:1", json!({}))).await.unwrap().rev, 1);
    stores.close().await;
}

#[tokio::test]
async fn a_file_that_is_no_database_is_corrupt_and_left_alone() {
    let directory = Directory::new();
    let stores = open_within(&directory, SqliteLimits::default()).await;
    let path = guild_file(&directory);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let contents = "this was never a database ".repeat(1000);
    fs::write(&path, &contents).unwrap();
    let store = stores.guild(GUILD).await.unwrap();
    assert_corrupt(&store.get("note:1").await);
    assert_corrupt(&store.insert(note("note:1", json!({}))).await);
    assert_corrupt(&store.health().await);
    stores.core().health().await.unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), contents);
    stores.close().await;
}

#[tokio::test]
async fn broken_pages_are_corrupt_and_health_says_so() {
    let directory = Directory::new();
    let stores = open_within(&directory, SqliteLimits::default()).await;
    let store = stores.guild(GUILD).await.unwrap();
    for number in 0..50 {
        store.insert(note(&format!("note:{number:02}"), json!({ "text": "x".repeat(2000) }))).await.unwrap();
    }
    stores.close().await;
    let mut contents = fs::read(guild_file(&directory)).unwrap();
    contents[4096..].fill(0xa5);
    fs::write(guild_file(&directory), contents).unwrap();

    let stores = open_within(&directory, SqliteLimits::default()).await;
    let store = stores.guild(GUILD).await.unwrap();
    assert_corrupt(&store.get("note:25").await);
    assert_corrupt(&store.health().await);
    assert_corrupt(&store.insert(note("note:99", json!({}))).await);
    store.destroy().await.unwrap();
    store.health().await.unwrap();
    store.insert(note("note:99", json!({}))).await.unwrap();
    stores.close().await;
}

#[tokio::test]
async fn a_file_of_a_newer_version_is_not_touched() {
    let directory = Directory::new();
    let stores = open_within(&directory, SqliteLimits::default()).await;
    let path = guild_file(&directory);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let store = stores.guild(GUILD).await.unwrap();
    let error = store.insert(note("note:1", json!({}))).await.unwrap_err();
    assert!(matches!(&error, StoreError::Corrupt(text) if text.contains("newer")), "{error:?}");
    assert_corrupt(&store.get("note:1").await);
    stores.close().await;
}

#[tokio::test]
async fn another_program_on_the_file_is_waited_for_within_the_deadline() {
    let directory = Directory::new();
    let stores = open_within(&directory, SqliteLimits::default()).await;
    let store = stores.guild(GUILD).await.unwrap();
    store.insert(note("note:1", json!({}))).await.unwrap();
    let program = Connection::open(guild_file(&directory)).unwrap();
    program.execute_batch("BEGIN IMMEDIATE").unwrap();
    let began = Instant::now();
    let outcomes = all(8, |task| {
        let store = Arc::clone(&store);
        async move { store.insert(note(&format!("other:{task}"), json!({}))).await }
    })
    .await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Err(StoreError::Unavailable(_)))), "{outcomes:?}");
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    // Reads go on meanwhile.
    assert!(store.get("note:1").await.unwrap().is_some());
    program.execute_batch("ROLLBACK").unwrap();
    for task in 0..8 {
        assert_eq!(store.get(&format!("other:{task}")).await, Ok(None));
    }
    assert_eq!(store.insert(note("other:0", json!({}))).await.unwrap().rev, 1);
    stores.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_cannot_keep_up_refuses_or_leaves_a_doubt_that_is_settled() {
    let directory = Directory::new();
    open_within(&directory, SqliteLimits::default()).await.close().await;
    let limits = SqliteLimits { deadline: Duration::from_millis(50), ..SqliteLimits::default() };
    let stores = open_within(&directory, limits).await;
    let store = stores.core();
    let text = "x".repeat(10_000_000);
    let large = |task: usize| Record {
        owner: format!("note:{task}"),
        ..note(&format!("note:{task}"), json!({ "text": text }))
    };
    let outcomes = all(12, |task| {
        let (store, record) = (Arc::clone(&store), large(task));
        async move { (task, store.insert(record).await) }
    })
    .await;
    assert!(outcomes.iter().any(|(_, outcome)| outcome.is_err()), "120 MB were written in a twentieth of a second");
    // Once the writer is through with what it had taken up, each outcome stands.
    while store.health().await.is_err() {}
    for (task, outcome) in &outcomes {
        let id = format!("note:{task}");
        let range = Selection::Filter(Filter { kind: "note".into(), owner: Some(id), ..Filter::default() });
        let found = store.count(&range).await;
        match outcome {
            Ok(_) => assert_eq!(found, Ok(1), "an acknowledged record is lost"),
            Err(StoreError::Unavailable(why)) => assert_eq!(found, Ok(0), "a refused record was stored: {why}"),
            Err(StoreError::Ambiguous(_)) => assert!(found.is_ok()),
            Err(error) => panic!("{error}"),
        }
    }
    stores.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_guilds_than_files_may_be_open_are_served() {
    let directory = Directory::new();
    let stores = Arc::new(open_within(&directory, SqliteLimits { open_files: 4, ..SqliteLimits::default() }).await);
    let mut kept = Vec::new();
    for guild in 1..=12 {
        kept.push(stores.guild(GuildId::new(guild << 22)).await.unwrap());
    }
    let written = all(12, |place| {
        let store = Arc::clone(&kept[place]);
        async move {
            for number in 0..10 {
                store.insert(note(&format!("note:{number}"), json!({ "guild": place }))).await.unwrap();
            }
        }
    });
    written.await;
    for (place, store) in kept.iter().enumerate() {
        for number in 0..10 {
            assert_eq!(store.get(&format!("note:{number}")).await.unwrap().unwrap().body, json!({ "guild": place }));
        }
        assert!(stores.open_files() <= 4, "{} files are open", stores.open_files());
    }
    stores.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_and_writes_meet_a_destroyed_file() {
    let directory = Directory::new();
    let stores = open_within(&directory, SqliteLimits::default()).await;
    let store = stores.guild(GUILD).await.unwrap();
    for round in 0..10 {
        let id = format!("note:{round}");
        let inserted = store.insert(note(&id, json!({}))).await.unwrap();
        let (destroyed, read) = tokio::join!(store.destroy(), store.get(&id));
        assert_eq!(destroyed, Ok(()));
        assert!([Ok(None), Ok(Some(inserted))].contains(&read), "{read:?}");
        assert_eq!(store.get(&id).await, Ok(None), "what was destroyed can be read");
    }
    stores.close().await;
}

#[track_caller]
fn assert_corrupt<T: std::fmt::Debug>(outcome: &StoreResult<T>) {
    assert!(matches!(outcome, Err(StoreError::Corrupt(_))), "{outcome:?}");
}
