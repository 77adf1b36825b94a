//! Layers: which part of the service sees which, and where each library and each way to a guild's data may be named.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::{Source, files, none};

/// Each part of `src`, and which of the others it sees. `app` and `cli` see all and are seen by nobody else.
const SEES: [(&str, &[&str]); 18] = [
    ("clock", &[]),
    ("config", &["crypto", "entropy"]),
    ("crypto", &[]),
    ("discord", &[]),
    ("entropy", &[]),
    ("foundation", &["clock", "config", "crypto", "entropy", "store"]),
    ("gateway", &["discord"]),
    ("guild_events", &["discord"]),
    ("http", &["config", "interactions", "metrics"]),
    ("interactions", &["discord", "metrics"]),
    ("jobs", &["metrics"]),
    ("main", &["cli"]),
    ("metrics", &[]), // it counts the answers that its port hands over
    ("shutdown", &[]),
    ("store", &["crypto"]), // what was said is sealed in front of every engine
    ("telemetry", &["config"]),
    ("watchdog", &[]),
    ("webhooks", &["metrics"]),
];

/// Where a library may be named in what is shipped.
const NAMED_IN: [(&str, &[&str]); 18] = [
    ("jsonwebtoken", &["src/app/"]),
    ("mongodb", &["src/store/mongo/"]),
    ("rusqlite", &["src/store/sqlite/"]),
    ("axum", &["src/http/"]),
    ("hyper", &["src/http/"]),
    ("hyper_util", &["src/http/"]),
    ("governor", &["src/app/", "src/gateway/", "src/http/"]),
    ("ring", &["src/crypto/", "src/http/", "src/webhooks/"]),
    ("utoipa", &["src/http/"]),
    ("poise", &["commands/"]),
    ("serenity", &["commands/"]),
    ("tokio_tungstenite", &["src/gateway/"]),
    ("rustls", &["src/gateway/", "src/http/"]),
    ("tokio_rustls", &["src/http/"]),
    ("webpki", &["src/http/"]),
    ("aes_gcm", &["src/crypto/"]),
    ("fluent_bundle", &["commands/"]),
    ("discord_simulator", &["src/cli/demo"]),
];

/// Which other parts each part of a folder names.
fn parts_seen(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in files(&[folder], ".rs") {
        let part = part_of(&source.path);
        let others = seen.entry(part.clone()).or_default();
        others.extend(named_parts(&source).into_iter().filter(|other| *other != part));
    }
    seen
}

#[test]
fn parts_of_the_service_see_only_what_they_may() {
    let mut seen = parts_seen("src");
    for free in ["app", "cli", "lib"] {
        seen.remove(free);
    }
    let may: BTreeMap<String, BTreeSet<String>> = SEES
        .iter()
        .map(|(part, others)| ((*part).to_owned(), others.iter().map(ToString::to_string).collect()))
        .collect();
    assert_eq!(seen, may, "left: what is seen; right: the table in this file");
}

#[test]
fn each_library_is_named_in_one_place() {
    let mut found = Vec::new();
    for source in files(&["src", "domain", "commands"], ".rs") {
        for (library, places) in NAMED_IN {
            let allowed = places.iter().any(|place| source.path.starts_with(place));
            if !allowed && source.shipped().any(|line| names(line, library)) {
                found.push(format!("{} names {library}, which belongs to {places:?}", source.path));
            }
        }
    }
    none("libraries are named elsewhere than where they belong", &found);
}

#[test]
fn a_guilds_data_is_reached_only_through_the_desk() {
    let mut found = Vec::new();
    for source in files(&["src", "domain", "commands"], ".rs") {
        let opens = |line: &str| line.contains("stores.guild(") || line.contains("stores().guild(");
        if source.path != "domain/desk/mod.rs" && source.shipped().any(opens) {
            found.push(source.path);
        }
    }
    none("these open a guild's database past the desk", &found);
}

#[test]
fn doors_hold_no_store() {
    let mut found = Vec::new();
    for source in files(&["commands", "src/interactions", "src/guild_events"], ".rs") {
        // An error of the store's is told apart to be explained; nothing else of it is a door's business.
        let stores = |line: &str| line.contains("tickit_domain::store") && !line.contains("store::StoreError");
        if source.shipped().any(stores) {
            found.push(source.path);
        }
    }
    none("these doors reach into the store", &found);
}

#[test]
fn nouns_and_ports_do_not_see_the_desk() {
    let found = files(&["domain"], ".rs")
        .into_iter()
        .filter(|source| !source.path.starts_with("domain/desk/") && source.shipped().any(|line| names(line, "desk")));
    none("these see the desk, which stands on them", &found.map(|source| source.path).collect::<Vec<_>>());
}

#[test]
fn no_parts_of_the_domain_need_each_other() {
    let mut sees = parts_seen("domain");
    assert!(sees.len() > 20, "only {} parts are found", sees.len());
    // Whoever sees nobody that is left is taken away, until nobody is left, or only those that see each other.
    let is_free = |sees: &BTreeMap<String, BTreeSet<String>>, others: &BTreeSet<String>| {
        others.iter().all(|other| !sees.contains_key(other))
    };
    while let Some(free) = sees.iter().find(|(_, others)| is_free(&sees, others)).map(|(part, _)| part.clone()) {
        sees.remove(&free);
    }
    assert!(sees.is_empty(), "among these are some that need each other: {sees:?}");
}

/// `src/http/error.rs` belongs to `http`.
fn part_of(path: &str) -> String {
    let inner = path.trim_start_matches("src/").trim_start_matches("domain/").trim_end_matches(".rs");
    inner.split('/').next().unwrap_or(inner).to_owned()
}

/// The parts that a file names, as `crate::part`, as one of `crate::{…}`, or as `tickit::part`.
fn named_parts(source: &Source) -> BTreeSet<String> {
    let code = source.shipped().collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for prefix in ["crate::", "tickit::"] {
        for (start, _) in code.match_indices(prefix) {
            if code[..start].ends_with(|before: char| before.is_alphanumeric() || matches!(before, '_' | '(')) {
                continue;
            }
            let rest = &code[start + prefix.len()..];
            match rest.strip_prefix('{').and_then(|group| group.split_once('}')) {
                Some((group, _)) => found.extend(group.split(',').map(first_word)),
                None => found.extend([first_word(rest)]),
            }
        }
    }
    found.remove("");
    found
}

fn first_word(text: &str) -> String {
    text.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// Whether a line of code names a crate or module: `word::` that is not the end of a longer word.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(&format!("{word}::")).any(|(start, _)| {
        !line[..start].ends_with(|before: char| before.is_alphanumeric() || matches!(before, '_' | ':' | '"'))
            || line[..start].ends_with("crate::")
    })
}
