//! `/ticket close reason:"all done" member:@bob`, read as a client reads it: by the command's own definition.

mod definition;
mod value;
mod words;

use serde_json::{Value, json};

pub use value::{Mentions, wrong_length};
use words::words;

/// What was typed, as the `options` of an interaction.
#[derive(Debug, PartialEq)]
pub struct Typed {
    /// Options, nested in a subcommand and a group where there is one.
    pub options: Vec<Value>,
    /// The ids that options refer to, which `data.resolved` has to hold.
    pub references: Vec<Reference>,
}

/// Something that an option refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A user's id.
    User(String),
    /// A role's id.
    Role(String),
    /// A channel's id.
    Channel(String),
}

/// How complete the text has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The person presses Enter: everything required is there.
    Sent,
    /// The person is still typing the last option, which is marked as focused.
    Typing,
}

/// The words after `/` are a name and its options: the name alone, to look up the definition.
pub fn command_name(text: &str) -> Result<String, String> {
    let text = text.strip_prefix('/').ok_or_else(|| format!("{text:?} does not begin with a slash"))?;
    let name = text.split_whitespace().next().ok_or("a slash alone is no command")?;
    Ok(name.to_owned())
}

/// Reads `text` by `definition`, an application command as it was registered.
///
/// Errors are sentences for whoever wrote the test: what a client would have refused to send.
pub fn typed(text: &str, definition: &Value, mentions: &dyn Mentions, stage: Stage) -> Result<Typed, String> {
    let text = text.strip_prefix('/').unwrap_or(text);
    let all = words(text)?;
    let mut rest = all.get(1..).unwrap_or_default();
    let path = definition::subcommand(definition, &mut rest)?;
    let leaf = path.last().copied().unwrap_or(definition);
    let mut references = Vec::new();
    let mut options = Vec::new();
    for (position, word) in rest.iter().enumerate() {
        let option = definition::option(leaf, word)?;
        let focused = stage == Stage::Typing && position + 1 == rest.len();
        options.push(if focused {
            value::focused(option, word)
        } else {
            value::read(option, word, mentions, &mut references)?
        });
    }
    if stage == Stage::Sent {
        definition::complete(leaf, &options)?;
    }
    for level in path.iter().rev() {
        options = vec![json!({ "name": level["name"], "type": level["type"], "options": options })];
    }
    Ok(Typed { options, references })
}

#[cfg(test)]
mod tests;
