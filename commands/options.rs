//! The options of a slash command, read leniently: by name, each as the kind of value that the action asks for.
//!
//! Shapes by <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-application-command-interaction-data-option-structure>.

use poise::ChoiceParameter;
use serde_json::Value;
use tickit_domain::error::Refusal;

use crate::resolved::{Reading, Resolved};

/// The most options that Discord takes of one command; more were not sent by it
/// (<https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-structure>).
const MOST_OPTIONS: usize = 25;

/// How deep a subcommand may stand: below a group, below a command.
const DEEPEST: usize = 2;

/// What stands for a subcommand and for a group of them among options.
const BRANCHES: [u64; 2] = [1, 2];

/// A command with its options.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    path: Vec<String>,
    values: Vec<(String, Value)>,
    typed: Option<Typed>,
    resolved: Resolved,
}

/// What is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// The option.
    pub option: String,
    /// What it holds so far.
    pub text: String,
}

impl Options {
    /// Reads an interaction's `data`, whatever is in it.
    pub fn from_data(data: &Value) -> Self {
        let mut options = Self { path: vec![name(data)], resolved: Resolved::from_data(data), ..Self::default() };
        let mut level = data;
        while let Some(branch) = given(level).find(|option| is_branch(option)).filter(|_| options.path.len() <= DEEPEST)
        {
            options.path.push(name(branch));
            level = branch;
        }
        for option in given(level).take(MOST_OPTIONS).filter(|option| !is_branch(option)) {
            let value = option.get("value").cloned().unwrap_or_default();
            if option.get("focused") == Some(&Value::Bool(true)) {
                options.typed = Some(Typed { option: name(option), text: in_words(&value) });
            }
            options.values.push((name(option), value));
        }
        options
    }

    /// The command's own name: `ticket`.
    pub fn command(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }

    /// Its full name: `ticket add`.
    pub fn name(&self) -> String {
        self.path.join(" ")
    }

    /// The option that is being typed.
    pub fn typed(&self) -> Option<Typed> {
        self.typed.clone()
    }

    /// An option's value; refused as stale where it is left out or not of that kind, which a client would not send.
    pub fn required<T: Reading>(&self, option: &str) -> Result<T, Refusal> {
        self.optional(option)?.ok_or(Refusal::StaleControl)
    }

    /// An option's value where it was given; refused as stale where it is not of that kind.
    pub fn optional<T: Reading>(&self, option: &str) -> Result<Option<T>, Refusal> {
        let given = self.values.iter().find(|(name, value)| name == option && !value.is_null());
        given.map(|(_, value)| T::read(value, &self.resolved).ok_or(Refusal::StaleControl)).transpose()
    }

    /// Which of a choice's options was chosen; refused as stale where it is none of them.
    pub fn choice<C: ChoiceParameter>(&self, option: &str) -> Result<Option<C>, Refusal> {
        let index = self.optional::<u32>(option)?;
        index.map(|index| C::from_index(index as usize).ok_or(Refusal::StaleControl)).transpose()
    }
}

fn given(level: &Value) -> impl Iterator<Item = &Value> {
    level.get("options").and_then(Value::as_array).into_iter().flatten()
}

fn is_branch(option: &Value) -> bool {
    option.get("type").and_then(Value::as_u64).is_some_and(|kind| BRANCHES.contains(&kind))
}

fn name(of: &Value) -> String {
    of.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What is typed comes as text, also where the option is a number.
fn in_words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tickit_domain::ids::{ChannelId, RoleId, UserId};
    use tickit_domain::whom::Whom;

    use super::*;
    use crate::resolved::Attachment;

    #[test]
    fn options_are_read_below_their_subcommand_and_group() {
        for (data, full) in [
            (json!({ "name": "setup", "options": [{ "name": "x", "type": 3, "value": "1" }] }), "setup"),
            (
                json!({ "name": "ticket", "options": [{ "name": "add", "type": 1, "options": [{ "name": "x", "value": "1" }] }] }),
                "ticket add",
            ),
            (
                json!({ "name": "a", "options": [{ "name": "b", "type": 2, "options": [
                { "name": "c", "type": 1, "options": [{ "name": "x", "type": 3, "value": "1" }] }] }] }),
                "a b c",
            ),
        ] {
            let options = Options::from_data(&data);
            assert_eq!(options.name(), full);
            assert_eq!(options.required("x"), Ok("1".to_owned()), "{full}");
        }
    }

    #[test]
    fn each_kind_of_value_is_read() {
        let options = Options::from_data(&json!({ "name": "all", "options": [
            { "name": "text", "type": 3, "value": "hello" }, { "name": "whole", "type": 4, "value": 7 },
            { "name": "number", "type": 10, "value": 0.5 }, { "name": "truth", "type": 5, "value": true },
            { "name": "user", "type": 6, "value": "11" }, { "name": "channel", "type": 7, "value": "12" },
            { "name": "role", "type": 8, "value": "13" }, { "name": "someone", "type": 9, "value": "11" },
            { "name": "some", "type": 9, "value": "13" }, { "name": "file", "type": 11, "value": "14" },
        ], "resolved": { "users": { "11": {} }, "roles": { "13": {} }, "attachments": { "14": {
            "filename": "a.png", "url": "https://cdn.example/a.png", "size": 5, "new": [1] } } } }));
        assert_eq!(options.required("text"), Ok("hello".to_owned()));
        assert_eq!(options.required("whole"), Ok(7_i64));
        assert_eq!(options.required("whole"), Ok(7_u32));
        assert_eq!(options.required("number"), Ok(0.5_f64));
        assert_eq!(options.required("truth"), Ok(true));
        assert_eq!(options.required("user"), Ok(UserId::new(11)));
        assert_eq!(options.required("channel"), Ok(ChannelId::new(12)));
        assert_eq!(options.required("role"), Ok(RoleId::new(13)));
        assert_eq!(options.required("someone"), Ok(Whom::User(UserId::new(11))));
        assert_eq!(options.required("some"), Ok(Whom::Role(RoleId::new(13))));
        let file: Attachment = options.required("file").unwrap();
        assert_eq!((file.filename.as_str(), file.size), ("a.png", 5));
    }

    #[test]
    fn what_no_client_sends_is_refused_or_passed_over() {
        let options = Options::from_data(&json!({ "name": "x", "options": [
            { "name": "text", "type": 3, "value": 7 }, { "name": "count", "type": 4, "value": -1 },
            { "name": "user", "type": 6, "value": "me" }, { "name": "none", "value": null }, {}, 7, null,
        ] }));
        assert_eq!(options.required::<String>("text"), Err(Refusal::StaleControl));
        assert_eq!(options.required::<u32>("count"), Err(Refusal::StaleControl));
        assert_eq!(options.optional::<UserId>("user"), Err(Refusal::StaleControl));
        assert_eq!(options.required::<Whom>("user"), Err(Refusal::StaleControl));
        assert_eq!(options.optional::<String>("none"), Ok(None));
        assert_eq!(options.optional::<String>("missing"), Ok(None));
        assert_eq!(options.required::<String>("missing"), Err(Refusal::StaleControl));
    }

    #[test]
    fn more_options_than_discord_has_and_deeper_ones_are_passed_over() {
        let many: Vec<Value> = (0..26).map(|number| json!({ "name": number.to_string(), "value": "x" })).collect();
        let options = Options::from_data(&json!({ "name": "x", "options": many }));
        assert_eq!(options.optional("24"), Ok(Some("x".to_owned())));
        assert_eq!(options.optional::<String>("25"), Ok(None));
        let mut nested = json!([]);
        for _ in 0..100 {
            nested = json!([{ "name": "deeper", "type": 2, "options": nested }]);
        }
        assert_eq!(Options::from_data(&json!({ "name": "x", "options": nested })).name(), "x deeper deeper");
        for nonsense in [json!(null), json!(7), json!([]), json!({ "name": 7, "options": "none" })] {
            assert_eq!(Options::from_data(&nonsense).name(), "", "{nonsense}");
        }
    }

    #[test]
    fn what_is_being_typed_is_known() {
        let options =
            Options::from_data(&json!({ "name": "ticket", "options": [{ "name": "reopen", "type": 1, "options": [
            { "name": "ticket", "type": 4, "value": "4", "focused": true }] }] }));
        assert_eq!(options.typed(), Some(Typed { option: "ticket".into(), text: "4".into() }));
    }
}
