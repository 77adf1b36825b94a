//! `docs/BOTS.md`: each command in it is run as it stands, in its order, and what the page says of its answer is true.

use std::collections::BTreeSet;
use std::fs::{read_dir, read_to_string};
use std::path::Path;
use std::process::Command;

use serde_json::{Deserializer, Value};

use super::owner::Owner;
use super::program::skipped;

const PAGE: &str = include_str!("../../docs/BOTS.md");

/// A block of commands, and what the page says that it prints.
struct Block<'a> {
    commands: &'a str,
    answer: Option<(&'a str, &'a str)>,
}

/// The blocks of a page, each with the block after it where that is no command.
fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut found: Vec<Block<'_>> = Vec::new();
    for fenced in page.split("\n```").skip(1).step_by(2) {
        let (kind, text) = fenced.split_once('\n').unwrap();
        match (kind, found.last_mut()) {
            ("sh", _) => found.push(Block { commands: text, answer: None }),
            (_, Some(block)) if block.answer.is_none() => block.answer = Some((kind, text)),
            _ => panic!("an answer without a command: {text}"),
        }
    }
    found
}

/// Fails where an answer is not like the page's: the same fields, numbers and words; other texts, names and ids.
fn like(page: &Value, real: &Value, at: &str) {
    match (page, real) {
        (Value::Object(page), Value::Object(real)) => {
            for (name, value) in page {
                like(
                    value,
                    real.get(name).unwrap_or_else(|| panic!("no {at}.{name}: {real:?}")),
                    &format!("{at}.{name}"),
                );
            }
        }
        (Value::Array(page), Value::Array(real)) => {
            assert_eq!(page.is_empty(), real.is_empty(), "{at}: {real:?}");
            page.iter()
                .zip(real)
                .enumerate()
                .for_each(|(index, (page, real))| like(page, real, &format!("{at}[{index}]")));
        }
        (Value::String(page), Value::String(real)) => {
            let is_word = page.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            assert!(!is_word || page == real, "{at} is {real}, not {page}");
        }
        _ => assert_eq!(page, real, "{at}"),
    }
}

fn answers(commands: &str, printed: &str, (kind, text): (&str, &str)) {
    let json = |text: &str| Deserializer::from_str(text).into_iter::<Value>().map(Result::unwrap).last();
    let json = |text: &str| json(text).unwrap_or_else(|| panic!("there is no answer: {commands}"));
    if kind == "json" {
        like(&json(text), &json(printed), "");
    } else if let Some((head, data)) = text.split_once("data: ") {
        let (real_head, real_data) = printed.split_once("data: ").unwrap();
        assert_eq!(real_head.trim(), head.trim(), "{commands}");
        like(&json(data), &json(real_data), "");
    } else {
        assert_eq!(printed.trim(), text.trim(), "{commands}");
    }
}

/// Whether there is a curl that knows `--json`.
fn has_curl() -> bool {
    let help = Command::new("curl").args(["--help", "all"]).output();
    help.is_ok_and(|help| String::from_utf8_lossy(&help.stdout).contains("--json"))
}

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
fn the_page_names_every_problem_and_none_that_there_is_not() {
    let rows = PAGE.lines().filter(|line| line.starts_with("| 4") || line.starts_with("| 5"));
    let named = rows.flat_map(|row| row.split('|').nth(2).unwrap().split('`').skip(1).step_by(2));
    assert_eq!(named.map(str::to_owned).collect::<BTreeSet<_>>(), codes());
}
