//! What hosts saw in their guilds, on the same way as what our own sessions see.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use moka::sync::Cache;
use tickit_domain::ids::BotId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::gateway::EventPermit;
use crate::guild_events::{GuildEvents, PresenceEvents, is_heard};
use crate::http::{EventIntake, ForwardedEvent, Taken};

/// So many events of one bot may be in work at a time.
const OF_A_BOT: usize = 256;

/// So many bots' rooms are remembered.
const BOTS: u64 = 20_000;

/// How long it may take to find out which channels are tickets'.
const DEADLINE: Duration = Duration::from_secs(2);

/// Takes in what hosts saw.
#[derive(Debug)]
pub(super) struct ForwardedEvents {
    guild_events: Arc<GuildEvents<EventPermit>>,
    presence: Arc<PresenceEvents>,
    rooms: Cache<BotId, Arc<Semaphore>>,
}

impl ForwardedEvents {
    pub(super) fn new(guild_events: Arc<GuildEvents<EventPermit>>, presence: Arc<PresenceEvents>) -> Self {
        let rooms = Cache::builder().max_capacity(BOTS).time_to_idle(Duration::from_mins(10)).build();
        Self { guild_events, presence, rooms }
    }

    fn room(&self, bot: BotId) -> Option<OwnedSemaphorePermit> {
        let room = self.rooms.get_with(bot, || Arc::new(Semaphore::new(OF_A_BOT)));
        room.try_acquire_owned().ok()
    }
}

#[async_trait]
impl EventIntake for ForwardedEvents {
    async fn take(&self, bot: BotId, events: Vec<ForwardedEvent>) -> Taken {
        let (mut taken, mut channels, all) = (Taken::default(), BTreeSet::new(), events.len());
        for ForwardedEvent { name, data } in events {
            if PresenceEvents::are(&name) {
                self.presence.take(bot, &name, data.get());
            } else if is_heard(&name) {
                let Some(room) = self.room(bot) else { break };
                channels.extend(GuildEvents::<EventPermit>::channel_of_message(&name, &data));
                self.guild_events.take(bot, &name, data, EventPermit::of(room));
            } else {
                taken.ignored += 1;
                continue;
            }
            taken.accepted += 1;
        }
        taken.refused = all - taken.accepted - taken.ignored;
        let deadline = Instant::now() + DEADLINE;
        for (guild, channel) in channels {
            match timeout_at(deadline, self.guild_events.is_ticket(bot, guild, channel)).await {
                Ok(Some(true)) => taken.wanted.push(channel),
                Ok(Some(false)) => taken.unwanted.push(channel),
                Ok(None) | Err(_) => {}
            }
        }
        taken
    }
}
