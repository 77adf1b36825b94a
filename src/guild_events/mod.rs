//! What happens in guilds besides interactions: messages in tickets, and channels that are deleted by hand.

mod channel_queues;

use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use serde::Deserialize;
use tickit_domain::clock::Timestamp;
use tickit_domain::desk::Desk;
use tickit_domain::discord::Place;
use tickit_domain::error::Outcome;
use tickit_domain::ids::{BotId, ChannelId, GuildId, MessageId, TicketId};
use tokio_util::task::TaskTracker;

use self::channel_queues::ChannelQueues;
use crate::discord::ReceivedMessage;

/// So many channels are remembered, tickets' and others.
const CHANNELS: u64 = 200_000;

/// For so long after a channel was made it may still become a ticket's.
const YOUNG: Duration = Duration::from_mins(5);

/// Milliseconds from 1970 to the first snowflake (<https://docs.discord.com/developers/reference#snowflakes>).
const DISCORD_EPOCH: i64 = 1_420_070_400_000;

/// Keeps what happens in tickets' channels. Each event takes the place `P` until it is kept.
pub struct GuildEvents<P> {
    queues: ChannelQueues<ChannelId, (Place, GuildEvent, P)>,
}

#[derive(Debug)]
struct MessageRecorder {
    desk: Desk,
    known: Cache<(BotId, ChannelId), Option<TicketId>>,
}

#[derive(Debug)]
enum GuildEvent {
    Sent(Box<ReceivedMessage>),
    Edited(Box<ReceivedMessage>),
    Deleted { channel: ChannelId, messages: Vec<MessageId> },
    ChannelGone(ChannelId),
    PermissionsChanged,
}

#[derive(Deserialize)]
struct Deleted {
    guild_id: Option<GuildId>,
    channel_id: ChannelId,
    id: Option<MessageId>,
    #[serde(default)]
    ids: Vec<MessageId>,
}

#[derive(Deserialize)]
struct ChannelDeleted {
    id: ChannelId,
    guild_id: Option<GuildId>,
}

#[derive(Deserialize)]
struct Guild {
    guild_id: GuildId,
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
    )
}

impl<P: Send + 'static> GuildEvents<P> {
    /// Listens for the desk. The tracker knows of everything that is being kept.
    pub fn new(desk: Desk, tasks: TaskTracker) -> Self {
        let known = Cache::builder().max_capacity(CHANNELS).time_to_idle(Duration::from_hours(1)).build();
        let recorder = Arc::new(MessageRecorder { desk, known });
        let hear = move |(at, event, place)| {
            let recorder = Arc::clone(&recorder);
            async move {
                recorder.hear(at, event).await;
                drop::<P>(place);
            }
        };
        Self { queues: ChannelQueues::new(tasks, hear) }
    }

    /// Takes an event in. One that cannot be read or happened in no guild is let go.
    pub fn take(&self, bot: BotId, name: &str, data: &str, place: P) {
        match GuildEvent::read(name, data) {
            Ok(Some((guild, channel, event))) => {
                self.queues.push(channel, (Place { bot, guild }, event, place));
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%bot, event = name, %error, "an event cannot be read"),
        }
    }
}

impl GuildEvent {
    fn read(name: &str, data: &str) -> serde_json::Result<Option<(GuildId, ChannelId, Self)>> {
        let (guild, channel, event) = match name {
            "MESSAGE_CREATE" => {
                let message: Box<ReceivedMessage> = serde_json::from_str(data)?;
                (message.guild_id, message.channel_id, Self::Sent(message))
            }
            "MESSAGE_UPDATE" => {
                let message: Box<ReceivedMessage> = serde_json::from_str(data)?;
                (message.guild_id, message.channel_id, Self::Edited(message))
            }
            "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK" => {
                let Deleted { guild_id, channel_id: channel, id, ids } = serde_json::from_str(data)?;
                (guild_id, channel, Self::Deleted { channel, messages: id.into_iter().chain(ids).collect() })
            }
            "GUILD_ROLE_UPDATE" | "GUILD_MEMBER_UPDATE" => {
                let Guild { guild_id } = serde_json::from_str(data)?;
                // One queue a guild: `@everyone` of it has its id, and no channel has.
                (Some(guild_id), ChannelId::new(guild_id.get()), Self::PermissionsChanged)
            }
            _ => {
                let ChannelDeleted { id, guild_id } = serde_json::from_str(data)?;
                (guild_id, id, Self::ChannelGone(id))
            }
        };
        Ok(guild.map(|guild| (guild, channel, event)))
    }
}

impl MessageRecorder {
    async fn hear(&self, at: Place, event: GuildEvent) {
        if let Err(error) = self.keep(at, event).await {
            tracing::error!(bot = %at.bot, guild = %at.guild, error = format!("{error:#}"), "an event was not kept");
        }
    }

    async fn keep(&self, at: Place, event: GuildEvent) -> Outcome<()> {
        match event {
            GuildEvent::Sent(message) => match self.ticket(at, message.channel_id).await? {
                Some(ticket) => self.desk.message_sent(at, ticket, (*message).into()).await,
                None => Ok(()),
            },
            GuildEvent::Edited(message) => match self.ticket(at, message.channel_id).await? {
                Some(ticket) => self.desk.message_edited(at, ticket, message.id, message.text()).await,
                None => Ok(()),
            },
            GuildEvent::Deleted { channel, messages } => {
                let Some(ticket) = self.ticket(at, channel).await? else { return Ok(()) };
                for message in messages {
                    self.desk.message_deleted(at, ticket, message).await?;
                }
                Ok(())
            }
            GuildEvent::PermissionsChanged => self.desk.permissions_changed(at).await,
            GuildEvent::ChannelGone(channel) => self.desk.channel_gone(at, channel).await.map(drop),
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
        let made = i64::try_from(channel.get() >> 22).unwrap_or(i64::MAX).saturating_add(DISCORD_EPOCH);
        self.desk.now().since(Timestamp::from_millis(made))
    }
}
