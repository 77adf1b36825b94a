//! What `tickit config` shows: each key, its value, and where it came from. No secret is in it.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use toml::{Table, Value};

use super::environment::ENVIRONMENT;
use super::layers::{Layers, Source};
use super::variables::{VARIABLES, Variables};

/// Every setting, by key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The settings.
    pub settings: Vec<Setting>,
    /// Variables whose names begin as ours do and that set nothing: perhaps misspelt.
    pub unknown_variables: Vec<String>,
}

/// One key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its path, such as `http.address`.
    pub key: String,
    /// Its value as TOML; masked where it is a secret.
    pub value: String,
    /// Where the value came from.
    pub source: Option<Source>,
}

impl Listing {
    /// Whether somebody said something about a key.
    pub fn sets(&self, key: &str) -> bool {
        self.settings.iter().any(|setting| setting.key == key && setting.value != NOT_SET)
    }

    /// Where the embedded databases are.
    pub fn data_directory(&self) -> Option<PathBuf> {
        let setting = self.settings.iter().find(|setting| setting.key == DATA_DIRECTORY)?;
        let Ok(Value::String(path)) = setting.value.parse() else { return None };
        Some(path.into())
    }

    /// The files that hold secrets and that others than their owner can read.
    pub fn exposed_files(&self) -> BTreeSet<PathBuf> {
        let secrets = self.settings.iter().filter(|setting| is_secret(&setting.key));
        let files = secrets.filter_map(|setting| match &setting.source {
            Some(Source::Line(file, _) | Source::VariableIn(file, _)) => Some(file.clone()),
            _ => None,
        });
        let exposed =
            |file: &PathBuf| std::fs::metadata(file).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0);
        files.filter(exposed).collect()
    }
}

const DATA_DIRECTORY: &str = "store.data_directory";
const SECRETS: [&str; 5] = [
    "security.encryption_key",
    "security.encryption_iv",
    "security.operator_key",
    "security.jwt_secret",
    "discord.client_secret",
];
const NOT_SET: &str = "(not set)";
const MASK: &str = "(secret)";

pub(super) fn list(layers: &Layers, variables: &Variables) -> Listing {
    let environment = Setting {
        key: "environment".to_owned(),
        value: layers.environment.name().to_owned(),
        source: layers.source("environment").cloned(),
    };
    let mut settings = vec![environment];
    list_table(layers, "", &layers.values, &mut settings);
    let used = |name: &String| {
        let a_token = layers.sources.values().any(|source| source.variable() == Some(name));
        a_token || name == ENVIRONMENT || VARIABLES.iter().any(|(variable, _)| variable == name)
    };
    let unknown = variables.names().filter(|name| name.starts_with("TICKIT_") && !used(name));
    Listing { settings, unknown_variables: unknown.cloned().collect() }
}

/// Whether a key's value may be shown to nobody.
pub(super) fn is_secret(key: &str) -> bool {
    let bot_token = key.starts_with("bots[") && key.rsplit_once('.').is_some_and(|(_, field)| field == "token");
    SECRETS.contains(&key) || key.starts_with("security.encryption_keys_old") || bot_token || key == "store.mongodb_uri"
}

/// The value of a key that is in no array.
pub(super) fn value_of<'values>(values: &'values Table, key: &str) -> Option<&'values Value> {
    match key.split_once('.') {
        Some((section, rest)) => value_of(values.get(section)?.as_table()?, rest),
        None => values.get(key),
    }
}

/// The text of a key that is in no array.
pub(super) fn text_of<'values>(values: &'values Table, key: &str) -> Option<&'values str> {
    value_of(values, key).and_then(Value::as_str)
}

fn list_table(layers: &Layers, path: &str, table: &Table, settings: &mut Vec<Setting>) {
    for (name, value) in table {
        let key = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        list_value(layers, key, value, settings);
    }
}

fn list_value(layers: &Layers, key: String, value: &Value, settings: &mut Vec<Setting>) {
    match value {
        Value::Table(table) => list_table(layers, &key, table, settings),
        Value::Array(elements) if elements.iter().any(Value::is_table) => {
            for (index, element) in elements.iter().enumerate() {
                list_value(layers, format!("{key}[{index}]"), element, settings);
            }
        }
        _ => {
            let source = layers.source(&key).cloned();
            settings.push(Setting { value: shown(&key, value), key, source });
        }
    }
}

fn shown(key: &str, value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => NOT_SET.to_owned(),
        Value::Array(elements) if elements.is_empty() => "[]".to_owned(),
        Value::String(uri) if key == "store.mongodb_uri" => without_credentials(uri),
        _ if is_secret(key) => MASK.to_owned(),
        _ => value.to_string(),
    }
}

/// Scheme and hosts only: user, password and options may all be secrets.
fn without_credentials(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once("://") else { return MASK.to_owned() };
    let hosts = rest.split(['/', '?']).next().unwrap_or_default();
    match rest.rsplit_once('@') {
        Some((_, after)) => {
            let hosts = after.split(['/', '?']).next().unwrap_or_default();
            format!("{scheme}://{MASK}@{hosts}")
        }
        None => format!("{scheme}://{hosts}"),
    }
}
