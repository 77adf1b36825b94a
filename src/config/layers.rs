//! The layers of the configuration, laid over each other, and where each value came from.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::error::ConfigError;
use super::variables::{VARIABLES, Variables, value_like};
use super::{Config, Environment, bots, listing};

/// Where the configuration is read from.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The operator's file, where one was named.
    pub file: Option<PathBuf>,
    /// The file that is read where none was named, if it is there.
    pub usual_file: Option<PathBuf>,
    /// The environment variables.
    pub variables: BTreeMap<String, String>,
    /// Files of more of them, where they are there; the first that has one counts.
    pub variable_files: Vec<PathBuf>,
}

impl Inputs {
    /// This process's own variables, and in its directory `.env.local`, `.env`, and `tickit.toml` unless another file was
    /// named.
    pub fn of_process(file: Option<PathBuf>) -> Self {
        let text = |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value.into_string().ok()?));
        Self {
            file,
            usual_file: Some("tickit.toml".into()),
            variables: std::env::vars_os().filter_map(text).collect(),
            variable_files: vec![".env.local".into(), ".env".into()],
        }
    }

    /// What a variable is set to, in the process or in a file.
    pub fn variable(&self, name: &str) -> Result<Option<String>, ConfigError> {
        Ok(Variables::read(self)?.get(name).map(|variable| variable.text.clone()))
    }
}

/// One variable of this process itself, named by the operator; `None` where it is not set.
pub fn named_variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file that is compiled in.
    BuiltIn(&'static str),
    /// A line of a file.
    Line(PathBuf, usize),
    /// A file as a whole.
    File(PathBuf),
    /// An environment variable.
    Variable(String),
    /// A variable in a file of them.
    VariableIn(PathBuf, String),
}

impl Source {
    /// The variable's name, if it is one.
    pub(super) fn variable(&self) -> Option<&str> {
        match self {
            Self::Variable(name) | Self::VariableIn(_, name) => Some(name),
            Self::BuiltIn(_) | Self::Line(..) | Self::File(_) => None,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(name) => f.write_str(name),
            Self::Line(file, line) => write!(f, "{}:{line}", file.display()),
            Self::File(file) => write!(f, "{}", file.display()),
            Self::Variable(name) => write!(f, "environment variable {name}"),
            Self::VariableIn(file, name) => write!(f, "{}: {name}", file.display()),
        }
    }
}

/// All layers, merged.
#[derive(Debug)]
pub(super) struct Layers {
    pub(super) environment: Environment,
    pub(super) values: Table,
    /// Where each key, table and element came from, by its path: `http.address`, `bots[0].name`.
    pub(super) sources: BTreeMap<String, Source>,
}

/// Reads and merges all layers but generated secrets.
pub(super) fn read(inputs: &Inputs, variables: &Variables) -> Result<Layers, ConfigError> {
    let (environment, chosen_by) = Environment::chosen(variables)?;
    let sources = BTreeMap::from([("environment".to_owned(), chosen_by)]);
    let mut layers = Layers { environment, values: Table::new(), sources };
    layers.add(include_str!("../../config/default.toml"), |_| Source::BuiltIn("default"))?;
    let (name, defaults) = environment.defaults();
    layers.add(defaults, |_| Source::BuiltIn(name))?;
    if let Some(file) = operator_file(inputs)? {
        let text = std::fs::read_to_string(&file).map_err(|error| unreadable(&file, &error))?;
        layers.add(&text, |line| Source::Line(file.clone(), line))?;
    }
    bots::resolve_tokens(&mut layers, variables)?;
    // Checked before variables cover it, so that a mistake does not wait for the day when a variable is gone.
    layers.typed()?;
    layers.add_variables(variables)?;
    Ok(layers)
}

impl Layers {
    /// The merged values as their types; a mistake is blamed on its key and on where that came from.
    pub(super) fn typed(&self) -> Result<Config, ConfigError> {
        let values = Value::Table(self.values.clone());
        let mut config: Config = serde_path_to_error::deserialize(values).map_err(|error| {
            let key = error.path().to_string();
            // A message about a wrong type quotes the value.
            let problem = if listing::is_secret(&key) {
                "not a value that this key can have".to_owned()
            } else {
                error.inner().message().trim().to_owned()
            };
            self.blame(&key, ConfigError::new(problem, "`tickit config --defaults` shows every key and what it takes."))
        })?;
        config.environment = self.environment;
        Ok(config)
    }

    /// The mistake, with the key and the place that is nearest to it.
    pub(super) fn blame(&self, key: &str, error: ConfigError) -> ConfigError {
        let error = error.of_key(key);
        match self.source(key) {
            Some(source) => error.found_in(source.clone()),
            None => error,
        }
    }

    /// Where a key's value came from, or else the table around it.
    pub(super) fn source(&self, key: &str) -> Option<&Source> {
        let mut path = key;
        loop {
            if let Some(source) = self.sources.get(path) {
                return Some(source);
            }
            path = path.get(..path.rfind(['.', '['])?)?;
        }
    }

    /// Lays secrets from a generated file under what the operator gave.
    pub(super) fn add_generated(&mut self, (file, text): &(PathBuf, String)) -> Result<(), ConfigError> {
        let mut generated = Self { environment: self.environment, values: Table::new(), sources: BTreeMap::new() };
        generated.add(text, |line| Source::Line(file.clone(), line))?;
        let Some(Value::Table(secrets)) = generated.values.get("security") else { return Ok(()) };
        for (name, secret) in secrets {
            let key = format!("security.{name}");
            if listing::text_of(&self.values, &key).is_some_and(str::is_empty) {
                set(&mut self.values, &key, secret.clone());
                self.sources.insert(key.clone(), generated.source(&key).unwrap_or(&Source::File(file.clone())).clone());
            }
        }
        Ok(())
    }

    fn add(&mut self, text: &str, source: impl Fn(usize) -> Source) -> Result<(), ConfigError> {
        let line = |offset: usize| text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1);
        let refuse = |error: toml::de::Error| {
            let place = source(error.span().map_or(1, |span| line(span.start)));
            ConfigError::new(error.message().trim(), "This is not TOML: https://toml.io shows the format.")
                .found_in(place)
        };
        let places = DeTable::parse(text).map_err(refuse)?;
        let values: Table = toml::from_str(text).map_err(refuse)?;
        merge(&mut self.values, values, "", &mut self.sources);
        note_table(&mut self.sources, "", places.get_ref(), &|offset| source(line(offset)));
        Ok(())
    }

    fn add_variables(&mut self, variables: &Variables) -> Result<(), ConfigError> {
        for (name, key) in VARIABLES {
            if let Some(variable) = variables.get(name) {
                let value = value_like(listing::value_of(&self.values, key), &variable.text);
                set(&mut self.values, key, value);
                self.sources.retain(|path, _| !path.starts_with(&format!("{key}[")));
                self.sources.insert((*key).to_owned(), variable.source.clone());
                if let Some(problem) = variable.problem() {
                    return Err(self.blame(key, problem));
                }
            }
        }
        Ok(())
    }
}

fn operator_file(inputs: &Inputs) -> Result<Option<PathBuf>, ConfigError> {
    match (&inputs.file, &inputs.usual_file) {
        (Some(file), _) if file.is_file() => Ok(Some(file.clone())),
        (Some(file), _) => Err(ConfigError::new("there is no such file", "Name the file that --config should read.")
            .found_in(Source::File(file.clone()))),
        (None, usual) => Ok(usual.clone().filter(|file| file.is_file())),
    }
}

pub(super) fn unreadable(file: &Path, error: &std::io::Error) -> ConfigError {
    ConfigError::new(format!("the file cannot be read: {error}"), "Let the user that Tickit runs as read it.")
        .found_in(Source::File(file.to_owned()))
}

/// Lays `over` on top: tables key by key, everything else as a whole.
fn merge(under: &mut Table, over: Table, path: &str, sources: &mut BTreeMap<String, Source>) {
    for (name, value) in over {
        let key = joined(path, &name);
        match (under.get_mut(&name), value) {
            (Some(Value::Table(under)), Value::Table(over)) => merge(under, over, &key, sources),
            (_, value) => {
                let within = [format!("{key}."), format!("{key}[")];
                sources.retain(|path, _| !within.iter().any(|within| path.starts_with(within)));
                under.insert(name, value);
            }
        }
    }
}

fn note_table(
    sources: &mut BTreeMap<String, Source>,
    path: &str,
    table: &DeTable<'_>,
    source: &impl Fn(usize) -> Source,
) {
    for (name, value) in table {
        let key = joined(path, name.get_ref());
        sources.insert(key.clone(), source(name.span().start));
        note_value(sources, &key, value.get_ref(), source);
    }
}

fn note_value(
    sources: &mut BTreeMap<String, Source>,
    path: &str,
    value: &DeValue<'_>,
    source: &impl Fn(usize) -> Source,
) {
    match value {
        DeValue::Table(table) => note_table(sources, path, table, source),
        DeValue::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                let key = format!("{path}[{index}]");
                sources.insert(key.clone(), source(element.span().start));
                note_value(sources, &key, element.get_ref(), source);
            }
        }
        _ => {}
    }
}

fn set(values: &mut Table, key: &str, value: Value) {
    match key.split_once('.') {
        Some((section, rest)) => {
            let section = values.entry(section).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(section) = section {
                set(section, rest, value);
            }
        }
        None => {
            values.insert(key.to_owned(), value);
        }
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
