//! The message that a ticket is made from.

use serde::{Deserialize, Serialize};

use crate::ids::{ChannelId, GuildId, MessageId, UserId};

/// The most characters of a message that a ticket quotes.
pub const MOST_QUOTED_CHARACTERS: usize = 1000;

/// The most files of a message that a ticket names, which is what Discord takes of one
/// (<https://docs.discord.com/developers/resources/message#create-message>).
const MOST_FILES: usize = 10;

/// The most characters of such a name.
const MOST_FILE_NAME: usize = 60;

/// A message that somebody chose to make a ticket from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenMessage {
    /// Its channel.
    pub channel: ChannelId,
    /// Its id.
    pub message: MessageId,
    /// Who wrote it.
    pub author: UserId,
    /// Whether that is a bot, or a webhook.
    pub by_bot: bool,
    /// What it says.
    pub text: String,
    /// What its attachments are called.
    pub files: Vec<String>,
}

/// As much of that message as its ticket quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    /// Its guild.
    pub guild: GuildId,
    /// Its channel.
    pub channel: ChannelId,
    /// Its id.
    pub message: MessageId,
    /// Who wrote it.
    pub author: UserId,
    /// What it says; ends in an ellipsis where it said more.
    pub text: String,
    /// What its attachments are called.
    pub files: Vec<String>,
}

impl Quoted {
    /// What is quoted of a message in a guild.
    pub fn new(guild: GuildId, chosen: ChosenMessage) -> Self {
        let ChosenMessage { channel, message, author, text, files, .. } = chosen;
        let files = files.iter().take(MOST_FILES).map(|name| shortened(name, MOST_FILE_NAME)).collect();
        Self { guild, channel, message, author, text: shortened(&text, MOST_QUOTED_CHARACTERS), files }
    }

    /// Where Discord shows the message
    /// (<https://docs.discord.com/developers/reference#message-formatting>).
    pub fn link(&self) -> String {
        format!("https://discord.com/channels/{}/{}/{}", self.guild, self.channel, self.message)
    }
}

/// A text that is at most so long; one that was longer ends in an ellipsis.
fn shortened(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_is_quoted_in_part_and_of_many_files_some_are_named() {
        let chosen = |text: String, files: usize| ChosenMessage {
            channel: ChannelId::new(2),
            message: MessageId::new(3),
            author: UserId::new(4),
            by_bot: false,
            text,
            files: vec!["x".repeat(300); files],
        };
        let quoted = Quoted::new(GuildId::new(1), chosen(format!(" {} ", "é".repeat(1000)), 1));
        assert_eq!((quoted.text.chars().count(), quoted.text.ends_with('é')), (1000, true));
        assert_eq!(quoted.link(), "https://discord.com/channels/1/2/3");
        let quoted = Quoted::new(GuildId::new(1), chosen("🦀".repeat(1001), 11));
        assert_eq!((quoted.text.chars().count(), quoted.text.ends_with("🦀…")), (1000, true));
        assert!(quoted.files.len() == 10 && quoted.files.iter().all(|name| name.chars().count() == 60));
    }
}
