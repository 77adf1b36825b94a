//! From the world to the gateway: events, who gets them, and in which shape.
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::value::RawValue;

use crate::{
    Intents,
    world::{ApplicationId, GuildId},
};

/// An event's `d`, serialized once for all who get it.
pub type Payload = Arc<RawValue>;

/// An event for some bots. The world has already left out the bots that cannot see it; intents are up to the session.
#[derive(Debug, Clone)]
pub struct Dispatch {
    /// The event's `t`.
    pub name: &'static str,
    /// The guild whose shard gets it. Events without one go to shard 0.
    pub guild: Option<GuildId>,
    /// Any of these is needed. Empty: none is.
    pub intents: Intents,
    /// The bots concerned.
    pub recipients: Vec<ApplicationId>,
    /// The event's `d`.
    pub payload: Payload,
    /// The `d` for sessions without `MESSAGE_CONTENT`, if that makes a difference.
    pub without_content: Option<Payload>,
    /// Bots that get `payload` even so: the author, and those who are mentioned.
    pub privy: Vec<ApplicationId>,
}

impl Dispatch {
    /// What a session of this bot with these intents gets; `None` if it does not get the event at all.
    pub fn payload_for(&self, application: ApplicationId, intents: Intents) -> Option<&Payload> {
        if self.intents != Intents::empty() && !intents.intersects(self.intents) {
            return None;
        }
        if intents.contains(Intents::MESSAGE_CONTENT) || self.privy.contains(&application) {
            return Some(&self.payload);
        }
        Some(self.without_content.as_ref().unwrap_or(&self.payload))
    }
}

/// Who gets a bot's events. Called under the world's lock: it must be quick, and must not look at the world.
pub trait Subscriber: Send + Sync + fmt::Debug {
    /// Takes an event; intents and shards are for the subscriber to look at. `false` ends the subscription.
    fn deliver(&self, dispatch: &Arc<Dispatch>) -> bool;

    /// The bot's token was reset: a session with the old one is over (4004).
    fn revoked(&self) {}
}

/// Where sessions subscribe to their bot's events.
#[derive(Debug, Default)]
pub struct Hub {
    subscribers: Mutex<Subscribers>,
}

type Subscribers = HashMap<ApplicationId, Vec<Arc<dyn Subscriber>>>;

impl Hub {
    /// Hands all events for the bot from now on, in order, to the subscriber.
    pub fn subscribe(&self, application: ApplicationId, subscriber: Arc<dyn Subscriber>) {
        self.lock().entry(application).or_default().push(subscriber);
    }

    /// Hands an event to every session of its recipients. Never waits.
    pub fn publish(&self, dispatch: Dispatch) {
        let dispatch = Arc::new(dispatch);
        let mut subscribers = self.lock();
        for application in &dispatch.recipients {
            if let Some(subscribers) = subscribers.get_mut(application) {
                subscribers.retain(|subscriber| subscriber.deliver(&dispatch));
            }
        }
    }

    /// Tells every session of the bot that its token is no longer valid.
    pub fn revoke(&self, application: ApplicationId) {
        for subscriber in self.lock().get(&application).into_iter().flatten() {
            subscriber.revoked();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Subscribers> {
        self.subscribers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
