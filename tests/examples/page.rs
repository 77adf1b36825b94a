//! Pages of `docs/` whose commands are run as they stand, and whose answers are compared with what comes.

use std::process::Command;

use serde_json::{Deserializer, Value};

/// A block of commands, and what the page says that it prints.
pub struct Block<'a> {
    pub commands: &'a str,
    pub answer: Option<(&'a str, &'a str)>,
}

/// The blocks of a page, each with the block after it where that is no command.
pub fn blocks(page: &str) -> Vec<Block<'_>> {
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

/// Fails where a block printed something else than its page says.
pub fn answers(commands: &str, printed: &str, (kind, text): (&str, &str)) {
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
pub fn has_curl() -> bool {
    let help = Command::new("curl").args(["--help", "all"]).output();
    help.is_ok_and(|help| String::from_utf8_lossy(&help.stdout).contains("--json"))
}
