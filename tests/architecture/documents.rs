//! Documents: what they say is there, and each invariant that they state has a test that exists.

use super::sources::{none, read, root, rust};

/// The documents that name files of the project.
const DOCUMENTS: [&str; 4] = ["docs/ARCHITECTURE.md", "docs/SECURITY.md", "docs/OPERATING.md", "docs/BOTS.md"];

/// Where a path begins that is one of the project's.
const FOLDERS: [&str; 9] =
    ["src/", "domain/", "commands/", "simulator/", "tests/", "docs/", "config/", ".ci/", "plugins/"];

#[test]
fn every_invariant_names_its_proof() {
    let code: String = rust().into_iter().map(|source| source.text).collect();
    let mut found = Vec::new();
    let mut invariants = 0;
    for document in DOCUMENTS {
        let text = read(document);
        for paragraph in text.split("\n\n").filter(|paragraph| paragraph.contains("**Invariant.**")) {
            invariants += 1;
            let proofs: Vec<&str> = quoted(paragraph).filter(|quoted| quoted.contains("::")).collect();
            let exists = |proof: &&str| code.contains(&format!("fn {}(", proof.rsplit("::").next().unwrap()));
            if proofs.is_empty() || !proofs.iter().all(exists) {
                found.push(format!("{document}: {paragraph}"));
            }
        }
    }
    none("these invariants have no proof, or one that is not there", &found);
    assert!(invariants >= 10, "only {invariants} invariants are stated");
}

#[test]
fn every_file_that_a_document_names_is_there() {
    let mut found = Vec::new();
    for document in DOCUMENTS {
        let text = read(document);
        let paths = quoted(&text).filter(|quoted| FOLDERS.iter().any(|folder| quoted.starts_with(folder)));
        let missing = paths.filter(|path| !path.contains(['*', '<', '{', ' ']) && !root().join(path).exists());
        found.extend(missing.map(|path| format!("{document}: {path}")));
    }
    none("documents name what is not there", &found);
}

#[test]
fn changes_are_told_and_checks_are_one() {
    assert!(read("CHANGELOG.md").contains("\n## Unreleased\n"), "CHANGELOG.md has no place for what comes next");
    for file in ["justfile", ".github/workflows/ci.yml"] {
        assert!(read(file).contains("bash .ci/run"), "{file} checks by itself what .ci/run checks");
    }
}

/// What stands between backticks in one line.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2))
}
