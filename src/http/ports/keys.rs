//! API keys.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;
use tickit_domain::actor::Actor;
use tickit_domain::api_key::{ApiKey, KeyId, KeyPermission, KeyScope, ShownKey};
use tickit_domain::error::Outcome;
use tickit_domain::ids::BotId;
use tickit_domain::store::Cursor;
use tickit_domain::store::api_keys::KeyPage;

/// Makes keys, knows them again, and revokes them.
#[async_trait]
pub trait KeyControl: Send + Sync + Debug {
    /// The key that was shown, also one that is revoked or over; `None` where there is no such key.
    async fn find(&self, shown: &ShownKey) -> Outcome<Option<ApiKey>>;
    /// Makes a key; with its text, which is not shown again.
    async fn create(&self, new: NewKey, actor: &Actor) -> Outcome<(ApiKey, SecretString)>;
    /// The same by a form, which makes one key however often it is sent; `None` where it made one before.
    async fn create_once(&self, form: &str, new: NewKey, actor: &Actor) -> Outcome<Option<(ApiKey, SecretString)>>;
    /// A page of keys, by id.
    async fn page(&self, limit: usize, after: Option<Cursor>) -> Outcome<KeyPage>;
    /// Revokes a key, and forgets the token that was registered with it if `forget_token` says so; `None` where there is no
    /// such key.
    async fn revoke(&self, id: &KeyId, forget_token: bool, actor: &Actor) -> Outcome<Option<Revoked>>;
}

/// A key to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub scope: KeyScope,
    /// What it may do.
    pub may: BTreeSet<KeyPermission>,
    /// How long it is good for; for ever where nothing is said.
    pub lives: Option<Duration>,
}

/// What was revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// The key.
    pub key: ApiKey,
    /// The bots whose tokens were forgotten.
    pub forgotten: Vec<BotId>,
}
