//! `docs/BOTS.md`: each command in it is run as it stands, in its order, and what the page says of its answer is true.

use std::collections::BTreeSet;
use std::fs::{read_dir, read_to_string};
use std::path::Path;

use super::owner::Owner;
use super::page::{Block, answers, blocks, has_curl};
use super::program::skipped;

const PAGE: &str = include_str!("../../docs/BOTS.md");

/// The page about tickets, which has the problems that are theirs alone.
const TICKETS: &str = include_str!("../../docs/API.md");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_command_on_the_page_for_owners_of_bots_does_what_the_page_says() {
    if !has_curl() {
        let _: Option<()> = skipped("document", "needs bash, and curl 7.82 or later");
        return;
    }
    let (blocks, mut owner) = (blocks(PAGE), Owner::new().await);
    assert!(blocks.len() >= 20, "only {} blocks are on the page", blocks.len());
    for Block { commands, answer } in blocks {
        let printed = owner.runs(commands).await;
        if let Some(answer) = answer {
            answers(commands, &printed, answer);
        }
    }
    owner.finish().await;
}

/// What the code says that problems are called: a word, and after it the title.
fn codes() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    let files = [root.clone(), root.join("api")].into_iter().flat_map(|folder| read_dir(folder).unwrap());
    let files = files.map(|file| file.unwrap().path()).filter(|path| path.is_file());
    let code: String = files.map(|path| read_to_string(path).unwrap()).collect();
    let literals: Vec<&str> = code.split('"').collect();
    let is_word = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let is_titled = |after: &str, next: &str| {
        let after: String = after.split_whitespace().collect();
        after.starts_with(",title,") || (after == "," && next.starts_with(|first: char| first.is_ascii_uppercase()))
    };
    let words = literals.windows(3).filter(|three| is_word(three[0]) && is_titled(three[1], three[2]));
    words.map(|three| three[0].to_owned()).collect()
}

#[test]
fn the_pages_name_every_problem_and_none_that_there_is_not() {
    let rows = PAGE.lines().chain(TICKETS.lines()).filter(|line| line.starts_with("| 4") || line.starts_with("| 5"));
    let named = rows.flat_map(|row| row.split('|').nth(2).unwrap().split('`').skip(1).step_by(2));
    assert_eq!(named.map(str::to_owned).collect::<BTreeSet<_>>(), codes());
}
