//! No secret leaks: whatever a test's services log, count, record and store is looked through, in every test.
//!
//! A test has one [`Run`], whichever of its threads something happens on. A [`Watch`] is held by all that a service is
//! started with; when it goes, the test fails with what was found. `tests/leaks.rs` shows that it is found.

mod log;
mod secrets;

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::thread;

use secrecy::{ExposeSecret as _, SecretString};
use tickit::config::Config;
use tokio::runtime::{Handle, Id};

use self::secrets::Secrets;
pub use log::logged;

/// How much is kept of the log until it is looked through.
const LOG_KEPT: usize = 256 << 10;

/// A secret that was found where none may be. Its text is not told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// What kind of secret it is.
    pub kind: &'static str,
    /// Where it is.
    pub place: String,
    /// What stands around it, with all secrets struck out.
    near: String,
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}: {:?}", self.kind, self.place, self.near)
    }
}

/// One test: what it knows of secrets, and what was found of them.
#[derive(Debug, Default)]
pub struct Run {
    secrets: Mutex<Secrets>,
    log: Mutex<Vec<u8>>,
    leaks: Mutex<Vec<Leak>>,
    /// Whether one of those who watch asks for what is found, so that the others leave it alone.
    is_asked: AtomicBool,
}

/// Fails the test when it goes, where a secret was found by then.
#[derive(Debug)]
pub struct Watch {
    run: Arc<Run>,
    asks: bool,
}

/// The tests that run, by their runtimes.
static RUNS: Mutex<Vec<(Option<Id>, Weak<Run>)>> = Mutex::new(Vec::new());

/// The runtime that this thread works for.
fn here() -> Option<Id> {
    Handle::try_current().ok().map(|runtime| runtime.id())
}

impl Watch {
    /// Watches this test.
    pub fn begin() -> Self {
        log::begin();
        let (here, mut runs) = (here(), RUNS.lock().unwrap());
        runs.retain(|(_, run)| run.strong_count() > 0);
        if let Some(run) = runs.iter().filter(|(id, _)| *id == here).find_map(|(_, run)| run.upgrade()) {
            return Self { run, asks: false };
        }
        let run = Arc::<Run>::default();
        runs.push((here, Arc::downgrade(&run)));
        Self { run, asks: false }
    }

    /// The same, for a test that leaks on purpose and asks for what was found.
    pub fn asking() -> Self {
        let Self { run, .. } = &Self::begin();
        run.is_asked.store(true, Ordering::Relaxed);
        Self { run: Arc::clone(run), asks: true }
    }

    /// What is watched, for whoever sees more of it.
    pub fn run(&self) -> Arc<Run> {
        Arc::clone(&self.run)
    }

    /// From now on this is a secret.
    pub fn know(&self, kind: &'static str, text: &str) {
        self.run.secrets.lock().unwrap().know(kind, text);
    }

    /// From now on what a service is started with is secret.
    pub fn know_all_of(&self, config: &Config) {
        let security = &config.security;
        for (kind, secret) in [
            ("the encryption key", Some(&security.encryption_key)),
            ("the salt", Some(&security.encryption_iv)),
            ("the operator's key", Some(&security.operator_key)),
            ("the secret of access tokens", security.jwt_secret.as_ref()),
            ("the client secret", config.discord.client_secret.as_ref()),
        ] {
            self.know(kind, secret.map(SecretString::expose_secret).unwrap_or_default());
        }
        for old in security.encryption_keys_old.iter().flat_map(|old| old.expose_secret().split(':')) {
            self.know("an old encryption key", old);
        }
        if let Some(uri) = &config.store.mongodb_uri {
            self.know("MongoDB's password", password(uri.expose_secret()));
        }
    }

    /// The same of what it is given by its environment.
    pub fn know_variable(&self, name: &str, value: &str) {
        let kind = match name {
            "ENCRYPTION_KEY" => "the encryption key",
            "ENCRYPTION_IV" => "the salt",
            "TICKIT_OPERATOR_KEY" => "the operator's key",
            "JWT_SECRET" => "the secret of access tokens",
            "DISCORD_CLIENT_SECRET" => "the client secret",
            "MONGODB_URI" => return self.know("MongoDB's password", password(value)),
            _ => return,
        };
        self.know(kind, value);
    }

    /// The same of what it made for itself in its data directory.
    pub fn know_generated(&self, data: &Path) {
        let text = std::fs::read_to_string(data.join("secrets.toml")).unwrap_or_default();
        for value in text.lines().filter_map(|line| line.split('"').nth(1)) {
            self.know("a secret that was made for an installation", value);
        }
    }

    /// Looks for secrets in what stands somewhere.
    pub fn look(&self, place: &str, bytes: impl AsRef<[u8]>) {
        self.run.look(place, bytes.as_ref());
    }

    /// Looks for secrets in each file of the embedded databases.
    pub fn look_at_databases(&self, data: &Path) {
        for entry in std::fs::read_dir(data).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() {
                self.look_at_databases(&path);
            } else if name.contains(".db") {
                self.look(&name, std::fs::read(path).unwrap_or_default());
            }
        }
    }

    /// All that was found since this was asked.
    pub fn leaks(&self) -> Vec<Leak> {
        let log = std::mem::take(&mut *self.run.log.lock().unwrap());
        self.run.look("the log", &log);
        std::mem::take(&mut *self.run.leaks.lock().unwrap())
    }
}

impl Run {
    /// Something was logged.
    pub fn logged(&self, bytes: &[u8]) {
        let mut log = self.log.lock().unwrap();
        log.extend_from_slice(bytes);
        if log.len() > LOG_KEPT {
            let full = std::mem::take(&mut *log);
            drop(log);
            self.look("the log", &full);
        }
    }

    fn look(&self, place: &str, bytes: &[u8]) {
        let found = self.secrets.lock().unwrap().found_in(bytes);
        if found.is_empty() {
            return;
        }
        let mut told = bytes.to_vec();
        for (_, range) in &found {
            told[range.clone()].fill(b'*');
        }
        let leak = |(kind, range): secrets::Found| {
            let near = &told[range.start.saturating_sub(200)..told.len().min(range.end + 80)];
            Leak { kind, place: place.to_owned(), near: String::from_utf8_lossy(near).into_owned() }
        };
        self.leaks.lock().unwrap().extend(found.into_iter().map(leak));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if self.run.is_asked.load(Ordering::Relaxed) && !self.asks {
            return;
        }
        let leaks: Vec<String> = self.leaks().iter().map(|leak| format!("\n  {leak}")).collect();
        if !leaks.is_empty() {
            let (count, shown) = (leaks.len(), leaks[..leaks.len().min(10)].concat());
            let told = format!("SECRETS LEAKED, {count}, the first of them:{shown}");
            if thread::panicking() {
                log::tell(&told);
            } else {
                panic!("{told}");
            }
        }
    }
}

/// The password in a connection string.
fn password(uri: &str) -> &str {
    let user = uri.split_once("://").and_then(|(_, rest)| rest.split_once('@'));
    user.and_then(|(user, _)| user.split_once(':')).map_or("", |(_, password)| password)
}
