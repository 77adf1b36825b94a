//! Secrets that Tickit makes for itself except in production, and those that it demands in production.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use toml::Table;

use super::error::ConfigError;
use super::layers::{Layers, Source};
use super::{Config, Environment};
use crate::crypto::{Vault, VaultError};
use crate::entropy::random_hex;

/// An operator's key is at least so long, in characters: 128 bits and more of randomness in any usual encoding.
const OPERATOR_KEY_LENGTH: usize = 32;

/// RFC 7518 asks for a key as long as the hash: 32 bytes for HS256.
const JWT_SECRET_LENGTH: usize = 32;

/// The generated secrets, made where there are none yet.
pub(super) fn read_or_make(directory: &Path) -> Result<(PathBuf, String), ConfigError> {
    if let Some(found) = read(directory)? {
        return Ok(found);
    }
    let file = directory.join("secrets.toml");
    make(directory, &file).map_err(|error| {
        ConfigError::new(
            format!("the generated secrets cannot be written: {error}"),
            "Let the user that Tickit runs as write there, or choose another directory with TICKIT_DATA_DIR.",
        )
        .found_in(Source::File(file))
    })?;
    // Read back also what another process made in the meantime.
    read(directory)?.ok_or_else(|| {
        ConfigError::new("the generated secrets disappeared while they were made", "Start again.")
            .found_in(Source::File(directory.join("secrets.toml")))
    })
}

/// The generated secrets, with those added that were not made yet by the version that made the others.
pub(super) fn complete(directory: &Path) -> Result<(PathBuf, String), ConfigError> {
    let file = directory.join("secrets.toml");
    let text = add_jwt_secret(&file).map_err(|error| {
        ConfigError::new(
            format!("a secret for sign-ins cannot be added: {error}"),
            "Let the user that Tickit runs as write there, or set JWT_SECRET.",
        )
        .found_in(Source::File(file.clone()))
    })?;
    Ok((file, text))
}

/// The generated secrets, if there are any.
pub(super) fn read(directory: &Path) -> Result<Option<(PathBuf, String)>, ConfigError> {
    let file = directory.join("secrets.toml");
    let metadata = match fs::metadata(&file) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(file, &error)),
    };
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let advice = format!("Others may have read it. `chmod 600 {}`, or delete it to start anew.", file.display());
        return Err(ConfigError::new(format!("others can read this file: its mode is {mode:o}"), advice)
            .found_in(Source::File(file)));
    }
    let text = fs::read_to_string(&file).map_err(|error| unreadable(file.clone(), &error))?;
    Ok(Some((file, text)))
}

/// Refuses secrets that are missing or that are none.
pub(super) fn check(config: &Config, layers: &Layers) -> Result<(), ConfigError> {
    let security = &config.security;
    let required = [
        ("security.encryption_key", "ENCRYPTION_KEY", &security.encryption_key),
        ("security.encryption_iv", "ENCRYPTION_IV", &security.encryption_iv),
        ("security.operator_key", "TICKIT_OPERATOR_KEY", &security.operator_key),
    ];
    let missing: Vec<_> = required.iter().filter(|(_, _, secret)| secret.expose_secret().is_empty()).collect();
    if !missing.is_empty() {
        let names: Vec<_> = missing.iter().map(|(key, variable, _)| format!("{key} ({variable})")).collect();
        let error = demanded(config.environment, &names);
        // A line on which the operator left one empty is where to look.
        let left_empty = missing.iter().find(|(key, ..)| matches!(layers.source(key), Some(Source::Line(..))));
        return Err(match left_empty {
            Some((key, ..)) => layers.blame(key, error),
            None => error,
        });
    }
    Vault::new(&security.encryption_key, &security.encryption_iv, &security.encryption_keys_old).map_err(|error| {
        let key = match &error {
            VaultError::Key(_) => "security.encryption_key".to_owned(),
            VaultError::Salt(_) => "security.encryption_iv".to_owned(),
            VaultError::OldKey(index, _) => format!("security.encryption_keys_old[{index}]"),
        };
        let advice = "Make one with `openssl rand -hex 32` (ENCRYPTION_IV: `openssl rand -hex 16`).";
        layers.blame(&key, ConfigError::new(error.to_string(), advice))
    })?;
    let refuse = |key: &'static str| {
        move |problem| layers.blame(key, ConfigError::new(problem, "Make one with `openssl rand -hex 32`."))
    };
    check_operator_key(&security.operator_key).map_err(refuse("security.operator_key"))?;
    security.jwt_secret.as_ref().map_or(Ok(()), check_jwt_secret).map_err(refuse("security.jwt_secret"))
}

fn check_operator_key(key: &SecretString) -> Result<(), &'static str> {
    let key = key.expose_secret();
    if key.len() < OPERATOR_KEY_LENGTH {
        return Err("too short: expected 32 characters or more");
    }
    if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("expected letters, digits and signs without spaces, as an HTTP header takes them");
    }
    if crate::crypto::is_placeholder(key) {
        return Err("this is a placeholder, not a secret");
    }
    Ok(())
}

fn check_jwt_secret(secret: &SecretString) -> Result<(), &'static str> {
    let secret = secret.expose_secret();
    if crate::crypto::is_placeholder(secret) {
        return Err("this is a placeholder, not a secret");
    }
    if secret.len() < JWT_SECRET_LENGTH { Err("too short: expected 32 bytes or more") } else { Ok(()) }
}

fn demanded(environment: Environment, missing: &[String]) -> ConfigError {
    let why = match environment {
        Environment::Production => "production demands it",
        Environment::Development | Environment::Test => "secrets.toml lacks it",
    };
    let advice = "Set each by its environment variable, or in a file that only you can read. `openssl rand -hex 32` \
                  makes one.";
    ConfigError::new(format!("missing: {}: {why}", missing.join(", ")), advice)
}

fn make(directory: &Path, file: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    let text = format!(
        "# Made by Tickit on its first run. Without this file no stored token can be read: keep a copy of it.\n\
         # Only the user that Tickit runs as may read it.\n\
         [security]\nencryption_key = \"{}\"\nencryption_iv = \"{}\"\noperator_key = \"{}\"\n\
         jwt_secret = \"{}\"\n",
        random_hex::<32>()?,
        random_hex::<16>()?,
        random_hex::<32>()?,
        random_hex::<32>()?
    );
    let unfinished = directory.join(format!("secrets.toml.{}", random_hex::<8>()?));
    let written = write_new(&unfinished, &text).and_then(|()| fs::hard_link(&unfinished, file));
    fs::remove_file(&unfinished)?;
    match written {
        // Another process was first: its secrets are the ones.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// Appends the secret unless it is there; the file's text. Locked, so that of several processes one makes it for all.
fn add_jwt_secret(file: &Path) -> io::Result<String> {
    let mut file = OpenOptions::new().read(true).append(true).open(file)?;
    file.lock()?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    let has_it = |text: &str| {
        let values: Option<Table> = toml::from_str(text).ok();
        values.is_some_and(|values| super::listing::value_of(&values, "security.jwt_secret").is_some())
    };
    let line_end = if text.ends_with('\n') { "" } else { "\n" };
    let line = format!("{line_end}jwt_secret = \"{}\"\n", random_hex::<32>()?);
    // Where somebody put another table at the end, it would not be a secret there: its lack is harmless then.
    if !has_it(&text) && has_it(&format!("{text}{line}")) {
        file.write_all(line.as_bytes())?;
        file.sync_all()?;
        text.push_str(&line);
    }
    Ok(text)
}

fn write_new(file: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn unreadable(file: PathBuf, error: &io::Error) -> ConfigError {
    ConfigError::new(format!("the file cannot be read: {error}"), "Let the user that Tickit runs as read it.")
        .found_in(Source::File(file))
}
