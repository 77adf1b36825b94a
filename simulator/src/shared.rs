//! What every part of the simulator shares: the world behind its lock, and what is beside it.
use std::{
    net::SocketAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use crate::{
    Clock, Hub, Requests, endpoint::Endpoints, faults::Faults, gateway::Gateway, openapi::Document, rest::Limits,
    world::World,
};

/// One simulator's state. Lock order: the world first, then anything else; nothing waits while it holds the world.
#[derive(Debug)]
pub struct Shared {
    world: Mutex<World>,
    changed: watch::Sender<()>,
    /// Events on their way to sessions.
    pub hub: Hub,
    /// What time it is.
    pub clock: Clock,
    /// What bots asked.
    pub requests: Requests,
    /// Rate limits.
    pub limits: Limits,
    /// The OpenAPI document that requests are held against.
    pub openapi: Document,
    /// Planned faults.
    pub faults: Faults,
    /// The gateway's sessions.
    pub gateway: Gateway,
    /// Interactions over HTTP.
    pub endpoints: Endpoints,
    /// Where the server listens.
    pub address: SocketAddr,
    /// Where bots are told that the gateway is.
    pub gateway_url: String,
}

impl Shared {
    pub(crate) fn new(
        world: World,
        clock: Clock,
        openapi: Document,
        gateway: Gateway,
        endpoints: Endpoints,
        address: SocketAddr,
    ) -> Self {
        Self {
            world: Mutex::new(world),
            changed: watch::Sender::new(()),
            hub: Hub::default(),
            clock,
            requests: Requests::default(),
            limits: Limits::default(),
            openapi,
            faults: Faults::default(),
            gateway,
            endpoints,
            address,
            gateway_url: format!("ws://{address}/gateway"),
        }
    }

    /// Looks at the world.
    pub fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the world, publishes what that caused in order, and wakes those who wait for a condition.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        let result = change(&mut world);
        // Still under the lock, so that sessions get events in the order in which they happened.
        for dispatch in world.take_outbox() {
            self.hub.publish(dispatch);
        }
        for posting in world.take_postings() {
            self.endpoints.deliver(posting);
        }
        drop(world);
        self.touch();
        result
    }

    /// Tells of every change from now on; several at once may be told as one.
    pub fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Wakes those who wait for a condition, for changes outside the world.
    pub fn touch(&self) {
        self.changed.send_replace(());
    }

    /// Waits (in real time) until a condition holds. `None` if it does not in time.
    pub async fn until<T>(&self, within: Duration, mut condition: impl FnMut(&World) -> Option<T>) -> Option<T> {
        self.until_any(within, || self.read(&mut condition)).await
    }

    /// Waits (in real time) until a condition outside the world holds. `None` if it does not in time.
    pub async fn until_any<T>(&self, within: Duration, mut condition: impl FnMut() -> Option<T>) -> Option<T> {
        let mut changed = self.changed.subscribe();
        let attempt = async {
            loop {
                if let Some(found) = condition() {
                    return Some(found);
                }
                if changed.changed().await.is_err() {
                    return None;
                }
            }
        };
        tokio::time::timeout(within, attempt).await.ok().flatten()
    }

    /// `http://127.0.0.1:<port>`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}
