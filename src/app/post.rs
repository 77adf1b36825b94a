//! Events on their way from the sessions to those who handle them.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::task::TaskTracker;

use super::registration::Registration;
use crate::gateway::Event;
use crate::interactions::{Interactions, Listener};

/// Where events are delivered.
#[derive(Debug)]
pub(super) struct Post {
    pub(super) interactions: Interactions,
    pub(super) listener: Listener,
    pub(super) registration: Registration,
}

impl Post {
    /// Delivers each event until the sessions are gone.
    pub(super) async fn deliver(self, mut events: mpsc::Receiver<Event>, handlers: TaskTracker) {
        let post = Arc::new(self);
        while let Some(event) = events.recv().await {
            let post = Arc::clone(&post);
            match &*event.name {
                "INTERACTION_CREATE" => {
                    handlers.spawn(async move {
                        post.interactions.handle(event.bot, event.data.get(), event.received).await;
                    });
                }
                "READY" => {
                    handlers.spawn(async move {
                        if let Err(error) = post.registration.bring_up_to_date(event.bot).await {
                            tracing::warn!(bot = %event.bot, error = format!("{error:#}"), "slash commands are not registered");
                        }
                    });
                }
                name => post.listener.take(event.bot, name, event.data.get()),
            }
        }
    }
}
