//! The environment variables that are set, and which of them sets which key.

use std::collections::BTreeMap;

use toml::Value;

use super::env_file;
use super::error::ConfigError;
use super::layers::{Inputs, Source};

/// Variable and key, by key.
pub(super) const VARIABLES: &[(&str, &str)] = &[
    ("TICKIT_HTTP_ADDRESS", "http.address"),
    ("TICKIT_PUBLIC_URL", "http.public_url"),
    ("TICKIT_TLS_CERTIFICATE", "http.tls.certificate"),
    ("TICKIT_TLS_KEY", "http.tls.key"),
    ("TICKIT_TLS_REDIRECT_ADDRESS", "http.tls.redirect_address"),
    ("TICKIT_TRUSTED_PROXIES", "http.trusted_proxies"),
    ("TICKIT_REGISTRATION", "http.registration"),
    ("TICKIT_INTERACTIONS_PER_SECOND", "http.interactions_per_second"),
    ("TICKIT_REQUESTS_PER_SECOND", "http.requests_per_second"),
    ("TICKIT_WRITES_PER_SECOND", "http.writes_per_second"),
    ("TICKIT_EXPORTS_PER_MINUTE", "http.exports_per_minute"),
    ("TICKIT_SIGN_INS_PER_MINUTE", "http.sign_ins_per_minute"),
    ("TICKIT_DATA_DIR", "store.data_directory"),
    ("MONGODB_URI", "store.mongodb_uri"),
    ("TICKIT_DATABASE_PREFIX", "store.database_prefix"),
    ("DISCORD_API_BASE", "discord.api_base"),
    ("DISCORD_CA_FILE", "discord.ca_file"),
    ("DISCORD_CLIENT_ID", "discord.client_id"),
    ("DISCORD_CLIENT_SECRET", "discord.client_secret"),
    ("ENCRYPTION_KEY", "security.encryption_key"),
    ("ENCRYPTION_IV", "security.encryption_iv"),
    ("ENCRYPTION_KEYS_OLD", "security.encryption_keys_old"),
    ("TICKIT_SEAL_CONTENTS", "security.seal_contents"),
    ("TICKIT_OPERATOR_KEY", "security.operator_key"),
    ("JWT_SECRET", "security.jwt_secret"),
    ("JWT_EXPIRY", "security.jwt_expiry"),
    ("TICKIT_WEBHOOK_NETWORKS", "webhooks.allowed_networks"),
    ("TICKIT_ROLES_FILE", "security.roles_file"),
    ("TICKIT_LOG_FORMAT", "log.format"),
    ("TICKIT_LOG", "log.level"),
];

/// All that are set to more than nothing, by name.
#[derive(Debug)]
pub(super) struct Variables(BTreeMap<String, Variable>);

/// One of them.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) text: String,
    pub(super) source: Source,
}

impl Variables {
    /// Those of the process, and of the files those that no one before has.
    pub(super) fn read(inputs: &Inputs) -> Result<Self, ConfigError> {
        let mut variables = Self(BTreeMap::new());
        variables.add(inputs.variables.clone(), |name| Source::Variable(name.to_owned()));
        for file in inputs.variable_files.iter().filter(|file| file.is_file()) {
            variables.add(env_file::read(file)?, |name| Source::VariableIn(file.clone(), name.to_owned()));
        }
        Ok(variables)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Variable> {
        self.0.get(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    fn add(&mut self, variables: BTreeMap<String, String>, source: impl Fn(&str) -> Source) {
        for (name, text) in variables.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
            let source = source(&name);
            self.0.entry(name).or_insert(Variable { text, source });
        }
    }
}

impl Variable {
    /// What is wrong with the text in the place where it stands. A file's `${…}` would be filled in by other programs.
    pub(super) fn problem(&self) -> Option<ConfigError> {
        let filled_in = matches!(self.source, Source::VariableIn(..)) && self.text.contains("${");
        filled_in.then(|| ConfigError::new("`${…}` is not filled in here", "Write the value out."))
    }
}

/// A variable's text as a value of the same type as the default.
pub(super) fn value_like(default: Option<&Value>, text: &str) -> Value {
    match default {
        Some(Value::Array(_)) => {
            let parts = text.split([',', ' ', '\n']).filter(|part| !part.is_empty());
            Value::Array(parts.map(|part| Value::String(part.to_owned())).collect())
        }
        Some(Value::Integer(_)) => text.trim().parse().map_or_else(|_| Value::String(text.to_owned()), Value::Integer),
        Some(Value::Boolean(_)) => text.trim().parse().map_or_else(|_| Value::String(text.to_owned()), Value::Boolean),
        _ => Value::String(text.trim().to_owned()),
    }
}
