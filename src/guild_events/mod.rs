//! What happens in guilds besides interactions: messages in tickets, and channels that are deleted by hand.

mod channel_queues;
mod event;
mod presence;

use std::fmt::{self, Debug};
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use serde_json::Value;
use serde_json::value::RawValue;
use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::error::Outcome;
use tickit_domain::error_log::{ErrorKind, NewError};
use tickit_domain::ids::{BotId, ChannelId, GuildId, MessageId, TicketId};
use tokio_util::task::TaskTracker;

use self::channel_queues::ChannelQueues;
use self::event::{GuildEvent, is_own_control};
pub use self::presence::PresenceEvents;
use crate::discord::received::{self, first_at, made_at};

/// So many channels are remembered, tickets' and others.
const CHANNELS: u64 = 200_000;

/// For so long after a channel was made it may still become a ticket's.
const YOUNG: Duration = Duration::from_mins(5);

/// Keeps what happens in tickets' channels. Each event takes the place `P` until it is kept.
pub struct GuildEvents<P> {
    queues: ChannelQueues<ChannelId, (Place, ChannelId, GuildEvent, P)>,
    recorder: Arc<MessageRecorder>,
}

#[derive(Debug)]
struct MessageRecorder {
    desk: Desk,
    known: Cache<(BotId, ChannelId), Option<TicketId>>,
}

/// Whether an event is listened to.
pub fn is_heard(name: &str) -> bool {
    matches!(
        name,
        "MESSAGE_CREATE"
            | "MESSAGE_UPDATE"
            | "MESSAGE_DELETE"
            | "MESSAGE_DELETE_BULK"
            | "CHANNEL_DELETE"
            | "GUILD_ROLE_UPDATE"
            | "GUILD_MEMBER_UPDATE"
            | "GUILD_MEMBER_REMOVE"
    )
}

impl<P: Send + 'static> GuildEvents<P> {
    /// Listens for the desk. The tracker knows of everything that is being kept.
    pub fn new(desk: Desk, tasks: TaskTracker) -> Self {
        let known = Cache::builder().max_capacity(CHANNELS).time_to_idle(Duration::from_hours(1)).build();
        let recorder = Arc::new(MessageRecorder { desk, known });
        let hearing = Arc::clone(&recorder);
        let hear = move |(at, channel, event, place)| {
            let recorder = Arc::clone(&hearing);
            async move {
                recorder.hear(at, channel, event).await;
                drop::<P>(place);
            }
        };
        Self { queues: ChannelQueues::new(tasks, hear), recorder }
    }

    /// Takes an event in. One that does not say where it happened, or happened in no guild, is let go.
    pub fn take(&self, bot: BotId, name: &str, data: Box<RawValue>, place: P) {
        match GuildEvent::read(name, data) {
            Ok(Some((guild, channel, event))) => {
                self.queues.push(channel, (Place { bot, guild }, channel, event, place));
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%bot, event = name, %error, "an event cannot be read"),
        }
    }
}

impl<P> GuildEvents<P> {
    /// The guild and the channel that a message's event is about.
    pub fn channel_of_message(name: &str, data: &RawValue) -> Option<(GuildId, ChannelId)> {
        let is_message = name.starts_with("MESSAGE_");
        let read = GuildEvent::read(name, data.to_owned()).ok().flatten().filter(|_| is_message);
        read.map(|(guild, channel, _)| (guild, channel))
    }

    /// Whether a channel is a ticket's; `None` where that cannot be said, or not yet.
    pub async fn is_ticket(&self, bot: BotId, guild: GuildId, channel: ChannelId) -> Option<bool> {
        let found = self.recorder.ticket(Place { bot, guild }, channel).await.ok()?.is_some();
        (found || self.recorder.age(channel) > YOUNG).then_some(found)
    }
}

impl<P> Debug for GuildEvents<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuildEvents").field("recorder", &self.recorder).finish_non_exhaustive()
    }
}

impl MessageRecorder {
    async fn hear(&self, at: Place, channel: ChannelId, event: GuildEvent) {
        if let Err(error) = self.keep(at, channel, event).await {
            let (text, bot, guild) = (format!("{error:#}"), Some(at.bot), Some(at.guild));
            let new = NewError { bot, guild, ..NewError::new(ErrorKind::Event, &*text) };
            let number = self.desk.note_error(new);
            tracing::error!(bot = %at.bot, guild = %at.guild, %number, error = text, "an event was not kept");
        }
    }

    async fn keep(&self, at: Place, channel: ChannelId, event: GuildEvent) -> Outcome<()> {
        match &event {
            GuildEvent::ChannelGone => return self.desk.channel_gone(at, channel).await.map(drop),
            GuildEvent::PermissionsChanged => return self.desk.permissions_changed(at).await,
            GuildEvent::MemberLeft(user) => return self.desk.member_left(at, *user).await,
            GuildEvent::Sent(said) | GuildEvent::Updated(said) if is_own_control(at.bot, said) => return Ok(()),
            _ => {}
        }
        let Some(ticket) = self.ticket(at, channel).await? else { return Ok(()) };
        match event {
            GuildEvent::Sent(said) => {
                let instead = MessageId::new(first_at(self.desk.now()));
                self.desk.message_sent(at, ticket, received::message(&value(&said), instead)).await
            }
            GuildEvent::Updated(said) => match received::update(&value(&said)) {
                Some(update) => self.desk.message_updated(at, ticket, update).await,
                None => Ok(()),
            },
            GuildEvent::Deleted(messages) => {
                for message in messages {
                    self.desk.message_deleted(at, ticket, message).await?;
                }
                Ok(())
            }
            GuildEvent::ChannelGone | GuildEvent::PermissionsChanged | GuildEvent::MemberLeft(_) => Ok(()),
        }
    }

    /// The ticket of a channel, remembered. A young channel that is none yet is asked for again.
    async fn ticket(&self, at: Place, channel: ChannelId) -> Outcome<Option<TicketId>> {
        if let Some(known) = self.known.get(&(at.bot, channel)) {
            return Ok(known);
        }
        let ticket = self.desk.ticket_of_channel(at, channel).await?;
        if ticket.is_some() || self.age(channel) > YOUNG {
            self.known.insert((at.bot, channel), ticket);
        }
        Ok(ticket)
    }

    fn age(&self, channel: ChannelId) -> Duration {
        self.desk.now().since(made_at(channel.get()))
    }
}

/// What an event says; null where a number in it is larger than any that can be read.
fn value(said: &RawValue) -> Value {
    serde_json::from_str(said.get()).unwrap_or_default()
}
