//! What a command's definition allows: its subcommands, its options, and which of them are required.

use serde_json::Value;

use super::words::Word;

const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;

/// Follows the leading words through groups to a subcommand, and takes them off `rest`.
pub fn subcommand<'a>(command: &'a Value, rest: &mut &[Word]) -> Result<Vec<&'a Value>, String> {
    let mut path = Vec::new();
    let mut level = command;
    while options(level).any(is_branch) {
        let Some((word, after)) = rest.split_first() else {
            return Err(format!("{} needs one of: {}", level["name"], names(level)));
        };
        let branch = options(level).find(|option| is_branch(option) && is_named(option, &word.name));
        level = branch
            .ok_or_else(|| format!("{} has no subcommand {:?}, only: {}", level["name"], word.name, names(level)))?;
        path.push(level);
        *rest = after;
    }
    Ok(path)
}

/// The option that a `name:value` names.
pub fn option<'a>(leaf: &'a Value, word: &Word) -> Result<&'a Value, String> {
    let named = options(leaf).find(|option| is_named(option, &word.name));
    named.ok_or_else(|| format!("{} has no option {:?}, only: {}", leaf["name"], word.name, names(leaf)))
}

/// Everything required is there, and nothing twice.
pub fn complete(leaf: &Value, given: &[Value]) -> Result<(), String> {
    for option in options(leaf) {
        let count = given.iter().filter(|value| value["name"] == option["name"]).count();
        if count > 1 {
            return Err(format!("option {} is given {count} times", option["name"]));
        }
        if count == 0 && option["required"] == true {
            return Err(format!("option {} is required", option["name"]));
        }
    }
    Ok(())
}

fn options(level: &Value) -> impl Iterator<Item = &Value> {
    level["options"].as_array().into_iter().flatten()
}

fn is_branch(option: &Value) -> bool {
    matches!(option["type"].as_u64(), Some(SUBCOMMAND | GROUP))
}

/// People type the name that their client shows, which may be a translation.
fn is_named(option: &Value, name: &str) -> bool {
    let translations = option["name_localizations"].as_object().into_iter().flatten();
    option["name"] == name || translations.into_iter().any(|(_, translated)| translated == name)
}

fn names(level: &Value) -> String {
    options(level).filter_map(|option| option["name"].as_str()).collect::<Vec<_>>().join(", ")
}
