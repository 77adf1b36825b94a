//! API keys as the service has them: made, known again without asking the database each time, and revoked.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;
use moka::sync::Cache;
use secrecy::SecretString;
use subtle::ConstantTimeEq as _;
use tickit_domain::actor::Actor;
use tickit_domain::api_key::{ApiKey, KeyId, KeyPermission, KeyScope, ShownKey, digest};
use tickit_domain::clock::{Clock, Timestamp};
use tickit_domain::error::Outcome;
use tickit_domain::ids::BotId;
use tickit_domain::store::Cursor;
use tickit_domain::store::api_keys::{ApiKeys, KeyPage};
use tickit_domain::store::bots::Bots;

use crate::entropy::random_hex;
use crate::foundation::Foundation;
use crate::http::{KeyControl, NewKey, Revoked};

/// So many keys are remembered.
const REMEMBERED: u64 = 10_000;

/// How long a key is known without asking. One that another process revoked opens doors here for as long; one that was
/// revoked here opens none at once.
const KNOWN_FOR: Duration = Duration::from_secs(10);

/// How exactly it is kept when a key was used last.
const USE_NOTED: Duration = Duration::from_mins(1);

/// So many keys that were made in open registrations open a bot's doors; the oldest goes for the next.
const OF_OPEN_REGISTRATION: usize = 5;

/// What such keys are called.
const OPEN_REGISTRATION: &str = "open registration";

/// The keys. Cheap to clone.
#[derive(Debug, Clone)]
pub struct KeyRing {
    keys: ApiKeys,
    bots: Bots,
    clock: Arc<dyn Clock>,
    known: Cache<KeyId, Option<ApiKey>>,
    noted: Cache<KeyId, ()>,
}

impl KeyRing {
    /// The keys in the service's own database.
    pub fn of(foundation: &Foundation) -> Self {
        Self {
            keys: ApiKeys::new(foundation.core()),
            bots: foundation.bots(),
            clock: Arc::clone(&foundation.clock),
            known: Cache::builder().max_capacity(REMEMBERED).time_to_live(KNOWN_FOR).build(),
            noted: Cache::builder().max_capacity(REMEMBERED).time_to_live(USE_NOTED).build(),
        }
    }

    /// Makes the key of a bot whose owner registered it with nothing but its token.
    pub(super) async fn create_for_owner(&self, bot: BotId, actor: &Actor) -> Outcome<(ApiKey, SecretString)> {
        let of_bot = self.keys.of_bot(bot).await?;
        let mut made: Vec<ApiKey> = of_bot.into_iter().filter(|key| key.name == OPEN_REGISTRATION).collect();
        made.sort_by_key(|key| std::cmp::Reverse(key.created_at));
        for key in made.into_iter().skip(OF_OPEN_REGISTRATION - 1) {
            self.revoke(&key.id, false, actor).await?;
        }
        let (name, may) = (OPEN_REGISTRATION.to_owned(), KeyPermission::HOST.into());
        self.create(NewKey { name, scope: KeyScope::Bot(bot), may, lives: None }, actor).await
    }

    /// Makes an invitation the key of a bot; whether it is that bot's now.
    pub(super) async fn bind(&self, id: &KeyId, bot: BotId, actor: &Actor) -> Outcome<bool> {
        let bound = self.keys.bind(id, bot, actor, self.clock.now()).await;
        self.known.invalidate(id);
        bound
    }

    /// Keeps when a key was used, without keeping whoever uses it waiting.
    fn note_use(&self, id: &KeyId, now: Timestamp) {
        if self.noted.contains_key(id) {
            return;
        }
        self.noted.insert(id.clone(), ());
        let (keys, id) = (self.keys.clone(), id.clone());
        tokio::spawn(async move {
            if let Err(error) = keys.note_use(&id, now).await {
                tracing::warn!(key = %id, error = format!("{error:#}"), "it cannot be noted that a key was used");
            }
        });
    }
}

#[async_trait]
impl KeyControl for KeyRing {
    async fn find(&self, shown: &ShownKey) -> Outcome<Option<ApiKey>> {
        let known = if let Some(known) = self.known.get(&shown.id) {
            known
        } else {
            let found = self.keys.get(&shown.id).await?;
            self.known.insert(shown.id.clone(), found.clone());
            found
        };
        let is_it = |key: &ApiKey| bool::from(key.digest.as_bytes().ct_eq(shown.digest.as_bytes()));
        let found = known.filter(is_it);
        let now = self.clock.now();
        if let Some(key) = found.as_ref().filter(|key| key.is_live(now).is_ok()) {
            self.note_use(&key.id, now);
        }
        Ok(found)
    }

    async fn create(&self, new: NewKey, actor: &Actor) -> Outcome<(ApiKey, SecretString)> {
        let name = random_hex::<16>().context("naming the key")?;
        Ok(self.create_once(&name, new, actor).await?.context("another key has this name")?)
    }

    async fn create_once(&self, form: &str, new: NewKey, actor: &Actor) -> Outcome<Option<(ApiKey, SecretString)>> {
        let NewKey { name, scope, may, lives } = new;
        let id = named_by(form).context("naming the key")?;
        let secret = random_hex::<24>().context("making the key")?;
        let (text, now) = (ApiKey::text(&id, &secret), self.clock.now());
        let key = ApiKey {
            id,
            name,
            digest: digest(&secret),
            scope,
            may,
            created_at: now,
            expires_at: lives.map(|lives| now.plus(lives)),
            revoked_at: None,
            last_used_at: None,
        };
        Ok(self.keys.create(key.clone(), actor, now).await?.then(|| (key, text.into())))
    }

    async fn page(&self, limit: usize, after: Option<Cursor>) -> Outcome<KeyPage> {
        Ok(self.keys.page(limit, after).await?)
    }

    async fn revoke(&self, id: &KeyId, forget_token: bool, actor: &Actor) -> Outcome<Option<Revoked>> {
        let now = self.clock.now();
        let Some(key) = self.keys.revoke(id, actor, now).await? else { return Ok(None) };
        self.known.invalidate(id);
        let mut forgotten = Vec::new();
        if forget_token && let KeyScope::Bot(bot) = key.scope {
            let registered = self.bots.get(bot).await?.filter(|bot| bot.registered_by.as_ref() == Some(id));
            if registered.is_some() && self.bots.remove(bot, actor, now).await? {
                forgotten.push(bot);
            }
        }
        Ok(Some(Revoked { key, forgotten }))
    }
}

/// The id of the key that somebody makes by this, whatever it is. An id is public.
fn named_by(text: &str) -> Option<KeyId> {
    KeyId::new(digest(&format!("key id {text}")).get(..16)?)
}
