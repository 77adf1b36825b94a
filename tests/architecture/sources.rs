//! The project's own files, and the rules that hold for every one of them.

use std::fs;
use std::path::Path;

/// The longest that a file may be, tests aside.
const MOST_LINES: usize = 300;

/// Words that say nothing about what a file is for.
const EMPTY_WORDS: [&str; 9] = ["manager", "helper", "util", "utils", "common", "misc", "core", "info", "data"];

/// A file of the project.
pub(super) struct Source {
    /// Where it is, from the project's root, with `/`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

impl Source {
    /// The lines that are shipped: without tests, which stand last in a file, and without comments.
    pub fn shipped(&self) -> impl Iterator<Item = &str> {
        let code = self.text.split("\n#[cfg(test)]").next().unwrap_or_default();
        code.lines().filter(|line| !line.trim_start().starts_with("//"))
    }

    /// Whether it is there for tests only.
    pub fn is_test(&self) -> bool {
        ["tests/", "benches/", "examples/"]
            .iter()
            .any(|folder| self.path.starts_with(folder) || self.path.contains(&format!("/{folder}")))
            || self.path.ends_with("/tests.rs")
    }
}

/// The project's root.
pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the project as text.
pub(super) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below these folders whose name ends so.
pub(super) fn files(folders: &[&str], ending: &str) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        walk(&root().join(folder), ending, &mut found);
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(!found.is_empty(), "{folders:?} hold no file that ends in {ending}");
    found
}

/// Every Rust file.
pub(super) fn rust() -> Vec<Source> {
    files(&[""], ".rs")
}

/// Fails with all that was found, where anything was.
pub(super) fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

fn walk(folder: &Path, ending: &str, found: &mut Vec<Source>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() && !is_ours(&name) {
            continue;
        }
        if kind.is_dir() {
            walk(&entry.path(), ending, found);
        } else if kind.is_file() && name.ends_with(ending) {
            found.push(Source { path: from_root(&entry.path()), text: fs::read_to_string(entry.path()).unwrap() });
        }
    }
}

/// Not what tools make, nor what an operator's run leaves behind.
fn is_ours(folder: &str) -> bool {
    let hidden = folder.starts_with('.') && !matches!(folder, ".ci" | ".github");
    !hidden && !matches!(folder, "target" | "node_modules" | "data" | "discord-api-spec")
}

fn from_root(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap();
    path.components().map(|part| part.as_os_str().to_str().unwrap()).collect::<Vec<_>>().join("/")
}

#[test]
fn every_file_opens_with_what_it_is_for() {
    let silent = rust().into_iter().filter(|source| !source.text.starts_with("//! ")).map(|source| source.path);
    none("these do not open with a sentence of purpose", &silent.collect::<Vec<_>>());
}

#[test]
fn no_file_is_too_long_to_see() {
    let long = rust().into_iter().filter(|source| !source.is_test()).filter_map(|source| {
        let lines = source.text.split("\n#[cfg(test)]").next().unwrap_or_default().lines().count();
        (lines > MOST_LINES).then(|| format!("{}: {lines} lines, {MOST_LINES} at most", source.path))
    });
    none("these are too long", &long.collect::<Vec<_>>());
}

#[test]
fn no_lint_is_switched_off_without_a_reason() {
    let forbidden = [concat!("#[al", "low("), concat!("#![al", "low(")];
    let found = rust().into_iter().filter(|source| forbidden.iter().any(|word| source.text.contains(word)));
    none("use #[expect(…, reason = \"…\")] in these", &found.map(|source| source.path).collect::<Vec<_>>());
}

#[test]
fn no_file_is_named_after_nothing() {
    let empty = rust().into_iter().filter(|source| {
        let parts = source.path.trim_end_matches(".rs").split(['/', '_']);
        parts.clone().any(|part| EMPTY_WORDS.contains(&part))
    });
    none("these names say nothing", &empty.map(|source| source.path).collect::<Vec<_>>());
}

#[test]
fn no_unfinished_work_is_left_in_the_code() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!("), concat!("unimplemented", "!(")];
    let mut found = Vec::new();
    for source in rust() {
        for (number, line) in source.text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark)) {
                found.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    none("finish these, or open an issue", &found);
}

#[test]
fn nothing_is_global() {
    let mut found = Vec::new();
    for source in files(&["src", "domain", "commands", "simulator/src"], ".rs") {
        for line in source.shipped() {
            let line = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
            if line.starts_with("static ") || line.contains("thread_local!") || line.contains("lazy_static") {
                found.push(format!("{}: {line}", source.path));
            }
        }
    }
    none("state comes in through app.rs, these are global", &found);
}

#[test]
fn no_file_knows_the_machine_that_it_was_written_on() {
    let homes = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
    let shared = concat!("../sha", "red");
    let mut found = Vec::new();
    for ending in [".rs", ".toml", ".md", ".yml", ".mjs", ".js", ".html", ".css", "run", "justfile", ".ftl", ".json"] {
        for source in files(&[""], ending) {
            for (number, line) in source.text.lines().enumerate() {
                let elsewhere = source.path != ".ci/run" && line.contains(shared);
                if elsewhere || homes.iter().any(|home| line.contains(home)) {
                    found.push(format!("{}:{}: {line}", source.path, number + 1));
                }
            }
        }
    }
    none("these name a place on somebody's machine", &found);
}
