//! What is read from Discord's channels and messages, leniently: only what is needed, whatever else is there.

use serde::Deserialize;
use tickit_domain::clock::Timestamp;
use tickit_domain::ids::{ChannelId, GuildId, MessageId, UserId};
use tickit_domain::transcript::{Attachment, Mentioned, TicketMessage};

/// A channel.
#[derive(Debug, Clone, Deserialize)]
pub struct ReceivedChannel {
    /// Its id.
    pub id: ChannelId,
    /// Its topic.
    #[serde(default)]
    pub topic: Option<String>,
}

/// A message, from REST or from the gateway.
#[derive(Debug, Clone, Deserialize)]
pub struct ReceivedMessage {
    /// Its id.
    pub id: MessageId,
    /// Its channel.
    pub channel_id: ChannelId,
    /// Its guild; only the gateway says it.
    #[serde(default)]
    pub guild_id: Option<GuildId>,
    author: Author,
    timestamp: Timestamp,
    #[serde(default)]
    content: String,
    #[serde(default)]
    embeds: Vec<ReceivedEmbed>,
    #[serde(default)]
    attachments: Vec<ReceivedAttachment>,
    #[serde(default)]
    mentions: Vec<Author>,
}

#[derive(Debug, Clone, Deserialize)]
struct Author {
    id: UserId,
    username: String,
    #[serde(default)]
    global_name: Option<String>,
    #[serde(default)]
    bot: bool,
}

#[derive(Debug, Clone, Deserialize)]
struct ReceivedEmbed {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    description: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct ReceivedAttachment {
    filename: String,
    #[serde(default)]
    size: u64,
    url: String,
}

impl ReceivedMessage {
    /// Whether a bot wrote it.
    pub const fn by_bot(&self) -> bool {
        self.author.bot
    }

    /// Content and embeds' texts, a line each.
    pub fn text(&self) -> String {
        let embeds = self.embeds.iter().flat_map(|embed| [embed.title.as_deref(), embed.description.as_deref()]);
        let lines = std::iter::once(Some(self.content.as_str())).chain(embeds).flatten();
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

impl Author {
    /// What they are called in the client.
    fn name(self) -> String {
        self.global_name.unwrap_or(self.username)
    }
}

impl From<ReceivedMessage> for TicketMessage {
    fn from(message: ReceivedMessage) -> Self {
        let content = message.text();
        let attachments = message.attachments.into_iter().map(|file| Attachment {
            name: file.filename,
            bytes: file.size,
            url: file.url,
        });
        Self {
            id: message.id,
            author: message.author.id,
            by_bot: message.author.bot,
            author_name: message.author.name(),
            sent_at: message.timestamp,
            content,
            earlier: Vec::new(),
            deleted_at: None,
            attachments: attachments.collect(),
            mentioned: message.mentions.into_iter().map(|who| Mentioned { user: who.id, name: who.name() }).collect(),
        }
    }
}
