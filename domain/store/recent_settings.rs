//! Settings that were read or written a moment ago, so that the presses of a busy guild do not each read them again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::{Clock, Timestamp};
use crate::discord::Place;
use crate::roles::Roles;
use crate::settings::Settings;

/// How long what was read is taken for what is there. Another process may change it meanwhile; this one notes what it
/// writes.
const FRESH: Duration = Duration::from_secs(1);

/// Of so many bots in guilds settings are remembered at once: all that are busy in one second.
const MOST: usize = 2_000;

/// The settings of guilds that are busy.
#[derive(Debug)]
pub struct RecentSettings {
    clock: Arc<dyn Clock>,
    roles: Roles,
    known: Mutex<HashMap<Place, Known>>,
}

#[derive(Debug)]
struct Known {
    rev: u64,
    since: Timestamp,
    settings: Arc<Settings>,
}

impl RecentSettings {
    /// None yet. Those that are read say which role may what by this.
    pub fn new(clock: Arc<dyn Clock>, roles: Roles) -> Self {
        Self { clock, roles, known: Mutex::default() }
    }

    /// Which role may what.
    pub const fn roles(&self) -> &Roles {
        &self.roles
    }

    /// Those of a bot in a guild, if they are fresh.
    pub(super) fn of(&self, at: Place) -> Option<Arc<Settings>> {
        let now = self.clock.now();
        let known = self.known();
        known.get(&at).filter(|known| known.is_fresh(now)).map(|known| Arc::clone(&known.settings))
    }

    /// Notes what was read or written; what was read before somebody wrote is let go.
    pub(super) fn note(&self, at: Place, rev: u64, settings: &Arc<Settings>) {
        let (now, mut known) = (self.clock.now(), self.known());
        if known.get(&at).is_some_and(|known| known.rev > rev && known.is_fresh(now)) {
            return;
        }
        if known.len() >= MOST && !known.contains_key(&at) {
            known.retain(|_, known| known.is_fresh(now));
        }
        if known.len() < MOST || known.contains_key(&at) {
            known.insert(at, Known { rev, since: now, settings: Arc::clone(settings) });
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Place, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn is_fresh(&self, now: Timestamp) -> bool {
        now.since(self.since) < FRESH
    }
}
