//! A secret that leaks anywhere while tests run is found there, and its text is told nowhere.

use std::path::Path;

use tickit_domain::store::{Record, Stores as _};

use crate::installation::{ENCRYPTION_KEY, Installation, OPERATOR_KEY};
use crate::store::mongo_server::{ANY, Mongo};
use crate::store::note;
use crate::support::leaks::{Leak, Watch};
use crate::support::{TestService, TestWorld, eventually};

/// What was found: kinds and places.
fn kinds(leaks: &[Leak]) -> Vec<(&'static str, &str)> {
    leaks.iter().map(|leak| (leak.kind, &*leak.place)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_leaks_into_the_log_is_found_on_whichever_thread_and_level() {
    let watch = Watch::asking();
    let world = TestWorld::seeded(7).await;
    let token = world.bot.token();
    tracing::trace!("began with {token:?}");
    let elsewhere = token.clone();
    tokio::spawn(async move { tracing::error!(token = elsewhere, "refused") }).await.unwrap();
    tokio::task::spawn_blocking(move || tracing::debug!("again {token}")).await.unwrap();
    let leaks = watch.leaks();
    assert_eq!(kinds(&leaks), [("a bot's token", "the log"); 3]);
    for leak in &leaks {
        let told = leak.to_string();
        assert!(!told.contains(&world.bot.token()) && told.contains("****"), "{told}");
    }
    assert_eq!(watch.leaks(), [], "once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_kind_of_secret_is_found_by_its_shape() {
    let watch = Watch::asking();
    let (id, secret) = ("0123456789abcdef", "0123456789abcdef".repeat(3));
    let access = format!("eyJ0eXAiOiJKV1Qi.eyJpc3MiOiJ0aWNr.{}", "Ab1_".repeat(8));
    for (kind, text) in [
        ("an API key", format!("tk_{id}_{secret}")),
        ("what signs in", format!("refresh={id}.{secret}")),
        ("a webhook's secret", format!("whsec_{}", "MfKQ9r8G".repeat(5))),
        ("an access token", access),
        ("what opens an interaction's answer", format!("aW50ZXJhY3Rpb2461234567:{secret}")),
    ] {
        watch.look("a text", format!("before {text} after"));
        let leaks = watch.leaks();
        assert_eq!(kinds(&leaks), [(kind, "a text")]);
        assert!(!format!("{leaks:?}").contains(&text[text.len() - 6..]), "{kind} is struck out as a whole");
        watch.look("a text", &text[..text.len() / 2]);
        assert_eq!(watch.leaks(), [], "half of {kind}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_leaks_into_records_or_the_databases_files_is_found_when_the_service_stops() {
    let watch = Watch::asking();
    let app = TestService::without_setup(7).await;
    let secret = OPERATOR_KEY;
    let event = || Record { kind: "event".into(), ..note("event:bot:0000001", serde_json::json!({ "after": secret })) };
    let error = || Record { kind: "error".into(), ..note("error:0000001", serde_json::json!({ "text": secret })) };
    let other = || Record { kind: "settings".into(), ..note("settings:0", serde_json::json!({ "text": secret })) };
    for record in [event(), error(), other()] {
        app.service.stores().core().insert(record).await.unwrap();
    }
    let world = app.stop_service().await;
    let leaks = watch.leaks();
    let operators = "the operator's key";
    for place in ["the audit log", "the error log", "records, opened"] {
        assert!(kinds(&leaks).contains(&(operators, place)), "{place}: {leaks:?}");
    }
    assert!(
        leaks.iter().all(|leak| leak.place != "the log"),
        "that they cannot be read is said without them: {leaks:?}"
    );
    watch.look_at_databases(&world.settings.data());
    let leaks = watch.leaks();
    assert!(kinds(&leaks).contains(&(operators, "core.db")), "{leaks:?}");
    std::fs::remove_dir_all(world.settings.data()).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_leaks_into_mongodb_is_found_when_its_databases_are_dropped() {
    let Some(mongo) = Mongo::at(ANY).await else { return };
    let watch = Watch::asking();
    watch.know("the operator's key", OPERATOR_KEY);
    mongo.stores.core().insert(note("note:1", serde_json::json!({ "text": OPERATOR_KEY }))).await.unwrap();
    mongo.drop_databases().await;
    assert_eq!(kinds(&watch.leaks()), [("the operator's key", "a dump of MongoDB")]);
}

/// A program that stands where Tickit's does, and says what it should not.
fn leaky(directory: &Path) -> std::path::PathBuf {
    let program = directory.join("leaky");
    let script = "#!/bin/sh\necho \"listening on http://127.0.0.1:9\" >&2\necho \"with $ENCRYPTION_KEY\" >&2\n\
                  echo \"$TICKIT_OPERATOR_KEY\"\n[ \"$1\" != serve ] || exec sleep 60\ncat\n";
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    program
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_leaks_from_a_program_is_found_in_what_it_says_and_how_it_was_started() {
    let (watch, directory) = (Watch::asking(), tempfile::TempDir::new().unwrap());
    let tickit = Installation::in_production().with_program(leaky(directory.path()));
    tickit.run(&["keys", "create"]).await;
    assert_eq!(kinds(&watch.leaks()), [("the encryption key", "standard error")], "a key is for whoever makes it");
    tickit.run(&["check"]).await;
    let leaks = watch.leaks();
    assert_eq!(kinds(&leaks), [("the encryption key", "standard error"), ("the operator's key", "standard output")]);
    assert!(!format!("{leaks:?}").contains(&ENCRYPTION_KEY[..20]), "{leaks:?}");
    let service = tickit.serve().await;
    eventually("it is in the log", || !watch.leaks().is_empty()).await;
    service.kill().await;
    let shell = leaky(directory.path()).display().to_string();
    let service = tickit.with_program("/bin/sh".into());
    service.run(&[&shell, "serve-not", OPERATOR_KEY]).await;
    let leaks = watch.leaks();
    assert!(kinds(&leaks).contains(&("the operator's key", "the list of processes")), "{leaks:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_test_fails_by_a_leak_and_tells_which_secret_and_where_but_not_its_text() {
    let failed = tokio::task::spawn_blocking(|| {
        let watch = Watch::begin();
        watch.know("the operator's key", OPERATOR_KEY);
        watch.look("a file", format!("key = {OPERATOR_KEY}"));
        drop(watch);
    });
    let told = *failed.await.unwrap_err().into_panic().downcast::<String>().unwrap();
    assert!(told.contains("the operator's key in a file: \"key = ****") && !told.contains(OPERATOR_KEY), "{told}");
}
