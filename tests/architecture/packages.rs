//! Packages: which may know which, what each is built from, and that every dependency says what it is for.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use super::sources::{none, read, root};

/// Each package, and which of the others it may depend on.
const DIRECTION: [(&str, &[&str]); 4] = [
    ("tickit-domain", &[]),
    ("tickit-commands", &["tickit-domain"]),
    ("discord-simulator", &[]),
    ("tickit", &["discord-simulator", "tickit-commands", "tickit-domain"]),
];

/// What each package is built without, however far down.
const ABSENT: [(&str, &[&str]); 3] = [
    (
        "tickit-domain",
        &["serenity", "poise", "axum", "hyper", "reqwest", "mongodb", "rusqlite", "tokio", "rand", "getrandom"],
    ),
    ("tickit-commands", &["axum", "mongodb", "rusqlite", "tickit", "discord-simulator"]),
    ("discord-simulator", &["serenity", "poise", "mongodb", "rusqlite", "tickit", "tickit-domain", "tickit-commands"]),
];

#[test]
fn packages_depend_in_one_direction() {
    let ours: BTreeSet<&str> = DIRECTION.iter().map(|(name, _)| *name).collect();
    let packages = packages();
    assert_eq!(packages.len(), DIRECTION.len(), "a package is missing in the table of directions");
    for (name, may) in DIRECTION {
        let package = packages.iter().find(|package| package["name"] == name).unwrap();
        let found = dependencies(package).filter(|dependency| ours.contains(dependency)).collect::<BTreeSet<_>>();
        assert_eq!(found, may.iter().copied().collect(), "{name} depends on others than it may");
    }
}

#[test]
fn packages_are_built_without_what_is_not_theirs() {
    for (name, absent) in ABSENT {
        let built_from = tree(name);
        let found = absent.iter().filter(|dependency| built_from.contains(**dependency));
        none(&format!("{name} is built from these"), &found.map(ToString::to_string).collect::<Vec<_>>());
    }
}

#[test]
fn commands_ask_nothing_of_drivers_directly() {
    let packages = packages();
    let commands = packages.iter().find(|package| package["name"] == "tickit-commands").unwrap();
    let drivers = ["axum", "hyper", "mongodb", "rand", "reqwest", "rusqlite"];
    let found = dependencies(commands).filter(|dependency| drivers.contains(dependency));
    none("commands depend on drivers", &found.map(str::to_owned).collect::<Vec<_>>());
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest = read("Cargo.toml");
    let (_, shared) = manifest.split_once("[workspace.dependencies]\n").unwrap();
    let lines = shared.lines().take_while(|line| !line.starts_with('['));
    let external = lines.filter(|line| line.contains(" = ") && !line.contains("path ="));
    let silent = external.filter(|line| line.split_once(" # ").is_none_or(|(_, why)| why.trim().is_empty()));
    none("these have no trailing comment", &silent.map(str::to_owned).collect::<Vec<_>>());
}

#[test]
fn versions_and_lints_are_the_workspaces() {
    for manifest in ["Cargo.toml", "domain/Cargo.toml", "commands/Cargo.toml", "simulator/Cargo.toml"] {
        let text = read(manifest);
        assert!(text.contains("[lints]\nworkspace = true"), "{manifest} has lints of its own");
        let mut section = "";
        for line in text.lines() {
            if line.starts_with('[') {
                section = line;
            }
            let own = section.ends_with("dependencies]") && !section.starts_with("[workspace") && line.contains(" = ");
            assert!(
                !own || line.contains("workspace = true"),
                "{manifest}: {line}: the version belongs to the workspace"
            );
        }
    }
}

fn packages() -> Vec<Value> {
    let said = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&said).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// What a package names as its own dependencies, those of its tests aside.
fn dependencies(package: &Value) -> impl Iterator<Item = &str> {
    let all = package["dependencies"].as_array().unwrap().iter();
    all.filter(|dependency| dependency["kind"] != "dev").map(|dependency| dependency["name"].as_str().unwrap())
}

/// All that a package is built from on this machine.
fn tree(package: &str) -> BTreeSet<String> {
    let said = cargo(&["tree", "--package", package, "--edges", "normal", "--prefix", "none", "--format", "{lib} {p}"]);
    let name = |line: &str| Some(line.split_whitespace().nth(1)?.to_owned());
    let built_from: BTreeSet<String> = said.lines().skip(1).filter_map(name).collect();
    assert!(built_from.contains("serde"), "cargo says that {package} is built from {built_from:?}");
    built_from
}

fn cargo(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO")).current_dir(root()).args(arguments).args(["--locked", "--offline"]).output();
    let output = output.unwrap();
    assert!(output.status.success(), "cargo {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
