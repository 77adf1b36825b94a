//! Which environment variable sets which key.

use toml::Value;

/// Variable and key, by key.
pub(super) const VARIABLES: &[(&str, &str)] = &[
    ("TICKIT_HTTP_ADDRESS", "http.address"),
    ("TICKIT_PUBLIC_URL", "http.public_url"),
    ("TICKIT_REGISTRATION", "http.registration"),
    ("TICKIT_INTERACTIONS_PER_SECOND", "http.interactions_per_second"),
    ("TICKIT_DATA_DIR", "store.data_directory"),
    ("MONGODB_URI", "store.mongodb_uri"),
    ("TICKIT_DATABASE_PREFIX", "store.database_prefix"),
    ("DISCORD_API_BASE", "discord.api_base"),
    ("DISCORD_CA_FILE", "discord.ca_file"),
    ("ENCRYPTION_KEY", "security.encryption_key"),
    ("ENCRYPTION_IV", "security.encryption_iv"),
    ("ENCRYPTION_KEYS_OLD", "security.encryption_keys_old"),
    ("TICKIT_OPERATOR_KEY", "security.operator_key"),
    ("JWT_SECRET", "security.jwt_secret"),
    ("JWT_EXPIRY", "security.jwt_expiry"),
    ("TICKIT_LOG_FORMAT", "log.format"),
    ("TICKIT_LOG", "log.level"),
];

/// Chooses the environment; not a key of any file.
pub(super) const ENVIRONMENT: &str = "TICKIT_ENV";

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
