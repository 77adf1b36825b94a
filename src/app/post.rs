//! Events on their way from the sessions to those who handle them.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::answerer::Answerer;
use super::command_registration::CommandQueue;
use crate::gateway::{Event, EventPermit};
use crate::guild_events::{GuildEvents, PresenceEvents};
use crate::http::Answering as _;
use crate::interactions::Unanswered;

/// Where events are delivered.
pub(super) struct Post {
    pub(super) answerer: Arc<Answerer>,
    pub(super) guild_events: Arc<GuildEvents<EventPermit>>,
    pub(super) presence: Arc<PresenceEvents>,
    pub(super) commands: CommandQueue,
    /// Knows of everything that is being handled.
    pub(super) handlers: TaskTracker,
}

impl Post {
    /// Delivers each event until `stop`, and then those that wait.
    pub(super) async fn deliver(self, mut events: mpsc::Receiver<Event>, stop: CancellationToken) {
        let post = Arc::new(self);
        loop {
            let event = tokio::select! {
                biased;
                event = events.recv() => event,
                () = stop.cancelled() => None,
            };
            let Some(event) = event else { break };
            match &*event.name {
                "INTERACTION_CREATE" => drop(post.handlers.spawn(Arc::clone(&post).interact(event))),
                "READY" => post.commands.push(event.bot),
                name if PresenceEvents::are(name) => post.presence.take(event.bot, name, event.data.get()),
                _ => {
                    let Event { bot, name, data, place, .. } = event;
                    post.guild_events.take(bot, &name, data, place);
                }
            }
        }
    }

    /// The event is kept until its end, and with it its place in the queue.
    async fn interact(self: Arc<Self>, event: Event) {
        match self.answerer.by_token(event.bot, event.data.get(), event.received).await {
            // A bot may have commands and controls of its own, and Discord may send an interaction twice.
            Ok(_) | Err(Unanswered::NotOurs | Unanswered::Taken) => {}
            Err(error) => tracing::warn!(bot = %event.bot, %error, "an interaction is not answered"),
        }
    }
}
