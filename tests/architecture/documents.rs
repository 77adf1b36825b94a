//! Documents: what they say is there, and each invariant that they state has a test that exists.

use std::collections::BTreeMap;

use super::sources::{none, read, root, rust};

/// The documents that name files of the project.
const DOCUMENTS: [&str; 5] =
    ["docs/ARCHITECTURE.md", "docs/SECURITY.md", "docs/ASVS.md", "docs/OPERATING.md", "docs/BOTS.md"];

/// How a row of docs/ASVS.md says whether it is met, in the order of the summary's columns.
const VERDICTS: [&str; 4] = ["Met. ", "**In part.** ", "**Not met", "*Not applicable.* "];

/// Where a path begins that is one of the project's.
const FOLDERS: [&str; 9] =
    ["src/", "domain/", "commands/", "simulator/", "tests/", "docs/", "config/", ".ci/", "plugins/"];

#[test]
fn every_invariant_names_its_proof() {
    let code = code();
    let mut found = Vec::new();
    let mut invariants = 0;
    for document in DOCUMENTS {
        let text = read(document);
        for paragraph in text.split("\n\n").filter(|paragraph| paragraph.contains("**Invariant.**")) {
            invariants += 1;
            let proofs: Vec<&str> = quoted(paragraph).filter(|quoted| quoted.contains("::")).collect();
            if proofs.is_empty() || !proofs.iter().all(|proof| is_there(&code, proof)) {
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

/// Each requirement of the levels 1 and 2 has a row, the summary adds the rows up, and the tests that they name exist.
#[test]
fn the_page_about_asvs_counts_its_rows_and_names_tests_that_are_there() {
    let (page, code) = (read("docs/ASVS.md"), code());
    let missing = quoted(&page).filter(|quoted| quoted.contains("::") && !is_there(&code, quoted));
    none("docs/ASVS.md names tests that are not there", &missing.map(str::to_owned).collect::<Vec<_>>());
    let rows = page.lines().filter(|line| line.starts_with("| V") || line.starts_with("| all "));
    let rows = rows.map(|line| line.split(" | ").collect::<Vec<_>>());
    let (requirements, summary): (Vec<_>, Vec<_>) = rows.partition(|row| row[0].contains('.'));
    let mut counted: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for row in &requirements {
        let verdict = VERDICTS.iter().position(|verdict| row[2].starts_with(verdict));
        let verdict = verdict.unwrap_or_else(|| panic!("this row says not whether it is met: {row:?}"));
        for sum in [row[0].split('.').next().unwrap(), "| all"] {
            let counts = counted.entry(sum).or_default();
            counts[0] += numbers(row[0]);
            counts[verdict + 1] += numbers(row[0]);
        }
    }
    for row in &summary {
        let said = row[2..].iter().map(|cell| cell.trim_matches([' ', '|']).parse::<usize>().unwrap());
        assert_eq!(said.collect::<Vec<_>>(), counted[row[0]], "left: what the summary says of {}", row[0]);
    }
    assert_eq!((summary.len(), counted["| all"][0]), (18, 253));
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

/// All of the project's code.
fn code() -> String {
    rust().into_iter().map(|source| source.text).collect()
}

/// Whether there is a function of the name in which a path ends.
fn is_there(code: &str, path: &str) -> bool {
    code.contains(&format!("fn {}(", path.rsplit("::").next().unwrap()))
}

/// How many requirements a row is about, such as `V1.2.6 to V1.2.8, V1.3.1`.
fn numbers(cell: &str) -> usize {
    let last = |number: &str| number.rsplit('.').next().unwrap().parse::<usize>().unwrap();
    let of = |part: &str| part.split_once(" to ").map_or(1, |(from, to)| last(to) - last(from) + 1);
    cell.split(", ").map(of).sum()
}
