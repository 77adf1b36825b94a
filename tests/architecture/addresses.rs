//! Addresses: no test contacts anything outside loopback.

use super::sources::{files, none};

/// Hosts that are this machine, or filled in with an address that a server of the test was given.
const LOOPBACK: [&str; 5] = ["127.", "localhost", "[::1]", "{", "0.0.0.0:0"];

/// Hosts that tests name and nobody contacts: where, which, and why not.
const NEVER_CONTACTED: [(&str, &str, &str); 12] = [
    ("tests/api/bots.rs", "tickit.example.org", "a public address that is only shown"),
    ("tests/api/sign_in.rs", "tickets.invalid", "a public address that nobody may sign in by"),
    ("tests/api/types.rs", "example.com", "an image in a message, which nobody fetches"),
    ("tests/config.rs", "user:canary-password@db.internal", "a setting that is only shown, masked"),
    ("tests/dashboard/", "evil.example", "a site whose forms are refused"),
    ("tests/discord/", "example.com", "an image in a message, which nobody fetches"),
    ("tests/gateway/rest_failures.rs", "discord.com", "plain HTTP to it is refused before anything is sent"),
    ("tests/gateway/rest_failures.rs", "10.0.0.1", "it is refused as a base before anything is sent"),
    ("tests/gateway/stops.rs", "gateway.discord.gg", "a simulated Discord names it, and no session follows"),
    ("tests/http/", "tickit.example.org", "a public address that is only shown, and where nobody follows a redirect"),
    ("tests/store/mongo.rs", "me:h", "none of them is an address: they are refused, without being quoted"),
    ("simulator/tests/", "example.com", "text of a message, which nobody follows"),
];

#[test]
fn tests_contact_nothing_outside_loopback() {
    let mut found = Vec::new();
    for source in files(&["tests", "simulator/tests"], ".rs").into_iter().chain(files(&["simulator/tests"], ".mjs")) {
        if source.path.ends_with("architecture/addresses.rs") {
            continue;
        }
        for line in source.text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for scheme in ["http://", "https://", "ws://", "wss://", "mongodb://", "mongodb+srv://"] {
                let hosts = line.match_indices(scheme).map(|(start, _)| &line[start + scheme.len()..]);
                let outside = hosts.filter(|host| is_outside(host) && !is_known(&source.path, host));
                found.extend(outside.map(|host| format!("{}: {scheme}{host}", source.path)));
            }
        }
    }
    none("tests name addresses outside loopback", &found);
}

/// Whether a text begins with a host that is not this machine. A scheme alone is no address.
fn is_outside(host: &str) -> bool {
    let names_one = host.starts_with(|first: char| first.is_alphanumeric() || matches!(first, '[' | '{'));
    names_one && !LOOPBACK.iter().any(|ours| host.starts_with(ours))
}

fn is_known(path: &str, host: &str) -> bool {
    NEVER_CONTACTED.iter().any(|(places, known, _)| path.starts_with(places) && host.starts_with(known))
}
